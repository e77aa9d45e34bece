import { defineEnvironment } from '../../lib';
import { sales } from '../../examples/sales';
import { checkEnvironment } from '../../lib/model';
import { DEPLOYER, environment, environmentInput, TENANT } from '../support/organisation';
import { codesOf, problemsOf } from '../support/problems';

test('names the environment does not map are listed together', () => {
  const bare = environment({
    groups: {},
    hosts: {},
    upstreams: {},
    gateway: {
      dialect: 'openid-connect',
      version: '3.14.0.1',
      selectTags: ['t'],
      applicationCalls: { by: 'header', name: 'X-Caller', value: 'app' },
    },
  });

  expect(checkEnvironment(sales, bare).map((problem) => problem.what)).toEqual([
    'has no "order-managers"; it has none',
    'has no "public"; it has none',
    'has no "orders"; it has none',
  ]);
});

test.each([
  ['a wildcard host', { hosts: { public: '*.example.com' } }, 'HOST_INVALID'],
  ['a host with a port', { hosts: { public: 'api.example.com:8443' } }, 'HOST_INVALID'],
  ['a host in capitals', { hosts: { public: 'API.example.com' } }, 'HOST_INVALID'],
  ['an upstream with credentials', { upstreams: { orders: 'https://user:pass@x' } }, 'UPSTREAM_INVALID'],
  ['an upstream that is no URL', { upstreams: { orders: 'orders.internal' } }, 'UPSTREAM_INVALID'],
  ['an upstream that ends in a number', { upstreams: { orders: 'https://orders.123/' } }, 'UPSTREAM_INVALID'],
  ['an upstream that ends in a hexadecimal number', { upstreams: { orders: 'https://orders.0x1/' } }, 'UPSTREAM_INVALID'],
  ['an upstream that would be another address', { upstreams: { orders: 'https://0x7f.1/' } }, 'UPSTREAM_INVALID'],
  ['an address of an upstream in octal', { upstreams: { orders: 'https://0177.0.0.1' } }, 'UPSTREAM_INVALID'],
  ['a host that ends in a number', { hosts: { public: 'api.0x7f' } }, 'HOST_INVALID'],
  ['an origin that ends in a number', { origins: { shop: ['https://shop.1'] } }, 'ORIGIN_INVALID'],
  ['a redirect URI in clear', { redirectUris: { shop: ['http://shop.example.com/'] } }, 'REDIRECT_URI_INVALID'],
  [
    'a redirect URI with user information',
    { redirectUris: { shop: ['https://portal.example.com@evil.example/x'] } },
    'REDIRECT_URI_INVALID',
  ],
  ['a host named twice', { hosts: { public: ['api.example.com', 'api.example.com'] } }, 'LIST_REPEATS'],
  ['a redirect URI with a wildcard', { redirectUris: { shop: ['https://*.example.com/'] } }, 'REDIRECT_URI_INVALID'],
  ['a tenant by domain', { tenantId: 'contoso.onmicrosoft.com' }, 'GUID_INVALID'],
  ['nobody who deploys', { deployers: [] }, 'LIST_EMPTY'],
  ['another tenant called home', { tenants: { home: '99999999-9999-4999-8999-999999999999' } }, 'TENANT_HOME'],
  ['a network that is none', { networks: { office: ['10.0.0.0/33'] } }, 'NETWORK_INVALID'],
  ['an address with a zone', { networks: { office: ['fe80::1%eth0'] } }, 'NETWORK_INVALID'],
  ['an origin with a path', { origins: { shop: ['https://shop.example.com/'] } }, 'ORIGIN_INVALID'],
])('%s is refused', (_, changes, code) => {
  expect(codesOf(() => environment(changes))).toEqual([code]);
});

test.each([
  ['three parts for Enterprise', { version: '3.14.0' }, 'KONG_VERSION'],
  ['four parts for open source', { dialect: 'oidc' as const, version: '3.9.1.0' }, 'KONG_VERSION'],
  ['a release without a schema', { version: '3.11.0.1' }, 'KONG_VERSION'],
  ['no tag of its own', { selectTags: [] }, 'LIST_EMPTY'],
  ['a secret in clear', { redis: { host: 'redis.internal', port: 6379, password: 'hunter2' } }, 'SECRET_LITERAL'],
  [
    'a log token in clear',
    { accessLog: { to: 'http' as const, endpoint: 'https://logs.example.com', headers: { Authorization: 'Bearer abc' } } },
    'SECRET_LITERAL',
  ],
  ['calls told apart by the host header', { applicationCalls: { by: 'header' as const, name: 'Host', value: 'x' } }, 'HEADER_NAME_INVALID'],
  ['proxies everywhere', { trustedProxies: ['0.0.0.0/0'] }, 'NETWORK_INVALID'],
  ['a command with shell characters', { sync: { with: 'deck' as const, command: 'kong-entra; rm -rf /' } }, 'SYNC_COMMAND'],
  [
    "applications on people's host",
    { applicationCalls: { by: 'host' as const, hosts: { public: ['api.example.com'] } } },
    'APPLICATION_HOST',
  ],
])('a gateway with %s is refused', (_, gateway, code) => {
  expect(codesOf(() => environment({ gateway: { ...environmentInput().gateway, ...gateway } }))).toEqual([code]);
});

