import { isEmpty, pathMatches, type GatewayRequest, type RouterRoute } from './kong-router';
import { normalizedPath } from './kong-path';
import { toRegExp } from './kong-regex';

/** Where routes, and header names of one route, tie, the flavor leaves the order to chance: it is played both ways. */
export type TieOrder = 'listed' | 'reversed';

/** A criterion as the flavor weighs it: the greater number goes first among categories of as many criteria. */
const CRITERIA = { host: 64, header: 32, path: 16, method: 8, sni: 4 } as const;
type Criterion = keyof typeof CRITERIA;
const NAMES = Object.keys(CRITERIA) as readonly Criterion[];

/** What the router tries for a route: one entry for each of its paths. */
interface Entry<Route extends RouterRoute> {
  readonly route: Route;
  /** A prefix, normalized, or `~` and a regular expression. */
  readonly path: string | undefined;
  readonly criteria: readonly Criterion[];
  /** By importance: kinds of path and host, headers, regex priority, length of the path. */
  readonly rank: readonly number[];
  readonly plainHosts: readonly string[];
  readonly wildcardHosts: readonly string[];
  readonly headers: readonly (readonly [string, readonly string[]])[];
  readonly snis: readonly string[];
}

/** A request as the router reads it, and which index of the whole router it hits first. */
interface Reading {
  readonly request: GatewayRequest;
  readonly path: string;
  readonly host: { readonly raw: string; readonly bare: string; readonly withPort: string } | undefined;
  readonly hits: { readonly host?: string; readonly header?: string; readonly path?: string };
}

/**
 * The route that the flavor `traditional` takes: categories by number of criteria; in a category first the routes of
 * the shortest list an index gives, then all of them; in a list by rank, then by age. The first that fits is taken,
 * which need not be the first of the category.
 */
export function traditionalRoute<Route extends RouterRoute>(
  routes: readonly Route[],
  request: GatewayRequest,
  ties: TieOrder,
): Route | undefined {
  const path = normalizedPath(request.path);
  if (path === undefined) return undefined;
  const entries = ordered(routes, ties);
  const reading = read(entries, request, path);
  for (const category of categoriesFrom(entries, reading)) {
    const all = entries.filter((entry) => categoryOf(entry.criteria) === category);
    const found = [...shortlist(all, reading), ...all].find((entry) => fits(entry, reading));
    if (found !== undefined) return found.route;
  }
  return undefined;
}

function ordered<Route extends RouterRoute>(routes: readonly Route[], ties: TieOrder): readonly Entry<Route>[] {
  const known = orders.get(routes)?.[ties] as readonly Entry<Route>[] | undefined;
  if (known !== undefined) return known;
  const entries = routes.flatMap((route) => entriesOf(route, ties));
  if (ties === 'reversed') entries.reverse();
  entries.sort(byRank);
  orders.set(routes, { ...orders.get(routes), [ties]: entries });
  return entries;
}

/** Many requests are asked of one list of routes, which therefore must not be changed in between. */
const orders = new WeakMap<readonly RouterRoute[], Partial<Record<TieOrder, readonly Entry<RouterRoute>[]>>>();

function byRank(a: Entry<RouterRoute>, b: Entry<RouterRoute>): number {
  const differs = a.rank.findIndex((value, index) => value !== b.rank[index]);
  if (differs !== -1) return (b.rank[differs] ?? 0) - (a.rank[differs] ?? 0);
  return (a.route.created_at ?? 0) - (b.route.created_at ?? 0);
}

function entriesOf<Route extends RouterRoute>(route: Route, ties: TieOrder): readonly Entry<Route>[] {
  const { methods, hosts, snis } = route;
  const headers = Object.entries(route.headers ?? {})
    .filter(([name]) => name.toLowerCase() !== 'host')
    .map(([name, values]) => [name.toLowerCase(), values] as const);
  if (ties === 'reversed') headers.reverse();
  const given = { host: hosts, header: headers, path: route.paths, method: methods, sni: snis } as const;
  const criteria = NAMES.filter((name) => !isEmpty(given[name]));
  const paths = isEmpty(route.paths) ? [undefined] : (route.paths ?? []);
  return paths.map((path) => ({
    route,
    path: path === undefined || path.startsWith('~') ? path : normalizedPath(path),
    criteria,
    rank: rankOf(route, path, headers.length),
    plainHosts: (hosts ?? []).filter((host) => !host.includes('*')),
    wildcardHosts: (hosts ?? []).filter((host) => host.includes('*')),
    headers,
    snis: (snis ?? []).map((sni) => (sni.length > 1 && sni.endsWith('.') ? sni.slice(0, -1) : sni)),
  }));
}

