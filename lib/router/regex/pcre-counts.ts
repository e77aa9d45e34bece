import { type Cursor } from './cursor';
import { NotJudged, Refused } from './syntax';

const MOST_COUNT = 65_535;

/** How often what stands before the cursor is repeated, at least and at most; undefined where it is not. */
export function countsAt(cursor: Cursor): readonly [number, number] | undefined {
  if (cursor.eat('*')) return [0, Infinity];
  if (cursor.eat('+')) return [1, Infinity];
  if (cursor.eat('?')) return [0, 1];
  if (cursor.peek() !== '{') return undefined;
  const start = cursor.at;
  cursor.next();
  const body = cursor.take(/[0-9, \t]/);
  const found = cursor.eat('}') ? /^([0-9]*)(,?)([0-9]*)$/.exec(body) : null;
  if (/[ \t]/.test(body) && /[0-9]/.test(body)) throw new NotJudged('a repetition with blanks');
  const [, least = '', comma, most = ''] = found ?? [];
  if (found === null || (least === '' && most === '')) {
    cursor.at = start;
    return undefined;
  }
  const min = Number(least);
  const max = comma === '' ? min : most === '' ? Infinity : Number(most);
  if (min > MOST_COUNT || (max !== Infinity && max > MOST_COUNT)) throw new Refused('a repetition counts too far');
  if (min > max) throw new Refused(`a repetition counts from ${min} down to ${max}`);
  return [min, max];
}
