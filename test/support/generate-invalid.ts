import type { AccessInput, Api, Client, EnvironmentInput, Routes } from '../../lib';
import { assign, defineRoutes, grant, group } from '../../lib';
import type { Organisation } from './generate';

/** One way to spoil an organisation: the code it is to be refused with, or undefined where it does not apply. */
type Spoil = (organisation: Organisation) => Organisation | undefined;

/** An organisation that is refused for one reason. */
export interface Invalid {
  readonly organisation: Organisation;
  readonly code: string;
}

/** Every refusal {@link mutateInvalid} can make. */
export const SPOILS: Readonly<Record<string, Spoil>> = {
  GRANT_UNKNOWN_ROLE: withGrant((api) => grant(daemon('a'), untyped(api), { roles: ['No.Such.Role'] })),
  GRANT_UNKNOWN_SCOPE: withGrant((api) => grant(web('a'), untyped(api), { scopes: ['No.Such.Scope'] })),
  GRANT_EMPTY: withGrant((api) => grant(daemon('a'), api, {})),
  GRANT_SELF: ({ input, ...rest }) => withApi(input, (api) => ({ ...rest, input: { ...input, grants: [grant(api, untyped(api), { scopes: Object.keys(api.scopes) })] } })),
  GRANT_UNKNOWN_CALLER: ({ input, ...rest }) => withApi(input, (api) => ({ ...rest, input: { ...input, grants: [grant(daemon('nobody-lists-me'), untyped(api), { roles: roleFor(api, 'applications') })] } })),
  GRANT_ROLE_FOR_PEOPLE: withGrant((api) => grant(daemon('a'), untyped(api), { roles: roleFor(api, 'people') })),
  GRANT_ROLE_PUBLIC_CLIENT: withGrant((api) => grant(spa('a'), untyped(api), { roles: roleFor(api, 'applications') })),
  GRANT_SCOPE_WITHOUT_PEOPLE: withGrant((api) => grant(daemon('a'), untyped(api), { scopes: Object.keys(api.scopes) })),
  KEY_DUPLICATE: ({ input, ...rest }) => ({ ...rest, input: { ...input, clients: [...(input.clients ?? []), daemon('twice'), daemon('twice')] } }),
  KEY_INVALID: ({ input, ...rest }) => ({ ...rest, input: { ...input, clients: [...(input.clients ?? []), daemon('Not A Key')] } }),
  RETIRED_IN_USE: ({ input, ...rest }) => withApi(input, (api) => ({ ...rest, input: { ...input, retired: [{ key: api.key, kind: 'api', then: 'keep' }] } })),
  PERMISSION_VALUE_INVALID: withChangedApi((api) => ({ roles: { ...api.roles, 'two words': { for: 'people', description: 'x' } } })),
  PERMISSION_DUPLICATE: withChangedApi((api) => ({ scopes: { ...api.scopes, [Object.keys(api.roles)[0] ?? '']: { consent: 'admin', description: 'x', key: 'own' } } })),
  TEXT_INVALID: withChangedApi(() => ({ description: 'a line\nand a forged one' })),
  ASSIGN_UNKNOWN_ROLE: withAssignment((api) => assign(group('Everybody in Sales', { key: 'others' }), untyped(api), ['No.Such.Role'])),
  ASSIGN_ROLE_FOR_APPLICATIONS: withAssignment((api) => assign(group('Everybody in Sales', { key: 'others' }), untyped(api), roleFor(api, 'applications'))),
  ROUTE_ACCESS: withRoute(() => ({ allow: [], public: 'both' })),
  ROUTE_ALTERNATIVE_EMPTY: withRoute(() => ({ allow: [{}] })),
  ROUTE_IMPOSSIBLE: withRoute((api) => ({ allow: [{ roles: [...roleFor(api, 'applications'), ...roleFor(api, 'people')] }] })),
  ROUTE_UNKNOWN_ROLE: withRoute(() => ({ allow: [{ roles: ['No.Such.Role'] }] })),
  ROUTE_HEADERS: withRoute((api) => ({ allow: [{ roles: roleFor(api, 'applications') }], forward: { headers: { Authorization: 'client-id' } } })),
  ROUTE_OVERLAP: ({ input, ...rest }) => withApi(input, (api) => ({ ...rest, input: { ...input, routes: [...asList(input.routes), routesOf(api, { one: '/spoilt/{a}', other: '/spoilt/{b}' })] } })),
  PATH_INVALID: withRoute(() => ({ path: '~/regex/.*', allow: [] })),
  METHOD_INVALID: withRoute(() => ({ methods: ['get'], allow: [] })),
  RATE_LIMIT_EMPTY: withRoute(() => ({ allow: [], rateLimit: {} })),
  FIELD_UNKNOWN: withRoute(() => ({ allow: [], methds: ['GET'] }) as object),
  ENVIRONMENT_MISSING: ({ environment, ...rest }) => ({ ...rest, environment: { ...environment, upstreams: {} } }),
  KONG_VERSION: withGateway((gateway) => ({ ...gateway, version: '2.8.1.4' })),
  GUID_INVALID: ({ environment, ...rest }) => ({ ...rest, environment: { ...environment, tenantId: 'contoso.onmicrosoft.com' } }),
  HOST_INVALID: ({ environment, ...rest }) => ({ ...rest, environment: { ...environment, hosts: { ...environment.hosts, public: '*.example.com' } } }),
  UPSTREAM_INVALID: ({ environment, ...rest }) => ({ ...rest, environment: { ...environment, upstreams: { ...environment.upstreams, 'api-0': 'https://user:password@orders.internal' } } }),
};

