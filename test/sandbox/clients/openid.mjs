// Gets tokens with openid-client. Every request goes to the sandbox, whatever host it names.
import { readFileSync } from 'node:fs';
import * as client from 'openid-client';

const { origin, issuer, cases } = JSON.parse(readFileSync(0, 'utf8'));
const toSandbox = (url, options) => {
  const { pathname, search } = new URL(url);
  return fetch(`${origin}${pathname}${search}`, options);
};
const configured = (clientId, clientSecret) =>
  client.discovery(new URL(issuer), clientId, clientSecret, clientSecret === undefined ? client.None() : undefined, {
    [client.customFetch]: toSandbox,
  });

const KINDS = {
  device: async ({ clientId, scope, given }) => {
    const config = await configured(clientId);
    const told = await client.initiateDeviceAuthorization(config, { scope });
    const post = async (parameters) =>
      (await toSandbox(told.verification_uri, { method: 'POST', body: new URLSearchParams(parameters) })).text();
    const [, transaction] = /name="transaction" value="([^"]+)"/.exec(await post({ user_code: told.user_code })) ?? [];
    await post({ transaction, ...given });
    const tokens = await client.pollDeviceAuthorizationGrant(config, told);
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
    return { ...tokens, refreshed: refreshed.access_token };
  },
  secret: async ({ clientId, clientSecret, scope }) => client.clientCredentialsGrant(await configured(clientId, clientSecret), { scope }),
  code: async ({ clientId, redirectUri, scope, userId, origin: from }) => {
    const config = await configured(clientId);
    if (from !== undefined)
      config[client.customFetch] = (url, options) => toSandbox(url, { ...options, headers: { ...options.headers, origin: from } });
    const verifier = client.randomPKCECodeVerifier();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope,
      state: 'a state',
      nonce: 'a nonce',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const page = await (await toSandbox(url)).text();
    const [, transaction] = /name="transaction" value="([^"]+)"/.exec(page) ?? [];
    const chosen = await toSandbox(url.href.split('?')[0], {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ transaction, user: userId }),
    });
    const checks = { pkceCodeVerifier: verifier, expectedState: 'a state', expectedNonce: 'a nonce', idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(config, new URL(chosen.headers.get('location')), checks);
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
    return { ...tokens, refreshed: refreshed.access_token };
  },
};

const results = {};
for (const { name, kind, ...own } of cases) {
  try {
    const { access_token: accessToken, refreshed } = await KINDS[kind](own);
    results[name] = { accessToken, refreshed };
  } catch (error) {
    results[name] = { error: `${error.code ?? ''} ${error.error_description ?? error.cause?.error_description ?? error.message}` };
  }
}
process.stdout.write(JSON.stringify(results));
