import { type GatewayRoute } from '../../access';
import { sorted } from '../../model';
import { type DirectoryPlace, type Identity } from '../../terraform';
import { type AccessChange } from '../access/changes';
import { fromWhere } from '../access/networks';
import { audienceOf } from '../side/audience';
import { accepted, isAllToAny, needsOf } from '../side/guards';
import { ALL_TO_ANY } from '../verdict';
import { type Side } from '../side/side';
import { type AccessRow, type LeafChange, type RouteShown } from '../report';
import { actorsOf, OPEN_SETS } from './actors';
import { type Context } from './context';
import { mergedWho, shownRoute, shownWho } from './shown';

/** Changes of one caller at routes that are alike. */
interface Group {
  readonly first: AccessChange;
  readonly changes: AccessChange[];
}

/** Who gains and who loses access, the gravest first; callers to whom the same happens at the same routes are one row. */
export function accessRows(context: Context): readonly AccessRow[] {
  const groups = new Map<string, Group>();
  for (const change of context.access.changes) {
    const { direction, entry, apis } = change;
    const key = JSON.stringify([direction, entry.caller, entry.as, entry.people, entry.consents, needs(change), apis]);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, { first: change, changes: [change] });
    else same.changes.push(change);
  }
  const alike = new Map<string, Group[]>();
  for (const group of groups.values()) {
    const { direction } = group.first;
    const routes = group.changes.map((change) => `${nameOf(change.was)} ${nameOf(change.now)}`);
    const key = JSON.stringify([direction, needs(group.first), routes, rankOf(group.first)]);
    const same = alike.get(key);
    if (same === undefined) alike.set(key, [group]);
    else same.push(group);
  }
  const rows = [...alike.values()].map((same) => rowOf(same, context));
  return sorted(rows, ({ rank, routes, who }) => `${String(rank)} ${routes[0]?.api ?? ''} ${routes[0]?.name ?? ''} ${JSON.stringify(who)}`);
}

function nameOf(route: GatewayRoute | undefined): string {
  return route?.name ?? route?.id ?? '';
}

/** Open sets in which callers of other tenants, or of any API, are. */
const WIDEST = ['any-token', 'other-tenants', 'outside-audience'];

function rankOf({ direction, entry }: AccessChange): number {
  if (direction === 'lost') return 5;
  if (entry.caller === 'anonymous') return 0;
  if (WIDEST.includes(entry.caller)) return 1;
  if (entry.isOpenSet) return 2;
  return direction === 'unknown' ? 3 : 4;
}

function rowOf(groups: readonly Group[], context: Context): AccessRow {
  const changes = groups.flatMap((group) => group.changes);
  const [first] = changes as [AccessChange];
  const { direction } = first;
  const routes = routesOf(changes, context);
  return {
    direction,
    who: mergedWho(groups.map((group) => shownWho(group.first.entry, context.names))),
    routes,
    ...needs(first),
    ...(first.bySource && { bySource: true as const }),
    causes: causesOf(changes, context),
    teams: teamsOf(changes, routes, context),
    actors: direction === 'lost' ? [] : [...new Set(groups.flatMap((group) => actorsAs(group.first, context)))],
    notes: [...reasonsOf(changes, context), ...notesOf(changes)],
    rank: rankOf(first),
  };
}

/** Conditions before and after; where they are the same, what changed is who meets them. */
function needs({ direction, was, now, bySource }: AccessChange): Pick<AccessRow, 'was' | 'now'> {
  const [before, after] = [needsOf(was), needsOf(now)];
  if (bySource) return { was: `${before} ${fromWhere(was)}`, now: `${after} ${fromWhere(now)}` };
  if (before !== after) return { was: before, now: after };
  if (direction === 'lost') return { was: before, now: 'no access' };
  return { was: direction === 'gained' ? 'no access' : before, now: after };
}

function routesOf(changes: readonly AccessChange[], { names }: Context): readonly RouteShown[] {
  const shown = changes.flatMap(({ was, now, direction, request, apis }) => {
    const route = direction === 'lost' ? (was ?? now) : (now ?? was);
    if (route === undefined) return [];
    const named = apis.map((api) => names.of(api));
    return shownRoute(route, request, named, names, route === was ? 'base' : 'head');
  });
  return sorted([...new Map(shown.map((route) => [route.name, route])).values()], ({ api, name }) => `${api} ${name}`);
}

/** Who owns the APIs: that of a route which took the requests before as well, since they were for it. */
function teamsOf(changes: readonly AccessChange[], routes: readonly RouteShown[], { names }: Context): readonly string[] {
  const before = changes.flatMap(({ was }) => (was === undefined ? [] : (names.route(nameOf(was), 'base')?.api ?? [])));
  const apis = [...new Set([...routes.map(({ api }) => api), ...before])];
  return [...new Set(apis.map((api) => names.team(api) ?? `nobody known (${api === '' ? 'no API' : api})`))].sort();
}

