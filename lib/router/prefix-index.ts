/** A thing found by how a text begins. */
interface Node<Item> {
  /** What leads here from the parent. */
  readonly label: string;
  readonly items: Item[];
  readonly children: Map<number, Node<Item>>;
}

/** Things by the prefix of the text they belong to: a radix tree. */
export class PrefixIndex<Item> {
  private readonly root: Node<Item> = { label: '', items: [], children: new Map() };

  /** Files an item under a prefix; items of one prefix keep their order. */
  add(prefix: string, item: Item): void {
    let node = this.root;
    let at = 0;
    while (at < prefix.length) {
      const code = prefix.charCodeAt(at);
      const child = node.children.get(code);
      if (child === undefined) {
        const leaf: Node<Item> = { label: prefix.slice(at), items: [], children: new Map() };
        node.children.set(code, leaf);
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
    let node: Node<Item> | undefined = this.root;
    let at = 0;
    while (node !== undefined) {
      if (node.items.length > 0) found.push(node.items);
      if (at >= text.length) return;
      node = node.children.get(text.charCodeAt(at));
      if (node === undefined || !text.startsWith(node.label, at)) return;
      at += node.label.length;
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
  const middle: Node<Item> = { label: child.label.slice(0, length), items: [], children: new Map() };
  middle.children.set(child.label.charCodeAt(length), { ...child, label: child.label.slice(length) });
  parent.children.set(child.label.charCodeAt(0), middle);
  return middle;
}
