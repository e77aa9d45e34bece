import type { IdentityClaim, RateLimitModel } from '../model';
import type { Api } from './api';

/** One way in: everything named is required at once. */
export interface Alternative<Role extends string = string, ScopeName extends string = string> {
  readonly roles?: readonly Role[];
  readonly scopes?: readonly ScopeName[];
}

/** Which web pages may call a route from a browser. */
export interface CorsInput {
  /** Name of the set of origins in the environment. */
  readonly origins: string;
  /** Request headers a page may send. @default - `Authorization` and `Content-Type` */
  readonly headers?: readonly string[];
  /** Response headers a page may read. @default - only the safe-listed ones */
  readonly exposedHeaders?: readonly string[];
  /** True lets pages send cookies. @default - false */
  readonly credentials?: boolean;
  /** How long a browser may keep the answer of a preflight. @default - 600 */
  readonly maxAgeSeconds?: number;
}

/** What can be said once for several routes. */
export interface RouteDefaults<Role extends string = string, ScopeName extends string = string> {
  /** Name of the hosts in the environment. */
  readonly host?: string;
  /** The ways in, any one of which is enough; the empty list admits nobody. */
  readonly allow?: readonly Alternative<Role, ScopeName>[];
  /** Lets everybody in, without a token; the text says why. Excludes `allow` beside it. */
  readonly public?: string;
  /** Request headers that must be present: name to the values any one of which is enough. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** What the upstream receives of the caller's identity. @default - neither token nor identity headers */
  readonly forward?: {
    /** True hands the access token to the upstream. @default - false */
    readonly token?: boolean;
    /** Header name to the claim it carries; a caller can never set such a header himself. */
    readonly headers?: Readonly<Record<string, IdentityClaim>>;
  };
  /** Calls each client may make. @default - no limit */
  readonly rateLimit?: RateLimitModel;
  /** @default - no page of another origin may call */
  readonly cors?: CorsInput;
  /** Name of the set of networks in the environment from which alone the route may be called. @default - any */
  readonly networks?: string;
}

/** A route as it is written in a definition; the property name is its name. */
export interface RouteInput<Role extends string = string, ScopeName extends string = string> extends RouteDefaults<Role, ScopeName> {
  /** HTTP methods. @default - every method */
  readonly methods?: readonly string[];
  /**
   * Exactly this path: literal segments, `{x}` for one segment, a last `/**` for everything below.
   * The upstream receives the path as the caller sent it.
   */
  readonly path: string;
  /** Identity of the route within its API; keep the old one when the name changes. @default - the name */
  readonly key?: string;
}

/** Routes of one API as they are written in a definition. */
export interface Routes {
  readonly api: Api;
  readonly defaults: RouteDefaults;
  readonly routes: Readonly<Record<string, RouteInput>>;
}

/**
 * Declares routes of an API. What a route leaves out it takes from the defaults; what it says
 * replaces the default as a whole.
 */
export function defineRoutes<Role extends string, ScopeName extends string>(
  api: Api<Role, ScopeName>,
  defaults: RouteDefaults<NoInfer<Role>, NoInfer<ScopeName>>,
  routes: { readonly [name: string]: RouteInput<NoInfer<Role>, NoInfer<ScopeName>> },
): Routes {
  return { api, defaults, routes };
}
