import { sorted, type PrincipalModel, type RouteModel } from '../model';
import { decide } from './decide';
import { type Gateway } from './gateway';
import { holdingsOf, type Holdings } from './holdings';
import { type Deployment, type MatrixEntry } from './matrix-entry';
import { OpenSets, type Candidate } from './open-sets';
import { type Entrance } from './probe';
import { TokenIssuer, type TokenOptions } from './token';
import { alike, choices, smallestWays } from './ways';

const NOW = 1_800_000_000;

/** A route whose callers are asked for: of an API, under a key of its own. */
export type JudgedRoute = Pick<RouteModel, 'api' | 'key'>;

/** A request by which a route is entered, and the Kong route that takes it. */
export type JudgedEntrance = Pick<Entrance, 'gatewayRoute' | 'request' | 'clientIp'>;

/** Says who may call the routes of a deployment on a gateway. */
export class RouteJudge {
  private readonly issuer: TokenIssuer;
  private readonly holdings: Holdings;
  private readonly openSets: OpenSets;
  private readonly byApi = new Map<string, readonly Candidate[]>();
  /** Where callers stand in the definition. */
  private readonly places: ReadonlyMap<string, number>;

  constructor(
    private readonly deployment: Deployment,
    private readonly gateway: Gateway,
    options: Pick<TokenOptions, 'version' | 'bindings'> = {},
  ) {
    this.issuer = new TokenIssuer(deployment.model, deployment.environment, { ...options, now: NOW });
    this.holdings = holdingsOf(deployment.model, deployment.environment);
    const { clients, externalClients, apis } = deployment.model;
    this.openSets = new OpenSets(deployment, this.issuer, this.holdings);
    this.places = new Map([...clients, ...externalClients, ...apis].map(({ key }, place) => [key, place]));
  }

  /** Every caller of a route by some requests that are meant for it, the open sets first. */
  entriesOf(route: JudgedRoute, entrances: readonly JudgedEntrance[]): readonly MatrixEntry[] {
    const candidates = this.byApi.get(route.api) ?? this.candidates(route.api);
    this.byApi.set(route.api, candidates);
    return this.ofRoute(route, entrances, candidates);
  }

  private ofRoute(route: JudgedRoute, entrances: readonly JudgedEntrance[], candidates: readonly Candidate[]): readonly MatrixEntry[] {
    const entries = candidates.flatMap((candidate) => this.entryOf(route, entrances, candidate));
    // Where everybody enters nobody else needs to be named.
    const everybody = entries.find(({ as, isCertain }) => as === 'anonymous' && isCertain);
    if (everybody !== undefined) return [everybody];
    const callers = inOrderOf(this.places, this.holdings.callersOf(route.api));
    const people = callers.map((caller) => [caller, this.people(route, entrances, caller)] as const);
    const open = entries.filter(({ isOpenSet }) => isOpenSet).flatMap((entry) => this.openPeople(route, entrances, entry, candidates));
    const own = people.flatMap(([caller, theirs]) => [
      ...entries.filter((entry) => !entry.isOpenSet && entry.caller === caller),
      ...theirs,
    ]);
    return merged([...open, ...own]);
  }

  /** Of an open set of clients the people for whom they enter; any other open set as it is. */
  private openPeople(
    route: JudgedRoute,
    entrances: readonly JudgedEntrance[],
    entry: MatrixEntry,
    candidates: readonly Candidate[],
  ): readonly MatrixEntry[] {
    const candidate = candidates.find(({ caller, isOpenSet }) => isOpenSet && caller === entry.caller);
    if (entry.caller !== 'any-client' || candidate?.claims === null || candidate === undefined) return [entry];
    const { roles: _roles, ...claims } = candidate.claims;
    const isOpen = this.deployment.model.apis.some(({ key, open }) => key === route.api && open);
    return this.peopleOf(route, entrances, (principals) => {
      if (principals.length === 0 && !isOpen) return [];
      const named = new Set(principals.map(({ kind, key }) => `${kind} ${key}`));
      const held = this.holdings.assignmentsOf(route.api).filter(({ principal: { kind, key } }) => named.has(`${kind} ${key}`));
      const roles = distinct(held.flatMap((one) => one.roles));
      const own = { ...candidate, principals, together: principals.length > 1, claims: { ...claims, ...(roles.length > 0 && { roles }) } };
      return this.entryOf(route, entrances, own);
    });
  }

  /** The people for whom a caller enters. */
  private people(route: JudgedRoute, entrances: readonly JudgedEntrance[], caller: string): readonly MatrixEntry[] {
    if (this.holdings.scopesOf(caller, route.api).length === 0) return [];
    return this.peopleOf(route, entrances, (principals) => this.ofPeople(route, entrances, caller, principals));
  }

