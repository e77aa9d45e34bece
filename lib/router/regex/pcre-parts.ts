import { charsOf, range, type CharSet } from './char-set';
import { lengthOf } from './length';
import { folded } from './pcre-classes';
import { NotJudged, sequence, type Node } from './syntax';

/** Switches that hold from a place to the end of its group. */
export interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
  readonly n: boolean;
}

/** How look-around is written: what follows `(?`, whether it looks behind, and whether it must not be there. */
export const LOOKS = [
  ['=', false, false],
  ['!', false, true],
  ['<=', true, false],
  ['<!', true, true],
] as const;

/** `\R`: never given back in part. */
export const LINE_END: Node = {
  kind: 'atomic',
  node: {
    kind: 'choice',
    options: [
      sequence([
        { kind: 'set', set: charsOf('\r') },
        { kind: 'set', set: charsOf('\n') },
      ]),
      { kind: 'set', set: charsOf('\n\v\f\r\u0085') },
    ],
  },
};

const SINGLE: readonly CharSet[] = Array.from({ length: 256 }, (_, point) => range(point, point));

/** Made when they are asked for: all of them would take longer than the rest of a short run. */
const foldedByPoint = new Map<number, CharSet>();

/** A character that stands for itself. */
export function literal(char: string, { i }: Flags): Node {
  const point = char.charCodeAt(0);
  const set = SINGLE[point] ?? [];
  if (!i) return { kind: 'set', set };
  const both = foldedByPoint.get(point) ?? folded(set);
  foldedByPoint.set(point, both);
  return { kind: 'set', set: both };
}

/** Switches with some of them changed. */
export function switched(flags: Flags, letters: string): Flags {
  if (!/^[imsxn]*(?:-[imsxn]+)?$/.test(letters) || letters.includes('xx')) throw new NotJudged(`the flags ${letters}`);
  const [on = '', off = ''] = letters.split('-');
  const changed = Object.fromEntries([
    ...[...on].map((letter) => [letter, true]),
    ...[...off].map((letter) => [letter, false]),
  ]) as Partial<Flags>;
  return { ...flags, ...changed };
}

/** How many groups an expression has that catch; a closer look is only needed where a number above nine is meant. */
export function countGroups(pattern: string): number {
  const bare = pattern.replace(/\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?#[^)]*\)/gs, '_');
  return [...bare.matchAll(/\((?!\?|\*)|\(\?(?:P?<(?![=!])|')/g)].length;
}

/** A node that gives nothing back. @throws NotJudged where PCRE2 10.42, compiled, finds other matches than interpreted: at `(?>b*|)b`, `(?>a+?)|` */
export function atomic(node: Node): Node {
  const mayBeEmpty = (one: Node): boolean => one.kind === 'choice' && lengthOf(one)[0] === 0;
  const isLazy = (one: Node): boolean => one.kind === 'repeat' && !one.greedy;
  if (holds(node, (one) => mayBeEmpty(one) || isLazy(one))) throw new NotJudged('what may be empty or is lazy, and gives nothing back');
  return { kind: 'atomic', node };
}

/**
 * True where something gives nothing back, other than a character again and again: in a repeated group PCRE2 10.42, compiled, then
 * finds other matches than interpreted.
 */
export function isRepeatedUnevenly(node: Node): boolean {
  return holds(node, (one) => {
    if (one.kind !== 'atomic' || one === LINE_END) return false;
    const isSimple = one.node.kind === 'repeat' && one.node.greedy && one.node.node.kind === 'set';
    return !isSimple || lengthOf(node)[0] === 0;
  });
}

/** True where a node holds one that is asked for. */
export function holds(node: Node, asked: (node: Node) => boolean): boolean {
  if (asked(node)) return true;
  if (node.kind === 'sequence') return node.parts.some((part) => holds(part, asked));
  if (node.kind === 'choice') return node.options.some((option) => holds(option, asked));
  return 'node' in node && holds(node.node, asked);
}
