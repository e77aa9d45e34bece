import { runInNewContext } from 'node:vm';
import { assign, defineAccess, defineApi, defineClient, defineEnvironment, defineRoutes, grant, group, type Api } from '../../lib';
import { orders } from '../../examples/sales';
import { environmentInput } from '../support/organisation';
import { codesOf, problemsOf } from '../support/problems';

const invoicing = defineClient({ name: 'invoicing', kind: 'daemon', team: 'billing' });

function access(route: object, api: Api = orders): unknown {
  return defineAccess({
    apis: [api],
    routes: defineRoutes(api, { host: 'h', allow: [] }, { list: { path: '/orders', ...route } as never }),
  });
}

class Criteria {
  public readonly 'X-Kind' = ['a'];
}

test.each([
  ['a Map', new Map([['X-Kind', ['a']]]), 'an instance of Map'],
  ['an instance of a class', new Criteria(), 'an instance of Criteria'],
  ['a Set', new Set(['X-Kind']), 'an instance of Set'],
  ['a Date', new Date(0), 'an instance of Date'],
  ['what inherits', Object.create({ 'X-Kind': ['a'] }), 'an instance of Object'],
])('headers as %s are refused: read as none they would open the route', (_, headers, found) => {
  expect(problemsOf(() => access({ headers }))).toMatchObject([
    { where: 'routes orders.list.headers', what: `expected an object, found ${found}` },
  ]);
});

test.each([
  ['hosts', new Map([['public', 'api.example.com']])],
  ['tokens', new Map([['leewaySeconds', 0]])],
  ['groups', new Map()],
])('%s of an environment as a Map are refused', (field, value) => {
  expect(codesOf(() => defineEnvironment({ ...environmentInput(), [field]: value } as never))).toContain('WRONG_SHAPE');
});

test('objects of another realm and without a prototype are as good as any', () => {
  const foreign: unknown = runInNewContext(`({ headers: { 'X-Kind': ['a'] }, rateLimit: { perMinute: 1 } })`);
  const bare: unknown = Object.assign(Object.create(null) as object, { headers: { 'X-Kind': ['a'] }, rateLimit: { perMinute: 1 } });

  expect(access(foreign as object)).toEqual(access(bare as object));
});

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

const NONSENSE: readonly (readonly [string, unknown, string])[] = [
  ['a symbol', Symbol('s'), 'a symbol'],
  ['a number too big', 5n, '5n'],
  ['what has no text', { toString: 1 }, '{"toString":1}'],
  ['an object without a prototype', Object.create(null), '{}'],
  ['an object in itself', cyclic, 'an object that is no plain data'],
  ['a function', () => 'x', 'a function'],
];

const withKey = (key: unknown): Api => ({ ...orders, key: key as string });

describe.each(NONSENSE)('%s', (_, value, shown) => {
  test.each([
    ['the name of an API', () => defineAccess({ apis: [defineApi({ name: value as string, team: 't' })] })],
    ['the key of an API', () => access({}, withKey(value))],
    [
      'the key of a role',
      () =>
        access(
          { allow: [{ roles: ['Read'] }] },
          { ...orders, roles: { Read: { for: 'applications', description: 'd', key: value as string } } },
        ),
    ],
    ['the key of a client', () => defineAccess({ apis: [], clients: [{ ...invoicing, key: value as string }] })],
    ['the key of a route', () => access({ key: value })],
    [
      'a caller',
      () =>
        defineAccess({ apis: [orders], grants: [grant({ ...invoicing, key: value as string }, orders, { roles: ['Orders.Read.All'] })] }),
    ],
    [
      'a role of a grant',
      () =>
        defineAccess({ apis: [orders], clients: [invoicing], grants: [grant(invoicing, orders, { roles: [value as 'Orders.Read.All'] })] }),
    ],
    ['a role of a route', () => access({ allow: [{ roles: [value, value] }] })],
    ['a method', () => access({ methods: [value, value] })],
    [
      'a group',
      () =>
        defineAccess({
          apis: [orders],
          assignments: [assign(group(value as string), orders), assign(group('g', { key: value as string }), orders)],
        }),
    ],
    ['the name of an environment', () => defineEnvironment({ ...environmentInput(), name: value as string })],
  ])('as %s is an ordinary problem', (__, define) => {
    expect(problemsOf(define).map(({ what }) => what)).toContainEqual(expect.stringContaining(`found ${shown}`));
  });
});

test.each([
  [
    'a getter that throws',
    {
      get path(): string {
        throw new Error('boom');
      },
    },
    'cannot be read: boom',
  ],
  ['a proxy', { forward: new Proxy({}, {}) }, 'expected plain data, found {}'],
  ['a revoked proxy', { forward: revoked() }, 'expected plain data, found an object that is no plain data'],
])('%s is an ordinary problem', (_, route, what) => {
  const routes = defineRoutes(orders, { host: 'h', allow: [] }, { list: route as never });

  expect(problemsOf(() => defineAccess({ apis: [orders], routes }))).toMatchObject([
    { where: expect.stringMatching(/^defineAccess\.routes\.routes\.list\./), what, code: 'WRONG_SHAPE' },
  ]);
});

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

test.each([
  ['defineApi', () => defineApi(new Map() as never)],
  ['defineClient', () => defineClient(new Proxy({}, {}) as never)],
  ['defineEnvironment', () => defineEnvironment(new Map() as never)],
  ['group', () => group('g', null as never)],
])('%s of what is no plain data is refused', (name, make) => {
  expect(problemsOf(make)).toMatchObject([{ where: name, code: 'WRONG_SHAPE' }]);
});
