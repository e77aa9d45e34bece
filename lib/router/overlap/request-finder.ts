import { commonText, type Allowance, type Language } from '../regex';
import { type RouterFlavor, type RouterRequest, type RouterRoute } from '../types';
import { Criteria, type Surroundings } from './criteria';
import { PathLanguages, targetOf } from './path-language';
import { surroundingsOf } from './surroundings';

/** Pairs of paths that several routes list; more are not looked at. */
const MOST_WAYS = 500;

/** What a question costs before any automaton takes a step. */
const COST = 200;

/** Finds requests that some routes match and others do not: not by trial, but from what the routes ask for. */
export class RequestFinder {
  private readonly paths: PathLanguages;
  private readonly criteria = new WeakMap<RouterRoute, Criteria>();
  private readonly texts = new Map<string, readonly number[] | null | 'unknown'>();

  /**
   * @param allowance work that all questions together may cause; when it is used up the answer is `unknown`. Default: no end to it
   */
  constructor(
    private readonly flavor: RouterFlavor,
    private readonly allowance: Allowance = { left: Infinity },
  ) {
    this.paths = new PathLanguages(flavor);
  }

  /**
   * A request that each of some routes would match alone, and none of others; null where there is none, `unknown` where that
   * cannot be told. Of several it is a short one, by HTTPS to a host that is listed where it can be.
   *
   * @param scheme what the request must come by
   */
  find(all: readonly RouterRoute[], none: readonly RouterRoute[] = [], scheme?: 'https' | 'http'): RouterRequest | null | 'unknown' {
    this.allowance.left -= COST;
    if (this.allowance.left < 0) return 'unknown';
    const [wanted, avoided] = [all.map((route) => this.of(route)), none.map((route) => this.of(route))];
    const { list, isComplete } = surroundingsOf(wanted, avoided, this.flavor);
    if (list.length === 0 && isComplete) return null;
    let doubtful = !isComplete;
    /** Routes to be avoided by the path alone, together with which there was no path. */
    const failed = new Set<string>();
    for (const surroundings of list) {
      if (scheme !== undefined && surroundings.scheme !== scheme) continue;
      const near = avoided.filter((one) => one.takes(surroundings));
      const key = near.map((one) => avoided.indexOf(one)).join();
      if (failed.has(key)) continue;
      failed.add(key);
      const found = this.withPath(surroundings, wanted, near);
      if (found === 'unknown') doubtful = true;
      else if (found !== null) return found;
    }
    return doubtful ? 'unknown' : null;
  }

  /** Whether a request is a route's, were there no other. */
  matches(route: RouterRoute, request: RouterRequest): boolean | 'unknown' {
    return this.of(route).matches(request);
  }

  private of(route: RouterRoute): Criteria {
    const known = this.criteria.get(route) ?? new Criteria(route, this.flavor);
    this.criteria.set(route, known);
    return known;
  }

  private withPath(surroundings: Surroundings, all: readonly Criteria[], none: readonly Criteria[]): RouterRequest | null | 'unknown' {
    if (none.some(({ paths }) => paths.length === 0)) return null;
    const avoided = [...new Set(none.flatMap(({ paths }) => paths))];
    let doubtful = false;
    let ways = 0;
    for (const way of waysThrough(all.map(({ paths }) => paths))) {
      if (ways++ > MOST_WAYS) return 'unknown';
      const text = this.text(way, avoided);
      if (text === 'unknown') doubtful = true;
      if (text === null || text === 'unknown') continue;
      const request = { ...surroundings, path: targetOf(this.bytes(text)) };
      const holds = [...all.map((one) => one.matches(request)), ...none.map((one) => opposite(one.matches(request)))];
      if (holds.every((one) => one === true)) return request;
      doubtful = true;
    }
    return doubtful ? 'unknown' : null;
  }

  private text(all: readonly string[], none: readonly string[]): readonly number[] | null | 'unknown' {
    const key = JSON.stringify([all, none]);
    const known = this.texts.get(key) ?? this.search(all, none);
    this.texts.set(key, known);
    return known;
  }

  private search(all: readonly string[], none: readonly string[]): readonly number[] | null | 'unknown' {
    const wanted = all.map((path) => this.paths.of(path)).filter((language) => language !== 'none');
    if (wanted.length < all.length) return null;
    const avoided = none.map((path) => this.paths.of(path)).filter((language) => language !== 'none');
    const known = [...wanted, ...avoided].filter((language): language is Language => language !== 'unknown');
    if (known.length < wanted.length + avoided.length) return 'unknown';
    const text = commonText([this.paths.normalized, ...known.slice(0, wanted.length)], known.slice(wanted.length), this.allowance);
    // An automaton that takes too much can hide a text from what is avoided.
    return text === null && known.slice(wanted.length).some(({ isExact }) => !isExact) ? 'unknown' : text;
  }

  private bytes(text: readonly number[]): string {
    const read = String.fromCodePoint(...text);
    return this.paths.engine === 'pcre' ? read : Buffer.from(read, 'utf8').toString('latin1');
  }
}

/** One path of each route that has any. */
function* waysThrough(lists: readonly (readonly string[])[]): Generator<readonly string[]> {
  const [first, ...others] = lists.filter((list) => list.length > 0);
  if (first === undefined) {
    yield [];
    return;
  }
  for (const path of first) for (const rest of waysThrough(others)) yield [...new Set([path, ...rest])];
}

function opposite(holds: boolean | 'unknown'): boolean | 'unknown' {
  return holds === 'unknown' ? 'unknown' : !holds;
}
