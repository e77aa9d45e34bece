import { createHash, createPrivateKey, randomBytes, randomUUID, X509Certificate, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { DefinitionError } from '../errors';
import { isObject, type Json } from '../terraform';
import { graphTime, type ServicePrincipal, type Tenant, type User } from './directory';
import { type CloudHosts, type TokenSettings } from './entra';
import { type CertificateAuthority, type Fetched, type Fetcher } from './network';

/** A token as a client got it. */
export interface ReceivedToken {
  /** The token itself. Whoever holds it may call: it belongs in no log. */
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly claims: Json;
}

/** How a person signs in at a client. */
export interface SignInOptions {
  /** Where the person comes back to. @default - the first address that is registered */
  readonly redirectUri?: string;
  /** Values of the scopes that are asked for. @default - everything that is consented to */
  readonly scopes?: readonly string[];
  /** Whether the person consents, as far as people may. @default - false */
  readonly consents?: boolean;
  /** Seconds by which Entra's clock is ahead for this token, besides what it is for all; behind where it is negative. @default - 0 */
  readonly skewSeconds?: number;
}

/** Entra refused: with the words and the code of its answer. */
export class TokenRefused extends Error {
  constructor(
    /** Such as `AADSTS501051`. */
    public readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'TokenRefused';
  }
}

/** Clients as they behave: each asks Entra over HTTP, and proves itself by what it was given. */
export class Callers {
  private readonly secrets = new Map<string, string>();
  private readonly certificates = new Map<string, { readonly key: KeyObject; readonly thumbprint: string }>();

  constructor(
    private readonly fetcher: Fetcher,
    private readonly cloud: CloudHosts,
    private readonly ca: CertificateAuthority,
    private readonly settings: TokenSettings,
  ) {}

  /** A token for the client itself. @throws TokenRefused where Entra gives none */
  async forItself(tenant: Tenant, client: ServicePrincipal, resource: string, skewSeconds = 0): Promise<ReceivedToken> {
    const parameters = {
      grant_type: 'client_credentials',
      client_id: client.appId,
      scope: `${resource}/.default`,
      ...(await this.proofOf(tenant, client)),
    };
    return this.ask(tenant, parameters, skewSeconds);
  }

  /**
   * A token for a person who signs in at the client.
   *
   * @throws TokenRefused where Entra gives none
   */
  async forPerson(
    tenant: Tenant,
    client: ServicePrincipal,
    resource: string,
    user: User,
    { redirectUri: back, scopes = ['.default'], consents = false, skewSeconds = 0 }: SignInOptions = {},
  ): Promise<ReceivedToken> {
    const application = tenant.world.applicationOf(client.appId)?.application;
    const urisOf = (one: (typeof PLATFORMS)[number]): readonly string[] => application?.[one].redirectUris ?? [];
    const having = PLATFORMS.filter((one) => urisOf(one).length > 0);
    const platform = having.find((one) => back !== undefined && urisOf(one).includes(back)) ?? having[0];
    const redirectUri = back ?? (platform === undefined ? 'https://nowhere.invalid/' : (urisOf(platform)[0] ?? ''));
    const verifier = randomBytes(32).toString('base64url');
    const asked = new URLSearchParams({
      client_id: client.appId,
      response_type: 'code',
      redirect_uri: redirectUri,
      // With who it is, as libraries of Microsoft ask.
      scope: [...scopes.map((scope) => `${resource}/${scope}`), 'openid', 'profile'].join(' '),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const url = `https://${this.cloud.login}/${tenant.id}/oauth2/v2.0/authorize`;
    const page = await this.fetcher.fetch(`${url}?${asked.toString()}`);
    const [, transaction] = /name="transaction" value="([^"]+)"/.exec(page.body) ?? [];
    if (transaction === undefined) throw refusedText(page);
    const chosen = await this.fetcher.fetch(url, form({ transaction, user: user.id, ...(consents && { consent: 'yes' }) }));
    const answer = new URL(String(chosen.headers.location ?? 'https://nowhere.invalid/')).searchParams;
    const code = answer.get('code');
    if (code === null) throw refused(answer.get('error_description') ?? chosen.body);
    return this.ask(
      tenant,
      {
        grant_type: 'authorization_code',
        client_id: client.appId,
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        ...(platform === 'spa' || platform === 'publicClient' ? {} : await this.proofOf(tenant, client)),
      },
      skewSeconds,
      platform === 'spa' ? { origin: new URL(redirectUri).origin } : {},
    );
  }

  /**
   * Lets the secret of a client end now; one is made where it has none yet.
   *
   * @throws DefinitionError where the client proves itself otherwise [SANDBOX_INPUT]
   */
  expireSecret(tenant: Tenant, client: ServicePrincipal): void {
    this.secretOf(tenant, client);
    const credentials = tenant.credentialsOf(client.appId);
    for (const { keyId } of credentials.secretsOf(client.appId)) credentials.expireSecret(client.appId, keyId);
  }

  /** Gives a client a new secret. @throws DefinitionError as {@link expireSecret} */
  renewSecret(tenant: Tenant, client: ServicePrincipal): void {
    this.secrets.delete(client.appId);
    this.secretOf(tenant, client);
  }

  private async ask(
    tenant: Tenant,
    parameters: Readonly<Record<string, string>>,
    skewSeconds: number,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ReceivedToken> {
    const url = `https://${this.cloud.login}/${tenant.id}/oauth2/v2.0/token`;
    const requestId = randomUUID();
    this.settings.skews.set(requestId, skewSeconds);
    const { status, body } = await this.fetcher
      .fetch(url, form(parameters, { 'client-request-id': requestId, ...headers }))
      .finally(() => this.settings.skews.delete(requestId));
    const answer: unknown = JSON.parse(body);
    if (!isObject(answer)) throw refused(body);
    if (status !== 200 || typeof answer['access_token'] !== 'string') throw refused(String(answer['error_description']));
    const accessToken = answer['access_token'];
    return { accessToken, expiresInSeconds: Number(answer['expires_in']), claims: claimsOf(accessToken) };
  }

  /** By what a client proves itself: a managed identity by a certificate, any other by a secret; none where it is a public client. */
  private async proofOf(tenant: Tenant, client: ServicePrincipal): Promise<Readonly<Record<string, string>>> {
    if (client.servicePrincipalType === 'ManagedIdentity') return this.assertionOf(tenant, client);
    return isPublic(tenant, client) ? {} : { client_secret: this.secretOf(tenant, client) };
  }

  private secretOf(tenant: Tenant, client: ServicePrincipal): string {
    if (!usesSecret(tenant, client)) {
      const what = 'proves itself by a certificate, or not at all, and has no secret';
      throw new DefinitionError([{ where: client.displayName, what, fix: 'take a client that has one', code: 'SANDBOX_INPUT' }]);
    }
    const secret = this.secrets.get(client.appId) ?? tenant.credentialsOf(client.appId).addSecret(client.appId, 'sandbox').secretText;
    this.secrets.set(client.appId, secret);
    return secret;
  }

  private async assertionOf(tenant: Tenant, client: ServicePrincipal): Promise<Readonly<Record<string, string>>> {
    const { key, thumbprint } = this.certificates.get(client.appId) ?? (await this.certify(tenant, client));
    const now = tenant.clock.seconds();
    const assertion = await new SignJWT({ jti: randomBytes(16).toString('hex') })
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
      .setIssuer(client.appId)
      .setSubject(client.appId)
      .setAudience(`https://${this.cloud.login}/${tenant.id}/oauth2/v2.0/token`)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + 300)
      .sign(key);
    return { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion };
  }

  private async certify(tenant: Tenant, client: ServicePrincipal): Promise<{ readonly key: KeyObject; readonly thumbprint: string }> {
    const { cert, key } = await this.ca.issueForClient(client.displayName, tenant.clock.now());
    const { raw, validFrom, validTo } = new X509Certificate(cert);
    tenant.credentialsOf(client.appId).setCertificates(client.appId, [
      {
        keyId: tenant.ids.next('certificate', client.appId),
        displayName: null,
        type: 'AsymmetricX509Cert',
        usage: 'Verify',
        startDateTime: graphTime(Date.parse(validFrom)),
        endDateTime: graphTime(Date.parse(validTo)),
        key: raw.toString('base64'),
      },
    ]);
    const made = { key: createPrivateKey(key), thumbprint: createHash('sha256').update(raw).digest('base64url') };
    this.certificates.set(client.appId, made);
    return made;
  }
}

const PLATFORMS = ['spa', 'publicClient', 'web'] as const;

/** Whether a client proves itself by a secret. */
export function usesSecret(tenant: Tenant, client: ServicePrincipal): boolean {
  return client.servicePrincipalType !== 'ManagedIdentity' && !isPublic(tenant, client);
}

/** Whether nobody can keep a secret for a client, because it runs with the person who uses it. */
function isPublic(tenant: Tenant, { appId }: ServicePrincipal): boolean {
  const application = tenant.world.applicationOf(appId)?.application;
  return (
    application !== undefined &&
    application.web.redirectUris.length === 0 &&
    application.spa.redirectUris.length + application.publicClient.redirectUris.length > 0
  );
}

function form(
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(parameters).toString(),
  };
}

function refusedText({ body }: Fetched): TokenRefused {
  return refused(body);
}

function refused(description: string): TokenRefused {
  return new TokenRefused(/AADSTS\d+/.exec(description)?.[0] ?? 'no code', description);
}

/** Claims of a token, unverified: whoever wants to know whether it holds asks the gateway. */
export function claimsOf(token: string): Json {
  const parsed: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return isObject(parsed) ? parsed : {};
}
