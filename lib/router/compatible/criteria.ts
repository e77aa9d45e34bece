import { splitHostPort } from '../authority';
import { asciiLower, bytesOf, isUtf8, textOf, type ByteString } from '../bytes';
import { valuesOf, type HeaderTable } from '../headers';
import { type HostPattern } from '../host-index';
import { compile, type Match, type Pattern } from '../regex';
import { type RouteCalculation, type RouterRoute } from '../types';
import { isRegex } from './entries';

/** A request, prepared as the flavors `traditional_compatible` and `expressions` see it. */
export interface Seen {
  readonly method: ByteString;
  readonly secure: boolean;
  /** Host without a port; undefined where none was sent. */
  readonly host: ByteString | undefined;
  readonly port: number;
  readonly path: ByteString;
  /** True where host and path are known to be ASCII. */
  readonly isAscii: boolean;
  readonly sni: ByteString | undefined;
  readonly headers: HeaderTable;
}

/** Whether something holds: `unknown` where the gateway's answer cannot be told. */
export type Holds = boolean | 'unknown';

/** The part of a path that matched, with what the groups of a regular expression caught. */
export interface PathMatch {
  readonly text: ByteString;
  readonly groups?: Match;
}

/** A path of a route. */
export interface PathCriterion {
  /** Bytes every match starts with. */
  readonly literal: ByteString;
  /** True where whatever starts with these bytes matches. */
  readonly isLiteral: boolean;
  test(path: ByteString): Holds;
  match(path: ByteString): PathMatch | null | 'unknown';
}

/** Says that a regular expression does not compile: the gateway leaves out the entry that holds it. */
export const DROPPED = 'dropped';

/** A path of a route as the gateway's expression compares it. */
export function pathCriterion(path: ByteString): PathCriterion | typeof DROPPED {
  if (!isRegex(path)) return prefixCriterion(path);
  // As the gateway does: a textual `^`, and every `?<` spelt `?P<`.
  const pattern = compiled(`^${path.slice(1).replaceAll('?<', '?P<')}`);
  if (pattern === DROPPED) return DROPPED;
  return pattern === 'unknown' ? UNKNOWN_PATH : regexCriterion(pattern);
}

const UNKNOWN_PATH: PathCriterion = { literal: '', isLiteral: false, test: () => 'unknown', match: () => 'unknown' };

function prefixCriterion(prefix: ByteString): PathCriterion {
  const found: PathMatch = { text: prefix };
  return {
    literal: prefix,
    isLiteral: true,
    test: (path) => path.startsWith(prefix),
    match: (path) => (path.startsWith(prefix) ? found : null),
  };
}

function regexCriterion(pattern: Pattern): PathCriterion {
  return { literal: pattern.prefix, isLiteral: false, test: (path) => pattern.test(path), match: (path) => matched(pattern, path) };
}

function matched(pattern: Pattern, text: ByteString): PathMatch | null | 'unknown' {
  const found = pattern.search(text);
  return found === null || found === 'unknown' ? found : { text: text.slice(found.start, found.end), groups: found };
}

function compiled(text: ByteString): Pattern | typeof DROPPED | 'unknown' {
  const pattern = compile('rust', text);
  if ('error' in pattern) return DROPPED;
  return 'unknown' in pattern ? 'unknown' : pattern;
}

/** A host of a route: how it is compared, and the port that must have been asked for. */
export interface HostCriterion {
  readonly pattern: HostPattern;
  readonly port: number | undefined;
}

/** A host of a route as the gateway's expression compares it. */
export function hostCriterion(host: string): HostCriterion {
  const { name, port } = splitHostPort(bytesOf(host));
  if (name.startsWith('*')) return { pattern: { kind: 'suffix', text: name.slice(1) }, port };
  if (name.endsWith('*')) return { pattern: { kind: 'prefix', text: name.slice(0, -1) }, port };
  return { pattern: { kind: 'exact', text: name }, port };
}

/** True when a request asks for a host of a route. */
export function asksFor({ pattern, port }: HostCriterion, host: ByteString, asked: number): boolean {
  if (port !== undefined && port !== asked) return false;
  if (pattern.kind === 'exact') return host === pattern.text;
  return pattern.kind === 'suffix' ? host.endsWith(pattern.text) : host.startsWith(pattern.text);
}

/** A header of a route and what any value of it may be. */
export interface HeaderCriterion {
  readonly name: ByteString;
  readonly values: ReadonlySet<ByteString>;
  readonly patterns: readonly (Pattern | 'unknown')[];
}

/** The headers of a route as the gateway's expression compares them. */
export function headerCriteria(headers: RouterRoute['headers']): readonly HeaderCriterion[] | typeof DROPPED {
  const criteria = Object.entries(headers ?? {}).map(([name, listed]) => headerCriterion(name, listed));
  const kept = criteria.filter((criterion) => criterion !== DROPPED);
  return kept.length === criteria.length ? kept : DROPPED;
}

function headerCriterion(name: string, listed: readonly string[]): HeaderCriterion | typeof DROPPED {
  const values = new Set<ByteString>();
  const patterns: (Pattern | 'unknown')[] = [];
  for (const value of listed.map(bytesOf)) {
    // The pattern itself is put in small letters: `\D` becomes `\d`.
    if (!value.startsWith('~*')) values.add(asciiLower(value));
    else {
      const pattern = compiled(asciiLower(value.slice(2)));
      if (pattern === DROPPED) return DROPPED;
      patterns.push(pattern);
    }
  }
  return { name: asciiLower(bytesOf(name)).replaceAll('-', '_'), values, patterns };
}

/** True when one of a request's values is one of a header's. */
export function headerHolds({ name, values, patterns }: HeaderCriterion, headers: HeaderTable): Holds {
  let holds: Holds = false;
  for (const sent of valuesOf(headers, name) ?? []) {
    // Letters of all alphabets here, though the route's own value is folded in ASCII alone.
    const value = bytesOf(textOf(sent).toLowerCase());
    if (values.has(value)) return true;
    for (const pattern of patterns) {
      const found = pattern === 'unknown' ? 'unknown' : pattern.test(value);
      if (found === true) return true;
      if (found === 'unknown') holds = 'unknown';
    }
  }
  return holds;
}

/** True when the server name of the connection is one of a route's; without TLS it is not asked, but in `strict`. */
export function sniHolds(snis: readonly ByteString[], { secure, sni }: Seen, calculation: RouteCalculation): boolean {
  if (snis.length === 0) return true;
  if (!secure) return calculation !== 'strict';
  return sni !== undefined && snis.some((wanted) => isNamed(wanted, sni));
}

function isNamed(wanted: ByteString, sni: ByteString): boolean {
  if (wanted.endsWith('*') && !wanted.startsWith('*')) return sni.startsWith(wanted.slice(0, -1));
  const name = wanted.length > 1 && wanted.endsWith('.') ? wanted.slice(0, -1) : wanted;
  return wanted.startsWith('*') ? sni.endsWith(name.slice(1)) : sni === name;
}

/** True when the gateway's engine can read all that its routes look at; with other bytes no route is found at all. */
export function isReadable(
  seen: Seen,
  fields: { readonly headers: ReadonlySet<ByteString>; readonly path: boolean; readonly host: boolean },
): boolean {
  if (!seen.isAscii && fields.path && !isUtf8(seen.path)) return false;
  if (!seen.isAscii && fields.host && seen.host !== undefined && !isUtf8(seen.host)) return false;
  for (const name of fields.headers) {
    if (valuesOf(seen.headers, name)?.every(isUtf8) === false) return false;
  }
  return seen.sni === undefined || isUtf8(seen.sni);
}
