import { type Application, type Tenant, type User } from '../directory';
import { type ServedAnswer } from '../network';
import { assertAssigned, noConsent, scopesFor } from './access-token';
import { clientOf } from './client-authentication';
import { required, type Form } from './form';
import { page } from './page';
import { platformOf, type Platform } from './redirects';
import { EntraRefusal } from './refusal';
import { signInScopes } from './requested-scopes';
import { type AuthorizationRequest, type SignIns } from './sign-ins';

/** A person is asked who they are. @throws EntraRefusal where the client may not ask so */
export function beginSignIn(query: Form, tenant: Tenant, signIns: SignIns): ServedAnswer {
  const request = authorizationRequest(query, tenant);
  const prompt = query('prompt');
  if (prompt !== undefined && !PROMPTS.includes(prompt)) throw new EntraRefusal(90023, 'invalid_request', "Unsupported 'prompt' value.");
  if (prompt === 'none') {
    // Nobody stays signed in here, so nobody is without being asked.
    return refusedBack(request, new EntraRefusal(50058, 'login_required', 'A silent sign-in request was sent but no user is signed in.'));
  }
  const { client, scopes } = request;
  return page(tenant, {
    transaction: signIns.begin(request),
    client: client.displayName,
    api: scopes.api.displayName,
    asked: scopes.isDefault ? ['everything that is consented to'] : scopes.values,
  });
}

const PROMPTS = ['login', 'none', 'consent', 'select_account'];

/**
 * The person has chosen: back to the client, with a code.
 *
 * @throws EntraRefusal where the person may not sign in, or nobody consented
 */
export function endSignIn(form: Form, tenant: Tenant, signIns: SignIns): ServedAnswer {
  const request = signIns.request(form('transaction') ?? '', tenant.id);
  const user = chosen(form, tenant);
  try {
    assertLetIn(form, tenant, request, user);
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    return refusedBack(request, error);
  }
  return back(request, { code: signIns.code({ user, request, at: tenant.clock.now() }) });
}

/** Who was chosen to sign in. @throws EntraRefusal where nobody is, or where they may not */
export function assertMaySignIn(form: Form, tenant: Tenant, request: AuthorizationRequest): User {
  const user = chosen(form, tenant);
  assertLetIn(form, tenant, request, user);
  return user;
}

function chosen(form: Form, tenant: Tenant): User {
  const user = tenant.people.user(form('user') ?? '');
  if (user === undefined) throw new EntraRefusal(50034, 'invalid_grant', `The user account does not exist in the ${tenant.id} directory.`);
  if (!user.accountEnabled) throw new EntraRefusal(50057, 'invalid_grant', 'The user account is disabled.');
  return user;
}

function assertLetIn(form: Form, tenant: Tenant, request: AuthorizationRequest, user: User): void {
  if (form('consent') === 'yes') consent(tenant, request, user);
  assertConsented(tenant, request, user);
  assertAssigned(tenant, request.client, user);
}

function authorizationRequest(query: Form, tenant: Tenant): AuthorizationRequest {
  const client = clientOf(tenant, required(query, 'client_id'));
  const application = tenant.world.applicationOf(client.appId)?.application;
  const redirectUri = query('redirect_uri');
  if (application === undefined || !hasRedirects(application)) {
    throw new EntraRefusal(500113, 'invalid_request', 'No reply address is registered for the application.');
  }
  const platform = redirectUri === undefined ? undefined : platformOf(application, redirectUri);
  if (redirectUri === undefined || platform === undefined) {
    throw new EntraRefusal(
      50011,
      'invalid_request',
      `The redirect URI '${redirectUri ?? ''}' specified in the request does not match the redirect URIs configured for the application '${client.appId}'.`,
    );
  }
  const responseType = query('response_type');
  if (responseType !== 'code') {
    throw new EntraRefusal(
      undefined,
      'unsupported_response_type',
      `The sandbox signs people in by code alone, not by response_type '${responseType ?? ''}'.`,
    );
  }
  const responseMode = query('response_mode') ?? 'query';
  if (responseMode !== 'query' && responseMode !== 'fragment') {
    throw new EntraRefusal(
      undefined,
      'invalid_request',
      `The sandbox answers by query or fragment alone, not by response_mode '${responseMode}'.`,
    );
  }
  return {
    tenantId: tenant.id,
    client,
    platform,
    redirectUri,
    scopes: signInScopes(tenant, required(query, 'scope')),
    state: query('state'),
    nonce: query('nonce'),
    responseMode,
    challenge: challengeOf(query, platform),
  };
}

/** By what whoever redeems the code has to prove that it is theirs. */
function challengeOf(query: Form, platform: Platform): AuthorizationRequest['challenge'] {
  const [value, named] = [query('code_challenge'), query('code_challenge_method')];
  if (platform === 'spa' && value === undefined) {
    throw new EntraRefusal(
      9002325,
      'invalid_request',
      'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
    );
  }
  const method = named ?? 'plain';
  if (method !== 'S256' && method !== 'plain') throw new EntraRefusal(50149, 'invalid_request', 'Invalid Code_Challenge_method parameter.');
  if ((value === undefined && named !== undefined) || (platform === 'spa' && named === undefined)) {
    // Which number Entra gives this is not established.
    throw new EntraRefusal(undefined, 'invalid_request', "'code_challenge' and 'code_challenge_method' go together.");
  }
  if (value === undefined) return undefined;
  if (value.length < 43 || value.length > 128)
    throw new EntraRefusal(501491, 'invalid_request', 'Invalid size of Code_Challenge parameter.');
  return { method, value };
}

function hasRedirects({ web, spa, publicClient }: Application): boolean {
  return [web, spa, publicClient].some(({ redirectUris }) => redirectUris.length > 0);
}

/** A person consents for themselves, to scopes that people may consent to. */
function consent(tenant: Tenant, { client, scopes }: AuthorizationRequest, user: User): void {
  const declared = scopes.api.oauth2PermissionScopes.filter(({ value }) => value !== null && scopes.values.includes(value));
  if (declared.length === 0 || declared.some(({ type }) => type !== 'User')) return;
  const known = tenant.grants.scopeGrantsOf(client.id).find((one) => one.resourceId === scopes.api.id && one.principalId === user.id);
  const values = [...new Set([...(known?.scope.split(' ') ?? []), ...scopes.values])].sort().join(' ');
  if (known !== undefined) tenant.grants.updateScopes(known.id, { scope: values });
  else
    tenant.grants.grantScopes({
      clientId: client.id,
      resourceId: scopes.api.id,
      consentType: 'Principal',
      principalId: user.id,
      scope: values,
    });
}

function assertConsented(tenant: Tenant, { client, scopes }: AuthorizationRequest, user: User): void {
  const held = scopesFor({ tenant, client, api: scopes.api }, user);
  if (held.length === 0 || scopes.values.some((value) => !held.includes(value))) throw noConsent(client);
}

function refusedBack(request: AuthorizationRequest, { error, message }: EntraRefusal): ServedAnswer {
  return back(request, { error: error === 'invalid_grant' ? 'access_denied' : error, error_description: message });
}

/** Sends the browser back to the client. */
function back({ redirectUri, state, responseMode }: AuthorizationRequest, answer: Readonly<Record<string, string>>): ServedAnswer {
  const parameters = new URLSearchParams({ ...answer, ...(state !== undefined && { state }) }).toString();
  const mark = responseMode === 'fragment' ? '#' : redirectUri.includes('?') ? '&' : '?';
  return { status: 302, headers: { location: `${redirectUri}${mark}${parameters}`, 'cache-control': 'no-store' } };
}
