import { defineAccess, defineApi, defineRoutes, renderGateway, type RouteDefaults, type RouteInput } from '../../lib';
import { orders, sales } from '../../examples/sales';
import { environment, GATEWAY, guid } from '../support/organisation';
import { pathMatches } from '../support/kong-router';
import { codesOf, problemsOf } from '../support/problems';
import { rendered } from '../support/rendered';

type Defaults = RouteDefaults<'Orders.Read.All' | 'Orders.Approve', 'Orders.Use'>;

/** The example with other routes. */
function withRoutes(
  routes: Readonly<Record<string, RouteInput<'Orders.Read.All' | 'Orders.Approve', 'Orders.Use'>>>,
  defaults: Defaults = { host: 'public', allow: [{ roles: ['Orders.Read.All'] }] },
): typeof sales {
  return {
    ...sales,
    ...pick(
      defineAccess({
        apis: [{ ...orders, open: true }],
        routes: defineRoutes({ ...orders, open: true } as typeof orders, defaults, routes),
      }),
    ),
  };
}

function pick({ apis, routes }: typeof sales): Pick<typeof sales, 'apis' | 'routes'> {
  return { apis, routes };
}

const withoutDoors = environment({ gateway: GATEWAY });

test('people and applications have doors of their own, each with its own check', () => {
  const { routes } = rendered(sales, environment());
  const checks = Object.fromEntries(
    Object.entries(routes).map(([name, route]) => [
      name,
      [route['hosts'], route.plugins['openid-connect']?.['roles_required'], route.plugins['openid-connect']?.['scopes_required']],
    ]),
  );

  expect(checks).toEqual({
    'orders.approve': [['api.example.com'], ['Orders.Approve'], ['Orders.Use']],
    'orders.list': [['api.example.com'], undefined, ['Orders.Use']],
    'orders.list.applications': [['apps.example.com'], ['Orders.Read.All'], undefined],
    'orders.read': [['api.example.com'], undefined, ['Orders.Use']],
    'orders.read.applications': [['apps.example.com'], ['Orders.Read.All'], undefined],
  });
});

test('where a route has no door it is shut, so that no more general route takes its place', () => {
  const model = withRoutes({
    special: { path: '/files/secret', allow: [{ roles: ['Orders.Read.All'] }] },
    general: { path: '/files/{name}', allow: [{ roles: ['Orders.Read.All'] }, { scopes: ['Orders.Use'] }] },
  });
  const { closed } = rendered(model, environment());

  expect(closed).toMatchObject({
    'orders.special': { hosts: ['api.example.com'], paths: ['~/files/secret$'], plugins: { 'request-termination': { status_code: 403 } } },
  });
  expect(Object.keys(closed)).toEqual(['orders.special']);
});

test('a role or a scope cannot be checked at one door, and the ways out are said', () => {
  expect(problemsOf(() => renderGateway(sales, withoutDoors))).toMatchObject([
    { code: 'ROUTE_NEEDS_DOORS', fix: expect.stringContaining('gateway.applicationCalls') },
    { code: 'ROUTE_NEEDS_DOORS' },
  ]);
});

test('roles that are required together are one item, roles of which one is enough are several', () => {
  const model = withRoutes({
    both: { path: '/both', allow: [{ roles: ['Orders.Approve'], scopes: ['Orders.Use'] }] },
    any: { path: '/any', allow: [{ roles: ['Orders.Approve'] }, { roles: ['Orders.Read.All'] }] },
  });
  const { routes } = rendered(model, withoutDoors);

  expect(routes['orders.any']?.plugins['openid-connect']?.['roles_required']).toEqual(['Orders.Approve', 'Orders.Read.All']);
});

test('nobody enters where nobody is allowed, and nothing reaches the upstream', () => {
  const { routes, closed } = rendered(withRoutes({ shut: { path: '/shut', allow: [] } }), withoutDoors);

  expect(routes).toEqual({});
  expect(closed['orders.shut']?.plugins).toEqual({ 'request-termination': { status_code: 403, message: 'Forbidden' } });
});

