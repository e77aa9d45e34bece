import { bind, defineAccess, defineApi, defineEnvironment, defineRoutes, renderGateway, toDocument } from '../../lib';
import { call } from '../support/gateway-oracle';
import { environmentInput, guid } from '../support/organisation';
import { problemsOf } from '../support/problems';

const ORIGIN = 'https://portal.example.com';
const orders = defineApi({ name: 'orders', team: 'sales', roles: { 'Orders.Read': { for: 'applications', description: 'Read orders' } } });
const environment = defineEnvironment(
  environmentInput({
    hosts: { public: 'api.example.com', everywhere: ['api.example.com', 'other.example.com'] },
    origins: { web: [ORIGIN] },
  }),
);

/** Whether pages may ask for a route without CORS that a more general one with CORS covers; undefined when that is refused. */
function answered(host: string): boolean | undefined {
  const model = defineAccess({
    apis: [orders],
    routes: defineRoutes(
      orders,
      { host: 'public', allow: [{ roles: ['Orders.Read'] }] },
      {
        read: { methods: ['GET'], path: '/orders/{id}', cors: { origins: 'web' } },
        secret: { methods: ['GET'], path: '/orders/secret', host },
      },
    ),
  });
  if (problemsOf(() => renderGateway(model, environment)).length > 0) return undefined;
  const { document } = bind(toDocument(renderGateway(model, environment), 'deck'), { orders: guid(1) });
  const headers = [
    ['Origin', ORIGIN],
    ['Access-Control-Request-Method', 'GET'],
  ] as const;
  return (
    call(document, { method: 'OPTIONS', host: 'api.example.com', path: '/orders/secret', headers }, null, {
      flavor: 'traditional_compatible',
    }).status === 200
  );
}

test('a route without CORS answers no preflight, though a general one on the same hosts does', () => {
  expect(answered('public')).toBe(false);
});

test('a route without CORS answers no preflight, though a general one on hosts of another name does', () => {
  expect(answered('everywhere') ?? false).toBe(false);
});
