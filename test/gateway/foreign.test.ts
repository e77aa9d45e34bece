import {
  accessMatrix,
  checkPolicy,
  decide,
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineRoutes,
  DefinitionError,
  grant,
  readKongFile,
  renderedGateway,
  toDocument,
  TokenIssuer,
  writeDocument,
  type KongEntities,
  type Problem,
} from '../../lib';
import { renderGateway } from '../../lib/kong';
import { checkedTemplate } from '../../lib/gateway/checked-template';

const orders = defineApi({
  name: 'orders',
  team: 'sales',
  roles: { 'Orders.Read.All': { for: 'applications', description: 'Read every order' } },
});
const invoicing = defineClient({ name: 'invoicing', kind: 'daemon', team: 'billing' });
const model = defineAccess({
  apis: [orders],
  clients: [invoicing],
  grants: [grant(invoicing, orders, { roles: ['Orders.Read.All'] })],
  routes: defineRoutes(
    orders,
    { host: 'public', allow: [{ roles: ['Orders.Read.All'] }] },
    {
      list: { methods: ['GET'], path: '/orders' },
      read: { methods: ['GET'], path: '/orders/{id}' },
      below: { path: '/orders/archive/**' },
      payments: { methods: ['GET'], path: '/payments/{id}' },
    },
  ),
});
const environment = defineEnvironment({
  name: 'dev',
  suffix: '-dev',
  protected: false,
  tenantId: '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11',
  deployers: ['5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01'],
  hosts: { public: 'api.example.com' },
  upstreams: { orders: 'https://orders.internal' },
  gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['sales', 'dev'] },
});

/** A dump of a gateway with one service and these routes. */
function dump(routes: Readonly<Record<string, object>>, plugins: readonly object[] = []): KongEntities {
  const service = {
    name: 'legacy',
    url: 'http://legacy.internal',
    routes: Object.entries(routes).map(([name, route]) => ({ name, ...route })),
  };
  return entities(JSON.stringify({ _format_version: '3.0', services: [service], plugins }));
}

function entities(text: string): KongEntities {
  const file = readKongFile(text, { flavor: 'traditional_compatible', edition: 'enterprise' });
  if ('problems' in file) throw new Error(JSON.stringify(file.problems));
  return file.entities;
}

