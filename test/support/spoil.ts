import type { AccessInput, Api, Client, EnvironmentInput, Routes } from '../../lib';
import { defineRoutes, type assign, type grant } from '../../lib';
import type { Organisation } from './generate';

/** One way to spoil an organisation; undefined where it does not apply. */
export type Spoil = (organisation: Organisation) => Organisation | undefined;

/** What the access log wants every route to hand on. */
export const IDENTITY = { 'X-Client-Id': 'client-id', 'X-Object-Id': 'object-id', 'X-Tenant-Id': 'tenant-id' } as const;

export function withApi(input: AccessInput, make: (api: Api) => Organisation): Organisation | undefined {
  const [api] = input.apis;
  return api === undefined ? undefined : make(api);
}

export function withGrant(make: (api: Api) => ReturnType<typeof grant>): Spoil {
  return ({ input, ...rest }) =>
    withApi(input, (api) => {
      const entry = make(api);
      return {
        ...rest,
        input: { ...input, clients: [...(input.clients ?? []), entry.caller as Client], grants: [...(input.grants ?? []), entry] },
        environment: withRedirects(rest.environment),
      };
    });
}

export function withAssignment(make: (api: Api) => ReturnType<typeof assign>): Spoil {
  return ({ input, ...rest }) =>
    withApi(input, (api) => ({ ...rest, input: { ...input, assignments: [...(input.assignments ?? []), make(api)] } }));
}

/** Another version of an API, and nothing that still names the former one. */
export function withChangedApi(make: (api: Api) => Partial<Api>): Spoil {
  return ({ input, ...rest }) =>
    withApi(input, (api) => {
      return {
        ...rest,
        input: { ...input, apis: [{ ...api, ...make(api) }, ...input.apis.slice(1)], grants: [], assignments: [], routes: [] },
      };
    });
}

export function withRoute(make: (api: Api) => object): Spoil {
  return ({ input, ...rest }) =>
    withApi(input, (api) => {
      const route = { path: '/spoilt', forward: { headers: IDENTITY }, ...make(api) };
      return {
        ...rest,
        input: { ...input, routes: [...asList(input.routes), defineRoutes(untyped(api), { host: 'public' }, { spoilt: route })] },
      };
    });
}

export function withGateway(make: (gateway: EnvironmentInput['gateway']) => EnvironmentInput['gateway']): Spoil {
  return ({ environment, ...rest }) => ({ ...rest, environment: { ...environment, gateway: make(environment.gateway) } });
}

export function withRedirects(environment: EnvironmentInput): EnvironmentInput {
  return { ...environment, redirectUris: { ...environment.redirectUris, 'spoilt-a': ['https://a.example.com/'] } };
}

export function routesOf(api: Api, paths: Readonly<Record<string, string>>): Routes {
  return defineRoutes(
    api,
    { host: 'public', allow: [] },
    Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, { path }])),
  );
}

export function asList(routes: AccessInput['routes']): readonly Routes[] {
  return routes === undefined ? [] : Array.isArray(routes) ? (routes as readonly Routes[]) : [routes as Routes];
}

export function roleFor(api: Api, holder: 'applications' | 'people'): readonly string[] {
  return Object.keys(api.roles)
    .filter((role) => api.roles[role]?.for === holder)
    .slice(0, 1);
}

/** As a caller without types sees it. */
export function untyped(api: Api): Api<string, string> {
  return api;
}

export function daemon(key: string): Client {
  return { kind: 'daemon', name: key, key: key === 'a' ? 'spoilt-a' : key, team: 'sales' };
}

export function web(key: string): Client {
  return { kind: 'web', name: key, key: `spoilt-${key}`, team: 'sales' };
}

export function spa(key: string): Client {
  return { kind: 'spa', name: key, key: `spoilt-${key}`, team: 'sales' };
}
