import type { RouteDefaults } from '../../lib';

/** What every route of the organisation has in common; the access log reads who calls from these headers. */
export const standard: RouteDefaults<never, never> = {
  host: 'public',
  forward: { headers: { 'X-Client-Id': 'client-id', 'X-Object-Id': 'object-id', 'X-Tenant-Id': 'tenant-id' } },
};
