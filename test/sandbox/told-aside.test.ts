import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';

const deployment = synthesizedDeployment(organisation, dev);
const LIST = { host: 'apps.dev.contoso.example', path: '/orders' };

test.each([
  ['behind by less than is forgiven', -50, 200],
  ['ahead by less than is forgiven', 50, 200],
  ['ahead by more than is forgiven', 70, 401],
])('a token may be issued by a clock that is %s, and no other token is', async (_what, skewSeconds, status) => {
  await within(deployment, async (sandbox) => {
    const asked = { client: 'erp-sync', api: 'orders' };
    const [skewed, plain] = await Promise.all([sandbox.token({ ...asked, skewSeconds }), sandbox.token(asked)]);
    const statuses = await Promise.all(
      [skewed, plain].map(async ({ accessToken: token }) => (await sandbox.call({ ...LIST, token })).status),
    );

    expect(statuses).toEqual([status, 200]);
    expect(Number(skewed.claims['iat']) - Number(plain.claims['iat'])).toBeCloseTo(skewSeconds, -1);
  });
});

test('what was told of the clock for one token is forgotten once that was issued', async () => {
  await within(deployment, async (sandbox) => {
    const { skews } = sandbox.entra.settings;
    await sandbox.token({ client: 'erp-sync', api: 'orders', skewSeconds: 900 });

    expect(skews.size).toBe(0);
  });
});

test('a person signs in by a clock of its own as well', async () => {
  await within(deployment, async (sandbox) => {
    const asked = { client: 'storefront', api: 'orders', person: { groups: ['staff'] } };
    const [skewed, plain] = [await sandbox.token({ ...asked, skewSeconds: 3_000 }), await sandbox.token(asked)];

    expect(Number(skewed.claims['iat']) - Number(plain.claims['iat'])).toBeGreaterThan(2_900);
  });
});

test('a client whose secret ended gets no token, until it has another one', async () => {
  await within(deployment, async (sandbox) => {
    const ask = async (): Promise<unknown> => (await sandbox.token({ client: 'erp-sync', api: 'orders' })).claims['azp'];
    // It has no secret yet: the one it would use has ended all the same.
    sandbox.expireSecret('erp-sync');
    await expect(ask()).rejects.toMatchObject({ code: 'AADSTS7000222' });
    sandbox.renewSecret('erp-sync');
    expect(await ask()).toBe(sandbox.clientIds['erp-sync']);
    sandbox.expireSecret('erp-sync');
    await expect(ask()).rejects.toMatchObject({ code: 'AADSTS7000222' });
  });
});

test.each(['storefront', 'nightly-report'])('%s has no secret that could end [SANDBOX_INPUT]', async (client) => {
  await within(deployment, (sandbox) => {
    expect(() => {
      sandbox.expireSecret(client);
    }).toThrow(/proves itself by a certificate, or not at all, and has no secret\n {2}fix: take a client that has one \[SANDBOX_INPUT\]/);
    return Promise.resolve();
  });
});

test('of a denied call the access log has no identity, and the sandbox has the one that was claimed', async () => {
  await within(deployment, async (sandbox) => {
    const { accessToken: token, claims } = await sandbox.token({ client: 'shipments', api: 'orders' });
    const { status, observed } = await sandbox.call({ ...LIST, method: 'POST', token });
    const logged = sandbox.gateway.log.all().find(({ id }) => id === observed?.id);

    expect(status).toBe(403);
    expect(observed).toMatchObject({ claims: undefined, claimed: claims });
    expect(JSON.stringify(logged?.record)).not.toContain(String(claims['azp']));
  });
});

test('what is claimed by a token that nobody signed, or that is none, is told as far as it can be read', async () => {
  await within(deployment, async (sandbox) => {
    const payload = Buffer.from('{"azp":"made up"}').toString('base64url');
    const claimed = async (token: string): Promise<unknown> => (await sandbox.call({ ...LIST, token })).observed?.claimed;

    expect([await claimed(`e30.${payload}.x`), await claimed('no-token'), await claimed('a.b.c')]).toEqual([
      { azp: 'made up' },
      undefined,
      undefined,
    ]);
  });
});
