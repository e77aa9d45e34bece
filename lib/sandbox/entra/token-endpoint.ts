import { type Tenant, type User } from '../directory';
import { jsonAnswer, type ServedAnswer } from '../network';
import { accessToken, type Proof, type TokenContent } from './access-token';
import { type ProvedClient } from './client-authentication';
import { type CloudHosts } from './cloud';
import { required, type Form } from './form';
import { EntraRefusal } from './refusal';
import { defaultScope, type RequestedScopes } from './requested-scopes';
import { type SigningKeys } from './signing-keys';
import { type ServicePrincipal } from '../directory';

/** What the token endpoint works with. */
export interface TokenService {
  readonly tenant: Tenant;
  readonly cloud: CloudHosts;
  readonly keys: SigningKeys;
  readonly settings: TokenSettings;
}

/** What somebody may put otherwise, to see what comes of it. */
export interface TokenSettings {
  /** Seconds that tokens live. */
  lifetimeSeconds: number;
  /** Seconds by which the clock of Entra is ahead of the gateway's. */
  offsetSeconds: number;
  /** The same for single requests besides, by their `client-request-id`: ids that nobody outside this process knows. */
  readonly skews: Map<string, number>;
}

/** `grant_type=client_credentials`: a client asks for itself. */
export async function clientCredentials(form: Form, { client, proof }: ProvedClient, service: TokenService): Promise<ServedAnswer> {
  if (proof === '0') {
    throw new EntraRefusal(
      7000218,
      'invalid_client',
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  }
  const scopes = defaultScope(service.tenant, required(form, 'scope'));
  const token = await issue({ client, proof, scopes }, service);
  return jsonAnswer(200, { token_type: 'Bearer', expires_in: token.expiresIn, ext_expires_in: token.expiresIn, access_token: token.text });
}

/** Who asks for what. */
export interface Asked {
  readonly client: ServicePrincipal;
  readonly proof: Proof;
  readonly scopes: RequestedScopes;
  readonly user?: User;
}

/** Signs an access token. @throws EntraRefusal where the directory has nothing to sign */
export async function issue(
  asked: Asked,
  service: TokenService,
): Promise<{ readonly text: string; readonly expiresIn: number; readonly content: TokenContent }> {
  const { tenant, cloud, keys, settings } = service;
  const { client, proof, scopes, user } = asked;
  const content = accessToken({
    tenant,
    cloud,
    client,
    proof,
    api: scopes.api,
    named: scopes.named,
    profile: scopes.ofOpenId.includes('profile'),
    ...(user !== undefined && { user }),
    now: tenant.clock.seconds() + settings.offsetSeconds,
    lifetimeSeconds: settings.lifetimeSeconds,
  });
  return { text: await keys.sign(content.claims, content.version), expiresIn: settings.lifetimeSeconds, content };
}
