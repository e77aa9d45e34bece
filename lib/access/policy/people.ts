import { alike, type Way } from '../ways';
import { type Assigned, type PresentedTokens } from './presented';
import { type Party } from './party';
import { type Target } from './target';

/** People who are alike for a route: each of them gets in like any other. */
export type Alike = readonly Assigned[];

/** One way in for people: whoever is in one group of each. Anybody where there is none. */
export type WayOfPeople = Way<Alike>;

/** Those who are assigned to an API, put together by what a target's configuration could tell apart. */
export function alikeAt(target: Target, api: string, tokens: PresentedTokens): readonly Alike[] {
  const configuration = JSON.stringify([...new Set(target.doors.flat().map(({ taker }) => taker?.plugins ?? []))]);
  // A role whose value stands nowhere makes no difference.
  const isNamed = (role: string): boolean => configuration.includes(JSON.stringify(role).slice(1, -1));
  return alike([...tokens.assignedTo(api).values()], ({ roles }) => roles.filter(isNamed).join(' '));
}

/** The party of one person of each. */
export function personOf(caller: string, people: readonly Assigned[]): Party & { readonly kind: 'person' } {
  return { kind: 'person', caller, principals: people.map(({ name }) => name).sort() };
}
