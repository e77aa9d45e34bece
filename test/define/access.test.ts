import {
  assign,
  defineAccess,
  defineApi,
  defineClient,
  defineExternalApi,
  defineExternalClient,
  defineRoutes,
  grant,
  group,
  microsoftGraph,
  type AccessInput,
  type Problem,
  type RouteDefaults,
} from '../../lib';
import { orders, sales } from '../../examples/sales';
import { codesOf, problemsOf } from '../support/problems';

const invoicing = defineClient({ name: 'invoicing', kind: 'daemon', team: 'billing' });
const shop = defineClient({ name: 'shop', kind: 'spa', team: 'sales' });

test('granting a role the API does not declare is refused, naming those it does', () => {
  // @ts-expect-error "Orders.Reed.All" is not a role of orders; untyped callers meet the error below
  const misspelt = grant(invoicing, orders, { roles: ['Orders.Reed.All'] });

  expect(() => defineAccess({ apis: [orders], clients: [invoicing], grants: [misspelt] })).toThrow(
    'grants[0] invoicing -> orders: API "orders" has no app role "Orders.Reed.All"; it declares Orders.Read.All, Orders.Approve',
  );
});

test('allowing a scope the API does not declare is refused, naming those it does', () => {
  // @ts-expect-error "Orders.Yuse" is not a scope of orders
  const routes = defineRoutes(orders, { host: 'public', allow: [{ scopes: ['Orders.Yuse'] }] }, { list: { path: '/orders' } });

  expect(() => defineAccess({ apis: [orders], routes })).toThrow('has no scope "Orders.Yuse"; it declares Orders.Use');
});

test('an API that is neither merged in nor declared external is refused', () => {
  const catalog = defineApi({ name: 'catalog', team: 'sales', roles: { 'Catalog.Read': { for: 'applications', description: 'Read' } } });

  expect(() =>
    defineAccess({ apis: [orders], clients: [invoicing], grants: [grant(invoicing, catalog, { roles: ['Catalog.Read'] })] }),
  ).toThrow('"catalog" is no API of this definition');
});

test('an API imported from another team can be declared external, and keeps its role ids', () => {
  const model = defineAccess({
    apis: [],
    externalApis: [orders],
    clients: [invoicing],
    grants: [grant(invoicing, orders, { roles: ['Orders.Read.All'] })],
  });

  expect(model.externalApis[0]?.roles).toEqual(
    [sales.apis[0]?.roles.find((role) => role.key === 'Orders.Read.All')].map((role) => ({ ...role, description: 'Read every order' })),
  );
});

test('two copies of one API object that differ are told apart', () => {
  const copy = { ...orders, open: true };

  expect(
    codesOf(() => defineAccess({ apis: [orders], clients: [invoicing], grants: [grant(invoicing, copy, { roles: ['Orders.Read.All'] })] })),
  ).toEqual(['API_CONFLICT']);
});

test('grants of one caller to one API add up to one, whatever their order', () => {
  const [read, use] = [grant(shopServer, orders, { roles: ['Orders.Read.All'] }), grant(shopServer, orders, { scopes: ['Orders.Use'] })];
  const grants = (list: AccessInput['grants']): unknown =>
    defineAccess({ apis: [orders], clients: [shopServer], ...(list === undefined ? {} : { grants: list }) }).grants;

  expect(grants([read, use])).toEqual([{ caller: 'shop-server', api: 'orders', roles: ['Orders.Read.All'], scopes: ['Orders.Use'] }]);
  expect(grants([use, read])).toEqual(grants([read, use]));
});

const shopServer = defineClient({ name: 'shop-server', kind: 'web', team: 'sales' });

test.each([
  ['a role for applications to a page', grant(shop, orders, { roles: ['Orders.Read.All'] }), 'GRANT_ROLE_PUBLIC_CLIENT'],
  ['a scope to a daemon', grant(invoicing, orders, { scopes: ['Orders.Use'] }), 'GRANT_SCOPE_WITHOUT_PEOPLE'],
  [
    'a scope to a managed identity',
    grant(defineClient({ name: 'night', kind: 'managed-identity', team: 'x' }), orders, { scopes: ['Orders.Use'] }),
    'GRANT_SCOPE_WITHOUT_PEOPLE',
  ],
  ['a role for people to an application', grant(invoicing, orders, { roles: ['Orders.Approve'] }), 'GRANT_ROLE_FOR_PEOPLE'],
  ['nothing', grant(invoicing, orders, {}), 'GRANT_EMPTY'],
  ['an API its own roles', grant(orders, orders, { roles: ['Orders.Read.All'] }), 'GRANT_SELF'],
])('granting %s is refused', (_, entry, code) => {
  const clients = entry.caller.kind === 'api' || entry.caller.kind === 'external-client' ? [] : [entry.caller];

  expect(codesOf(() => defineAccess({ apis: [orders], clients, grants: [entry] }))).toEqual([code]);
});

