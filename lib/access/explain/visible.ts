const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A line for a terminal: no text in it makes a line, a colour or a direction of its own. */
export function visible(line: string): string {
  return line.replace(UNSEEN, escaped);
}

/** JSON for people and programs, with the same characters escaped. */
export function visibleJson(content: object): string {
  return `${JSON.stringify(content, null, 2).replace(UNSEEN, (character) => (character === '\n' ? character : escaped(character)))}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
