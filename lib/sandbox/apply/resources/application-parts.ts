import { badRequest, graphTime, parsed, timeOf, type Application, type KeyCredential, type Tenant } from '../../directory';
import { objectIdIn, textOf, textOrNull, textsOf } from '../arguments';
import { type ResourceKind } from './resource-kind';

/** `azuread_application_api_access`: what an API asks of another. */
export const apiAccess: ResourceKind = {
  known: ['api_client_id', 'application_id', 'role_ids', 'scope_ids'],
  make: (tenant, values) => {
    const { id, requiredResourceAccess } = named(tenant, values['application_id']);
    const resourceAppId = textOf(values, 'api_client_id') ?? '';
    const others = requiredResourceAccess.filter((one) => one.resourceAppId !== resourceAppId);
    const resourceAccess = [
      ...textsOf(values, 'role_ids').map((role) => ({ id: role, type: 'Role' })),
      ...textsOf(values, 'scope_ids').map((scope) => ({ id: scope, type: 'Scope' })),
    ];
    tenant.applications.update(id, { requiredResourceAccess: [...others, { resourceAppId, resourceAccess }] });
    return { id: `/applications/${id}/apiAccess/${resourceAppId}` };
  },
};

/** `azuread_application_pre_authorized`: a client that needs no consent. */
export const preAuthorized: ResourceKind = {
  known: ['application_id', 'authorized_client_id', 'permission_ids'],
  make: (tenant, values) => {
    const { id, api } = named(tenant, values['application_id']);
    const appId = textOf(values, 'authorized_client_id') ?? '';
    const others = api.preAuthorizedApplications.filter((one) => one.appId !== appId);
    const own = { appId, delegatedPermissionIds: textsOf(values, 'permission_ids') };
    tenant.applications.update(id, { api: { preAuthorizedApplications: [...others, own] } });
    return { id: `${id}/preAuthorizedApplication/${appId}` };
  },
};

/** `azuread_application_federated_identity_credential`: whose token an application may show. */
export const federatedCredential: ResourceKind = {
  known: ['application_id', 'audiences', 'description', 'display_name', 'issuer', 'subject'],
  make: (tenant, values) => {
    const { id, appId } = named(tenant, values['application_id']);
    const credential = tenant.credentials.addFederated(appId, {
      name: textOf(values, 'display_name') ?? '',
      issuer: textOf(values, 'issuer') ?? '',
      subject: textOf(values, 'subject') ?? '',
      audiences: textsOf(values, 'audiences'),
      description: textOrNull(values, 'description'),
    });
    return { id: `${id}/federatedIdentityCredential/${credential.id}`, credential_id: credential.id };
  },
};

/** `azuread_application_password`: a secret. */
export const password: ResourceKind = {
  known: ['application_id', 'display_name', 'end_date', 'rotate_when_changed'],
  make: (tenant, values) => {
    const { id, appId } = named(tenant, values['application_id']);
    const ends = textOf(values, 'end_date');
    const secret = tenant.credentials.addSecret(
      appId,
      textOrNull(values, 'display_name'),
      ends === undefined ? {} : { endsAt: timeOf(ends) },
    );
    return { id: `${id}/password/${secret.keyId}`, key_id: secret.keyId, value: secret.secretText };
  },
};

/** `azuread_application_certificate`: the public half of a key. */
export const certificate: ResourceKind = {
  known: ['application_id', 'encoding', 'end_date', 'key_id', 'start_date', 'type', 'value'],
  make: (tenant, values) => {
    const { id, appId } = named(tenant, values['application_id']);
    const keyId = textOf(values, 'key_id') ?? tenant.ids.next('certificate', appId);
    const key = contentOf(textOf(values, 'value') ?? '', textOf(values, 'encoding') ?? 'pem');
    const { validFrom, validTo } = parsed(key);
    const own: KeyCredential = {
      keyId,
      displayName: null,
      type: textOf(values, 'type') ?? '',
      usage: 'Verify',
      startDateTime: textOf(values, 'start_date') ?? graphTime(Date.parse(validFrom)),
      endDateTime: textOf(values, 'end_date') ?? graphTime(Date.parse(validTo)),
      key,
    };
    tenant.credentials.setCertificates(appId, [...tenant.credentials.certificatesOf(appId), own]);
    return { id: `${id}/certificate/${keyId}`, key_id: keyId };
  },
};

/** A certificate as base64 of DER. */
function contentOf(value: string, encoding: string): string {
  const text = value.replace(/-----(?:BEGIN|END) CERTIFICATE-----|\s/g, '');
  if (!['pem', 'base64', 'hex'].includes(encoding)) throw badRequest(`The argument encoding is none of pem, base64, hex: ${encoding}.`);
  return encoding === 'hex' ? Buffer.from(text, 'hex').toString('base64') : text;
}

function named(tenant: Tenant, id: unknown): Application {
  return tenant.applications.get(objectIdIn(String(id)));
}
