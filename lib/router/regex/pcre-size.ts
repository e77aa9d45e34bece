import { type Node } from './syntax';

/** Bytes that the older engine's compiled form may take: its links are of two bytes. */
const MOST_BYTES = 65_535;
/** What a bracket, an alternative, a repetition and a class take at most. */
const COST = { bracket: 10, option: 4, repeat: 8, set: 40, character: 3 } as const;

/** True where an expression may be too large for the older engine, which writes out what is counted. */
export function isPerhapsTooLarge(node: Node): boolean {
  return sizeOf(node) > MOST_BYTES;
}

/** At least what the engine takes. */
function sizeOf(node: Node): number {
  switch (node.kind) {
    case 'set':
      return node.set.length === 2 && node.set[0] === node.set[1] ? COST.character : COST.set;
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 0);
    case 'choice':
      return COST.bracket + node.options.reduce((sum, option) => sum + COST.option + sizeOf(option), 0);
    case 'repeat': {
      const inner = sizeOf(node.node) + COST.bracket + COST.repeat;
      return node.node.kind === 'set' ? 2 * inner : inner * Math.max(node.max === Infinity ? node.min + 1 : node.max, 1);
    }
    case 'group':
    case 'look':
    case 'atomic':
      return COST.bracket + sizeOf(node.node);
    default:
      return COST.bracket;
  }
}
