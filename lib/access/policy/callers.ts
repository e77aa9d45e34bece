import { choices, smallestWays, type Ways } from '../ways';
import { partyName, type Party } from './party';
import { alikeAt, personOf, type Alike, type WayOfPeople } from './people';
import { type PresentedTokens } from './presented';
import { type Target } from './target';
import { type Verdict, type Verdicts } from './verdict';

/** A party with what came of its asking. */
export interface Asked {
  readonly party: Party;
  /** Absent where there were too many combinations of people to ask for each. */
  readonly verdict?: Verdict;
}

export const ANONYMOUS: Party = { kind: 'open', set: 'anonymous', as: 'anonymous' };

/** Combinations of people that are looked through for one that nobody listed. */
const MOST_CHOICES = 20_000;

/** Everybody who could call a target, asked in turn. */
export class Callers {
  private of:
    { readonly target: Target; readonly verdicts: Map<string, Verdict>; readonly alike: Map<string, readonly Alike[]> } | undefined;

  constructor(
    private readonly verdicts: Verdicts,
    private readonly tokens: PresentedTokens,
  ) {}

  /** Whether a party gets in; asked once as long as it is about the same target. */
  ask(party: Party, target: Target): Verdict {
    const { verdicts } = this.at(target);
    const name = partyName(party);
    const verdict = verdicts.get(name) ?? this.verdicts.of(party, target);
    verdicts.set(name, verdict);
    return verdict;
  }

  /** Those who get in, or perhaps, and are none of the listed. */
  *unlisted(target: Target, listed: readonly Party[]): Generator<Asked> {
    const known = new Set(listed.map(partyName));
    const isNew = (party: Party): boolean => !known.has(partyName(party)) && known.add(partyName(party)) !== undefined;
    const anonymous = this.ask(ANONYMOUS, target);
    if (anonymous.entry !== 'out') {
      // Where everybody enters nobody else needs to be named.
      if (isNew(ANONYMOUS)) yield { party: ANONYMOUS, verdict: anonymous };
      return;
    }
    for (const api of target.apis) {
      const callers = [...this.tokens.holdings.callersOf(api)];
      const parties = [...this.tokens.openSetsOf(api), ...callers.map((caller) => ({ kind: 'application' as const, caller }))];
      for (const party of parties.filter(isNew)) {
        const verdict = this.ask(party, target);
        if (verdict.entry !== 'out') yield { party, verdict };
      }
      for (const caller of callers) yield* this.unlistedPeople(caller, api, target, listed);
    }
  }

  /** A way in for anybody at all through a caller; undefined where there is none. */
  wayOfAnybody(caller: string, target: Target): Asked | undefined {
    for (const api of target.apis) {
      const { ways, isWhole } = this.waysOf(caller, api, target);
      const [first] = ways;
      if (first !== undefined) return this.asked(personOf(caller, firstOf(first)), target);
      if (!isWhole) return { party: personOf(caller, []) };
    }
    return undefined;
  }

  private *unlistedPeople(caller: string, api: string, target: Target, listed: readonly Party[]): Generator<Asked> {
    if (this.tokens.holdings.scopesOf(caller, api).length === 0) return;
    const covering = listed.flatMap((party) => (party.kind === 'person' && party.caller === caller ? [party.principals] : []));
    const { ways, isWhole } = this.waysOf(caller, api, target);
    if (!isWhole) yield { party: personOf(caller, []) };
    for (const way of ways) {
      let looked = 0;
      for (const people of choices(way)) {
        if ((looked += 1) > MOST_CHOICES) {
          yield { party: personOf(caller, []) };
          break;
        }
        const names = new Set(people.map(({ name }) => name));
        if (!covering.some((principals) => principals.every((name) => names.has(name)))) yield this.asked(personOf(caller, people), target);
      }
    }
  }

  private waysOf(caller: string, api: string, target: Target): Ways<Alike> {
    const { alike: known } = this.at(target);
    const alike = known.get(api) ?? alikeAt(target, api, this.tokens);
    known.set(api, alike);
    return smallestWays(alike, (way) => this.ask(personOf(caller, firstOf(way)), target).entry !== 'out');
  }

  private asked(party: Party, target: Target): Asked {
    return { party, verdict: this.ask(party, target) };
  }

  private at(target: Target): NonNullable<Callers['of']> {
    if (this.of?.target !== target) this.of = { target, verdicts: new Map(), alike: new Map() };
    return this.of;
  }
}

function firstOf(way: WayOfPeople): Alike {
  return way.flatMap((alike) => alike.slice(0, 1));
}
