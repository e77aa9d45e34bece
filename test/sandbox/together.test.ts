import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { compareAll, Sandbox, type SandboxTokenRequest } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { DEPLOYER } from '../support/organisation';
import { shop } from '../support/review-shop';
import { deploymentIn, startAndEnd, synthesizedDeployment, within } from '../support/sandbox';
import { world, worldEnvironment } from '../support/sandbox-world';

const deployment = synthesizedDeployment(organisation, dev);
const TIMES = 12;

test('whoever asks at once for the first tokens of a client gets them, however it proves itself', async () => {
  await within(deployment, async (sandbox) => {
    for (const asked of [
      { client: 'nightly-report', api: 'invoices' },
      { client: 'erp-sync', api: 'orders' },
    ]) {
      const tokens = await Promise.all(Array.from({ length: TIMES }, () => sandbox.token(asked)));

      expect(tokens.map(({ claims }) => claims['azp'])).toEqual(Array(TIMES).fill(sandbox.clientIds[asked.client] ?? expect.any(String)));
    }
  });
});

test('one person in different groups, asked for at once, has in each token what the groups of that one give', async () => {
  const asked = (groups: readonly string[]): SandboxTokenRequest => ({
    client: 'backoffice',
    api: 'orders',
    person: { name: 'ada', groups },
  });
  await within(deployment, async (sandbox) => {
    const groups = Array.from({ length: TIMES }, (_, at) => (at % 2 === 0 ? ['order-managers'] : ['staff']));
    const tokens = await Promise.all(groups.map((own) => sandbox.token(asked(own))));

    expect(tokens.map(({ claims }) => claims['roles'])).toEqual(groups.map(([own]) => (own === 'staff' ? undefined : ['Orders.Approve'])));
  });
});

test('somebody of several groups is nobody else than is named, and not somebody of one group that is called like them', async () => {
  const environment = {
    ...worldEnvironment,
    groups: { ...worldEnvironment.groups, 'clerks-and-staff': '00000000-0000-4000-8000-000000000099' },
  };
  await within(synthesizedDeployment(world, environment), (sandbox) => {
    const people = [{ groups: ['clerks', 'staff'] }, { groups: ['clerks-and-staff'] }, { name: 'somebody-of-clerks-and-staff' }, {}];

    const found = people.map((one) => sandbox.person(one));

    expect([found.map(({ id }) => id), found.map((one) => one.userPrincipalName)].map((all) => new Set(all).size)).toEqual([4, 4]);
    return Promise.resolve();
  });
});

test('an API asks on behalf of whoever called it, and of nobody who cannot have', async () => {
  await within(synthesizedDeployment(world, worldEnvironment), async (sandbox) => {
    const asked = (groups: readonly string[]): SandboxTokenRequest => ({ client: 'stock', api: 'orders', person: { groups } });
    const { claims } = await sandbox.token(asked(['clerks']));

    expect(claims).toMatchObject({ aud: sandbox.clientIds['orders'], azp: sandbox.clientIds['stock'], scp: 'Orders.Browse' });
    await expect(sandbox.token(asked(['staff']))).rejects.toThrow('AADSTS50105');
    await expect(sandbox.token({ ...asked(['clerks']), scopes: ['Orders.Use'] })).rejects.toThrow('AADSTS65001');
    await expect(sandbox.token({ ...asked(['clerks']), consents: true, redirectUri: 'https://x.invalid/' })).rejects.toThrow(
      /is given redirectUri and consents, and stock asks on behalf of whoever called it.*\[SANDBOX_INPUT\]/s,
    );
  });
});

test.each([
  ['a person of the definition', { people: { lead: DEPLOYER } }, 'User'],
  ['named twice', { deployers: [DEPLOYER, DEPLOYER] }, 'ServicePrincipal'],
])('whoever deploys may be %s', async (_what, changes, type) => {
  await within(deploymentIn(shop({ environment: changes })), async (sandbox) => {
    const { entra, home, deployment: served } = sandbox;
    const disagreeing = (await compareAll(sandbox)).filter(({ disagreements }) => disagreements.length > 0);

    expect([home.principal(DEPLOYER)?.type, disagreeing]).toEqual([type, []]);
    const deployer = (): unknown => entra.deployer(served.access);
    if (type === 'ServicePrincipal') expect(deployer()).toMatchObject({ clientId: home.servicePrincipals.get(DEPLOYER).appId });
    else expect(deployer).toThrow(/^test: names no application among its deployers.*\n.*\[SANDBOX_INPUT\]$/);
  });
});

test('a group deploys nothing: it can own nothing, and nothing is left of what was started', async () => {
  const groups = { staff: DEPLOYER };

  await expect(startAndEnd(deploymentIn(shop({ environment: { groups } })))).rejects.toThrow(
    /'Group' is invalid for the 'owners' reference/,
  );
});

test('whoever deploys may be an owner, and is no person then', async () => {
  await within(deploymentIn(shop({ environment: { owners: { lead: DEPLOYER } } })), (sandbox) => {
    const { home, entra, deployment: served } = sandbox;

    expect([home.people.user(DEPLOYER), home.principal(DEPLOYER)?.type]).toEqual([undefined, 'ServicePrincipal']);
    expect(entra.deployer(served.access).clientId).toBe(home.servicePrincipals.get(DEPLOYER).appId);
    return Promise.resolve();
  });
});

test('of an answer that does not end, what has come counts after the time that is given, and the upstream is left', async () => {
  let isOpen = false;
  const upstream = createServer((request, response) => {
    isOpen = true;
    request.socket.once('close', () => (isOpen = false));
    if (request.url === '/orders') response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  const sandbox = await Sandbox.start(deployment, undefined, { orders: `http://127.0.0.1:${String(port)}` });
  try {
    const { accessToken: token } = await sandbox.token({ client: 'erp-sync', api: 'orders' });
    const call = { host: 'apps.dev.contoso.example', token, withinMs: 300 };
    const { status, body, isWhole, observed } = await sandbox.call({ ...call, path: '/orders' });
    while (isOpen) await pause(10);

    expect([status, body, isWhole, observed?.ended.isForwarded]).toEqual([200, 'data: 1\n\n', false, true]);
    await expect(sandbox.call({ ...call, path: '/orders/7' })).rejects.toThrow('the gateway gave no answer in time');
  } finally {
    await sandbox.close();
    upstream.closeAllConnections();
    upstream.close();
  }
});
