import { defineEnvironment } from '../../lib';

export const prod = defineEnvironment({
  name: 'prod',
  tenantId: '2f3a7e5c-9d21-4e80-9c65-7d3e2a9f4b33',
  protected: true,
  consent: 'separate-stack',
  deployers: ['6a1c8d2e-3b5f-4c90-9e4d-0f7b2a3c4d01'],
  owners: { 'sales-lead': '6a1c8d2e-3b5f-4c90-9e4d-0f7b2a3c4d02', 'billing-lead': '6a1c8d2e-3b5f-4c90-9e4d-0f7b2a3c4d03' },
  groups: {
    staff: '8d3e0f5a-2c4b-4e6d-9f70-1b2c3d4e5f01',
    'order-managers': '8d3e0f5a-2c4b-4e6d-9f70-1b2c3d4e5f02',
    auditors: '8d3e0f5a-2c4b-4e6d-9f70-1b2c3d4e5f03',
    drivers: '8d3e0f5a-2c4b-4e6d-9f70-1b2c3d4e5f04',
  },
  tenants: { reseller: '1e2f6d4b-8c10-4d7f-8b54-6c2d1f8e3a22' },
  managedIdentities: {
    'nightly-report': { clientId: 'ab9c8d7e-6f50-4b4c-9d3e-2f10ab9c8d01', objectId: 'ab9c8d7e-6f50-4b4c-9d3e-2f10ab9c8d02' },
  },
  externalClients: {
    'carrier-hub': { clientId: 'ab9c8d7e-6f50-4b4c-9d3e-2f10ab9c8d03', objectId: 'ab9c8d7e-6f50-4b4c-9d3e-2f10ab9c8d04' },
  },
  externalApis: { tax: { clientId: 'ab9c8d7e-6f50-4b4c-9d3e-2f10ab9c8d05', objectId: 'ab9c8d7e-6f50-4b4c-9d3e-2f10ab9c8d06' } },
  redirectUris: {
    backoffice: ['https://backoffice.contoso.example/signin'],
    'partner-portal': ['https://partners.contoso.example/signin'],
    storefront: ['https://shop.contoso.example/'],
    'field-app': ['contoso-field://auth'],
  },
  hosts: { public: 'api.contoso.example' },
  upstreams: {
    orders: 'https://orders.prod.internal:8443',
    catalog: 'https://catalog.prod.internal:8443',
    invoices: 'https://invoices.prod.internal:8443',
    shipments: 'https://shipments.prod.internal:8443/v1',
  },
  origins: { storefront: ['https://shop.contoso.example'] },
  networks: { office: ['198.51.100.0/24'] },
  gateway: {
    dialect: 'openid-connect',
    version: '3.14.0.2',
    selectTags: ['trading-prod'],
    trustedProxies: ['203.0.113.0/28'],
    applicationCalls: { by: 'host', hosts: { public: ['apps.contoso.example'] } },
    accessLog: { to: 'http', endpoint: 'https://logs.contoso.example/kong', headers: { Authorization: '{vault://env/access-log-token}' } },
    redis: { host: 'limits.prod.internal', port: 6380, password: '{vault://env/limits-redis-password}' },
  },
  state: { kind: 'azure', resourceGroup: 'terraform', storageAccount: 'contosoprodstate', container: 'kong-entra' },
  audit: {
    subscriptionId: '3c4b8f6d-0e32-4f91-8d76-8e4f3b0a5c44',
    resourceGroup: 'security',
    location: 'westeurope',
    workspace: 'entra-audit',
    retentionDays: 365,
  },
});