test('a public route has no authentication, and hands on neither token nor forged identity', () => {
  const model = withRoutes({
    open: { path: '/open', public: 'probe' },
    shut: { path: '/shut', forward: { headers: { 'X-Client-Id': 'client-id' } } },
  });
  const open = rendered(model, withoutDoors).routes['orders.open'];

  expect(Object.keys(open?.plugins ?? {})).toEqual(['request-transformer']);
  expect(open?.plugins['request-transformer']).toEqual({
    remove: {
      headers: [
        'access-token',
        'authorization',
        'x-access-token',
        'x-anonymous-consumer',
        'x-authenticated-groups',
        'x-consumer-custom-id',
        'x-consumer-groups',
        'x-consumer-id',
        'x-consumer-username',
        'x-credential-identifier',
        'x-credential-username',
      ],
    },
  });
});

test('the token reaches the upstream only where the route says so', () => {
  const model = withRoutes({ keeps: { path: '/keeps' }, hands: { path: '/hands', forward: { token: true } } });
  const { routes } = rendered(model, withoutDoors);
  const said = (name: string): unknown => {
    const { 'openid-connect': oidc, 'request-transformer': clean } = routes[name]?.plugins ?? {};
    return [oidc?.['hide_credentials'], oidc?.['upstream_access_token_header'], JSON.stringify(clean).includes('"authorization"')];
  };

  expect(said('orders.keeps')).toEqual([true, null, true]);
  expect(said('orders.hands')).toEqual([false, 'authorization:bearer', false]);
});

test.each([
  ['3.12.0.4', { upstream_headers_claims: ['azp'], upstream_headers_names: ['X-Client-Id'] }],
  ['3.14.0.0', { upstream_headers: [{ header: 'X-Client-Id', path: ['azp'] }] }],
])('Kong %s is told identity headers in its own form', (version, fields) => {
  const model = withRoutes({ a: { path: '/a', forward: { headers: { 'X-Client-Id': 'client-id' } } } });
  const { routes } = rendered(model, environment({ gateway: { ...GATEWAY, version } }));

  expect(routes['orders.a']?.plugins['openid-connect']).toMatchObject(fields);
});

test('several tenants are accepted by name, and no other', () => {
  const multi = { ...sales, apis: sales.apis.map((api) => ({ ...api, tenants: ['partner'] })) };
  const { routes } = rendered(multi, environment({ tenants: { partner: guid(9) } }));

  expect(routes['orders.list']?.plugins['openid-connect']).toMatchObject({
    issuer: 'https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0/.well-known/openid-configuration',
    issuers_allowed: [`https://login.microsoftonline.com/${guid(9)}/v2.0`],
  });
});

test.each([
  ['global', 'login.microsoftonline.com'],
  ['usgovernmentl4', 'login.microsoftonline.us'],
  ['usgovernmentl5', 'login.microsoftonline.us'],
  ['china', 'login.partner.microsoftonline.cn'],
] as const)('tokens of the cloud %s are issued by %s', (cloud, host) => {
  const oidc = rendered(sales, environment({ cloud })).routes['orders.list']?.plugins['openid-connect'];

  expect(oidc?.['issuers_allowed']).toEqual([`https://${host}/11111111-1111-4111-8111-111111111111/v2.0`]);
});

