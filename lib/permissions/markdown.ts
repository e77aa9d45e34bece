import { visible } from '../access';

/** A text of others as Markdown that shows it and is nothing else: no link, image, emphasis, HTML, table cell, mention or line of its own. */
export function markdownText(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]()#+\-.!|~$:/^=]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;');
}

/** A block of code that nothing within it ends. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.split('\n').map(visible).join('\n')}\n${fence}`;
}
