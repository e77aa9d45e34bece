import { type Sandbox, type SandboxConsole } from '../../../lib/sandbox';
import { type CallShown } from '../../../lib/sandbox/console/call-log';
import { type StateShown } from '../../../lib/sandbox/console/controls';
import { type Overview } from '../../../lib/sandbox/console/overview';
import { dev } from '../../../stacks/environments/dev';
import { organisation } from '../../../stacks/organisation';
import { asks, called, got, LIST, PEOPLE, withConsole } from '../../support/console';
import { synthesizedDeployment } from '../../support/sandbox';

const deployment = synthesizedDeployment(organisation, dev);
async function status(console: SandboxConsole, token?: string, others: object = {}): Promise<number | undefined> {
  return (await called(console, token, others)).status;
}

async function grantOf(console: SandboxConsole, holder: string, value: string): Promise<StateShown['grants'][number]> {
  const { grants } = await asks<StateShown>(console, 'state');
  const found = grants.find((one) => one.holder.key === holder && one.values.includes(value));
  if (found === undefined) throw new Error('no such grant');
  return found;
}

function run(test: (console: SandboxConsole, sandbox: Sandbox) => Promise<void>): () => Promise<void> {
  return () => withConsole(deployment, test);
}

test(
  'a token is described, and shown to whoever asks to be shown it',
  run(async (console) => {
    const token = await got(console);
    const { token: text } = await asks<{ readonly token: string }>(console, 'token/show', { handle: token.handle });

    expect(Object.fromEntries(token.claims)).toMatchObject({
      exp: expect.stringMatching(/^\d{10} \(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)$/) as unknown,
      idtyp: 'app',
      roles: '["Orders.Read.All","Orders.Write.All"]',
    });
    expect(JSON.stringify(token)).not.toContain(text.slice(0, 30));
    expect(text).toMatch(/^ey[\w-]+\.ey[\w-]+\.[\w-]+$/);
  }),
);

test(
  'a token is of a person, by name or by groups, and is refused in the words of Entra',
  run(async (console) => {
    const asked = { client: 'backoffice', person: { groups: ['order-managers'] } };
    const [manager, nobody] = [await got(console, asked), await got(console, { client: 'catalog' })];
    const approve = { method: 'POST', host: PEOPLE.host, path: '/orders/1/approve' };

    expect(Object.fromEntries(manager.claims)).toMatchObject({ scp: 'Orders.Use', roles: '["Orders.Approve"]' });
    expect(nobody).toEqual({ refused: { code: 'AADSTS501051', message: expect.stringContaining('is not assigned to a role') as unknown } });
    expect(await status(console, manager.handle, approve)).toBe(200);
    const [staff] = [await got(console, { client: 'backoffice', person: { name: 'Ada Lovelace', groups: ['staff'] } })];
    expect([Object.fromEntries(staff.claims)['name'], await status(console, staff.handle, approve)]).toEqual(['Ada Lovelace', 403]);
  }),
);

test(
  'a clock may be ahead for one token',
  run(async (console) => {
    const [ahead, right] = [await got(console, { skewSeconds: 600 }), await got(console)];
    const outcome = await called(console, ahead.handle);

    expect([outcome.status, await status(console, right.handle)]).toEqual([401, 200]);
    expect(outcome.steps[2]?.checks.filter((check) => check.outcome === 'fail').map(({ what }) => what)).toEqual([
      'not before',
      'issued at',
    ]);
    expect(outcome.steps[0]?.said).toContain('It was issued by a clock that is 600 s ahead.');
  }),
);

