import { splitHostPort } from '../authority';
import { bytesOf, type ByteString } from '../bytes';
import { headerTable } from '../headers';
import { HostIndex, type HostPattern } from '../host-index';
import { type RouteCalculation, type RouterFlavor, type RouterRequest, type RouterRoute } from '../types';
import { type Cover, type Found, type Matcher } from '../matcher';
import {
  asksFor,
  DROPPED,
  headerCriteria,
  headerHolds,
  hostCriterion,
  isReadable,
  pathCriterion,
  sniHolds,
  type HeaderCriterion,
  type Holds,
  type HostCriterion,
  type PathCriterion,
  type Seen,
} from './criteria';
import { rankedEntries, type Ranked } from './entries';

/** An entry of the router, ready to be compared. */
interface Entry<Route extends RouterRoute> extends Found<Route> {
  /** Place in the order in which entries are tried. */
  readonly rank: number;
  /** Its id, where that decides between entries of one priority. */
  readonly id: string | undefined;
  /** Its priority, where entries of other routes have it too and some have no id to decide by. */
  readonly undecided: bigint | undefined;
  readonly methods: ReadonlySet<ByteString> | undefined;
  readonly hosts: readonly HostCriterion[];
  readonly paths: readonly PathCriterion[];
  readonly headers: readonly HeaderCriterion[];
  readonly snis: readonly ByteString[];
  /** Schemes that reach the route; undefined where both do. */
  readonly secure: boolean | undefined;
  /** Whether an entry that the index finds for a host and a path is known to take them. */
  readonly isFound: { byHost: boolean; byPath: boolean };
}

const NO_ENTRIES: readonly never[] = [];

/** A route of more hosts times paths than this is looked up by its hosts alone. */
const MOST_SLOTS = 1_000;

const NO_HOST: { readonly name: undefined; readonly port?: number } = { name: undefined };

/** The order and the comparison of the flavors `traditional_compatible` and `expressions`. */
export class CompatibleMatcher<Route extends RouterRoute> implements Matcher<Route> {
  private readonly index = new HostIndex<Entry<Route>>();
  /** Of one request; those of the next one take its place. */
  private readonly lists: (readonly Entry<Route>[])[] = [];
  private readonly seen: { -readonly [Field in keyof Seen]: Seen[Field] } = {
    method: '',
    secure: true,
    host: undefined,
    port: 0,
    path: '',
    isAscii: true,
    sni: undefined,
    headers: headerTable(),
  };
  private readonly fields: { readonly headers: ReadonlySet<ByteString>; readonly path: boolean; readonly host: boolean };

  constructor(
    routes: readonly Route[],
    private readonly flavor: RouterFlavor,
    private readonly calculation: RouteCalculation,
  ) {
    const ranked = rankedEntries(routes, calculation);
    const ties = undecidedTies(ranked);
    const entries = ranked.flatMap((entry, rank) => this.prepared(entry, rank, ties.has(entry.priority)));
    for (const entry of entries) this.file(entry);
    this.fields = {
      headers: new Set(entries.flatMap(({ headers }) => headers.map(({ name }) => name))),
      path: entries.some(({ paths }) => paths.length > 0),
      host: entries.some(({ hosts }) => hosts.length > 0),
    };
  }

  find(request: RouterRequest, path: ByteString, isAscii: boolean): Found<Route> | null | 'unknown' {
    const seen = this.look(request, path, isAscii);
    if (!(seen.isAscii && seen.sni === undefined && this.fields.headers.size === 0) && !isReadable(seen, this.fields)) return null;
    let best: Entry<Route> | undefined;
    let doubtful = Infinity;
    const { lists } = this;
    lists.length = 0;
    this.index.collect(seen.host, path, lists);
    for (let at = 0; at < lists.length; at++) {
      for (const entry of lists[at] ?? NO_ENTRIES) {
        if (best !== undefined && entry.rank >= best.rank) break;
        const holds = this.holds(entry, seen);
        if (holds === true) best = entry;
        else if (holds === 'unknown') doubtful = Math.min(doubtful, entry.rank);
      }
    }
    if (doubtful < (best?.rank ?? Infinity)) return 'unknown';
    if (best === undefined) return null;
    return this.isTied(best, seen) ? 'unknown' : best;
  }

  /** The request as this flavor sees it. One object serves all requests, which come one after the other. */
  private look(request: RouterRequest, path: ByteString, isAscii: boolean): Seen {
    const { seen } = this;
    const { host, sni } = request;
    const bytes = host === null ? undefined : bytesOf(host);
    const { name, port } = bytes === undefined ? NO_HOST : splitHostPort(bytes);
    seen.method = bytesOf(request.method);
    seen.secure = request.scheme !== 'http';
    seen.host = name;
    seen.port = port ?? request.port ?? (seen.secure ? 443 : 80);
    seen.path = path;
    // Bytes differ from a text that is not ASCII.
    seen.isAscii = isAscii && (host === null || bytes === host);
    seen.sni = sni === undefined ? undefined : bytesOf(sni);
    if (this.fields.headers.size > 0) seen.headers = headerTable(request.headers);
    return seen;
  }

