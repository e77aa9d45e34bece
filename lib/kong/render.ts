import { throwIfAny, type Problem } from '../errors';
import { sorted, type AccessModel, type EnvironmentModel } from '../model';
import { renderApi, type WholeGateway } from './api';
import { DIALECTS } from './dialects';
import { checkOverlaps, type Entry } from './overlap';
import { cleanRequests, guardHeaders } from './plugins/caller-headers';
import { observe } from './plugins/companions';
import { preflightsOf } from './preflights';
import type { ApiTemplate, GatewayTemplate } from './template';

/**
 * The gateway's configuration for a definition in an environment, with markers for client ids.
 *
 * @throws DefinitionError with everything the gateway could not enforce exactly: `ROUTE_OVERLAP`,
 * `ROUTE_ORDER`, `ROUTE_NEEDS_DOORS`, `ROUTE_NOT_A_PRODUCT`, `ROUTE_CORS_CONFLICT`, `DIALECT_CANNOT`.
 */
export function renderGateway(model: AccessModel, environment: EnvironmentModel): GatewayTemplate {
  const { template, problems } = tryRenderGateway(model, environment);
  throwIfAny(problems);
  return template;
}

/** As {@link renderGateway}, with the problems beside the template instead of thrown. */
export function tryRenderGateway(
  model: AccessModel,
  environment: EnvironmentModel,
): { readonly template: GatewayTemplate; readonly problems: readonly Problem[] } {
  const routesByApi = grouped(model.routes, (route) => route.api);
  const identityHeaders = [
    ...new Set(model.routes.flatMap((route) => Object.keys(route.forward.headers).map((name) => name.toLowerCase()))),
  ].sort();
  const preflights = preflightsOf(model, environment);
  const whole = { observability: model.observability, preflights: preflights.byApi };
  const apis: Record<string, ApiTemplate> = {};
  const problems: Problem[] = [...preflights.problems];
  const entries: (readonly [string, Entry])[] = [];
  for (const api of model.apis) {
    const routes = routesByApi.get(api.key);
    if (routes === undefined) continue;
    const rendered = renderApi(api, routes, whole, environment);
    apis[api.key] = rendered.template;
    problems.push(...rendered.problems);
    entries.push(...rendered.entries);
  }
  for (const [host, list] of sorted([...grouped(entries, ([name]) => name)], ([name]) => name)) {
    problems.push(
      ...checkOverlaps(
        host,
        list.map(([, entry]) => entry),
      ),
    );
  }
  return { template: gatewayTemplate(whole, identityHeaders, environment, apis), problems };
}

/** Fields of every route: plain http is told to use https, and the upstream receives the path as it came. */
const ROUTE_DEFAULTS = { protocols: ['https'], https_redirect_status_code: 426, strip_path: false, preserve_host: false } as const;

function gatewayTemplate(
  { observability }: WholeGateway,
  identityHeaders: readonly string[],
  environment: EnvironmentModel,
  apis: Readonly<Record<string, ApiTemplate>>,
): GatewayTemplate {
  const { gateway } = environment;
  const dialect = DIALECTS[gateway.dialect];
  return {
    formatVersion: 1,
    dialect: gateway.dialect,
    version: gateway.version,
    flavor: gateway.flavor,
    selectTags: gateway.selectTags,
    kongConf: kongConf(gateway),
    losses: dialect.losses,
    routeDefaults: ROUTE_DEFAULTS,
    pluginDefaults: {
      ...dialect.defaults(environment),
      ...guardHeaders(identityHeaders, dialect.ownHeaders),
      ...cleanRequests(dialect.ownHeaders),
      ...observe(observability),
    },
    apis,
  };
}

/** What Kong's own configuration must say, as far as it decides what this configuration means. */
function kongConf(gateway: EnvironmentModel['gateway']): Readonly<Record<string, string>> {
  const proxies = gateway.trustedProxies ?? [];
  return {
    router_flavor: gateway.flavor,
    ...(proxies.length === 0 ? {} : { trusted_ips: proxies.join(','), real_ip_header: 'X-Forwarded-For', real_ip_recursive: 'on' }),
  };
}

function grouped<Item>(items: readonly Item[], by: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group === undefined) groups.set(by(item), [item]);
    else group.push(item);
  }
  return groups;
}
