import { pairsOf, type CharSet } from './char-set';
import { type Node } from './syntax';

/**
 * Bytes that a set of characters takes in the engine's compiled form, roughly: measured, `\w` takes some 25,000 and
 * `[^/]` some 500 of the ten million a whole expression may take.
 */
function sizeOfSet(set: CharSet): number {
  const beyond = pairsOf(set).reduce((sum, [, last]) => sum + (last > 0xffff ? 4 : last > 0x7ff ? 3 : last > 0x7f ? 2 : 1), 0);
  return 24 + 16 * beyond;
}

const LIMIT = 10 * 1024 * 1024;

/** Whether an expression is too large for the engine, or so near that only the engine knows. */
export function rustSize(node: Node): 'fits' | 'close' | 'too-large' {
  const size = sizeOf(node);
  if (size > 6 * LIMIT) return 'too-large';
  return size > LIMIT / 3 ? 'close' : 'fits';
}

function sizeOf(node: Node): number {
  switch (node.kind) {
    case 'set':
      return sizeOfSet(node.set);
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 0);
    case 'choice':
      return node.options.reduce((sum, option) => sum + 24 + sizeOf(option), 0);
    case 'repeat':
      return 24 + sizeOf(node.node) * Math.max(node.max === Infinity ? node.min + 1 : node.max, 1);
    case 'group':
      return 48 + sizeOf(node.node);
    default:
      return 24;
  }
}