  /** People who enter: alone, in any of some groups, or in several of them together. */
  private peopleOf(
    route: JudgedRoute,
    entrances: readonly JudgedEntrance[],
    entriesFor: (principals: MatrixEntry['principals']) => readonly MatrixEntry[],
  ): readonly MatrixEntry[] {
    const known = new Map<string, readonly MatrixEntry[]>();
    const entering = (principals: MatrixEntry['principals']): readonly MatrixEntry[] => {
      const names = JSON.stringify(principals);
      const entries = known.get(names) ?? entriesFor(principals);
      known.set(names, entries);
      return entries;
    };
    const configuration = JSON.stringify(entrances.map(({ gatewayRoute }) => gatewayRoute.plugins));
    // A role whose value stands nowhere makes no difference.
    const isNamed = (role: string): boolean => configuration.includes(JSON.stringify(role).slice(1, -1));
    const assigned = alike(this.holdings.assignmentsOf(route.api), ({ roles }) => roles.filter(isNamed).join(' '));
    const someone = (way: typeof assigned): MatrixEntry['principals'] => way.flatMap((same) => same.slice(0, 1)).map(nameOf);
    const { ways, isWhole } = smallestWays(assigned, (way) => entering(someone(way)).length > 0);
    const entries: MatrixEntry[] = [];
    for (const way of ways) {
      for (const people of choices(way)) {
        if (entries.length >= MOST_PEOPLE) return [...entries, ...uncertain(entries)];
        entries.push(...entering(people.map(nameOf)));
      }
    }
    return isWhole ? entries : [...entries, ...uncertain(entering(someone(assigned)))];
  }

  private ofPeople(
    route: JudgedRoute,
    entrances: readonly JudgedEntrance[],
    caller: string,
    principals: MatrixEntry['principals'],
  ): readonly MatrixEntry[] {
    const token = this.issuer.issue({ caller, api: route.api, person: { principals } });
    if ('refusal' in token) return [];
    const candidate = {
      caller,
      isOpenSet: false,
      as: 'person',
      claims: token.claims,
      principals,
      together: principals.length > 1,
    } as const;
    return this.entryOf(route, entrances, candidate);
  }

  private entryOf(route: JudgedRoute, entrances: readonly JudgedEntrance[], candidate: Candidate): readonly MatrixEntry[] {
    const { claims, caller, isOpenSet, as, principals, together } = candidate;
    const doors = entrances.flatMap(({ gatewayRoute, request, clientIp }) => {
      const decision = decide(this.gateway, { request, token: claims === null ? null : { claims }, now: NOW + 60, clientIp });
      // Another route may take whatever this one is meant for.
      return decision.allowed === false || decision.route !== gatewayRoute.name
        ? []
        : [{ name: gatewayRoute.name ?? '', isCertain: decision.allowed === true }];
    });
    if (doors.length === 0) return [];
    return [
      {
        caller,
        isOpenSet,
        as,
        api: route.api,
        route: route.key,
        doors: doors.map(({ name }) => name),
        roles: (claims?.['roles'] ?? []) as readonly string[],
        scopes: typeof claims?.['scp'] === 'string' ? claims['scp'].split(' ') : [],
        principals,
        together,
        isCertain: doors.some(({ isCertain }) => isCertain),
      },
    ];
  }

  private candidates(api: string): readonly Candidate[] {
    const callers = inOrderOf(this.places, this.holdings.callersOf(api));
    return [...this.openSets.of(api), ...callers.flatMap((caller) => this.asApplication(caller, api))];
  }

  private asApplication(caller: string, api: string): readonly Candidate[] {
    const token = this.issuer.issue({ caller, api });
    if ('refusal' in token) return [];
    return [{ caller, isOpenSet: false, as: 'application', claims: token.claims, principals: [], together: false }];
  }
}

function inOrderOf(places: ReadonlyMap<string, number>, keys: Iterable<string>): readonly string[] {
  return [...keys].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

/** More entries of people than these, of one caller at one route, are told as one. */
const MOST_PEOPLE = 1_000;

function nameOf({ principal: { kind, key } }: { readonly principal: PrincipalModel }): MatrixEntry['principals'][number] {
  return { kind, key };
}

/** What stands for ways that are too many to tell: anybody, perhaps. */
function uncertain([first]: readonly MatrixEntry[]): readonly MatrixEntry[] {
  return first === undefined ? [] : [{ ...first, principals: [], together: false, isCertain: false }];
}

/** One entry for each caller and kind of entry, with those who enter alone; those who enter together have one each. */
function merged(entries: readonly MatrixEntry[]): readonly MatrixEntry[] {
  const alone = alike(
    entries.filter(({ together }) => !together),
    ({ caller, isOpenSet, as, isCertain }) => JSON.stringify([caller, isOpenSet, as, isCertain]),
  ).flatMap(([first, ...others]) => (first === undefined ? [] : [joined(first, others)]));
  const together = entries.filter((entry) => entry.together);
  const rank = (entry: MatrixEntry): number =>
    entries.findIndex(({ caller, isOpenSet, as }) => caller === entry.caller && isOpenSet === entry.isOpenSet && as === entry.as);
  return [...alone, ...together]
    .map((entry) => ({ entry, at: rank(entry) }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}

function joined(first: MatrixEntry, others: readonly MatrixEntry[]): MatrixEntry {
  const all = [first, ...others];
  return {
    ...first,
    doors: distinct(all.flatMap(({ doors }) => doors)),
    roles: distinct(all.flatMap(({ roles }) => roles)),
    scopes: distinct(all.flatMap(({ scopes }) => scopes)),
    principals: all.flatMap(({ principals }) => principals),
  };
}

function distinct(values: readonly string[]): readonly string[] {
  return sorted([...new Set(values)], (value) => value);
}
