import { type Cursor } from './cursor';
import { Refused } from './syntax';

const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', t: '\t', n: '\n', r: '\r', v: '\v' };
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The character behind a backslash, where it is one. */
export function charEscape(cursor: Cursor, { x }: { readonly x: boolean }): string {
  const char = cursor.next();
  if (Object.hasOwn(CONTROLS, char)) return CONTROLS[char] ?? '';
  if (Object.hasOwn(DIGITS, char)) return fromDigits(hexDigits(cursor, DIGITS[char] ?? 0, x));
  if (char !== '' && char <= '\x7f' && /[^A-Za-z0-9<>]/.test(char)) return char;
  throw new Refused(/[0-9]/.test(char) ? 'back-references are not supported' : `there is no escape \\${char}`);
}

function hexDigits(cursor: Cursor, count: number, ignoresBlanks: boolean): string {
  const skip = (): void => {
    if (ignoresBlanks) cursor.take(/\p{White_Space}/u);
  };
  skip();
  if (cursor.eat('{')) {
    const digits = cursor.until('}')?.replace(ignoresBlanks ? /\p{White_Space}/gu : /(?!)/, '');
    if (digits === undefined) throw new Refused('a code point is not closed');
    return digits;
  }
  let digits = '';
  while (digits.length < count) {
    skip();
    const digit = cursor.next();
    if (!/^[0-9a-fA-F]$/.test(digit)) throw new Refused('a code point has too few digits');
    digits += digit;
  }
  return digits;
}

function fromDigits(digits: string): string {
  const point = parseInt(digits, 16);
  const isScalar = /^[0-9a-fA-F]+$/.test(digits) && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  if (!isScalar) throw new Refused(`there is no code point ${digits}`);
  return String.fromCodePoint(point);
}
