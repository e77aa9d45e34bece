import { decodeJwt, importJWK, compactVerify } from 'jose';
import { type Tenant, type User } from '../directory';
import { jsonAnswer, type ServedAnswer } from '../network';
import { assertAssigned, noConsent, scopesFor } from './access-token';
import { type ProvedClient } from './client-authentication';
import { issuer } from './cloud';
import { required, type Form } from './form';
import { groupClaims, optionalClaims } from './optional-claims';
import { EntraRefusal } from './refusal';
import { knownApi, MICROSOFT_GRAPH, redeemedScopes, requestedScopes, signInScopes, type RequestedScopes } from './requested-scopes';
import { withoutRedirect, type SignIn, type SignIns } from './sign-ins';
import { issue, type TokenService } from './token-endpoint';

/** `grant_type=authorization_code`: a client redeems the code of a sign-in. */
export async function authorizationCode(
  form: Form,
  client: ProvedClient,
  service: TokenService,
  signIns: SignIns,
  origin: Origin,
): Promise<ServedAnswer> {
  const code = required(form, 'code');
  const { appId } = client.client;
  const [redirectUri, verifier] = [form('redirect_uri'), form('code_verifier')];
  const signIn = signIns.redeem(code, { appId, tenantId: service.tenant.id, redirectUri, verifier });
  assertProvedAsPlatform(client, signIn);
  assertOrigin(signIn, origin);
  return tokens(signIn, client, redeemedScopes(service.tenant, form('scope'), signIn.request.scopes), service, signIns);
}

/** `grant_type=refresh_token`: further tokens for a person who signed in before. */
export async function refreshToken(
  form: Form,
  client: ProvedClient,
  service: TokenService,
  signIns: SignIns,
  origin: Origin,
): Promise<ServedAnswer> {
  const signIn = signIns.refreshed(required(form, 'refresh_token'), { appId: client.client.appId, tenantId: service.tenant.id });
  assertProvedAsPlatform(client, signIn);
  assertOrigin(signIn, origin);
  const scope = form('scope');
  const scopes = scope === undefined ? signIn.request.scopes : signInScopes(service.tenant, scope);
  return tokens(signIn, client, { ...scopes, ofOpenId: [...new Set([...scopes.ofOpenId, 'offline_access'])] }, service, signIns);
}

