import { assign, defineApi, defineClient, defineRoutes, group } from '../../lib';
import { standard } from './gateway';

export const orders = defineApi({
  name: 'orders',
  team: 'sales',
  description: 'Orders from the shop and from partners',
  owners: ['sales-lead'],
  roles: {
    'Orders.Read.All': { for: 'applications', description: 'Read every order' },
    'Orders.Write.All': { for: 'applications', description: 'Place and change every order' },
    'Orders.Approve': { for: 'people', description: 'Approve orders above the limit' },
  },
  scopes: {
    'Orders.Use': { consent: 'admin', description: 'Use orders for the signed-in person' },
  },
});

export const catalog = defineApi({
  name: 'catalog',
  team: 'sales',
  description: 'Products and prices, for partners too',
  owners: ['sales-lead'],
  tenants: ['home', 'reseller'],
  identifierUri: 'https://contoso.example/catalog',
  roles: { 'Catalog.Read.All': { for: 'applications', description: 'Read products and prices' } },
  scopes: { 'Catalog.Read': { consent: 'users', description: 'Read products and prices for the signed-in person' } },
});

export const storefront = defineClient({ name: 'storefront', kind: 'spa', team: 'sales' });
export const backoffice = defineClient({ name: 'backoffice', kind: 'web', team: 'sales', owners: ['sales-lead'] });
export const partnerPortal = defineClient({ name: 'partner-portal', kind: 'web', team: 'partners' });

export const salesAssignments = [
  assign(group('order-managers'), orders, ['Orders.Approve']),
  assign(group('staff'), orders),
  assign(group('staff'), catalog),
];

export const salesRoutes = [
  defineRoutes(
    orders,
    {
      ...standard,
      allow: [{ roles: ['Orders.Read.All'] }, { scopes: ['Orders.Use'] }],
      rateLimit: { perMinute: 600 },
      cors: { origins: 'storefront' },
    },
    {
      list: { methods: ['GET'], path: '/orders' },
      read: { methods: ['GET'], path: '/orders/{id}' },
      create: { methods: ['POST'], path: '/orders', allow: [{ roles: ['Orders.Write.All'] }, { scopes: ['Orders.Use'] }] },
      approve: { methods: ['POST'], path: '/orders/{id}/approve', allow: [{ roles: ['Orders.Approve'], scopes: ['Orders.Use'] }] },
      health: { methods: ['GET'], path: '/orders/health', public: 'The load balancer probes it and sends no token' },
    },
  ),
  defineRoutes(
    catalog,
    { ...standard, allow: [{ roles: ['Catalog.Read.All'] }, { scopes: ['Catalog.Read'] }] },
    {
      products: { methods: ['GET'], path: '/catalog/products/**', cors: { origins: 'storefront' } },
      prices: { methods: ['GET'], path: '/catalog/prices/{sku}' },
    },
  ),
];
