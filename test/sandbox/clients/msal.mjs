// Gets tokens with Microsoft's own library, as its users would. Reads what to ask from standard input, and prints what came.
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import { readFileSync } from 'node:fs';

const { origin, tenantId, cases } = JSON.parse(readFileSync(0, 'utf8'));
const auth = (own) => ({
  auth: { authority: `${origin}/${tenantId}`, knownAuthorities: [new URL(origin).host], ...own },
});

/** What a person does in a browser who was told a code. */
const answer = async ({ verificationUri, userCode }, given) => {
  const post = async (parameters) => (await fetch(verificationUri, { method: 'POST', body: new URLSearchParams(parameters) })).text();
  const [, transaction] = /name="transaction" value="([^"]+)"/.exec(await post({ user_code: userCode })) ?? [];
  await post({ transaction, ...given });
};

const KINDS = {
  device: ({ clientId, scopes, given }) =>
    new PublicClientApplication(auth({ clientId })).acquireTokenByDeviceCode({
      scopes,
      deviceCodeCallback: (told) => void answer(told, given),
    }),
  secret: ({ clientId, clientSecret, scopes }) =>
    new ConfidentialClientApplication(auth({ clientId, clientSecret })).acquireTokenByClientCredential({ scopes }),
  certificate: ({ clientId, clientCertificate, scopes }) =>
    new ConfidentialClientApplication(auth({ clientId, clientCertificate })).acquireTokenByClientCredential({ scopes }),
  assertion: ({ clientId, clientAssertion, scopes }) =>
    new ConfidentialClientApplication(auth({ clientId, clientAssertion })).acquireTokenByClientCredential({ scopes }),
  onBehalfOf: ({ clientId, clientSecret, oboAssertion, scopes }) =>
    new ConfidentialClientApplication(auth({ clientId, clientSecret })).acquireTokenOnBehalfOf({ oboAssertion, scopes }),
  code: async ({ clientId, clientSecret, redirectUri, scopes, userId, verifier, challenge }) => {
    const application =
      clientSecret === undefined
        ? new PublicClientApplication(auth({ clientId }))
        : new ConfidentialClientApplication(auth({ clientId, clientSecret }));
    const url = await application.getAuthCodeUrl({ scopes, redirectUri, codeChallenge: challenge, codeChallengeMethod: 'S256' });
    const page = await (await fetch(url)).text();
    const [, transaction] = /name="transaction" value="([^"]+)"/.exec(page) ?? [];
    const chosen = await fetch(url.split('?')[0], {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ transaction, user: userId }),
    });
    const code = new URL(chosen.headers.get('location')).searchParams.get('code');
    const result = await application.acquireTokenByCode({ code, scopes, redirectUri, codeVerifier: verifier });
    const [account] = await application.getTokenCache().getAllAccounts();
    const kept = await application.acquireTokenSilent({ account, scopes });
    const refreshed = await application.acquireTokenSilent({ account, scopes, forceRefresh: true });
    return { ...result, refreshed: refreshed.accessToken, isKept: kept.fromCache };
  },
};

const results = {};
for (const { name, kind, ...own } of cases) {
  try {
    const { accessToken, refreshed, isKept } = await KINDS[kind](own);
    results[name] = { accessToken, refreshed, isKept };
  } catch (error) {
    results[name] = { error: `${error.errorCode ?? ''} ${error.errorMessage ?? error.message}` };
  }
}
process.stdout.write(JSON.stringify(results));
