import { charsOf, complement, intersection, range, union, EMPTY, type CharSet } from './char-set';
import { type Cursor } from './cursor';
import { charEscape } from './rust-escapes';
import { NotJudged, Refused } from './syntax';
import { foldedSet, MAX_CODE_POINT, property, wordChars } from './unicode';

/** Every character; surrogates are none of a text, and so may be in or out. */
export const ANY: CharSet = range(0, MAX_CODE_POINT);
export const ANY_BUT_NEWLINE: CharSet = complement(charsOf('\n'), MAX_CODE_POINT);

interface ClassFlags {
  readonly i: boolean;
  readonly x: boolean;
}

const MOST_DEPTH = 200;

/** The class `\d`, `\p{…}` or the like at the cursor, which stands behind the backslash; undefined where it is none. */
export function escapedClass(cursor: Cursor, { i }: ClassFlags): CharSet | undefined {
  const letter = cursor.peek();
  if (!/^[dDsSwWpP]$/.test(letter)) return undefined;
  cursor.next();
  if (letter === 'p' || letter === 'P') return unicodeClass(cursor, letter === 'P', i);
  const sets = { d: () => property('Nd') ?? EMPTY, s: () => property('White_Space') ?? EMPTY, w: wordChars };
  const set = sets[letter.toLowerCase() as keyof typeof sets]();
  return letter === letter.toLowerCase() ? set : complement(set, MAX_CODE_POINT);
}

/** Short and long names, as people write them, of general categories; JavaScript is stricter about spelling. */
function unicodeClass(cursor: Cursor, isNegated: boolean, folds: boolean): CharSet {
  const name = cursor.eat('{') ? cursor.until('}') : cursor.next();
  if (name === undefined || name === '') throw new Refused('the name of a property is missing');
  if (name.startsWith('^')) throw new Refused(`there is no property ${name}`);
  if (!/^[A-Za-z_]+(?:=[A-Za-z_]+)?$/.test(name)) throw new NotJudged(`the property ${name}`);
  const [key, value] = name.split('=');
  const set = value === undefined ? (property(name) ?? property(`Script=${name}`)) : property(`${key}=${value}`);
  // Another spelling of a name may be known there: case, blanks and underscores do not count.
  if (set === undefined || /^(?:Any|ASCII|Assigned)$/.test(name) || /Cn|Unassigned|^(?:scx|Script_Extensions)=|^Ext/.test(name))
    throw new NotJudged(`the property ${name}`);
  const folded = folds ? foldedSet(set) : set;
  return isNegated ? complement(folded, MAX_CODE_POINT) : folded;
}

/** A class in brackets; the cursor stands behind the first. */
export function bracketClass(
  cursor: Cursor,
  flags: ClassFlags,
  depth: number,
): { readonly set: CharSet; readonly usesProperties: boolean } {
  const parser = new ClassParser(cursor, flags);
  const set = parser.parse(depth);
  return { set, usesProperties: parser.usesProperties };
}

type Operator = '&&' | '--' | '~~';
const OPERATORS: readonly Operator[] = ['&&', '--', '~~'];

class ClassParser {
  usesProperties = false;

  constructor(
    private readonly cursor: Cursor,
    private readonly flags: ClassFlags,
  ) {}

  parse(depth: number): CharSet {
    if (depth > MOST_DEPTH) throw new NotJudged('classes are nested nearly too deep');
    const { cursor } = this;
    this.skipBlanks();
    const isNegated = cursor.eat('^');
    let members: CharSet[] = this.leadingLiterals();
    let left: CharSet | undefined;
    let operator: Operator | undefined;
    for (;;) {
      this.skipBlanks();
      if (cursor.isAtEnd) throw new Refused('a class is not closed');
      const next = OPERATORS.find((one) => cursor.looksAt(one));
      if (cursor.peek() !== ']' && next === undefined) {
        members.push(this.member(depth));
        continue;
      }
      left = combined(left, operator, this.folded(union(...members)));
      if (next === undefined) break;
      cursor.eat(next);
      [operator, members] = [next, []];
    }
    cursor.next();
    return isNegated ? complement(left, MAX_CODE_POINT) : left;
  }

