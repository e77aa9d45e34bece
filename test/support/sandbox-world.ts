import {
  assign,
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineExternalApi,
  defineExternalClient,
  defineRoutes,
  grant,
  group,
  microsoftGraph,
  type EnvironmentModel,
} from '../../lib';
import { environmentInput, GATEWAY, guid } from './organisation';

const orders = defineApi({
  name: 'orders',
  team: 'sales',
  owners: ['lead'],
  tenants: ['home', 'reseller'],
  roles: {
    'Orders.Read': { for: 'applications', description: 'Read every order' },
    'Orders.Write': { for: 'applications', description: 'Write every order' },
    'Orders.Approve': { for: 'people', description: 'Approve orders' },
    'Orders.Count': { for: 'both', description: 'Count orders' },
  },
  scopes: {
    'Orders.Use': { consent: 'admin', description: 'Use orders for the signed-in person' },
    'Orders.Browse': { consent: 'users', description: 'Browse orders for the signed-in person' },
  },
});
const stock = defineApi({
  name: 'stock',
  team: 'sales',
  roles: { 'Stock.Read': { for: 'applications', description: 'Read the stock' } },
  scopes: { 'Stock.Use': { consent: 'admin', description: 'Use the stock for the signed-in person' } },
});
const ledger = defineExternalApi({
  name: 'ledger',
  roles: { 'Ledger.Read': { id: guid(31), for: 'applications' } },
  scopes: {},
});
const billing = defineClient({ name: 'billing', kind: 'daemon', team: 'finance', owners: ['lead'] });
const portal = defineClient({ name: 'portal', kind: 'web', team: 'sales' });
const front = defineClient({ name: 'front', kind: 'spa', team: 'shops' });
const till = defineClient({ name: 'till', kind: 'native', team: 'shops' });
const robot = defineClient({ name: 'robot', kind: 'managed-identity', team: 'logistics', identity: 'robot' });
const partner = defineExternalClient({ name: 'partner' });

const IDENTITY = { 'X-Caller': 'client-id', 'X-Person': 'object-id', 'X-Tenant': 'tenant-id' } as const;

/** A small organisation in which everything is there that the two halves can be told. */
export const world = defineAccess({
  apis: [orders, stock],
  clients: [billing, front, portal, robot, till],
  externalApis: [ledger, microsoftGraph],
  externalClients: [partner],
  grants: [
    grant(billing, orders, { roles: ['Orders.Read'] }),
    grant(billing, ledger, { roles: ['Ledger.Read'] }),
    grant(billing, microsoftGraph, { roles: ['User.Read.All'] }),
    grant(stock, orders, { roles: ['Orders.Count'], scopes: ['Orders.Browse'] }),
    grant(portal, microsoftGraph, { scopes: ['User.Read'] }),
    grant(stock, microsoftGraph, { scopes: ['User.Read'] }),
    grant(robot, stock, { roles: ['Stock.Read'] }),
    grant(partner, orders, { roles: ['Orders.Read', 'Orders.Write'] }),
    grant(portal, orders, { scopes: ['Orders.Use'] }),
    grant(front, orders, { scopes: ['Orders.Browse', 'Orders.Use'] }),
    grant(till, orders, { scopes: ['Orders.Browse'] }),
  ],
  assignments: [
    assign(group('staff'), orders, ['Orders.Approve']),
    assign(group('clerks'), orders, ['Orders.Count']),
    assign(group('clerks'), stock),
  ],
  routes: [
    defineRoutes(
      orders,
      { host: 'public', forward: { headers: IDENTITY } },
      {
        list: {
          methods: ['GET'],
          path: '/orders',
          allow: [{ roles: ['Orders.Read'] }, { scopes: ['Orders.Browse'] }],
          rateLimit: { perMinute: 60, perHour: 600 },
          cors: { origins: 'shop', credentials: true, exposedHeaders: ['X-Total'] },
        },
        // Taken by `read` as well, and meant for others.
        fresh: { methods: ['GET'], path: '/orders/new', allow: [{ roles: ['Orders.Count'] }] },
        read: {
          methods: ['GET'],
          path: '/orders/{id}',
          allow: [{ scopes: ['Orders.Use'] }],
          forward: {
            token: true,
            headers: { ...IDENTITY, 'X-Scopes': 'scopes', 'X-Roles': 'roles' },
          },
        },
        write: { methods: ['POST'], path: '/orders', allow: [{ roles: ['Orders.Read', 'Orders.Write'] }], rateLimit: { perSecond: 5 } },
        approve: {
          methods: ['PUT'],
          path: '/orders/{id}',
          allow: [{ roles: ['Orders.Approve'], scopes: ['Orders.Use'] }],
          networks: 'office',
        },
        burn: { methods: ['DELETE'], path: '/orders/**', allow: [] },
        health: { path: '/health', public: 'Probed by the load balancer', rateLimit: { perMinute: 30 } },
      },
    ),
    defineRoutes(
      stock,
      { host: 'public', forward: { headers: IDENTITY } },
      { list: { path: '/stock/**', allow: [{ roles: ['Stock.Read'] }] } },
    ),
  ],
  observability: { accessLog: true },
});

export const worldEnvironment: EnvironmentModel = defineEnvironment({
  ...environmentInput(),
  groups: { staff: guid(1), clerks: guid(2) },
  owners: { lead: guid(3) },
  tenants: { reseller: guid(6) },
  externalClients: { partner: { clientId: guid(11), objectId: guid(12) } },
  externalApis: { ledger: { clientId: guid(13), objectId: guid(14) } },
  managedIdentities: { robot: { clientId: guid(15), objectId: guid(16) } },
  redirectUris: {
    portal: ['https://portal.example.com/signin'],
    front: ['https://shop.example.com/'],
    till: ['http://localhost/'],
  },
  upstreams: { orders: 'https://orders.internal:8443/api/', stock: 'https://stock.internal' },
  origins: { shop: ['https://shop.example.com'] },
  networks: { office: ['192.0.2.0/24', '2001:db8::/32'] },
  gateway: {
    ...GATEWAY,
    accessLog: { to: 'stdout' },
    trustedProxies: ['10.0.0.0/8'],
    applicationCalls: { by: 'host', hosts: { public: ['apps.example.com'] } },
  },
});
