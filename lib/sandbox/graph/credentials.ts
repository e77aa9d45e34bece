import {
  checkCertificates,
  checkSecret,
  graphTime,
  invalid,
  parsed,
  timeOf,
  type Application,
  type KeyCredential,
  type ShownSecret,
  type Tenant,
} from '../directory';
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
 * for as long as they say, and without an id they get one.
 *
 * @throws GraphError where one is none
 */
export function credentialsIn(body: Json, tenant: Tenant, known: readonly KeyCredential[] = []): WantedCredentials {
  const { keyCredentials, passwordCredentials, ...rest } = body;
  const certificates = keyCredentials === undefined ? undefined : certificatesIn(keyCredentials, tenant, known);
  const secrets = passwordCredentials === undefined ? [] : objectsIn(passwordCredentials, 'passwordCredentials');
  return { ...(certificates !== undefined && { certificates }), secrets: secrets.map((one) => secretIn(one, tenant)), rest };
}

/** A secret that a body asks for. @throws GraphError where it is of no form */
export function secretIn(wanted: Json, { clock }: Tenant): WantedSecret {
  const { displayName = null, startDateTime, endDateTime, secretText = null } = wanted;
  const [startsAt, endsAt] = [timeIn('startDateTime', startDateTime), timeIn('endDateTime', endDateTime)];
  if (displayName !== null && typeof displayName !== 'string') throw invalid('displayName', undefined, 'PasswordCredential');
  // The directory makes the text.
  if (secretText !== null) throw invalid('secretText', undefined, 'PasswordCredential');
  checkSecret({ startsAt, endsAt }, clock.now());
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

function certificatesIn(value: unknown, tenant: Tenant, known: readonly KeyCredential[]): readonly KeyCredential[] {
  const certificates = objectsIn(value, 'keyCredentials').map((one) => {
    const field = (name: keyof KeyCredential): string | undefined => textIn(one, name);
    const before = known.find(({ keyId }) => keyId === one['keyId']);
    const key = field('key') ?? before?.key ?? '';
    const { validFrom, validTo, fingerprint256 } = parsed(key);
    return {
      keyId: field('keyId') ?? tenant.ids.next('certificate', fingerprint256),
      displayName: field('displayName') ?? before?.displayName ?? null,
      type: field('type') ?? before?.type ?? '',
      usage: field('usage') ?? before?.usage ?? '',
      startDateTime: field('startDateTime') ?? before?.startDateTime ?? graphTime(Date.parse(validFrom)),
      endDateTime: field('endDateTime') ?? before?.endDateTime ?? graphTime(Date.parse(validTo)),
      key,
    };
  });
  checkCertificates(certificates);
  return certificates;
}

function textIn(certificate: Json, name: keyof KeyCredential): string | undefined {
  const value = certificate[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw invalid(name, undefined, 'KeyCredential');
  return value;
}

function objectsIn(value: unknown, property: string): readonly Json[] {
  if (!Array.isArray(value) || !value.every(isObject)) throw invalid(property);
  return value;
}

function timeIn(property: string, value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const time = typeof value === 'string' ? timeOf(value) : NaN;
  if (Number.isNaN(time)) throw invalid(property, undefined, 'PasswordCredential');
  return time;
}
