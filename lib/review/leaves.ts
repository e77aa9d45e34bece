/** A value that differs between two documents. */
export interface Leaf {
  readonly path: readonly string[];
  /** Undefined where that side has nothing there. */
  readonly was: unknown;
  readonly now: unknown;
}

/** Fields by which blocks of a list are told apart, whatever their order. */
const NAMES = ['id', 'name', 'resource_app_id', 'header'];

/**
 * The values that differ between two parsed JSON documents. Objects that only one side has are given leaf by leaf; a list of
 * plain values is one leaf; items of a list of objects are paired by their id or name, else by place.
 */
export function changedLeaves(was: unknown, now: unknown): readonly Leaf[] {
  const found: Leaf[] = [];
  collect(was, now, [], found);
  return found;
}

function collect(was: unknown, now: unknown, path: readonly string[], found: Leaf[]): void {
  // Nearly everything is as it was, and nothing need be made to see that.
  if (isSame(was, now)) return;
  const children = childrenOf(was, now);
  if (children === undefined) {
    if (!isEqual(was, now)) found.push({ path, was, now });
    return;
  }
  for (const [name, before, after] of children) collect(before, after, [...path, name], found);
}

/** Whether two parsed documents are alike, in the same order of lists. */
function isSame(was: unknown, now: unknown): boolean {
  if (was === now) return true;
  if (typeof was !== 'object' || typeof now !== 'object' || was === null || now === null) return false;
  if (Array.isArray(was) !== Array.isArray(now)) return false;
  const [before, after] = [was as Readonly<Record<string, unknown>>, now as Readonly<Record<string, unknown>>];
  let count = 0;
  for (const name in before) {
    if (!Object.hasOwn(after, name) || !isSame(before[name], after[name])) return false;
    count++;
  }
  for (const _name in after) count--;
  return count === 0;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

type Child = readonly [name: string, was: unknown, now: unknown];

/** What is compared one by one; undefined where the two are compared as a whole. */
function childrenOf(was: unknown, now: unknown): readonly Child[] | undefined {
  const [before, after] = [namedChildren(was), namedChildren(now)];
  if (before === undefined && after === undefined) return undefined;
  // An object in place of a text, or the other way round, is both taken away and added.
  if (before === undefined && was !== undefined) return undefined;
  if (after === undefined && now !== undefined) return undefined;
  if (Array.isArray(was) !== Array.isArray(now) && was !== undefined && now !== undefined) return undefined;
  const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...names].map((name) => [name, before?.get(name), after?.get(name)]);
}

/**
 * Paths of leaves as a document has them: items of lists by their place. A path ends where the document has nothing further. What is
 * within a block is looked up once, however many of the paths lead into it.
 */
export function namedPaths(document: unknown, paths: readonly (readonly string[])[]): readonly (readonly (string | number)[])[] {
  const known = new Map<unknown, ReadonlyMap<string, Within>>();
  const withinOf = (value: unknown): ReadonlyMap<string, Within> => {
    const found = known.get(value) ?? placedChildren(value);
    known.set(value, found);
    return found;
  };
  return paths.map((path) => {
    const found: (string | number)[] = [];
    let value = document;
    for (const name of path) {
      const child = withinOf(value).get(name);
      if (child === undefined) break;
      found.push(child.place);
      value = child.value;
    }
    return found;
  });
}

/** Something within a block: its name, or its place in a list. */
interface Within {
  readonly place: string | number;
  readonly value: unknown;
}

function placedChildren(value: unknown): ReadonlyMap<string, Within> {
  const children = [...(namedChildren(value) ?? [])];
  return new Map(children.map(([name, child], at) => [name, { place: Array.isArray(value) ? at : name, value: child }]));
}

/** Names and values of what is within, where it is an object or a list of objects that has anything in it. */
function namedChildren(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    if (items.length === 0 || !items.every((item) => typeof item === 'object' && item !== null)) return undefined;
    const field = NAMES.find((name) => items.every((item) => typeof (item as Record<string, unknown>)[name] === 'string'));
    const named = field === undefined ? [] : items.map((item) => String((item as Record<string, unknown>)[field]));
    const isUnique = field !== undefined && new Set(named).size === items.length;
    return new Map(items.map((item, at) => [isUnique ? (named[at] ?? '') : String(at), item]));
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  return entries.length === 0 ? undefined : new Map(entries);
}
