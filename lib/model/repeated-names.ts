/**
 * Path of a member that an object of a JSON text has twice, such as `resource`; undefined where there is none. Of two such members
 * `JSON.parse` keeps the last, and Terraform takes both.
 *
 * @param parsed What the text was parsed to
 */
export function repeatedName(text: string, parsed: unknown): string | undefined {
  return membersWritten(text) === membersRead(parsed) ? undefined : firstRepeated(text);
}

const [QUOTE, COLON, BACKSLASH] = ['"', 58, 92] as const;

/** Members in the text, from one string to the next. */
function membersWritten(text: string): number {
  let count = 0;
  for (let at = text.indexOf(QUOTE); at !== -1; at = text.indexOf(QUOTE, at)) {
    at = endOfString(text, at) + 1;
    for (let code = text.charCodeAt(at); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(at)) at++;
    if (text.charCodeAt(at) === COLON) count++;
  }
  return count;
}

function endOfString(text: string, from: number): number {
  for (let end = text.indexOf(QUOTE, from + 1); end !== -1; end = text.indexOf(QUOTE, end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/** Members that were kept. Without recursion: a text may be nested as deep as it likes. */
function membersRead(parsed: unknown): number {
  const left: unknown[] = [parsed];
  let count = 0;
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    for (const name in value) {
      if (!isList) count++;
      const inner = (value as Readonly<Record<string, unknown>>)[name];
      if (typeof inner === 'object') left.push(inner);
    }
  }
  return count;
}

interface Block {
  readonly names: Set<string>;
  name: string;
}

function firstRepeated(text: string): string | undefined {
  const blocks: Block[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') blocks.push({ names: new Set(), name: '' });
    else if (token === '}' || token === ']') blocks.pop();
    else if (token.endsWith(':')) {
      const block = blocks.at(-1);
      const name = JSON.parse(token.replace(/\s*:$/, '')) as string;
      if (block === undefined) continue;
      block.name = name;
      if (block.names.has(name))
        return blocks
          .map((one) => one.name)
          .filter((one) => one !== '')
          .join('.');
      block.names.add(name);
    }
  }
  return undefined;
}