/** `requested_token_use=on_behalf_of`: an API that was called asks for the same person. */
export async function onBehalfOf(form: Form, client: ProvedClient, service: TokenService, signIns: SignIns): Promise<ServedAnswer> {
  const { tenant } = service;
  if (client.proof === '0') {
    throw new EntraRefusal(
      7000218,
      'invalid_client',
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  }
  if (form('requested_token_use') !== 'on_behalf_of') {
    throw new EntraRefusal(900144, 'invalid_request', "The request body must contain the following parameter: 'requested_token_use'.");
  }
  const user = await personOf(required(form, 'assertion'), client, service);
  const scopes = requestedScopes(tenant, required(form, 'scope'));
  // What comes of it is the API's, which proves itself whenever it refreshes it.
  const request = withoutRedirect(tenant.id, client.client, 'web', scopes);
  return tokens({ user, request, at: tenant.clock.now() }, client, scopes, service, signIns);
}

/** Whence a request for tokens comes: a page of no other origin, one of a registered origin, or of any other. */
export type Origin = 'none' | 'registered' | 'foreign';

/** Pages of other origins redeem codes and refresh tokens, and ask for nothing else. @throws EntraRefusal where one does */
export function assertFromNoPage(origin: Origin): void {
  if (origin === 'none') return;
  throw new EntraRefusal(
    9002326,
    'invalid_request',
    "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
  );
}

/** Codes and refresh tokens of single-page applications are redeemed by their pages, and no others by any page. */
function assertOrigin({ request }: SignIn, origin: Origin): void {
  if (request.platform === 'spa' && origin !== 'registered') {
    throw new EntraRefusal(
      9002327,
      'invalid_request',
      "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    );
  }
  if (request.platform !== 'spa') assertFromNoPage(origin);
}

/** A client of a web server proves itself; one on people's devices cannot. */
function assertProvedAsPlatform({ proof }: ProvedClient, { request }: SignIn): void {
  if (request.platform === 'web' && proof === '0') {
    throw new EntraRefusal(
      7000218,
      'invalid_client',
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  }
  if (request.platform !== 'web' && proof !== '0') {
    throw new EntraRefusal(
      700025,
      'invalid_client',
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    );
  }
}

function assertConsented(tenant: Tenant, { client }: ProvedClient, { api, values }: RequestedScopes, user: User): void {
  const held = scopesFor({ tenant, client, api }, user);
  if (held.length === 0 || values.some((value) => !held.includes(value))) throw noConsent(client);
}

/** The tokens of a person who signed in, by what the directory says now. */
export async function tokens(
  signIn: SignIn,
  client: ProvedClient,
  asked: RequestedScopes,
  service: TokenService,
  signIns: SignIns,
): Promise<ServedAnswer> {
  const { tenant, cloud, keys, settings } = service;
  const { user, request } = signIn;
  assertEnabled(tenant.people.user(user.id));
  // What was asked for was read when the person signed in: what the API is, and whether it still is there, is read again.
  const scopes = { ...asked, api: knownApi(tenant, asked.api.appId) };
  assertAssigned(tenant, client.client, user);
  assertConsented(tenant, client, scopes, user);
  const token = await issue({ ...client, scopes, user }, service);
  const { claims } = token.content;
  const now = tenant.clock.seconds() + settings.offsetSeconds;
  const named = scopes.ofOpenId.includes('openid');
  const application = tenant.world.applicationOf(client.client.appId)?.application;
  const idToken = {
    aud: client.client.appId,
    iss: issuer(cloud, tenant.id, 2),
    iat: now,
    nbf: now,
    exp: now + 3600,
    sub: claims['sub'],
    oid: user.id,
    tid: tenant.id,
    ...(scopes.ofOpenId.includes('profile') && { name: user.displayName, preferred_username: user.userPrincipalName }),
    ...optionalClaims(application?.optionalClaims?.idToken, user),
    ...groupClaims(tenant, cloud, application, user),
    ver: '2.0',
    ...(request.nonce !== undefined && { nonce: request.nonce }),
  };
  return jsonAnswer(200, {
    token_type: 'Bearer',
    scope: [...scopeTexts(scopes, String(claims['scp'])), ...scopes.ofOpenId.filter((one) => one !== 'offline_access')].join(' '),
    expires_in: token.expiresIn,
    ext_expires_in: token.expiresIn,
    access_token: token.text,
    ...(scopes.ofOpenId.includes('offline_access') && { refresh_token: signIns.refreshToken(signIn) }),
    ...(named && { id_token: await keys.sign(idToken, 2) }),
    // Libraries of Microsoft read who it is from here.
    ...(named && { client_info: Buffer.from(JSON.stringify({ uid: user.id, utid: tenant.id })).toString('base64url') }),
  });
}

/** Scopes of a token as the endpoint tells them: with the name by which the API was asked for, but for Microsoft Graph. Libraries find tokens again by them. */
function scopeTexts({ api, named, isDefault }: RequestedScopes, held: string): readonly string[] {
  const prefix = api.appId === MICROSOFT_GRAPH ? '' : `${named}/`;
  return [...held.split(' '), ...(isDefault ? ['.default'] : [])].map((one) => `${prefix}${one}`);
}

/** The person whose token an API was called with. @throws EntraRefusal where it is no token for that API */
async function personOf(assertion: string, { client }: ProvedClient, { tenant, keys }: TokenService): Promise<User> {
  const invalid = (reason: string): EntraRefusal =>
    new EntraRefusal(50013, 'invalid_grant', `Assertion failed signature validation. ${reason}`);
  try {
    const { protectedHeader } = await compactVerify(assertion, async ({ kid }) => {
      const key = keys.keySet().keys.find((one) => one.kid === kid);
      if (key === undefined) throw new Error('unknown key');
      return importJWK(key, 'RS256');
    });
    if (protectedHeader.alg !== 'RS256') throw new Error('unknown algorithm');
  } catch {
    throw invalid('The key was not found or the signature is another.');
  }
  const { aud, oid, scp, exp, tid } = decodeJwt(assertion);
  if (aud !== client.appId && !client.servicePrincipalNames.includes(String(aud))) {
    throw new EntraRefusal(500131, 'invalid_grant', 'Assertion audience does not match the Client app presenting the assertion.');
  }
  if (typeof exp !== 'number' || exp <= tenant.clock.seconds())
    throw new EntraRefusal(500133, 'invalid_grant', 'Assertion is not within its valid time range.');
  const user = typeof oid === 'string' && tid === tenant.id ? tenant.people.user(oid) : undefined;
  if (user === undefined || typeof scp !== 'string') {
    throw new EntraRefusal(50013, 'invalid_grant', 'Assertion is invalid: it is of no person, and an application asks for itself instead.');
  }
  assertEnabled(user);
  return user;
}

function assertEnabled(user: User | undefined): void {
  if (user?.accountEnabled !== true) throw new EntraRefusal(50057, 'invalid_grant', 'The user account is disabled.');
}
