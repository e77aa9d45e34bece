import { notFound, notReferable, SERVICE_PRINCIPAL_PROPERTIES, type Tenant } from '../directory';
import { directoryObject } from './applications';
import { created, listed, NOTHING, ok, type GraphHandler } from './handler';
import { bound, referenced } from './odata';
import { assertAssigns, assertBrings, assertChanges, assertGrants, assertReads, assertReadsGrants, type GraphCaller } from './permissions';
import { ASSIGNMENT_PROPERTIES, OWNER_PROPERTIES, SCOPE_GRANT_PROPERTIES } from './properties';

/** `/servicePrincipals`, what they hold and what is held of them. */
export const principals: Readonly<Record<string, GraphHandler>> = {
  'GET /servicePrincipals': ({ tenant, caller }) => {
    assertReads(caller);
    return listed(tenant.servicePrincipals.all(), SERVICE_PRINCIPAL_PROPERTIES);
  },
  'POST /servicePrincipals': ({ tenant, caller, body }) => {
    const application = tenant.applications.ofClientId(String(body['appId']));
    assertBrings(caller, application && tenant.applications.ownersOf(application.id));
    const { ids, rest } = bound(body, 'owners');
    const principal = tenant.servicePrincipals.create(rest, ids.length > 0 ? ids : [caller.objectId]);
    return created(principal, principal.id);
  },
  'GET /servicePrincipals/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    return ok(tenant.servicePrincipals.get(id));
  },
  'PATCH /servicePrincipals/{id}': ({ tenant, caller, ids: [id = ''], body }) => {
    assertOwn(tenant, caller, id);
    tenant.servicePrincipals.update(id, body);
    return NOTHING;
  },
  'DELETE /servicePrincipals/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertOwn(tenant, caller, id);
    tenant.servicePrincipals.delete(id);
    return NOTHING;
  },
  'GET /servicePrincipals/{id}/owners': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    tenant.servicePrincipals.get(id);
    const owners = [...tenant.servicePrincipals.ownersOf(id)].map((owner) => directoryObject(tenant, owner));
    return listed(owners, OWNER_PROPERTIES);
  },
  'POST /servicePrincipals/{id}/owners/$ref': ({ tenant, caller, ids: [id = ''], body }) => {
    assertOwn(tenant, caller, id);
    tenant.servicePrincipals.addOwner(id, referenced(body));
    return NOTHING;
  },
  'DELETE /servicePrincipals/{id}/owners/{id}/$ref': ({ tenant, caller, ids: [id = '', owner = ''] }) => {
    assertOwn(tenant, caller, id);
    tenant.servicePrincipals.removeOwner(id, owner);
    return NOTHING;
  },
  'GET /servicePrincipals/{id}/appRoleAssignedTo': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    tenant.servicePrincipals.get(id);
    return listed(tenant.grants.assignmentsOf(id), ASSIGNMENT_PROPERTIES);
  },
  'POST /servicePrincipals/{id}/appRoleAssignedTo': ({ tenant, caller, ids: [id = ''], body }) => {
    assertAssigns(caller);
    if (body['resourceId'] !== id) throw notReferable();
    const made = tenant.grants.assign(body);
    return created(made, made.id);
  },
  'GET /servicePrincipals/{id}/appRoleAssignedTo/{id}': ({ tenant, caller, ids: [id = '', assignment = ''] }) => {
    assertReads(caller);
    return ok(tenant.grants.assignment(assignment, id));
  },
  'DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}': ({ tenant, caller, ids: [id = '', assignment = ''] }) => {
    assertAssigns(caller);
    tenant.grants.unassign(tenant.grants.assignment(assignment, id).id);
    return NOTHING;
  },
  'GET /oauth2PermissionGrants': ({ tenant, caller }) => {
    assertReadsGrants(caller);
    return listed(tenant.grants.scopeGrantsOf(), SCOPE_GRANT_PROPERTIES);
  },
  'POST /oauth2PermissionGrants': ({ tenant, caller, body }) => {
    assertGrants(caller);
    const made = tenant.grants.grantScopes(body);
    return created(made, made.id);
  },
  'GET /oauth2PermissionGrants/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertReadsGrants(caller);
    return ok(tenant.grants.scopeGrant(id));
  },
  'PATCH /oauth2PermissionGrants/{id}': ({ tenant, caller, ids: [id = ''], body }) => {
    assertGrants(caller);
    tenant.grants.updateScopes(id, body);
    return NOTHING;
  },
  'DELETE /oauth2PermissionGrants/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertGrants(caller);
    tenant.grants.revokeScopes(id);
    return NOTHING;
  },
  'GET /directoryObjects/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    if (tenant.principal(id) === undefined) throw notFound(id);
    return ok(directoryObject(tenant, id));
  },
};

/** @throws GraphError where there is no such service principal, or where the caller may not change it */
function assertOwn(tenant: Tenant, caller: GraphCaller, id: string): void {
  tenant.servicePrincipals.get(id);
  assertChanges(caller, tenant.servicePrincipals.ownersOf(id));
}
