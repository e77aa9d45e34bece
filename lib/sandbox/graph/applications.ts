import { badRequest, type FederatedIdentityCredential, type Tenant } from '../directory';
import { isObject, type Json } from '../../terraform';
import { bound, collection, filterOf, referenced, selected } from './odata';
import { assertChanges, assertCreates, assertReads } from './permissions';
import { certificatesIn, shownApplication } from './representation';
import { created, NOTHING, ok, type GraphHandler } from './handler';

/** `/applications`, and what belongs to each. */
export const applications: Readonly<Record<string, GraphHandler>> = {
  'GET /applications': ({ tenant, caller, query }) => {
    assertReads(caller);
    const holds = filterOf(query.get('$filter'));
    const all = tenant.applications.all().map((one) => shownApplication(tenant, one));
    return ok(collection(all.filter(holds).map((one) => selected(one, query.get('$select')))));
  },
  'POST /applications': ({ tenant, caller, body }) => {
    assertCreates(caller);
    const { ids, rest } = bound(body, 'owners');
    const application = tenant.applications.create(withoutCredentials(rest), ids.length > 0 ? ids : [caller.objectId]);
    return created(shownApplication(tenant, application), application.id);
  },
  'GET /applications/{id}': ({ tenant, caller, ids: [id = ''], query }) => {
    assertReads(caller);
    return ok(selected(shownApplication(tenant, tenant.applications.get(id)), query.get('$select')));
  },
  'PATCH /applications/{id}': ({ tenant, caller, ids: [id = ''], body }) => {
    assertChanges(caller, tenant.applications.ownersOf(id));
    const { appId } = tenant.applications.get(id);
    const certificates = certificatesIn(body, tenant.credentials.certificatesOf(appId));
    if (certificates !== undefined) tenant.credentials.setCertificates(appId, certificates);
    tenant.applications.update(id, withoutCredentials(body));
    return NOTHING;
  },
  'DELETE /applications/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertChanges(caller, tenant.applications.ownersOf(id));
    tenant.applications.delete(id);
    return NOTHING;
  },
  'GET /applications/{id}/owners': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    return ok(collection([...tenant.applications.ownersOf(id)].map((owner) => directoryObject(tenant, owner))));
  },
  'POST /applications/{id}/owners/$ref': ({ tenant, caller, ids: [id = ''], body }) => {
    assertChanges(caller, tenant.applications.ownersOf(id));
    tenant.applications.addOwner(id, referenced(body));
    return NOTHING;
  },
  'DELETE /applications/{id}/owners/{id}/$ref': ({ tenant, caller, ids: [id = '', owner = ''] }) => {
    assertChanges(caller, tenant.applications.ownersOf(id));
    tenant.applications.removeOwner(id, owner);
    return NOTHING;
  },
  'POST /applications/{id}/addPassword': ({ tenant, caller, ids: [id = ''], body }) => {
    assertChanges(caller, tenant.applications.ownersOf(id));
    const wanted = isObject(body['passwordCredential']) ? body['passwordCredential'] : {};
    const [name, ends] = [wanted['displayName'], wanted['endDateTime']];
    const { appId } = tenant.applications.get(id);
    const endsAt = typeof ends === 'string' ? Date.parse(ends) : undefined;
    if (Number.isNaN(endsAt)) throw badRequest("Invalid value specified for property 'endDateTime' of resource 'PasswordCredential'.");
    return ok({ ...tenant.credentials.addSecret(appId, typeof name === 'string' ? name : null, endsAt) });
  },
  'POST /applications/{id}/removePassword': ({ tenant, caller, ids: [id = ''], body }) => {
    assertChanges(caller, tenant.applications.ownersOf(id));
    tenant.credentials.removeSecret(tenant.applications.get(id).appId, String(body['keyId']));
    return NOTHING;
  },
  'GET /applications/{id}/federatedIdentityCredentials': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    return ok(collection(federatedOf(tenant, id)));
  },
  'POST /applications/{id}/federatedIdentityCredentials': ({ tenant, caller, ids: [id = ''], body }) => {
    assertChanges(caller, tenant.applications.ownersOf(id));
    const made = tenant.credentials.addFederated(tenant.applications.get(id).appId, federatedIn(body));
    return created({ ...made }, made.id);
  },
  'GET /applications/{id}/federatedIdentityCredentials/{id}': ({ tenant, caller, ids: [id = '', credential = ''] }) => {
    assertReads(caller);
    return ok({ ...tenant.credentials.federated(tenant.applications.get(id).appId, credential) });
  },
  'PATCH /applications/{id}/federatedIdentityCredentials/{id}': ({ tenant, caller, ids: [id = '', credential = ''], body }) => {
    assertChanges(caller, tenant.applications.ownersOf(id));
    const { appId } = tenant.applications.get(id);
    tenant.credentials.updateFederated(appId, credential, federatedIn({ ...tenant.credentials.federated(appId, credential), ...body }));
    return NOTHING;
  },
  'DELETE /applications/{id}/federatedIdentityCredentials/{id}': ({ tenant, caller, ids: [id = '', credential = ''] }) => {
    assertChanges(caller, tenant.applications.ownersOf(id));
    const { appId } = tenant.applications.get(id);
    tenant.credentials.federated(appId, credential);
    tenant.credentials.removeFederated(appId, credential);
    return NOTHING;
  },
  'GET /directory/deletedItems/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    return ok(shownApplication(tenant, tenant.applications.deletedOne(id)));
  },
  'POST /directory/deletedItems/{id}/restore': ({ tenant, caller, ids: [id = ''] }) => {
    assertCreates(caller);
    return ok(shownApplication(tenant, tenant.applications.restore(id)));
  },
  'DELETE /directory/deletedItems/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertCreates(caller);
    tenant.applications.purge(id);
    return NOTHING;
  },
};

/** Credentials are kept apart from what an application is. */
function withoutCredentials({ keyCredentials: _keys, passwordCredentials: _passwords, ...rest }: Json): Json {
  return rest;
}

function federatedOf(tenant: Tenant, id: string): readonly FederatedIdentityCredential[] {
  return tenant.credentials.federatedOf(tenant.applications.get(id).appId);
}

function federatedIn(body: Json): Omit<FederatedIdentityCredential, 'id'> {
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  const audiences = Array.isArray(body['audiences']) ? body['audiences'].map(String) : [];
  const description = typeof body['description'] === 'string' ? body['description'] : null;
  return { name: text('name'), issuer: text('issuer'), subject: text('subject'), audiences, description };
}

/** Whoever has an object id, as Graph lists owners. */
export function directoryObject(tenant: Tenant, id: string): Json {
  const found = tenant.principal(id);
  const type = found === undefined ? 'directoryObject' : `${found.type.charAt(0).toLowerCase()}${found.type.slice(1)}`;
  return { '@odata.type': `#microsoft.graph.${type}`, id, displayName: found?.displayName ?? null };
}
