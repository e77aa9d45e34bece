import { acceptance } from './acceptance';
import { bytesOf, textOf, type ByteString } from './bytes';
import { CompatibleMatcher } from './compatible';
import { type Cover, type Found, type Matcher } from './matcher';
import { escapedPath, normalizedPath, splitTarget } from './path';
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
  const enabled = routes.filter((route) => route.service?.enabled !== false && isHttp(route));
  const notRead = unreadable(enabled);
  const matcher: Matcher<Route> =
    flavor === 'traditional' ? new TraditionalMatcher(enabled) : new CompatibleMatcher(enabled, flavor, calculation);
  const look = (request: RouterRequest): Seen<Route> => lookUp(matcher, request, notRead);
  return {
    find: (request) => {
      const { answer, found } = look(request);
      return taken(found?.route ?? null, answer);
    },
    match: (request) => {
      const { answer, found, path } = look(request);
      return found === null || answer.status !== 200 ? answer : { ...answer, ...upstream(found, flavor, request, path) };
    },
  };
}

interface Seen<Route extends RouterRoute> {
  readonly answer: RouterAnswer;
  readonly found: Found<Route> | null;
  readonly path: ByteString;
}

function lookUp<Route extends RouterRoute>(matcher: Matcher<Route>, request: RouterRequest, notRead: string | undefined): Seen<Route> {
  const nothing = (answer: Omit<RouterAnswer, 'route'>): Seen<Route> => ({ answer: { route: null, ...answer }, found: null, path: '' });
  const target = bytesOf(request.path);
  const accepted = acceptance(request, target);
  if (accepted === 'refused') return nothing({ status: 400 });
  if (accepted !== undefined) return nothing({ status: null, unknown: accepted.unknown });
  if (notRead !== undefined) return nothing({ status: null, unknown: notRead });
  const path = normalizedPath(splitTarget(target).path);
  const found = matcher.find(request, path);
  if (found === 'unknown') {
    return nothing({
      status: null,
      unknown: 'a regular expression, or a tie between routes without ids, cannot be judged as the gateway does',
    });
  }
  if (found === null) return nothing({ status: 404 });
  const { name, id } = found.route;
  return { answer: { route: name ?? id ?? '', ...protocolAnswer(found.route, request) }, found, path };
}

function taken<Route extends RouterRoute>(route: Route | null, { status, unknown }: RouterAnswer): Taken<Route> {
  return { route, status, ...(unknown !== undefined && { unknown }) };
}

function upstream<Route extends RouterRoute>(
  { route, cover }: Found<Route>,
  flavor: RouterFlavor,
  request: RouterRequest,
  path: ByteString,
): Omit<RouterAnswer, 'route' | 'status'> {
  const covered = cover();
  if (covered === 'unknown') return { unknown: 'what the expression of the path matched cannot be told' };
  const postfix = safePostfix(covered.postfix);
  const join = flavor === 'traditional' && route.path_handling === 'v1' ? upstreamPathV1 : upstreamPath;
  const { query } = splitTarget(bytesOf(request.path));
  const host = preservedHost(route, flavor, request);
  const prefix = route.strip_path === false ? undefined : covered.prefix;
  const captures = capturesOf(covered, flavor);
  return {
    upstreamPath: escapedPath(join(route, postfix, path)),
    ...(query !== undefined && { upstreamQuery: textOf(query) }),
    ...(host !== undefined && { upstreamHost: host }),
    ...(prefix !== undefined && prefix !== '/' && prefix !== '' && { forwardedPrefix: prefix }),
    ...(captures !== undefined && { captures }),
  };
}

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
