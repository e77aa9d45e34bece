import type { Problem } from '../errors';
import { pathTemplate, type PathTemplate, type Segment } from '../model';

/** A gateway route on one host, as far as matching is concerned. */
export interface Entry {
  /** Place in the definition. */
  readonly where: string;
  readonly path: string;
  readonly methods?: readonly string[];
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly regexPriority: number;
}

/**
 * Pairs of routes that a request could reach alike without the more specific one winning for
 * sure, in both of the router's priority calculations.
 */
export function checkOverlaps(host: string, entries: readonly Entry[]): readonly Problem[] {
  const root = node();
  const problems: Problem[] = [];
  entries.forEach((entry, index) => {
    const placed: Placed = { entry, index, template: pathTemplate(entry.path) };
    for (const other of overlapping(root, placed.template)) {
      const problem = check(other, placed, host);
      if (problem !== undefined) problems.push(problem);
    }
    insert(root, placed);
  });
  return problems;
}

interface Placed {
  readonly entry: Entry;
  readonly index: number;
  readonly template: PathTemplate;
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  readonly ends: Placed[];
  readonly rests: Placed[];
}

function node(): Node {
  return { literals: new Map(), parameter: undefined, ends: [], rests: [] };
}

function insert(root: Node, placed: Placed): void {
  let current = root;
  for (const segment of placed.template.segments) {
    if (segment === undefined) current = current.parameter ??= node();
    else {
      const next = current.literals.get(segment) ?? node();
      current.literals.set(segment, next);
      current = next;
    }
  }
  (placed.template.rest ? current.rests : current.ends).push(placed);
}

/** Routes placed before whose paths have a request in common with a template. */
function overlapping(root: Node, template: PathTemplate): readonly Placed[] {
  const found: Placed[] = [];
  const walk = (current: Node, position: number): void => {
    const left = template.segments.slice(position);
    const somethingBelow = template.rest || left.length > 1 || (left.length === 1 && left[0] !== '');
    if (somethingBelow) found.push(...current.rests);
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
  walk(root, 0);
  return [...new Set(found)];
}

function everythingBelow(current: Node, found: Placed[]): void {
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

function check(a: Placed, b: Placed, host: string): Problem | undefined {
  if (!shareMethod(a.entry, b.entry)) return undefined;
  const aWithinB = isWithin(a, b);
  const bWithinA = isWithin(b, a);
  const pair = `${a.entry.where} and ${b.entry.where} on ${host}`;
  if (aWithinB && bWithinA) return { where: pair, what: 'match the same requests', fix: 'remove one, or let a method, path or host tell them apart', code: 'ROUTE_OVERLAP' };
  if (!aWithinB && !bWithinA) return { where: pair, what: 'have requests in common, and neither is more specific than the other in path, methods and headers', fix: 'let the paths or methods differ, or make one a special case of the other in every respect', code: 'ROUTE_OVERLAP' };
  const [special, general] = aWithinB ? [a, b] : [b, a];
  if (winsForSure(special.entry, general.entry)) return undefined;
  return { where: pair, what: `${special.entry.where} is the more specific one, but the router would not prefer it for sure`, fix: 'let their paths tell them apart, or take the shared methods out of the general one; routes with methods and headers cannot be ordered among each other', code: 'ROUTE_ORDER' };
}

function shareMethod(a: Entry, b: Entry): boolean {
  return a.methods === undefined || b.methods === undefined || a.methods.some((method) => b.methods?.includes(method) === true);
}

/** True when every request of the first is one of the second. */
function isWithin({ entry: a, template: aPath }: Placed, { entry: b, template: bPath }: Placed): boolean {
  const methods = b.methods === undefined || (a.methods !== undefined && a.methods.every((method) => b.methods?.includes(method) === true));
  const folded = new Map(Object.entries(a.headers).map(([name, values]) => [name.toLowerCase(), values.map((value) => value.toLowerCase())]));
  const headers = Object.entries(b.headers).every(([name, values]) => {
    const allowed = values.map((value) => value.toLowerCase());
    return folded.get(name.toLowerCase())?.every((value) => allowed.includes(value)) === true;
  });
  return methods && headers && pathWithin(aPath, bPath);
}

/** True when every path of the first template is one of the second. */
export function pathWithin(a: PathTemplate, b: PathTemplate): boolean {
  const covered = (segment: Segment, by: Segment): boolean => by === segment || (by === undefined && segment !== '');
  if (!b.segments.every((by, position) => position < a.segments.length && covered(a.segments[position], by))) return false;
  const more = a.segments.length - b.segments.length;
  if (!b.rest) return !a.rest && more === 0;
  return a.rest || more > 1 || (more === 1 && a.segments[a.segments.length - 1] !== '');
}

/** Whether the router prefers a route to another one in its original and in its strict calculation. @see docs/kong.md "Order of routes" */
function winsForSure(special: Entry, general: Entry): boolean {
  const [s, g] = [criteria(special), criteria(general)];
  // The order among routes of four or more criteria is left to chance in the original calculation.
  if (s.count >= 4 && g.count >= 4) return false;
  const original = compare([s.count, special.regexPriority, s.headers], [g.count, general.regexPriority, g.headers]);
  const strict = compare([s.count, s.headers, special.regexPriority], [g.count, g.headers, general.regexPriority]);
  return original > 0 && strict > 0;
}

function criteria(entry: Entry): { readonly count: number; readonly headers: number } {
  const headers = Object.keys(entry.headers).length;
  return { count: 2 + (entry.methods === undefined ? 0 : 1) + (headers === 0 ? 0 : 1), headers };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [position, value] of a.entries()) {
    const difference = value - (b[position] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
