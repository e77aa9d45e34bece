import { type Dialect } from '../model';
import { createRouter, type RouteCalculation, type Router, type RouterFlavor, type RouterRoute } from '../router';
import { PLUGIN_PRIORITY } from './plugins/priorities';

/** A plugin's configuration, as a Kong file has it. */
export type PluginConfig = Readonly<Record<string, unknown>>;

/** An entity of a Kong file. */
type Entity = Readonly<Record<string, unknown>>;

/** A plugin of a Kong file, as far as it decides. */
export interface GatewayPlugin {
  readonly name: string;
  readonly config: PluginConfig;
  /** Why what it does cannot be told, where it is bound to a consumer or a condition. */
  readonly bound?: string;
}

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
}

/** Services with their routes and plugins, routes and plugins beside them: the nested or the flat form of a Kong file. */
export type KongFileContent = Readonly<Record<string, unknown>>;

/** Makes a gateway of a Kong file's content, which was checked before. */
export function gatewayOf(content: KongFileContent, settings: GatewaySettings): Gateway {
  const routes = routesOf(content);
  const { flavor, calculation } = settings;
  return { settings, routes, router: createRouter({ flavor, routes, ...(calculation !== undefined && { calculation }) }) };
}

function routesOf(content: KongFileContent): readonly GatewayRoute[] {
  const services = entities(content['services']);
  const loose = entities(content['plugins']).filter(isEnabled);
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
      plugins: effective(plugins.map(withPlace)),
    };
  });
}

function own(entity: Entity): readonly Entity[] {
  return entities(entity['plugins']).filter(isEnabled);
}

/** Plugins by what a reference of theirs says. */
function referrers(plugins: readonly Entity[], kind: 'service' | 'route'): ReadonlyMap<string, readonly Entity[]> {
  const map = new Map<string, Entity[]>();
  for (const plugin of plugins) {
    const reference = referenceOf(plugin[kind]);
    if (reference === undefined) continue;
    const same = map.get(reference);
    if (same === undefined) map.set(reference, [plugin]);
    else same.push(plugin);
  }
  return map;
}

function found(map: ReadonlyMap<string, readonly Entity[]>, entity: Entity): readonly Entity[] {
  return namesOf(entity).flatMap((name) => map.get(name) ?? []);
}

/** What others may call an entity by. */
function namesOf(entity: Entity): readonly string[] {
  return [entity['id'], entity['name']].filter((name): name is string => typeof name === 'string');
}

function referenceOf(value: unknown): string | undefined {
  const named = typeof value === 'object' && value !== null ? ((value as Entity)['id'] ?? (value as Entity)['name']) : value;
  return typeof named === 'string' ? named : undefined;
}

function isOf(reference: unknown, entity: Entity | undefined): boolean {
  const name = referenceOf(reference);
  return entity !== undefined && name !== undefined && namesOf(entity).includes(name);
}

interface Placed {
  readonly entity: Entity;
  readonly name: string;
  readonly place: number;
}

/** How specific a plugin's place is; that of a consumer is judged apart. */
function withPlace(entity: Entity): Placed {
  return { entity, name: String(entity['name']), place: (isSet(entity['route']) ? 2 : 0) + (isSet(entity['service']) ? 1 : 0) };
}

/** Of each name the most specific instance alone, which is the last listed here; in the order in which they run. */
function effective(plugins: readonly Placed[]): readonly GatewayPlugin[] {
  const chosen = new Map<string, Placed>();
  const bound = new Map<string, string>();
  for (const plugin of plugins) {
    const why = boundTo(plugin.entity);
    if (why !== undefined) bound.set(plugin.name, why);
    // One of a route and a service at once outdoes one of the route.
    if ((chosen.get(plugin.name)?.place ?? 0) < 3) chosen.set(plugin.name, plugin);
  }
  const order = [...chosen.values()].sort((a, b) => priorityOf(b.name) - priorityOf(a.name));
  return reordered(order).map(({ name, entity }) => {
    const why = bound.get(name);
    return { name, config: (entity['config'] ?? {}) as PluginConfig, ...(why !== undefined && { bound: why }) };
  });
}

/** Where a plugin comes whose place nobody knows here is told as unknown; so it goes first. */
function priorityOf(name: string): number {
  return Object.hasOwn(PLUGIN_PRIORITY, name) ? (PLUGIN_PRIORITY[name] ?? Infinity) : Infinity;
}

function boundTo(entity: Entity): string | undefined {
  if (isSet(entity['consumer']) || isSet(entity['consumer_group'])) return 'it runs for some consumers only';
  if (isSet(entity['condition'])) return 'it runs under a condition only';
  const protocols = entity['protocols'];
  const isForAll = !Array.isArray(protocols) || (protocols.includes('http') && protocols.includes('https'));
  return isForAll ? undefined : 'it runs for some protocols only';
}

function reordered(plugins: readonly Placed[]): readonly Placed[] {
  let order = [...plugins];
  for (const plugin of plugins) {
    const ordering = (plugin.entity['ordering'] ?? {}) as { readonly before?: Ordering; readonly after?: Ordering };
    for (const name of ordering.before?.access ?? []) order = moved(order, plugin, name, 0);
    for (const name of ordering.after?.access ?? []) order = moved(order, plugin, name, 1);
  }
  return order;
}

interface Ordering {
  readonly access?: readonly string[];
}

function moved(order: readonly Placed[], plugin: Placed, name: string, offset: 0 | 1): Placed[] {
  const target = order.findIndex((other) => other.name === name);
  const from = order.indexOf(plugin);
  if (target === -1 || (offset === 0 ? from < target : from > target)) return [...order];
  const others = order.filter((other) => other !== plugin);
  const at = others.findIndex((other) => other.name === name) + offset;
  return [...others.slice(0, at), plugin, ...others.slice(at)];
}

function entities(list: unknown): readonly Entity[] {
  return Array.isArray(list) ? (list as readonly unknown[]).filter((one): one is Entity => typeof one === 'object' && one !== null) : [];
}

function isEnabled(plugin: Entity): boolean {
  return plugin['enabled'] !== false;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
