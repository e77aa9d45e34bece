import { DefinitionError, throwIfAny, type Problem } from '../../errors';
import { readKongFile, type KongEntities, type KongPlugin, type KongRoute, type KongService } from '../../kong';
import { createRouter, type Router, type RouterFlavor } from '../../router';
import { type RunningPlugin } from './exchange';
import { problem } from './fields';
import { PLUGIN_KINDS, type PluginServices } from './plugins';

/** A route with what runs on it. */
export interface ServedRoute {
  readonly route: KongRoute;
  /** In the order in which they run. */
  readonly plugins: readonly RunningPlugin[];
}

/** A Kong file, ready to serve. */
export interface GatewayConfiguration {
  readonly router: Router<KongRoute>;
  readonly routes: ReadonlyMap<string, ServedRoute>;
  readonly entities: KongEntities;
}

/**
 * Reads the text of a Kong file as it would be loaded.
 *
 * @throws DefinitionError with everything that Kong would refuse, or that the embedded gateway does not enforce
 */
export function readConfiguration(text: string, source: string, flavor: RouterFlavor, services: PluginServices): GatewayConfiguration {
  const file = readKongFile(text, { flavor, edition: 'enterprise' });
  if ('problems' in file) {
    throw new DefinitionError(
      file.problems.map(({ path, message }) => ({
        where: `${source} ${path}`.trim(),
        what: message,
        fix: 'render it again',
        code: 'SANDBOX_GATEWAY',
      })),
    );
  }
  const { entities, furtherKinds } = file;
  throwIfAny([...unservedKinds(furtherKinds, source), ...twiceIn(entities, source), ...unservedEntities(entities, source)]);
  const byOwner = new Map<unknown, readonly KongPlugin[]>();
  for (const plugin of entities.plugins) {
    if (!plugin.enabled) continue;
    const place = placeOf(plugin);
    byOwner.set(place, [...(byOwner.get(place) ?? []), plugin]);
  }
  const running = new Map<KongPlugin, RunningPlugin>();
  const run = (plugin: KongPlugin): RunningPlugin => {
    const known = running.get(plugin) ?? PLUGIN_KINDS[plugin.name]?.kind.create(plugin.config, services);
    if (known === undefined) throw new Error(`${plugin.name} was not refused`);
    running.set(plugin, known);
    return known;
  };
  const routes = entities.routes.map((route) => {
    const own = [null, route.service, route].flatMap((owner) =>
      owner === null && route.service === null ? [] : (byOwner.get(owner) ?? []),
    );
    return { route, plugins: inOrder([...(byOwner.get(null) ?? []), ...own]).map(run) };
  });
  return {
    router: createRouter({ flavor, routes: entities.routes }),
    routes: new Map(routes.map((served) => [nameOf(served.route), served])),
    entities,
  };
}

/** Of each name the plugin whose place is most specific, which comes last; the highest priority first. */
function inOrder(plugins: readonly KongPlugin[]): readonly KongPlugin[] {
  const chosen = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  const priority = ({ name }: KongPlugin): number => PLUGIN_KINDS[name]?.priority ?? 0;
  return [...chosen.values()].sort((one, other) => priority(other) - priority(one));
}

/** The name by which the router tells of a route. */
export function nameOf({ name, id }: KongRoute): string {
  return name ?? id ?? '';
}

function unservedKinds(kinds: readonly string[], source: string): readonly Problem[] {
  return kinds.map((kind) => problem(`${source} ${kind}`, 'is a kind of entity that the embedded gateway does not enforce'));
}

/** Plugins of which a place has several: Kong takes one of each name, and which one counts must not hang on their order. */
function twiceIn({ plugins }: KongEntities, source: string): readonly Problem[] {
  const seen = new Map<unknown, Set<string>>();
  return plugins.flatMap((plugin) => {
    const { name } = plugin;
    const place = placeOf(plugin);
    const names = seen.get(place) ?? new Set();
    seen.set(place, names);
    const isSeen = names.has(name);
    names.add(name);
    const where = `${source} plugin ${name} of ${ownerOf(plugin)}`;
    return isSeen ? [{ ...problem(where, 'stands there twice, which Kong refuses'), fix: 'leave one of the two out' }] : [];
  });
}

/** What of a file cannot be served: kinds of entities, plugins and fields that nothing here enforces. */
function unservedEntities({ plugins, consumers, filterChains, routes, services }: KongEntities, source: string): readonly Problem[] {
  const at = (what: string): string => `${source} ${what}`;
  return [
    ...consumers.map(({ username, custom_id: id }) =>
      problem(at(`consumer ${username ?? id ?? ''}`), 'is an entity that the embedded gateway does not enforce'),
    ),
    ...filterChains.map(() => problem(at('filter chain'), 'is an entity that the embedded gateway does not enforce')),
    ...services.flatMap(
      ({ name, protocol, client_certificate: certificate, ca_certificates: authorities, tls_sans: names, tls_verify_depth: depth }) => {
        const where = at(`service ${name ?? ''}`);
        return [
          ...(protocol === 'http' || protocol === 'https'
            ? []
            : [problem(where, `has the protocol ${protocol}, which the embedded gateway does not speak`)]),
          ...(certificate === null ? [] : [problem(where, 'shows a certificate to its upstream, which the embedded gateway does not')]),
          ...(authorities === null ? [] : [problem(where, 'trusts authorities of its own, which the embedded gateway does not read')]),
          ...(names === undefined ? [] : [problem(where, 'has tls_sans, which the embedded gateway does not enforce')]),
          ...(depth === null ? [] : [problem(where, 'has tls_verify_depth, which the embedded gateway does not enforce')]),
        ];
      },
    ),
    ...routes.flatMap((route) => {
      const strange = (['sources', 'destinations', 'snis', 'expression'] as const).filter((field) => (route[field] ?? null) !== null);
      return strange.map((field) => problem(at(`route ${nameOf(route)}`), `has ${field}, which the embedded gateway does not enforce`));
    }),
    ...plugins.flatMap((plugin) => unservedPlugin(plugin, at(`plugin ${plugin.name} of ${ownerOf(plugin)}`))),
  ];
}

const BINDINGS = ['protocols', 'ordering', 'condition', 'consumer_group', 'partials', '_config', 'consumer'] as const;

function unservedPlugin(plugin: KongPlugin, where: string): readonly Problem[] {
  if (!plugin.enabled) return [];
  const known = Object.hasOwn(PLUGIN_KINDS, plugin.name) ? PLUGIN_KINDS[plugin.name] : undefined;
  if (known === undefined) {
    return [
      {
        ...problem(where, 'is a plugin that the embedded gateway does not enforce'),
        fix: `take one of ${Object.keys(PLUGIN_KINDS).join(', ')}, or try it against a real Kong`,
      },
    ];
  }
  const bound = BINDINGS.filter((field) => (plugin[field] ?? null) !== null);
  const both =
    plugin.route !== null && plugin.service !== null
      ? [problem(where, 'belongs to a route and a service at once, which the embedded gateway does not weigh')]
      : [];
  return [
    ...bound.map((field) => problem(where, `has ${field}, which the embedded gateway does not enforce`)),
    ...both,
    ...known.kind.problems(where, plugin.config),
  ];
}

/** Where a plugin stands: a route, a service, or null for the gateway. */
function placeOf({ route, service }: KongPlugin): KongRoute | KongService | null {
  return route ?? service;
}

function ownerOf({ route, service }: KongPlugin): string {
  if (route !== null) return `route ${nameOf(route)}`;
  return service === null ? 'the gateway' : `service ${service.name ?? ''}`;
}
