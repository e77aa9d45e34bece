import { type ByteString } from '../bytes';
import { type Found, type Matcher } from '../matcher';
import { type RouterRequest, type RouterRoute } from '../types';
import { Category } from './category';
import { type Entry } from './entry';
import { Listed, type Hits } from './hits';
import { coverOf } from './judge';
import { placedEntries, type Placed } from './order';
import { seenRequest, type Seen } from './seen';

/** The order and the comparison of the flavor `traditional`. */
export class TraditionalMatcher<Route extends RouterRoute> implements Matcher<Route> {
  private readonly listed: Listed<Route>;
  /** The more criteria, the earlier; among as many, the greater sum of bits. */
  private readonly categories: readonly Category<Route>[];
  private readonly isContradictory: boolean;

  constructor(routes: readonly Route[]) {
    const placed = placedEntries(routes);
    this.isContradictory = placed === undefined;
    this.listed = new Listed(placed ?? []);
    const byBits = new Map<number, Placed<Route>[]>();
    for (const one of placed ?? []) {
      const same = byBits.get(one.entry.category);
      if (same === undefined) byBits.set(one.entry.category, [one]);
      else same.push(one);
    }
    this.categories = [...byBits].sort(([a], [b]) => weight(b) - weight(a) || b - a).map(([bits, members]) => new Category(bits, members));
  }

  find(request: RouterRequest, path: ByteString): Found<Route> | null | 'unknown' {
    if (this.isContradictory) return 'unknown';
    const seen = seenRequest(request, path);
    const hits = this.listed.hits(seen);
    if (hits === null || hits === 'unknown') return hits;
    if (hits.category === 0) return null;
    return agreed(
      (hits.headers.length === 0 ? [undefined] : hits.headers).map((header) => this.taken(seen, hits, header)),
      seen,
    );
  }

  private taken(seen: Seen, hits: Hits, header: ByteString | undefined): Entry<Route> | undefined | 'unknown' {
    const start = this.categories.findIndex(({ bits }) => bits === hits.category);
    for (const category of this.categories.slice(Math.max(start, 0))) {
      const found = category.first(seen, hits, header);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Which of several headers of one route was hit nobody can tell; so the answer must be the same for each. */
function agreed<Route extends RouterRoute>(
  taken: readonly (Entry<Route> | undefined | 'unknown')[],
  seen: Seen,
): Found<Route> | null | 'unknown' {
  const [first, ...others] = new Set(taken);
  if (others.length > 0 || first === 'unknown') return 'unknown';
  if (first === undefined) return null;
  return { route: first.route, cover: () => coverOf(first, seen) };
}

function weight(bits: number): number {
  return bits.toString(2).replaceAll('0', '').length;
}
