import { badRequest, type Application, type KeyCredential, type Tenant } from '../directory';
import { isObject, type Json } from '../../terraform';

/** An application as Graph shows it: with its credentials, and no text of a secret. */
export function shownApplication(tenant: Tenant, application: Application): Json {
  return { ...application, ...credentialsOf(tenant, application.appId) };
}

function credentialsOf({ credentials }: Tenant, appId: string): Json {
  return {
    passwordCredentials: credentials.secretsOf(appId).map(({ digest: _digest, ...shown }) => ({ ...shown, secretText: null })),
    keyCredentials: credentials.certificatesOf(appId),
  };
}

/** Certificates of a body; those that are there already may come without their content. */
export function certificatesIn(body: Json, known: readonly KeyCredential[]): readonly KeyCredential[] | undefined {
  const { keyCredentials } = body;
  if (!Array.isArray(keyCredentials)) return undefined;
  if (!keyCredentials.every((one) => isObject(one) && Object.values(one).every((value) => value === null || typeof value !== 'object')))
    throw badRequest("Invalid value specified for property 'keyCredentials' of resource 'Application'.");
  return (keyCredentials as readonly Partial<KeyCredential>[]).map((one) => ({
    keyId: one.keyId ?? '',
    displayName: one.displayName ?? null,
    type: one.type ?? 'AsymmetricX509Cert',
    usage: one.usage ?? 'Verify',
    startDateTime: one.startDateTime ?? '',
    endDateTime: one.endDateTime ?? '',
    key: one.key ?? known.find(({ keyId }) => keyId === one.keyId)?.key ?? '',
  }));
}
