import { type Bindings } from '../../model';
import { type Check } from '../decision';
import { nearestRoutes } from '../explain/nearest';
import { changeFor } from '../explain/change';
import { requestText } from '../explain';
import { type Gateway } from '../gateway';
import { type OpenSet } from '../matrix-entry';
import { type Asked } from './callers';
import { partyName, type Party } from './party';
import { type PresentedTokens } from './presented';
import { type PolicyFailure } from './report';
import { usedBy } from './used';
import { type Probe, type Target } from './target';
import { type Seen, type Verdict } from './verdict';

/** Each asks all routes how far they are. */
const MOST_NEAREST = 50;

/** Says in what a party is not as expected, and what to change. */
export class Failures {
  private nearestAsked = 0;

  constructor(
    private readonly gateway: Gateway,
    private readonly tokens: PresentedTokens,
  ) {}

  /** A party that may does not get in, or not for sure. */
  refused(party: Party, { entry, seen, refusal }: Verdict): PolicyFailure {
    const about = { caller: partyName(party), expected: 'may' };
    if (refusal !== undefined) {
      const found = refusal.code === undefined ? 'gets no token' : `gets no token (${refusal.code})`;
      return { ...about, found, trace: [], refusal, change: refusal.fix };
    }
    const shown = nearestOf(party, entry === 'out' ? seen : seen.filter(({ decision }) => decision.allowed !== true));
    if (shown === undefined) {
      const found = 'gets in by no request: routes that go first take them all';
      return { ...about, found, trace: [], change: 'give the route a request that no other takes' };
    }
    const { allowed, statuses } = shown.decision;
    const is = allowed === 'unknown' ? 'is not known to get in' : `is refused with ${statuses.join(' or ')}`;
    const found = entry === 'partly' ? `gets in with some requests, and ${is} with others` : is;
    return { ...about, found, ...seenIn(shown), change: this.toLetIn(party, shown) };
  }

  /** A party that may not gets in, or perhaps. */
  gotIn({ party, verdict }: Asked, list: 'callers' | 'mayNot'): PolicyFailure {
    const about = { caller: partyName(party), expected: 'may not' };
    const listing = list === 'callers' ? 'list it in `callers`' : 'take it out of `mayNot`';
    if (verdict === undefined) {
      const found = 'has more combinations of groups than can be looked through, which counts as a way in';
      return { ...about, found, trace: [], change: 'let a single role decide on the route, or assign fewer groups to the API' };
    }
    const of = (allowed: true | 'unknown'): Seen | undefined => verdict.seen.find(({ decision }) => decision.allowed === allowed);
    const shown = of(true);
    if (shown !== undefined) {
      const change = `${listing}, or take away what lets it in: ${wayIn(party, shown)}`;
      return { ...about, found: `gets in${entersBy(shown)}`, ...seenIn(shown), change };
    }
    const unknown = of('unknown');
    const found = 'is not known to be kept out, which counts as a way in';
    return {
      ...about,
      found,
      ...(unknown === undefined ? { trace: [], change: listing } : { ...seenIn(unknown), change: withoutDoubt(unknown) }),
    };
  }

  /** A request is taken by another route than it should. */
  misrouted(wanted: string, { doors: [door] }: Target): PolicyFailure {
    const [probe] = door ?? [];
    if (probe === undefined) throw new Error('a request has a door of its own');
    const taker = probe.taker?.name ?? probe.taker?.id ?? null;
    return {
      expected: `must be taken by ${wanted}`,
      found: `is taken by ${taker === null ? 'no route' : routeOf(probe)}`,
      request: requestText(probe.request),
      route: taker,
      trace: [],
      change: `correct the request, or the host, methods, path or headers of ${wanted}`,
    };
  }

  /** A party is listed that needs no mention. */
  covered(party: Party, by: string): PolicyFailure {
    return {
      caller: partyName(party),
      expected: 'may, and nobody listed covers it',
      found: `gets in as ${by} does`,
      trace: [],
      change: `take it out of the list: ${by} says it already`,
    };
  }

