/** A part of a regular expression, as far as both engines cut it alike. */
export interface Part {
  readonly kind: 'literal' | 'escape' | 'class' | 'open' | 'close' | 'bar' | 'quantifier' | 'place' | 'comment';
  readonly text: string;
  /** An opened group or class that is not closed, an escape that has nothing behind it. */
  readonly broken?: true;
}

/** Kinds of parts by how they begin, in the order they are tried; what none fits is a character by itself. */
const SHAPES: readonly (readonly [Part['kind'], RegExp])[] = [
  ['comment', /\(\?#[^)]*\)/y],
  ['escape', /\\(?:[pPkgNox]\{[^}]*\}|[kg]<[^>]*>|[kg]'[^']*'|[pP]\^?[A-Za-z]|g[+-]?[0-9]+|[0-9]+|c.|.)/sy],
  ['open', /\(\*(?:[a-z_]+:|[A-Z_]*(?::[^)]*)?(?:=[0-9]+)?)/y],
  [
    'open',
    /\(\?(?:P?<(?![=!])[^>]*>|'[^']*'|P[=>][^)]*|&[^)]*|C[^)]*|R|[+-]?[0-9]+|<[=!]|[|:=!>]|\((?!\?)[^)]*\)|(?=\(\?)|[\^A-Za-z-]*:?)/y,
  ],
  ['open', /\(/y],
  ['close', /\)/y],
  ['bar', /\|/y],
  ['quantifier', /(?:[*+?]|\{ *[0-9]+ *(?:, *[0-9]* *)?\}|\{ *, *[0-9]+ *\})[?+]?/y],
  ['place', /[\^$]/y],
];
const QUOTED = /\\Q(.*?)(?:\\E|$)/sy;

/** The parts of an expression; `quotes` where `\Q...\E` is a quotation. */
export function partsOf(pattern: string, quotes: boolean): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < pattern.length) {
    const quoted = quotes ? matchAt(QUOTED, pattern, at) : undefined;
    if (quoted !== undefined) {
      if (/\\Q./s.test(quoted) && !quoted.startsWith('\\Q\\E')) parts.push({ kind: 'literal', text: quoted });
      at += quoted.length;
      continue;
    }
    const part = pattern[at] === '[' ? classAt(pattern, at) : partAt(pattern, at);
    parts.push(part);
    at += part.text.length;
  }
  return parts;
}

function partAt(pattern: string, at: number): Part {
  for (const [kind, shape] of SHAPES) {
    const text = matchAt(shape, pattern, at);
    if (text !== undefined) return { kind, text };
  }
  const text = pattern[at] ?? '';
  return text === '\\' ? { kind: 'escape', text, broken: true } : { kind: 'literal', text };
}

/** A class up to its bracket; a bracket right after its beginning is a character. Classes within it are Rust's and end with their own. */
function classAt(pattern: string, from: number): Part {
  const head = /\[\^?\]?/y;
  head.lastIndex = from;
  head.test(pattern);
  const inner = /\\.|\[:[a-z^]*:\]|[^\]]/sy;
  let at = head.lastIndex;
  while (at < pattern.length && pattern[at] !== ']') at += matchAt(inner, pattern, at)?.length ?? 1;
  return at < pattern.length
    ? { kind: 'class', text: pattern.slice(from, at + 1) }
    : { kind: 'class', text: pattern.slice(from), broken: true };
}

function matchAt(shape: RegExp, text: string, at: number): string | undefined {
  shape.lastIndex = at;
  return shape.exec(text)?.[0];
}
