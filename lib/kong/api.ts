import type { Problem } from '../errors';
import { lookUp, plainUrl, uuidOf, type ApiModel, type EnvironmentModel, type ObservabilityModel, type RouteModel } from '../model';
import { DIALECTS } from './dialects';
import { doorsOf, type Door } from './doors';
import { everyHost } from './hosts';
import type { Entry } from './overlap';
import { pathPriority, pathRegex } from './path-regex';
import { accessLog } from './plugins/access-log';
import { cleanRequest } from './plugins/caller-headers';
import { cors, ipRestriction, observe, rateLimit, terminate } from './plugins/companions';
import type { Preflight } from './preflights';
import type { ApiTemplate, KongValue, PluginsByName, RouteTemplate } from './template';

/** One API on the gateway, what is wrong with it, and its routes host by host for the comparison with others. */
export interface RenderedApi {
  readonly template: ApiTemplate;
  readonly problems: readonly Problem[];
  readonly entries: readonly (readonly [string, Entry])[];
}

/** What an API must know of the others. */
export interface WholeGateway {
  readonly observability: ObservabilityModel;
  readonly preflights: ReadonlyMap<string, readonly Preflight[]>;
}

/** A Kong route before it is written down. */
interface Draft {
  /** Without the environment's suffix. */
  readonly name: string;
  readonly where: string;
  readonly hosts: readonly string[];
  readonly path: string;
  readonly methods?: readonly string[];
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly reachesUpstream: boolean;
  readonly preflight?: boolean;
  readonly plugins: PluginsByName;
}

interface Context {
  readonly api: ApiModel;
  readonly environment: EnvironmentModel;
  readonly observability: ObservabilityModel;
  readonly log: PluginsByName;
}

export function renderApi(api: ApiModel, routes: readonly RouteModel[], whole: WholeGateway, environment: EnvironmentModel): RenderedApi {
  const { observability, preflights } = whole;
  const dialect = DIALECTS[environment.gateway.dialect];
  const context: Context = {
    api,
    environment,
    observability,
    log: observability.accessLog ? accessLog(routes, observability, environment) : {},
  };
  const problems: Problem[] = [];
  const drafts = [
    ...routes.flatMap((route) => {
      const drafted = draftRoute(route, context);
      problems.push(...drafted.problems);
      return drafted.drafts;
    }),
    ...(preflights.get(api.key) ?? []).map((preflight) => draftPreflight(preflight, context)),
  ];
  const written = (reachesUpstream: boolean): Readonly<Record<string, RouteTemplate>> => {
    return Object.fromEntries(
      drafts
        .filter((draft) => draft.reachesUpstream === reachesUpstream)
        .map((draft) => [`${draft.name}${environment.suffix}`, writeRoute(draft, environment)]),
    );
  };
  return {
    template: {
      pluginDefaults: dialect.apiDefaults(api, environment),
      service: {
        ...writeService(api, environment),
        plugins: { 'pre-function': {}, ...withoutFields(observe(observability)), ...context.log },
        routes: written(true),
      },
      routes: written(false),
    },
    problems,
    entries: drafts.flatMap((draft) => draft.hosts.map((host) => [host, toEntry(draft)] as const)),
  };
}

// Their fields are defaults of the whole gateway.
function withoutFields(plugins: PluginsByName): PluginsByName {
  return Object.fromEntries(Object.keys(plugins).map((name) => [name, {}]));
}

function draftRoute(route: RouteModel, context: Context): { readonly drafts: readonly Draft[]; readonly problems: readonly Problem[] } {
  const { api, environment } = context;
  const base = {
    name: `${api.key}.${route.key}`,
    where: `routes ${api.key}.${route.key}`,
    path: route.path,
    ...(route.methods === undefined ? {} : { methods: route.methods }),
    headers: route.headers,
  };
  if (route.access.kind === 'public') {
    return {
      drafts: [{ ...base, hosts: everyHost(route, environment), reachesUpstream: true, plugins: companions(route, context, false) }],
      problems: [],
    };
  }
  if (route.access.alternatives.length === 0) {
    const plugins = { ...terminate(403, 'Forbidden'), ...context.log };
    return { drafts: [{ ...base, hosts: everyHost(route, environment), reachesUpstream: false, plugins }], problems: [] };
  }
  const dialect = DIALECTS[environment.gateway.dialect];
  const { doors, problems } = doorsOf(route, api, environment);
  return {
    drafts: [
      ...closedDoor(route, base, doors, context),
      ...doors.map((door) => ({
        ...base,
        name: door.kind === 'applications' ? applicationsOf(base.name) : base.name,
        hosts: door.hosts,
        headers: door.header === undefined ? route.headers : { ...route.headers, [door.header.name]: [door.header.value] },
        reachesUpstream: true,
        plugins: { ...dialect.plugins({ route, api, door, environment }), ...companions(route, context, true) },
      })),
    ],
    problems: [
      ...problems,
      ...doors.flatMap((door) => [...dialect.refusals({ route, api, door, environment }), ...doorHeaderTaken(route, door)]),
    ],
  };
}

