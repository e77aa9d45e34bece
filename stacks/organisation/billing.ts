import { assign, defineApi, defineClient, defineExternalApi, defineRoutes, grant, group, microsoftGraph } from '../../lib';
import { standard } from './gateway';
import { backoffice, catalog, orders, storefront } from './sales';

export const invoices = defineApi({
  name: 'invoices',
  team: 'billing',
  description: 'Invoices and payments',
  owners: ['billing-lead'],
  roles: {
    'Invoices.Read.All': { for: 'applications', description: 'Read every invoice' },
    'Invoices.Write.All': { for: 'applications', description: 'Write every invoice' },
    'Invoices.Audit': { for: 'people', description: 'Audit invoices' },
  },
  scopes: { 'Invoices.Read': { consent: 'admin', description: 'Read invoices for the signed-in person' } },
});

/** Registered by the tax authority's own deployment. */
export const tax = defineExternalApi({
  name: 'tax',
  roles: { 'Tax.Report': { for: 'applications', id: '6a3d1c1e-93d7-4a52-8ef0-2d2b9c6f7a10' } },
});

export const erpSync = defineClient({ name: 'erp-sync', kind: 'daemon', team: 'billing', owners: ['billing-lead'] });
export const nightlyReport = defineClient({ name: 'nightly-report', kind: 'managed-identity', team: 'billing' });

export const billingGrants = [
  grant(erpSync, orders, { roles: ['Orders.Read.All', 'Orders.Write.All'] }),
  grant(erpSync, invoices, { roles: ['Invoices.Read.All', 'Invoices.Write.All'] }),
  grant(nightlyReport, invoices, { roles: ['Invoices.Read.All'] }),
  grant(backoffice, invoices, { scopes: ['Invoices.Read'] }),
  grant(backoffice, microsoftGraph, { scopes: ['User.Read'] }),
  grant(backoffice, orders, { scopes: ['Orders.Use'] }),
  grant(storefront, orders, { scopes: ['Orders.Use'] }),
  grant(storefront, catalog, { scopes: ['Catalog.Read'] }),
  // Orders bills, and invoices look up what was ordered: each calls the other.
  grant(orders, invoices, { roles: ['Invoices.Write.All'] }),
  grant(invoices, orders, { roles: ['Orders.Read.All'] }),
  grant(invoices, tax, { roles: ['Tax.Report'] }),
];

export const billingAssignments = [assign(group('auditors'), invoices, ['Invoices.Audit']), assign(group('staff'), invoices)];

export const billingRoutes = defineRoutes(
  invoices,
  { ...standard, allow: [{ roles: ['Invoices.Read.All'] }, { scopes: ['Invoices.Read'] }] },
  {
    list: { methods: ['GET'], path: '/invoices' },
    read: { methods: ['GET'], path: '/invoices/{id}' },
    create: { methods: ['POST'], path: '/invoices', allow: [{ roles: ['Invoices.Write.All'] }] },
    audit: {
      methods: ['GET'],
      path: '/invoices/{id}/audit',
      allow: [{ roles: ['Invoices.Audit'], scopes: ['Invoices.Read'] }],
      networks: 'office',
    },
    purge: { methods: ['DELETE'], path: '/invoices/{id}', allow: [] },
  },
);
