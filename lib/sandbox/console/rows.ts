import { withDate } from '../trace';

/** A name and what it holds, as text. */
export type Row = readonly [name: string, text: string];

/** Longest text of a row; of a longer one the beginning is shown. */
const MOST_CHARACTERS = 2_000;

/** Rows of an object that are shown. */
const MOST_ROWS = 60;

/** The fields of an object as text, in their order. */
export function rowsOf(content: Readonly<Record<string, unknown>>): readonly Row[] {
  const all = Object.entries(content);
  const rows = all.slice(0, MOST_ROWS).map(([name, value]): Row => [shortened(name), shortened(textOf(value))]);
  return all.length > MOST_ROWS ? [...rows, ['…', `and ${String(all.length - MOST_ROWS)} more`]] : rows;
}

/** Claims as text: times in seconds also as people write them. */
export function claimRows(claims: Readonly<Record<string, unknown>>): readonly Row[] {
  return rowsOf(claims).map(([name, text]): Row => {
    return [name, TIMES.includes(name) && /^\d{1,11}$/.test(text) ? withDate(text) : text];
  });
}

const TIMES = ['iat', 'nbf', 'exp'];

/** A text in lines, as many as are shown. */
export function linesOf(text: string, most: number): readonly string[] {
  const lines = text.split('\n');
  const shown = lines.slice(0, most).map(shortened);
  return lines.length > most ? [...shown, `… and ${String(lines.length - most)} more lines`] : shown;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

function shortened(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}… (${String(text.length)} characters)` : text;
}
