import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { compareAll, type Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { shop } from '../support/review-shop';
import { deploymentIn, synthesizedDeployment, within } from '../support/sandbox';

type Claims = Readonly<Record<string, unknown>>;
type Made = { readonly token?: string; readonly query?: string };

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const { privateKey: stranger } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Tokens that must not do, made of one that does. */
const FORGED: Readonly<
  Record<string, readonly [readonly number[], (sandbox: Sandbox, claims: Claims, token: string) => Promise<Made> | Made]>
> = {
  'no token': [[401, 403], () => ({})],
  expired: [[401], async ({ entra: { keys } }, claims) => ({ token: await keys.sign({ ...claims, exp: Number(claims['iat']) - 61 }, 2) })],
  'not yet valid': [
    [401],
    async ({ entra: { keys } }, claims) => ({ token: await keys.sign({ ...claims, nbf: Number(claims['nbf']) + 120 }, 2) }),
  ],
  'for another audience': [
    [403],
    async ({ entra: { keys } }, claims) => ({ token: await keys.sign({ ...claims, aud: String(claims['azp']) }, 2) }),
  ],
  'of another issuer': [
    [401],
    async ({ entra: { keys } }, claims) => ({ token: await keys.sign({ ...claims, iss: `${String(claims['iss'])}/` }, 2) }),
  ],
  'of another tenant': [
    [401],
    async ({ entra: { keys } }, claims) => {
      const tenant = '99999999-9999-4999-8999-999999999999';
      return { token: await keys.sign({ ...claims, tid: tenant, iss: `https://login.microsoftonline.com/${tenant}/v2.0` }, 2) };
    },
  ],
  'with another signature': [[401], (_sandbox, _claims, token) => ({ token: `${token.slice(0, -12)}AAAAAAAAAAAA` })],
  'with other claims under the signature': [
    [401],
    (_sandbox, claims, token) => {
      const [header = '', , signature = ''] = token.split('.');
      return { token: [header, encoded({ ...claims, roles: ['Everything'] }), signature].join('.') };
    },
  ],
  'without a signature': [[401], (_sandbox, claims) => ({ token: `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.` })],
  'signed by a shared secret': [
    [401],
    async (_sandbox, claims) => ({ token: await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32)) }),
  ],
  'of a key that nobody published': [
    [401],
    async (_sandbox, claims) => ({ token: await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'unknown' }).sign(stranger) }),
  ],
  'of a key under another’s name': [
    [401],
    async ({ entra: { keys } }, claims) => ({
      token: await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: keys.kid }).sign(stranger),
    }),
  ],
  'in the query': [[401, 403], (_sandbox, _claims, token) => ({ query: `access_token=${token}` })],
  'of no form': [[401], () => ({ token: 'a.b.c' })],
};

/** Calls that reach an upstream and need a token for it, each with who makes it. */
async function entering(sandbox: Sandbox): Promise<readonly Entering[]> {
  const calls = (await compareAll(sandbox)).filter(({ reached, route }) => reached && route !== 'health');
  return calls.map(({ caller, person, request, asks }) => ({
    request,
    who: person === undefined ? caller : `${caller} for ${person}`,
    asked: asks,
  }));
}

interface Entering {
  readonly request: string;
  readonly who: string;
  readonly asked: Parameters<Sandbox['token']>[0];
}

test('whatever enters enters by its token alone: each forged one is refused at each route, and reaches nothing', async () => {
  await within(synthesizedDeployment(organisation, dev), async (sandbox) => {
    const calls = await entering(sandbox);
    const wrong: string[] = [];
    for (const { request, who, asked } of calls) {
      const { accessToken, claims } = await sandbox.token(asked);
      const [method = '', place = ''] = request.split(' ');
      const at = place.indexOf('/');
      for (const [name, [statuses, make]] of Object.entries(FORGED)) {
        const { token, query } = await make(sandbox, claims, accessToken);
        sandbox.gateway.resetLimits();
        const path = query === undefined ? place.slice(at) : `${place.slice(at)}?${query}`;
        const { status, observed } = await sandbox.call({ method, host: place.slice(0, at), path, ...(token !== undefined && { token }) });
        if (!statuses.includes(status) || observed?.ended.source !== 'gateway')
          wrong.push(`${request} as ${who}, ${name}: ${String(status)}`);
      }
    }

    expect(calls.length).toBeGreaterThan(55);
    expect(new Set(calls.map(({ who }) => who)).size).toBeGreaterThan(8);
    expect(wrong).toEqual([]);
  });
});

test('a token of an API is of no use at another', async () => {
  await within(synthesizedDeployment(organisation, dev), async (sandbox) => {
    const { accessToken } = await sandbox.token({ client: 'erp-sync', api: 'invoices' });

    expect(await sandbox.call({ host: 'apps.dev.contoso.example', path: '/invoices', token: accessToken })).toMatchObject({ status: 200 });
    expect(await sandbox.call({ host: 'apps.dev.contoso.example', path: '/orders', token: accessToken })).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
  });
});

test('of several roles that are needed one is not enough', async () => {
  await within(deploymentIn(shop()), async (sandbox) => {
    const write = { method: 'POST', host: 'apps.example.com', path: '/orders' };
    const statusOf = async (client: string): Promise<number> => {
      const { accessToken: token } = await sandbox.token({ client, api: 'orders' });
      return (await sandbox.call({ ...write, token })).status;
    };

    expect([await statusOf('billing'), await statusOf('robot'), await statusOf('partner')]).toEqual([403, 403, 200]);
  });
});
