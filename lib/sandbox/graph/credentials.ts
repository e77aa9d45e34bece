import { badRequest, graphTime, parsed, type Application, type KeyCredential, type ShownSecret, type Tenant } from '../directory';
import { isObject, type Json } from '../../terraform';

/** What an application is to prove itself by, as a body says it. */
export interface WantedCredentials {
  /** @default - those that are there stay */
  readonly certificates?: readonly KeyCredential[];
  readonly secrets: readonly WantedSecret[];
  /** The body without it: credentials are kept apart from what an application is. */
  readonly rest: Json;
}

/** A secret that is asked for. */
export interface WantedSecret {
  readonly displayName: string | null;
  /** Milliseconds since 1970. @default - the directory's own */
  readonly startsAt?: number | undefined;
  readonly endsAt?: number | undefined;
}

/**
 * Credentials in a body of an application. Certificates that are there already may come without their content; without times they are valid
 * for as long as they say.
 *
 * @throws GraphError where one is none
 */
export function credentialsIn(body: Json, tenant: Tenant, known: readonly KeyCredential[] = []): WantedCredentials {
  const { keyCredentials, passwordCredentials, ...rest } = body;
  const certificates = keyCredentials === undefined ? undefined : certificatesIn(keyCredentials, known);
  const secrets = passwordCredentials === undefined ? [] : objectsIn(passwordCredentials, 'passwordCredentials');
  return { ...(certificates !== undefined && { certificates }), secrets: secrets.map((one) => secretIn(one, tenant)), rest };
}

/** A secret that a body asks for. @throws GraphError where it is of no form, or would begin later */
export function secretIn(wanted: Json, { clock }: Tenant): WantedSecret {
  const { displayName = null, startDateTime, endDateTime, secretText = null } = wanted;
  const [startsAt, endsAt] = [timeIn('startDateTime', startDateTime), timeIn('endDateTime', endDateTime)];
  if (displayName !== null && typeof displayName !== 'string') throw wrong('displayName', 'PasswordCredential');
  // The directory makes the text, and keeps none that begins to be of use later.
  if (secretText !== null) throw wrong('secretText', 'PasswordCredential');
  if (startsAt !== undefined && startsAt > clock.now()) throw wrong('startDateTime', 'PasswordCredential');
  if (endsAt !== undefined && endsAt <= (startsAt ?? clock.now())) throw wrong('endDateTime', 'PasswordCredential');
  return { displayName, startsAt, endsAt };
}

/** An application as Graph shows it: with its credentials, and no text of a secret but of those that were just made. */
export function shownApplication(tenant: Tenant, application: Application, made: readonly ShownSecret[] = []): Json {
  const { credentials } = tenant;
  const { appId } = application;
  const textOf = (keyId: string): string | null => made.find((one) => one.keyId === keyId)?.secretText ?? null;
  return {
    ...application,
    passwordCredentials: credentials
      .secretsOf(appId)
      .map(({ digest: _digest, ...shown }) => ({ ...shown, secretText: textOf(shown.keyId) })),
    keyCredentials: credentials.certificatesOf(appId),
  };
}

function certificatesIn(value: unknown, known: readonly KeyCredential[]): readonly KeyCredential[] {
  const all = objectsIn(value, 'keyCredentials');
  if (!all.every((one) => Object.values(one).every((field) => field === null || typeof field !== 'object')))
    throw wrong('keyCredentials', 'Application');
  return (all as readonly Partial<KeyCredential>[]).map((one) => {
    const before = known.find(({ keyId }) => keyId === one.keyId);
    const key = one.key ?? before?.key ?? '';
    const { validFrom, validTo } = parsed(key);
    return {
      keyId: one.keyId ?? '',
      displayName: one.displayName ?? null,
      type: one.type ?? 'AsymmetricX509Cert',
      usage: one.usage ?? 'Verify',
      startDateTime: one.startDateTime ?? before?.startDateTime ?? graphTime(Date.parse(validFrom)),
      endDateTime: one.endDateTime ?? before?.endDateTime ?? graphTime(Date.parse(validTo)),
      key,
    };
  });
}

function objectsIn(value: unknown, property: string): readonly Json[] {
  if (!Array.isArray(value) || !value.every(isObject)) throw wrong(property, 'Application');
  return value;
}

function timeIn(property: string, value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) throw wrong(property, 'PasswordCredential');
  return time;
}

function wrong(property: string, kind: string): Error {
  return badRequest(`Invalid value specified for property '${property}' of resource '${kind}'.`);
}
