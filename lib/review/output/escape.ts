import { visible } from '../../access';

/**
 * Text of others as a code span of GitHub's Markdown, in which nothing means anything but itself: no link, mention, heading, HTML or
 * table. The fence is longer than any within.
 *
 * @see https://github.github.com/gfm/#code-spans
 */
export function codeSpan(text: string): string {
  const line = visible(text);
  if (line === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  // Within a table a bar ends the cell, in code too, unless it is escaped; in a list the escape would be seen.
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** The same within a cell of a table. */
export function cellCode(text: string): string {
  return codeSpan(text).replace(/\|/g, '\\|');
}

/**
 * Words of this product with names of others among them: everything that Markdown or GitHub could take for more than text is escaped,
 * mentions and references to issues are broken by an empty comment.
 *
 * @see https://github.github.com/gfm/#backslash-escapes
 */
export function prose(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]<>|~&$]|:(?=[\w+-]+:)/g, (mark) => (mark === '<' ? '&lt;' : mark === '&' ? '&amp;' : `\\${mark}`))
    .replace(/\/\//g, '/<!-- -->/')
    .replace(/[@#]|\b(?:GH|gh)-(?=\d)|www\.|\b[0-9a-f]{7,40}\b/g, (found) => `${found.slice(0, 1)}<!-- -->${found.slice(1)}`);
}
