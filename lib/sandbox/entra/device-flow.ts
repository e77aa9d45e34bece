import { type Tenant } from '../directory';
import { jsonAnswer, type ServedAnswer } from '../network';
import { assertMaySignIn } from './authorization';
import { clientOf, type ProvedClient } from './client-authentication';
import { DEVICE_CODE_SECONDS, POLL_SECONDS, type DeviceCodes } from './device-codes';
import { required, type Form } from './form';
import { codePage, devicePage, donePage } from './page';
import { tokens } from './person-grants';
import { EntraRefusal } from './refusal';
import { redeemedScopes, signInScopes } from './requested-scopes';
import { withoutRedirect, type SignIns } from './sign-ins';
import { type TokenService } from './token-endpoint';

/**
 * A device asks for codes. Any client gets them: whether it is a public one is held against it when it asks for tokens.
 *
 * @param page Where the person types the code
 * @throws EntraRefusal where client or scopes are not known
 */
export function beginDevice(form: Form, tenant: Tenant, devices: DeviceCodes, page: string): ServedAnswer {
  const client = clientOf(tenant, required(form, 'client_id'));
  const scopes = signInScopes(tenant, required(form, 'scope'));
  const { deviceCode, userCode } = devices.begin(withoutRedirect(tenant.id, client, 'publicClient', scopes));
  return jsonAnswer(200, {
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: page,
    expires_in: DEVICE_CODE_SECONDS,
    interval: POLL_SECONDS,
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
  });
}

/**
 * The pages for the person: one for the code, one for who they are, and one that says what came of it.
 *
 * @throws EntraRefusal where the code is no good, or the person may not sign in
 */
export function answerDevice(form: Form, tenant: Tenant, devices: DeviceCodes): ServedAnswer {
  const userCode = form('user_code');
  if (userCode !== undefined) {
    const { request, transaction } = devices.typed(userCode, tenant.id);
    const { client, scopes } = request;
    return devicePage(tenant, {
      transaction,
      client: client.displayName,
      api: scopes.api.displayName,
      asked: scopes.isDefault ? ['everything that is consented to'] : scopes.values,
    });
  }
  const transaction = form('transaction');
  if (transaction === undefined) return codePage(tenant);
  const request = devices.asked(transaction, tenant.id);
  const answer = required(form, 'answer');
  if (answer === 'decline') {
    devices.answer(transaction, tenant.id, 'declined');
    return donePage(tenant, request.client.displayName, false);
  }
  if (answer !== 'approve')
    throw new EntraRefusal(900144, 'invalid_request', "The request body must contain the following parameter: 'answer'.");
  const user = assertMaySignIn(form, tenant, request);
  devices.answer(transaction, tenant.id, { user, request, at: tenant.clock.now() });
  return donePage(tenant, request.client.displayName, true);
}

/** `grant_type=urn:ietf:params:oauth:grant-type:device_code`, or `device_code`: a device asks whether somebody has signed in. */
export async function deviceCode(
  form: Form,
  client: ProvedClient,
  service: TokenService,
  signIns: SignIns,
  devices: DeviceCodes,
): Promise<ServedAnswer> {
  assertPublic(client, service.tenant);
  const code = required(form, 'device_code');
  const signIn = devices.redeem(code, client.client.appId, service.tenant.id);
  return tokens(signIn, client, redeemedScopes(service.tenant, form('scope'), signIn.request.scopes), service, signIns);
}

/** Without a redirect URI in the request, the registration alone says whether a client is a public one. */
function assertPublic({ client, proof }: ProvedClient, tenant: Tenant): void {
  const isPublic = tenant.world.applicationOf(client.appId)?.application.isFallbackPublicClient === true;
  if (isPublic && proof === '0') return;
  if (isPublic) {
    throw new EntraRefusal(
      700025,
      'invalid_client',
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    );
  }
  if (proof === '0') {
    throw new EntraRefusal(
      7000218,
      'invalid_client',
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  }
  // What Entra says to a confidential client that proves itself is not established.
  throw new EntraRefusal(undefined, 'unauthorized_client', 'The sandbox gives tokens for device codes to public clients alone.');
}
