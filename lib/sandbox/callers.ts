import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { isObject, type Json } from '../terraform';
import { type ServicePrincipal, type Tenant, type User } from './directory';
import { type EmbeddedEntra } from './embedded-entra';
import { type Fetched } from './network';
import { type Proofs } from './proofs';

/** A token as a client got it. */
export interface ReceivedToken {
  /** The token itself. Whoever holds it may call: it belongs in no log. */
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly claims: Json;
}

/** How a person signs in at a client. */
export interface SignInOptions {
  /** Where the person comes back to; not on behalf of somebody. @default - the first address that is registered */
  readonly redirectUri?: string;
  /** Values of the scopes that are asked for. @default - everything that is consented to */
  readonly scopes?: readonly string[];
  /** Whether the person consents, as far as people may; not on behalf of somebody. @default - false */
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
  constructor(
    private readonly entra: Pick<EmbeddedEntra, 'fetcher' | 'cloud' | 'keys' | 'settings'>,
    private readonly proofs: Proofs,
  ) {}

  /** A token for the client itself. @throws TokenRefused where Entra gives none */
  async forItself(tenant: Tenant, client: ServicePrincipal, resource: string, skewSeconds = 0): Promise<ReceivedToken> {
    const parameters = {
      grant_type: 'client_credentials',
      client_id: client.appId,
      scope: `${resource}/.default`,
      ...(await this.proofs.of(tenant, client)),
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
    const url = `https://${this.entra.cloud.login}/${tenant.id}/oauth2/v2.0/authorize`;
    const page = await this.entra.fetcher.fetch(`${url}?${asked.toString()}`);
    const [, transaction] = /name="transaction" value="([^"]+)"/.exec(page.body) ?? [];
    if (transaction === undefined) throw refusedText(page);
    const chosen = await this.entra.fetcher.fetch(url, form({ transaction, user: user.id, ...(consents && { consent: 'yes' }) }));
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
        ...(platform === 'spa' || platform === 'publicClient' ? {} : await this.proofs.of(tenant, client)),
      },
      skewSeconds,
      platform === 'spa' ? { origin: new URL(redirectUri).origin } : {},
    );
  }

  /**
   * A token for a person on whose behalf a client asks that was called itself, such as an API. What it was called with is made for it.
   *
   * @throws TokenRefused where Entra gives none
   */
  async onBehalfOf(
    tenant: Tenant,
    client: ServicePrincipal,
    resource: string,
    user: User,
    { scopes = ['.default'], skewSeconds = 0 }: Pick<SignInOptions, 'scopes' | 'skewSeconds'> = {},
  ): Promise<ReceivedToken> {
    const now = tenant.clock.seconds();
    const calledWith = { aud: client.appId, tid: tenant.id, oid: user.id, sub: user.id, scp: 'access', ver: '2.0' };
    const assertion = await this.entra.keys.sign({ ...calledWith, iat: now, nbf: now, exp: now + 3_600 }, 2);
    const parameters = {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      requested_token_use: 'on_behalf_of',
      client_id: client.appId,
      assertion,
      scope: scopes.map((scope) => `${resource}/${scope}`).join(' '),
      ...(await this.proofs.of(tenant, client)),
    };
    return this.ask(tenant, parameters, skewSeconds);
  }

  private async ask(
    tenant: Tenant,
    parameters: Readonly<Record<string, string>>,
    skewSeconds: number,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ReceivedToken> {
    const url = `https://${this.entra.cloud.login}/${tenant.id}/oauth2/v2.0/token`;
    const requestId = randomUUID();
    this.entra.settings.skews.set(requestId, skewSeconds);
    const { status, body } = await this.entra.fetcher
      .fetch(url, form(parameters, { 'client-request-id': requestId, ...headers }))
      .finally(() => this.entra.settings.skews.delete(requestId));
    const answer: unknown = JSON.parse(body);
    if (!isObject(answer)) throw refused(body);
    if (status !== 200 || typeof answer['access_token'] !== 'string') throw refused(String(answer['error_description']));
    const accessToken = answer['access_token'];
    return { accessToken, expiresInSeconds: Number(answer['expires_in']), claims: claimsOf(accessToken) };
  }
}

const PLATFORMS = ['spa', 'publicClient', 'web'] as const;

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
