import { connect } from 'node:tls';
import { type Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';

const deployment = synthesizedDeployment(organisation, dev);
const HOST = 'apps.dev.contoso.example';

/** Sends bytes to the gateway as they are; gives all that comes back. */
function raw(sandbox: Sandbox, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const port = Number(new URL(sandbox.urls.gateway).port);
    const socket = connect({ host: '127.0.0.1', port, servername: HOST, ca: sandbox.certificateAuthority }, () =>
      socket.end(text, 'latin1'),
    );
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

const request = (lines: readonly string[], line = 'GET /orders HTTP/1.1'): string =>
  [line, ...lines, 'Connection: close', '', ''].join('\r\n');

const MALFORMED: Readonly<Record<string, string>> = {
  'no request': 'nonsense\r\n\r\n',
  'a line that ends too soon': 'GET /orders\r\n\r\n',
  'no host': request([]),
  'two hosts': request([`Host: ${HOST}`, 'Host: api.dev.contoso.example']),
  'two tokens': request([`Host: ${HOST}`, 'Authorization: Bearer a.b.c', 'Authorization: Bearer d.e.f']),
  'two lengths': request([`Host: ${HOST}`, 'Content-Length: 1', 'Content-Length: 2'], 'POST /orders HTTP/1.1'),
  'a length and chunks': request([`Host: ${HOST}`, 'Content-Length: 3', 'Transfer-Encoding: chunked'], 'POST /orders HTTP/1.1'),
  'a header of nine thousand bytes': request([`Host: ${HOST}`, `X-Long: ${'x'.repeat(9_000)}`]),
  'headers of a hundred thousand bytes': request([
    `Host: ${HOST}`,
    ...Array.from({ length: 100 }, (_, at) => `X-${String(at)}: ${'x'.repeat(1_000)}`),
  ]),
  'an address of nine thousand bytes': request([`Host: ${HOST}`], `GET /${'x'.repeat(9_000)} HTTP/1.1`),
  'no path': request([`Host: ${HOST}`], 'GET * HTTP/1.1'),
  'an address in place of a path': request([`Host: ${HOST}`], `GET http://${HOST}/orders HTTP/1.1`),
  'a byte that is no header': request([`Host: ${HOST}`, 'X-Null: a\0b']),
};

test.each(Object.entries(MALFORMED))('the gateway answers %s with a refusal, and goes on', async (_what, text) => {
  await within(deployment, async (sandbox) => {
    const answer = await raw(sandbox, text);
    const { accessToken } = await sandbox.token({ client: 'erp-sync', api: 'orders' });

    expect(answer).toMatch(/^(?:HTTP\/1\.1 4\d\d |$)/);
    expect(answer).not.toContain('"upstream"');
    expect(await sandbox.call({ host: HOST, path: '/orders', token: accessToken })).toMatchObject({ status: 200 });
  });
});

const TRICKS = [
  '/orders/../orders',
  '//orders',
  '/orders/',
  '/./orders',
  '/%2e%2e/orders',
  '/orders%00',
  '/orders;x',
  '/orders%2f7',
  '/orders\\7',
  '/ORDERS',
  '/orders?x=/orders/health',
  '/orders/health/../7',
  '/orders/health%2f..%2f7',
];

test('no way to write a path reaches an upstream without a token, but that of the public route', async () => {
  await within(deployment, async (sandbox) => {
    const answers = await Promise.all(
      [HOST, 'api.dev.contoso.example'].flatMap((host) =>
        TRICKS.map(async (path) => [host, path, await raw(sandbox, request([`Host: ${host}`], `GET ${path} HTTP/1.1`))] as const),
      ),
    );
    const reached = answers.filter(([, , answer]) => answer.includes('"upstream"')).map(([host, path]) => `${host} ${path}`);

    expect(reached).toEqual([]);
    expect(await sandbox.call({ host: 'api.dev.contoso.example', path: '/orders/health' })).toMatchObject({ status: 200 });
  });
});

test('a caller’s own words about who it is, and its token, do not reach the upstream', async () => {
  await within(deployment, async (sandbox) => {
    const { accessToken, claims } = await sandbox.token({ client: 'erp-sync', api: 'orders' });
    const forged = ['X-Client-Id', 'x_client_id', 'X-Object-ID', 'X-Consumer-Username', 'Access-Token', 'X_Access_Token'].map(
      (name) => [name, 'forged'] as const,
    );
    const { body, observed } = await sandbox.call({ host: HOST, path: '/orders', token: accessToken, headers: forged });
    const { headers } = JSON.parse(body) as { readonly headers: Readonly<Record<string, string>> };

    expect(body).not.toContain('forged');
    expect(headers).toMatchObject({ 'x-client-id': claims['azp'], 'x-object-id': claims['oid'] });
    expect(headers['authorization']).toBeUndefined();
    // Whoever holds the token may call: what is remembered of a call does not have it.
    expect(JSON.stringify([observed, sandbox.gateway.log.all()])).not.toContain(accessToken.slice(0, 40));
    const named = await sandbox.call({
      host: HOST,
      path: '/orders',
      token: accessToken,
      headers: [['Connection', 'keep-alive, X-Client-Id']],
    });
    expect(named.status).toBe(400);
  });
});

test('a thousand calls at once are each answered as one alone', async () => {
  await within(deployment, async (sandbox) => {
    const { accessToken } = await sandbox.token({ client: 'erp-sync', api: 'invoices' });
    const calls = Array.from({ length: 1_000 }, (_, at) => at % 2 === 0);
    const statuses = await Promise.all(
      calls.map(async (isOwn) => (await sandbox.call({ host: HOST, path: '/invoices', ...(isOwn && { token: accessToken }) })).status),
    );

    expect(statuses).toEqual(calls.map((isOwn) => (isOwn ? 200 : 401)));
  });
}, 60_000);