  private toLetIn(party: Party, { probe, decision, claims, api }: Seen): string {
    if (party.kind === 'open' && party.set === 'anonymous')
      return 'make the route `public` with a reason, or take `anonymous` out of the expectation';
    if (decision.allowed === 'unknown') return withoutDoubt({ probe, decision, claims, api });
    const failed = decision.trace.find(({ outcome }) => outcome === 'fail');
    if (failed?.by === 'router' && failed.what === 'route') return this.toBeRouted({ probe, decision, claims, api });
    const names: Bindings = Object.fromEntries(
      (party.kind === 'open' ? [api] : [api, party.caller]).map((key) => [key, this.tokens.issuer.clientIdOf(key)]),
    );
    const subject = { claims, plugins: probe.taker?.plugins ?? [], names, signature: undefined };
    return (failed && changeFor(failed, subject)) ?? "change the route's `allow`";
  }

  private toBeRouted({ probe }: Seen): string {
    const wanted = probe.taker === null ? 'correct the request, or declare a route for it' : 'call the route by a protocol it takes';
    if (probe.taker !== null || (this.nearestAsked += 1) > MOST_NEAREST) return wanted;
    const [nearest] = nearestRoutes(this.gateway, probe.request);
    return nearest === undefined ? wanted : `${wanted}; the nearest is ${nearest.route}: ${nearest.differs.join('; ')}`;
  }
}

/** A route in the words of the definition, where it has some. */
function routeOf({ taker, route }: Probe): string {
  return route ?? `the Kong route ${taker?.name ?? taker?.id ?? ''}, which the definition does not declare`;
}

/** Of several refusals the one that came nearest to letting the party in. */
function nearestOf(party: Party, seen: readonly Seen[]): Seen | undefined {
  const passes = ({ decision }: Seen): number => decision.trace.filter(({ outcome }) => outcome === 'pass').length;
  // Applications' doors come last.
  const inOrder = party.kind === 'application' ? [...seen].reverse() : seen;
  return inOrder.reduce<Seen | undefined>((best, one) => (best === undefined || passes(one) > passes(best) ? one : best), undefined);
}

function seenIn({ probe, decision }: Seen): Pick<PolicyFailure, 'request' | 'route' | 'trace'> {
  return { request: requestText(probe.request), route: decision.route, trace: decision.trace };
}

function entersBy(seen: Seen): string {
  const { roles, scopes } = usedBy(seen);
  const named = [...roles.map((role) => `role ${role}`), ...scopes.map((scope) => `scope ${scope}`)];
  return named.length === 0 ? '' : ` by ${named.join(' and ')}`;
}

/** Properties that let open sets in, beside the route. */
const OPENS: Readonly<Record<Exclude<OpenSet, 'anonymous'>, (api: string) => string>> = {
  'any-application': (api) => `\`open\` of ${api}`,
  'any-person': (api) => `\`open\` of ${api}`,
  'any-client': (api) => `\`consent: 'users'\` of the scopes of ${api}`,
  'other-tenants': (api) => `\`tenants\` of ${api}`,
};

function wayIn(party: Party, seen: Seen): string {
  const { probe, api } = seen;
  const route = `${probe.route === undefined ? '' : '`allow` of '}${routeOf(probe)}`;
  if (party.kind === 'open') {
    const { set } = party;
    if (set !== 'anonymous') return `${OPENS[set](api)}, or ${route}`;
    return probe.route === undefined ? route : `\`public\` of ${probe.route}`;
  }
  const { roles, scopes } = usedBy(seen);
  const listed = (values: readonly string[]): string => values.map((value) => JSON.stringify(value)).join(', ');
  const isPerson = party.kind === 'person';
  const granted = isPerson ? scopes : roles;
  const parts = [
    ...(granted.length > 0 ? [`grant(${party.caller}, ${api}, { ${isPerson ? 'scopes' : 'roles'}: [${listed(granted)}] })`] : []),
    ...(isPerson && roles.length > 0 ? [`assign(${party.principals.join(' and ')}, ${api}, [${listed(roles)}])`] : []),
    route,
  ];
  return parts.join(', or ');
}

function withoutDoubt({ decision }: Seen): string {
  const unknown = decision.trace.filter(({ outcome }) => outcome === 'unknown');
  if (unknown.some(({ by }) => by === 'ip-restriction')) return 'say in the expectation from where the request comes: `clientIp`';
  return `take away what keeps the gateway's answer from being told: ${unknown.map(reasonOf).join('; ')}`;
}

function reasonOf({ found, what }: Check): string {
  return found === '' ? what : found;
}
