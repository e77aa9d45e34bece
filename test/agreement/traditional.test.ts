import { assign, bind, defineAccess, defineApi, defineEnvironment, defineRoutes, group, renderGateway, toDocument } from '../../lib';
import { call, DEFAULT_NOW, ROUTINGS } from '../support/gateway-oracle';
import { environmentInput, GATEWAY, guid, TENANT } from '../support/organisation';
import { problemsOf } from '../support/problems';

const orders = defineApi({ name: 'orders', team: 'sales', roles: { 'Orders.Read': { for: 'applications', description: 'Read orders' } } });
const model = defineAccess({
  apis: [orders],
  assignments: [assign(group('order-managers'), orders)],
  routes: defineRoutes(
    orders,
    { host: 'public', allow: [{ roles: ['Orders.Read'] }] },
    {
      secret: { methods: ['GET'], path: '/orders/secret', allow: [] },
      read: { methods: ['GET'], path: '/orders/{id}' },
      change: { methods: ['PUT'], path: '/orders/{id}', headers: { 'X-Version': ['2'] } },
    },
  ),
});
const claims = {
  iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  aud: guid(1),
  azp: guid(5),
  oid: guid(6),
  sub: guid(6),
  tid: TENANT,
  iat: DEFAULT_NOW,
  nbf: DEFAULT_NOW,
  exp: DEFAULT_NOW + 60,
  roles: ['Orders.Read'],
};

/** Statuses a caller with the role for the general route gets at the special one, in every way a flavor may choose. */
function statusesAtSecret(flavor: keyof typeof ROUTINGS): readonly number[] {
  const environment = defineEnvironment(environmentInput({ gateway: { ...GATEWAY, flavor } }));
  if (problemsOf(() => renderGateway(model, environment)).length > 0) return [];
  const { document } = bind(toDocument(renderGateway(model, environment), 'deck'), { orders: guid(1) });
  const request = { method: 'GET', host: 'api.example.com', path: '/orders/secret', clientIp: '10.1.2.3' };
  return ROUTINGS[flavor].map(
    (routing) => call(document, request, { signature: 'good', claims }, { ...routing, version: GATEWAY.version }).status,
  );
}

test.each(['traditional_compatible', 'expressions'] as const)(
  'a route for nobody is not opened by a general one in %s, where another method wants headers',
  (flavor) => {
    expect(statusesAtSecret(flavor)).toEqual([403, 403, 403]);
  },
);

// The router looks for the expression with the most headers first, and then tries only routes of that very text.
test('a route for nobody is not opened by a general one in traditional, where another method wants headers', () => {
  expect(statusesAtSecret('traditional').filter((status) => status !== 403)).toEqual([]);
});
