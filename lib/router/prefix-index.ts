/** A thing found by how a text begins. */
interface Node<Item> {
  /** What leads here from the parent. */
  readonly label: string;
  readonly items: Item[];
  /** By the code of the first character of their labels. */
  readonly children: (Node<Item> | undefined)[];
}

/** Things by the prefix of the text they belong to: a radix tree. */
export class PrefixIndex<Item> {
  /** While there is but one prefix it needs no tree. */
  private only: { readonly prefix: string; readonly items: Item[] } | undefined;
  private root: Node<Item> | undefined;

  /** Files an item under a prefix; items of one prefix keep their order. */
  add(prefix: string, item: Item): void {
    if (this.root === undefined && (this.only === undefined || this.only.prefix === prefix)) {
      this.only ??= { prefix, items: [] };
      this.only.items.push(item);
      return;
    }
    this.root ??= { label: '', items: [], children: [] };
    const { only } = this;
    this.only = undefined;
    for (const first of only?.items ?? []) this.file(only?.prefix ?? '', first, this.root);
    this.file(prefix, item, this.root);
  }

  private file(prefix: string, item: Item, root: Node<Item>): void {
    let node = root;
    let at = 0;
    while (at < prefix.length) {
      const code = prefix.charCodeAt(at);
      const child = node.children[code];
      if (child === undefined) {
        const leaf: Node<Item> = { label: prefix.slice(at), items: [], children: [] };
        node.children[code] = leaf;
        node = leaf;
        break;
      }
      const shared = sharedLength(child.label, prefix, at);
      node = shared === child.label.length ? child : split(node, child, shared);
      at += shared;
    }
    node.items.push(item);
  }

  /** Appends to `found` the items of every prefix of a text, those of shorter prefixes first. */
  collect(text: string, found: (readonly Item[])[]): void {
    if (this.only !== undefined) {
      if (text.startsWith(this.only.prefix)) found.push(this.only.items);
      return;
    }
    let node = this.root;
    let at = 0;
    while (node !== undefined) {
      if (node.items.length > 0) found.push(node.items);
      if (at >= text.length) return;
      node = node.children[text.charCodeAt(at)];
      if (node === undefined) return;
      const { label } = node;
      // The first character is the one that led here.
      for (let next = 1; next < label.length; next++) if (label.charCodeAt(next) !== text.charCodeAt(at + next)) return;
      at += label.length;
    }
  }
}

function sharedLength(label: string, text: string, at: number): number {
  const most = Math.min(label.length, text.length - at);
  let length = 1;
  while (length < most && label.charCodeAt(length) === text.charCodeAt(at + length)) length++;
  return length;
}

/** Puts a node between a parent and its child, where their labels part. */
function split<Item>(parent: Node<Item>, child: Node<Item>, length: number): Node<Item> {
  const middle: Node<Item> = { label: child.label.slice(0, length), items: [], children: [] };
  middle.children[child.label.charCodeAt(length)] = { ...child, label: child.label.slice(length) };
  parent.children[child.label.charCodeAt(0)] = middle;
  return middle;
}
