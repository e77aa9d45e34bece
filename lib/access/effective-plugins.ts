import { PLUGIN_PRIORITY } from './plugins/priorities';

/** A plugin's configuration, as a Kong file has it. */
export type PluginConfig = Readonly<Record<string, unknown>>;

/** An entity of a Kong file. */
export type Entity = Readonly<Record<string, unknown>>;

/** A plugin of a Kong file, as far as it decides. */
export interface GatewayPlugin {
  readonly name: string;
  readonly config: PluginConfig;
  /** Why what it does cannot be told, where it is bound to a consumer or a condition. */
  readonly bound?: string;
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
export function effective(entities: readonly Entity[]): readonly GatewayPlugin[] {
  const plugins = entities.map(withPlace);
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
  if (isSet(entity['partials']) || isSet(entity['_config'])) return 'a part of its configuration is written elsewhere';
  const protocols = entity['protocols'];
  const isForAll = !isSet(protocols) || (Array.isArray(protocols) && protocols.includes('http') && protocols.includes('https'));
  return isForAll ? undefined : 'it runs for some protocols only';
}

function reordered(plugins: readonly Placed[]): readonly Placed[] {
  let order = [...plugins];
  for (const plugin of plugins) {
    const ordering = (plugin.entity['ordering'] ?? {}) as { readonly before?: Ordering; readonly after?: Ordering };
    for (const name of accessOf(ordering.before)) order = moved(order, plugin, name, 0);
    for (const name of accessOf(ordering.after)) order = moved(order, plugin, name, 1);
  }
  return order;
}

interface Ordering {
  readonly access?: readonly string[];
}

function accessOf(ordering: Ordering | null | undefined): readonly string[] {
  return Array.isArray(ordering?.access) ? ordering.access : [];
}

function moved(order: readonly Placed[], plugin: Placed, name: string, offset: 0 | 1): Placed[] {
  const target = order.findIndex((other) => other.name === name);
  const from = order.indexOf(plugin);
  if (target === -1 || (offset === 0 ? from < target : from > target)) return [...order];
  const others = order.filter((other) => other !== plugin);
  const at = others.findIndex((other) => other.name === name) + offset;
  return [...others.slice(0, at), plugin, ...others.slice(at)];
}

/** True for a field that says something. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
