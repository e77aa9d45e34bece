import { bind, defineAccess, defineApi, defineClient, defineRoutes, grant, renderGateway, toDocument } from '../../lib';
import { gatewayOf } from '../../lib/access';
import { Checker } from '../../lib/access/policy/check';
import { namesOf } from '../../lib/access/policy/names';
import { type Expectation } from '../../lib/access/policy/policy';
import { PresentedTokens } from '../../lib/access/policy/presented';
import { readPolicy } from '../../lib/access/policy/read';
import { PolicyReader } from '../../lib/access/policy/reader';
import { Targets } from '../../lib/access/policy/target';
import { environment, TENANT } from '../support/organisation';

const orders = defineApi({
  name: 'orders',
  team: 'sales',
  roles: {
    'Orders.Read.All': { for: 'applications', description: 'Read' },
    'Orders.Write.All': { for: 'applications', description: 'Write' },
  },
  open: true,
});
const [reader, writer, idle] = ['reader', 'writer', 'idle'].map((name) => defineClient({ name, kind: 'daemon', team: 'sales' }));
if (reader === undefined || writer === undefined || idle === undefined) throw new Error('there are three clients');

const model = defineAccess({
  apis: [orders],
  clients: [reader, writer, idle],
  grants: [grant(reader, orders, { roles: ['Orders.Read.All'] }), grant(writer, orders, { roles: ['Orders.Write.All'] })],
  routes: defineRoutes(
    orders,
    { host: 'public', allow: [{ roles: ['Orders.Read.All'] }] },
    {
      list: { methods: ['GET', 'HEAD'], path: '/orders' },
      below: { methods: ['GET'], path: '/orders/**' },
      any: { path: '/any' },
      marked: { methods: ['GET'], path: '/marked', headers: { 'X-Kind': ['one', 'two'] } },
    },
  ),
});
const deployment = {
  model,
  environment: environment({ groups: {}, gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['t'] } }),
};
const tokens = new PresentedTokens(deployment);

/** What does not hold where routes that nobody declared stand beside those of the definition. */
function failures(foreign: readonly object[], expectation: Expectation): readonly string[] {
  const { document } = bind(toDocument(renderGateway(model, deployment.environment), 'deck'), {
    orders: tokens.issuer.clientIdOf('orders'),
  });
  const content = {
    ...document,
    services: [...(document['services'] as readonly object[]), { name: 'legacy', host: 'legacy.internal', routes: foreign }],
  };
  const gateway = gatewayOf(content, { flavor: 'traditional_compatible', version: '3.14.0.1', dialect: 'openid-connect' });
  const checker = new Checker(gateway, tokens, new Targets(deployment, gateway, (api) => tokens.issuer.clientIdOf(api)));
  const policyReader = new PolicyReader(namesOf(model));
  const [checked] = readPolicy({ file: 'policy', policy: { formatVersion: 1, expectations: [expectation] } }, policyReader);
  if (checked === undefined) throw new Error(JSON.stringify(policyReader.problems));
  return checker.check(checked).failures.map(({ caller, expected, found }) => `${caller ?? 'it'} ${expected}, but ${found}`);
}

const route = (changes: object): object => ({
  id: '00000000-0000-4000-8000-000000000001',
  name: 'legacy.orders',
  hosts: ['api.example.com'],
  paths: ['~/orders$'],
  regex_priority: 5_000,
  ...changes,
});
const signedIn = (config: object): object => ({
  plugins: [
    { name: 'openid-connect', config: { issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`, auth_methods: ['bearer'], ...config } },
  ],
});

test('beside a foreign route that takes nothing of it a route is called by whom it is meant for', () => {
  expect(failures([route({ paths: ['/other'] })], { route: 'orders.list', callers: ['reader'] })).toEqual([]);
});

test('a foreign route that takes one of the methods of a route, and lets everybody in, is a way in', () => {
  expect(failures([route({ methods: ['HEAD'] })], { route: 'orders.list', callers: ['reader'] })).toEqual([
    '* anonymous may not, but gets in',
  ]);
});

test('a foreign route that takes one of the methods of a route, and lets nobody in, keeps those out who may', () => {
  const closed = { methods: ['HEAD'], plugins: [{ name: 'request-termination', config: { status_code: 403 } }] };

  expect(failures([route(closed)], { route: 'orders.list', callers: ['reader'] })).toEqual([
    'reader may, but gets in with some requests, and is refused with 403 with others',
  ]);
  expect(failures([route(closed)], { route: 'orders.list', mayNot: ['writer'] })).toEqual([]);
});

test('a foreign route that takes one depth of a route is found', () => {
  expect(failures([route({ paths: ['~/orders/[^/]+$'] })], { route: 'orders.below', callers: ['reader'] })).toEqual([
    '* anonymous may not, but gets in',
  ]);
});

test.each([
  ['one of the methods of a route of every method', 'orders.any', { paths: ['~/any$'], methods: ['DELETE'] }],
  ['all methods but one that is named', 'orders.any', { paths: ['~/any$'], methods: ['PROPFIND'] }],
  ['one of the headers of a route', 'orders.marked', { paths: ['~/marked$'], headers: { 'X-Kind': ['two'] } }],
])('a foreign route that takes %s is found', (_, name, changes) => {
  expect(failures([], { route: name, callers: ['reader'] })).toEqual([]);
  expect(failures([route(changes)], { route: name, callers: ['reader'] })).toEqual(['* anonymous may not, but gets in']);
});

test('a foreign route of which nothing can be told is a way in', () => {
  const unknown = { plugins: [{ name: 'key-auth', config: {} }] };

  expect(failures([route(unknown)], { request: 'GET https://api.example.com/orders', callers: [] })).toEqual([
    '* anonymous may not, but is not known to be kept out, which counts as a way in',
  ]);
});

test('a foreign route that takes any token of the tenant is one for every caller', () => {
  const any = { audience_required: [], scopes_required: [], issuers_allowed: [`https://login.microsoftonline.com/${TENANT}/v2.0`] };
  const all = [{ openSet: 'any-application' as const }, 'reader', 'writer'];

  expect(failures([route(signedIn(any))], { request: 'GET https://api.example.com/orders', callers: all })).toEqual([]);
  expect(failures([route(signedIn(any))], { request: 'GET https://api.example.com/orders', callers: [...all, 'idle'] })).toEqual([
    'idle may, and nobody listed covers it, but gets in as * any-application does',
  ]);
});

test('that a foreign route takes a request is said', () => {
  expect(
    failures([route({})], { request: 'GET https://api.example.com/orders', route: 'orders.list', callers: [{ openSet: 'anonymous' }] }),
  ).toEqual(['it must be taken by orders.list, but is taken by the Kong route legacy.orders, which the definition does not declare']);
});