/** The organisation spoilt for one reason, which is named; undefined where that reason does not apply to it. */
export function mutateInvalid(organisation: Organisation, code: string): Invalid | undefined {
  const spoil = SPOILS[code];
  if (spoil === undefined) throw new Error(`no mutation makes ${code}`);
  const spoilt = spoil(organisation);
  return spoilt === undefined ? undefined : { organisation: spoilt, code };
}

function withApi(input: AccessInput, make: (api: Api) => Organisation): Organisation | undefined {
  const [api] = input.apis;
  return api === undefined ? undefined : make(api);
}

function withGrant(make: (api: Api) => ReturnType<typeof grant>): Spoil {
  return ({ input, ...rest }) => withApi(input, (api) => {
    const entry = make(api);
    return { ...rest, input: { ...input, clients: [...(input.clients ?? []), entry.caller as Client], grants: [...(input.grants ?? []), entry] }, environment: withRedirects(rest.environment) };
  });
}

function withAssignment(make: (api: Api) => ReturnType<typeof assign>): Spoil {
  return ({ input, ...rest }) => withApi(input, (api) => ({ ...rest, input: { ...input, assignments: [...(input.assignments ?? []), make(api)] } }));
}

/** Another version of an API, and nothing that still names the former one. */
function withChangedApi(make: (api: Api) => Partial<Api>): Spoil {
  return ({ input, ...rest }) => withApi(input, (api) => {
    return { ...rest, input: { ...input, apis: [{ ...api, ...make(api) }, ...input.apis.slice(1)], grants: [], assignments: [], routes: [] } };
  });
}

function withRoute(make: (api: Api) => object): Spoil {
  return ({ input, ...rest }) => withApi(input, (api) => {
    const route = { path: '/spoilt', ...make(api) };
    return { ...rest, input: { ...input, routes: [...asList(input.routes), defineRoutes(untyped(api), { host: 'public' }, { spoilt: route })] } };
  });
}

function withGateway(make: (gateway: EnvironmentInput['gateway']) => EnvironmentInput['gateway']): Spoil {
  return ({ environment, ...rest }) => ({ ...rest, environment: { ...environment, gateway: make(environment.gateway) } });
}

function withRedirects(environment: EnvironmentInput): EnvironmentInput {
  return { ...environment, redirectUris: { ...environment.redirectUris, 'spoilt-a': ['https://a.example.com/'] } };
}

function routesOf(api: Api, paths: Readonly<Record<string, string>>): Routes {
  return defineRoutes(api, { host: 'public', allow: [] }, Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, { path }])));
}

function asList(routes: AccessInput['routes']): readonly Routes[] {
  return routes === undefined ? [] : Array.isArray(routes) ? (routes as readonly Routes[]) : [routes as Routes];
}

function roleFor(api: Api, holder: 'applications' | 'people'): readonly string[] {
  return Object.keys(api.roles).filter((role) => api.roles[role]?.for === holder).slice(0, 1);
}

/** As a caller without types sees it. */
function untyped(api: Api): Api<string, string> {
  return api;
}

function daemon(key: string): Client {
  return { kind: 'daemon', name: key, key: key === 'a' ? 'spoilt-a' : key, team: 'sales' };
}

function web(key: string): Client {
  return { kind: 'web', name: key, key: `spoilt-${key}`, team: 'sales' };
}

function spa(key: string): Client {
  return { kind: 'spa', name: key, key: `spoilt-${key}`, team: 'sales' };
}
