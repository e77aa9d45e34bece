import { createRouter, isRoute } from '../router';
import { type Router, type RouterFlavor, type RouterRequest, type RouterRoute } from '../types';

/** What a request is besides its path. */
export type Surroundings = Omit<RouterRequest, 'path'>;

/** A kind of criteria besides paths. */
export type Field = 'hosts' | 'headers' | 'snis' | 'methods';

/** What a route asks of a request, field by field, each as the router of the flavor judges it. */
export class Criteria {
  readonly hosts: readonly string[];
  readonly methods: readonly string[];
  readonly snis: readonly string[];
  readonly headers: readonly (readonly [string, readonly string[]])[];
  readonly paths: readonly string[];
  private readonly routers = new Map<Field, Router>();
  private whole: Router | undefined;

  constructor(
    readonly route: RouterRoute,
    private readonly flavor: RouterFlavor,
  ) {
    this.hosts = route.hosts ?? [];
    this.methods = route.methods ?? [];
    this.snis = route.snis ?? [];
    this.headers = Object.entries(route.headers ?? {});
    this.paths = route.paths ?? [];
  }

  /** Schemes by which the route can be reached. */
  get schemes(): readonly ('https' | 'http')[] {
    if (!isRoute(this.route)) return [];
    // Only this flavor has the protocol among its criteria.
    if (this.flavor !== 'expressions') return ['https', 'http'];
    const listed = this.route.protocols ?? ['http', 'https'];
    const takes = (...names: readonly string[]): boolean => listed.some((name) => names.includes(name));
    // A route for HTTPS alone takes the rest too, to redirect it.
    if (listed.length === 1 && takes('https')) return ['https', 'http'];
    return [...(takes('https', 'grpcs', 'wss') ? ['https' as const] : []), ...(takes('http', 'grpc', 'ws') ? ['http' as const] : [])];
  }

  /** Whether a request's host, headers, server name and method, as far as they are asked for, are the route's. */
  takes(surroundings: Surroundings, fields: readonly Field[] = ['methods', 'hosts', 'headers', 'snis']): boolean {
    const scheme = surroundings.scheme ?? 'https';
    return this.schemes.includes(scheme) && fields.every((field) => this.isEmpty(field) || this.judges(field, surroundings));
  }

  /** Whether a request is the route's, were there no other. */
  matches(request: RouterRequest): boolean | 'unknown' {
    this.whole ??= createRouter({ flavor: this.flavor, routes: [this.route] });
    const { route, unknown } = this.whole.find(request);
    return unknown !== undefined && route === null ? 'unknown' : route !== null;
  }

  private hasMoreThanNames(): boolean {
    return [this.hosts, this.methods, this.headers, this.paths].some((list) => list.length > 0);
  }

  private isEmpty(field: Field): boolean {
    return this[field].length === 0;
  }

  private judges(field: Field, surroundings: Surroundings): boolean {
    // Without TLS this flavor does not compare the name, once something else has led to the route.
    if (field === 'snis' && this.flavor === 'traditional' && surroundings.scheme === 'http') return this.hasMoreThanNames();
    const router = this.routers.get(field) ?? createRouter({ flavor: this.flavor, routes: [{ id: '', [field]: this.route[field] }] });
    this.routers.set(field, router);
    return router.find({ ...surroundings, path: '/' }).route !== null;
  }
}
