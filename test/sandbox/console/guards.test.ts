import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Sandbox, startConsole, type SandboxConsole } from '../../../lib/sandbox';
import { dev } from '../../../stacks/environments/dev';
import { organisation } from '../../../stacks/organisation';
import { asks, ownHeaders, rawly, secretOf, type RawAnswer } from '../../support/console';
import { synthesizedDeployment } from '../../support/sandbox';

const PLACES = ['overview', 'state', 'token', 'token/show', 'call', 'log', 'metrics', 'keys', 'clock', 'grants', 'secrets', 'limits'];

let sandbox: Sandbox;
let console: SandboxConsole;

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
  console = await startConsole(sandbox);
});
afterAll(async () => {
  await console.close();
  await sandbox.close();
});

/** A request that announces a key, unless something of it is otherwise: whether one was announced says whether anything was changed. */
async function announces(
  others: Readonly<Record<string, string | undefined>>,
  more: Partial<Parameters<typeof rawly>[1]> = {},
): Promise<RawAnswer & { readonly hasChanged: boolean }> {
  const before = sandbox.entra.keys.keySet().keys.length;
  const body = '{"action":"announce"}';
  const headers = ownHeaders(console, { 'content-length': String(body.length), ...others });
  const answer = await rawly(console, { path: '/api/keys', headers, body, ...more });
  return { ...answer, hasChanged: sandbox.entra.keys.keySet().keys.length !== before };
}

test('its own page may change something', async () => {
  expect(await announces({})).toMatchObject({ status: 200, hasChanged: true });
});

test('so may a program of the user, which sends no origin', async () => {
  expect(await announces({ origin: undefined, 'sec-fetch-site': undefined })).toMatchObject({ status: 200, hasChanged: true });
});

test('by the name localhost it is the same console, and its page the same page', async () => {
  const { port } = new URL(console.origin);
  const host = `localhost:${port}`;

  expect(await announces({ host, origin: `http://${host}` })).toMatchObject({ status: 200, hasChanged: true });
  expect(await announces({ host })).toMatchObject({ status: 403, hasChanged: false });
});

