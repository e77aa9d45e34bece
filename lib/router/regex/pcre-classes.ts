import { charsOf, complement, range, union, type CharSet } from './char-set';
import { type Cursor } from './cursor';
import { POSIX } from './rust-classes';
import { byteEscape } from './pcre-escapes';
import { NotJudged, Refused } from './syntax';

const LAST_BYTE = 0xff;
export const EVERY_BYTE: CharSet = range(0, LAST_BYTE);
export const BYTE_BUT_NEWLINE: CharSet = without(charsOf('\n'));
export const ASCII_WORD: CharSet = union(range(0x30, 0x39), range(0x41, 0x5a), range(0x61, 0x7a), charsOf('_'));

/** Classes behind a backslash, over bytes; a capital letter means everything else. */
const ESCAPED: Readonly<Record<string, CharSet>> = {
  d: range(0x30, 0x39),
  w: ASCII_WORD,
  s: charsOf('\t\n\v\f\r '),
  h: charsOf('\t \u00a0'),
  v: charsOf('\n\v\f\r\u0085'),
};

/** Everything but a set. */
export function without(set: CharSet): CharSet {
  return complement(set, LAST_BYTE);
}

/** A set with the letters of ASCII in both cases. */
export function folded(set: CharSet): CharSet {
  const others: CharSet[] = [];
  for (let letter = 0x41; letter <= 0x5a; letter++) {
    const both = union(range(letter, letter), range(letter + 0x20, letter + 0x20));
    if (set.some((first, at) => at % 2 === 0 && overlaps(first, set[at + 1] ?? 0, letter))) others.push(both);
  }
  return union(set, ...others);
}

function overlaps(first: number, last: number, letter: number): boolean {
  return (first <= letter && letter <= last) || (first <= letter + 0x20 && letter + 0x20 <= last);
}

/** The class a letter behind a backslash stands for. */
export function escapedClass(letter: string): CharSet | undefined {
  const set = Object.hasOwn(ESCAPED, letter.toLowerCase()) ? ESCAPED[letter.toLowerCase()] : undefined;
  return set === undefined || letter === letter.toLowerCase() ? set : without(set);
}

/** A class in brackets; the cursor stands behind the first. */
export function bracketClass(cursor: Cursor, foldsCase: boolean): CharSet {
  const isNegated = cursor.eat('^');
  const members: CharSet[] = [];
  let isFirst = true;
  for (;;) {
    if (cursor.isAtEnd) throw new Refused('a class is not closed');
    if (!isFirst && cursor.eat(']')) break;
    isFirst = false;
    members.push(...member(cursor));
  }
  const set = foldsCase ? folded(union(...members)) : union(...members);
  return isNegated ? without(set) : set;
}

function member(cursor: Cursor): readonly CharSet[] {
  const first = element(cursor);
  if (first === undefined) return [];
  if (cursor.peek() !== '-' || cursor.peek(1) === ']' || cursor.peek(1) === '') return [typeof first === 'string' ? charsOf(first) : first];
  // Behind a class a minus may stand for itself or be an error, as the engine's version has it.
  if (typeof first !== 'string') throw new NotJudged('a minus behind a class');
  cursor.next();
  const last = element(cursor);
  if (last === undefined || typeof last !== 'string') throw new NotJudged('a range that ends with a class');
  if (first > last) throw new Refused(`the range ${first}-${last} is the wrong way round`);
  return [range(first.charCodeAt(0), last.charCodeAt(0))];
}

/** A character, a class, or nothing where only a quotation ends. */
function element(cursor: Cursor): string | CharSet | undefined {
  if (cursor.peek() === '[' && /[:.=]/.test(cursor.peek(1))) {
    cursor.next();
    if (isPosix(cursor)) return posix(cursor);
    return '[';
  }
  if (!cursor.eat('\\')) return cursor.next();
  if (cursor.peek() === 'E' || cursor.peek() === 'Q') throw new NotJudged('a quotation in a class');
  if (cursor.eat('b')) return '\b';
  const set = escapedClass(cursor.peek());
  if (set === undefined) return byteEscape(cursor, true);
  cursor.next();
  return set;
}

/** True where something between two marks follows that would be a class of POSIX; the cursor stands at the first mark. */
export function isPosix(cursor: Cursor): boolean {
  const mark = cursor.peek();
  for (let ahead = 1; cursor.peek(ahead + 1) !== ''; ahead++) {
    const [char, after] = [cursor.peek(ahead), cursor.peek(ahead + 1)];
    if (char === '\\' && (after === ']' || after === '\\')) ahead += 1;
    else if (char === ']' || (char === '[' && after === mark)) return false;
    else if (char === mark && after === ']') return true;
  }
  return false;
}

/** The class of POSIX at the cursor, which stands behind the bracket. */
function posix(cursor: Cursor): CharSet {
  const mark = cursor.next();
  if (mark !== ':') throw new Refused('collating elements are not supported');
  const isNegated = cursor.eat('^');
  const name = cursor.until(':]') ?? '';
  const set = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
  if (set === undefined) throw new Refused(`there is no class ${name}`);
  return isNegated ? without(set) : set;
}