function actorsAs({ entry }: AccessChange, { head, names }: Context): readonly string[] {
  if (entry.isOpenSet) return [OPEN_SETS[entry.caller] ?? entry.caller];
  const application = head?.byIdentity.get(entry.caller);
  const name = names.shown(entry.caller);
  if (application === undefined) return [`${name} is registered elsewhere: who can act as it is not known`];
  const actors = actorsOf(application, names);
  return [`${name}: ${actors.length === 0 ? 'nobody is known who has a credential of it' : actors.join('; ')}`];
}

/** Why routes that let in anybody do, as the definition says. */
function reasonsOf(changes: readonly AccessChange[], { names }: Context): readonly string[] {
  const reasons = changes.flatMap(({ direction, entry, now }) =>
    direction === 'lost' || entry.caller !== 'anonymous' ? [] : (names.route(nameOf(now))?.reason ?? []),
  );
  return [...new Set(reasons)].sort().map((reason) => `public, as the definition says: ${reason}`);
}

const LIVES_ON =
  'who has a token keeps access until it ends: 60 to 90 minutes after it was issued unless the tenant says otherwise, and the gateway’s leeway';

function notesOf(changes: readonly AccessChange[]): readonly string[] {
  const [first] = changes as [AccessChange];
  const { direction, entry, was, now } = first;
  const isGuardKept = changes.every((change) => needsOf(change.was) === needsOf(change.now));
  return [
    ...(changes.some((change) => isAllToAny(change.was, change.now)) ? [ALL_TO_ANY] : []),
    ...(direction === 'lost'
      ? [isGuardKept && first.bySource === undefined ? LIVES_ON : 'ends as soon as the gateway is synchronized']
      : []),
    ...(direction === 'unknown' ? ['what the gateway answers cannot be told, so this counts as access'] : []),
    ...(entry.people.length > 0 && !WIDEST.includes(entry.caller) ? ['membership of groups is not known here'] : []),
    ...(was !== undefined && now !== undefined && nameOf(was) !== nameOf(now)
      ? [`the request was ${nameOf(was)}’s before and is ${nameOf(now)}’s now`]
      : []),
    ...(takesSeveral(first) ? ['the route takes tokens of several APIs'] : []),
  ];
}

/** Whether tokens for more than one API let in at the route, and not those for another at the one before. */
function takesSeveral({ direction, was, now }: AccessChange): boolean {
  const route = direction === 'lost' ? was : now;
  return route !== undefined && accepted(route).audiences.length > 1;
}

/** What of the files brings a change about: what the caller holds, what the API is, and what the route asks for. */
function causesOf(changes: readonly AccessChange[], { base, head, leaves, names }: Context): readonly LeafChange[] {
  const owners = new Set<string>();
  for (const { entry, apis, was, now } of changes) {
    for (const route of [was, now]) {
      if (typeof route?.name !== 'string') continue;
      owners.add(`route ${route.name}`);
      const api = names.route(route.name)?.api;
      if (api !== undefined) owners.add(`API ${api}`);
    }
    for (const api of apis)
      for (const owner of [base, head].flatMap((side) => (side ? ownersOf(side, entry.caller, entry.people, api) : []))) owners.add(owner);
  }
  const own = [...owners].flatMap((owner) => leaves.causes(owner));
  return own.length > 0 ? own : leaves.causes('the gateway');
}

/** Addresses of what decides whether a caller gets tokens for an API, and with what in them. */
function ownersOf(side: Side, caller: Identity, people: readonly string[], api: Identity): readonly string[] {
  const application = side.byAudience.get(audienceOf(api));
  const holders = new Set([caller, ...people]);
  const places = [
    application?.place,
    application?.servicePrincipal?.place,
    ...placesBy(holders, side.assignmentsOf.get(api), ({ holder }) => holder),
    ...placesBy(holders, side.grantsOf.get(api), ({ client }) => client),
  ];
  return places.flatMap((place) => (place === undefined ? [] : `${place.resource.stack}/${place.resource.address}`));
}

const byHolder = new WeakMap<readonly object[], ReadonlyMap<Identity, readonly DirectoryPlace[]>>();

/** Where it stands what some hold of an API, of which thousands may hold something. */
function placesBy<Held extends { readonly place: DirectoryPlace }>(
  holders: ReadonlySet<Identity>,
  held: readonly Held[] | undefined,
  holderOf: (one: Held) => Identity,
): readonly DirectoryPlace[] {
  if (held === undefined) return [];
  const known = byHolder.get(held) ?? placesByHolder(held, holderOf);
  byHolder.set(held, known);
  return [...holders].flatMap((holder) => known.get(holder) ?? []);
}

function placesByHolder<Held extends { readonly place: DirectoryPlace }>(
  held: readonly Held[],
  holderOf: (one: Held) => Identity,
): ReadonlyMap<Identity, readonly DirectoryPlace[]> {
  const found = new Map<Identity, DirectoryPlace[]>();
  for (const one of held) {
    const same = found.get(holderOf(one));
    if (same === undefined) found.set(holderOf(one), [one.place]);
    else same.push(one.place);
  }
  return found;
}