describe('preflights', () => {
  const shop = environment({
    origins: { shop: ['https://shop.example.com'] },
    gateway: GATEWAY,
    hosts: { public: ['api.example.com'], other: ['api.example.com', 'b.example.com'] },
  });
  const cors = { origins: 'shop' };
  type Inputs = Parameters<typeof withRoutes>[0];

  /** Path and hosts of each preflight, with the methods it tells a browser; none where it is shut. */
  function preflights(routes: Inputs): unknown {
    return Object.values(rendered(withRoutes(routes), shop).closed)
      .filter((route) => JSON.stringify(route['methods']) === '["OPTIONS"]')
      .map((route) => [(route['paths'] as readonly string[])[0], route['hosts'], route.plugins['cors']?.['methods'] ?? []]);
  }

  test('a preflight has a route of its own that reaches no upstream', () => {
    const { closed } = rendered(
      withRoutes({ list: { methods: ['GET'], path: '/orders', cors }, create: { methods: ['POST'], path: '/orders', cors } }),
      shop,
    );

    expect(Object.values(closed)).toMatchObject([
      {
        methods: ['OPTIONS'],
        plugins: { cors: { origins: ['https://shop.example.com'], methods: ['GET', 'POST'] }, 'request-termination': { status_code: 404 } },
      },
    ]);
  });

  test.each<[string, Inputs, unknown]>([
    [
      'is shut for a path without CORS below one with',
      {
        wide: { methods: ['POST'], path: '/o/**', cors },
        pay: { methods: ['POST'], path: '/o/pay' },
        other: { methods: ['POST'], path: '/other' },
      },
      [
        ['~/o/pay$', []],
        ['~/o/rest$', ['POST']],
      ],
    ],
    [
      'is shared by templates that differ in the names of their parameters',
      { read: { methods: ['GET'], path: '/o/{id}', cors }, change: { methods: ['PUT'], path: '/o/{order}', cors } },
      [['~/o/x$', ['GET', 'PUT']]],
    ],
    [
      'of a wider path answers where another method has no CORS',
      { wide: { methods: ['GET'], path: '/o/**', cors }, change: { methods: ['POST'], path: '/o/{id}' } },
      [['~/o/rest$', ['GET']]],
    ],
    [
      'tells of the methods of wider paths too',
      { wide: { methods: ['DELETE'], path: '/o/**', cors }, read: { methods: ['GET'], path: '/o/{id}', cors } },
      [
        ['~/o/rest$', ['DELETE']],
        ['~/o/x$', ['DELETE', 'GET']],
      ],
    ],
    [
      'leaves out a method whose own route has no CORS',
      { all: { path: '/b', cors }, remove: { methods: ['DELETE'], path: '/b', allow: [] } },
      [['~/b$', ['GET', 'HEAD', 'PATCH', 'POST', 'PUT']]],
    ],
    [
      'answers below a route that takes OPTIONS itself, and nothing is shut there',
      {
        wide: { methods: ['GET'], path: '/**', cors },
        own: { methods: ['OPTIONS'], path: '/b/**' },
        read: { methods: ['GET'], path: '/b/c', cors },
        plain: { methods: ['GET'], path: '/b/d' },
      },
      [
        ['~/b/c$', ['GET']],
        ['~/rest$', ['GET']],
      ],
    ],
  ])('%s', (_what, routes, expected) => {
    const told = (preflights(routes) as [string, unknown, unknown][]).map(([path, , methods]) => [
      path.replace(/\(\?:\[\^(\/?)%.*(?=\$)/, (_all, slash: string) => (slash === '' ? 'rest' : 'x')),
      methods,
    ]);

    expect(told.sort()).toEqual(expected);
  });

  test('are told apart by real hosts, whatever their names', () => {
    const routes: Inputs = {
      wide: { methods: ['GET'], path: '/b/**', cors },
      secret: { methods: ['GET'], path: '/b/secret', host: 'other' },
    };

    expect(preflights(routes)).toContainEqual(['~/b/secret$', ['api.example.com'], []]);
  });

  test('keep their names when other routes come to a path', () => {
    const names = (routes: Inputs): readonly string[] => Object.keys(rendered(withRoutes(routes), shop).closed);

    expect(names({ read: { methods: ['GET'], path: '/a', cors }, add: { methods: ['POST'], path: '/a', cors } })).toEqual(
      names({ read: { methods: ['GET'], path: '/a', cors } }),
    );
  });

  test('have a name each, also where paths are many or hold spaces', () => {
    const { closed } = rendered(
      withRoutes({
        // Their UUIDs begin with the same eight digits.
        one: { methods: ['GET'], path: '/p110747', cors },
        two: { methods: ['GET'], path: '/p146468', cors },
        wide: { methods: ['GET'], path: '/b/**', cors },
        apart: { methods: ['GET'], path: '/b/x', host: 'single', cors },
        shut: { methods: ['GET'], path: '/b/x' },
        spaced: { methods: ['POST'], path: '/b/x single', cors },
      }),
      environment({
        origins: { shop: ['https://shop.example.com'] },
        hosts: { public: 'api.example.com', single: 'single' },
        gateway: GATEWAY,
      }),
    );

    expect(
      Object.values(closed).flatMap((route) => (route['hosts'] as string[]).map((host) => `${host} ${String(route['paths'])}`)),
    ).toEqual(
      expect.arrayContaining([
        'api.example.com ~/p110747$',
        'api.example.com ~/p146468$',
        'single ~/b/x$',
        'api.example.com ~/b/x$',
        'api.example.com ~/b/x single$',
      ]),
    );
  });

  test('that would meet a route with headers for any method are refused with the way out', () => {
    const model = withRoutes({ list: { path: '/b', headers: { 'X-Kind': ['a'] }, cors } });

    expect(problemsOf(() => renderGateway(model, shop)).map(({ code, fix }) => [code, fix])).toEqual([
      ['ROUTE_OVERLAP', expect.stringContaining('name the methods of the other route, without OPTIONS')],
    ]);
    expect(
      codesOf(() => renderGateway(withRoutes({ list: { methods: ['GET'], path: '/b', headers: { 'X-Kind': ['a'] }, cors } }), shop)),
    ).toEqual([]);
  });

  test('of routes that name no headers allow none but those every page may send', () => {
    const { closed } = rendered(withRoutes({ list: { methods: ['GET'], path: '/b', cors: { ...cors, headers: [] } } }), shop);

    expect(Object.values(closed).map((route) => route.plugins['cors']?.['headers'])).toEqual([['Accept']]);
  });
});

test('an identity header of one API is taken away from callers of every API: they may share an upstream', () => {
  const status = defineApi({ name: 'status', team: 'sales', upstream: 'orders' });
  const model = defineAccess({
    apis: [orders, status],
    routes: [
      defineRoutes(
        orders,
        { host: 'public', allow: [{ roles: ['Orders.Read.All'] }], forward: { headers: { 'X-Person': 'object-id' } } },
        { list: { path: '/orders' } },
      ),
      defineRoutes(status, { host: 'public', public: 'probe' }, { status: { path: '/status' } }),
    ],
  });

  expect(JSON.stringify(renderGateway(model, withoutDoors).pluginDefaults['pre-function'])).toContain('[\\"x-person\\"] = true');
});

test('an encoded slash or backslash is below nothing', () => {
  const [path = ''] = rendered(withRoutes({ files: { path: '/files/**' } }), withoutDoors).routes['orders.files']?.['paths'] as string[];
  const regex = new RegExp(`^${path.slice(1)}`);

  expect(['/files/a', '/files/a/b/', '/files/a%3Fb', '/files/%25'].map((one) => regex.test(one))).toEqual([true, true, true, true]);
  expect(['/files/', '/files', '/files/..%2Fadmin', '/files/a%5Cb', '/files/a\\b'].map((one) => regex.test(one))).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('methods of one path that answer a preflight differently are refused', () => {
  const model = withRoutes({
    list: { methods: ['GET'], path: '/orders', cors: { origins: 'shop' } },
    create: { methods: ['POST'], path: '/orders', cors: { origins: 'shop', credentials: true } },
  });

  expect(codesOf(() => renderGateway(model, environment({ origins: { shop: ['https://shop.example.com'] }, gateway: GATEWAY })))).toContain(
    'ROUTE_CORS_CONFLICT',
  );
});

describe('routes that meet', () => {
  const refused = (routes: Parameters<typeof withRoutes>[0]): readonly string[] =>
    codesOf(() => renderGateway(withRoutes(routes), withoutDoors));

  test.each([
    ['a literal beside a template', { a: { path: '/o/{id}' }, b: { path: '/o/search' } }],
    ['a template below everything', { a: { path: '/o/**' }, b: { path: '/o/{id}' } }],
    ['other methods of one path', { a: { methods: ['GET'], path: '/o' }, b: { methods: ['POST'], path: '/o' } }],
    ['one method beside any', { a: { methods: ['GET'], path: '/o' }, b: { path: '/o' } }],
    ['a header beside none', { a: { path: '/o', headers: { 'X-Beta': ['1'] } }, b: { path: '/o' } }],
    ['a path and the same with a slash', { a: { path: '/o' }, b: { path: '/o/' } }],
    ['everything below beside the path itself', { a: { path: '/o/**' }, b: { path: '/o' }, c: { path: '/o/' } }],
  ])('%s are told apart', (_, routes) => {
    expect(refused(routes)).toEqual([]);
  });

  test.each([
    ['the same path', { a: { path: '/o' }, b: { path: '/o' } }, 'ROUTE_OVERLAP'],
    ['two templates of one shape', { a: { path: '/{x}' }, b: { path: '/{y}' } }, 'ROUTE_OVERLAP'],
    ['crossing templates', { a: { path: '/{x}/b' }, b: { path: '/a/{y}' } }, 'ROUTE_OVERLAP'],
    [
      'a literal of any method beside a template of one',
      { a: { path: '/o/search' }, b: { methods: ['GET'], path: '/o/{id}' } },
      'ROUTE_OVERLAP',
    ],
    ['a method among several', { a: { methods: ['GET'], path: '/o' }, b: { methods: ['GET', 'POST'], path: '/o' } }, 'ROUTE_ORDER'],
    [
      'two values of a header',
      { a: { path: '/o', headers: { 'X-V': ['1'] } }, b: { path: '/o', headers: { 'X-V': ['2'] } } },
      'ROUTE_OVERLAP',
    ],
    [
      'methods and headers on both',
      {
        a: { methods: ['GET'], path: '/o/search', headers: { 'X-V': ['1'] } },
        b: { methods: ['GET'], path: '/o/{id}', headers: { 'X-V': ['1'] } },
      },
      'ROUTE_ORDER',
    ],
  ])('%s are refused', (_, routes, code) => {
    expect(refused(routes)).toEqual([code]);
  });
});

test('renaming everything changes no entity of the gateway but what a token must carry', () => {
  const renamed = {
    ...sales,
    apis: sales.apis.map((api) => ({
      ...api,
      name: 'Order desk',
      roles: api.roles.map((role) => ({ ...role, value: `${role.value}.New`, displayName: 'New' })),
    })),
    routes: sales.routes.map((route) => ({ ...route, name: 'renamed' })),
  };
  const [before, after] = [sales, renamed].map((model) => JSON.stringify(renderGateway(model, environment())));

  expect(after?.replaceAll('.New', '')).toBe(before);
});

test('what is common to all routes is said once, and a route says only what is its own', () => {
  const template = renderGateway(sales, environment());

  expect(template.apis['orders']?.service.routes['orders.list']).toEqual({
    hosts: ['api.example.com'],
    methods: ['GET'],
    paths: ['~/orders$'],
    regex_priority: 32,
    plugins: { 'openid-connect': { scopes_required: ['Orders.Use'] }, 'request-transformer': {} },
  });
});

test('a reserved character of a path is the same percent-encoded: a looser route would take the other spelling', () => {
  const model = withRoutes({ read: { path: '/orders/{id}' }, export: { path: "/orders/all:export;v='1'", allow: [] } });
  const { closed, routes } = rendered(model, withoutDoors);
  const paths = [closed['orders.export'], routes['orders.read']].map((route) => (route?.['paths'] as readonly string[])[0] ?? '');
  const matches = (path: string): boolean[] => paths.map((regex) => pathMatches(regex, path, 'rust'));

  expect(matches("/orders/all:export;v='1'")).toEqual([true, true]);
  expect(matches('/orders/all%3Aexport%3Bv%3D%271%27')).toEqual([true, true]);
  expect(matches('/orders/all-export;v=1')).toEqual([false, true]);
});
