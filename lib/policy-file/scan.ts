import { CST, Lexer } from 'yaml';

/** Deeper than a policy ever is. */
export const DEEPEST = 20;

/** Some eighteen thousand expectations have fewer. */
const MOST_PARTS = 1_000_000;

/** What is wrong with a text, and in which line. */
export interface Found {
  readonly line: number;
  readonly what: string;
  readonly fix: string;
}

const REFUSED: Readonly<Record<string, { readonly what: string; readonly fix: string }>> = {
  anchor: { what: 'has an anchor', fix: 'write out what it stands for' },
  alias: { what: 'has an alias, or a text that starts with "*"', fix: 'write out what it stands for, and texts in quotes' },
  tag: { what: 'has a tag', fix: 'leave the tag out; write texts that start with "!" in quotes' },
};

export const TOO_DEEP = { what: `is nested more than ${DEEPEST} deep`, fix: 'write a policy as its documentation shows it' };

/** Looks through the words of a YAML text, before anything is made of them, for what would take long or mean more than it shows. */
export function scan(text: string): Found | undefined {
  let [line, parts, open, inLine] = [1, 0, 0, 0];
  for (const source of new Lexer().lex(text)) {
    const type = CST.tokenType(source);
    const refused = type !== null && Object.hasOwn(REFUSED, type) ? REFUSED[type] : undefined;
    if (refused !== undefined) return { line, ...refused };
    if (type === 'flow-map-start' || type === 'flow-seq-start') open += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') open -= 1;
    if (type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind') inLine += 1;
    if (type === 'newline') inLine = 0;
    if (open < 0) return { line, what: 'closes a bracket that is not open', fix: 'take it away, or put the text in quotes' };
    if (open > DEEPEST || (open === 0 && inLine > DEEPEST)) return { line, ...TOO_DEEP };
    if ((parts += 1) > MOST_PARTS) return { line, what: `holds more than ${MOST_PARTS} parts`, fix: 'split it into several files' };
    for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) line += 1;
  }
  return undefined;
}
