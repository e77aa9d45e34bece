import { type ByteString } from './bytes';
import { type Match } from './regex';
import { type RouterRequest, type RouterRoute } from './types';

/** How a path matched. */
export interface Cover {
  /** What of the path the route covers; absent where it has no path. */
  readonly prefix?: ByteString;
  /** The rest of the path; the path without its first byte where the route has none. */
  readonly postfix: ByteString;
  readonly captures?: Pick<Match, 'groups' | 'names'>;
}

/** A route that takes a request. */
export interface Found<Route extends RouterRoute> {
  readonly route: Route;
  /** How the normalized path of the request matched, which takes longer to find than that it did. */
  readonly cover: (path: ByteString) => Cover | 'unknown';
}

/** A flavor's way to choose among its routes. */
export interface Matcher<Route extends RouterRoute> {
  /** The route Kong takes for a request of a normalized path, of which may be known that it is ASCII. */
  find(request: RouterRequest, path: ByteString, isAscii: boolean): Found<Route> | null | 'unknown';
}