test('a role for applications cannot be assigned to people', () => {
  expect(codesOf(() => defineAccess({ apis: [orders], assignments: [assign(group('g'), orders, ['Orders.Read.All'])] }))).toEqual([
    'ASSIGN_ROLE_FOR_APPLICATIONS',
  ]);
});

test('a way in by scope is refused where nobody is assigned to the API, unless the API is open', () => {
  const routes = (api: typeof orders): AccessInput => ({
    apis: [api],
    routes: defineRoutes(api, { host: 'h', allow: [{ scopes: ['Orders.Use'] }] }, { list: { path: '/orders' } }),
  });

  expect(problemsOf(() => defineAccess(routes(orders)))).toMatchObject([
    { code: 'ROUTE_UNUSABLE', what: 'nobody is assigned to API "orders", so Entra gives no person a token for it' },
  ]);
  expect(codesOf(() => defineAccess(routes({ ...orders, open: true })))).toEqual([]);
  expect(codesOf(() => defineAccess({ ...routes(orders), assignments: [assign(group('g'), orders)] }))).toEqual([]);
});

test('a misspelt field of an untyped caller is refused: left out it would open every method', () => {
  const routes = defineRoutes(orders, { host: 'h', allow: [] }, { list: { path: '/orders', methds: ['GET'] } as never });

  expect(() => defineAccess({ apis: [orders], routes })).toThrow('has no field "methds"; it has');
});

test('a former value is not understood in silence after a rename', () => {
  const renamed = defineApi({
    name: 'orders',
    team: 'sales',
    roles: { 'Orders.ReadEvery': { key: 'Orders.Read.All', for: 'applications', description: 'Read' } },
  });
  const stale = grant(invoicing, renamed, { roles: ['Orders.Read.All' as 'Orders.ReadEvery'] });

  expect(codesOf(() => defineAccess({ apis: [renamed], clients: [invoicing], grants: [stale] }))).toEqual(['UNKNOWN_ROLE']);
});

test('every problem is reported at once, each with its place and a fix', () => {
  const problems = problemsOf(() =>
    defineAccess({
      apis: [orders, orders],
      clients: [{ ...invoicing, key: 'Bad Key' }],
      grants: [grant(invoicing, orders, {})],
      routes: defineRoutes(orders, { host: 'h' }, { a: { path: 'x' }, b: { path: '/b', allow: [{}], methods: ['get'] } }),
    }),
  );

  expect(problems.map((problem) => problem.code).sort()).toEqual(
    [
      'GRANT_EMPTY',
      'GRANT_UNKNOWN_CALLER',
      'KEY_DUPLICATE',
      'KEY_INVALID',
      'METHOD_INVALID',
      'PATH_INVALID',
      'ROUTE_ACCESS',
      'ROUTE_ALTERNATIVE_EMPTY',
    ].sort(),
  );
  expect(problems.every((problem) => problem.where !== '' && problem.fix !== '')).toBe(true);
});

test.each([
  [undefined],
  [null],
  [42],
  ['text'],
  [[]],
  [{}],
  [{ apis: null }],
  [{ apis: [null, 1, 'x', [], {}] }],
  [{ apis: [], routes: [{}], grants: [{}], assignments: [{}], clients: [{}], retired: [{}], observability: 3 }],
])('an untyped caller who passes %j is told what is wrong', (input) => {
  expect(problemsOf(() => defineAccess(input as never)).length).toBeGreaterThan(0);
});

test('Microsoft Graph is granted by permission name, and only what is granted enters the model', () => {
  const model = defineAccess({
    apis: [],
    clients: [shop],
    externalApis: [microsoftGraph],
    grants: [grant(shop, microsoftGraph, { scopes: ['User.Read'] })],
  });

  expect(model.externalApis).toEqual([
    {
      key: 'microsoft-graph',
      name: 'microsoft-graph',
      clientId: '00000003-0000-0000-c000-000000000000',
      roles: [],
      scopes: [
        {
          key: 'User.Read',
          value: 'User.Read',
          id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
          consent: 'users',
          displayName: 'User.Read',
          description: 'User.Read',
        },
      ],
    },
  ]);
});

test('the order in which things are written does not show in the model', () => {
  const tax = defineExternalApi({
    name: 'tax',
    roles: {
      B: { for: 'applications', id: '00000000-0000-4000-8000-000000000001' },
      A: { for: 'applications', id: '00000000-0000-4000-8000-000000000002' },
    },
  });
  const hub = defineExternalClient({ name: 'hub' });
  const grants = [grant(invoicing, tax, { roles: ['B', 'A'] }), grant(hub, orders, { roles: ['Orders.Read.All'] })];
  const model = defineAccess({ apis: [orders], clients: [shop, invoicing], externalApis: [tax], externalClients: [hub], grants });

  expect(
    defineAccess({
      apis: [orders],
      clients: [invoicing, shop],
      externalApis: [tax],
      externalClients: [hub],
      grants: [...grants].reverse(),
    }),
  ).toEqual(model);
});

