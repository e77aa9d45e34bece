import { createHash, randomBytes } from 'node:crypto';
import { type Clock, type ServicePrincipal, type User } from '../directory';
import { type Platform } from './redirects';
import { EntraRefusal } from './refusal';
import { type RequestedScopes } from './requested-scopes';

/** What a client has asked for, while a person signs in. */
export interface AuthorizationRequest {
  /** Tenant at which it was asked for: nothing of it is of use at another. */
  readonly tenantId: string;
  readonly client: ServicePrincipal;
  readonly platform: Platform;
  readonly redirectUri: string;
  readonly scopes: RequestedScopes;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly responseMode: string;
  readonly challenge: { readonly method: string; readonly value: string } | undefined;
}

/** What is asked for where no browser is sent back: by a device, or on behalf of somebody. */
export function withoutRedirect(
  tenantId: string,
  client: ServicePrincipal,
  platform: Platform,
  scopes: RequestedScopes,
): AuthorizationRequest {
  const nothing = { state: undefined, nonce: undefined, challenge: undefined };
  return { tenantId, client, platform, scopes, redirectUri: '', responseMode: 'query', ...nothing };
}

/** What a code or a refresh token stands for. */
export interface SignIn {
  readonly user: User;
  readonly request: AuthorizationRequest;
  /** When the person signed in, in milliseconds since 1970. */
  readonly at: number;
}

/** Who redeems a code, at which tenant and with what. */
export interface Redeeming {
  readonly appId: string;
  readonly tenantId: string;
  readonly redirectUri: string | undefined;
  readonly verifier: string | undefined;
}

interface Kept<Value> {
  readonly value: Value;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** Sign-ins, codes and refresh tokens that are kept, of each. */
const MOST_KEPT = 10_000;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What Entra remembers between the steps of a sign-in. */
export class SignIns {
  private readonly requests = new Map<string, Kept<AuthorizationRequest>>();
  private readonly codes = new Map<string, Kept<SignIn> & { isUsed: boolean }>();
  private readonly refreshTokens = new Map<string, Kept<SignIn>>();

  constructor(private readonly clock: Clock) {}

  /** Remembers a request while the person chooses; gives the name it is found by. */
  begin(request: AuthorizationRequest): string {
    return this.put(this.requests, { value: request, endsAt: this.clock.now() + 10 * MINUTE_MS });
  }

  /** The request that a person has chosen for. @throws EntraRefusal where it is not known at that tenant, or too old */
  request(id: string, tenantId: string): AuthorizationRequest {
    const kept = this.requests.get(id);
    if (kept === undefined || kept.value.tenantId !== tenantId || kept.endsAt <= this.clock.now()) {
      throw new EntraRefusal(165000, 'invalid_request', 'The sign-in is not known or took too long. Start again.');
    }
    return kept.value;
  }

  /** A code for whoever signed in. */
  code(signIn: SignIn): string {
    return this.put(this.codes, { value: signIn, endsAt: this.clock.now() + 10 * MINUTE_MS, isUsed: false });
  }

  /**
   * What a code stands for, once.
   *
   * @throws EntraRefusal where it is not known, used, too old, of another client or tenant, or not proved
   */
  redeem(code: string, { appId, tenantId, redirectUri, verifier }: Redeeming): SignIn {
    const kept = this.codes.get(code);
    if (kept === undefined || kept.value.request.client.appId !== appId) {
      throw new EntraRefusal(70000, 'invalid_grant', 'Provided grant is invalid or malformed.');
    }
    if (kept.value.request.tenantId !== tenantId)
      throw new EntraRefusal(
        700005,
        'invalid_grant',
        'Provided Authorization Code is intended to use against other tenant, thus rejected. OAuth2 Authorization Code must be redeemed against same tenant it was acquired for.',
      );
    if (kept.isUsed)
      throw new EntraRefusal(
        54005,
        'invalid_grant',
        'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
      );
    if (kept.endsAt <= this.clock.now())
      throw new EntraRefusal(
        70008,
        'invalid_grant',
        'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
      );
    const { request } = kept.value;
    if (redirectUri !== request.redirectUri) {
      throw new EntraRefusal(
        50011,
        'invalid_grant',
        `The redirect URI '${redirectUri ?? ''}' specified in the request does not match the one that the code was issued for.`,
      );
    }
    assertProved(request, verifier);
    kept.isUsed = true;
    return kept.value;
  }

  /** A token by which a client gets further tokens: in browsers until a day after the sign-in, elsewhere for 90 days from now. */
  refreshToken(signIn: SignIn): string {
    const endsAt = signIn.request.platform === 'spa' ? signIn.at + DAY_MS : this.clock.now() + 90 * DAY_MS;
    return this.put(this.refreshTokens, { value: signIn, endsAt });
  }

  /** What a refresh token stands for. @throws EntraRefusal where it is not known, too old, or of another client or tenant */
  refreshed(token: string, { appId, tenantId }: Pick<Redeeming, 'appId' | 'tenantId'>): SignIn {
    const kept = this.refreshTokens.get(token);
    const request = kept?.value.request;
    if (kept === undefined || request?.client.appId !== appId || request.tenantId !== tenantId) {
      throw new EntraRefusal(70000, 'invalid_grant', 'Provided grant is invalid or malformed.');
    }
    if (kept.endsAt > this.clock.now()) return kept.value;
    if (request.platform === 'spa') {
      throw new EntraRefusal(700084, 'invalid_grant', 'The refresh token of a single-page application ends a day after the sign-in.');
    }
    throw new EntraRefusal(700082, 'invalid_grant', 'The refresh token has expired due to inactivity.');
  }

  /** Keeps something by a name that says nothing of it. Of more than are kept the oldest goes. */
  private put<Item>(map: Map<string, Item>, item: Item): string {
    const id = randomBytes(32).toString('base64url');
    map.set(id, item);
    const [oldest] = map.keys();
    if (map.size > MOST_KEPT && oldest !== undefined) map.delete(oldest);
    return id;
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc7636#section-4.1 */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

function assertProved({ challenge }: AuthorizationRequest, verifier: string | undefined): void {
  if (challenge === undefined && verifier === undefined) return;
  const value =
    challenge?.method === 'S256'
      ? createHash('sha256')
          .update(verifier ?? '')
          .digest('base64url')
      : verifier;
  if (verifier === undefined || !VERIFIER.test(verifier) || value !== challenge?.value) {
    throw new EntraRefusal(
      501481,
      'invalid_grant',
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    );
  }
}
