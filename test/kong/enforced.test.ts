import { defineAccess, defineApi, defineRoutes, type AccessModel } from '../../lib';
import { environment, GATEWAY } from '../support/organisation';
import { codesOf } from '../support/problems';
import { rendered } from '../support/rendered';
import { renderGateway } from '../../lib';

const orders = defineApi({
  name: 'orders',
  team: 'sales',
  open: true,
  tenants: ['home', 'partner'],
  roles: {
    'Orders.Read': { for: 'applications', description: 'Read' },
    'Orders.Write': { for: 'applications', description: 'Write' },
  },
  scopes: { 'Orders.Use': { consent: 'admin', description: 'Use' } },
});
type Allow = readonly { readonly roles?: readonly ('Orders.Read' | 'Orders.Write')[]; readonly scopes?: readonly 'Orders.Use'[] }[];

function model(allow: Allow, tenants: readonly string[] = []): AccessModel {
  const api = { ...orders, tenants } as typeof orders;
  return defineAccess({
    apis: [api],
    routes: defineRoutes(api, { host: 'public', allow }, { list: { methods: ['GET'], path: '/orders' } }),
  });
}

const inOpenSource = environment({
  groups: {},
  gateway: { ...GATEWAY, dialect: 'oidc', version: '3.9.1' },
  tenants: { partner: '44444444-4444-4444-8444-444444444444' },
});

test.each<[string, AccessModel, readonly string[]]>([
  ['a role', model([{ roles: ['Orders.Read'] }]), []],
  ['a scope', model([{ scopes: ['Orders.Use'] }]), ['DIALECT_CANNOT']],
  ['two roles at once', model([{ roles: ['Orders.Read', 'Orders.Write'] }]), ['DIALECT_CANNOT']],
  ['other tenants', model([{ roles: ['Orders.Read'] }], ['partner']), ['DIALECT_CANNOT']],
])('the dialect of open-source Kong renders what it can check, and refuses the rest: %s', (_, definition, codes) => {
  expect(codesOf(() => renderGateway(definition, inOpenSource))).toEqual(codes);
});

test('applications that are told apart by a header have doors that ask for it', () => {
  const byHeader = environment({ groups: {}, gateway: { ...GATEWAY, applicationCalls: { by: 'header', name: 'X-Caller', value: 'app' } } });
  const { routes } = rendered(model([{ roles: ['Orders.Read'] }, { scopes: ['Orders.Use'] }]), byHeader);

  expect(Object.entries(routes).map(([name, route]) => [name, route['headers']])).toEqual([
    ['orders.list', undefined],
    ['orders.list.applications', { 'X-Caller': ['app'] }],
  ]);
});
