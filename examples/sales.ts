import { assign, defineAccess, defineApi, defineClient, defineRoutes, grant, group } from '../lib';

export const orders = defineApi({
  name: 'orders',
  team: 'sales',
  roles: {
    'Orders.Read.All': { for: 'applications', description: 'Read every order' },
    'Orders.Approve': { for: 'people', description: 'Approve orders' },
  },
  scopes: { 'Orders.Use': { consent: 'admin', description: 'Use orders for the signed-in person' } },
});
const invoicing = defineClient({ name: 'invoicing', kind: 'daemon', team: 'billing' });

export const sales = defineAccess({
  apis: [orders],
  clients: [invoicing],
  grants: [grant(invoicing, orders, { roles: ['Orders.Read.All'] })],
  assignments: [assign(group('order-managers'), orders, ['Orders.Approve'])],
  routes: defineRoutes(
    orders,
    { host: 'public', allow: [{ roles: ['Orders.Read.All'] }, { scopes: ['Orders.Use'] }] },
    {
      list: { methods: ['GET'], path: '/orders' },
      read: { methods: ['GET'], path: '/orders/{id}' },
      approve: { methods: ['POST'], path: '/orders/{id}/approve', allow: [{ roles: ['Orders.Approve'], scopes: ['Orders.Use'] }] },
    },
  ),
});
