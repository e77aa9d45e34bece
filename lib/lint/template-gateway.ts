import { type GatewayRoute } from '../access';
import { type ApiTemplate, type GatewayTemplate, type PluginsByName, type RouteTemplate } from '../kong';
import { type Json } from '../terraform';
import { type LintGateway } from './types';
import { type GatewayPlugin } from './view/plugin';

/**
 * A rendered template as rules look at it: what its document holds, without ids, tags and the checks of a Kong file. Those take
 * several times as long, and are made where a document is written.
 */
export function gatewayOfTemplate(template: GatewayTemplate): LintGateway {
  const { flavor, version, dialect } = template;
  const apis = Object.values(template.apis).map((api) => ofApi(template, api));
  return {
    content: { services: apis.map(({ service }) => service), routes: apis.flatMap(({ loose }) => loose.map(({ entity }) => entity)) },
    routes: apis.flatMap(({ nested, loose }) => [...nested, ...loose].map(({ route }) => route)),
    settings: { flavor, version, dialect },
  };
}

interface Drawn {
  /** The route with its own plugins. */
  readonly entity: Json;
  readonly route: GatewayRoute;
}

function ofApi(
  template: GatewayTemplate,
  api: ApiTemplate,
): { readonly service: Json; readonly nested: readonly Drawn[]; readonly loose: readonly Drawn[] } {
  const { plugins, routes, ...fields } = api.service;
  const known: Known = new Map();
  const own = configured(template, api, plugins, new Map());
  const service = { ...fields, plugins: own };
  const draw = (of: Readonly<Record<string, RouteTemplate>>, inherited: readonly GatewayPlugin[], behind?: Json): readonly Drawn[] =>
    Object.entries(of).map(([name, { plugins: further, ...more }]) => {
      const entity = { name, plugins: configured(template, api, further, known) };
      // Of each name the route's own plugin alone runs.
      const plugins = [...inherited.filter((one) => !Object.hasOwn(further, one.name)), ...entity.plugins];
      const fields = {
        name,
        ...template.routeDefaults,
        ...more,
        ...(behind && { service: behind }),
        hasService: behind !== undefined,
        plugins,
      };
      return { entity, route: fields as unknown as GatewayRoute };
    });
  const nested = draw(routes, own, service);
  return { service: { ...service, routes: nested.map(({ entity }) => entity) }, nested, loose: draw(api.routes, []) };
}

/** What routes of one API have alike is one configuration, so that it is looked at once. */
type Known = Map<string, GatewayPlugin['config']>;

function configured({ pluginDefaults }: GatewayTemplate, api: ApiTemplate, plugins: PluginsByName, known: Known): readonly GatewayPlugin[] {
  return Object.entries(plugins).map(([name, fields]) => {
    const text = Object.keys(fields).length === 0 ? name : `${name} ${JSON.stringify(fields)}`;
    const config = known.get(text) ?? { ...pluginDefaults[name], ...api.pluginDefaults[name], ...fields };
    known.set(text, config);
    return { name, config };
  });
}
