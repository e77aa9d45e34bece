/** An element of an XML document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads a document as strictly as XML 1.0 asks for elements, attributes and text. @throws where it is not well-formed */
export function readXml(text: string): Element {
  const foreign = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (foreign !== null) throw new Error(`character U+${foreign[0].codePointAt(0)?.toString(16)} at ${foreign.index}`);
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  const top = (): Open => stack.at(-1) ?? root;
  let rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  while (rest !== '') {
    const [whole, chars, close, open, attributes = '', empty] =
      /^([^<]+)|^<\/([a-z]+)>|^<([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/.exec(rest) ?? [];
    if (whole === undefined) throw new Error(`no XML: ${rest.slice(0, 100)}`);
    rest = rest.slice(whole.length);
    if (chars !== undefined) top().text += decoded(chars);
    else if (close !== undefined) {
      if (top().name !== close) throw new Error(`${top().name} is closed as ${close}`);
      stack.pop();
    } else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, name = '', value = '']): [string, string] => [
        name,
        decoded(value),
      ]);
      const element: Open = { name: open ?? '', attributes: Object.fromEntries(pairs), children: [], text: '' };
      top().children.push(element);
      if (empty === '') stack.push(element);
    }
  }
  if (stack.length !== 1 || root.children.length !== 1 || root.text.trim() !== '') throw new Error('is not one whole element');
  return root.children[0] as Element;
}

/** All elements of a name. */
export function elements(root: Element, name: string): readonly Element[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => elements(child, name))];
}

function decoded(text: string): string {
  return text.replace(/&([a-z]*);?/g, (whole, name: string) => {
    const character = Object.hasOwn(ENTITIES, name) && whole.endsWith(';') ? ENTITIES[name] : undefined;
    if (character === undefined) throw new Error(`no entity: ${whole}`);
    return character;
  });
}
