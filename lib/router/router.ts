import { acceptance } from './acceptance';
import { bytesOf, textOf, type ByteString } from './bytes';
import { CompatibleMatcher } from './compatible';
import { type Cover, type Found, type Matcher } from './matcher';
import { escapedPath, normalizedPath, plainPath, splitTarget } from './path';
import { protocolAnswer } from './protocol';
import { TraditionalMatcher } from './traditional';
import {
  type Router,
  type RouterAnswer,
  type RouterFlavor,
  type RouterOptions,
  type RouterRequest,
  type RouterRoute,
  type Taken,
} from './types';
import { safePostfix, upstreamPath, upstreamPathV1 } from './upstream';

const NOT_READ: Readonly<Record<'expression' | 'sources', string>> = {
  expression: 'a route has an expression of the router’s own language, which is not read',
  sources: 'a route has sources or destinations, and a request here does not tell its addresses',
};

/**
 * Kong's router over route entities: answers which route takes a request, and with what it goes on, as the gateway
 * of that flavor does. Where that cannot be told exactly, the answer says so in `unknown`. Regular expressions take
 * time in proportion to the text, or are given up.
 *
 * @see docs/kong.md, "Router"
 */
export function createRouter<Route extends RouterRoute>({ flavor, routes, calculation = 'original' }: RouterOptions<Route>): Router<Route> {
  const enabled = routes.filter(isRoute);
  const notRead = unreadable(enabled);
  const matcher: Matcher<Route> =
    flavor === 'traditional' ? new TraditionalMatcher(enabled) : new CompatibleMatcher(enabled, flavor, calculation);
  return {
    find: (request) => {
      const path = notRead === undefined && isSmall(request) ? plainPath(request.path) : undefined;
      if (path !== undefined) {
        const direct = matcher.find(request, path, true);
        if (direct === null) return { route: null, status: 404 };
        if (direct !== 'unknown') return taken(direct.route, request);
      }
      const { found, status, unknown } = lookUp(matcher, request, notRead);
      if (found === undefined) return unknown === undefined ? { route: null, status } : { route: null, status, unknown };
      return taken(found.route, request);
    },
    match: (request) => {
      const { found, path, status, unknown } = lookUp(matcher, request, notRead);
      if (found === undefined) return { route: null, status, ...(unknown !== undefined && { unknown }) };
      const { name, id } = found.route;
      const route = name ?? id ?? '';
      const answer = protocolAnswer(found.route, request);
      return answer.status === 200 ? goingOn(route, found, flavor, request, path) : { route, ...answer };
    },
  };
}

/** What came of looking for a route: one, or a status or a reason why none can be told. */
interface Looked<Route extends RouterRoute> {
  readonly found: Found<Route> | undefined;
  readonly path: ByteString;
  readonly status: number | null;
  readonly unknown: string | undefined;
}

/** Longer targets and more headers than these are looked at more closely. */
const FEW = { characters: 4_096, headers: 50 };

function isSmall({ path, headers }: RouterRequest): boolean {
  return path.length <= FEW.characters && (headers === undefined || headers.length <= FEW.headers);
}

function taken<Route extends RouterRoute>(route: Route, request: RouterRequest): Taken<Route> {
  const { status, unknown } = protocolAnswer(route, request);
  return unknown === undefined ? { route, status } : { route, status, unknown };
}

function lookUp<Route extends RouterRoute>(matcher: Matcher<Route>, request: RouterRequest, notRead: string | undefined): Looked<Route> {
  const nothing = (status: number | null, unknown?: string): Looked<Route> => ({ found: undefined, path: '', status, unknown });
  const plain = isSmall(request) ? plainPath(request.path) : undefined;
  let path = plain ?? '';
  if (plain === undefined) {
    const target = bytesOf(request.path);
    const accepted = acceptance(request, target);
    if (accepted === 'refused') return nothing(400);
    if (accepted !== undefined) return nothing(null, accepted.unknown);
    path = normalizedPath(splitTarget(target).path);
  }
  if (notRead !== undefined) return nothing(null, notRead);
  const found = matcher.find(request, path, plain !== undefined);
  if (found === 'unknown') {
    return nothing(null, 'a regular expression, or a tie between routes without ids, cannot be judged as the gateway does');
  }
  return found === null ? nothing(404) : { found, path, status: 200, unknown: undefined };
}

/** The answer to a request that goes on, one property after the other: copies of objects are what takes time here. */
function goingOn<Route extends RouterRoute>(
  name: string,
  { route, cover }: Found<Route>,
  flavor: RouterFlavor,
  request: RouterRequest,
  path: ByteString,
): RouterAnswer {
  const covered = cover(path);
  if (covered === 'unknown') return { route: name, status: 200, unknown: 'what the expression of the path matched cannot be told' };
  const postfix = safePostfix(covered.postfix);
  const join = flavor === 'traditional' && route.path_handling === 'v1' ? upstreamPathV1 : upstreamPath;
  const { query } = splitTarget(bytesOf(request.path));
  const host = preservedHost(route, flavor, request);
  const prefix = route.strip_path === false ? undefined : covered.prefix;
  const captures = capturesOf(covered, flavor);
  const answer: Writable<RouterAnswer> = { route: name, status: 200, upstreamPath: escapedPath(join(route, postfix, path)) };
  if (query !== undefined) answer.upstreamQuery = textOf(query);
  if (host !== undefined) answer.upstreamHost = host;
  if (prefix !== undefined && prefix !== '/' && prefix !== '') answer.forwardedPrefix = prefix;
  if (captures !== undefined) answer.captures = captures;
  return answer;
}

type Writable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

function preservedHost(route: RouterRoute, flavor: RouterFlavor, { host, sni }: RouterRequest): string | undefined {
  if (route.preserve_host !== true) return undefined;
  const kept = host ?? (flavor === 'traditional' ? sni : undefined);
  return kept === '' ? undefined : kept;
}

function capturesOf({ captures }: Cover, flavor: RouterFlavor): RouterAnswer['captures'] | undefined {
  if (captures === undefined || captures.groups.length < 2) return undefined;
  const named = Object.entries(captures.names);
  const numbered = captures.groups.map((text, number) => [String(number), text] as const).slice(1);
  const caught = [...numbered, ...named].flatMap(([key, text]): [string, string | false][] => {
    if (text !== undefined) return [[key, textOf(text)]];
    return flavor === 'traditional' ? [[key, false]] : [];
  });
  return caught.length === 0 ? undefined : (Object.fromEntries(caught) as RouterAnswer['captures']);
}

/** False for a route that no request over HTTP can get, whatever it asks for. */
export function isRoute(route: RouterRoute): boolean {
  return route.service?.enabled !== false && isHttp(route);
}

/** Routes of TCP and TLS streams take no part. */
function isHttp(route: RouterRoute): boolean {
  const [first] = route.protocols ?? [];
  return first === undefined || ['http', 'https', 'grpc', 'grpcs', 'ws', 'wss'].includes(first);
}

function unreadable(routes: readonly RouterRoute[]): string | undefined {
  if (routes.some(({ expression }) => typeof expression === 'string')) return NOT_READ.expression;
  const hasAddresses = routes.some(({ sources, destinations }) => (sources ?? []).length > 0 || (destinations ?? []).length > 0);
  return hasAddresses ? NOT_READ.sources : undefined;
}
