import type { AccessModel, EnvironmentModel } from '../../lib';

type Route = AccessModel['routes'][number];

/** How a caller enters: people by people's hosts, applications as the environment tells them apart. */
export type Entrance = 'people' | 'applications';

/** A request that a route is meant for, built from its own words. */
export interface Probe {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly clientIp: string;
}

/** Claims as far as the definition speaks of them. */
export interface Carried {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * What the definition says, read as its documentation describes it, without doors, priorities or plugins.
 * Shares no code with the renderer.
 */
export class ByDefinition {
  constructor(
    private readonly model: AccessModel,
    public readonly environment: EnvironmentModel,
  ) {}

  /** Requests for a route, one for each host: `value` stands for each `{x}`, and for what is below `/**`. */
  public probes(route: Route, entrance: Entrance, value: string, method: string): readonly Probe[] {
    const path = route.path.replace(/\{[^}]*\}/g, value).replace(/\*\*$/, `${value}/deep`);
    return this.hosts(route, entrance).map((host) => ({
      method,
      host,
      path: encodeURI(path),
      headers: [...Object.entries(route.headers).map(([name, values]) => [name, values[0] ?? ''] as const), ...this.mark(entrance)],
      clientIp: '10.1.2.3',
    }));
  }

  /** The route a request belongs to: of those it satisfies the most specific. */
  public routeOf(probe: Probe): Route | undefined {
    const satisfied = this.model.routes.filter((route) => {
      const headers = Object.entries(route.headers).every(([name, values]) =>
        probe.headers.some(
          ([sent, value]) => sent.toLowerCase() === name.toLowerCase() && values.some((one) => one.toLowerCase() === value.toLowerCase()),
        ),
      );
      return (
        this.everyHost(route).includes(probe.host) &&
        (route.methods === undefined || route.methods.includes(probe.method)) &&
        headers &&
        fits(route.path, decoded(probe.path))
      );
    });
    return [...satisfied].sort((a, b) => specificity(b) - specificity(a))[0];
  }

  /**
   * Whether pages of an origin may call a path by a method, as far as a browser can ask beforehand: it does not show the headers
   * of the call, so any route that could take it counts.
   */
  public answersPages(probe: Probe, method: string, origin: string): boolean {
    return this.model.routes.some((route) => {
      const headers = Object.entries(route.headers).map(([name, values]) => [name, values[0] ?? ''] as const);
      return (
        route.cors !== undefined &&
        this.environment.origins[route.cors.origins]?.includes(origin) === true &&
        this.routeOf({ ...probe, method, headers }) === route
      );
    });
  }

  /** Whether what a token carries satisfies one of the ways in. Nobody's token satisfies an empty list. */
  public letsIn(route: Route, carried: Carried | null): boolean {
    if (route.access.kind === 'public') return true;
    const api = this.model.apis.find((candidate) => candidate.key === route.api);
    if (carried === null || api === undefined) return false;
    const role = (key: string): string => api.roles.find((one) => one.key === key)?.value ?? '?';
    const scope = (key: string): string => api.scopes.find((one) => one.key === key)?.value ?? '?';
    return route.access.alternatives.some(
      (way) =>
        way.roles.every((key) => carried.roles.includes(role(key))) && way.scopes.every((key) => carried.scopes.includes(scope(key))),
    );
  }

  /** Whether the upstream of some route takes this header for the gateway's word. */
  public setsHeader(name: string): boolean {
    return this.model.routes.some((route) =>
      Object.keys(route.forward.headers).some((header) => header.toLowerCase() === name.toLowerCase()),
    );
  }

  public issuers(route: Route): readonly string[] {
    const tenants = this.model.apis.find((api) => api.key === route.api)?.tenants ?? [];
    return tenants.length === 0
      ? [this.environment.tenantId]
      : tenants.map((name) => (name === 'home' ? this.environment.tenantId : (this.environment.tenants[name] ?? '')));
  }

  private everyHost(route: Route): readonly string[] {
    return [...this.hosts(route, 'people'), ...this.hosts(route, 'applications')];
  }

  private hosts(route: Route, entrance: Entrance): readonly string[] {
    const calls = this.environment.gateway.applicationCalls;
    const own = calls?.by === 'host' ? calls.hosts[route.host] : undefined;
    return (entrance === 'applications' ? own : undefined) ?? this.environment.hosts[route.host] ?? [];
  }

  private mark(entrance: Entrance): readonly (readonly [string, string])[] {
    const calls = this.environment.gateway.applicationCalls;
    return entrance === 'applications' && calls?.by === 'header' ? [[calls.name, calls.value]] : [];
  }
}

// Both spellings of a character are one path, but for a slash: one that came encoded separates nothing.
function decoded(path: string): string {
  return path
    .split(/(%2F)/i)
    .map((part) => (/^%2F$/i.test(part) ? part : decodeURIComponent(part)))
    .join('');
}

function fits(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (wanted[wanted.length - 1] !== '**')
    return wanted.length === given.length && wanted.every((segment, index) => fitsSegment(segment, given[index] ?? ''));
  const below = given.slice(wanted.length - 1).join('/');
  return (
    below !== '' && !/\\|%2F|%5C/i.test(below) && wanted.slice(0, -1).every((segment, index) => fitsSegment(segment, given[index] ?? ''))
  );
}

function fitsSegment(wanted: string, given: string): boolean {
  return wanted.startsWith('{') ? given !== '' && !/[\\]|%2F|%5C/i.test(given) : wanted === given;
}

function pathSpecificity(route: Route): number {
  const segments = route.path.split('/').slice(1);
  return segments.reduce((sum, segment) => sum + (segment === '**' ? 0 : segment.startsWith('{') ? 1 : 2), 0);
}

function specificity(route: Route): number {
  return pathSpecificity(route) * 100 + (route.methods === undefined ? 0 : 10) + Object.keys(route.headers).length;
}
