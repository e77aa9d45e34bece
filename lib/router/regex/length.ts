import { type Node } from './syntax';

/** The least and the greatest number of characters a node takes. */
export function lengthOf(node: Node): readonly [number, number] {
  const known = lengths.get(node);
  if (known !== undefined) return known;
  const computed = measure(node);
  lengths.set(node, computed);
  return computed;
}

const lengths = new WeakMap<Node, readonly [number, number]>();

function measure(node: Node): readonly [number, number] {
  switch (node.kind) {
    case 'set':
      return [1, 1];
    case 'sequence':
      return node.parts.map(lengthOf).reduce<readonly [number, number]>(([a, b], [least, most]) => [a + least, b + most], [0, 0]);
    case 'choice':
      return node.options.map(lengthOf).reduce(([a, b], [least, most]) => [Math.min(a, least), Math.max(b, most)]);
    case 'repeat': {
      const [least, most] = lengthOf(node.node);
      return [least * node.min, most === 0 || node.max === 0 ? 0 : most * node.max];
    }
    case 'group':
    case 'atomic':
      return lengthOf(node.node);
    case 'back-reference':
      return [0, Infinity];
    default:
      return [0, 0];
  }
}
