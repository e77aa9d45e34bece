import { type RouterRoute } from '../types';
import { entriesOf, type Entry } from './entry';
import { luaSort } from './lua-sort';

/** An entry with its place in the order. */
export interface Placed<Route extends RouterRoute> {
  readonly entry: Entry<Route>;
  /** The smaller goes first. */
  readonly rank: number;
  /** Entries of one class compare as equal. */
  readonly tie: number;
  /** True where another route of the same class, or this one, has no id, so that nobody can tell which goes first. */
  readonly undecided: boolean;
}

/**
 * The entries of all routes in the order in which the gateway tries them. It reads routes in the order of their ids
 * and sorts with LuaJIT's quicksort, which decides where the comparison does not. Undefined where the comparison
 * contradicts itself.
 */
export function placedEntries<Route extends RouterRoute>(routes: readonly Route[]): readonly Placed<Route>[] | undefined {
  const listed = [...routes].sort((a, b) => compareText(a.id?.toLowerCase() ?? '', b.id?.toLowerCase() ?? ''));
  const entries = listed.flatMap((route) => [...entriesOf(route)]);
  if (!luaSort(entries, (a, b) => compare(a, b) < 0)) return undefined;
  const ties = tieClasses(entries);
  return entries.map((entry, rank) => ({ entry, rank, tie: ties.of[rank] ?? 0, undecided: ties.undecided.has(ties.of[rank] ?? 0) }));
}

/** As `sort_routes` of kong/router/traditional.lua. A route without a time of creation has that of the loading. */
function compare<Route extends RouterRoute>(a: Entry<Route>, b: Entry<Route>): number {
  if (a.kind !== b.kind) return b.kind - a.kind;
  if (a.headers.length !== b.headers.length) return b.headers.length - a.headers.length;
  if ((a.kind & 1) !== 0) {
    const priorities = (b.route.regex_priority ?? 0) - (a.route.regex_priority ?? 0);
    if (priorities !== 0) return priorities;
  }
  const lengths = prefixLength(b) - prefixLength(a);
  if (lengths !== 0) return lengths;
  const [created, other] = [a.route.created_at ?? Infinity, b.route.created_at ?? Infinity];
  return created === other ? 0 : created - other;
}

function prefixLength<Route extends RouterRoute>({ path }: Entry<Route>): number {
  return path === undefined || path.regex ? 0 : path.value.length;
}

/** Of each entry the place of the first one that compares as equal; and the classes whose order nobody can tell. */
function tieClasses<Route extends RouterRoute>(
  entries: readonly Entry<Route>[],
): { readonly of: readonly number[]; readonly undecided: ReadonlySet<number> } {
  const of: number[] = [];
  const nameless = new Set<number>();
  const shared = new Set<number>();
  let first = 0;
  entries.forEach((entry, at) => {
    const start = entries[first] ?? entry;
    if (compare(start, entry) !== 0) first = at;
    of.push(first);
    if ((entry.route.id ?? undefined) === undefined) nameless.add(first);
    if (entries[first]?.route !== entry.route) shared.add(first);
  });
  return { of, undecided: new Set([...shared].filter((tie) => nameless.has(tie))) };
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
