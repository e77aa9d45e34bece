const DEEPEST = 100;

/** What JSON text must not have before a parser sees it, which would recurse into it. */
export function scanJson(text: string): { readonly problem?: string; readonly repeated?: string } {
  /** Names of each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let repeated: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (open.length === DEEPEST) return { problem: `is nested more than ${DEEPEST} levels deep` };
      open.push(character === '{' ? new Set() : undefined);
    } else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names !== undefined && isName(text, end)) {
        const name = nameOf(text.slice(at, end));
        if (names.has(name)) repeated ??= name;
        names.add(name);
      }
      at = end - 1;
    }
  }
  return repeated === undefined ? {} : { repeated: repeated.slice(0, 100) };
}

/** Where the string that starts at a quotation mark has ended. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function isName(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at++;
  return text[at] === ':';
}

/** The name itself, since `\u0061` is another way to write `a`. */
function nameOf(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