function applicationsOf(name: string): string {
  return `${name}.applications`;
}

/**
 * What answers on the hosts where a route has no door. Without it a more general route, which has one there, would take
 * the request, and let in whom this route does not.
 */
function closedDoor(
  route: RouteModel,
  base: Omit<Draft, 'hosts' | 'reachesUpstream' | 'plugins'>,
  doors: readonly Door[],
  { environment, log }: Context,
): readonly Draft[] {
  const open = new Set(doors.flatMap((door) => door.hosts));
  const hosts = everyHost(route, environment).filter((host) => !open.has(host));
  if (doors.length === 0 || hosts.length === 0) return [];
  const name = doors.some((door) => door.kind === 'applications') ? base.name : applicationsOf(base.name);
  return [{ ...base, name, hosts, reachesUpstream: false, plugins: { ...terminate(403, 'Forbidden'), ...log } }];
}

/** As many header names as can be counted without touching the bits of the priority. */
const MAX_HEADERS = 7;

function doorHeaderTaken(route: RouteModel, door: Door): readonly Problem[] {
  const name = door.header?.name.toLowerCase();
  if (name !== undefined && Object.keys(route.headers).length >= MAX_HEADERS) {
    return [
      {
        where: `routes ${route.api}.${route.key}`,
        what: `matches ${MAX_HEADERS} headers, and the environment tells applications' calls apart by one more`,
        fix: `match fewer headers; ${MAX_HEADERS} is all the router can count`,
        code: 'ROUTE_NEEDS_DOORS',
      },
    ];
  }
  if (name === undefined || !Object.keys(route.headers).some((header) => header.toLowerCase() === name)) return [];
  return [
    {
      where: `routes ${route.api}.${route.key}`,
      what: `matches the header ${door.header?.name}, by which the environment tells applications' calls apart`,
      fix: 'match another header',
      code: 'ROUTE_NEEDS_DOORS',
    },
  ];
}

function companions(route: RouteModel, { environment }: Context, identified: boolean): PluginsByName {
  const { ownHeaders } = DIALECTS[environment.gateway.dialect];
  return {
    ...cors(route.cors, route.methods, environment),
    ...ipRestriction(route.networks, environment),
    ...rateLimit(route.rateLimit, identified, environment),
    ...cleanRequest(route, ownHeaders),
  };
}

function draftPreflight({ key, hosts, path, answer }: Preflight, { api, environment }: Context): Draft {
  return {
    name: `${api.key}.${key}`,
    where: `the preflight of ${path} in ${api.key}`,
    hosts,
    path,
    methods: ['OPTIONS'],
    headers: {},
    reachesUpstream: false,
    preflight: true,
    // cors answers what is a preflight; anything else must not get further.
    plugins: { ...(answer.kind === 'open' ? cors(answer.cors, answer.methods, environment) : {}), ...terminate(404, 'Not found') },
  };
}

function toEntry(draft: Draft): Entry {
  return {
    where: draft.where,
    path: draft.path,
    ...(draft.methods === undefined ? {} : { methods: draft.methods }),
    headers: draft.headers,
    regexPriority: pathPriority(draft.path),
    ...(draft.preflight === true ? { preflight: true } : {}),
  };
}

function writeRoute(draft: Draft, { gateway }: EnvironmentModel): RouteTemplate {
  return {
    hosts: draft.hosts,
    ...(draft.methods === undefined ? {} : { methods: draft.methods }),
    ...(Object.keys(draft.headers).length === 0 ? {} : { headers: draft.headers }),
    paths: [pathRegex(draft.path, gateway.flavor, Object.keys(draft.headers).length)],
    regex_priority: pathPriority(draft.path),
    plugins: draft.plugins,
  };
}

function writeService(api: ApiModel, environment: EnvironmentModel): { readonly [field: string]: KongValue } {
  const name = `${api.key}${environment.suffix}`;
  // A missing upstream is a problem the environment's own check reports.
  const { protocol, host, port, path } = plainUrl(lookUp(environment.upstreams, api.upstream) ?? 'https://missing.invalid');
  return {
    id: uuidOf(`kong/service/${name}`),
    name,
    protocol,
    host,
    port,
    ...(path === '' ? {} : { path }),
    ...(protocol === 'https' ? { tls_verify: true } : {}),
  };
}
