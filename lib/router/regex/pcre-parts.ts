import { charsOf, range, type CharSet } from './char-set';
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

/** A character that stands for itself. */
export function literal(char: string, { i }: Flags): Node {
  const point = char.charCodeAt(0);
  const set: CharSet = range(point, point);
  return { kind: 'set', set: i ? folded(set) : set };
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
  const bare = pattern.replace(/\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?#[^)]*\)/gs, '');
  return [...bare.matchAll(/\((?!\?|\*)|\(\?(?:P?<(?![=!])|')/g)].length;
}
