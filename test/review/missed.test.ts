import { deployedOutput, type SynthOutput } from '../../lib/review';
import { reviewText } from '../../lib/review';
import { carried, plannedFrom } from '../support/plan/plan';
import { edited, reviewed, shop, type ShopChanges } from '../support/review-shop';

/** Rows of what changes and is not neutral. */
function rowsOf(base: SynthOutput, head: SynthOutput): readonly string[] {
  return reviewed(base, head).deployments.flatMap(({ changes }) =>
    changes
      .filter(({ effect, section }) => effect !== 'neutral' && section !== 'registrations' && section !== 'consents')
      .map(({ effect, subject, what }) => `${effect} ${subject}: ${what}`),
  );
}

const base = shop();

test('requests that another route takes without a limit are told', () => {
  const route = (name: string, more: object): SynthOutput =>
    shop({ routes: { [name]: { methods: ['GET'], path: '/lst', allow: [{ roles: ['Orders.Read'] }], ...more } as never } });

  expect(rowsOf(route('one', { rateLimit: { perMinute: 10 } }), route('two', {}))).toEqual([
    'broadened orders.two.applications (before: orders.one.applications): takes requests of another route: without rate-limiting',
  ]);
  expect(rowsOf(route('one', {}), route('two', {}))).toEqual([]);
  expect(rowsOf(route('one', {}), route('two', { rateLimit: { perMinute: 10 } }))).toEqual([
    'narrowed orders.two.applications (before: orders.one.applications): takes requests of another route: with rate-limiting',
  ]);
});

test('requests that another route takes and changes are told', () => {
  const list = { methods: ['GET'], allow: [{ roles: ['Orders.Read'] }] };
  const changing = (routes: object): SynthOutput =>
    edited(
      shop({ routes } as ShopChanges),
      'gateway.json',
      ['apis', 'orders', 'service', 'routes', 'orders.two.applications', 'plugins', 'response-transformer'],
      { add: { headers: ['x-user:admin'] } },
    );
  const before = changing({ one: { ...list, path: '/lst' }, two: { ...list, path: '/other' } });

  expect(rowsOf(before, changing({ two: { ...list, path: '/lst' } }))).toEqual([
    'unknown orders.two.applications (before: orders.one.applications): takes requests of another route: with response-transformer',
  ]);
});

test('requests that go to the server of an API of another name are told', () => {
  const renamed = shop({ orders: 'orders2' });
  const elsewhere = edited(renamed, 'gateway.json', ['apis', 'orders2', 'service', 'host'], 'evil.internal');

  expect(rowsOf(base, elsewhere)).toContain(
    'unknown orders2.approve (before: orders.approve), orders2.browse (before: orders.browse), orders2.list.applications (before: orders.list.applications), orders2.write.applications (before: orders.write.applications): takes requests of another route: they go to https://evil.internal:443, not to https://orders.internal:443',
  );
});

test('a route that comes and hands the token on says so, and not that a check of it broadens', () => {
  const routes: ShopChanges['routes'] = {
    handing: { methods: ['GET'], path: '/handing', allow: [{ roles: ['Orders.Read'] }], forward: { token: true } } as never,
  };

  expect(rowsOf(base, shop({ routes }))).toEqual(['broadened route orders.handing.applications: openid-connect hide_credentials']);
});

test.each([
  [
    'the log of who signs in',
    ['resource', 'azurerm_monitor_aad_diagnostic_setting', 'audit'],
    { name: 'audit', log_analytics_workspace_id: 'x' },
  ],
])('what watches and goes as a whole is told: %s', (_what, path, value) => {
  expect(rowsOf(edited(base, 'cdk.tf.json', path, value), base)).toEqual([
    'unknown azurerm_monitor_aad_diagnostic_setting.audit: name',
    'unknown azurerm_monitor_aad_diagnostic_setting.audit: log_analytics_workspace_id',
  ]);
});

test('the guard of registrations is missed, even alone', () => {
  const head = edited(base, 'cdk.tf.json', ['resource', 'terraform_data', 'retire_before_dropping'], undefined);

  expect(rowsOf(base, head)).toEqual([
    'unknown terraform_data.retire_before_dropping: what follows from registrations: ids that are handed on, and what guards and remembers them',
  ]);
});

test('a stack that no longer carries the gateway’s configuration contradicts the file beside it', () => {
  const head = edited(base, 'cdk.tf.json', ['resource', 'terraform_data', 'gateway'], undefined);

  expect(reviewed(base, head).deployments.flatMap(({ disagreements }) => disagreements.map(({ what }) => what))).toEqual([
    'the gateway’s configuration stands beside the stack and not in it',
  ]);
});

test('another team that owns an API is told: who must agree to the next change is another', () => {
  const { stacks } = base;
  const team = (text: string): string => text.replace('"team":"sales"', '"team":"shadow"').replace('"team": "sales"', '"team": "shadow"');
  const head = {
    source: 'x',
    stacks: stacks.map((one) => ({ ...one, files: { ...one.files, 'access.json': team(one.files['access.json'] ?? '') } })),
  };

  expect(rowsOf(base, head)).toEqual(['unknown orders: another team owns it, and must agree from then on to what widens access to it']);
});

