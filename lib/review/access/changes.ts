import { type GatewayRoute } from '../../access';
import { type RouterRequest } from '../../router';
import { type Identity } from '../../terraform';
import { withGatewayOf } from '../side/let-go';
import { cloudOf, type Side } from '../side/side';
import { compareEntries } from './compare';
import { networksOfBoth } from './networks';
import { Regions, type Region } from './regions';
import { SideAccess, type Entry } from './side-access';

/** Somebody gains, loses or may gain what one route lets through. */
export interface AccessChange {
  readonly direction: 'gained' | 'lost' | 'unknown';
  readonly entry: Entry;
  readonly was: GatewayRoute | undefined;
  readonly now: GatewayRoute | undefined;
  readonly request: RouterRequest;
  readonly apis: readonly Identity[];
  /** True where it is so from some addresses alone, and from others nothing changes. */
  readonly bySource?: true;
}

/** All that changes of who can call what. */
export interface AccessChanges {
  readonly changes: readonly AccessChange[];
  /** Why something is not judged, where that is so. */
  readonly notJudged: readonly string[];
  /** Routes with the plugins that run for them. */
  readonly was: readonly GatewayRoute[];
  readonly now: readonly GatewayRoute[];
  /** Who enters by requests of each region that was looked at: of all of them only where all were asked for. */
  readonly seen: readonly SeenRegion[];
}

/** Requests of one region, and who enters by them before and after. */
export interface SeenRegion {
  readonly was: GatewayRoute | undefined;
  readonly now: GatewayRoute | undefined;
  readonly request: RouterRequest;
  readonly apis: readonly Identity[];
  readonly entered: readonly Entry[];
  readonly enter: readonly Entry[];
}

/** Compares two sides of a deployment; either may be absent. Regions in which nothing can differ are passed over unless `all` are asked for. */
export function accessChanges(base: Side | undefined, head: Side | undefined, all = false): AccessChanges {
  // The gateway that nobody synchronizes any more lets in whoever has what it asks for.
  const applied = withGatewayOf(base, head);
  const after = applied && new SideAccess(applied);
  if (after?.gateway === undefined && after !== undefined && after.problems.length > 0)
    return { changes: [], notJudged: after.problems, was: [], now: [], seen: [] };
  const before = base && new SideAccess(base, applied);
  const was = before?.gateway?.routes ?? [];
  // What is no longer synthesized is not destroyed by that: who can call it is as it was, until somebody destroys it.
  if (after === undefined)
    return { changes: [], notJudged: ['what the deployment made stays as it is until somebody destroys it'], was, now: [], seen: [] };
  const regions = new Regions(before?.gateway, after.gateway);
  const notJudged: string[] = [...(applied === head ? [] : [GATEWAY_STAYS]), ...after.problems];
  const seen: SeenRegion[] = [];
  for (const region of regions.all(all ? () => true : interest([base, before], [applied, after]))) {
    if (region.request === undefined)
      notJudged.push(`whether a request that ${nameOf(region.was)} took before is ${nameOf(region.now)}'s now`);
    else seen.push(seenRegion(region, region.request, before, after));
  }
  return { changes: seen.flatMap(changesIn), notJudged, was, now: after.gateway?.routes ?? [], seen };
}

/** What becomes of a gateway whose configuration is no longer synthesized. */
const GATEWAY_STAYS = 'what the gateway has stays as it is until somebody deletes it: nothing synchronizes it any more';

type Judged = readonly [side: Side | undefined, access: SideAccess | undefined];

/** Whether a route that takes the same requests as before can let others in: its plugins, or tokens for its API, are not what they were. */
function interest([base, before]: Judged, [head, after]: Judged): (was: GatewayRoute, now: GatewayRoute) => boolean {
  const [was, now] = [base, head].map(
    (side) => side && [cloudOf(side), side.template?.version, side.template?.dialect, side.template?.flavor].join(' '),
  );
  if (was !== now) return () => true;
  const states = new Map<Identity, boolean>();
  const isChanged = (identity: Identity): boolean => {
    const known = states.get(identity) ?? (base && tokenState(base, identity)) !== (head && tokenState(head, identity));
    states.set(identity, known);
    return known;
  };
  return (was, now) => {
    if (plugins(was) !== plugins(now) || was.hasService !== now.hasService) return true;
    return [...(before?.apis(was) ?? []), ...(after?.apis(now) ?? [])].some(isChanged);
  };
}

function seenRegion(
  { was, now }: Region,
  request: RouterRequest,
  before: SideAccess | undefined,
  after: SideAccess | undefined,
): SeenRegion {
  const [atWas, atNow] = [
    was && before ? { route: was, access: before } : undefined,
    now && after ? { route: now, access: after } : undefined,
  ];
  const { wasFrom, nowFrom } = networksOfBoth(was, now);
  return {
    was,
    now,
    request,
    apis: [...new Set([...(atWas?.access.apis(atWas.route) ?? []), ...(atNow?.access.apis(atNow.route) ?? [])])],
    entered: atWas?.access.entries(atWas.route, request, wasFrom) ?? [],
    enter: atNow?.access.entries(atNow.route, request, nowFrom) ?? [],
  };
}

function changesIn({ was, now, request, apis, entered, enter }: SeenRegion): readonly AccessChange[] {
  const { gained, lost, unknown } = compareEntries(entered, enter);
  const told =
    (direction: AccessChange['direction']) =>
    (entry: Entry): AccessChange => ({ direction, entry, was, now, request, apis });
  const { opens, closes } = networksOfBoth(was, now);
  const bySource = (change: AccessChange): AccessChange => ({ ...change, bySource: true });
  return [
    ...gained.map(told('gained')),
    ...unknown.map(told('unknown')),
    ...lost.map(told('lost')),
    ...(opens ? enter.filter((entry) => !gained.includes(entry) && !unknown.includes(entry)) : [])
      .map((entry) => told(entry.isCertain ? 'gained' : 'unknown')(entry))
      .map(bySource),
    ...(closes ? entered.filter((entry) => !lost.includes(entry) && entry.isCertain) : []).map(told('lost')).map(bySource),
  ];
}

function nameOf(route: GatewayRoute | undefined): string {
  return route === undefined ? 'no route' : (route.name ?? route.id ?? 'a route without a name');
}

const texts = new WeakMap<object, string>();

/** What runs for a route, as text; configurations are shared among thousands of them. */
function plugins(route: GatewayRoute): string {
  const textOf = (config: object): string => {
    const known = texts.get(config) ?? JSON.stringify(config);
    texts.set(config, known);
    return known;
  };
  const known = texts.get(route) ?? JSON.stringify(route.plugins.map(({ name, bound, config }) => [name, bound, textOf(config)]));
  texts.set(route, known);
  return known;
}

/** All that tokens for an API depend on, as one text. */
function tokenState({ directory, byIdentity, assignmentsOf, grantsOf }: Side, identity: Identity): string {
  const application = byIdentity.get(identity);
  if (application === undefined) return '';
  const { roles, scopes, signInAudience, tokenVersion, servicePrincipal, optionalClaims } = application;
  return JSON.stringify([
    roles.map(({ place: _place, displayName: _name, description: _text, ...role }) => role),
    scopes.map(({ place: _place, displayName: _name, description: _text, ...scope }) => scope),
    [signInAudience, tokenVersion, servicePrincipal?.requiresAssignment, optionalClaims, directory.tenantId],
    (assignmentsOf.get(identity) ?? []).map(({ holder, roleId }) => [holder, roleId]),
    (grantsOf.get(identity) ?? []).map(({ client, values, scopeIds }) => [client, values, scopeIds]),
  ]);
}