test.each<readonly [string, number, Readonly<Record<string, string | undefined>>]>([
  ['a host that was rebound to this machine', 421, { host: 'rebound.example' }],
  ['a host that was rebound, with the port', 421, { host: 'rebound.example:PORT' }],
  ['this machine without a port', 421, { host: '127.0.0.1' }],
  ['this machine with another port', 421, { host: '127.0.0.1:1' }],
  ['this machine by another address', 421, { host: '127.0.0.2:PORT' }],
  ['this machine by version 6', 421, { host: '[::1]:PORT' }],
  ['a name that only begins so', 421, { host: 'localhost:PORT.example.com' }],
  ['a name with a user before it', 421, { host: 'x@127.0.0.1:PORT' }],
  ['this machine with a dot at the end', 421, { host: 'localhost.:PORT' }],
  ['the origin null', 403, { origin: 'null' }],
  ['an empty origin', 403, { origin: '' }],
  ['another origin', 403, { origin: 'https://evil.example' }],
  ['another port of this machine', 403, { origin: 'http://127.0.0.1:1' }],
  ['its own origin over TLS', 403, { origin: 'https://127.0.0.1:PORT' }],
  ['another site', 403, { 'sec-fetch-site': 'cross-site' }],
  ['the same site, which any port of this machine is', 403, { 'sec-fetch-site': 'same-site' }],
  ['a site of a kind that nobody knows', 403, { 'sec-fetch-site': 'other' }],
  ['no secret', 401, { authorization: undefined }],
  ['an empty secret', 401, { authorization: 'Bearer ' }],
  ['another secret', 401, { authorization: `Bearer ${'A'.repeat(43)}` }],
  ['the secret and more', 401, { authorization: 'Bearer SECRETx' }],
  ['the beginning of the secret', 401, { authorization: 'Bearer BEGINNING' }],
  ['the secret by another scheme', 401, { authorization: 'Basic SECRET' }],
  ['a form', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
  ['a form of parts', 415, { 'content-type': 'multipart/form-data; boundary=x' }],
  ['plain text, which a form can send', 415, { 'content-type': 'text/plain' }],
  ['no type', 415, { 'content-type': undefined }],
  ['a type that only begins so', 415, { 'content-type': 'application/jsonp' }],
  ['two types', 415, { 'content-type': 'text/plain, application/json' }],
])('%s is refused with %i, and nothing changes', async (_what, status, others) => {
  const filled = (text: string): string =>
    text
      .replace('PORT', new URL(console.origin).port)
      .replace('SECRET', secretOf(console))
      .replace('BEGINNING', secretOf(console).slice(0, 42));
  const answer = await announces(
    Object.fromEntries(Object.entries(others).map(([name, value]) => [name, value === undefined ? value : filled(value)])),
  );

  expect(answer).toMatchObject({ status, hasChanged: false });
  expect(JSON.parse(answer.body)).toEqual({
    problems: [
      {
        where: expect.any(String) as unknown,
        what: expect.any(String) as unknown,
        fix: expect.any(String) as unknown,
        code: 'CONSOLE_GUARD',
      },
    ],
  });
});

test.each(['host', 'origin', 'authorization', 'content-type'])('a second %s, of which one is right, is refused', async (name) => {
  const before = sandbox.entra.keys.keySet().keys.length;
  const body = '{"action":"announce"}';
  const right = ownHeaders(console, { 'content-length': String(body.length) });
  const wrong: Readonly<Record<string, string>> = {
    host: 'evil.example',
    origin: 'null',
    authorization: 'Bearer x',
    'content-type': 'text/plain',
  };
  const second = [[name, wrong[name] ?? '']] as const;
  const answers = await Promise.all(
    [
      [...right, ...second],
      [...second, ...right],
    ].map(async (headers) => (await rawly(console, { path: '/api/keys', headers, body })).status),
  );

  expect(answers.every((status) => status >= 400)).toBe(true);
  expect(sandbox.entra.keys.keySet().keys).toHaveLength(before);
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
  '%s changes nothing, and shares nothing with other origins',
  async (method) => {
    const answer = await announces(
      { 'content-length': undefined, origin: method === 'OPTIONS' ? console.origin : undefined },
      { method, body: '' },
    );

    expect(answer).toMatchObject({ status: 405, hasChanged: false, headers: { allow: 'POST' } });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  },
);

test.each(PLACES)('/api/%s is for nobody without the secret, and not to be got', async (place) => {
  const [without, got] = [
    await rawly(console, {
      path: `/api/${place}`,
      headers: ownHeaders(console, { authorization: undefined, 'content-length': '2' }),
      body: '{}',
    }),
    await rawly(console, { path: `/api/${place}`, method: 'GET', headers: ownHeaders(console) }),
  ];

  expect([without.status, got.status]).toEqual([401, 405]);
});

test.each([
  '/api',
  '/api/',
  '/api/keys/',
  '//api/keys',
  '/API/keys',
  '/api/./keys',
  '/api/../api/keys',
  '/api/%6beys',
  '/api/keys%00',
  '/api/keys;x',
  '/api/keys?x=1',
  '/api/keys#x',
  '/?secret=x',
  '/index.html',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/favicon.ico',
  '/constructor',
  '/__proto__',
  'http://127.0.0.1/api/keys',
  '*',
])('the path %s is nothing', async (path) => {
  expect(await announces({}, { path })).toMatchObject({ status: 404, hasChanged: false });
});

test('a body that is too long is refused: before it is read where its length is told, and while it is read where not', async () => {
  const long = Buffer.alloc(65 * 1024, ' ');
  const told = await announces({ 'content-length': String(64 * 1024 + 1) }, { body: long.subarray(0, 64 * 1024 + 1) });
  const lied = await announces({ 'content-length': '99999999999' }, { body: '{}' }).catch((error: unknown) => error);
  const untold = await announces({ 'content-length': undefined, 'transfer-encoding': 'chunked' }, { body: long });

  expect([told.status, untold.status, told.hasChanged, untold.hasChanged]).toEqual([413, 413, false, false]);
  expect(lied).toMatchObject({ status: 413 });
});

test('nobody reaches it from another machine', async () => {
  const { port } = new URL(console.origin);
  const others = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
  );
  const reached = await Promise.all(
    [...others.map(({ address }) => address), '127.0.0.2'].map(
      (host) =>
        new Promise<boolean>((resolve) => {
          const socket = connect({ host, port: Number(port) }, () => {
            socket.destroy();
            resolve(true);
          });
          socket.on('error', () => {
            resolve(false);
          });
        }),
    ),
  );

  expect(reached.filter(Boolean)).toEqual([]);
});

test('whatever it answers is kept by nobody, in no frame, of no other type, and shared with no other origin', async () => {
  const plain = ownHeaders(console, { authorization: undefined, 'content-type': undefined });
  const answers = await Promise.all([
    rawly(console, { method: 'GET', path: '/', headers: plain }),
    rawly(console, { method: 'GET', path: '/nothing', headers: plain }),
    rawly(console, { headers: plain }),
    rawly(console, { headers: ownHeaders(console, { host: 'evil.example' }) }),
    rawly(console, { headers: ownHeaders(console, { 'content-length': '2' }), body: '{}' }),
    rawly(console, { headers: ownHeaders(console, { 'content-length': '1' }), body: '{' }),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 421, 200, 400]);
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';.* frame-ancestors 'none'; base-uri 'none'; form-action 'none'/,
      ) as unknown,
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-') || name === 'set-cookie')).toEqual([]);
  }
});

test('the secret is another one in each run, long enough not to be guessed, and in no answer', async () => {
  const other = await startConsole(sandbox);
  await other.close();
  const plain = ownHeaders(console, { authorization: undefined, 'content-type': undefined });
  const page = await rawly(console, { method: 'GET', path: '/', headers: plain });
  const contents = await Promise.all(['overview', 'state', 'metrics'].map((place) => asks(console, place)));

  expect(secretOf(console)).toMatch(/^[\w-]{43}$/);
  expect(secretOf(other)).not.toBe(secretOf(console));
  expect(`${page.body}${JSON.stringify([page.headers, contents])}`).not.toContain(secretOf(console));
});

test('a console that was closed is gone, and the sandbox goes on', async () => {
  const other = await startConsole(sandbox);
  await other.close();

  await expect(rawly(other, { headers: ownHeaders(other) })).rejects.toThrow('ECONNREFUSED');
  expect((await sandbox.token({ client: 'erp-sync', api: 'orders' })).claims['ver']).toBe('2.0');
});