test.each([
  'https:foo',
  'https:\\\\evil',
  ' https://h/',
  'https://h/a b',
  'https://h/#x y',
  'https:///x',
  'https://h?',
  'https://h/?',
  'https://h/#x',
  'HTTPS://h',
  'https://user@h/',
  'https://h/%zz',
  'https://h:99999/',
  'https://h/../x',
  'https://h//x',
  'https://[::1]/x',
  'https://h.0x1/',
  'http://h/',
  `https://h/${'x'.repeat(1024)}`,
])('an access log is not sent to %j', (endpoint) => {
  expect(
    codesOf(() => environment({ gateway: { ...environmentInput().gateway, accessLog: { to: 'http', endpoint, headers: {} } } })),
  ).toEqual(['URL_INVALID']);
});

test('a leeway beyond five minutes is refused with the range', () => {
  expect(problemsOf(() => environment({ tokens: { leewaySeconds: 301 } }))).toMatchObject([
    { where: 'environment.tokens.leewaySeconds', fix: 'use 0 to 300' },
  ]);
});

test('a field nobody knows is refused', () => {
  expect(codesOf(() => defineEnvironment({ ...environmentInput(), tenant: 'x' } as never))).toEqual(['FIELD_UNKNOWN']);
});

test('consents cannot be requested for a managed identity', () => {
  const model = {
    ...sales,
    clients: [{ key: 'night', name: 'night', kind: 'managed-identity' as const, team: 't', owners: [], managedIdentity: 'night' }],
    grants: [{ caller: 'night', api: 'orders', roles: ['Orders.Read.All'], scopes: [] }],
  };
  const asking = environment({
    consent: 'request-only',
    managedIdentities: { night: { clientId: '00000000-0000-4000-8000-000000000001', objectId: '00000000-0000-4000-8000-000000000002' } },
  });

  expect(checkEnvironment(model, asking).map((problem) => problem.code)).toEqual(['CONSENT_NOT_REQUESTABLE']);
});

test('a token is not handed to an upstream in clear', () => {
  const model = { ...sales, routes: sales.routes.map((route) => ({ ...route, forward: { token: true, headers: {} } })) };

  expect(checkEnvironment(model, environment({ upstreams: { orders: 'http://orders.internal' } })).map((problem) => problem.code)).toEqual([
    'FORWARD_IN_CLEAR',
    'FORWARD_IN_CLEAR',
    'FORWARD_IN_CLEAR',
  ]);
});

test.each([
  [undefined],
  [null],
  [3],
  [[]],
  [{}],
  [{ gateway: 1, hosts: 2, tokens: 'x' }],
  [{ gateway: {}, hosts: { a: 1 }, tokens: { leewaySeconds: '60' } }],
])('an untyped caller who passes %j is told what is wrong', (input) => {
  expect(problemsOf(() => defineEnvironment(input as never)).length).toBeGreaterThan(0);
});

test('two names for one identity are refused: Entra would refuse the second grant', () => {
  const twice = environment({
    groups: { 'order-managers': '00000000-0000-4000-8000-000000000001', other: '00000000-0000-4000-8000-000000000001' },
  });
  const model = {
    ...sales,
    assignments: [
      ...sales.assignments,
      { principal: { kind: 'group' as const, key: 'other', name: 'other' }, api: 'orders', roles: ['Orders.Approve'] },
    ],
  };

  expect(checkEnvironment(model, twice).map((problem) => problem.code)).toEqual(['IDENTITY_DUPLICATE']);
});

test('an identifier URI that another API has by itself in this tenant is refused', () => {
  const [orders] = sales.apis;
  const model = {
    ...sales,
    apis: [...sales.apis, { ...orders, key: 'other', name: 'other', identifierUri: `api://${TENANT}/Orders` }],
  } as typeof sales;

  expect(checkEnvironment(model, environment({ suffix: '-dev' }))).toMatchObject([
    {
      where: 'environment test, identifier URI of other',
      what: `"api://${TENANT}/Orders-dev" is what orders has by itself in this tenant`,
      code: 'NAME_DUPLICATE',
    },
  ]);
  expect(checkEnvironment(model, environment({ tenantId: DEPLOYER }))).toEqual([]);
});

test.each(['https://shop.example.com', 'myapp://auth'])('a page cannot be redirected to %s', (uri) => {
  const model = {
    ...sales,
    clients: [{ key: 'shop', name: 'shop', kind: 'spa' as const, team: 't', owners: [], redirectUris: 'shop' }],
    grants: [],
  };

  expect(checkEnvironment(model, environment({ redirectUris: { shop: [uri] } })).map((problem) => problem.code)).toEqual([
    'REDIRECT_URI_INVALID',
  ]);
});
