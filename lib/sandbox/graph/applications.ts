import { APPLICATION_PROPERTIES, badRequest, type Tenant } from '../directory';
import { isObject, type Json } from '../../terraform';
import { federatedIn } from './federated';
import { credentialsIn, secretIn, shownApplication } from './credentials';
import { bound, referenced } from './odata';
import { assertChanges, assertReads, assertReadsCredentials, assertRegisters, type GraphCaller } from './permissions';
import { created, listed, NOTHING, ok, type GraphHandler } from './handler';
import { FEDERATED_PROPERTIES, OWNER_PROPERTIES } from './properties';

/** `/applications`, and what belongs to each. */
export const applications: Readonly<Record<string, GraphHandler>> = {
  'GET /applications': ({ tenant, caller }) => {
    assertReads(caller);
    const all = tenant.applications.all().map((one) => shownApplication(tenant, one));
    return listed(all, APPLICATION_PROPERTIES);
  },
  'POST /applications': ({ tenant, caller, body }) => {
    assertRegisters(caller, body);
    const { ids, rest: content } = bound(body, 'owners');
    const { certificates = [], secrets, rest } = credentialsIn(content, tenant);
    if (secrets.length > 1) throw badRequest('Only one password credential may be requested when an application is created.');
    const application = tenant.applications.create(rest, ids.length > 0 ? ids : [caller.objectId], certificates.length + secrets.length);
    const { id, appId } = application;
    tenant.credentials.setCertificates(appId, certificates);
    const made = secrets.map(({ displayName, ...times }) => tenant.credentials.addSecret(appId, displayName, times));
    return created(shownApplication(tenant, application, made), id, appId);
  },
  'GET /applications/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    return ok(shownApplication(tenant, tenant.applications.get(id)));
  },
  'PATCH /applications/{id}': ({ tenant, caller, ids: [id = ''], body }) => {
    assertOwn(tenant, caller, id);
    const { appId } = tenant.applications.get(id);
    if (body['passwordCredentials'] !== undefined)
      throw badRequest("Property 'passwordCredentials' is not updated so: use addPassword and removePassword.");
    const { certificates, rest } = credentialsIn(body, tenant, tenant.credentials.certificatesOf(appId));
    tenant.applications.update(id, rest, certificates?.length);
    if (certificates !== undefined) tenant.credentials.setCertificates(appId, certificates);
    return NOTHING;
  },
  'DELETE /applications/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertOwn(tenant, caller, id);
    tenant.applications.delete(id);
    return NOTHING;
  },
  'GET /applications/{id}/owners': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    tenant.applications.get(id);
    const owners = [...tenant.applications.ownersOf(id)].map((owner) => directoryObject(tenant, owner));
    return listed(owners, OWNER_PROPERTIES);
  },
  'POST /applications/{id}/owners/$ref': ({ tenant, caller, ids: [id = ''], body }) => {
    assertOwn(tenant, caller, id);
    tenant.applications.addOwner(id, referenced(body));
    return NOTHING;
  },
  'DELETE /applications/{id}/owners/{id}/$ref': ({ tenant, caller, ids: [id = '', owner = ''] }) => {
    assertOwn(tenant, caller, id);
    tenant.applications.removeOwner(id, owner);
    return NOTHING;
  },
  'POST /applications/{id}/addPassword': ({ tenant, caller, ids: [id = ''], body }) => {
    assertOwn(tenant, caller, id);
    const wanted = isObject(body['passwordCredential']) ? body['passwordCredential'] : {};
    const { displayName, ...times } = secretIn(wanted, tenant);
    return ok(tenant.credentials.addSecret(tenant.applications.get(id).appId, displayName, times));
  },
  'POST /applications/{id}/removePassword': ({ tenant, caller, ids: [id = ''], body }) => {
    assertOwn(tenant, caller, id);
    tenant.credentials.removeSecret(tenant.applications.get(id).appId, String(body['keyId']));
    return NOTHING;
  },
  'GET /applications/{id}/federatedIdentityCredentials': ({ tenant, caller, ids: [id = ''] }) => {
    assertReadsCredentials(caller);
    return listed(tenant.credentials.federatedOf(tenant.applications.get(id).appId), FEDERATED_PROPERTIES);
  },
  'POST /applications/{id}/federatedIdentityCredentials': ({ tenant, caller, ids: [id = ''], body }) => {
    assertOwn(tenant, caller, id);
    const made = tenant.credentials.addFederated(tenant.applications.get(id).appId, federatedIn(body));
    return created(made, made.id);
  },
  'GET /applications/{id}/federatedIdentityCredentials/{id}': ({ tenant, caller, ids: [id = '', credential = ''] }) => {
    assertReadsCredentials(caller);
    return ok(tenant.credentials.federated(tenant.applications.get(id).appId, credential));
  },
  'PATCH /applications/{id}/federatedIdentityCredentials/{id}': ({ tenant, caller, ids: [id = '', credential = ''], body }) => {
    assertOwn(tenant, caller, id);
    const { appId } = tenant.applications.get(id);
    tenant.credentials.updateFederated(appId, credential, federatedIn(body, tenant.credentials.federated(appId, credential)));
    return NOTHING;
  },
  'DELETE /applications/{id}/federatedIdentityCredentials/{id}': ({ tenant, caller, ids: [id = '', credential = ''] }) => {
    assertOwn(tenant, caller, id);
    const { appId } = tenant.applications.get(id);
    tenant.credentials.federated(appId, credential);
    tenant.credentials.removeFederated(appId, credential);
    return NOTHING;
  },
};

/** @throws GraphError where there is no such application, or where the caller may not change it */
function assertOwn(tenant: Tenant, caller: GraphCaller, id: string): void {
  tenant.applications.get(id);
  assertChanges(caller, tenant.applications.ownersOf(id));
}

/** Whoever has an object id, as Graph lists owners. */
export function directoryObject(tenant: Tenant, id: string): Json {
  const found = tenant.principal(id);
  const type = found === undefined ? 'directoryObject' : `${found.type.charAt(0).toLowerCase()}${found.type.slice(1)}`;
  return { '@odata.type': `#microsoft.graph.${type}`, id, displayName: found?.displayName ?? null };
}
