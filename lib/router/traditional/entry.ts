import { hasPort } from '../authority';
import { asciiLower, bytesOf, type ByteString } from '../bytes';
import { type HostPattern } from '../host-index';
import { compile, type Pattern } from '../regex';
import { type RouterRoute } from '../types';

/** Kinds of criteria as bits; a category of routes is their sum. */
export const RULE = { host: 0x40, header: 0x20, path: 0x10, method: 0x08, sni: 0x04 } as const;

/** A regular expression of the gateway's older engine: one that it refuses, or that is not told apart here, says so. */
export type Expression = Pattern | 'refused' | 'unknown';

/** A host with an asterisk. */
export interface WildcardHost {
  readonly value: ByteString;
  readonly expression: Expression;
  /** Where to look it up; undefined where only the expression tells. */
  readonly pattern: HostPattern | undefined;
}

/** The path of an entry. */
export interface EntryPath {
  readonly value: ByteString;
  /** The expression as listed, and with a group for the rest of the path behind it; absent for a prefix. */
  readonly regex?: { readonly alone: Expression; readonly withRest: Expression };
}

/** A header of an entry. */
export interface EntryHeader {
  readonly name: ByteString;
  readonly values: ReadonlySet<ByteString>;
  readonly pattern: Expression | undefined;
}

/** What the router tries: a route with one of its paths. */
export interface Entry<Route extends RouterRoute> {
  readonly route: Route;
  readonly category: number;
  /** Bits: a regular expression 1, no host with an asterisk 2, a host with an asterisk and a port 4. */
  readonly kind: number;
  readonly hosts: readonly ByteString[];
  readonly plainHosts: ReadonlySet<ByteString>;
  readonly wildcards: readonly WildcardHost[];
  readonly headers: readonly EntryHeader[];
  readonly path: EntryPath | undefined;
  readonly methods: ReadonlySet<ByteString>;
  readonly snis: ReadonlySet<ByteString>;
}

/** One entry for each path of a route, which share everything else; none for a route without criteria. */
export function entriesOf<Route extends RouterRoute>(route: Route): readonly Entry<Route>[] {
  const paths = (route.paths ?? []).map((path) => pathOf(bytesOf(path)));
  const shared = sharedBy(route);
  const entries = (paths.length === 0 ? [undefined] : paths).map((path): Entry<Route> => ({
    ...shared,
    path,
    category: shared.category | (path === undefined ? 0 : RULE.path),
    kind: shared.kind | (path?.regex ? 1 : 0),
  }));
  return entries.filter(({ category }) => category !== 0);
}

function sharedBy<Route extends RouterRoute>(route: Route): Entry<Route> {
  const hosts = (route.hosts ?? []).map(bytesOf);
  const wildcards = hosts.filter((host) => host.includes('*'));
  const headers = headersOf(route.headers);
  const methods = new Set((route.methods ?? []).map((method) => bytesOf(method.toUpperCase())));
  const snis = new Set((route.snis ?? []).map((sni) => withoutLastDot(bytesOf(sni))));
  return {
    route,
    category:
      (hosts.length > 0 ? RULE.host : 0) |
      (headers.length > 0 ? RULE.header : 0) |
      (methods.size > 0 ? RULE.method : 0) |
      (snis.size > 0 ? RULE.sni : 0),
    kind: (Array.isArray(route.hosts) && wildcards.length === 0 ? 2 : 0) | (wildcards.some(hasPort) ? 4 : 0),
    hosts,
    plainHosts: new Set(hosts.filter((host) => !host.includes('*'))),
    wildcards: wildcards.map(wildcardHost),
    headers,
    path: undefined,
    methods,
    snis,
  };
}

function pathOf(listed: ByteString): EntryPath {
  if (!listed.startsWith('~')) return { value: listed };
  const value = listed.slice(1);
  return { value, regex: { alone: expression(value), withRest: expression(`${value}(?<uri_postfix>.*)`) } };
}

function headersOf(headers: RouterRoute['headers']): readonly EntryHeader[] {
  return Object.entries(headers ?? {}).flatMap(([listed, values]) => {
    const name = asciiLower(bytesOf(listed));
    if (name === 'host') return [];
    const [first = '', ...others] = values.map(bytesOf);
    // A regular expression is one only as the single value, and is not put in small letters.
    const pattern = others.length === 0 && first.startsWith('~*') ? expression(first.slice(2)) : undefined;
    return [{ name, values: new Set(values.map((value) => asciiLower(bytesOf(value)))), pattern }];
  });
}

function wildcardHost(value: ByteString): WildcardHost {
  const regex = `${value.replaceAll('.', '\\.').replaceAll('*', '.+')}$`;
  return {
    value,
    expression: expression(hasPort(value) ? regex : `${regex.slice(0, -1)}(?::\\d+)?$`),
    pattern: wildcardPattern(value),
  };
}

function wildcardPattern(value: ByteString): HostPattern | undefined {
  const [before = '', after = '', ...more] = value.split('*');
  if (more.length > 0 || !/^[\w.:-]*$/.test(before + after)) return undefined;
  if (before === '') return { kind: 'suffix', text: after };
  return after === '' ? { kind: 'prefix', text: before } : undefined;
}

function expression(text: ByteString): Expression {
  const pattern = compile('pcre', text);
  if ('error' in pattern) return 'refused';
  return 'unknown' in pattern ? 'unknown' : pattern;
}

function withoutLastDot(name: ByteString): ByteString {
  return name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name;
}
