import { createHash, type X509Certificate } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import { parsed, type ServicePrincipal, type Tenant } from '../directory';
import { type Proof } from './access-token';
import { required, type Basic, type Form } from './form';
import { EntraRefusal } from './refusal';

/** A client that has proved itself, or that need not. */
export interface ProvedClient {
  readonly client: ServicePrincipal;
  readonly proof: Proof;
}

/** Verifies a token of somebody else, by the keys that its issuer publishes; gives its claims. */
export type ForeignTokens = (token: string, issuer: string) => Promise<Readonly<Record<string, unknown>>>;

/** What authentication needs to know besides the form. */
export interface AuthenticationOptions {
  readonly tenant: Tenant;
  /** URLs of the token endpoint, any of which an assertion may be for. */
  readonly audiences: readonly string[];
  readonly foreignTokens: ForeignTokens;
  /** Credentials in the Authorization header. */
  readonly basic?: Basic;
}

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Finds the client of a request, and holds against the directory by what it proves itself.
 *
 * @throws EntraRefusal where it is not known, or not proved
 */
export async function authenticate(form: Form, options: AuthenticationOptions): Promise<ProvedClient> {
  const { tenant, basic } = options;
  const id = form('client_id');
  if (id !== undefined && basic !== undefined && id.toLowerCase() !== basic.id.toLowerCase()) {
    // Which number Entra gives this is not established.
    throw new EntraRefusal(undefined, 'invalid_request', `The Authorization header is of another client than '${id}'.`);
  }
  const client = clientOf(tenant, basic?.id ?? required(form, 'client_id'));
  const [secret = basic?.secret, assertion] = [form('client_secret'), form('client_assertion')];
  if ([form('client_secret'), basic, assertion].filter((one) => one !== undefined).length > 1) {
    // Which number Entra gives this is not established.
    throw new EntraRefusal(undefined, 'invalid_request', 'A client proves itself in one way: by a secret, or by an assertion.');
  }
  if (secret !== undefined) return withSecret(tenant, client, secret);
  if (assertion === undefined) return { client, proof: '0' };
  if (form('client_assertion_type') !== ASSERTION) {
    throw new EntraRefusal(70003, 'unsupported_grant_type', `client_assertion_type is not ${ASSERTION}.`);
  }
  return withAssertion(client, assertion, options);
}

/** The client with an id. @throws EntraRefusal where the tenant has none, or has disabled it */
export function clientOf(tenant: Tenant, id: string): ServicePrincipal {
  const client = tenant.servicePrincipals.ofClientId(id.toLowerCase());
  if (client === undefined) {
    throw new EntraRefusal(
      700016,
      'unauthorized_client',
      `Application with identifier '${id}' was not found in the directory '${tenant.id}'.`,
    );
  }
  if (!client.accountEnabled) throw new EntraRefusal(7000112, 'unauthorized_client', `Application '${id}' is disabled.`);
  return client;
}

function withSecret(tenant: Tenant, client: ServicePrincipal, text: string): ProvedClient {
  const secret = tenant.credentialsOf(client.appId).secretWith(client.appId, text);
  if (secret === undefined || Date.parse(secret.startDateTime) > tenant.clock.now()) {
    throw new EntraRefusal(
      7000215,
      'invalid_client',
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${client.appId}'.`,
    );
  }
  if (Date.parse(secret.endDateTime) <= tenant.clock.now()) {
    throw new EntraRefusal(7000222, 'invalid_client', `The provided client secret keys for app '${client.appId}' are expired.`);
  }
  return { client, proof: '1' };
}