test.each([
  ['the same API', base],
  ['another', shop({ orders: 'orders2' })],
])('of the server of %s no token in its path is shown', (_what, output) => {
  const key = output === base ? 'orders' : 'orders2';
  const service = ['apis', key, 'service'];
  const head = edited(edited(output, 'gateway.json', [...service, 'host'], 'two.internal'), 'gateway.json', [...service, 'path'], TOKEN);
  const text = reviewText(reviewed(base, head));

  expect(text).toContain('two.internal');
  expect(text).not.toContain('T0aB3cD4e5F6');
});

const TOKEN = '/hooks/T0aB3cD4e5F6g7H8i9J0kLmNoPqRsT2uV3';

test('what people wrote into notes and descriptions of a registration stays in the state', () => {
  const was = edited(
    edited(base, 'cdk.tf.json', ['resource', 'azuread_application', 'billing_081fd692', 'notes'], 'S3cretvalue!'),
    'cdk.tf.json',
    ['resource', 'azuread_application', 'billing_081fd692', 'description'],
    'pw=hunter2hunter2',
  );
  const planned = plannedFrom(carried(was), carried(base));
  const text = reviewText(reviewed(deployedOutput(planned), planned));

  expect(text).not.toMatch(/S3cretvalue|hunter2/);
});

test.each([
  [
    'azuread_conditional_access_policy.strict',
    undefined,
    'unknown azuread_conditional_access_policy is deleted by the plan, and in neither side’s files false',
  ],
  [
    'azuread_application.old',
    'abcd1234',
    'narrowed azuread_application is deleted by the plan, left behind by a replacement that did not end: whoever uses it stands still true',
  ],
])('what a plan alone deletes is told by what it is: %s', (address, deposed, expected) => {
  const planned = plannedFrom(carried(base), carried(base));
  const [stack] = planned.stacks;
  const plan = JSON.parse(stack?.plan?.text ?? '{}') as { readonly resource_changes: unknown[] };
  const [type, name] = address.split('.');
  plan.resource_changes.push({ address, mode: 'managed', type, name, deposed, change: { actions: ['delete'], before: {}, after: null } });
  const head = { source: 'x', stacks: [{ ...stack, plan: { source: 'plan', text: JSON.stringify(plan) } }] } as SynthOutput;

  const changes = reviewed(carried(base), head).deployments.flatMap((one) => one.changes);
  expect(changes.map(({ effect, what, isBlocking }) => `${effect} ${what} ${String(isBlocking)}`)).toEqual([expected]);
});

test.each([
  ['a registration of elsewhere', {}],
  ['the deployment of another gateway', base.stacks[0]?.files ?? {}],
])('a deployment that reads outputs of another stack is a deployment of its own: %s', (_what, platform) => {
  const reading = (output: SynthOutput): SynthOutput => {
    const path = ['data', 'terraform_remote_state', 'cross-stack-reference-input-platform'];
    const { stacks } = edited(output, 'cdk.tf.json', path, { backend: 'local', config: { path: 'x' } });
    return { source: 'x', stacks: [...stacks, { name: 'platform', files: { 'cdk.tf.json': '{"resource":{}}', ...platform } }] };
  };
  const { deployments } = reviewed(reading(base), reading(shop({ list: { public: 'anybody may read' } as never })));

  expect(deployments.map(({ name }) => name)).toEqual(['platform', 'shop-test']);
  expect(deployments.map(({ verdict }) => verdict.unauthenticated > 0)).toEqual([false, true]);
});

test('owners that an expression names broaden, and are no owners that go', () => {
  const path = ['resource', 'azuread_application', 'billing_081fd692', 'owners'];

  expect(rowsOf(base, edited(base, 'cdk.tf.json', path, '${["99999999-9999-4999-8999-999999999999"]}'))).toEqual([
    'broadened billing: owners',
  ]);
});

test('requests that pages of other origins can make now, at another route, are told', () => {
  const route = (name: string, more: object): SynthOutput =>
    shop({
      environment: { origins: { web: ['https://web.example.com'] } },
      routes: { [name]: { methods: ['GET'], path: '/lst', allow: [{ roles: ['Orders.Read'] }], ...more } as never },
    });

  expect(rowsOf(route('one', {}), route('two', { cors: { origins: 'web' } }))).toEqual([
    'broadened orders.two.applications (before: orders.one.applications): takes requests of another route: with cors, so that pages of other origins read it',
  ]);
  expect(rowsOf(route('one', { cors: { origins: 'web' } }), route('two', { cors: { origins: 'web' } }))).toEqual([]);
});

test('a template that is no JSON is told, and the rest of the report stands', () => {
  const { stacks } = base;
  const head = { source: 'x', stacks: stacks.map((one) => ({ ...one, files: { ...one.files, 'gateway.json': '{' } })) };

  expect(reviewed(base, head).deployments.map(({ verdict, notJudged }) => [verdict.level, notJudged.length])).toEqual([['blocking', 1]]);
});

test('who owns the API of the route that took the requests before must agree too', () => {
  const moved = shop({ orders: 'orders2', list: { allow: [{ roles: ['Orders.Read'] }, { roles: ['Orders.Write'] }] as never } });
  const { stacks } = moved;
  const of = (text = ''): string => text.replace('"team": "sales"', '"team": "shadow"');
  const head = {
    source: 'x',
    stacks: stacks.map((one) => ({ ...one, files: { ...one.files, 'access.json': of(one.files['access.json']) } })),
  };
  const access = reviewed(base, head).deployments.flatMap((one) => one.access);

  expect(access.map(({ teams }) => teams)).toEqual([['sales', 'shadow']]);
  expect(access.flatMap(({ notes }) => notes)).not.toContain('the route takes tokens of several APIs');
});
