import { gatewayNames, lookUp, pathTemplate, type AccessModel, type EnvironmentModel, type RouteModel } from '../model';
import { type RouterRequest } from '../router';
import { type Gateway, type GatewayRoute } from './gateway';
import { takesFrom } from './takes';

/** A gateway route of the definition with a request that it is meant for. */
export interface Entrance {
  readonly route: RouteModel;
  /** The Kong route: of a route with two doors there are two, and those that take requests of it besides. */
  readonly gatewayRoute: GatewayRoute;
  readonly request: RouterRequest;
  /** An address from which the route may be called. */
  readonly clientIp: string;
}

/** The entrances of the routes of a definition on a gateway that runs its configuration, in the order of the definition. */
export function entrancesOf(model: AccessModel, environment: EnvironmentModel, gateway: Gateway): readonly Entrance[] {
  // Routes of the definition stand before those that are on the gateway besides.
  const byName = new Map([...gateway.routes].reverse().map((route) => [route.name ?? '', route]));
  const sample = unusedSegment(model);
  const takes = takesFrom(gateway);
  return model.routes.flatMap((route) =>
    gatewayNames(route, environment).flatMap((name): readonly Entrance[] => {
      const gatewayRoute = byName.get(name);
      if (gatewayRoute === undefined) return [];
      const clientIp = addressFor(route, environment);
      const taken = (takes.get(gatewayRoute) ?? []).map(({ request, taker }) => ({ route, gatewayRoute: taker, request, clientIp }));
      return [{ route, gatewayRoute, request: wonRequest(gateway, gatewayRoute, route.path, sample), clientIp }, ...taken];
    }),
  );
}

/** Where the definition has what became a Kong route, by the name of that route. */
export function routePlaces({ routes }: AccessModel, environment: EnvironmentModel): ReadonlyMap<string, string> {
  return new Map(
    routes.flatMap((route) => gatewayNames(route, environment).map((name) => [name, `routes ${route.api}.${route.key}`] as const)),
  );
}

/** What may stand below `/**`: other templates may take the shallow ones, or leave nothing but a last slash. */
const BELOW: readonly ((sample: string) => string)[] = [
  (sample) => sample,
  ...[2, 3, 4, 32].map((depth) => (sample: string) => Array.from({ length: depth }, () => sample).join('/')),
  (sample) => `${sample}/`,
];

/** Requests that a Kong route of a path template is meant for: every host and method, and below `/**` paths of several depths. */
export function* requestsFor({ hosts, methods, headers }: GatewayRoute, template: string, sample: string): Generator<RouterRequest> {
  const named = Object.entries(headers ?? {}).map(([name, values]): [string, string] => [name, values[0] ?? '']);
  const { rest } = pathTemplate(template);
  for (const below of rest ? BELOW : [() => '']) {
    for (const host of hosts ?? [null]) {
      for (const method of methods ?? ['GET', 'TRACE']) {
        yield { method, scheme: 'https', host, path: samplePath(template, sample, below(sample)), headers: named };
      }
    }
  }
}

/** The first request that a route wins of those it is meant for; the first of all where it wins none. */
function wonRequest({ router }: Gateway, route: GatewayRoute, template: string, sample: string): RouterRequest {
  let first: RouterRequest | undefined;
  for (const request of requestsFor(route, template, sample)) {
    if (router.find(request).route === route) return request;
    first ??= request;
  }
  return first ?? { method: 'GET', host: null, path: '/' };
}

/** A path that a template covers, as it is sent, with texts for what the template leaves open. */
export function samplePath(template: string, sample: string, below: string): string {
  const { segments, rest } = pathTemplate(template);
  const filled = segments.map((segment) => (segment === undefined ? sample : encodeURI(segment)));
  return `/${[...filled, ...(rest ? [below] : [])].join('/')}`;
}

/** A segment that no template names, so that it stands for itself. */
export function unusedSegment(model: Pick<AccessModel, 'routes'>): string {
  const named = new Set(model.routes.flatMap(({ path }) => pathTemplate(path).segments));
  let sample = 'sample';
  for (let number = 1; named.has(sample); number++) sample = `sample-${number}`;
  return sample;
}

/** An address from which a route may be called. */
export function addressFor({ networks }: RouteModel, environment: EnvironmentModel): string {
  const [first = '192.0.2.1'] = (networks === undefined ? undefined : lookUp(environment.networks, networks)) ?? [];
  return first.replace(/\/.*$/, '');
}
