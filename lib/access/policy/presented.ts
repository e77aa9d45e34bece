import { type PrincipalModel } from '../../model';
import { holdingsOf, type Holdings } from '../holdings';
import { type Deployment, type EntersAs, type OpenSet } from '../matrix-entry';
import { OpenSets, type Candidate } from '../open-sets';
import { type Claims } from '../plugins/claims';
import { TokenIssuer, type IssuedToken } from '../token';
import { type Party } from './party';

/** Why there is no token to present. */
export interface Refusal {
  /** AADSTS code of Entra's answer; absent where it is never asked. */
  readonly code?: string;
  readonly reason: string;
  readonly fix: string;
}

/** The tokens of a party, all of which must do the same; null is none. */
export type Presented = { readonly tokens: readonly (Claims | null)[] } | { readonly refusal: Refusal };

/** Somebody who is assigned to an API. */
export interface Assigned {
  /** Such as `group staff`. */
  readonly name: string;
  readonly principal: Pick<PrincipalModel, 'kind' | 'key'>;
  /** Values of roles. */
  readonly roles: readonly string[];
}

/** What parties present for an API, each token issued once. */
export class PresentedTokens {
  public readonly issuer: TokenIssuer;
  public readonly holdings: Holdings;
  private readonly openSets: OpenSets;
  private readonly issued = new Map<string, Presented>();
  private readonly open = new Map<string, readonly Candidate[]>();
  private readonly assigned = new Map<string, ReadonlyMap<string, Assigned>>();

  constructor(deployment: Deployment) {
    const { model, environment } = deployment;
    this.issuer = new TokenIssuer(model, environment);
    this.holdings = holdingsOf(model, environment);
    this.openSets = new OpenSets(deployment, this.issuer, this.holdings);
  }

  /** What a party presents for an API. */
  of(party: Party, api: string): Presented {
    if (party.kind === 'open') return this.ofOpenSet(party.set, party.as, api);
    const { caller } = party;
    if (party.kind === 'application') return this.once(`${caller} ${api}`, () => this.issuer.issue({ caller, api }));
    const assigned = this.assignedTo(api);
    const people = party.principals.flatMap((name) => assigned.get(name) ?? []);
    // The claims depend on what is held, not on who holds it.
    const held = `${people.length > 0} ${[...new Set(people.flatMap(({ roles }) => roles))].sort().join(' ')}`;
    const person = { principals: people.map(({ principal }) => principal) };
    return this.once(`${caller} ${api} ${held}`, () => this.issuer.issue({ caller, api, person }));
  }

  /** Who is assigned to an API, by name. */
  assignedTo(api: string): ReadonlyMap<string, Assigned> {
    const known = this.assigned.get(api);
    if (known !== undefined) return known;
    const found = new Map(
      this.holdings.assignmentsOf(api).map(({ principal: { kind, key }, roles }) => {
        return [`${kind} ${key}`, { name: `${kind} ${key}`, principal: { kind, key }, roles }] as const;
      }),
    );
    this.assigned.set(api, found);
    return found;
  }

  /** The open sets that exist for an API. */
  openSetsOf(api: string): readonly Party[] {
    const seen = new Set<string>();
    return this.candidatesOf(api).flatMap(({ caller, as }) => {
      const isNew = !seen.has(`${caller} ${as}`);
      seen.add(`${caller} ${as}`);
      return isNew ? [{ kind: 'open' as const, set: caller as OpenSet, as }] : [];
    });
  }

  private candidatesOf(api: string): readonly Candidate[] {
    const known = this.open.get(api) ?? this.openSets.of(api);
    this.open.set(api, known);
    return known;
  }

  private ofOpenSet(set: OpenSet, as: EntersAs | 'anonymous', api: string): Presented {
    const tokens = this.candidatesOf(api)
      .filter((candidate) => candidate.caller === set && candidate.as === as)
      .map(({ claims }) => claims);
    return tokens.length > 0 ? { tokens } : { refusal: nobodyIn(set, api) };
  }

  private once(key: string, issue: () => IssuedToken): Presented {
    const known = this.issued.get(key);
    if (known !== undefined) return known;
    const token = issue();
    const presented = 'claims' in token ? { tokens: [token.claims] } : token;
    this.issued.set(key, presented);
    return presented;
  }
}

function nobodyIn(set: OpenSet, api: string): Refusal {
  const closed = { reason: `${api} is not open: tokens for it are issued to those alone who are assigned`, fix: `declare ${api} \`open\`` };
  const words: Readonly<Record<OpenSet, Refusal>> = {
    anonymous: { reason: `nobody calls ${api} without a token`, fix: 'make the route `public`' },
    'any-application': closed,
    'any-person': { reason: `${closed.reason}, or no client uses a scope of it`, fix: `${closed.fix}, and grant a scope of it` },
    'any-client': {
      reason: `people consent to no scope of ${api} themselves, or nobody is assigned to it`,
      fix: "declare a scope with `consent: 'users'`, and assign somebody",
    },
    'other-tenants': { reason: `${api} serves no other tenants in this way`, fix: `name them in \`tenants\` of ${api}` },
  };
  return words[set];
}
