import { type Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';

const deployment = synthesizedDeployment(organisation, dev);

async function tokenOf(sandbox: Sandbox): Promise<string> {
  return (await sandbox.token({ client: 'erp-sync', api: 'orders' })).accessToken;
}

async function statusOf(sandbox: Sandbox, token: string): Promise<number> {
  return (await sandbox.call({ host: 'apps.dev.contoso.example', path: '/orders', token })).status;
}

test('keys that are announced before they sign change without a failed call', async () => {
  await within(deployment, async (sandbox) => {
    const { keys } = sandbox.entra;
    const before = await tokenOf(sandbox);
    const statuses = [await statusOf(sandbox, before)];
    await keys.announce();
    // The gateway has kept the old keys, and looks again for one it does not know.
    sandbox.clock.advance(31);
    keys.rollOver();
    const after = await tokenOf(sandbox);
    statuses.push(await statusOf(sandbox, after), await statusOf(sandbox, before));

    expect(statuses).toEqual([200, 200, 200]);
  });
});

test('after keys were replaced at once, new tokens fail until the gateway may look again, and old ones for ever', async () => {
  await within(deployment, async (sandbox) => {
    const old = await tokenOf(sandbox);
    const first = await statusOf(sandbox, old);
    await sandbox.entra.keys.replaceAll();
    const next = await tokenOf(sandbox);
    const soon = await statusOf(sandbox, next);
    sandbox.clock.advance(29);
    const sooner = await statusOf(sandbox, next);
    sandbox.clock.advance(2);
    const later = await statusOf(sandbox, next);

    // rediscovery_lifetime is 30 seconds.
    expect([first, soon, sooner, later, await statusOf(sandbox, old)]).toEqual([200, 401, 401, 200, 401]);
  });
});

test('tokens end when they say, and as much later as clocks may differ', async () => {
  await within(deployment, async (sandbox) => {
    sandbox.entra.settings.lifetimeSeconds = 600;
    const token = await tokenOf(sandbox);
    sandbox.clock.advance(655);
    const forgiven = await statusOf(sandbox, token);
    sandbox.clock.advance(10);

    expect([forgiven, await statusOf(sandbox, token)]).toEqual([200, 401]);
  });
});

test.each([
  ['behind by less than is forgiven', 55, 200],
  ['behind by more than is forgiven', 65, 401],
])('a gateway whose clock is %s answers %s seconds with %s', async (_what, seconds, status) => {
  await within(deployment, async (sandbox) => {
    sandbox.entra.settings.offsetSeconds = seconds;

    expect(await statusOf(sandbox, await tokenOf(sandbox))).toBe(status);
  });
});

test('where keys were never to be had the gateway answers 500, and what it had is enough when they go', async () => {
  await within(deployment, async (sandbox) => {
    sandbox.entra.settings.lifetimeSeconds = 7_200;
    const token = await tokenOf(sandbox);
    const known = await statusOf(sandbox, token);
    await sandbox.entra.listening.close();
    // Longer than keys are kept: the gateway asks again, and nobody answers.
    sandbox.clock.advance(4_000);
    const kept = await statusOf(sandbox, token);
    sandbox.gateway.forgetKeys();

    expect([known, kept, await statusOf(sandbox, token)]).toEqual([200, 200, 500]);
  });
});

test('after discovery failed the gateway does not ask again for five seconds', async () => {
  await within(deployment, async (sandbox) => {
    const token = await tokenOf(sandbox);
    let asked = 0;
    const { fetcher } = sandbox.entra;
    const away = jest.spyOn(fetcher, 'fetch').mockImplementation(() => {
      asked += 1;
      return Promise.reject(new Error('away'));
    });
    const statuses = [await statusOf(sandbox, token), await statusOf(sandbox, token)];
    sandbox.clock.advance(4);
    statuses.push(await statusOf(sandbox, token));
    const early = asked;
    sandbox.clock.advance(2);
    statuses.push(await statusOf(sandbox, token));
    away.mockRestore();
    statuses.push(await statusOf(sandbox, token));
    sandbox.clock.advance(6);
    statuses.push(await statusOf(sandbox, token));

    expect([early, asked]).toEqual([1, 2]);
    expect(statuses).toEqual([500, 500, 500, 500, 500, 200]);
  });
});

test('a role that is taken away is in no token any more, and in those that were issued until they end', async () => {
  await within(deployment, async (sandbox) => {
    const issued = await tokenOf(sandbox);
    const { id } = sandbox.principal('erp-sync');
    const orders = sandbox.principal('orders');
    for (const held of sandbox.home.grants.assignmentsOf(orders.id)) if (held.principalId === id) sandbox.home.grants.unassign(held.id);

    expect(await statusOf(sandbox, issued)).toBe(200);
    await expect(tokenOf(sandbox)).rejects.toMatchObject({ code: 'AADSTS501051' });
  });
});