  /** Minus signs at the beginning, and a bracket as the very first, stand for themselves. */
  private leadingLiterals(): CharSet[] {
    const { cursor } = this;
    const found: CharSet[] = [];
    this.skipBlanks();
    while (cursor.peek() === '-') {
      found.push(charsOf(cursor.next()));
      this.skipBlanks();
    }
    if (found.length === 0 && cursor.peek() === ']') {
      found.push(charsOf(cursor.next()));
      this.skipBlanks();
    }
    return found;
  }

  private member(depth: number): CharSet {
    const { cursor } = this;
    if (cursor.peek() === '[') return this.nested(depth);
    const first = this.element();
    this.skipBlanks();
    if (cursor.peek() !== '-' || cursor.peek(1) === ']' || cursor.peek(1) === '-')
      return typeof first === 'string' ? charsOf(first) : first;
    if (this.flags.x && /\s|#/.test(cursor.peek(1))) throw new NotJudged('a range with blanks');
    cursor.next();
    if (typeof first !== 'string') throw new Refused('a range begins with a class');
    if (cursor.isAtEnd) throw new Refused('a class is not closed');
    const last = cursor.peek() === '[' ? cursor.next() : this.element();
    if (typeof last !== 'string') throw new Refused('a range ends with a class');
    const [from, to] = [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0];
    if (from > to) throw new Refused(`the range ${first}-${last} is the wrong way round`);
    return range(from, to);
  }

  private element(): string | CharSet {
    const { cursor } = this;
    if (!cursor.eat('\\')) return cursor.next();
    if (/^[bB<>Az]$/.test(cursor.peek())) throw new Refused('a place stands in a class');
    const set = escapedClass(cursor, this.flags);
    if (set === undefined) return charEscape(cursor, this.flags);
    this.usesProperties = true;
    return set;
  }

  private nested(depth: number): CharSet {
    const posix = this.posix();
    if (posix !== undefined) return posix;
    this.cursor.next();
    return this.parse(depth + 1);
  }

  private posix(): CharSet | undefined {
    const { cursor } = this;
    const start = cursor.at;
    if (!cursor.eat('[:')) return undefined;
    const isNegated = cursor.eat('^');
    const name = cursor.take(/[A-Za-z]/, 12);
    const set = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
    if (set !== undefined && cursor.eat(':]')) {
      const folded = this.folded(set);
      return isNegated ? complement(folded, MAX_CODE_POINT) : folded;
    }
    cursor.at = start;
    return undefined;
  }

  private folded(set: CharSet): CharSet {
    return this.flags.i ? foldedSet(set) : set;
  }

  private skipBlanks(): void {
    while (this.flags.x && !this.cursor.isAtEnd) {
      if (this.cursor.take(/\p{White_Space}/u) !== '') continue;
      if (!this.cursor.eat('#')) return;
      this.cursor.take(/[^\n]/);
    }
  }
}

function combined(left: CharSet | undefined, operator: Operator | undefined, right: CharSet): CharSet {
  if (left === undefined || operator === undefined) return right;
  if (operator === '&&') return intersection(left, right);
  const without = (a: CharSet, b: CharSet): CharSet => intersection(a, complement(b, MAX_CODE_POINT));
  return operator === '--' ? without(left, right) : union(without(left, right), without(right, left));
}

const [DIGIT, UPPER, LOWER] = [range(0x30, 0x39), range(0x41, 0x5a), range(0x61, 0x7a)];

/** Classes of ASCII by name, as POSIX has them. */
export const POSIX: Readonly<Record<string, CharSet>> = {
  alnum: union(DIGIT, UPPER, LOWER),
  alpha: union(UPPER, LOWER),
  ascii: range(0, 0x7f),
  blank: charsOf('\t '),
  cntrl: union(range(0, 0x1f), range(0x7f, 0x7f)),
  digit: DIGIT,
  graph: range(0x21, 0x7e),
  lower: LOWER,
  print: range(0x20, 0x7e),
  punct: union(range(0x21, 0x2f), range(0x3a, 0x40), range(0x5b, 0x60), range(0x7b, 0x7e)),
  space: charsOf('\t\n\v\f\r '),
  upper: UPPER,
  word: union(DIGIT, UPPER, LOWER, charsOf('_')),
  xdigit: union(DIGIT, range(0x41, 0x46), range(0x61, 0x66)),
};