  private holds(entry: Entry<Route>, seen: Seen): Holds {
    if (entry.methods !== undefined && !entry.methods.has(seen.method)) return false;
    if (entry.secure !== undefined && entry.secure !== seen.secure) return false;
    if (!entry.isFound.byHost && !hostHolds(entry.hosts, seen)) return false;
    if (entry.snis.length > 0 && !sniHolds(entry.snis, seen, this.calculation)) return false;
    const path = entry.isFound.byPath || anyHolds(entry.paths, seen.path);
    if (path === false) return false;
    let holds: Holds = path;
    for (const header of entry.headers) {
      const found = headerHolds(header, seen.headers);
      if (found === false) return false;
      if (found === 'unknown') holds = 'unknown';
    }
    return holds;
  }

  private isTied(best: Entry<Route>, seen: Seen): boolean {
    if (best.undecided === undefined) return false;
    const isRival = (entry: Entry<Route>): boolean =>
      entry.undecided === best.undecided && entry.route !== best.route && (entry.id === undefined || best.id === undefined);
    return this.index
      .collect(seen.host, seen.path)
      .some((list) => list.some((entry) => isRival(entry) && this.holds(entry, seen) !== false));
  }

  private prepared({ route, id, priority, paths: listed }: Ranked<Route>, rank: number, isTie: boolean): readonly Entry<Route>[] {
    const paths = listed.map(pathCriterion);
    const headers = headerCriteria(route.headers);
    const readable = paths.filter((path) => path !== DROPPED);
    if (headers === DROPPED || readable.length < paths.length) return [];
    const methods = route.methods ?? [];
    const entry: Entry<Route> = {
      route,
      cover: (path) => coverOf(readable, path),
      rank,
      id,
      undecided: isTie ? priority : undefined,
      methods: methods.length === 0 ? undefined : new Set(methods.map(bytesOf)),
      hosts: (route.hosts ?? []).map(hostCriterion),
      paths: readable,
      headers,
      snis: (route.snis ?? []).map(bytesOf),
      secure: this.flavor === 'expressions' ? schemeOf(route.protocols ?? ['http', 'https']) : undefined,
      isFound: { byHost: false, byPath: paths.length === 0 },
    };
    const isEmpty = entry.methods === undefined && [entry.hosts, paths, headers, entry.snis].every((list) => list.length === 0);
    return isEmpty ? [] : [entry];
  }

  private file(entry: Entry<Route>): void {
    const slots = entry.hosts.length * entry.paths.length;
    const isByHostAlone = slots > MOST_SLOTS || entry.paths.length === 0;
    const literals = isByHostAlone ? [''] : [...new Set(entry.paths.map(({ literal }) => literal))];
    const patterns = entry.hosts.length === 0 ? [undefined] : distinct(entry.hosts.map(({ pattern }) => pattern));
    entry.isFound.byHost = entry.hosts.every(({ port }) => port === undefined);
    entry.isFound.byPath ||= !isByHostAlone && entry.paths.every(({ isLiteral }) => isLiteral);
    for (const pattern of patterns) for (const literal of literals) this.index.add(pattern, literal, entry);
  }
}

function hostHolds(hosts: readonly HostCriterion[], { host, port }: Seen): boolean {
  if (hosts.length === 0) return true;
  if (host === undefined) return false;
  for (const wanted of hosts) if (asksFor(wanted, host, port)) return true;
  return false;
}

function anyHolds(paths: readonly PathCriterion[], path: ByteString): Holds {
  let doubtful = false;
  for (const candidate of paths) {
    const found = candidate.test(path);
    if (found === true) return doubtful ? 'unknown' : true;
    if (found === 'unknown') doubtful = true;
  }
  return doubtful ? 'unknown' : false;
}

/** Paths of an entry are tried in the order listed, and the first that matches says what is stripped. */
function coverOf(paths: readonly PathCriterion[], path: ByteString): Cover | 'unknown' {
  for (const candidate of paths) {
    const found = candidate.match(path);
    if (found === 'unknown') return 'unknown';
    if (found !== null)
      return { prefix: found.text, postfix: path.slice(found.text.length), ...(found.groups && { captures: found.groups }) };
  }
  return { postfix: path.slice(1) };
}

/** The gateway asks a classic route for its protocols in flavor `expressions`, unless that is HTTPS alone. */
function schemeOf(protocols: readonly string[]): boolean | undefined {
  if (protocols.length === 1 && protocols[0] === 'https') return undefined;
  const secure = protocols.some((protocol) => protocol === 'https' || protocol === 'grpcs');
  const plain = protocols.some((protocol) => protocol === 'http' || protocol === 'grpc');
  return secure && plain ? undefined : secure;
}

/** Priorities that several routes have, one of them without an id. */
function undecidedTies<Route extends RouterRoute>(ranked: readonly Ranked<Route>[]): ReadonlySet<bigint> {
  const first = new Map<bigint, Route>();
  const shared = new Set<bigint>();
  const unnamed = new Set<bigint>();
  for (const { route, id, priority } of ranked) {
    if ((first.get(priority) ?? route) !== route) shared.add(priority);
    first.set(priority, route);
    if (id === undefined) unnamed.add(priority);
  }
  return new Set([...shared].filter((priority) => unnamed.has(priority)));
}

function distinct(patterns: readonly HostPattern[]): readonly HostPattern[] {
  return [...new Map(patterns.map((pattern) => [`${pattern.kind} ${pattern.text}`, pattern])).values()];
}
