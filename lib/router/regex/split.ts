/** An expression in two: what every match begins with, and an expression of the rest, which must follow at once. */
export interface Split {
  readonly prefix: string;
  readonly rest: string;
}

/** Longer expressions could come near a limit of the engine. */
const LONGEST = 2_000;

/** Characters that stand for themselves in both engines. */
const LITERAL = /^(?:[A-Za-z0-9/_~%:;,=@!&' -]|\\[.\-~+*?()|[\]{}^$/!&'#,;:=@%\\])+/;

/**
 * What a rest may be made of so that it means the same wherever it stands: no anchor at its beginning, no word boundary, no flag and no group that
 * catches.
 */
const INDEPENDENT = /^(?:\(\?:|\)|\\[^A-Za-z0-9<>]|\\z|\[\^?(?:[^[\]\\^&~-]|\\[^A-Za-z0-9<>]|[A-Za-z0-9]-[A-Za-z0-9])+\]|[^[\]()\\^])*$/;

/** An expression that begins with plain text, in two; undefined for any other. */
export function splitText(text: string): Split | undefined {
  if (text.length > LONGEST) return undefined;
  const [run = ''] = LITERAL.exec(text) ?? [];
  // A repetition would be of the last character.
  const head = /^[*+?{]/.test(text.slice(run.length)) ? (run.match(/\\?./g) ?? []).slice(0, -1).join('') : run;
  const rest = text.slice(head.length);
  if (head === '' || !INDEPENDENT.test(rest) || hasChoice(rest)) return undefined;
  return { prefix: head.replace(/\\(.)/g, '$1'), rest };
}

/** Alternatives outside of groups are ones to the plain text as well. */
function hasChoice(rest: string): boolean {
  const plain = rest.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  let depth = 0;
  for (const character of plain) {
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) return true;
  }
  return depth !== 0;
}
