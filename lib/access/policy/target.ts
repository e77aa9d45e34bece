import { gatewayNames, type RouteModel } from '../../model';
import { type RouterRequest } from '../../router';
import { type Gateway, type GatewayRoute } from '../gateway';
import { type Deployment } from '../matrix-entry';
import { addressFor, requestsFor, unusedSegment } from '../probe';
import { takesFrom } from '../takes';
import { type Called } from './read-called';

/** One request that stands for all that the gateway treats alike. */
export interface Probe {
  readonly request: RouterRequest;
  readonly clientIp?: string;
  /** The gateway route that takes it; null where none does or none can be told. */
  readonly taker: GatewayRoute | null;
  /** `api.key` of the route of the definition that the gateway route is of; absent for any other. */
  readonly route?: string;
}

/** One entrance: who may enter by it, may with each of its requests. */
export type Door = readonly Probe[];

/** Where callers knock. */
export interface Target {
  readonly doors: readonly Door[];
  /** The APIs for which callers present tokens. */
  readonly apis: readonly string[];
  /** `api.key` of the route of the definition that it is about, or that takes the request. */
  readonly route?: string;
}

/** Finds where on a gateway the things of a policy are. */
export class Targets {
  private readonly byName: ReadonlyMap<string, GatewayRoute>;
  private readonly declared = new Map<string, RouteModel>();
  private readonly sample: string;
  private readonly methods: readonly string[];
  private readonly apis: ReadonlyMap<string, string>;
  private readonly known = new Map<RouteModel, Target>();

  constructor(
    private readonly deployment: Deployment,
    private readonly gateway: Gateway,
    clientIdOf: (api: string) => string,
  ) {
    const { model, environment } = deployment;
    this.byName = new Map([...gateway.routes].reverse().map((route) => [route.name ?? '', route]));
    for (const route of model.routes) for (const name of gatewayNames(route, environment)) this.declared.set(name, route);
    this.sample = unusedSegment(model);
    // A route of every method is asked by each that any route tells apart, and by one for all others.
    this.methods = [...new Set([...gateway.routes.flatMap(({ methods }) => methods ?? []), 'GET', 'TRACE'])].sort();
    this.apis = new Map(model.apis.map(({ key }) => [clientIdOf(key), key]));
  }

  of({ route, request, clientIp }: Called): Target {
    if (request === undefined) {
      if (route === undefined) throw new Error('an expectation is of a route or a request');
      const target = this.known.get(route) ?? this.ofRoute(route);
      this.known.set(route, target);
      return target;
    }
    const taker = this.gateway.router.find(request).route;
    const declared = this.declared.get(taker?.name ?? '');
    return {
      doors: [[{ ...this.probe(request, taker), ...(clientIp !== undefined && { clientIp }) }]],
      apis: declared === undefined ? this.apisOf(taker) : [declared.api],
      ...(declared !== undefined && { route: keyOf(declared) }),
    };
  }

  private ofRoute(route: RouteModel): Target {
    const { environment } = this.deployment;
    const clientIp = addressFor(route, environment);
    const doors = gatewayNames(route, environment).flatMap((name): readonly Door[] => {
      const own = this.byName.get(name);
      return own === undefined ? [] : [this.probes(own, route.path).map((probe) => ({ ...probe, clientIp }))];
    });
    const apis = new Set([route.api, ...doors.flat().flatMap(({ taker }) => (this.isDeclared(taker) ? [] : this.apisOf(taker)))]);
    return { doors, apis: [...apis], route: keyOf(route) };
  }

  /**
   * Requests that stand for all a gateway route is meant for: one that it wins, and one of each kind that something takes which
   * is not of the definition. What a more specific route of the definition takes belongs to that.
   */
  private probes(own: GatewayRoute, template: string): readonly Probe[] {
    const byTaker = new Map<GatewayRoute | null, Probe>();
    for (const { host, method, headers } of kinds(own, this.methods)) {
      for (const request of requestsFor({ ...own, hosts: [host], methods: [method], headers }, template, this.sample)) {
        const { route: taker } = this.gateway.router.find(request);
        if (!byTaker.has(taker) && (taker === own || !this.isDeclared(taker))) byTaker.set(taker, this.probe(request, taker));
      }
    }
    for (const { request, taker } of takesFrom(this.gateway).get(own) ?? []) {
      if (!byTaker.has(taker)) byTaker.set(taker, this.probe(request, taker));
    }
    return [...byTaker.values()];
  }

  private probe(request: RouterRequest, taker: GatewayRoute | null): Probe {
    const declared = this.declared.get(taker?.name ?? '');
    return { request, taker, ...(declared !== undefined && { route: keyOf(declared) }) };
  }

  private isDeclared(taker: GatewayRoute | null): boolean {
    const name = taker?.name ?? '';
    if (taker === null) return false;
    // What answers preflights is rendered without being declared, and lets nobody in.
    const isPreflight = !taker.hasService && taker.methods?.join() === 'OPTIONS';
    return this.declared.has(name) || isPreflight;
  }

  /** The APIs whose tokens a route that is not of the definition speaks of; all where it speaks of none. */
  private apisOf(taker: GatewayRoute | null): readonly string[] {
    if (taker === null) return [];
    const text = JSON.stringify(taker.plugins);
    const named = [...text.matchAll(GUID)].flatMap(([id]) => this.apis.get(id) ?? []);
    return named.length > 0 ? [...new Set(named)] : [...this.apis.values()];
  }
}

interface Kind {
  readonly host: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every host and method of a route, and its headers with each value once. */
function* kinds({ hosts, methods, headers }: GatewayRoute, allMethods: readonly string[]): Generator<Kind> {
  const named = Object.entries(headers ?? {});
  const most = Math.max(1, ...named.map(([, values]) => values.length));
  for (const host of hosts ?? [''])
    for (const method of methods ?? allMethods)
      for (let at = 0; at < most; at++)
        yield { host, method, headers: Object.fromEntries(named.map(([name, values]) => [name, [values[at] ?? values[0] ?? '']])) };
}

function keyOf({ api, key }: RouteModel): string {
  return `${api}.${key}`;
}
