/** How the gateway decides which route takes a request: `router_flavor` of kong.conf. */
export type RouterFlavor = 'traditional_compatible' | 'traditional' | 'expressions';

/**
 * How the flavors `traditional_compatible` and `expressions` weigh a route: `original` as open-source Kong and, unless
 * told otherwise, Enterprise do (interpreted LuaJIT on x86-64), `compiled` as the same code does once LuaJIT has
 * compiled it, `strict` as Enterprise does with `route_match_calculation = strict`.
 */
export type RouteCalculation = 'original' | 'compiled' | 'strict';

/** The service of a route, as far as the upstream URL rests on it. */
export interface RouterService {
  readonly protocol?: string | null;
  readonly host?: string | null;
  readonly port?: number | null;
  /** @default - `/` */
  readonly path?: string | null;
  /** A route of a service that is not enabled is no route. @default - true */
  readonly enabled?: boolean | null;
}

/** A route as Kong holds it; a missing or null field has Kong's default. */
export interface RouterRoute {
  /** Decides between routes of equal weight in `traditional_compatible` and `expressions`. */
  readonly id?: string | null;
  readonly name?: string | null;
  readonly methods?: readonly string[] | null;
  readonly hosts?: readonly string[] | null;
  readonly paths?: readonly string[] | null;
  readonly headers?: Readonly<Record<string, readonly string[]>> | null;
  readonly snis?: readonly string[] | null;
  readonly sources?: readonly unknown[] | null;
  readonly destinations?: readonly unknown[] | null;
  /** @default - `http` and `https` */
  readonly protocols?: readonly string[] | null;
  /** @default - 0 */
  readonly regex_priority?: number | null;
  /** @default - true */
  readonly strip_path?: boolean | null;
  /** @default - false */
  readonly preserve_host?: boolean | null;
  /** `v1` has a meaning in `traditional` alone. @default - `v0` */
  readonly path_handling?: string | null;
  /** @default - 426 */
  readonly https_redirect_status_code?: number | null;
  /** Seconds since 1970: the older of two goes first in `traditional`. */
  readonly created_at?: number | null;
  /** An expression of the router's own language, which is not read: where it could matter, the answer is unknown. */
  readonly expression?: string | null;
  /** The owning service inline. */
  readonly service?: RouterService | null;
}

/** A request as it arrives at the gateway. */
export interface RouterRequest {
  readonly method: string;
  /** Scheme of the connection. @default - `https` */
  readonly scheme?: 'http' | 'https';
  /** What a trusted proxy says of the scheme in X-Forwarded-Proto. @default - the scheme of the connection */
  readonly forwardedScheme?: 'http' | 'https';
  /** The Host header to the letter; null sends none. */
  readonly host: string | null;
  /** Port the gateway accepted the connection on. @default - 443 for `https`, 80 for `http` */
  readonly port?: number;
  /** The request target as sent, query included. */
  readonly path: string;
  /** In any case and order, repeats kept, without Host. */
  readonly headers?: readonly (readonly [string, string])[];
  /** Server name of the TLS connection; absent where none was sent. */
  readonly sni?: string;
}

/** What Kong does with a request. */
export interface RouterAnswer {
  /** Name of the route that takes the request, its id where it has no name; null where none does, or none can be told. */
  readonly route: string | null;
  /**
   * 200 goes on to the plugins and the upstream; 404 no route; 400 refused before routing; 426, 301, 302, 307, 308
   * the route wants HTTPS; 415 the route wants gRPC. Null where it cannot be told.
   */
  readonly status: number | null;
  /** Path the upstream receives, escaped as on the wire. */
  readonly upstreamPath?: string;
  /** Query the upstream receives, where a `?` was sent. */
  readonly upstreamQuery?: string;
  /** Host the upstream receives, where it is the caller's (`preserve_host`). */
  readonly upstreamHost?: string;
  /** `X-Forwarded-Prefix` the upstream receives: what was stripped; one character for each byte, as headers are read. */
  readonly forwardedPrefix?: string;
  /** Where a redirect leads. */
  readonly location?: string;
  /** What the groups of the path's regular expression caught, by number and by name; false where a group took no part. */
  readonly captures?: Readonly<Record<string, string | false>>;
  /** Why the gateway's answer cannot be told; absent where it is exact. */
  readonly unknown?: string;
}

/** What {@link createRouter} needs to know. */
export interface RouterOptions<Route extends RouterRoute = RouterRoute> {
  readonly flavor: RouterFlavor;
  /** The order is of no importance. */
  readonly routes: readonly Route[];
  /** Of no effect in `traditional`. @default - `original` */
  readonly calculation?: RouteCalculation;
}

/** Answers as Kong's router does. */
export interface Router<Route extends RouterRoute = RouterRoute> {
  /** What Kong does with a request. Never throws for what a caller can send. */
  match(request: RouterRequest): RouterAnswer;
  /** The same with the route itself, and without what the upstream receives. */
  find(request: RouterRequest): Taken<Route>;
}

/** The route that takes a request. */
export interface Taken<Route extends RouterRoute = RouterRoute> {
  /** Null where no route takes the request, or none can be told. */
  readonly route: Route | null;
  readonly status: number | null;
  readonly unknown?: string;
}