test(
  'the log has every call, and keeps what a real one holds apart from what is known here alone',
  run(async (console, sandbox) => {
    await sandbox.call({ host: LIST.host, path: '/orders?secret=1', from: '198.51.100.9' });
    const token = await got(console, { client: 'shipments' });
    await called(console, token.handle, { method: 'POST' });
    const { calls, last } = await asks<{ readonly calls: readonly CallShown[]; readonly last: number }>(console, 'log', { since: 0 });
    const [first, second] = calls;

    expect([last, calls.map(({ number, status: answered, who, isProven }) => [number, answered, who, isProven])]).toEqual([
      2,
      [
        [1, 401, 'nobody known', false],
        [2, 403, 'shipments', false],
      ],
    ]);
    expect([first?.from, first?.url, first?.reason]).toEqual([
      '198.51.100.9',
      'https://apps.dev.contoso.example/orders',
      'token: expected an access token, found nothing',
    ]);
    // The real log has no identity of whoever was denied.
    expect(JSON.stringify(second?.logged)).not.toContain(sandbox.clientIds['shipments']);
    expect(Object.fromEntries(second?.claimed ?? [])['azp']).toBe(sandbox.clientIds['shipments']);
    expect(second?.logged).toEqual([{ to: '/dev/stdout', lines: expect.arrayContaining(['    "authenticated": false,']) as unknown }]);
    expect(await asks(console, 'log', { since: 2 })).toEqual({ calls: [], last: 2 });
    expect((await asks<{ readonly calls: readonly CallShown[] }>(console, 'log', { since: 1 })).calls.map(({ number }) => number)).toEqual([
      2,
    ]);
  }),
);

test(
  'what was deleted from the directory takes nothing else along, and says so where it is asked for',
  run(async (console, sandbox) => {
    const robot = sandbox.principal('warehouse-robot');
    sandbox.home.servicePrincipals.delete(robot.id);
    const [state, overview] = [await asks<StateShown>(console, 'state'), await asks<Overview>(console, 'overview')];
    const gone = await asks<{ readonly problems: readonly unknown[] }>(console, 'token', { client: 'warehouse-robot', api: 'orders' });

    expect([state.secrets.length > 3, overview.callers.some(({ key }) => key === 'warehouse-robot')]).toEqual([true, true]);
    expect((await got(console)).refused).toBeUndefined();
    expect(gone.problems).toEqual([
      expect.objectContaining({ what: 'has "warehouse-robot" in its directory no more: it was deleted', fix: 'start the sandbox anew' }),
    ]);
  }),
);

test(
  'a secret that begins later than it is by the clock is not called valid',
  run(async (console) => {
    await got(console);
    await asks(console, 'clock', { advanceSeconds: -3_600 });
    const { secrets } = await asks<StateShown>(console, 'state');

    expect(secrets.find(({ client }) => client === 'erp-sync')?.is).toBe('not valid yet');
    expect(await got(console)).toMatchObject({ refused: { code: 'AADSTS7000215' } });
    await asks(console, 'secrets', { client: 'erp-sync', action: 'renew' });
    expect((await got(console)).refused).toBeUndefined();
  }),
);

test(
  'calls of people are told by client and person',
  run(async (console) => {
    const token = await got(console, { client: 'storefront', person: { name: 'ada', groups: ['staff'] } });
    await called(console, token.handle, PEOPLE);
    const { calls } = await asks<{ readonly calls: readonly CallShown[] }>(console, 'log', { since: 0 });

    expect(calls.map(({ who, isProven, isLetIn }) => [who, isProven, isLetIn])).toEqual([['storefront for ada', true, true]]);
  }),
);

test(
  'metrics are those of the gateway',
  run(async (console, sandbox) => {
    await called(console, (await got(console)).handle);
    const { lines } = await asks<{ readonly lines: readonly string[] }>(console, 'metrics');

    expect(lines.join('\n')).toBe(sandbox.gateway.metrics.text());
    expect(lines.filter((line) => line.startsWith('kong_http_requests_total'))).toEqual([
      expect.stringMatching(/route="orders\.list\.applications-dev",code="200",source="service".* 1$/),
    ]);
  }),
);

