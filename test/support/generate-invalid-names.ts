import { assign, defineApi, defineRoutes, grant, group, type Api, type RouteInput } from '../../lib';
import {
  asList,
  daemon,
  roleFor,
  untyped,
  web,
  withApi,
  withAssignment,
  withChangedApi,
  withGrant,
  withRedirects,
  withRoute,
  type Spoil,
} from './spoil';

const unlisted = defineApi({ name: 'unlisted', team: 'sales', roles: { 'Unlisted.Read': { for: 'applications', description: 'x' } } });

/** Refusals of what is named and is not there, is another thing by now, or is there twice. */
export const NAME_SPOILS: Readonly<Record<string, Spoil>> = {
  API_CONFLICT: withGrant((api) =>
    grant(daemon('a'), untyped({ ...api, description: 'another version' }), { roles: roleFor(api, 'applications') }),
  ),
  GRANT_UNKNOWN_API: withGrant(() => grant(daemon('a'), unlisted, { roles: ['Unlisted.Read'] })),
  ASSIGN_UNKNOWN_API: withAssignment(() => assign(group('Everybody in Sales', { key: 'others' }), unlisted)),
  ROUTE_UNKNOWN_API: ({ input, ...rest }) => {
    const routes = defineRoutes(unlisted, { host: 'public', allow: [] }, { spoilt: { path: '/spoilt' } });
    return { ...rest, input: { ...input, routes: [...asList(input.routes), routes] } };
  },
  UNKNOWN_ROLE: renamed((api) => grant(daemon('a'), api, { roles: ['former-role'] })),
  UNKNOWN_SCOPE: renamed((api) => grant(web('a'), api, { scopes: ['former-scope'] })),
  ROUTE_DUPLICATE: ({ input, ...rest }) =>
    withApi(input, (api) => {
      const at = (path: string): ReturnType<typeof defineRoutes> =>
        defineRoutes(untyped(api), { host: 'public', allow: [] }, { spoilt: { path } });
      return { ...rest, input: { ...input, routes: [...asList(input.routes), at('/spoilt'), at('/spoilt-too')] } };
    }),
  ROUTE_ORDER: ({ input, ...rest }) =>
    withApi(input, (api) => {
      const route = (headers: RouteInput['headers']): RouteInput => ({
        path: '/spoilt',
        methods: ['GET'],
        headers: { 'X-Spoilt': ['1'], ...headers },
      });
      const routes = defineRoutes(untyped(api), { host: 'public', allow: [] }, { one: route({}), other: route({ 'X-Other': ['1'] }) });
      return { ...rest, input: { ...input, routes: [...asList(input.routes), routes] } };
    }),
  HEADER_VALUE_INVALID: withRoute(() => ({ allow: [], headers: { 'X-Spoilt': ['~*.*'] } })),
  IDENTIFIER_URI_INVALID: withChangedApi(() => ({ identifierUri: 'orders' })),
  ACCESS_LOG_IDENTITY: (organisation) => {
    const { input, ...rest } = organisation;
    return withRoute((api) => ({ allow: [{ roles: roleFor(api, 'applications') }], forward: {} }))({
      ...rest,
      input: { ...input, observability: { accessLog: true } },
    });
  },
};

/** A grant of what an API called by another value before, and nothing else that names the API. */
function renamed(make: (api: Api<string, string>) => ReturnType<typeof grant>): Spoil {
  return ({ input, environment, ...rest }) =>
    withApi(input, (api) => {
      const now: Api<string, string> = {
        ...api,
        roles: { ...api.roles, 'Spoilt.Role': { for: 'applications', description: 'x', key: 'former-role' } },
        scopes: { ...api.scopes, 'Spoilt.Scope': { consent: 'admin', description: 'x', key: 'former-scope' } },
      };
      const entry = make(now);
      const clients = entry.caller.kind === 'daemon' || entry.caller.kind === 'web' ? [entry.caller] : [];
      return {
        ...rest,
        input: {
          ...input,
          apis: [now, ...input.apis.slice(1)],
          clients: [...(input.clients ?? []), ...clients],
          grants: [entry],
          assignments: [],
          routes: [],
        },
        environment: withRedirects(environment),
      };
    });
}
