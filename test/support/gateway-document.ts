import type { RouterRoute } from './kong-router';

type Json = Readonly<Record<string, unknown>>;

/** A plugin entry of a document. */
export interface GatewayPlugin {
  readonly name: string;
  readonly config: Json;
  readonly ordering: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly protocols: readonly string[] | undefined;
}

/** A route with what belongs to it. */
export interface GatewayRoute extends RouterRoute {
  readonly name: string;
  readonly protocols: readonly string[];
  readonly https_redirect_status_code?: number;
  readonly service: string | undefined;
  readonly plugins: readonly GatewayPlugin[];
}

/** A document taken apart. */
export interface GatewayDocument {
  readonly routes: readonly GatewayRoute[];
  readonly servicePlugins: ReadonlyMap<string, readonly GatewayPlugin[]>;
  readonly globalPlugins: readonly GatewayPlugin[];
}

/** Order of the phase in which plugins answer, higher first: the gateway's static priorities. */
const PRIORITY: Readonly<Record<string, number>> = {
  'pre-function': 1_000_000,
  'correlation-id': 100_001,
  cors: 2000,
  'openid-connect': 1050,
  oidc: 1000,
  'ip-restriction': 990,
  acl: 950,
  'rate-limiting': 910,
  'request-transformer': 801,
  prometheus: 13,
  'http-log': 12,
  'file-log': 9,
  'request-termination': 2,
};

const FILE_FIELDS = ['_format_version', '_transform', '_info', 'services', 'routes', 'plugins'];
const SERVICE_FIELDS = [
  'id',
  'name',
  'url',
  'protocol',
  'host',
  'port',
  'path',
  'retries',
  'connect_timeout',
  'read_timeout',
  'write_timeout',
  'tls_verify',
  'tls_verify_depth',
  'enabled',
  'tags',
  'routes',
  'plugins',
];
const ROUTE_FIELDS = [
  'id',
  'name',
  'protocols',
  'methods',
  'hosts',
  'paths',
  'headers',
  'snis',
  'regex_priority',
  'strip_path',
  'path_handling',
  'preserve_host',
  'https_redirect_status_code',
  'request_buffering',
  'response_buffering',
  'tags',
  'service',
  'plugins',
];
const PLUGIN_FIELDS = ['id', 'name', 'instance_name', 'config', 'enabled', 'protocols', 'tags', 'ordering', 'route', 'service'];

/** Reads a document in the list form of decK and DB-less files. */
export function readDocument(document: unknown): GatewayDocument {
  const file = known(document, FILE_FIELDS, 'the file');
  const services = list(file['services']).map((entry) => known(entry, SERVICE_FIELDS, 'a service'));
  const named = list(file['plugins']).map((entry) => known(entry, PLUGIN_FIELDS, 'a plugin'));
  const pluginsAt = (own: unknown, field: 'route' | 'service', name: string): readonly GatewayPlugin[] =>
    readPlugins([...list(own), ...named.filter((plugin) => reference(plugin[field]) === name)]);
  if (named.some((plugin) => plugin['route'] !== undefined && plugin['service'] !== undefined))
    throw new Error('a plugin of a route and a service is not interpreted');

  const readRoute = (entry: Json, service: Json | undefined): GatewayRoute => {
    const route = known(entry, ROUTE_FIELDS, 'a route') as unknown as RouterRoute & { readonly protocols?: readonly string[] };
    const name = route.name ?? String(route.id);
    return {
      ...route,
      name,
      protocols: route.protocols ?? [],
      service: service === undefined ? undefined : nameOf(service),
      plugins: pluginsAt(entry['plugins'], 'route', name),
    };
  };
  const serving = services.filter((service) => service['enabled'] !== false);
  const flat = list(file['routes']).flatMap((entry) => {
    const target = reference((entry as Json)['service']);
    const service = services.find((candidate) => nameOf(candidate) === target);
    if (target !== undefined && service === undefined) throw new Error(`no service ${target}`);
    return service?.['enabled'] === false ? [] : [readRoute(entry as Json, service)];
  });
  return {
    routes: [...serving.flatMap((service) => list(service['routes']).map((entry) => readRoute(entry as Json, service))), ...flat],
    servicePlugins: new Map(serving.map((service) => [nameOf(service), pluginsAt(service['plugins'], 'service', nameOf(service))])),
    globalPlugins: readPlugins(named.filter((plugin) => plugin['route'] === undefined && plugin['service'] === undefined)),
  };
}

/** The plugins that run for a route, in order: of each name the most specific one alone. */
export function effectivePlugins(gateway: GatewayDocument, route: GatewayRoute, scheme: string): readonly GatewayPlugin[] {
  const chosen = new Map<string, GatewayPlugin>();
  const service = route.service === undefined ? [] : (gateway.servicePlugins.get(route.service) ?? []);
  for (const plugin of [...gateway.globalPlugins, ...service, ...route.plugins]) chosen.set(plugin.name, plugin);
  const ordered = [...chosen.values()].sort((a, b) => priorityOf(b) - priorityOf(a));
  // Without protocols of its own a plugin runs for http and https alike.
  return reordered(ordered).filter((plugin) => plugin.protocols === undefined || plugin.protocols.includes(scheme));
}

function priorityOf(plugin: GatewayPlugin): number {
  return PRIORITY[plugin.name] ?? fail(`plugin ${plugin.name} is not interpreted`);
}

function reordered(plugins: readonly GatewayPlugin[]): readonly GatewayPlugin[] {
  let order = [...plugins];
  for (const plugin of plugins) {
    for (const other of plugin.ordering.before) order = moved(order, plugin, other, 0);
    for (const other of plugin.ordering.after) order = moved(order, plugin, other, 1);
  }
  return order;
}

function moved(order: readonly GatewayPlugin[], plugin: GatewayPlugin, other: string, offset: 0 | 1): GatewayPlugin[] {
  const from = order.indexOf(plugin);
  const target = order.findIndex((candidate) => candidate.name === other);
  if (target === -1 || (offset === 0 ? from < target : from > target)) return [...order];
  const rest = order.filter((candidate) => candidate !== plugin);
  const at = rest.findIndex((candidate) => candidate.name === other) + offset;
  return [...rest.slice(0, at), plugin, ...rest.slice(at)];
}

function readPlugins(entries: readonly unknown[]): readonly GatewayPlugin[] {
  const plugins = entries.map((entry) => known(entry, PLUGIN_FIELDS, 'a plugin')).filter((plugin) => plugin['enabled'] !== false);
  const names = plugins.map((plugin) => String(plugin['name']));
  if (new Set(names).size < names.length) throw new Error(`two plugins of one name at one place: ${names.join()}`);
  return plugins.map((plugin) => {
    const ordering = (plugin['ordering'] ?? {}) as { before?: { access?: string[] }; after?: { access?: string[] } };
    return {
      name: String(plugin['name']),
      config: (plugin['config'] ?? {}) as Json,
      ordering: { before: ordering.before?.access ?? [], after: ordering.after?.access ?? [] },
      protocols: plugin['protocols'] as readonly string[] | undefined,
    };
  });
}

function known(entry: unknown, fields: readonly string[], what: string): Json {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return fail(`${what} is no object`);
  const unknown = Object.keys(entry).filter((field) => !fields.includes(field));
  return unknown.length === 0 ? (entry as Json) : fail(`${what} has ${unknown.join()}, which is not interpreted`);
}

function nameOf(entity: Json): string {
  return String(entity['name'] ?? entity['id']);
}

function reference(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : nameOf(value as Json);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function fail(message: string): never {
  throw new Error(message);
}
