import type { Problem } from '../errors';
import { pathTemplate, type PathTemplate } from '../model';
import { PathIndex, pathWithin } from './path-index';

/** A gateway route on one host, as far as matching is concerned. */
export interface Entry {
  /** Place in the definition. */
  readonly where: string;
  readonly path: string;
  readonly methods?: readonly string[];
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly regexPriority: number;
  /** True for what the gateway itself answers to OPTIONS. */
  readonly preflight?: boolean;
}

/**
 * Pairs of routes that a request could reach alike without the more specific one winning for
 * sure, in both of the router's priority calculations.
 */
export function checkOverlaps(host: string, entries: readonly Entry[]): readonly Problem[] {
  const before = new PathIndex<Placed>();
  const problems: Problem[] = [];
  for (const entry of entries) {
    const placed: Placed = { entry, template: pathTemplate(entry.path) };
    for (const other of before.overlapping(placed.template)) {
      const problem = check(other, placed, host);
      if (problem !== undefined) problems.push(problem);
    }
    before.add(placed.template, placed);
  }
  return problems;
}

interface Placed {
  readonly entry: Entry;
  readonly template: PathTemplate;
}

function check(a: Placed, b: Placed, host: string): Problem | undefined {
  if (!shareMethod(a.entry, b.entry)) return undefined;
  const aWithinB = isWithin(a, b);
  const bWithinA = isWithin(b, a);
  const pair = `${a.entry.where} and ${b.entry.where} on ${host}`;
  if (aWithinB && bWithinA)
    return {
      where: pair,
      what: 'match the same requests',
      fix: 'remove one, or let a method, path or host tell them apart',
      code: 'ROUTE_OVERLAP',
    };
  if (!aWithinB && !bWithinA)
    return {
      where: pair,
      what: 'have requests in common, and neither is more specific than the other in path, methods and headers',
      fix:
        a.entry.preflight === true || b.entry.preflight === true
          ? 'a preflight is OPTIONS with any headers: name the methods of the other route, without OPTIONS, let the paths differ, or leave CORS out of one'
          : 'let the paths or methods differ, or make one a special case of the other in every respect',
      code: 'ROUTE_OVERLAP',
    };
  const [special, general] = aWithinB ? [a, b] : [b, a];
  if (winsForSure(special.entry, general.entry)) return undefined;
  return {
    where: pair,
    what: `${special.entry.where} is the more specific one, but the router would not prefer it for sure`,
    fix: 'let their paths tell them apart, or take the shared methods out of the general one; routes with methods and headers cannot be ordered among each other',
    code: 'ROUTE_ORDER',
  };
}

function shareMethod(a: Entry, b: Entry): boolean {
  return a.methods === undefined || b.methods === undefined || a.methods.some((method) => b.methods?.includes(method) === true);
}

/** True when every request of the first is one of the second. */
function isWithin({ entry: a, template: aPath }: Placed, { entry: b, template: bPath }: Placed): boolean {
  const methods = b.methods === undefined || (a.methods !== undefined && a.methods.every((method) => b.methods?.includes(method) === true));
  const folded = new Map(
    Object.entries(a.headers).map(([name, values]) => [name.toLowerCase(), values.map((value) => value.toLowerCase())]),
  );
  const headers = Object.entries(b.headers).every(([name, values]) => {
    const allowed = values.map((value) => value.toLowerCase());
    return folded.get(name.toLowerCase())?.every((value) => allowed.includes(value)) === true;
  });
  return methods && headers && pathWithin(aPath, bPath);
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
