import { charsOf, range, type CharSet } from './char-set';
import { type Cursor } from './cursor';
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
  const bare = pattern.replace(/\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?#[^)]*\)/gs, '_');
  return [...bare.matchAll(/\((?!\?|\*)|\(\?(?:P?<(?![=!])|')/g)].length;
}

/** True where a name between two marks follows, as of a class of POSIX; the cursor stands at the first mark. */
export function isPosix(cursor: Cursor): boolean {
  const mark = cursor.peek();
  for (let ahead = 1; cursor.peek(ahead) !== ''; ahead++) {
    const char = cursor.peek(ahead);
    if (char === mark && cursor.peek(ahead + 1) === ']') return true;
    if (char === ']' || char === '\\' || char === '[') return false;
  }
  return false;
}

/** True where something gives nothing back: in a repeated group that may be empty, the engine then goes ways of its own. */
export function holdsAtomic(node: Node): boolean {
  switch (node.kind) {
    case 'atomic':
      return true;
    case 'sequence':
      return node.parts.some(holdsAtomic);
    case 'choice':
      return node.options.some(holdsAtomic);
    case 'repeat':
    case 'group':
    case 'look':
      return holdsAtomic(node.node);
    default:
      return false;
  }
}
