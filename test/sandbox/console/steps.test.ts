import { Sandbox, startConsole, type SandboxConsole } from '../../../lib/sandbox';
import { type CallShown } from '../../../lib/sandbox/console/call-log';
import { dev } from '../../../stacks/environments/dev';
import { organisation } from '../../../stacks/organisation';
import { asks, called, got, PEOPLE, withConsole } from '../../support/console';
import { shop } from '../../support/review-shop';
import { deploymentIn, synthesizedDeployment } from '../../support/sandbox';

const deployment = synthesizedDeployment(organisation, dev);

function run(test: (console: SandboxConsole, sandbox: Sandbox) => Promise<void>): () => Promise<void> {
  return () => withConsole(deployment, test);
}

test(
  'a call that is let in passes five steps',
  run(async (console) => {
    const { steps, isLetIn, body } = await called(console, (await got(console)).handle, { from: '198.51.100.7' });

    expect([isLetIn, steps.map(({ outcome }) => outcome)]).toEqual([true, ['pass', 'pass', 'pass', 'pass', 'pass']]);
    expect(steps.map(({ said }) => said[0])).toEqual([
      'erp-sync got a token of orders for itself, for 60 minutes.',
      'GET https://apps.dev.contoso.example/orders',
      undefined,
      'The call goes through: the upstream answers 200.',
      expect.stringMatching(/^Counted: /),
    ]);
    expect(steps[1]?.said[1]).toBe('From 198.51.100.7, with the token.');
    expect(steps[2]?.checks.map(({ what }) => what)).toEqual(['token', 'signature', 'issuer', 'expiry', 'not before', 'issued at']);
    expect(steps[3]?.checks.map(({ what }) => what)).toEqual(['route', 'audience', 'roles', 'calls per minute']);
    expect(steps[4]?.lines.join('\n')).toContain('"client_ip": "198.51.100.7"');
    expect(body.join('\n')).toContain('"upstream": "orders.dev.internal"');
  }),
);

test.each<readonly [string, object, number, readonly string[], RegExp]>([
  ['without a token', {}, 401, ['skipped', 'pass', 'fail', 'skipped', 'pass'], /^token: an access token: nothing$/],
  ['on a path of nobody', { path: '/nothing' }, 404, ['skipped', 'pass', 'skipped', 'fail', 'skipped'], /^route: a route: none$/],
  [
    'of a host of nobody, without TLS',
    { host: 'nobody.example', scheme: 'http' },
    404,
    ['skipped', 'pass', 'skipped', 'fail', 'skipped'],
    /^route: a route: none$/,
  ],
  [
    'without TLS',
    { scheme: 'http' },
    426,
    ['skipped', 'pass', 'skipped', 'fail', 'skipped'],
    /^route: a route: orders\.list\.applications-dev$/,
  ],
])('a call %s is denied, and why', async (_what, others, expected, outcomes, failed) => {
  await withConsole(deployment, async (console) => {
    const { steps, isLetIn, status: answered } = await called(console, undefined, others);
    const checks = steps.flatMap((step) => step.checks).filter(({ outcome }) => outcome === 'fail');

    expect([answered, isLetIn, steps.map(({ outcome }) => outcome)]).toEqual([expected, false, outcomes]);
    expect(checks.map((check) => `${check.what}: ${check.expected}: ${check.found}`)).toEqual([expect.stringMatching(failed)]);
  });
});

test.each(['claims', 'signature', 'algorithm', 'key'])('a token whose %s was altered is refused', async (tamper) => {
  await withConsole(deployment, async (console) => {
    const outcome = await called(console, (await got(console)).handle, { tamper });

    expect([outcome.status, outcome.steps[2]?.outcome, outcome.steps[2]?.checks.at(-1)?.what]).toEqual([401, 'fail', 'signature']);
    expect(outcome.steps[0]?.said).toContain(`Then it was altered: its ${tamper}.`);
  });
});

