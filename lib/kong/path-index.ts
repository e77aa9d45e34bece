import type { PathTemplate, Segment } from '../model';

interface Placed<Entry> {
  readonly entry: Entry;
  readonly template: PathTemplate;
}

interface Node<Entry> {
  readonly literals: Map<string, Node<Entry>>;
  parameter: Node<Entry> | undefined;
  readonly ends: Placed<Entry>[];
  readonly rests: Placed<Entry>[];
}

/** Finds among many path templates those that have requests in common with one, without comparing each. */
export class PathIndex<Entry> {
  private readonly root: Node<Entry> = node();

  public add(template: PathTemplate, entry: Entry): void {
    let current = this.root;
    for (const segment of template.segments) {
      if (segment === undefined) current = current.parameter ??= node();
      else {
        const next = current.literals.get(segment) ?? node();
        current.literals.set(segment, next);
        current = next;
      }
    }
    (template.rest ? current.rests : current.ends).push({ entry, template });
  }

  /** What was added under a template that has a path in common with this one. */
  public overlapping(template: PathTemplate): readonly Entry[] {
    const found: Placed<Entry>[] = [];
    const walk = (current: Node<Entry>, position: number): void => {
      if (somethingBelow(template, position)) found.push(...current.rests);
      if (position === template.segments.length) {
        if (template.rest) everythingBelow(current, found);
        else found.push(...current.ends);
        return;
      }
      const segment = template.segments[position];
      if (segment !== undefined) {
        const next = current.literals.get(segment);
        if (next !== undefined) walk(next, position + 1);
      } else {
        for (const [literal, next] of current.literals) if (literal !== '') walk(next, position + 1);
      }
      if (segment !== '' && current.parameter !== undefined) walk(current.parameter, position + 1);
    };
    walk(this.root, 0);
    return [...new Set(found)].map(({ entry }) => entry);
  }

  /** What was added under a template that has every path of this one. */
  public covering(template: PathTemplate): readonly Entry[] {
    const found: Placed<Entry>[] = [];
    const walk = (current: Node<Entry>, position: number): void => {
      found.push(...current.rests);
      const segment = template.segments[position];
      if (position === template.segments.length) found.push(...current.ends);
      else if (segment !== undefined && current.literals.has(segment)) walk(current.literals.get(segment) ?? node(), position + 1);
      if (position < template.segments.length && current.parameter !== undefined) walk(current.parameter, position + 1);
    };
    walk(this.root, 0);
    return found.filter((placed) => pathWithin(template, placed.template)).map(({ entry }) => entry);
  }
}

function node<Entry>(): Node<Entry> {
  return { literals: new Map(), parameter: undefined, ends: [], rests: [] };
}

function somethingBelow({ segments, rest }: PathTemplate, position: number): boolean {
  const left = segments.length - position;
  return rest || left > 1 || (left === 1 && segments[position] !== '');
}

function everythingBelow<Entry>(current: Node<Entry>, found: Placed<Entry>[]): void {
  for (const [literal, next] of current.literals) {
    // "/x/" is not below "/x", but "/x//y" cannot be: the gateway merges slashes.
    if (literal !== '') found.push(...next.ends);
    found.push(...next.rests);
    everythingBelow(next, found);
  }
  if (current.parameter !== undefined) {
    found.push(...current.parameter.ends, ...current.parameter.rests);
    everythingBelow(current.parameter, found);
  }
}

/** True when every path of the first template is one of the second. */
export function pathWithin(a: PathTemplate, b: PathTemplate): boolean {
  const covered = (segment: Segment, by: Segment): boolean => by === segment || (by === undefined && segment !== '');
  if (!b.segments.every((by, position) => position < a.segments.length && covered(a.segments[position], by))) return false;
  const more = a.segments.length - b.segments.length;
  if (!b.rest) return !a.rest && more === 0;
  return a.rest || more > 1 || (more === 1 && a.segments[a.segments.length - 1] !== '');
}
