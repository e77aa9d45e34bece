import { type ByteString } from '../bytes';
import { valuesOf } from '../headers';
import { HostIndex } from '../host-index';
import { PrefixIndex } from '../prefix-index';
import { type RouterRoute } from '../types';
import { RULE, type Expression, type WildcardHost } from './entry';
import { type Placed } from './order';
import { hostKeys, type Seen } from './seen';

/** What a request hits first of all that is listed anywhere: it decides where the search begins. */
export interface Hits {
  readonly category: number;
  /** The host with an asterisk that was hit, where no plain one was. */
  readonly host?: ByteString;
  /** The expression or prefix that was hit. */
  readonly path?: ByteString;
  /** The known headers a request has, those of the first route that knows any: one of them was hit. */
  readonly headers: readonly ByteString[];
}

/** A pattern that may be hit, with its place in the order. */
interface Target {
  readonly value: ByteString;
  readonly expression: Expression;
  readonly rank: number;
  readonly tie: number;
  readonly undecided: boolean;
}

/** All that is listed on any route. */
export class Listed<Route extends RouterRoute> {
  private readonly plainHosts = new Set<ByteString>();
  private readonly wildcards = new HostIndex<Target>();
  private readonly expressions = new PrefixIndex<Target>();
  private readonly prefixes = new PrefixIndex<ByteString>();
  private readonly methods = new Set<ByteString>();
  private readonly snis = new Set<ByteString>();
  /** Names of headers by route in the order of routes, those known before left out. */
  private readonly headers: (readonly ByteString[])[] = [];

  constructor(placed: readonly Placed<Route>[]) {
    const known = new Set<ByteString>();
    const seen = new Set<unknown>();
    for (const one of placed) {
      this.addPath(one);
      const { entry } = one;
      // Entries of one route share their hosts and whatever else is no path; the first of them goes first.
      if (seen.has(entry.hosts)) continue;
      seen.add(entry.hosts);
      for (const host of entry.plainHosts) this.plainHosts.add(host);
      for (const wildcard of entry.wildcards) this.addWildcard(wildcard, one);
      for (const method of entry.methods) this.methods.add(method);
      for (const sni of entry.snis) this.snis.add(sni);
      const fresh = entry.headers.map(({ name }) => name).filter((name) => !known.has(name));
      if (fresh.length > 0) this.headers.push(fresh);
      fresh.forEach((name) => known.add(name));
    }
  }

  /** What a request hits; null where the gateway gives up, since a regular expression cannot be compiled. */
  hits(seen: Seen): Hits | null | 'unknown' {
    const host = this.hitHost(seen);
    const path = this.hitPath(seen.path);
    if (host === null || path === null) return null;
    if (host === 'unknown' || path === 'unknown') return 'unknown';
    const headers = this.hitHeaders(seen);
    const category =
      (host.isHit ? RULE.host : 0) |
      (headers.length > 0 ? RULE.header : 0) |
      (path !== undefined ? RULE.path : 0) |
      (this.methods.has(seen.method) ? RULE.method : 0) |
      (this.snis.has(seen.sni) ? RULE.sni : 0);
    return { category, headers, ...(host.value !== undefined && { host: host.value }), ...(path !== undefined && { path }) };
  }

  private hitHost(seen: Seen): { readonly isHit: boolean; readonly value?: ByteString } | null | 'unknown' {
    const { bare, full } = seen;
    if (bare === undefined || full === undefined) return { isHit: false };
    if (this.plainHosts.has(full) || this.plainHosts.has(bare)) return { isHit: true };
    const lists = [...hostKeys(seen)].flatMap((key) => this.wildcards.collect(key, ''));
    const hit = firstHit(lists, full);
    if (hit === undefined) return { isHit: false };
    return hit === null || hit === 'unknown' ? hit : { isHit: true, value: hit };
  }

  private hitPath(path: ByteString): ByteString | undefined | null | 'unknown' {
    const lists: (readonly Target[])[] = [];
    this.expressions.collect(path, lists);
    const hit = firstHit(lists, path);
    if (hit !== undefined) return hit;
    const prefixes: (readonly ByteString[])[] = [];
    this.prefixes.collect(path, prefixes);
    return prefixes.at(-1)?.[0];
  }

  private hitHeaders({ headers }: Seen): readonly ByteString[] {
    if (headers.size === 0) return [];
    for (const names of this.headers) {
      const present = names.filter((name) => valuesOf(headers, name) !== undefined);
      if (present.length > 0) return present;
    }
    return [];
  }

  private addWildcard({ value, expression, pattern }: WildcardHost, { rank, tie, undecided }: Placed<Route>): void {
    this.wildcards.add(pattern, '', { value, expression, rank, tie, undecided });
  }

  private addPath({ entry: { path }, rank, tie, undecided }: Placed<Route>): void {
    if (path === undefined) return;
    if (path.regex === undefined) {
      this.prefixes.add(path.value, path.value);
      return;
    }
    const { alone } = path.regex;
    this.expressions.add(literalOf(alone), { value: path.value, expression: alone, rank, tie, undecided });
  }
}

/** Bytes every text starts with that an expression matches. */
export function literalOf(expression: Expression): ByteString {
  return typeof expression === 'string' ? '' : expression.prefix;
}

/** The value of the first expression that matches a text; null where the gateway gives up before. */
function firstHit(lists: readonly (readonly Target[])[], text: ByteString): ByteString | undefined | null | 'unknown' {
  let best: Target | undefined;
  let doubtful = Infinity;
  for (const list of lists) {
    for (const target of list) {
      if (best !== undefined && target.rank >= best.rank) break;
      const found = target.expression === 'refused' || (target.expression !== 'unknown' && target.expression.test(text, true));
      if (found === true) best = target;
      else if (found === 'unknown' || target.expression === 'unknown') doubtful = Math.min(doubtful, target.rank);
    }
  }
  if (doubtful < (best?.rank ?? Infinity)) return 'unknown';
  if (best === undefined) return undefined;
  if (best.expression === 'refused') return null;
  return best.undecided && hasRival(lists, text, best) ? 'unknown' : best.value;
}

function hasRival(lists: readonly (readonly Target[])[], text: ByteString, best: Target): boolean {
  return lists.some((list) =>
    list.some(
      ({ tie, value, expression }) =>
        tie === best.tie && value !== best.value && (typeof expression === 'string' || expression.test(text, true) !== false),
    ),
  );
}