function problems(...foreign: readonly KongEntities[]): readonly Problem[] {
  try {
    checkedTemplate(model, environment, foreign);
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
}

const host = { hosts: ['api.example.com'] };

test('what catches the rest stands in nobody’s way', () => {
  expect(
    problems(
      dump({
        rest: { paths: ['/'] },
        catalog: { ...host, paths: ['/catalog'], methods: ['GET'] },
        all: { hosts: ['*.example.com'], paths: ['/orders'] },
        other: { hosts: ['b.com'], paths: ['/orders'] },
      }),
    ),
  ).toEqual([]);
});

test('a route that takes requests of a declared one is a problem with a request that shows it, and where the definition has it', () => {
  const taking = dump({ grab: { ...host, paths: ['~/orders/[0-9]+$'], methods: ['GET'], regex_priority: 900 } });

  expect(problems(taking).map(({ where, what, code }) => ({ where, what, code }))).toEqual([
    {
      where: 'routes orders.read',
      what: 'route "grab", which is on the gateway besides, takes requests of it, for example GET https://api.example.com/orders/0',
      code: 'FOREIGN_TAKES',
    },
  ]);
});

test('a route that would win in the documented calculation alone is a problem as well', () => {
  const strict = dump({ prefix: { ...host, paths: ['/orders/archive/old/'], methods: ['GET'] } });

  expect(problems(strict)).toMatchObject([
    {
      where: 'routes orders.below',
      what: expect.stringMatching(
        /^whether route "prefix".* depends on how the gateway weighs routes \(route_match_calculation\), for example GET https:\/\/api\.example\.com\/orders\/archive\/old\/; it goes to orders\.below-dev in traditional_compatible \(original\).* prefix in traditional_compatible \(strict\)/,
      ) as string,
      code: 'FOREIGN_ORDER',
    },
  ]);
});

test('what catches the rest of a method stands in the way of a route without methods', () => {
  expect(problems(dump({ reads: { ...host, paths: ['/'], methods: ['GET'] } })).map(({ where, code }) => [where, code])).toEqual([
    ['routes orders.below', 'FOREIGN_ORDER'],
  ]);
});

test('a declared route that would take from a more specific one is a problem too', () => {
  const hidden = dump({ admin: { ...host, paths: ['/orders/archive/admin'] } });

  expect(problems(hidden).map(({ where, code }) => [where, code])).toEqual([['routes orders.below', 'FOREIGN_LOSES']]);
});

test('a prefix that reaches into the segment of a declared route is a problem', () => {
  expect(problems(dump({ pay: { ...host, paths: ['/pay'] } }))).toMatchObject([
    {
      where: 'routes orders.payments',
      what: expect.stringContaining('for example GET https://api.example.com/payments') as string,
      code: 'FOREIGN_PREFIX',
    },
  ]);
  expect(problems(dump({ pay: { ...host, paths: ['/pay/', '~/pay$'] } }))).toEqual([]);
});

test('what cannot be told is a problem, for an expression of the router and for one beyond automata', () => {
  const expression = entities(
    JSON.stringify({ _format_version: '3.0', services: [{ name: 's', host: 'h', routes: [{ name: 'x', paths: ['/a'] }] }] }),
  );
  const written = { ...expression, routes: expression.routes.map((route) => ({ ...route, expression: 'http.path == "/orders"' })) };

  expect(problems(written).map(({ code, what }) => [code, what])).toEqual([
    ['FOREIGN_NOT_JUDGED', 'whether route "x", which is on the gateway besides, takes requests of it cannot be told'],
  ]);
});

test('a route that loses everything to a declared one is the one that loses', () => {
  expect(
    problems(dump({ same: { ...host, paths: ['~/orders$'], methods: ['GET'] } })).map(({ where, what, code }) => [where, what, code]),
  ).toEqual([
    [
      'routes orders.list',
      'route "same", which is on the gateway besides, never gets a request beside it, for example GET https://api.example.com/orders',
      'FOREIGN_LOSES',
    ],
  ]);
});

test('a name that is taken under other tags is a problem', () => {
  const service = { name: 'orders-dev', url: 'http://legacy.internal', routes: [{ name: 'orders.read-dev', hosts: ['b.com'] }] };

  expect(
    problems(entities(JSON.stringify({ _format_version: '3.0', services: [service] }))).map(({ where, code }) => [where, code]),
  ).toEqual([
    ['routes orders.read', 'FOREIGN_NAME_TAKEN'],
    ['apis orders-dev', 'FOREIGN_NAME_TAKEN'],
  ]);
});

test('a dump of the deployment itself, and what carries all of its tags, is not foreign', () => {
  const own = entities(writeDocument(toDocument(renderGateway(model, environment), 'db-less'), 'json'));
  const before = dump({
    'orders.gone-dev': { ...host, paths: ['~/orders/[^/]+$'], regex_priority: 999, methods: ['GET'], tags: ['dev', 'sales'] },
  });
  const other = dump({ 'orders.gone-dev': { ...host, paths: ['~/orders/[^/]+$'], regex_priority: 999, methods: ['GET'], tags: ['dev'] } });

  expect(problems(own, before)).toEqual([]);
  expect(problems(own, other).map(({ code }) => code)).toContain('FOREIGN_TAKES');
});

test('what is on the gateway besides is part of every decision and of the matrix', () => {
  const taking = dump({ grab: { ...host, paths: ['~/orders$'], methods: ['GET'], regex_priority: 999 } });
  const limited = dump({}, [{ name: 'ip-restriction', config: { allow: ['10.0.0.0/8'] } }]);
  const routes = (foreign: readonly KongEntities[]): readonly string[] =>
    accessMatrix({ model, environment, foreign }).entries.map(
      ({ caller, route, isCertain }) => `${caller} ${route}${isCertain ? '' : '?'}`,
    );
  const token = new TokenIssuer(model, environment).issue({ caller: 'invoicing', api: 'orders' });
  const call = {
    request: { method: 'GET', host: 'api.example.com', path: '/orders' },
    token: 'claims' in token ? token : null,
    now: 1_800_000_060,
  };

  expect(routes([])).toEqual(['invoicing below', 'invoicing list', 'invoicing payments', 'invoicing read']);
  expect(routes([taking])).toEqual(['invoicing below', 'anonymous list', 'invoicing payments', 'invoicing read']);
  expect(decide(renderedGateway({ model, environment, foreign: [taking] }), call)).toMatchObject({ route: 'grab', allowed: true });
  // Another route may take what only some requests have.
  const debug = dump({ debug: { ...host, paths: ['~/orders$'], methods: ['GET'], headers: { 'x-debug': ['1'] } } });
  const { entries } = accessMatrix({ model, environment, foreign: [debug] });
  expect(entries.filter(({ route }) => route === 'list').map(({ caller, doors }) => [caller, doors])).toEqual([['anonymous', ['debug']]]);
  const policy = { formatVersion: 1, expectations: [{ route: 'orders.list', callers: ['invoicing'] }] } as const;
  expect([checkPolicy({ model, environment }, policy).holds, checkPolicy({ model, environment, foreign: [debug] }, policy).holds]).toEqual([
    true,
    false,
  ]);
  // A plugin for the whole gateway runs on the declared routes as well.
  expect(decide(renderedGateway({ model, environment, foreign: [limited] }), { ...call, clientIp: '192.0.2.1' })).toMatchObject({
    statuses: [403],
  });
});
