import { checkModel } from '../../lib/model';
import { sales } from '../../examples/sales';

type Model = typeof sales;
const [orders] = sales.apis;
const [invoicing] = sales.clients;
const [list] = sales.routes;
if (orders === undefined || invoicing === undefined || list === undefined) throw new Error('the example has lost its parts');

const many = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const role = (index: number): Model['apis'][number]['roles'][number] => ({
  key: `r${index}`,
  value: `r${index}`,
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  for: 'applications',
  displayName: 'r',
  description: 'r',
});

/** Models read from a file that was written or changed by other means than the define functions. */
const WRONG: readonly (readonly [string, Partial<Model>, string])[] = [
  ['a grant of an API nobody lists', { grants: [{ caller: 'invoicing', api: 'nowhere', roles: ['x'], scopes: [] }] }, 'GRANT_UNKNOWN_API'],
  [
    'a grant of an unknown scope',
    {
      clients: [{ ...invoicing, kind: 'web', redirectUris: 'x' }],
      grants: [{ caller: 'invoicing', api: 'orders', roles: [], scopes: ['x'] }],
    },
    'GRANT_UNKNOWN_SCOPE',
  ],
  ['two grants of one pair', { grants: [...sales.grants, ...sales.grants] }, 'PAIR_DUPLICATE'],
  [
    'an assignment to an API nobody lists',
    { assignments: [...sales.assignments, { principal: { kind: 'group', key: 'g', name: 'g' }, api: 'nowhere', roles: [] }] },
    'ASSIGN_UNKNOWN_API',
  ],
  [
    'one group under two names',
    {
      apis: [orders, { ...orders, key: 'other', name: 'other' }],
      assignments: [...sales.assignments, { principal: { kind: 'group', key: 'order-managers', name: 'others' }, api: 'other', roles: [] }],
    },
    'PRINCIPAL_CONFLICT',
  ],
  ['a route of an API nobody lists', { routes: [{ ...list, api: 'nowhere' }] }, 'ROUTE_UNKNOWN_API'],
  ['a route declared twice', { routes: [list, list] }, 'ROUTE_DUPLICATE'],
  ['a daemon with redirect URIs', { clients: [{ ...invoicing, redirectUris: 'x' }] }, 'CLIENT_KIND'],
  ['a managed identity without a name', { clients: [{ ...invoicing, kind: 'managed-identity' }] }, 'CLIENT_KIND'],
  ['more roles than a manifest holds', { apis: [{ ...orders, roles: [...orders.roles, ...many(1200).map(role)] }] }, 'LIMIT_EXCEEDED'],
  [
    'more permissions than a client can ask for',
    {
      apis: [{ ...orders, roles: [...orders.roles, ...many(500).map(role)] }],
      grants: [{ caller: 'invoicing', api: 'orders', roles: many(500).map((index) => `r${index}`), scopes: [] }],
    },
    'LIMIT_EXCEEDED',
  ],
  ['an access log that cannot name people', { observability: { ...sales.observability, accessLog: true } }, 'ACCESS_LOG_IDENTITY'],
  [
    'an identity header that means two things',
    {
      routes: sales.routes.map((route, index) => ({
        ...route,
        forward: { token: false, headers: { 'X-Who': index === 0 ? 'client-id' : 'object-id' } },
      })),
    },
    'ROUTE_HEADERS',
  ],
  [
    'eight headers to match',
    { routes: [{ ...list, headers: Object.fromEntries(many(8).map((index) => [`X-H${index}`, ['1']])) }] },
    'ROUTE_HEADERS',
  ],
  ['the host among the headers to match', { routes: [{ ...list, headers: { Host: ['x'] } }] }, 'ROUTE_HEADERS'],
  [
    'an identifier URI with a slash at the end',
    { apis: [{ ...orders, identifierUri: 'api://x.example/orders/' }] },
    'IDENTIFIER_URI_INVALID',
  ],
  ['a header value that would be a regular expression', { routes: [{ ...list, headers: { 'X-Kind': ['~*.*'] } }] }, 'HEADER_VALUE_INVALID'],
];

test.each(WRONG)('%s is refused', (_, changes, code) => {
  expect([...new Set(checkModel({ ...sales, ...changes }).map((problem) => problem.code))]).toEqual([code]);
});

test('the example itself is not', () => {
  expect(checkModel(sales)).toEqual([]);
});
