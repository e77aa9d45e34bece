import { startSandbox, type Sandbox, type SandboxTokenRequest } from '../lib/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ synthDir: 'cdktf.out', stack: 'trading-dev' });
});

afterAll(() => sandbox.close());

async function status(request: SandboxTokenRequest, line: string): Promise<number> {
  const { accessToken } = await sandbox.token(request);
  const [method = '', path = ''] = line.split(' ');
  return (await sandbox.call({ method, host: 'apps.dev.contoso.example', path, token: accessToken })).status;
}

const erp: SandboxTokenRequest = { client: 'erp-sync', api: 'orders' };

test('the importer reads and places orders, and does not approve them', async () => {
  expect(await status(erp, 'GET /orders')).toBe(200);
  expect(await status(erp, 'POST /orders')).toBe(200);
  expect(await status(erp, 'POST /orders/7/approve')).not.toBe(200);
});

test('who has no grant gets no token', async () => {
  await expect(sandbox.token({ client: 'erp-sync', api: 'shipments' })).rejects.toThrow('AADSTS501051');
});

test('an hour later the importer needs another token', async () => {
  const { accessToken: token } = await sandbox.token(erp);
  sandbox.clock.advance(2 * 60 * 60);

  expect(await sandbox.call({ host: 'apps.dev.contoso.example', path: '/orders', token })).toMatchObject({ status: 401 });
  expect(await status(erp, 'GET /orders')).toBe(200);
});

test('keys that Entra announces change without a failed call', async () => {
  const { keys } = sandbox.entra;
  const before = await sandbox.token(erp);
  await keys.announce();
  sandbox.clock.advance(60);
  keys.rollOver();

  expect(await status(erp, 'GET /orders')).toBe(200);
  expect(await sandbox.call({ host: 'apps.dev.contoso.example', path: '/orders', token: before.accessToken })).toMatchObject({ status: 200 });
});

test('a grant that is revoked is in no token from then on, and in those from before until they end', async () => {
  const asked: SandboxTokenRequest = { client: 'erp-sync', api: 'invoices' };
  const { accessToken: token } = await sandbox.token(asked);
  const call = { host: 'apps.dev.contoso.example', path: '/invoices', token };
  const { grants } = sandbox.home;
  const [client, api] = [sandbox.principal('erp-sync'), sandbox.principal('invoices')];
  const held = grants.assignmentsOf(api.id).filter(({ principalId }) => principalId === client.id);
  for (const { id } of held) grants.unassign(id);

  expect(await sandbox.call(call)).toMatchObject({ status: 200 });
  await expect(sandbox.token(asked)).rejects.toThrow('AADSTS501051');
});

test('a token of a clock that is a minute and a half ahead is refused', async () => {
  const { accessToken: token } = await sandbox.token({ ...erp, skewSeconds: 90 });

  expect(await sandbox.call({ host: 'apps.dev.contoso.example', path: '/orders', token })).toMatchObject({ status: 401 });
});

test('while Entra is away, what the gateway knows of it is enough', async () => {
  const { accessToken: token } = await sandbox.token(erp);
  await sandbox.call({ host: 'apps.dev.contoso.example', path: '/orders', token });
  await sandbox.entra.listening.close();

  expect(await sandbox.call({ host: 'apps.dev.contoso.example', path: '/orders', token })).toMatchObject({ status: 200 });
});
