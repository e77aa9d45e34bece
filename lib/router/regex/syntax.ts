import { type CharSet } from './char-set';

/** A place in the text, which takes none of it. */
export type Place =
  | 'start'
  | 'end'
  | 'line-start'
  | 'line-end'
  /** At the end, or before a last newline. */
  | 'last-line-end'
  | 'word-boundary'
  | 'no-word-boundary'
  | 'word-start'
  | 'word-end'
  | 'word-start-half'
  | 'word-end-half';

/** A regular expression as a tree. */
export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number; readonly greedy: boolean }
  | { readonly kind: 'group'; readonly index: number; readonly node: Node }
  | { readonly kind: 'place'; readonly place: Place }
  // What follows the gateway's older engine alone knows.
  | { readonly kind: 'look'; readonly behind: boolean; readonly negated: boolean; readonly node: Node }
  | { readonly kind: 'atomic'; readonly node: Node }
  | { readonly kind: 'back-reference'; readonly index: number; readonly folded: boolean }
  | { readonly kind: 'keep' };

/** What reading a regular expression gives. */
export interface Parsed {
  readonly node: Node;
  /** Name to number of the group. */
  readonly names: ReadonlyMap<string, number>;
  readonly groups: number;
  /** Characters that count as parts of words. */
  readonly word: CharSet;
  /** True where the meaning rests on Unicode's properties, which grow from version to version. */
  readonly usesProperties: boolean;
}

/** Says that the gateway's engine refuses an expression. */
export class Refused extends Error {}

/** Says that it cannot be told what the gateway's engine makes of an expression. */
export class NotJudged extends Error {}

/** Nodes one after another. */
export function sequence(parts: readonly Node[]): Node {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return parts.length === 0 ? { kind: 'empty' } : { kind: 'sequence', parts };
}
