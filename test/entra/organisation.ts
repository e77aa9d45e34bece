import {
  roleId,
  scopeId,
  type AccessModel,
  type ApiModel,
  type ClientModel,
  type EnvironmentModel,
  type GrantModel,
  type RoleModel,
  type RouteModel,
  type ScopeModel,
} from '../../lib/model';

/** A role, told by its key; everything else may be overridden. */
export function role(api: string, key: string, override: Partial<RoleModel> = {}): RoleModel {
  return { key, value: key, id: roleId(api, key), for: 'applications', displayName: key, description: `May ${key}`, ...override };
}

/** A scope, told by its key; everything else may be overridden. */
export function scope(api: string, key: string, override: Partial<ScopeModel> = {}): ScopeModel {
  return { key, value: key, id: scopeId(api, key), consent: 'admin', displayName: key, description: `May ${key}`, ...override };
}

/** An API without roles and scopes; everything may be overridden. */
export function api(key: string, override: Partial<ApiModel> = {}): ApiModel {
  return { key, name: key, team: 'sales', owners: [], roles: [], scopes: [], tenants: [], open: false, upstream: key, ...override };
}

/** A daemon; everything may be overridden. */
export function client(key: string, override: Partial<ClientModel> = {}): ClientModel {
  return { key, name: key, kind: 'daemon', team: 'billing', owners: [], ...override };
}

/** A grant of nothing; everything may be overridden. */
export function grant(caller: string, api: string, of: Partial<GrantModel>): GrantModel {
  return { caller, api, roles: [], scopes: [], ...of };
}

/** A GET on `/<api>/<key>` that nobody may use; everything may be overridden. */
export function route(api: string, key: string, override: Partial<RouteModel> = {}): RouteModel {
  return {
    key,
    name: key,
    api,
    host: 'public',
    methods: ['GET'],
    path: `/${api}/${key}`,
    headers: {},
    access: { kind: 'allow', alternatives: [] },
    forward: { token: false, headers: {} },
    ...override,
  };
}

/** A definition of nothing; everything may be overridden. */
export function model(of: Partial<AccessModel>): AccessModel {
  return {
    apis: [],
    clients: [],
    externalApis: [],
    externalClients: [],
    grants: [],
    assignments: [],
    routes: [],
    retired: [],
    observability: { accessLog: false, metrics: false },
    ...of,
  };
}

/** Object or client id for tests, recognizable by its number. */
export function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export const tenantId = guid(1);
export const deployer = guid(2);

/** An environment that maps every name of {@link organisation}; everything may be overridden. */
export function environment(override: Partial<EnvironmentModel> = {}): EnvironmentModel {
  return {
    key: 'dev',
    name: 'dev',
    suffix: '-dev',
    cloud: 'global',
    tenantId,
    protected: false,
    consent: 'grant',
    deployers: [deployer],
    owners: { ada: guid(3) },
    groups: { 'order-managers': guid(4) },
    people: { grace: guid(5) },
    tenants: { home: tenantId, partner: guid(6) },
    managedIdentities: { 'nightly-job': { clientId: guid(7), objectId: guid(8) } },
    externalClients: { partner: { clientId: guid(9), objectId: guid(10) } },
    externalApis: { ledger: { clientId: guid(11), objectId: guid(12) } },
    redirectUris: {
      shop: ['https://shop.example/cb', 'https://shop.example/'],
      portal: ['https://portal.example/cb'],
      till: ['till://auth'],
    },
    hosts: { public: ['api.example'] },
    upstreams: { orders: 'http://orders.internal', stock: 'http://stock.internal' },
    origins: {},
    networks: {},
    gateway: { dialect: 'openid-connect', version: '3.14.0.1', flavor: 'traditional_compatible', selectTags: ['kong-entra-dev'] },
    tokens: { leewaySeconds: 30, rediscoverySeconds: 60, tokenLifetimeMinutes: 90, keyCacheSeconds: 3600 },
    state: { kind: 'local' },
    ...override,
  };
}

/** Every kind of client, both directions between two APIs, everything outside, one retired of each kind. */
export const organisation: AccessModel = model({
  apis: [
    api('orders', {
      owners: ['ada'],
      description: 'Orders of customers',
      roles: [role('orders', 'Orders.Read.All'), role('orders', 'Orders.Approve', { for: 'people' })],
      scopes: [scope('orders', 'Orders.Use'), scope('orders', 'Orders.See', { consent: 'users' })],
    }),
    api('stock', { team: 'warehouse', roles: [role('stock', 'Stock.Read.All', { for: 'both' })], scopes: [scope('stock', 'Stock.Use')] }),
  ],
  clients: [
    client('invoicing'),
    client('nightly', { kind: 'managed-identity', managedIdentity: 'nightly-job' }),
    client('portal', { kind: 'web', redirectUris: 'portal' }),
    client('shop', { kind: 'spa', team: 'sales', redirectUris: 'shop' }),
    client('till', { kind: 'native', redirectUris: 'till' }),
  ],
  externalApis: [
    {
      key: 'graph',
      name: 'Microsoft Graph',
      clientId: guid(13),
      roles: [role('graph', 'User.Read.All')],
      scopes: [scope('graph', 'User.Read')],
    },
    { key: 'ledger', name: 'ledger', roles: [role('ledger', 'Ledger.Write')], scopes: [] },
  ],
  externalClients: [{ key: 'partner', name: 'partner' }],
  grants: [
    grant('invoicing', 'graph', { roles: ['User.Read.All'] }),
    grant('invoicing', 'ledger', { roles: ['Ledger.Write'] }),
    grant('invoicing', 'orders', { roles: ['Orders.Read.All'] }),
    grant('nightly', 'orders', { roles: ['Orders.Read.All'] }),
    grant('orders', 'stock', { roles: ['Stock.Read.All'], scopes: ['Stock.Use'] }),
    grant('partner', 'orders', { roles: ['Orders.Read.All'] }),
    grant('portal', 'graph', { scopes: ['User.Read'] }),
    grant('portal', 'orders', { roles: ['Orders.Read.All'], scopes: ['Orders.Use', 'Orders.See'] }),
    grant('shop', 'orders', { scopes: ['Orders.Use', 'Orders.See'] }),
    grant('stock', 'orders', { roles: ['Orders.Read.All'] }),
    grant('till', 'stock', { scopes: ['Stock.Use'] }),
  ],
  assignments: [
    { principal: { kind: 'group', key: 'order-managers', name: 'order-managers' }, api: 'orders', roles: ['Orders.Approve'] },
    { principal: { kind: 'person', key: 'grace', name: 'grace' }, api: 'stock', roles: [] },
  ],
  routes: [
    route('orders', 'list', { access: { kind: 'allow', alternatives: [{ roles: ['Orders.Read.All'], scopes: [] }] } }),
    route('stock', 'list', { access: { kind: 'allow', alternatives: [{ roles: [], scopes: ['Stock.Use'] }] } }),
  ],
  retired: [
    { key: 'billing', kind: 'api', then: 'delete' },
    { key: 'fax', kind: 'client', then: 'keep' },
  ],
});
