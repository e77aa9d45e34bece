import { defineEnvironment } from '../../lib';

export const dev = defineEnvironment({
  name: 'dev',
  suffix: '-dev',
  tenantId: '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11',
  protected: false,
  deployers: ['5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01'],
  owners: { 'sales-lead': '5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c02', 'billing-lead': '5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c03' },
  groups: {
    staff: '7c2d9e4f-1b3a-4d5c-8e6f-0a1b2c3d4e01',
    'order-managers': '7c2d9e4f-1b3a-4d5c-8e6f-0a1b2c3d4e02',
    auditors: '7c2d9e4f-1b3a-4d5c-8e6f-0a1b2c3d4e03',
    drivers: '7c2d9e4f-1b3a-4d5c-8e6f-0a1b2c3d4e04',
  },
  tenants: { reseller: '1e2f6d4b-8c10-4d7f-8b54-6c2d1f8e3a22' },
  managedIdentities: {
    'nightly-report': { clientId: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c01', objectId: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c02' },
  },
  externalClients: {
    'carrier-hub': { clientId: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c03', objectId: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c04' },
  },
  externalApis: { tax: { clientId: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c05', objectId: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c06' } },
  redirectUris: {
    backoffice: ['https://backoffice.dev.contoso.example/signin', 'http://localhost:3000/signin'],
    'partner-portal': ['https://partners.dev.contoso.example/signin'],
    storefront: ['https://shop.dev.contoso.example/', 'http://localhost:5173/'],
    'field-app': ['contoso-field://auth', 'http://localhost'],
  },
  hosts: { public: 'api.dev.contoso.example' },
  upstreams: {
    orders: 'https://orders.dev.internal:8443',
    catalog: 'https://catalog.dev.internal:8443',
    invoices: 'https://invoices.dev.internal:8443',
    shipments: 'https://shipments.dev.internal:8443/v1',
  },
  origins: { storefront: ['https://shop.dev.contoso.example', 'http://localhost:5173'] },
  networks: { office: ['192.0.2.0/24'] },
  gateway: {
    dialect: 'openid-connect',
    version: '3.15.0.1',
    selectTags: ['trading-dev'],
    trustedProxies: [],
    applicationCalls: { by: 'host', hosts: { public: ['apps.dev.contoso.example'] } },
    accessLog: { to: 'stdout' },
  },
});
