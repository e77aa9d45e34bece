import { type Tenant } from '../../lib/sandbox/directory';

/** All that a tenant's directory holds, with names in place of ids that were made up, and without times. */
export function dumpOf(tenant: Tenant): unknown {
  const applications = tenant.applications.all();
  const principals = tenant.servicePrincipals.all();
  const names = new Map<string, string>([
    ...applications.flatMap(
      ({ id, appId, displayName }) =>
        [
          [id, `application ${displayName}`],
          [appId, `client id of ${displayName}`],
        ] as const,
    ),
    ...principals.map(({ id, displayName }) => [id, `service principal of ${displayName}`] as const),
  ]);
  const content = {
    applications: sortedBy(
      applications.map((one) => ({
        ...one,
        owners: [...tenant.applications.ownersOf(one.id)].sort(),
        federated: tenant.credentials.federatedOf(one.appId),
      })),
      ({ displayName }) => displayName,
    ),
    servicePrincipals: sortedBy(
      principals
        .filter(({ appOwnerOrganizationId }) => appOwnerOrganizationId !== null)
        .map((one) => ({ ...one, owners: [...tenant.servicePrincipals.ownersOf(one.id)].sort() })),
      ({ displayName }) => displayName,
    ),
    assignments: tenant.grants.assignmentsOf().map(({ id: _id, ...one }) => one),
    scopes: tenant.grants.scopeGrantsOf().map(({ id: _id, ...one }) => ({ ...one, scope: one.scope.split(' ').sort() })),
  };
  return normalized(content, names);
}

/** Lists whose order says nothing. */
const SETS = [
  'appRoles',
  'oauth2PermissionScopes',
  'identifierUris',
  'redirectUris',
  'requiredResourceAccess',
  'resourceAccess',
  'preAuthorizedApplications',
  'delegatedPermissionIds',
  'assignments',
  'scopes',
  'servicePrincipalNames',
  'replyUrls',
  'federated',
  'knownClientApplications',
  'tags',
];

function normalized(value: unknown, names: ReadonlyMap<string, string>, field = ''): unknown {
  if (typeof value === 'string') return [...names].reduce((text, [id, name]) => text.replaceAll(id, name), value);
  if (Array.isArray(value)) {
    const items = value.map((one) => normalized(one, names));
    return SETS.includes(field) ? sortedBy(items, (one) => JSON.stringify(one)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'createdDateTime')
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, one]) => [name, normalized(one, names, name)]),
  );
}

function sortedBy<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...items].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
