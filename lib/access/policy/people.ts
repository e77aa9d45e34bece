import { type Assigned, type PresentedTokens } from './presented';
import { type Party } from './party';
import { type Target } from './target';
import { type Entry } from './verdict';

/** People who are alike for a route: each of them gets in like any other. */
export type Alike = readonly Assigned[];

/** One way in for people: whoever is in one group of each. Anybody where there is none. */
export type WayOfPeople = readonly Alike[];

/** The ways in for people through a caller, none of which holds another. */
export interface WaysOfPeople {
  readonly ways: readonly WayOfPeople[];
  /** False where there are too many combinations of groups to tell. */
  readonly isWhole: boolean;
}

/** Decisions about combinations for one caller at one target. */
const MOST_COMBINATIONS = 4_096;

/** Those who are assigned to an API, put together by what a target's configuration could tell apart. */
export function alikeAt(target: Target, api: string, tokens: PresentedTokens): readonly Alike[] {
  const configuration = JSON.stringify([...new Set(target.doors.flat().map(({ taker }) => taker?.plugins ?? []))]);
  const byRoles = new Map<string, Assigned[]>();
  for (const person of tokens.assignedTo(api).values()) {
    // A role whose value stands nowhere makes no difference.
    const roles = person.roles.filter((role) => configuration.includes(JSON.stringify(role).slice(1, -1))).join(' ');
    const alike = byRoles.get(roles);
    if (alike === undefined) byRoles.set(roles, [person]);
    else alike.push(person);
  }
  return [...byRoles.values()];
}

/** The smallest combinations of groups that get in, which more groups never keep from it. */
export function waysOfPeople(alike: readonly Alike[], entryFor: (people: WayOfPeople) => Entry): WaysOfPeople {
  if (entryFor([]) !== 'out') return { ways: [[]], isWhole: true };
  const alone = alike.filter((one) => entryFor([one]) !== 'out').map((one) => [one]);
  const others = alike.filter((one) => !alone.some(([entering]) => entering === one));
  if (others.length < 2 || entryFor(others) === 'out') return { ways: alone, isWhole: true };
  const together: WayOfPeople[] = [];
  let asked = 0;
  for (let size = 2; size <= others.length; size++) {
    for (const combination of combinations(others, size)) {
      if (together.some((way) => way.every((one) => combination.includes(one)))) continue;
      if ((asked += 1) > MOST_COMBINATIONS) return { ways: [...alone, ...together], isWhole: false };
      if (entryFor(combination) !== 'out') together.push(combination);
    }
  }
  return { ways: [...alone, ...together], isWhole: true };
}

/** The party of one person of each. */
export function personOf(caller: string, people: readonly Assigned[]): Party & { readonly kind: 'person' } {
  return { kind: 'person', caller, principals: people.map(({ name }) => name).sort() };
}

/** One of each list, in every combination. */
export function* choices<Item>(lists: readonly (readonly Item[])[]): Generator<readonly Item[]> {
  const [first, ...others] = lists;
  if (first === undefined) return yield [];
  for (const item of first) for (const rest of choices(others)) yield [item, ...rest];
}

function* combinations<Item>(items: readonly Item[], size: number, from = 0): Generator<readonly Item[]> {
  if (size === 0) return yield [];
  for (let at = from; at <= items.length - size; at++) {
    const item = items[at];
    if (item !== undefined) for (const rest of combinations(items, size - 1, at + 1)) yield [item, ...rest];
  }
}
