import { notFound } from '../directory';
import { directoryObject } from './applications';
import { created, NOTHING, ok, type GraphHandler } from './handler';
import { bound, collection, filterOf, referenced, selected } from './odata';
import { assertAssigns, assertChanges, assertCreates, assertGrants, assertReads } from './permissions';

/** `/servicePrincipals`, what they hold and what is held of them. */
export const principals: Readonly<Record<string, GraphHandler>> = {
  'GET /servicePrincipals': ({ tenant, caller, query }) => {
    assertReads(caller);
    const holds = filterOf(query.get('$filter'));
    const all = tenant.servicePrincipals.all().map((one) => ({ ...one }));
    return ok(collection(all.filter(holds).map((one) => selected(one, query.get('$select')))));
  },
  'POST /servicePrincipals': ({ tenant, caller, body }) => {
    assertCreates(caller);
    const { ids, rest } = bound(body, 'owners');
    const principal = tenant.servicePrincipals.create(rest, ids.length > 0 ? ids : [caller.objectId]);
    return created({ ...principal }, principal.id);
  },
  'GET /servicePrincipals/{id}': ({ tenant, caller, ids: [id = ''], query }) => {
    assertReads(caller);
    return ok(selected({ ...tenant.servicePrincipals.get(id) }, query.get('$select')));
  },
  'PATCH /servicePrincipals/{id}': ({ tenant, caller, ids: [id = ''], body }) => {
    assertChanges(caller, tenant.servicePrincipals.ownersOf(id));
    tenant.servicePrincipals.update(id, body);
    return NOTHING;
  },
  'DELETE /servicePrincipals/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertChanges(caller, tenant.servicePrincipals.ownersOf(id));
    tenant.servicePrincipals.delete(id);
    return NOTHING;
  },
  'GET /servicePrincipals/{id}/owners': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    return ok(collection([...tenant.servicePrincipals.ownersOf(id)].map((owner) => directoryObject(tenant, owner))));
  },
  'POST /servicePrincipals/{id}/owners/$ref': ({ tenant, caller, ids: [id = ''], body }) => {
    assertChanges(caller, tenant.servicePrincipals.ownersOf(id));
    tenant.servicePrincipals.addOwner(id, referenced(body));
    return NOTHING;
  },
  'DELETE /servicePrincipals/{id}/owners/{id}/$ref': ({ tenant, caller, ids: [id = '', owner = ''] }) => {
    assertChanges(caller, tenant.servicePrincipals.ownersOf(id));
    tenant.servicePrincipals.removeOwner(id, owner);
    return NOTHING;
  },
  'GET /servicePrincipals/{id}/appRoleAssignedTo': ({ tenant, caller, ids: [id = ''], query }) => {
    assertReads(caller);
    tenant.servicePrincipals.get(id);
    const all = tenant.grants.assignmentsOf(id).map((one) => ({ ...one }));
    return ok(collection(all.filter(filterOf(query.get('$filter')))));
  },
  'POST /servicePrincipals/{id}/appRoleAssignedTo': ({ tenant, caller, ids: [id = ''], body }) => {
    assertAssigns(caller);
    const made = tenant.grants.assign({ ...body, resourceId: id });
    return created({ ...made }, made.id);
  },
  'GET /servicePrincipals/{id}/appRoleAssignedTo/{id}': ({ tenant, caller, ids: [, assignment = ''] }) => {
    assertReads(caller);
    return ok({ ...tenant.grants.assignment(assignment) });
  },
  'DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}': ({ tenant, caller, ids: [, assignment = ''] }) => {
    assertAssigns(caller);
    tenant.grants.unassign(assignment);
    return NOTHING;
  },
  'GET /oauth2PermissionGrants': ({ tenant, caller, query }) => {
    assertReads(caller);
    const all = tenant.grants.scopeGrantsOf().map((one) => ({ ...one }));
    return ok(collection(all.filter(filterOf(query.get('$filter')))));
  },
  'POST /oauth2PermissionGrants': ({ tenant, caller, body }) => {
    assertGrants(caller);
    const made = tenant.grants.grantScopes(body);
    return created({ ...made }, made.id);
  },
  'GET /oauth2PermissionGrants/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    return ok({ ...tenant.grants.scopeGrant(id) });
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
