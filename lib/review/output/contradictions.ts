import { type Disagreement } from '../report';

/** Contradictions of one kind: the first of them, and how many more there are. */
export interface ToldContradictions {
  readonly shown: readonly Disagreement[];
  readonly left: readonly Disagreement[];
}

/** Who says a sentence, and what it says of somebody: names stand between the two, and after them. */
const SENTENCE = /^by (the stacks|the synthesized stacks|the plan|access\.json) .*? (is|declares|holds|uses) /s;

/**
 * Contradictions by their kind: the same files say the same of others. There are few kinds, whatever a change holds, so that what
 * stands thousands of times hides neither another kind nor what comes after it.
 *
 * @param most How many of each kind are shown
 */
export function contradictions(all: readonly Disagreement[], most: number): readonly ToldContradictions[] {
  const kinds = new Map<string, Disagreement[]>();
  for (const one of all) {
    const key = kindOf(one);
    const same = kinds.get(key);
    if (same === undefined) kinds.set(key, [one]);
    else same.push(one);
  }
  return [...kinds.values()].map((same) => ({ shown: same.slice(0, most), left: same.slice(most) }));
}

function kindOf({ what, was, now, place }: Disagreement): string {
  const [, by, verb] = SENTENCE.exec(what) ?? [];
  return JSON.stringify([was, now, place.file, by, verb]);
}

/** How many more there are, for the end of what is shown: empty where there are none. */
export function moreOfKind({ left }: ToldContradictions): string {
  return left.length === 0 ? '' : `and ${String(left.length)} more of the kind`;
}