async function withAssertion(client: ServicePrincipal, assertion: string, options: AuthenticationOptions): Promise<ProvedClient> {
  const { header, claims } = readAssertion(assertion);
  if (claims.iss !== client.appId) return withForeignToken(client, assertion, claims, options);
  const { tenant, audiences } = options;
  const certificate = tenant
    .credentialsOf(client.appId)
    .certificatesOf(client.appId)
    // Others sign for the application, such as answers of SAML.
    .filter(({ type, usage }) => type === 'AsymmetricX509Cert' && usage === 'Verify')
    .map(({ key, startDateTime, endDateTime }) => ({ read: parsed(key), startDateTime, endDateTime }))
    .find(({ read }) => isNamedBy(read, header));
  if (certificate === undefined) {
    throw new EntraRefusal(
      700027,
      'invalid_client',
      'The certificate with identifier used to sign the client assertion is not registered on application.',
    );
  }
  const now = tenant.clock.now();
  const { read, startDateTime, endDateTime } = certificate;
  if (!isWithin(now, startDateTime, endDateTime) || !isWithin(now, read.validFrom, read.validTo)) {
    throw new EntraRefusal(700027, 'invalid_client', 'The certificate used to sign the client assertion is expired, or not valid yet.');
  }
  try {
    await jwtVerify(assertion, read.publicKey, {
      algorithms: ['RS256', 'PS256'],
      subject: client.appId,
      audience: [...audiences],
      currentDate: new Date(now),
      clockTolerance: 300,
      requiredClaims: ['exp'],
    });
  } catch (error) {
    throw assertionRefused(error);
  }
  return { client, proof: '2' };
}

function assertionRefused(error: unknown): EntraRefusal {
  const claim = error instanceof errors.JWTClaimValidationFailed ? error.claim : undefined;
  if (error instanceof errors.JWTExpired || claim === 'nbf')
    return new EntraRefusal(700024, 'invalid_client', 'Client assertion is not within its valid time range.');
  if (claim === 'sub') return new EntraRefusal(50048, 'invalid_client', 'Subject must match Issuer claim in the client assertion.');
  if (claim === 'aud') return new EntraRefusal(700023, 'invalid_client', 'Client assertion audience claim does not match Realm issuer.');
  return new EntraRefusal(700027, 'invalid_client', `Client assertion failed signature validation: ${reasonOf(error)}.`);
}

/** The token of another issuer that an application is registered to accept as its own proof. */
async function withForeignToken(
  client: ServicePrincipal,
  assertion: string,
  { iss, sub, aud }: JWTPayload,
  options: AuthenticationOptions,
): Promise<ProvedClient> {
  const { tenant, foreignTokens } = options;
  const credentials = tenant.credentialsOf(client.appId).federatedOf(client.appId);
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) throw noMatch(700211, 'issuer', iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) throw noMatch(700213, 'subject', sub);
  const own = Array.isArray(aud) ? aud : [aud];
  if (!ofSubject.some(({ audiences }) => audiences.some((one) => own.includes(one)))) throw noMatch(700212, 'audience', own.join(' '));
  try {
    await foreignTokens(assertion, String(iss));
  } catch (error) {
    throw new EntraRefusal(50013, 'invalid_grant', `Assertion failed signature validation: ${reasonOf(error)}.`);
  }
  return { client, proof: '2' };
}

function noMatch(code: number, claim: string, value: unknown): EntraRefusal {
  const message = `No matching federated identity record found for presented assertion ${claim} '${String(value)}'.`;
  return new EntraRefusal(code, 'invalid_client', message);
}

/** Whether the header of an assertion names a certificate, by either of its thumbprints. */
function isNamedBy(certificate: X509Certificate, header: ProtectedHeaderParameters): boolean {
  const thumbprint = (algorithm: string): string => createHash(algorithm).update(certificate.raw).digest('base64url');
  if (header['x5t#S256'] !== undefined) return header['x5t#S256'] === thumbprint('sha256');
  return header.x5t !== undefined && header.x5t === thumbprint('sha1');
}

function isWithin(now: number, start: string, end: string): boolean {
  return Date.parse(start) <= now && now < Date.parse(end);
}

/** What an assertion says, unverified. */
function readAssertion(assertion: string): { readonly header: ProtectedHeaderParameters; readonly claims: JWTPayload } {
  try {
    return { header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) };
  } catch {
    throw new EntraRefusal(50027, 'invalid_request', 'JWT token is invalid or malformed.');
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'not readable';
}