test(
  'no answer but the one that is asked for has a token, not even where somebody sent one in a path or a header',
  run(async (console) => {
    const token = await got(console);
    const { token: text } = await asks<{ readonly token: string }>(console, 'token/show', { handle: token.handle });
    const outcome = await called(console, token.handle, {
      path: `/orders/${text}?access_token=${text}`,
      headers: [
        ['X-Copy', text],
        ['Authorization', `Bearer ${text}`],
      ],
    });
    const log = await asks(console, 'log', { since: 0 });

    const said = JSON.stringify([
      outcome,
      log,
      await asks(console, 'metrics'),
      await asks(console, 'state'),
      await asks(console, 'overview'),
    ]);
    expect(said).not.toContain(text.slice(0, 40));
    expect(said).not.toContain(text.slice(-40));
    expect(said).toContain(`(a token of ${String(text.length)} characters)`);
  }),
);

test(
  'keys that are announced and rolled over change without a failed call',
  run(async (console, sandbox) => {
    const before = (await got(console)).handle;
    const statuses = [await status(console, before)];
    await asks(console, 'keys', { action: 'announce' });
    expect((await asks<StateShown>(console, 'state')).keys.map(({ is }) => is)).toEqual(['signs', 'announced']);
    await asks(console, 'clock', { advanceSeconds: 31 });
    await asks(console, 'keys', { action: 'roll over' });
    const { keys } = await asks<StateShown>(console, 'state');
    statuses.push(await status(console, before), await status(console, (await got(console)).handle));

    expect([keys.map(({ is }) => is), keys[1]?.kid]).toEqual([['verifies', 'signs'], sandbox.entra.keys.kid]);
    expect(statuses).toEqual([200, 200, 200]);
    expect(await asks(console, 'keys', { action: 'roll over' })).toEqual({
      said: 'The newest key signs already: announce another one first.',
    });
  }),
);

test(
  'keys that are replaced at once fail until the gateway looks again, or forgets',
  run(async (console) => {
    const old = (await got(console)).handle;
    const statuses = [await status(console, old)];
    await asks(console, 'keys', { action: 'replace all' });
    const next = (await got(console)).handle;
    statuses.push(await status(console, next), await status(console, old));
    await asks(console, 'keys', { action: 'forget at the gateway' });
    statuses.push(await status(console, next), await status(console, old));

    expect(statuses).toEqual([200, 401, 200, 200, 401]);
  }),
);

test(
  'clocks are put forward for everything, or for Entra alone',
  run(async (console) => {
    const token = (await got(console)).handle;
    expect(await asks(console, 'clock', { entraAheadSeconds: 90 })).toEqual({
      said: 'Entra’s clock is 90 s ahead of the gateway’s, for tokens from now on.',
    });
    const early = (await got(console)).handle;
    const statuses = [await status(console, token), await status(console, early)];
    await asks(console, 'clock', { advanceSeconds: 60 });
    statuses.push(await status(console, early));
    await asks(console, 'clock', { advanceSeconds: 3_605 });
    statuses.push(await status(console, token));

    expect(statuses).toEqual([200, 401, 200, 401]);
    expect((await asks<StateShown>(console, 'state')).clock).toMatchObject({ aheadSeconds: 3_665, entraAheadSeconds: 90 });
  }),
);

test(
  'a role that is revoked is in no token any more, and in those that were issued until they end; given back it is in the next',
  run(async (console) => {
    const old = (await got(console)).handle;
    const { id } = await grantOf(console, 'erp-sync', 'Orders.Read.All');
    const { said } = await asks<{ readonly said: string }>(console, 'grants', { id, action: 'revoke' });
    const next = await got(console);
    const statuses = [await status(console, old), await status(console, next.handle)];
    const revoked = await grantOf(console, 'erp-sync', 'Orders.Read.All');
    await asks(console, 'grants', { id: revoked.id, action: 'give back' });
    statuses.push(await status(console, next.handle), await status(console, (await got(console)).handle));

    expect(said).toBe('Revoked: it is in no token from now on. Tokens that were issued before keep it until they end.');
    expect([Object.fromEntries(next.claims)['roles'], statuses]).toEqual(['["Orders.Write.All"]', [200, 403, 403, 200]]);
    expect([revoked.isRevoked, (await grantOf(console, 'erp-sync', 'Orders.Read.All')).isRevoked]).toEqual([true, false]);
  }),
);

