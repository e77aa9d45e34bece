import { defineAccess, defineApi, defineEnvironment, defineRoutes } from '../../lib';
import { reviewJson, reviewText, type SynthOutput } from '../../lib/review';
import { environmentInput, GATEWAY, guid } from '../support/organisation';
import { edited, reviewed, shop, synthesized } from '../support/review-shop';

const base = shop();

/** What is told of the head, one line each. */
function told(head: SynthOutput, before = base): readonly string[] {
  return reviewed(before, head).deployments.flatMap(({ changes }) =>
    changes.map(({ effect, subject, what }) => `${effect} ${subject}: ${what}`),
  );
}

test('one role is one role', () => {
  const head = edited(base, 'cdk.tf.json', ['resource', 'azuread_application', 'extra'], {
    display_name: 'extra',
    app_role: [{ id: 'aaaaaaaa-1111-4222-8333-444444444444', value: 'Extra', enabled: true, allowed_member_types: ['Application'] }],
  });

  expect(told(head)).toContain('neutral shop-test/azuread_application.extra: a registration is made: 1 role, 0 scopes');
});

/** The shop with the text of one file in place of what was synthesized. */
function withText(file: string, text: string): SynthOutput {
  return { ...base, stacks: base.stacks.map((stack) => ({ ...stack, files: { ...stack.files, [file]: text } })) };
}

test.each(['gateway.json', 'access.json'])('of a %s that is not JSON the place is told, and nothing that stands there', (file) => {
  const report = reviewed(base, withText(file, '{"token":\n hunter2-secret}'));

  expect(reviewText(report)).toContain(`stacks/shop-test/${file}: is not JSON from line 2, column 2 on`);
  expect(reviewJson(report)).not.toContain('hunter2');
});

test.each([
  ['gateway.json', ['apis', 'orders', 'service', 'plugins'], 'apis.orders.service.plugins: is of the wrong kind; write an object'],
  ['access.json', ['model', 'apis'], 'access.json apis: is of the wrong kind; write a list'],
])('of a %s with something of another kind in it nothing of it is shown', (file, path, said) => {
  const report = reviewed(base, edited(base, file, path, 'hunter2-secret'));

  expect(reviewText(report)).toContain(said);
  expect(reviewJson(report)).not.toContain('hunter2');
});

/** An API whose calls are logged at a URL. */
function loggedAt(endpoint: string): SynthOutput {
  const pay = defineApi({
    name: 'pay',
    team: 'payments',
    owners: ['lead'],
    roles: { 'Pay.Read': { for: 'applications', description: 'd' } },
  });
  const forward = { headers: { 'X-Object-Id': 'object-id', 'X-Tenant-Id': 'tenant-id' } } as const;
  const keep = { methods: ['GET'], path: '/pay', allow: [{ roles: ['Pay.Read'] }] } as const;
  const model = defineAccess({
    apis: [pay],
    observability: { accessLog: true },
    routes: defineRoutes(pay, { host: 'public', forward } as never, { keep } as never),
  } as never);
  return synthesized(
    model,
    defineEnvironment({
      ...environmentInput({ groups: {}, upstreams: { pay: 'https://shared.internal' } }),
      owners: { lead: guid(2) },
      gateway: {
        ...GATEWAY,
        accessLog: { to: 'http', endpoint, headers: {} },
        applicationCalls: { by: 'host', hosts: { public: ['apps.example.com'] } },
      },
    } as never),
  );
}

test('of where a log goes to scheme and host are shown: its path may hold a token, whatever that looks like', () => {
  const [one, other] = [
    loggedAt('https://logs.example.com/ingest/9f86d081884c7d659a2f'),
    loggedAt('https://evil.example:8443/ingest/aaaad081884c7d659a2f'),
  ];
  const report = reviewed(one, other);

  expect(reviewText(report)).toContain('http-log http_endpoint: "https://logs.example.com/…" -> "https://evil.example:8443/…"');
  expect(reviewJson(report)).not.toMatch(/9f86d081|aaaad081/);
});

