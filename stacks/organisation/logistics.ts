import { assign, defineApi, defineClient, defineExternalClient, defineRoutes, grant, group } from '../../lib';
import { standard } from './gateway';
import { catalog, orders, partnerPortal } from './sales';

export const shipments = defineApi({
  name: 'shipments',
  team: 'logistics',
  description: 'Parcels and their way',
  roles: {
    'Shipments.Read.All': { for: 'applications', description: 'Read every shipment' },
    'Shipments.Move.All': { for: 'applications', description: 'Report where a parcel is' },
  },
  scopes: { 'Shipments.Deliver': { consent: 'admin', description: 'Deliver parcels for the signed-in person' } },
});

export const warehouseRobot = defineClient({ name: 'warehouse-robot', kind: 'daemon', team: 'logistics' });
export const fieldApp = defineClient({ name: 'field-app', kind: 'native', team: 'logistics' });
export const carrierHub = defineExternalClient({ name: 'carrier-hub' });

export const logisticsGrants = [
  grant(warehouseRobot, shipments, { roles: ['Shipments.Move.All'] }),
  grant(fieldApp, shipments, { scopes: ['Shipments.Deliver'] }),
  grant(carrierHub, shipments, { roles: ['Shipments.Read.All'] }),
  grant(shipments, orders, { roles: ['Orders.Read.All'] }),
  grant(partnerPortal, catalog, { scopes: ['Catalog.Read'], roles: ['Catalog.Read.All'] }),
];

export const logisticsAssignments = [assign(group('drivers'), shipments)];

export const logisticsRoutes = defineRoutes(
  shipments,
  { ...standard, forward: { token: true, headers: { ...standard.forward?.headers, 'X-Roles': 'roles' } } },
  {
    track: { methods: ['GET'], path: '/shipments/{id}', allow: [{ roles: ['Shipments.Read.All'] }, { scopes: ['Shipments.Deliver'] }] },
    move: { methods: ['PUT'], path: '/shipments/{id}/position', allow: [{ roles: ['Shipments.Move.All'] }], rateLimit: { perSecond: 50 } },
    deliver: { methods: ['POST'], path: '/shipments/{id}/delivery', allow: [{ scopes: ['Shipments.Deliver'] }] },
  },
);
