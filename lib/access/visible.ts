/** Controls, marks of direction and of order, halves of characters and what is no character: nobody sees them, or they forge what is seen. */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text of others as one line: nothing in it makes a line or a colour of its own. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/** Data as JSON for people and programs, with a line break at the end. */
export function visibleJson(content: unknown): string {
  return `${JSON.stringify(content, null, 2).replace(UNSEEN, (character) => (character === '\n' ? character : escaped(character)))}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
