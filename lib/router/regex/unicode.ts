import { charsOf, type CharSet, EMPTY, has, range, union } from './char-set';

/** The greatest code point. */
export const MAX_CODE_POINT = 0x10ffff;

/** No property below says anything of what lies between. */
const INHABITED: readonly (readonly [number, number])[] = [
  [0, 0x3ffff],
  [0xe0000, 0xe0fff],
];

/** Planes of private use, each alike throughout but for its last two code points; only its first is asked. */
const PRIVATE: readonly (readonly [number, number])[] = [
  [0xf0000, 0xffffd],
  [0x100000, 0x10fffd],
];

const known = new Map<string, CharSet | undefined>();

/** The code points of a Unicode property in the notation of JavaScript; undefined where there is none of that name. */
export function property(name: string): CharSet | undefined {
  if (!known.has(name)) known.set(name, computed(name));
  return known.get(name);
}

function computed(name: string): CharSet | undefined {
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^\\p{${name}}$`, 'u');
  } catch {
    return undefined;
  }
  const ranges: number[] = [];
  for (const [first, last] of INHABITED) {
    for (let point = first; point <= last; point++) {
      // Surrogates are no characters of a text.
      if (point === 0xd800) point = 0xe000;
      if (!pattern.test(String.fromCodePoint(point))) continue;
      if (ranges.at(-1) === point - 1) ranges[ranges.length - 1] = point;
      else ranges.push(point, point);
    }
  }
  for (const [first, last] of PRIVATE) if (pattern.test(String.fromCodePoint(first))) ranges.push(first, last);
  return ranges;
}

/** What `\w` covers where Unicode is on. @see https://www.unicode.org/reports/tr18/#word */
export function wordChars(): CharSet {
  return union(...['Alphabetic', 'M', 'Nd', 'Pc', 'Join_Control'].map((name) => property(name) ?? EMPTY));
}

export const ASCII_WORD: CharSet = union(range(0x30, 0x39), range(0x41, 0x5a), range(0x61, 0x7a), charsOf('_'));

let folds: ReadonlyMap<number, readonly number[]> | undefined;

/** A set with every character that differs from one of its own in nothing but case (simple folding). */
export function foldedSet(set: CharSet): CharSet {
  const before = foldedSets.get(set);
  if (before !== undefined) return before;
  const result = fold(set);
  foldedSets.set(set, result);
  return result;
}

const foldedSets = new WeakMap<CharSet, CharSet>();

function fold(set: CharSet): CharSet {
  folds ??= foldClasses();
  const others: number[] = [];
  for (const [point, same] of folds) if (same.length > 1 && has(set, point)) others.push(...same);
  return union(set, ...others.map((point) => range(point, point)));
}

/** Of each cased code point all that are equal to it when case is ignored. */
function foldClasses(): ReadonlyMap<number, readonly number[]> {
  const classes = new Map<number, readonly number[]>();
  const extra = extraRelatives();
  for (let point = 0; point <= 0x1ffff; point++) {
    const char = String.fromCodePoint(point);
    if ((point >= 0xd800 && point <= 0xdfff) || (char.toLowerCase() === char && char.toUpperCase() === char)) continue;
    const candidates = new Set(relatives(char, extra));
    const equal = [...candidates].filter((other) => new RegExp(`^\\u{${point.toString(16)}}$`, 'iu').test(other));
    classes.set(
      point,
      equal.map((other) => other.codePointAt(0) ?? 0),
    );
  }
  return classes;
}

function relatives(char: string, extra: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found = new Set([char]);
  for (const one of found) {
    for (const other of [one.toLowerCase(), one.toUpperCase(), ...(extra.get(one) ?? [])]) if ([...other].length === 1) found.add(other);
  }
  return [...found];
}

/** Characters whose relatives no single change of case reaches: those that only fold to a letter. */
function extraRelatives(): ReadonlyMap<string, readonly string[]> {
  const extra = new Map<string, string[]>();
  for (let point = 0x80; point <= 0x1ffff; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const char = String.fromCodePoint(point);
    for (const other of [char.toLowerCase(), char.toUpperCase()]) {
      if (other === char || [...other].length !== 1) continue;
      extra.set(other, [...(extra.get(other) ?? []), char]);
    }
  }
  return extra;
}
