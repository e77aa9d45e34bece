import { lengthOf } from './length';
import { BYTE_BUT_NEWLINE } from './pcre-classes';
import { holds, LINE_END } from './pcre-parts';
import { NotJudged, type Node } from './syntax';

/** @throws NotJudged for what PCRE2 10.42 was seen to match otherwise than its manual says; of 10.45 nothing is known */
export function checkSure(node: Node): void {
  const isAny = (one: Node): boolean => one.kind === 'set' && one.set === BYTE_BUT_NEWLINE;
  // It takes the two for disjoint, and so does not find \r behind `.*`.
  if (holds(node, (one) => one === LINE_END) && holds(node, isAny)) throw new NotJudged('any characters, and an end of line');
  follow(node, false);
}

/** Compiled, the engine finds [2, 3] for `(?:a|)A*?[^A\n]` in "a\n b"; interpreted [0, 1], as Perl does. True behind such alternatives. */
function follow(node: Node, isBehind: boolean): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.parts.reduce((before, part) => follow(part, before), isBehind);
    case 'choice': {
      const after = node.options.map((option) => follow(option, isBehind));
      return after.includes(true) || lengthOf(node)[0] === 0;
    }
    case 'repeat': {
      if (isBehind && !node.greedy) throw new NotJudged('alternatives that may be empty, and a lazy repetition');
      const after = follow(node.node, isBehind);
      // The next round is behind the last one.
      return after && !isBehind && node.max > 1 ? follow(node.node, true) : after;
    }
    case 'group':
    case 'look':
    case 'atomic':
      return follow(node.node, isBehind);
    default:
      return isBehind;
  }
}

/** True where the engine, not anchored, may overlook a match: of `(?=/+A+)A?(/)` it wants a second slash. */
export function mayOverlook(node: Node): boolean {
  return holds(node, (one) => one.kind === 'look' && !one.behind && !one.negated);
}
