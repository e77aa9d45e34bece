import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { defineAccess, defineApi, defineClient, defineRoutes, grant, type AccessModel, type DefinitionError } from '../../lib';
import { compareAll, probeAll, Sandbox, upstreamsIn } from '../../lib/sandbox';
import { CertificateAuthority } from '../../lib/sandbox/network';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { environment } from '../support/organisation';
import { startAndEnd, synthesizedDeployment, within } from '../support/sandbox';

const deployment = synthesizedDeployment(organisation, dev);
const HOST = 'apps.dev.contoso.example';

const answer = (name: string) => (request: IncomingMessage, response: { end: (text: string) => void }) => {
  response.end(JSON.stringify({ name, method: request.method, url: request.url, host: request.headers.host }));
};

async function listening(server: Server): Promise<{ readonly port: number; readonly close: () => void }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function withUpstreams(
  upstreams: Readonly<Record<string, string>>,
  run: (called: (api: string, path: string) => Promise<{ readonly status: number; readonly body: string }>) => Promise<void>,
): Promise<void> {
  const sandbox = await Sandbox.start(deployment, undefined, upstreams);
  try {
    await run(async (api, path) => {
      const { accessToken } = await sandbox.token({ client: 'erp-sync', api });
      return sandbox.call({ host: HOST, path, token: accessToken });
    });
  } finally {
    await sandbox.close();
  }
}

test('calls of an API go to the user’s own server, over http or https, and those of others to the echo', async () => {
  const plain = await listening(createServer(answer('own')));
  const unknown = await CertificateAuthority.create(Date.now());
  const secure = await listening(createSecureServer(await unknown.issue(['localhost'], Date.now()), answer('secure')));
  const upstreams = {
    orders: `http://127.0.0.1:${String(plain.port)}`,
    'invoices.dev.internal': `https://localhost:${String(secure.port)}`,
  };
  await withUpstreams(upstreams, async (called) => {
    const [orders, invoices, refused] = [
      await called('orders', '/orders?page=2'),
      await called('invoices', '/invoices'),
      await called('invoices', '/orders'),
    ];

    // The request is the one that Kong would send: by the name of the upstream in the file.
    expect(JSON.parse(orders.body)).toEqual({ name: 'own', method: 'GET', url: '/orders?page=2', host: 'orders.dev.internal:8443' });
    expect(JSON.parse(invoices.body)).toMatchObject({ name: 'secure', host: 'invoices.dev.internal:8443' });
    expect(refused.status).toBe(403);
    plain.close();
    expect((await called('orders', '/orders')).status).toBe(502);
  });
  secure.close();
});

/** Two APIs with a role each, the key of one the beginning of that of the other. */
function twoApis(): AccessModel {
  const apis = ['orders', 'orders-admin'].map((name) =>
    defineApi({ name, team: 'sales', roles: { 'All.Read': { for: 'applications', description: 'Read everything' } } }),
  );
  const client = defineClient({ name: 'importer', kind: 'daemon', team: 'sales' });
  return defineAccess({
    apis,
    clients: [client],
    grants: apis.map((api) => grant(client, api, { roles: ['All.Read'] })),
    routes: apis.flatMap((api, at) =>
      defineRoutes(api, { host: 'public', allow: [{ roles: ['All.Read'] }] }, { list: { methods: ['GET'], path: `/${String(at)}` } }),
    ),
  });
}

test('an upstream without TLS is reached without, beside one with TLS of the same host, for which nobody else may stand', async () => {
  const upstreams = { orders: 'http://both.internal:8080', 'orders-admin': 'https://both.internal:8443' };
  await within(synthesizedDeployment(twoApis(), environment({ groups: {}, upstreams })), async (sandbox) => {
    const [calls, probes] = [await compareAll(sandbox), await probeAll(sandbox)];

    expect([...calls, ...probes].flatMap(({ disagreements }) => disagreements)).toEqual([]);
    expect(calls.filter(({ reached }) => reached).map(({ api, caller }) => `${caller} ${api}`)).toEqual([
      'importer orders',
      'importer orders-admin',
    ]);
    expect(probes.flatMap(({ kind, api }) => (kind === 'upstream' ? [api] : []))).toEqual(['orders-admin']);
  });
});

test('an upstream that is not of this machine is refused before anything is started, with all that is wrong', async () => {
  const started = startAndEnd(deployment, undefined, {
    orders: 'http://orders.example.com',
    'orders.dev.internal': 'http://127.0.0.1:3000',
    catalog: 'http://192.168.0.1:3000',
    invoices: 'ftp://127.0.0.1',
    shipments: 'http://127.0.0.1:3000/v1',
    nobody: 'http://127.0.0.1:3000',
    'catalog.dev.internal': 'http://name:word@localhost',
  });

  const problems = await started.then(
    () => [],
    (error: unknown) => (error as DefinitionError).problems.map(({ where, what }) => [where.replace('generated-dev upstream ', ''), what]),
  );
  expect(problems).toEqual([
    ['"orders"', expect.stringContaining('is "http://orders.example.com", which is not of this machine')],
    ['"orders.dev.internal"', 'is what "orders" stands for as well'],
    ['"catalog"', expect.stringContaining('is "http://192.168.0.1:3000", which is not of this machine')],
    ['"invoices"', expect.stringContaining('which is no http or https origin')],
    ['"shipments"', expect.stringContaining('an origin has no path')],
    ['"nobody"', 'is no API of the deployment, and no host of an upstream'],
    ['"catalog.dev.internal"', 'has a name or a password in its address'],
    ['"catalog.dev.internal"', 'is what "catalog" stands for as well'],
  ]);
});

test.each([
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example',
  'http://0.0.0.0:80',
  'http://[::2]:80',
  'nonsense',
  '//127.0.0.1',
])('a name that only looks like this machine is refused: %s', async (origin) => {
  await expect(startAndEnd(deployment, undefined, { orders: origin })).rejects.toThrow('[SANDBOX_INPUT]');
});

test('flags are read as NAME=ORIGIN, each name once', () => {
  expect(upstreamsIn(['orders=http://127.0.0.1:1', 'a=b=c'])).toEqual({ orders: 'http://127.0.0.1:1', a: 'b=c' });
  expect(() => upstreamsIn(['orders', 'a=x', 'a=y', '=z'])).toThrow(
    /"orders": has no origin.*\n.*fix: write NAME=ORIGIN.*\n.*"a": stands there twice.*\n.*\n.*"=z": has no origin/,
  );
});

test('nothing is compared while a server of the user’s own is there: each route would be called on it as each caller', async () => {
  const sandbox = await Sandbox.start(deployment, undefined, { orders: 'http://127.0.0.1:1' });
  for (const compare of [compareAll, probeAll]) await expect(compare(sandbox)).rejects.toThrow('is your own server');
  await sandbox.close();
});
