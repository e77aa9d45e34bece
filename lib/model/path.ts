/** A segment of a path template: its text, or `undefined` for `{x}`. */
export type Segment = string | undefined;

/** A path template taken apart. */
export interface PathTemplate {
  readonly segments: readonly Segment[];
  /** True for a template that ends in `/**`. */
  readonly rest: boolean;
}

/** More segments would need more levels of priority than the router can tell apart for sure. */
export const MAX_SEGMENTS = 31;

/** Longest template; servers refuse request lines of some thousand bytes. */
const MAX_LENGTH = 1024;

/** A path template, or what is wrong with the text. */
export function parsePath(path: string): PathTemplate | { readonly wrong: string; readonly fix: string } {
  if (!path.startsWith('/'))
    return {
      wrong: 'does not start with "/"',
      fix: `write "/${path.replace(/^[~^/]+/, '').slice(0, 60)}"; regular expressions are not taken`,
    };
  const parts = path.slice(1).split('/');
  const rest = parts.length > 0 && parts[parts.length - 1] === '**';
  const named = rest ? parts.slice(0, -1) : parts;
  for (const [index, part] of named.entries()) {
    const wrong = wrongSegment(part, index === named.length - 1 && !rest);
    if (wrong !== undefined) return wrong;
  }
  if (path.length > MAX_LENGTH) return { wrong: `has ${path.length} characters`, fix: `use at most ${MAX_LENGTH}` };
  if (named.length > MAX_SEGMENTS) return { wrong: `has ${named.length} segments`, fix: `use at most ${MAX_SEGMENTS}, or end in "/**"` };
  return { segments: named.map((part) => (part.startsWith('{') ? undefined : part)), rest };
}

/** The template of a path that has been validated. */
export function pathTemplate(path: string): PathTemplate {
  const parsed = parsePath(path);
  if ('wrong' in parsed) throw new Error(`path ${path} was not validated`);
  return parsed;
}

function wrongSegment(part: string, last: boolean): { wrong: string; fix: string } | undefined {
  if (part === '') return last ? undefined : { wrong: 'has an empty segment', fix: 'write one "/" between segments' };
  if (part === '.' || part === '..')
    return { wrong: `has the segment "${part}", which the gateway resolves`, fix: 'write the path it leads to' };
  if (/^\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(part)) return undefined;
  if (part.includes('{') || part.includes('}'))
    return { wrong: `has the segment ${JSON.stringify(part)}`, fix: 'let a template be a whole segment, such as "{id}"' };
  if (part.includes('*'))
    return { wrong: `has the segment ${JSON.stringify(part)}`, fix: 'use "{x}" for one segment, or a last "/**" for everything below' };
  if (part !== part.trim()) return { wrong: 'has a space at an end of a segment', fix: 'remove it' };
  if (part.includes('%')) return { wrong: 'is percent-encoded', fix: 'write the decoded characters; an encoded slash is never matched' };
  // What is left of RFC 3986 pchar, and the characters outside ASCII and the space, which the gateway decodes before it matches.
  const foreign = /[^A-Za-z0-9\-._~!$&'()+,;=:@ \u00a1-\uffff]/.exec(part);
  if (foreign !== null)
    return {
      wrong: `has the character ${JSON.stringify(foreign[0])}`,
      fix: 'remove it; a path has no query, fragment, quote or backslash',
    };
  return undefined;
}
