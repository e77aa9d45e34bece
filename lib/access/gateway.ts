import { type KongEntities } from '../kong';
import { type Dialect } from '../model';
import { createRouter, type RouteCalculation, type Router, type RouterFlavor, type RouterRoute } from '../router';
import { effective, isSet, type Entity, type GatewayPlugin } from './effective-plugins';

/** A route with the plugins that run for it, in their order. */
export interface GatewayRoute extends RouterRoute {
  readonly plugins: readonly GatewayPlugin[];
  /** False where nothing is behind the route. */
  readonly hasService: boolean;
}

/** How a gateway is set up that runs a Kong file. */
export interface GatewaySettings {
  readonly flavor: RouterFlavor;
  /** @default - `original` */
  readonly calculation?: RouteCalculation;
  /** Version of Kong; decides defaults that changed. @default - what every version does, and unknown where they differ */
  readonly version?: string;
  readonly dialect?: Dialect;
}

/** A Kong file, ready to decide about requests. */
export interface Gateway {
  readonly settings: GatewaySettings;
  readonly routes: readonly GatewayRoute[];
  readonly router: Router<GatewayRoute>;
  /** The routes of a definition, where others are on the gateway besides. */
  readonly declared?: ReadonlySet<GatewayRoute>;
}

/**
 * Services with their routes and plugins, routes and plugins beside them: the nested or the flat form of a Kong file, or the entities
 * of one that was read, which refer to each other themselves.
 */
export type KongFileContent = Readonly<Record<string, unknown>> | KongEntities;

/** Makes a gateway of a Kong file's content, which was checked before. */
export function gatewayOf(content: KongFileContent, settings: GatewaySettings): Gateway {
  const routes = routesOf(content as Entity);
  const { flavor, calculation } = settings;
  return { settings, routes, router: createRouter({ flavor, routes, ...(calculation !== undefined && { calculation }) }) };
}

function routesOf(content: Entity): readonly GatewayRoute[] {
  const services = entities(content['services']);
  const loose = own(content);
  const ofRoute = referrers(loose, 'route');
  const ofService = referrers(
    loose.filter((plugin) => !isSet(plugin['route'])),
    'service',
  );
  const global = loose.filter((plugin) => !isSet(plugin['service']) && !isSet(plugin['route']));
  const serviceByReference = new Map(services.flatMap((service) => namesOf(service).map((name) => [name, service] as const)));
  const nested = services.flatMap((service) => entities(service['routes']).map((route) => ({ route, service })));
  const flat = entities(content['routes']).map((route) => {
    const reference = referenceOf(route['service']);
    return { route, service: reference === undefined ? undefined : serviceByReference.get(reference) };
  });
  const shared = new Map(services.map((service) => [service, [...own(service), ...found(ofService, service)]]));
  return [...nested, ...flat].map(({ route, service }) => {
    const { plugins: _plugins, service: _service, ...fields } = route;
    const ofBoth = found(ofRoute, route).filter((plugin) => !isSet(plugin['service']) || isOf(plugin['service'], service));
    const plugins = [...global, ...((service && shared.get(service)) ?? []), ...own(route), ...ofBoth];
    return {
      ...(fields as RouterRoute),
      ...(service !== undefined && { service: service as NonNullable<RouterRoute['service']> }),
      hasService: service !== undefined,
      plugins: effective(plugins),
    };
  });
}

/** Enabled plugins written within an entity or a file, and filter chains, which count as a plugin that nobody here knows. */
function own(entity: Entity): readonly Entity[] {
  const chains = entities(entity['filter_chains'] ?? entity['filterChains']).map((chain) => ({ ...chain, name: 'filter chain' }));
  return [...entities(entity['plugins']), ...chains].filter(isEnabled);
}

/** Plugins by what a reference of theirs says. */
function referrers(plugins: readonly Entity[], kind: 'service' | 'route'): ReadonlyMap<Reference, readonly Entity[]> {
  const map = new Map<Reference, Entity[]>();
  for (const plugin of plugins) {
    const reference = referenceOf(plugin[kind]);
    if (reference === undefined) continue;
    const same = map.get(reference);
    if (same === undefined) map.set(reference, [plugin]);
    else same.push(plugin);
  }
  return map;
}

function found(map: ReadonlyMap<Reference, readonly Entity[]>, entity: Entity): readonly Entity[] {
  return namesOf(entity).flatMap((name) => map.get(name) ?? []);
}

/** An id or a name; the entity itself where it has neither. */
type Reference = string | Entity;

/** What others may call an entity by. */
function namesOf(entity: Entity): readonly Reference[] {
  return [entity['id'], entity['name'], entity].filter((name): name is Reference => isSet(name));
}

function referenceOf(value: unknown): Reference | undefined {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : undefined;
  const named = (value as Entity)['id'] ?? (value as Entity)['name'];
  return typeof named === 'string' ? named : (value as Entity);
}

function isOf(reference: unknown, entity: Entity | undefined): boolean {
  const name = referenceOf(reference);
  return entity !== undefined && name !== undefined && namesOf(entity).includes(name);
}

function entities(list: unknown): readonly Entity[] {
  return Array.isArray(list) ? (list as readonly unknown[]).filter((one): one is Entity => typeof one === 'object' && one !== null) : [];
}

function isEnabled(plugin: Entity): boolean {
  return plugin['enabled'] !== false;
}
