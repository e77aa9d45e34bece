/** A set of numbers as ranges in order, none touching the next: first, last, first, last. */
export type CharSet = readonly number[];

export const EMPTY: CharSet = [];

/** The set of the numbers from one to another. */
export function range(first: number, last: number): CharSet {
  return [first, last];
}

/** The set of the characters of a text. */
export function charsOf(text: string): CharSet {
  return union(...[...text].map((char) => range(char.codePointAt(0) ?? 0, char.codePointAt(0) ?? 0)));
}

/** All that is in any of several sets. */
export function union(...sets: readonly CharSet[]): CharSet {
  const ranges = sets.flatMap(pairsOf).sort((a, b) => a[0] - b[0]);
  const joined: number[] = [];
  for (const [first, last] of ranges) {
    const end = joined.at(-1);
    if (end !== undefined && first <= end + 1) joined[joined.length - 1] = Math.max(end, last);
    else joined.push(first, last);
  }
  return joined;
}

/** All up to a number that is not in a set. */
export function complement(set: CharSet, most: number): CharSet {
  const rest: number[] = [];
  let next = 0;
  for (const [first, last] of pairsOf(set)) {
    if (first > next) rest.push(next, first - 1);
    next = last + 1;
  }
  return next <= most ? [...rest, next, most] : rest;
}

/** All that is in both of two sets. */
export function intersection(a: CharSet, b: CharSet): CharSet {
  const both: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const first = Math.max(a[i] ?? 0, b[j] ?? 0);
    const last = Math.min(a[i + 1] ?? 0, b[j + 1] ?? 0);
    if (first <= last) both.push(first, last);
    if ((a[i + 1] ?? 0) < (b[j + 1] ?? 0)) i += 2;
    else j += 2;
  }
  return both;
}

/** True when a number is in a set. */
export function has(set: CharSet, value: number): boolean {
  let [low, high] = [0, set.length / 2 - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (value < (set[2 * middle] ?? 0)) high = middle - 1;
    else if (value > (set[2 * middle + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

/** The ranges of a set. */
export function pairsOf(set: CharSet): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  for (let at = 0; at < set.length; at += 2) pairs.push([set[at] ?? 0, set[at + 1] ?? 0]);
  return pairs;
}