function rankOf(route: RouterRoute, path: string | undefined, headers: number): readonly number[] {
  const { hosts } = route;
  const regex = path?.startsWith('~') === true;
  const wildcards = (hosts ?? []).filter((host) => host.includes('*'));
  const onlyPlain = hosts !== undefined && hosts !== null && wildcards.length === 0;
  const kinds = (regex ? 1 : 0) + (onlyPlain ? 2 : 0) + (wildcards.some((host) => split(host, undefined).hasPort) ? 4 : 0);
  return [kinds, headers, regex ? (route.regex_priority ?? 0) : 0, regex || path === undefined ? 0 : Buffer.byteLength(path)];
}

function categoryOf(criteria: readonly Criterion[]): number {
  return criteria.reduce((sum, name) => sum + CRITERIA[name], 0);
}

/** Categories to try, from the one with exactly the criteria that any route could meet, else from the first. */
function categoriesFrom(entries: readonly Entry<RouterRoute>[], reading: Reading): readonly number[] {
  const possible = possibleCriteria(entries, reading);
  if (possible.length === 0) return [];
  const weights = new Map(entries.map(({ criteria }) => [categoryOf(criteria), criteria.length]));
  const sorted = [...weights].sort(([a, many], [b, fewer]) => fewer - many || b - a).map(([category]) => category);
  return sorted.slice(Math.max(sorted.indexOf(categoryOf(possible)), 0));
}

function possibleCriteria(entries: readonly Entry<RouterRoute>[], { request, host, hits }: Reading): readonly Criterion[] {
  const plain = (name: string): boolean => entries.some((entry) => entry.plainHosts.includes(name));
  const met: Readonly<Record<Criterion, boolean>> = {
    host: hits.host !== undefined || (host !== undefined && (plain(host.withPort) || plain(host.bare))),
    header: hits.header !== undefined,
    path: hits.path !== undefined,
    method: entries.some((entry) => hasMethod(entry, request.method)),
    sni: entries.some((entry) => entry.snis.includes(request.sni ?? '')),
  };
  return NAMES.filter((name) => met[name]);
}

function read(entries: readonly Entry<RouterRoute>[], request: GatewayRequest, path: string): Reading {
  const host = request.host === null ? undefined : { raw: request.host, ...split(request.host, request.scheme === 'http' ? 80 : 443) };
  const plain =
    host !== undefined && entries.some((entry) => entry.plainHosts.includes(host.withPort) || entry.plainHosts.includes(host.bare));
  const wildcard =
    host === undefined || plain
      ? undefined
      : entries.flatMap((entry) => entry.wildcardHosts).find((candidate) => wildcardMatches(candidate, host.withPort));
  const header = entries.flatMap((entry) => entry.headers.map(([name]) => name)).find((name) => sentValues(request, name).length > 0);
  const found = pathHit(
    entries.flatMap((entry) => entry.path ?? []),
    path,
  );
  return {
    request,
    path,
    host,
    hits: {
      ...(wildcard === undefined ? {} : { host: wildcard }),
      ...(header === undefined ? {} : { header }),
      ...(found === undefined ? {} : { path: found }),
    },
  };
}

/** The first regular expression of any route that matches, wherever that route is; without one the longest prefix. */
function pathHit(paths: readonly string[], path: string): string | undefined {
  const regex = paths.find((candidate) => candidate.startsWith('~') && pathMatches(candidate, path, 'pcre'));
  if (regex !== undefined) return textOf(regex);
  const prefixes = paths.filter((candidate) => !candidate.startsWith('~') && path.startsWith(candidate));
  return prefixes.reduce<string | undefined>(
    (longest, prefix) => (longest === undefined || prefix.length > longest.length ? prefix : longest),
    undefined,
  );
}

/** Expressions and prefixes are told apart by no index, so that one may be taken for the other. */
function textOf(path: string): string {
  return path.startsWith('~') ? path.slice(1) : path;
}

/** The list of a hit header; without one the shortest of the lists of what is hit. */
function shortlist<Route extends RouterRoute>(all: readonly Entry<Route>[], reading: Reading): readonly Entry<Route>[] {
  const criteria = all[0]?.criteria ?? [];
  const lists = criteria
    .map((name) => ({
      name,
      list: all.flatMap((entry) =>
        keysOf(entry, name)
          .filter((key) => key === keyOf(reading, name))
          .map(() => entry),
      ),
    }))
    .filter(({ list }) => list.length > 0);
  const byHeader = lists.find(({ name }) => name === 'header');
  if (byHeader !== undefined) return byHeader.list;
  return lists.reduce<readonly Entry<Route>[]>(
    (shortest, { list }) => (shortest.length === 0 || list.length < shortest.length ? list : shortest),
    [],
  );
}

