import { routePlaces, type GatewayRoute } from '../../access';
import { type RouteModel } from '../../model';
import { isObject, itemsOf, type Json } from '../../terraform';
import { type FindingPlace, type LintGateway, type LintInput } from '../types';
import { type GatewayPlugin } from './plugin';

/** A route of the gateway. */
export interface LintRoute {
  readonly route: GatewayRoute;
  /** What it is called; of a definition its key, such as `orders.list`. */
  readonly subject: string;
  readonly place: FindingPlace;
  /** Why the definition lets everybody in. */
  readonly publicReason?: string;
  /** Key of the API, where the definition has the route. */
  readonly api?: string;
  /** True for the door of applications alone. */
  readonly isApplicationsDoor: boolean;
  /** The plugin that tells who calls; absent where none does for every request. */
  readonly authentication?: GatewayPlugin;
  /** True where a request can reach an upstream. */
  readonly isReachable: boolean;
}

/** Plugins that authenticate, beside those that are read in full. @see https://developer.konghq.com/plugins/?category=authentication */
const AUTHENTICATION: ReadonlySet<string> = new Set(
  `ace basic-auth header-cert-auth hmac-auth jwt jwt-signer key-auth key-auth-enc konnect-application-auth ldap-auth ldap-auth-advanced mtls-auth
  oauth2 oauth2-introspection oidc openid-connect saml vault-auth`.split(/\s+/),
);

/** The routes of a gateway, with the names that a definition has for them. */
export function lintRoutes(gateway: LintGateway, definition: LintInput['definition']): readonly LintRoute[] {
  const named = new Map<string, string>(definition === undefined ? [] : routePlaces(definition.model, definition.environment));
  const routes = new Map<string, RouteModel>((definition?.model.routes ?? []).map((route) => [`routes ${route.api}.${route.key}`, route]));
  const suffix = definition?.environment.suffix ?? '';
  return gateway.routes.map((route): LintRoute => {
    const name = nameOf(route);
    const defined = named.get(name);
    const model = defined === undefined ? undefined : routes.get(defined);
    const authentication = route.plugins.find((plugin) => AUTHENTICATION.has(plugin.name) && plugin.bound === undefined);
    return {
      route,
      subject: defined === undefined ? name : name.slice(0, name.length - suffix.length),
      place: { entity: `route ${name}`, ...(defined !== undefined && { definition: defined }) },
      ...(model?.access.kind === 'public' && { publicReason: model.access.reason }),
      ...(model !== undefined && { api: model.api }),
      isApplicationsDoor: defined !== undefined && name === `${defined.slice('routes '.length)}.applications${suffix}`,
      ...(authentication !== undefined && { authentication }),
      isReachable: route.hasService && !route.plugins.some(terminates),
    };
  });
}

function terminates({ name, config, bound }: GatewayPlugin): boolean {
  return name === 'request-termination' && bound === undefined && (config['trigger'] ?? null) === null;
}

/** What a route is called: its name, else its id, else what it matches. */
export function nameOf({ name, id, methods, hosts, paths }: GatewayRoute): string {
  const given = name ?? id;
  if (given !== undefined && given !== null && given !== '') return given;
  return [(methods ?? ['any method']).join(','), `${(hosts ?? ['any host']).join(',')}${(paths ?? ['']).join(',')}`].join(' ');
}

/** A plugin's configuration, and what it is written on. */
export interface PluginOwner {
  readonly name: string;
  readonly config: Json;
  /** `service <name>` or `all routes`; absent for one of a route. */
  readonly shared?: string;
  /** Name of the route it is written on. */
  readonly route?: string;
}

/** Every plugin of a file, those among them that do not run for any route. */
export function pluginOwners(content: LintGateway['content']): readonly PluginOwner[] {
  const root = content as Json;
  const nested = (entity: Json, shared?: string, route?: string): readonly PluginOwner[] =>
    itemsOf(entity['plugins'])
      .filter(isObject)
      .map((plugin) => ({
        name: String(plugin['name']),
        config: isObject(plugin['config']) ? plugin['config'] : {},
        ...placeOf(plugin, shared, route),
      }));
  const ofRoutes = (list: unknown): readonly PluginOwner[] =>
    itemsOf(list)
      .filter(isObject)
      .flatMap((route) => nested(route, undefined, nameOf(route as unknown as GatewayRoute)));
  const services = itemsOf(root['services']).filter(isObject);
  return [
    ...nested(root, 'all routes'),
    ...services.flatMap((service) => [...nested(service, `service ${labelOf(service)}`), ...ofRoutes(service['routes'])]),
    ...ofRoutes(root['routes']),
  ];
}

function placeOf(plugin: Json, shared: string | undefined, route: string | undefined): Pick<PluginOwner, 'shared' | 'route'> {
  if (route !== undefined) return { route };
  const [onRoute, onService] = [plugin['route'], plugin['service']];
  if (onRoute !== undefined && onRoute !== null)
    return { route: isObject(onRoute) ? nameOf(onRoute as unknown as GatewayRoute) : String(onRoute) };
  if (onService !== undefined && onService !== null)
    return { shared: `service ${isObject(onService) ? labelOf(onService) : String(onService)}` };
  return shared === undefined ? {} : { shared };
}

function labelOf(entity: Json): string {
  return String(entity['name'] ?? entity['id'] ?? entity['host'] ?? '');
}
