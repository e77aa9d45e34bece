import { type ByteString } from '../bytes';
import { HostIndex } from '../host-index';
import { type RouterRoute } from '../types';
import { RULE, type Entry } from './entry';
import { literalOf, type Hits } from './hits';
import { holds } from './judge';
import { type Placed } from './order';
import { hostKeys, type Seen } from './seen';

/** Tells whether an entry is on the list that is tried first. */
type OnShortlist<Route extends RouterRoute> = (entry: Entry<Route>) => boolean;

/** A route of more hosts than this is looked up by its path alone. */
const MOST_SLOTS = 1_000;

/** The entries that have the same kinds of criteria. */
export class Category<Route extends RouterRoute> {
  private readonly index = new HostIndex<Placed<Route>>();
  private readonly byPath = new Map<ByteString, Placed<Route>[]>();
  private readonly counts = {
    host: new Map<ByteString, number>(),
    header: new Map<ByteString, number>(),
    method: new Map<ByteString, number>(),
    sni: new Map<ByteString, number>(),
  };

  constructor(
    readonly bits: number,
    members: readonly Placed<Route>[],
  ) {
    const shared = new Map<readonly ByteString[], { entry: Entry<Route>; paths: number }>();
    for (const one of members) {
      this.file(one);
      const same = shared.get(one.entry.hosts);
      if (same === undefined) shared.set(one.entry.hosts, { entry: one.entry, paths: 1 });
      else same.paths += 1;
    }
    // Entries of one route share their hosts and whatever else is no path.
    for (const { entry, paths } of shared.values()) this.count(entry, paths);
  }

  /** The entry that takes a request: the first on the shortlist, else the first of all. */
  first(seen: Seen, hits: Hits, header: ByteString | undefined): Entry<Route> | undefined | 'unknown' {
    const lists = this.candidates(seen, hits);
    if (lists.length === 0) return undefined;
    const shortlist = this.shortlist(seen, hits, header);
    return (shortlist && firstOf(lists, seen, hits, shortlist)) ?? firstOf(lists, seen, hits, () => true);
  }

  private candidates(seen: Seen, hits: Hits): readonly (readonly Placed<Route>[])[] {
    const lists = [];
    const keys = (this.bits & RULE.host) === 0 ? [undefined] : hostKeys(seen).size === 0 ? ['nil'] : hostKeys(seen);
    for (const key of keys) lists.push(...this.index.collect(key, seen.path));
    // An entry whose path is spelt like what was hit is not compared, so its path need not fit.
    const spelt = hits.path === undefined ? undefined : this.byPath.get(hits.path);
    if (spelt !== undefined) lists.push(spelt);
    return lists;
  }

  /** As `reduce` of kong/router/traditional.lua: the list by header if there is one, else the shortest. */
  private shortlist(seen: Seen, hits: Hits, header: ByteString | undefined): OnShortlist<Route> | undefined {
    const host = hits.host ?? seen.host;
    const { counts } = this;
    const named = header !== undefined && counts.header.has(header);
    if (named) return (entry) => entry.headers.some(({ name }) => name === header);
    const lists: readonly [number | undefined, OnShortlist<Route>][] = [
      [counts.host.get(host), (entry) => entry.hosts.includes(host)],
      [hits.path === undefined ? undefined : this.byPath.get(hits.path)?.length, (entry) => entry.path?.value === hits.path],
      [counts.method.get(seen.method), (entry) => entry.methods.has(seen.method)],
      [counts.sni.get(seen.sni), (entry) => entry.snis.has(seen.sni)],
    ];
    let shortest: (typeof lists)[number] | undefined;
    for (const list of lists) {
      if (list[0] !== undefined && list[0] < (shortest?.[0] ?? Infinity)) shortest = list;
    }
    return shortest?.[1];
  }

  private file(one: Placed<Route>): void {
    const { entry } = one;
    const { path, wildcards, plainHosts } = entry;
    const literal = path === undefined ? '' : path.regex ? literalOf(path.regex.alone) : path.value;
    if (path !== undefined) {
      const spelt = this.byPath.get(path.value);
      if (spelt === undefined) this.byPath.set(path.value, [one]);
      else spelt.push(one);
    }
    if (entry.hosts.length === 0 || entry.hosts.length > MOST_SLOTS) this.index.add(undefined, literal, one);
    else {
      for (const text of plainHosts) this.index.add({ kind: 'exact', text }, literal, one);
      for (const { pattern } of wildcards) this.index.add(pattern, literal, one);
    }
  }

  private count({ hosts, headers, methods, snis }: Entry<Route>, paths: number): void {
    for (const host of hosts) add(this.counts.host, host, paths);
    for (const { name } of headers) add(this.counts.header, name, paths);
    for (const method of methods) add(this.counts.method, method, paths);
    for (const sni of snis) add(this.counts.sni, sni, paths);
  }
}

function firstOf<Route extends RouterRoute>(
  lists: readonly (readonly Placed<Route>[])[],
  seen: Seen,
  hits: Hits,
  isMember: OnShortlist<Route>,
): Entry<Route> | undefined | 'unknown' {
  let best: Placed<Route> | undefined;
  let doubtful = Infinity;
  for (const list of lists) {
    for (const one of list) {
      if (best !== undefined && one.rank >= best.rank) break;
      const found = isMember(one.entry) && holds(one.entry, seen, hits);
      if (found === true) best = one;
      else if (found === 'unknown') doubtful = Math.min(doubtful, one.rank);
    }
  }
  if (doubtful < (best?.rank ?? Infinity)) return 'unknown';
  return best?.undecided === true && hasRival(lists, seen, hits, isMember, best) ? 'unknown' : best?.entry;
}

function hasRival<Route extends RouterRoute>(
  lists: readonly (readonly Placed<Route>[])[],
  seen: Seen,
  hits: Hits,
  isMember: OnShortlist<Route>,
  best: Placed<Route>,
): boolean {
  return lists.some((list) =>
    list.some(
      ({ tie, entry }) => tie === best.tie && entry.route !== best.entry.route && isMember(entry) && holds(entry, seen, hits) !== false,
    ),
  );
}

function add(counts: Map<ByteString, number>, key: ByteString, number: number): void {
  counts.set(key, (counts.get(key) ?? 0) + number);
}