test.each([
  ['backoffice', 'invoices', 'Invoices.Read', 'scopes'],
  ['storefront', 'orders', 'Orders.Use', 'pre-authorization'],
])('scopes of %s are used no more once they are revoked, until they are given back', async (client, api, value, kind) => {
  await withConsole(deployment, async (console) => {
    const asked = { client, api, person: { groups: ['staff'] } };
    const { id, kind: found } = await grantOf(console, client, value);
    const before = await got(console, asked);
    await asks(console, 'grants', { id, action: 'revoke' });
    const after = await got(console, asked);
    await asks(console, 'grants', { id, action: 'give back' });

    expect([found, Object.fromEntries(before.claims)['scp'], after.refused?.code]).toEqual([kind, value, 'AADSTS65001']);
    expect(Object.fromEntries((await got(console, asked)).claims)['scp']).toBe(value);
  });
});

test(
  'whoever holds a scope twice is said to hold it on, and what came back meanwhile is not given back',
  run(async (console, sandbox) => {
    const [client, orders] = ['storefront', 'orders'].map((key) => sandbox.principal(key).id);
    const grant = { clientId: client, resourceId: orders, consentType: 'AllPrincipals', scope: 'Orders.Use' };
    const { id } = sandbox.home.grants.grantScopes(grant);
    const { said } = await asks<{ readonly said: string }>(console, 'grants', { id, action: 'revoke' });
    sandbox.home.grants.grantScopes(grant);

    expect(said).toMatch(/Orders\.Use it holds otherwise as well\.$/);
    expect(await asks(console, 'grants', { id, action: 'give back' })).toMatchObject({
      problems: [{ what: 'cannot be given back: Permission entry already exists.' }],
    });
  }),
);

test(
  'a role of a group is revoked for whoever is in it',
  run(async (console) => {
    const person = { client: 'backoffice', person: { groups: ['order-managers'] } };
    const { id } = await grantOf(console, 'order-managers', 'Orders.Approve');
    await asks(console, 'grants', { id, action: 'revoke' });

    expect((await got(console, person)).refused?.code).toBe('AADSTS50105');
  }),
);

test(
  'a client whose secret ends gets no token, and goes on with those it has',
  run(async (console) => {
    const old = (await got(console)).handle;
    await asks(console, 'secrets', { client: 'erp-sync', action: 'expire' });
    const refused = await got(console);
    const during = (await asks<StateShown>(console, 'state')).secrets.find(({ client }) => client === 'erp-sync')?.is;
    await asks(console, 'secrets', { client: 'erp-sync', action: 'renew' });

    expect([refused.refused?.code, during, await status(console, old)]).toEqual(['AADSTS7000222', 'expired', 200]);
    expect(await status(console, (await got(console)).handle)).toBe(200);
  }),
);

test(
  'limits start anew',
  run(async (console) => {
    const token = (await got(console)).handle;
    const limit = async (): Promise<string | undefined> =>
      Object.fromEntries((await called(console, token)).headers)['ratelimit-remaining'];
    const [first, second] = [await limit(), await limit()];
    await asks(console, 'limits');

    expect([Number(first) - Number(second), await limit()]).toEqual([1, first]);
  }),
);

test(
  'the organisation is that of the definition, with who gets in by the matrix',
  run(async (console) => {
    const overview = await asks<Overview>(console, 'overview');
    const list = overview.routes.find(({ api, key }) => api === 'orders' && key === 'list');

    expect([overview.deployment, overview.callers.length, overview.routes.length, overview.groups]).toEqual([
      deployment.name,
      12,
      15,
      ['auditors', 'drivers', 'order-managers', 'staff'],
    ]);
    expect(list?.needs).toEqual([['Orders.Read.All'], ['Orders.Use']]);
    expect(list?.who.filter(({ as }) => as === 'application').map(({ caller, doors }) => [caller, doors])).toEqual(
      ['erp-sync', 'invoices', 'shipments'].map((caller) => [caller, ['orders.list.applications-dev']]),
    );
    expect(overview.routes.find(({ isPublic }) => isPublic)?.who).toMatchObject([{ as: 'anonymous' }]);
  }),
);
