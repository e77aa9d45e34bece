import { defineAccess, microsoftGraph } from '../../lib';
import { billingAssignments, billingGrants, billingRoutes, erpSync, invoices, nightlyReport, tax } from './billing';
import { carrierHub, fieldApp, logisticsAssignments, logisticsGrants, logisticsRoutes, shipments, warehouseRobot } from './logistics';
import { backoffice, catalog, orders, partnerPortal, salesAssignments, salesRoutes, storefront } from './sales';

/** A trading company: four APIs of three teams, and everyone who calls them. */
export const organisation = defineAccess({
  apis: [catalog, invoices, orders, shipments],
  clients: [backoffice, erpSync, fieldApp, nightlyReport, partnerPortal, storefront, warehouseRobot],
  externalApis: [microsoftGraph, tax],
  externalClients: [carrierHub],
  grants: [...billingGrants, ...logisticsGrants],
  assignments: [...salesAssignments, ...billingAssignments, ...logisticsAssignments],
  routes: [...salesRoutes, billingRoutes, logisticsRoutes],
  observability: { accessLog: true },
});
