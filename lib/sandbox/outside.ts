import {
  graphPermissions,
  identifierUri,
  lookUp,
  uuidOf,
  type AccessFile,
  type EnvironmentModel,
  type ExternalApiModel,
  type RoleModel,
  type ScopeModel,
} from '../model';
import { type AppRole, type PermissionScope, type Tenant, type Tenants } from './directory';

/**
 * Puts into the directories what a deployment only names: groups, people, owners, managed identities, clients and APIs that are registered
 * elsewhere, domains of identifier URIs. None of it is the deployment's, so no stack makes it; what is granted to it and by it comes from the stacks alone.
 *
 * @param graphNames By what Microsoft Graph is called, besides its client id
 */
export function putOutside({ model, environment }: AccessFile, tenants: Tenants, graphNames: readonly string[]): void {
  const home = tenants.ensure(environment.tenantId);
  for (const tenantId of Object.values(environment.tenants)) tenants.ensure(tenantId);
  for (const tenant of tenants.all()) putMicrosoftGraph(tenant, graphNames);
  for (const api of model.apis) {
    // A name without a dot is no domain, and a tenant's own id is none either.
    const [, domain] = /^(?:api|https):\/\/([^/]+\.[^/]+)/.exec(identifierUri(api, environment)) ?? [];
    if (domain !== undefined) home.verify(domain);
  }
  for (const [name, id] of Object.entries(environment.groups)) home.people.addGroup({ id, displayName: name, members: [] });
  for (const [name, id] of Object.entries(environment.people)) putPerson(home, name, id);
  for (const [name, { clientId, objectId }] of Object.entries(environment.managedIdentities))
    home.servicePrincipals.addOutside({ id: objectId, appId: clientId, displayName: name, type: 'ManagedIdentity' });
  for (const [name, { clientId, objectId }] of Object.entries(environment.externalClients))
    home.servicePrincipals.addOutside({ id: objectId, appId: clientId, displayName: name });
  for (const api of model.externalApis) putApi(home, api, environment);
  [...new Set(environment.deployers)].forEach((id, index) => {
    if (home.principal(id) === undefined)
      home.servicePrincipals.addOutside({ id, appId: uuidOf(`sandbox/deployer/${id}`), displayName: `deployer ${String(index + 1)}` });
    // Somebody of the definition may deploy, who is given nothing here.
    if (home.servicePrincipals.find(id) === undefined) return;
    const graph = home.servicePrincipals.ofClientId(graphPermissions.appId);
    for (const role of DEPLOYER_ROLES) {
      home.grants.assign({ principalId: id, resourceId: graph?.id, appRoleId: graphPermissions.appRoles[role] });
    }
  });
  // An owner may be an application, such as whoever deploys: then nobody is made up.
  for (const [name, id] of Object.entries(environment.owners)) putPerson(home, name, id);
}

/**
 * What whoever deploys must be allowed to do.
 *
 * @see docs/permissions.md
 */
const DEPLOYER_ROLES = [
  'Application.ReadWrite.OwnedBy',
  'AppRoleAssignment.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
] as const;

/** A person with an object id, where nobody has it yet. @param alias What stands before `@` in the name by which the person signs in */
export function putPerson(tenant: Tenant, name: string, id: string, alias = name): void {
  if (tenant.principal(id) !== undefined) return;
  tenant.people.addUser({ id, displayName: name, userPrincipalName: `${alias}@${tenant.domain}`, accountEnabled: true });
}

function putApi(home: Tenant, { name, roles, scopes }: ExternalApiModel, environment: EnvironmentModel): void {
  const ids = lookUp(environment.externalApis, name);
  if (ids === undefined) return;
  home.servicePrincipals.addOutside({
    id: ids.objectId,
    appId: ids.clientId,
    displayName: name,
    appRoles: roles.map(roleOf),
    scopes: scopes.map(scopeOf),
  });
}

/** Microsoft Graph stands in every tenant. */
function putMicrosoftGraph(tenant: Tenant, names: readonly string[]): void {
  const appRoles = Object.entries(graphPermissions.appRoles).map(([value, id]) =>
    roleOf({ value, id, displayName: value, description: value, for: 'applications' }),
  );
  const scopes = Object.entries(graphPermissions.oauth2PermissionScopes).map(([value, { id, type }]) =>
    scopeOf({ value, id, displayName: value, description: value, consent: type === 'Admin' ? 'admin' : 'users' }),
  );
  const id = tenant.ids.next('service-principal', 'Microsoft Graph');
  tenant.servicePrincipals.addOutside({ id, appId: graphPermissions.appId, displayName: 'Microsoft Graph', appRoles, scopes, names });
}

const MEMBERS: Readonly<Record<RoleModel['for'], readonly string[]>> = {
  applications: ['Application'],
  people: ['User'],
  both: ['User', 'Application'],
};

function roleOf({ id, value, displayName, description, for: holders }: Omit<RoleModel, 'key'>): AppRole {
  return { id, value, displayName, description, allowedMemberTypes: MEMBERS[holders], isEnabled: true };
}

function scopeOf({ id, value, displayName, description, consent }: Omit<ScopeModel, 'key'>): PermissionScope {
  return {
    id,
    value,
    type: consent === 'admin' ? 'Admin' : 'User',
    isEnabled: true,
    adminConsentDisplayName: displayName,
    adminConsentDescription: description,
    userConsentDisplayName: displayName,
    userConsentDescription: description,
  };
}