test('a call to an upstream that does not answer was let in, and no condition failed', async () => {
  const sandbox = await Sandbox.start(deployment, undefined, { orders: 'http://127.0.0.1:1' });
  const console = await startConsole(sandbox);
  try {
    const outcome = await called(console, (await got(console)).handle);
    const { calls } = await asks<{ readonly calls: readonly CallShown[] }>(console, 'log', { since: 0 });

    expect([outcome.status, outcome.isLetIn, outcome.isAnswered]).toEqual([502, true, false]);
    expect(outcome.steps.map((one) => one.outcome)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
    expect(outcome.steps[3]?.said).toEqual(['The call is let in, but no answer comes from the upstream: the gateway answers 502.']);
    expect(calls.map(({ isLetIn, isAnswered, reason }) => [isLetIn, isAnswered, reason])).toEqual([[true, false, '']]);
  } finally {
    await console.close();
    await sandbox.close();
  }
});

test(
  'a public route is for everybody, and asks for no token',
  run(async (console) => {
    const { status: answered, steps } = await called(console, undefined, { ...PEOPLE, path: '/orders/health' });

    expect([answered, steps.map(({ outcome }) => outcome)]).toEqual([200, ['skipped', 'pass', 'skipped', 'pass', 'pass']]);
  }),
);

test.each<readonly [object, string]>([
  [{ method: 'PATCH' }, 'No route takes it; one would with another method (GET, POST, OPTIONS).'],
  [{ host: 'nobody.example' }, 'No route takes it; one would with another host (api.dev.contoso.example, apps.dev.contoso.example).'],
  [{ path: '/nothing' }, 'No route takes it: its path, or more than one thing, would have to be another.'],
])('of a call that no route takes, what would have to be otherwise is told: %j', async (others, said) => {
  await withConsole(deployment, async (console) => {
    const { status: answered, steps } = await called(console, undefined, others);

    expect([answered, steps[3]?.said[0]]).toEqual([404, said]);
    expect(steps[2]?.said).toEqual(['The call did not come to it.']);
    expect(steps[4]?.said).toEqual(['No route took the call: none of it is logged or counted.']);
  });
});

test('of a call that a header is missing from, that header is told', async () => {
  const versioned = deploymentIn(shop({ list: { headers: { 'x-version': ['2', '3'] }, allow: [{ roles: ['Orders.Read'] }] } as never }));
  await withConsole(versioned, async (console) => {
    const { steps } = await called(console, undefined, { host: 'apps.example.com', path: '/orders' });

    expect(steps[3]?.said[0]).toBe(
      'No route takes it; one would with another method (POST), or with a header (x-version: 2, x-version: 3).',
    );
  });
});

test(
  'a call ends at the step where it was refused, and is counted there all the same',
  run(async (console) => {
    const { steps } = await called(console, undefined, {});

    expect(steps[2]?.said).toEqual(['The call ends here: the gateway answers 401.']);
    expect(steps[3]?.said).toEqual(['The call did not come to what the route asks of a token.']);
    expect(steps[4]?.said[0]).toMatch(/^Counted: kong_http_requests_total\{.*route="orders\.list\.applications-dev",code="401".*\} 1$/);
  }),
);

test('where there is no access log, that is said, and what is counted is', async () => {
  await withConsole(deploymentIn(shop()), async (console) => {
    const { steps } = await called(console, undefined, { host: 'apps.example.com', path: '/orders' });

    expect(steps[4]?.said).toEqual([expect.stringMatching(/^Counted: /), 'Nothing is logged: no access log is configured for this route.']);
    expect(steps[4]?.outcome).toBe('pass');
  });
});

test(
  'checks say what ids and times are, in steps and log',
  run(async (console, sandbox) => {
    const { handle } = await got(console, { api: 'invoices' });
    const { steps } = await called(console, handle);
    const audience = steps[3]?.checks.find(({ what }) => what === 'audience');
    const ids = ['invoices', 'orders'].map((key) => sandbox.principal(key).appId);

    expect(audience?.found).toBe(`aud: "${ids[0] ?? ''} (invoices)"`);
    expect(audience?.expected).toBe(`"${ids[1] ?? ''} (orders)"`);
    expect(steps[2]?.checks.find(({ what }) => what === 'expiry')?.found).toMatch(/^\d{10} \(20\d\d-\d\d-\d\dT[\d:]{8}Z\)$/);
  }),
);
