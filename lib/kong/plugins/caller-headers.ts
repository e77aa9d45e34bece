import type { RouteModel } from '../../model';
import type { KongValue, PluginsByName } from '../template';

/** Headers in which a caller can present a token. */
const TOKEN_HEADERS = ['access-token', 'authorization', 'x-access-token'];

/** Headers Kong itself may set about a caller. */
const KONG_HEADERS = [
  'x-anonymous-consumer',
  'x-authenticated-groups',
  'x-consumer-custom-id',
  'x-consumer-groups',
  'x-consumer-id',
  'x-consumer-username',
  'x-credential-identifier',
  'x-credential-username',
];

/**
 * The gateway's plugins read 100 headers by default and overlook what comes after them. The rest is room for what the gateway adds
 * itself: those above, a token written anew, a correlation id, and what a route hands on.
 */
const MOST_HEADERS = 80;
const TOO_MANY = 431;
const HOP_BY_HOP = 400;

/**
 * Takes from the caller, before any other plugin runs, every header an upstream could take for the gateway's word: those
 * that some route of the deployment sets, since several APIs may share an upstream, in every mix of `-` and `_`, since Kong lets underscores
 * pass and many upstreams take both for one. A request with more headers than plugins read is refused, and so is one whose `Connection`
 * names such a header: Kong would take it away again, after it was set. Only letters, digits and `-` of header names enter the text;
 * names were validated as such. The sandbox of the gateway has few functions: no `table.concat`.
 */
export function guardHeaders(identityHeaders: readonly string[], ownHeaders: readonly string[]): PluginsByName {
  return { 'pre-function': { access: [guardText([...KONG_HEADERS, ...ownHeaders, ...identityHeaders], TOKEN_HEADERS)] } };
}

function guardText(own: readonly string[], token: readonly string[]): string {
  const lua = [
    `local own = ${luaSet(own)}`,
    `local token = ${luaSet(token)}`,
    `local headers, truncated = kong.request.get_headers(${MOST_HEADERS})`,
    `if truncated then return kong.response.exit(${TOO_MANY}, { message = "Too many headers" }) end`,
    'local connections = headers["connection"] or {}',
    'if type(connections) == "string" then connections = { connections } end',
    'for _, connection in ipairs(connections) do for name in string.gmatch(string.lower(connection), "[^%s,]+") do',
    `if own[(string.gsub(name, "_", "-"))] then return kong.response.exit(${HOP_BY_HOP}, { message = "Bad request" }) end`,
    'end end',
    'for name in pairs(headers) do',
    'local folded = string.gsub(string.lower(name), "_", "-")',
    'if own[folded] or (token[folded] and string.find(name, "_", 1, true)) then kong.service.request.clear_header(name) end',
    'end',
  ];
  return lua.join(' ');
}

/** What the guard does with a request, read from its text. */
export interface HeaderGuard {
  /** Headers that are the gateway's alone, in small letters with `-`. */
  readonly own: ReadonlySet<string>;
  readonly mostHeaders: number;
  /** Status for a request with more headers. */
  readonly tooMany: number;
  /** Status for a request whose `Connection` names one of the gateway's own. */
  readonly hopByHop: number;
}

/** Reads a guard; undefined for any text but one that {@link guardHeaders} writes. */
export function readGuard(text: string): HeaderGuard | undefined {
  const [, own = '', token = ''] = /^local own = \{ ([^{}]*) \} local token = \{ ([^{}]*) \} /.exec(text) ?? [];
  const names = (set: string): readonly string[] => Array.from(set.matchAll(/\["([a-z0-9-]+)"\] = true/g), ([, name = '']) => name);
  if (text !== guardText(names(own), names(token))) return undefined;
  return { own: new Set(names(own)), mostHeaders: MOST_HEADERS, tooMany: TOO_MANY, hopByHop: HOP_BY_HOP };
}

function luaSet(names: readonly string[]): string {
  return `{ ${[...new Set(names)]
    .sort()
    .map((name) => `["${name}"] = true`)
    .join(', ')} }`;
}

/** Removes from the request, once it is let in, the token and what Kong has added of its own accord. What holds for all routes that hand on nothing. */
export function cleanRequests(ownHeaders: readonly string[]): PluginsByName {
  return { 'request-transformer': removing([...TOKEN_HEADERS, ...KONG_HEADERS, ...ownHeaders]) };
}

/** The same for one route, which keeps what it hands on. */
export function cleanRequest({ forward }: RouteModel, ownHeaders: readonly string[]): PluginsByName {
  const removed = [...TOKEN_HEADERS, ...KONG_HEADERS, ...ownHeaders];
  const kept = new Set([...Object.keys(forward.headers).map((name) => name.toLowerCase()), ...(forward.token ? ['authorization'] : [])]);
  const remaining = removed.filter((name) => !kept.has(name));
  return { 'request-transformer': remaining.length === removed.length ? {} : removing(remaining) };
}

function removing(headers: readonly string[]): { readonly [field: string]: KongValue } {
  return { remove: { headers: [...new Set(headers)].sort() } };
}
