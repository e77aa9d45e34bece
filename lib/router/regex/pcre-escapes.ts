import { type Cursor } from './cursor';
import { NotJudged, Refused } from './syntax';

const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The byte behind a backslash, where it is one; digits are octal where `octal` is true, as in a class. */
export function byteEscape(cursor: Cursor, octal: boolean): string {
  const char = cursor.next();
  if (char === '') throw new Refused('the expression ends in a backslash');
  if (Object.hasOwn(CONTROLS, char)) return CONTROLS[char] ?? '';
  if (char === 'x') return hexadecimal(cursor);
  if (char === 'c') return control(cursor.next());
  if (char === 'o') throw new NotJudged('an octal number in braces');
  if (char === '0' || (octal && /[1-7]/.test(char))) return octalByte(char + cursor.take(/[0-7]/, 2));
  if (/[A-Za-z0-9]/.test(char))
    throw /[NgkLlUuPpXC0-9]/.test(char) ? new NotJudged(`the escape \\${char}`) : new Refused(`there is no escape \\${char} here`);
  return char;
}

function hexadecimal(cursor: Cursor): string {
  if (!cursor.eat('{')) return String.fromCharCode(parseInt(cursor.take(/[0-9a-fA-F]/, 2) || '0', 16));
  const digits = cursor.until('}');
  if (digits === undefined || !/^[0-9a-fA-F]+$/.test(digits)) throw new NotJudged('a hexadecimal number in braces');
  const value = parseInt(digits, 16);
  if (value > 0xff) throw new Refused(`there is no byte ${digits}`);
  return String.fromCharCode(value);
}

function octalByte(digits: string): string {
  const value = parseInt(digits, 8);
  if (value > 0xff) throw new Refused(`there is no byte ${digits}`);
  return String.fromCharCode(value);
}

function control(char: string): string {
  if (!/^[ -~]$/.test(char)) throw new Refused('a control character has no name');
  return String.fromCharCode(char.toUpperCase().charCodeAt(0) ^ 0x40);
}
