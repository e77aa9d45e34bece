import { App } from 'cdktf';
import { defineAccess, defineApi, defineClient, defineEnvironment, defineRoutes, grant } from '../lib';
import { accessStacks } from '../lib/gateway';

const orders = defineApi({ name: 'orders', team: 'sales', roles: { 'Orders.Read.All': { for: 'applications', description: 'Read every order' } } });
const invoicing = defineClient({ name: 'invoicing', kind: 'daemon', team: 'billing' });
const model = defineAccess({
  apis: [orders],
  clients: [invoicing],
  grants: [grant(invoicing, orders, { roles: ['Orders.Read.All'] })],
  routes: defineRoutes(orders, { host: 'public', allow: [{ roles: ['Orders.Read.All'] }] }, { read: { methods: ['GET'], path: '/orders/{id}' } }),
});
const environment = defineEnvironment({
  name: 'dev', suffix: '-dev', protected: false, tenantId: '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11', deployers: ['5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01'],
  hosts: { public: 'api.dev.example.com' }, upstreams: { orders: 'https://orders.dev.internal' },
  gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['sales-dev'] },
});
const app = new App();
accessStacks(app, { name: 'sales', model, environment });
app.synth();
