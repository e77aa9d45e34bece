import { assign, defineClient, defineRoutes, grant, group, type RouteInput } from '../../lib';
import { asList, IDENTITY, roleFor, untyped, withApi, withAssignment, withGateway, withRoute, type Spoil } from './spoil';

const ENTERPRISE = { dialect: 'openid-connect', version: '3.14.0.1' } as const;

/** Refusals that lie between a definition and the environment, or in what a gateway can enforce. */
export const GATEWAY_SPOILS: Readonly<Record<string, Spoil>> = {
  CONSENT_NOT_REQUESTABLE: ({ input, environment, facts }) =>
    withApi(input, (api) => {
      const identity = defineClient({ name: 'spoilt', kind: 'managed-identity', team: 'sales', identity: 'spoilt' });
      return {
        facts,
        input: {
          ...input,
          clients: [...(input.clients ?? []), identity],
          grants: [grant(identity, untyped(api), { roles: roleFor(api, 'applications') })],
        },
        environment: {
          ...environment,
          consent: 'request-only',
          managedIdentities: {
            ...environment.managedIdentities,
            spoilt: { clientId: environment.tenantId, objectId: environment.tenantId },
          },
        },
      };
    }),
  NETWORKS_UNKNOWN_PROXIES: both(
    withRoute(() => ({ allow: [], networks: 'office' })),
    ({ environment, ...rest }) => {
      const { trustedProxies, ...gateway } = environment.gateway;
      void trustedProxies;
      return { ...rest, environment: { ...environment, gateway } };
    },
  ),
  FORWARD_IN_CLEAR: both(
    withRoute((api) => ({ allow: [{ roles: roleFor(api, 'applications') }], forward: { token: true, headers: IDENTITY } })),
    ({ input, environment, ...rest }) =>
      withApi(input, ({ upstream }) => ({
        ...rest,
        input,
        environment: { ...environment, upstreams: { ...environment.upstreams, [upstream]: 'http://orders.internal' } },
      })),
  ),
  ROUTE_NEEDS_DOORS: both(
    withRoute((api) => ({ allow: [{ roles: roleFor(api, 'applications') }, { scopes: Object.keys(api.scopes).slice(0, 1) }] })),
    withGateway(({ applicationCalls, ...gateway }) => {
      void applicationCalls;
      return { ...gateway, ...ENTERPRISE };
    }),
  ),
  ROUTE_NOT_A_PRODUCT: both(
    withRoute((api) => {
      const people = Object.keys(api.roles).filter((role) => api.roles[role]?.for === 'people');
      return { allow: Object.keys(api.scopes).map((scope, index) => ({ roles: people.slice(index, index + 1), scopes: [scope] })) };
    }),
    withGateway((gateway) => ({ ...gateway, ...ENTERPRISE })),
  ),
  DIALECT_CANNOT: both(
    withRoute((api) => ({ allow: [{ scopes: Object.keys(api.scopes).slice(0, 1) }] })),
    withGateway((gateway) => ({ ...gateway, dialect: 'oidc', version: '3.9.3' })),
  ),
  ROUTE_CORS_OPTIONS: withRoute(() => ({ allow: [], methods: ['GET', 'OPTIONS'], cors: { origins: 'web' } })),
  ROUTE_CORS_CONFLICT: ({ input, ...rest }) =>
    withApi(input, (api) => {
      const route = (methods: readonly string[], credentials: boolean): RouteInput => ({
        path: '/spoilt',
        methods,
        allow: [],
        cors: { origins: 'web', credentials },
      });
      const routes = defineRoutes(api, { host: 'public' }, { one: route(['GET'], true), other: route(['POST'], false) });
      return { ...rest, input: { ...input, routes: [...asList(input.routes), routes] } };
    }),
  ROUTE_UNUSABLE: ({ input, ...rest }) =>
    withApi(input, (api) => {
      const closed = { ...api, open: false };
      const routes = defineRoutes(
        untyped(closed),
        { host: 'public' },
        { spoilt: { path: '/spoilt', allow: [{ scopes: Object.keys(api.scopes).slice(0, 1) }], forward: { headers: IDENTITY } } },
      );
      return { ...rest, input: { ...input, apis: [closed], grants: [], assignments: [], routes } };
    }),
  ROUTE_UNKNOWN_SCOPE: withRoute(() => ({ allow: [{ scopes: ['No.Such.Scope'] }] })),
  PRINCIPAL_CONFLICT: (organisation) =>
    organisation.input.apis.length < 2
      ? undefined
      : withAssignment((api) => assign(group('Another Name', { key: 'everybody' }), api))(organisation),
  NUMBER_RANGE: withRoute(() => ({ allow: [], rateLimit: { perMinute: 0 } })),
  TENANT_HOME: ({ environment, ...rest }) => ({
    ...rest,
    environment: { ...environment, tenants: { ...environment.tenants, home: '99999999-9999-4999-8999-999999999999' } },
  }),
  APPLICATION_HOST: withGateway((gateway) => ({ ...gateway, applicationCalls: { by: 'host', hosts: { public: ['api.example.com'] } } })),
  LIST_EMPTY: ({ environment, ...rest }) => ({ ...rest, environment: { ...environment, deployers: [] } }),
};

function both(first: Spoil, second: Spoil): Spoil {
  return (organisation) => {
    const changed = first(organisation);
    return changed === undefined ? undefined : second(changed);
  };
}
