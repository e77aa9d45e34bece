/** A place in a text, counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

const LITERAL = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** What may stand next: `first` where an object or a list may as well end, `more` where a value did. */
type Next = 'first' | 'name' | 'colon' | 'value' | 'more';

/** Where a text stops being JSON. The parser's own message would quote what stands there, and what stands there may be a secret. */
export function jsonErrorPlace(text: string): TextPlace {
  const before = text.slice(0, errorAt(text));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

/** How far a text is JSON. Without recursion, since it may be nested as deep as it likes. */
function errorAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let next: Next = 'value';
  for (let at = spaceEnd(text, 0); ; at = spaceEnd(text, at)) {
    const [mark, inside] = [text[at], open.at(-1)];
    if (mark === undefined) return at;
    if (next === 'first' && inside === '{' && mark !== '}') next = 'name';
    if ((next === 'first' || next === 'more') && inside !== undefined && mark === CLOSES[inside]) {
      open.pop();
      next = 'more';
      at++;
    } else if (next === 'more' || next === 'colon') {
      if (inside === undefined || mark !== SEPARATES[next]) return at;
      next = AFTER[next][inside];
      at++;
    } else if (next !== 'name' && (mark === '{' || mark === '[')) {
      open.push(mark);
      next = 'first';
      at++;
    } else {
      const end = next === 'name' ? stringEnd(text, at) : plainEnd(text, at);
      if (typeof end !== 'number') return end.wrongAt;
      next = next === 'name' ? 'colon' : 'more';
      at = end;
    }
  }
}

const CLOSES = { '{': '}', '[': ']' } as const;
const SEPARATES = { more: ',', colon: ':' } as const;
const AFTER = { more: { '{': 'name', '[': 'value' }, colon: { '{': 'value', '[': 'value' } } as const;

interface Wrong {
  readonly wrongAt: number;
}

function spaceEnd(text: string, from: number): number {
  let at = from;
  while (' \t\n\r'.includes(text[at] ?? 'x')) at++;
  return at;
}

/** End of a value that holds no others. */
function plainEnd(text: string, from: number): number | Wrong {
  if (text[from] === '"') return stringEnd(text, from);
  LITERAL.lastIndex = from;
  return LITERAL.test(text) ? LITERAL.lastIndex : { wrongAt: from };
}

function stringEnd(text: string, from: number): number | Wrong {
  if (text[from] !== '"') return { wrongAt: from };
  for (let at = from + 1; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (mark === '"') return at + 1;
    if (mark < ' ') return { wrongAt: at };
    if (mark !== '\\') continue;
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(text)) return { wrongAt: at };
    at = ESCAPE.lastIndex - 1;
  }
  return { wrongAt: text.length };
}
