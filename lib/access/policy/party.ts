import { type EntersAs, type OpenSet } from '../matrix-entry';

/** One who calls, in one way: what a line of `callers` says, taken apart. */
export type Party =
  | { readonly kind: 'application'; readonly caller: string }
  /** A caller for one who is all of these, such as `group staff`; for anybody where there is none. In order. */
  | { readonly kind: 'person'; readonly caller: string; readonly principals: readonly string[] }
  | { readonly kind: 'open'; readonly set: OpenSet; readonly as: EntersAs | 'anonymous' };

/** How each open set enters. */
export const OPEN_SETS: Readonly<Record<OpenSet, readonly (EntersAs | 'anonymous')[]>> = {
  anonymous: ['anonymous'],
  'any-application': ['application'],
  'any-person': ['person'],
  'any-client': ['person'],
  'other-tenants': ['application', 'person'],
};

/** A party in words: the same for the same, and another for every other. */
export function partyName(party: Party): string {
  switch (party.kind) {
    case 'application':
      return party.caller;
    case 'person':
      return `${party.caller} for ${party.principals.length === 0 ? 'anybody' : party.principals.join(' and ')}`;
    case 'open':
      return OPEN_SETS[party.set].length === 1 ? `* ${party.set}` : `* ${party.set} as ${party.as}`;
  }
}

/** Whether whoever the first is for is one the second is for, too. */
export function isWithin(inner: Party, outer: Party): boolean {
  return (
    inner.kind === 'person' &&
    outer.kind === 'person' &&
    inner.caller === outer.caller &&
    outer.principals.every((principal) => inner.principals.includes(principal))
  );
}