/** Under which texts an entry is found by a criterion. */
function keysOf(entry: Entry<RouterRoute>, name: Criterion): readonly string[] {
  if (name === 'host') return entry.route.hosts ?? [];
  if (name === 'header') return entry.headers.map(([header]) => header);
  if (name === 'path') return entry.path === undefined ? [] : [textOf(entry.path)];
  return name === 'method' ? [...new Set(entry.route.methods ?? [])] : [...new Set(entry.snis)];
}

function keyOf({ request, host, hits }: Reading, name: Criterion): string | undefined {
  if (name === 'host') return hits.host ?? host?.raw ?? '';
  if (name === 'method') return request.method;
  return name === 'sni' ? (request.sni ?? '') : hits[name];
}

function fits(entry: Entry<RouterRoute>, reading: Reading): boolean {
  const { request, path, hits } = reading;
  const met: Readonly<Record<Criterion, () => boolean>> = {
    host: () => hostMatches(entry, reading),
    header: () => entry.headers.every(([name, values]) => headerMatches(values, sentValues(request, name))),
    path: () => entry.path !== undefined && path !== '' && (entry.path === hits.path || pathMatches(entry.path, path, 'pcre')),
    method: () => hasMethod(entry, request.method),
    // A connection without TLS passes here, though the category is then tried only by accident.
    sni: () => request.scheme === 'http' || entry.snis.includes(request.sni ?? ''),
  };
  return entry.criteria.every((name) => met[name]());
}

function hasMethod({ route }: Entry<RouterRoute>, method: string): boolean {
  return (route.methods ?? []).some((one) => one.toUpperCase() === method);
}

function hostMatches(entry: Entry<RouterRoute>, { host, hits }: Reading): boolean {
  if (host === undefined) return false;
  if (entry.plainHosts.includes(hits.host ?? host.raw) || entry.plainHosts.includes(host.bare)) return true;
  return entry.wildcardHosts.some((candidate) => wildcardMatches(candidate, host.withPort));
}

function wildcardMatches(wildcard: string, host: string): boolean {
  const pattern = wildcard.replace(/\./g, '\\.').replace(/\*/g, '.+');
  return toRegExp(`${pattern}${split(wildcard, undefined).hasPort ? '' : '(?::\\d+)?'}$`, 'pcre', true).test(host);
}

/** A host without and with its port; brackets of an address are taken off the former. */
function split(
  name: string,
  standard: number | undefined,
): { readonly bare: string; readonly withPort: string; readonly hasPort: boolean } {
  const added = (host: string): string => (standard === undefined ? host : `${host}:${standard}`);
  if (name.startsWith('[')) {
    const [, address = '', after = '', port = ''] = /^\[(.*?)\](:?)([0-9]*)$/s.exec(name) ?? [];
    if (address === '') return { bare: name, withPort: added(name), hasPort: false };
    if (port !== '') return { bare: address, withPort: name, hasPort: true };
    return { bare: address, withPort: after === '' ? added(name) : `${name}${standard ?? ''}`, hasPort: false };
  }
  const colon = name.indexOf(':');
  if (colon === -1) return { bare: name, withPort: added(name), hasPort: false };
  const bare = name.slice(0, colon);
  if (colon === name.length - 1) return { bare, withPort: added(bare), hasPort: false };
  if (/^[0-9]+$/.test(name.slice(colon + 1))) return { bare, withPort: name, hasPort: true };
  return { bare: name, withPort: standard === undefined ? name : `[${name}]:${standard}`, hasPort: false };
}

function sentValues(request: GatewayRequest, name: string): readonly string[] {
  return (request.headers ?? []).filter(([header]) => header.toLowerCase() === name).map(([, value]) => value.toLowerCase());
}

/** An expression counts only as the single value; it is not folded, though the value it is held against is. */
function headerMatches(wanted: readonly string[], sent: readonly string[]): boolean {
  const [only = '', ...others] = wanted;
  const pattern = others.length === 0 && only.startsWith('~*') ? only.slice(2) : undefined;
  return sent.some(
    (value) => wanted.some((one) => one.toLowerCase() === value) || (pattern !== undefined && toRegExp(pattern, 'pcre', false).test(value)),
  );
}
