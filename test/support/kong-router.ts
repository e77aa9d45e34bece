import { asciiOnly, toRegExp, type RegexEngine } from './kong-regex';
import { entriesOf, type Calculation, type RouterEntry } from './kong-priority';
import { normalizedPath } from './kong-path';

/** A route as far as the router reads it. */
export interface RouterRoute {
  readonly id?: string;
  readonly name?: string;
  readonly methods?: readonly string[] | null;
  readonly hosts?: readonly string[] | null;
  readonly paths?: readonly string[] | null;
  readonly headers?: Readonly<Record<string, readonly string[]>> | null;
  readonly snis?: readonly string[] | null;
  readonly regex_priority?: number | null;
  /** Seconds since 1970; the older of two goes first in the flavor `traditional`. */
  readonly created_at?: number | null;
}

/** What a caller sends, as it arrives on the wire. */
export interface GatewayRequest {
  readonly method: string;
  /** Scheme of the connection. @default - `https` */
  readonly scheme?: 'http' | 'https';
  /** The Host header to the letter; null sends none. */
  readonly host: string | null;
  /** The request target, query included. */
  readonly path: string;
  /** Names in any case, repeats kept. */
  readonly headers?: readonly (readonly [string, string])[];
  /** Server name of the TLS connection. */
  readonly sni?: string;
  /** Port the gateway accepted the connection on. */
  readonly port?: number;
  /** Address of the caller as the gateway sees it; needed where networks are restricted. */
  readonly clientIp?: string;
}

/**
 * The routes a request satisfies, the one Kong takes first. Follows what `traditional_compatible` does, in whose
 * terms the flavor `expressions` compiles the same fields.
 *
 * @throws when the order of two candidates cannot be told because a route has no id
 */
export function matchingRoutes<Route extends RouterRoute>(
  routes: readonly Route[],
  request: GatewayRequest,
  calculation: Calculation,
): readonly Route[] {
  const path = normalizedPath(request.path);
  if (path === undefined) return [];
  const matched = routes.flatMap((route) => entriesOf(route, calculation)).filter((entry) => satisfies(entry, request, path, calculation));
  matched.sort((a, b) => byPrecedence(a, b));
  return [...new Set(matched.map((entry) => entry.route))] as unknown as readonly Route[];
}

function byPrecedence(a: RouterEntry, b: RouterEntry): number {
  if (a.priority !== b.priority) return a.priority > b.priority ? -1 : 1;
  if (a.route === b.route) return 0;
  if (a.id === undefined || b.id === undefined) throw new Error(`routes ${a.route.name} and ${b.route.name} tie and have no ids`);
  return a.id > b.id ? -1 : 1;
}

function satisfies(entry: RouterEntry, request: GatewayRequest, path: string, calculation: Calculation): boolean {
  const { route, paths } = entry;
  return (
    (isEmpty(route.methods) || (route.methods ?? []).includes(request.method)) &&
    (isEmpty(route.hosts) || (route.hosts ?? []).some((host) => hostMatches(host, request))) &&
    Object.entries(route.headers ?? {}).every(([name, values]) => headerMatches(name, values, request)) &&
    sniMatches(route.snis ?? [], request, calculation) &&
    (paths.length === 0 || paths.some((candidate) => pathMatches(candidate, path, 'rust')))
  );
}

/** True when a path of a route, prefix or `~` and a regular expression, covers a normalized path. */
export function pathMatches(candidate: string, path: string, engine: RegexEngine): boolean {
  if (!candidate.startsWith('~')) return path.startsWith(candidate);
  const pattern = candidate.slice(1);
  if (asciiOnly(pattern) && /[^\x00-\x7f]/.test(path)) throw new Error(`${candidate} is not interpreted for a path outside ASCII`);
  return toRegExp(asRead(pattern, engine), engine, true).test(asRead(path, engine));
}

/** PCRE reads bytes here, Rust characters. */
function asRead(text: string, engine: RegexEngine): string {
  return engine === 'pcre' ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

function hostMatches(host: string, request: GatewayRequest): boolean {
  if (request.host === null || request.host === '') return false;
  const sent = splitPort(request.host);
  const wanted = splitPort(host);
  if (wanted.port !== undefined && wanted.port !== (sent.port ?? request.port ?? (request.scheme === 'http' ? 80 : 443))) return false;
  if (wanted.name.startsWith('*')) return sent.name.endsWith(wanted.name.slice(1));
  if (wanted.name.endsWith('*')) return sent.name.startsWith(wanted.name.slice(0, -1));
  return sent.name === wanted.name;
}

function splitPort(host: string): { readonly name: string; readonly port?: number } {
  const [, name = host, port] = /^(.*?)(?::([0-9]+))?$/s.exec(host) ?? [];
  return port === undefined ? { name } : { name, port: Number(port) };
}

function headerMatches(name: string, values: readonly string[], request: GatewayRequest): boolean {
  const sent = (request.headers ?? [])
    .filter(([header]) => header.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value.toLowerCase());
  return sent.some((value) =>
    values.some((wanted) => {
      const folded = wanted.toLowerCase();
      return folded.startsWith('~*') ? toRegExp(folded.slice(2), 'rust', false).test(value) : folded === value;
    }),
  );
}

function sniMatches(snis: readonly string[], request: GatewayRequest, calculation: Calculation): boolean {
  // A connection without TLS passes, which the strict calculation puts right.
  if (snis.length === 0 || (request.scheme === 'http' && calculation !== 'strict')) return true;
  const { sni } = request;
  if (sni === undefined || request.scheme === 'http') return false;
  return snis.some((wanted) => {
    const name = wanted.endsWith('.') ? wanted.slice(0, -1) : wanted;
    if (name.startsWith('*')) return sni.endsWith(name.slice(1));
    return name.endsWith('*') ? sni.startsWith(name.slice(0, -1)) : sni === name;
  });
}

export function isEmpty(list: readonly unknown[] | null | undefined): boolean {
  return (list ?? []).length === 0;
}