const CORS = ['apis', 'orders', 'service', 'routes', 'orders.page.applications', 'plugins', 'cors'];

/** The shop with a route that pages of one origin may call, whose plugin is changed by hand. */
function withCors(field: string | undefined, value?: unknown): SynthOutput {
  const page = { methods: ['GET'], path: '/page', allow: [{ roles: ['Orders.Read'] }], cors: { origins: 'web' } } as never;
  const output = shop({ environment: { origins: { web: ['https://web.example.com'] } }, routes: { page } });
  return field === undefined ? output : edited(output, 'gateway.json', [...CORS, field], value);
}

test.each([
  ['origins', undefined],
  ['origins', null],
  ['origins', []],
  ['methods', undefined],
  ['headers', null],
  ['origins', ['https://web.example.com', 'https://evil.example']],
  ['origins', ['*']],
])('pages of other origins may do more where %s of cors becomes %j', (field, value) => {
  expect(told(withCors(field, value), withCors(undefined))).toEqual([`broadened route orders.page.applications: cors ${field}`]);
});

test('pages of other origins may do less where an origin goes, or where any could and some are named', () => {
  const two = withCors('origins', ['https://web.example.com', 'https://old.example']);
  const any = withCors('origins', ['*']);

  expect([two, any, withCors('origins')].map((before) => told(withCors(undefined), before))).toEqual(
    Array<unknown>(3).fill(['narrowed route orders.page.applications: cors origins']),
  );
});

test('cors that goes as a whole lets no page of another origin in, and one that comes lets some in', () => {
  const without = edited(withCors(undefined), 'gateway.json', CORS, undefined);

  expect(told(without, withCors(undefined))).toEqual(['narrowed route orders.page.applications: the plugin cors goes']);
  expect(told(withCors(undefined), without)).toEqual(['broadened route orders.page.applications: the plugin cors is added']);
});

test('cors that goes at a route, and that the API has for all of its routes, lets every page in', () => {
  const [head, before] = [edited(withCors(undefined), 'gateway.json', CORS, undefined), withCors(undefined)].map((output) =>
    edited(output, 'gateway.json', ['apis', 'orders', 'service', 'plugins', 'cors'], { max_age: 1 }),
  ) as [SynthOutput, SynthOutput];

  expect(told(head, before)).toContain('broadened route orders.page.applications: cors origins');
});

test('origins that several routes have in common and that go leave each of them open to all', () => {
  const moved = edited(withCors('origins'), 'gateway.json', ['apis', 'orders', 'pluginDefaults', 'cors'], {
    origins: ['https://a.example'],
  });

  expect(told(withCors('origins'), moved)).toEqual(['broadened API orders: the plugin cors goes']);
});

test.each([
  ['methods', ['apis', 'orders', 'service', 'routes', 'orders.approve', 'methods'], {}, 'list'],
  ['server names', ['apis', 'orders', 'service', 'routes', 'orders.approve', 'snis'], {}, 'list'],
  ['server names of all routes', ['routeDefaults', 'snis'], {}, 'list'],
  ['a header', ['apis', 'orders', 'service', 'routes', 'orders.approve', 'headers', 'x-a'], {}, 'list'],
])('%s that are an object are a problem of the file, and other deployments are still reviewed', (_what, path, value, kind) => {
  const [stack] = base.stacks;
  const beside = (output: SynthOutput): SynthOutput => ({
    ...output,
    stacks: [...output.stacks, { name: 'market', files: { ...stack?.files } }],
  });
  const { deployments } = reviewed(beside(base), beside(edited(base, 'gateway.json', path, value)));

  expect(deployments.map(({ name, notJudged }) => [name, notJudged])).toEqual([
    ['market', []],
    ['shop-test', [`stacks/shop-test/gateway.json ${path.join('.')}: is of the wrong kind; write a ${kind}`]],
  ]);
});