test('a retired key cannot be used again', () => {
  expect(codesOf(() => defineAccess({ apis: [orders], retired: [{ key: 'orders', kind: 'api', then: 'keep' }] }))).toEqual([
    'RETIRED_IN_USE',
  ]);
});

test('a retired key that is listed twice is said to be', () => {
  const retired = [
    { key: 'old', kind: 'api', then: 'keep' },
    { key: 'old', kind: 'client', then: 'delete' },
  ] as const;

  expect(problemsOf(() => defineAccess({ apis: [orders], retired }))).toMatchObject([
    { where: 'retired[1] old', what: 'key "old" is listed twice, in retired[0] old before', code: 'KEY_DUPLICATE' },
  ]);
});

test.each([
  ['fewer calls in an hour than in a second', { rateLimit: { perSecond: 100, perHour: 1 } }, 'RATE_LIMIT_ORDER'],
  ['CORS for a method browsers are not told of', { methods: ['PURGE'], cors: { origins: 'o' } }, 'ROUTE_CORS_OPTIONS'],
  [
    'an identity header that is the correlation id',
    { forward: { headers: { 'X-Correlation-ID': 'client-id' as const } } },
    'ROUTE_HEADERS',
  ],
  [
    'an identity header with a meaning of its own',
    { forward: { headers: { Authorization: 'client-id' as const } } },
    'HEADER_NAME_INVALID',
  ],
])('a route with %s is refused', (_, route, code) => {
  const routes = defineRoutes(orders, { host: 'h', allow: [{ roles: ['Orders.Read.All'] }] }, { list: { path: '/orders', ...route } });

  expect(codesOf(() => defineAccess({ apis: [orders], routes }))).toEqual([code]);
});

test('an identity header carries one claim to an upstream, whatever API or spelling, and may carry others to other upstreams', () => {
  const other = (upstream: string): readonly Problem[] => {
    const api = defineApi({ name: 'other', team: 'sales', upstream });
    const carrying = (header: string, claim: 'client-id' | 'object-id'): RouteDefaults<never, never> => ({
      host: 'h',
      allow: [],
      forward: { headers: { [header]: claim } },
    });
    const routes = [
      defineRoutes(orders, carrying('X-Who', 'client-id'), { list: { path: '/orders' } }),
      defineRoutes(api, carrying('x-who', 'object-id'), { list: { path: '/other' } }),
    ];
    return problemsOf(() => defineAccess({ apis: [orders, api], routes }));
  };

  expect(other('orders')).toEqual([
    {
      where: 'routes other.list.forward.headers',
      what: '"x-who" carries object-id here and client-id on another route to the same upstream',
      fix: 'let a header mean one thing',
      code: 'ROUTE_HEADERS',
    },
  ]);
  expect(other('elsewhere')).toEqual([]);
});

test('two registrations of one name, or one identifier URI, are refused: Entra would refuse the second only when it is made', () => {
  const [one, other] = [
    defineApi({ name: 'Orders', key: 'one', team: 't', identifierUri: 'api://x.example/a' }),
    defineApi({ name: 'orders', key: 'other', team: 't', identifierUri: 'api://x.example/a' }),
  ];

  expect(codesOf(() => defineAccess({ apis: [one, other] }))).toEqual(['NAME_DUPLICATE', 'NAME_DUPLICATE']);
});

test.each(['orders ', ' orders', 'orders\u00a0'])('%j is no name: the space nobody sees', (name) => {
  expect(codesOf(() => defineAccess({ apis: [], clients: [{ ...invoicing, name }] }))).toEqual(['TEXT_INVALID']);
});

test.each([['orders '], [' Orders'], ['or\u00a0ders', 'or ders'], ['\uff4frders'], ['ORDERS\u00a0']])(
  '%j is no other name',
  (name, before = 'orders') => {
    expect(
      codesOf(() =>
        defineAccess({
          apis: [],
          clients: [
            { ...invoicing, name: before },
            { ...invoicing, key: 'other', name },
          ],
        }),
      ),
    ).toContain('NAME_DUPLICATE');
  },
);

test.each([
  ['defineApi', () => defineApi(undefined as never)],
  ['defineClient', () => defineClient(null as never)],
  ['defineExternalApi', () => defineExternalApi(3 as never)],
  ['defineExternalClient', () => defineExternalClient('x' as never)],
  ['grant', () => grant(invoicing, orders, undefined as never)],
])('%s of nothing is refused with what it wants', (name, make) => {
  expect(problemsOf(make)).toMatchObject([{ where: name, code: 'WRONG_SHAPE' }]);
});

test('a misspelt field of an API is reported, not left out', () => {
  const misspelt = defineApi({ name: 'x', team: 't', tenats: ['partner'] } as never);

  expect(codesOf(() => defineAccess({ apis: [misspelt] }))).toEqual(['FIELD_UNKNOWN']);
});
