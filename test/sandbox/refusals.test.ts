import { SignJWT } from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { type Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';

const deployment = synthesizedDeployment(organisation, dev);

type Form = Readonly<Record<string, string>>;

/** What the token endpoint says: the code, and what OAuth calls it. */
async function refusal(sandbox: Sandbox, form: Form): Promise<string> {
  const url = `https://login.microsoftonline.com/${sandbox.home.id}/oauth2/v2.0/token`;
  const { body, status } = await sandbox.entra.fetcher.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  const {
    error,
    error_codes: codes,
    error_description: said = '',
  } = JSON.parse(body) as { error?: string; error_codes?: number[]; error_description?: string };
  return `${String(status)} ${error ?? 'a token'} ${String(codes?.[0] ?? '')}${said.startsWith(`AADSTS${String(codes?.[0])}: `) ? '' : ' without its code'}`;
}

/** Of a daemon that is known and proves itself. */
function known(sandbox: Sandbox): Form {
  const { appId } = sandbox.principal('erp-sync');
  const secret = sandbox.home.credentials.addSecret(appId, 'test').secretText;
  return {
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: secret,
    scope: `${sandbox.principal('orders').appId}/.default`,
  };
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function foreign(issuer: string, subject: string, audience: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(audience)
    .setExpirationTime('1h')
    .sign(privateKey);
}

const GITHUB = 'https://token.actions.githubusercontent.com';
const SUBJECT = 'repo:contoso/orders:environment:prod';
const EXCHANGE = 'api://AzureADTokenExchange';

const CASES: Readonly<Record<string, readonly [string, (sandbox: Sandbox, form: Form) => Form | Promise<Form>]>> = {
  'an unknown client': [
    '400 unauthorized_client 700016',
    (_sandbox, form) => ({ ...form, client_id: '99999999-9999-4999-8999-999999999999' }),
  ],
  'no client': ['400 invalid_request 900144', (_sandbox, { client_id: _id, ...form }) => form],
  'a wrong secret': ['401 invalid_client 7000215', (_sandbox, form) => ({ ...form, client_secret: 'wrong' })],
  'no proof': ['401 invalid_client 7000218', (_sandbox, { client_secret: _secret, ...form }) => form],
  'a secret that has ended': [
    '401 invalid_client 7000222',
    (sandbox, form) => {
      const { appId } = sandbox.principal('erp-sync');
      for (const { keyId } of sandbox.home.credentials.secretsOf(appId)) sandbox.home.credentials.expireSecret(appId, keyId);
      return form;
    },
  ],
  'a disabled client': [
    '400 unauthorized_client 7000112',
    (sandbox, form) => {
      sandbox.home.servicePrincipals.update(sandbox.principal('erp-sync').id, { accountEnabled: false });
      return form;
    },
  ],
  'an unknown API': ['400 invalid_resource 500011', (_sandbox, form) => ({ ...form, scope: 'api://nobody/.default' })],
  'an API to which it is not assigned': [
    '400 invalid_grant 501051',
    (sandbox, form) => ({ ...form, scope: `${sandbox.principal('shipments').appId}/.default` }),
  ],
  'a scope in place of all': [
    '400 invalid_scope 1002012',
    (sandbox, form) => ({ ...form, scope: `${sandbox.principal('orders').appId}/Orders.Use` }),
  ],
  'two APIs': [
    '400 invalid_scope 1002012',
    (sandbox, form) => ({ ...form, scope: `${form['scope'] ?? ''} ${sandbox.principal('invoices').appId}/.default` }),
  ],
  'no scope': ['400 invalid_request 900144', (_sandbox, { scope: _scope, ...form }) => form],
  'a grant that nobody has': ['400 unsupported_grant_type 70003', (_sandbox, form) => ({ ...form, grant_type: 'password' })],
  'a code that nobody gave': ['400 invalid_grant 70000', (_sandbox, form) => ({ ...form, grant_type: 'authorization_code', code: 'x' })],
  'a refresh token that nobody gave': [
    '400 invalid_grant 70000',
    (_sandbox, form) => ({ ...form, grant_type: 'refresh_token', refresh_token: 'x' }),
  ],
  'the token of another issuer': [
    '401 invalid_client 700211',
    async (_sandbox, form) => asserted(form, await foreign('https://evil.example', SUBJECT, EXCHANGE)),
  ],
  'the token of another subject': [
    '401 invalid_client 700213',
    async (sandbox, form) => {
      trusting(sandbox);
      return asserted(form, await foreign(GITHUB, 'repo:contoso/orders:pull_request', EXCHANGE));
    },
  ],
  'the token for another audience': [
    '401 invalid_client 700212',
    async (sandbox, form) => {
      trusting(sandbox);
      return asserted(form, await foreign(GITHUB, SUBJECT, 'api://Other'));
    },
  ],
  'a token that nobody can verify': [
    '400 invalid_grant 50013',
    async (sandbox, form) => {
      trusting(sandbox);
      return asserted(form, await foreign(GITHUB, SUBJECT, EXCHANGE));
    },
  ],
};

function asserted({ client_secret: _secret, ...form }: Form, assertion: string): Form {
  return { ...form, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion };
}

function trusting(sandbox: Sandbox): void {
  const { appId } = sandbox.principal('erp-sync');
  sandbox.home.credentials.addFederated(appId, {
    name: 'github',
    issuer: GITHUB,
    subject: SUBJECT,
    audiences: [EXCHANGE],
    description: null,
  });
}

test.each(Object.entries(CASES))('Entra refuses %s with its code', async (_what, [expected, change]) => {
  await within(deployment, async (sandbox) => {
    expect(await refusal(sandbox, await change(sandbox, known(sandbox)))).toBe(expected);
  });
});

test('what all these are made of is no refusal', async () => {
  await within(deployment, async (sandbox) => {
    expect(await refusal(sandbox, known(sandbox))).toMatch(/^200 a token/);
  });
});

/** What an API asks for with the token of somebody who called it. */
async function onBehalf(sandbox: Sandbox): Promise<Form> {
  const { appId } = sandbox.principal('orders');
  const { accessToken } = await sandbox.token({ client: 'storefront', api: 'orders', person: { groups: ['staff'] } });
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    client_id: appId,
    client_secret: sandbox.home.credentials.addSecret(appId, 'test').secretText,
    assertion: accessToken,
    scope: `${sandbox.principal('invoices').appId}/.default`,
  };
}

const ON_BEHALF: Readonly<Record<string, readonly [string, (sandbox: Sandbox, form: Form) => Form | Promise<Form>]>> = {
  'an API that nobody consented to': ['400 invalid_grant 65001', (_sandbox, form) => form],
  'two APIs': [
    '400 invalid_scope 28000',
    (sandbox, form) => ({ ...form, scope: `${form['scope'] ?? ''} ${sandbox.principal('catalog').appId}/.default` }),
  ],
  'a scope that nobody published': [
    '401 invalid_client 650053',
    (sandbox, form) => ({ ...form, scope: `${sandbox.principal('invoices').appId}/Nothing.Here` }),
  ],
  'everything and something of an API': [
    '400 invalid_scope 70011',
    (sandbox, form) => ({ ...form, scope: `${form['scope'] ?? ''} ${sandbox.principal('invoices').appId}/Invoices.Read` }),
  ],
  'no API': ['400 invalid_scope 70011', (_sandbox, form) => ({ ...form, scope: 'openid' })],
  'an application in place of a person': [
    '400 invalid_grant 50013',
    async (sandbox, form) => ({ ...form, assertion: (await sandbox.token({ client: 'erp-sync', api: 'orders' })).accessToken }),
  ],
  'a token of another API': [
    '400 invalid_grant 500131',
    async (sandbox, form) => {
      const asked = { client: 'backoffice', api: 'invoices', person: { groups: ['staff'] } };
      return { ...form, assertion: (await sandbox.token(asked)).accessToken };
    },
  ],
  'a token that nobody signed': [
    '400 invalid_grant 50013',
    (_sandbox, form) => ({ ...form, assertion: `${(form['assertion'] ?? '').slice(0, -8)}AAAAAAAA` }),
  ],
  'a token that has ended': [
    '400 invalid_grant 500133',
    (sandbox, form) => {
      sandbox.clock.advance(2 * 60 * 60);
      return form;
    },
  ],
};

test.each(Object.entries(ON_BEHALF))('on behalf of somebody, Entra refuses %s with its code', async (_what, [expected, change]) => {
  await within(deployment, async (sandbox) => {
    expect(await refusal(sandbox, await change(sandbox, await onBehalf(sandbox)))).toBe(expected);
  });
});

test('a tenant that is not there is refused', async () => {
  await within(deployment, async (sandbox) => {
    const { body } = await sandbox.entra.fetcher.fetch(
      'https://login.microsoftonline.com/elsewhere.example/v2.0/.well-known/openid-configuration',
    );

    expect(JSON.parse(body)).toMatchObject({ error_codes: [90002] });
  });
});

test('a host that nothing stands for is refused, and never looked up', async () => {
  await within(deployment, async (sandbox) => {
    await expect(sandbox.entra.fetcher.fetch('https://example.com/')).rejects.toThrow('example.com is no host of the sandbox');
  });
});
