import { Testing } from 'cdktf';
import { EntraAccess } from '../../lib/entra';
import { DEFAULT_ROLE_ID, type AccessModel, type EnvironmentModel } from '../../lib/model';
import { azureadProblems } from '../support/terraform-schema';
import { api, client, environment, grant, guid, model, organisation, role, scope } from './organisation';
import { readStack, synthesizeAccess, tenantStack, type Arguments, type Synthesized } from './synthesized';

const CONSENTS = [
  'azuread_app_role_assignment',
  'azuread_service_principal_delegated_permission_grant',
  'azuread_application_pre_authorized',
];

const orders = api('orders', {
  team: 'sales',
  roles: [role('orders', 'Orders.Read.All', { id: guid(21) })],
  scopes: [scope('orders', 'Orders.Use', { id: guid(31) }), scope('orders', 'Orders.See', { id: guid(30) })],
});

function synthesizeGrants(of: Partial<AccessModel>, to: EnvironmentModel = environment()): Synthesized {
  return synthesizeAccess(model({ apis: [orders], ...of }), to);
}

function consents(terraform: Synthesized): readonly Arguments[] {
  return CONSENTS.flatMap((type) => Object.values(terraform.all(type)));
}

test('a granted role is assigned to the service principal of the caller', () => {
  const terraform = synthesizeGrants({
    clients: [client('invoicing')],
    grants: [grant('invoicing', 'orders', { roles: ['Orders.Read.All'] })],
  });

  expect(consents(terraform)).toEqual([
    {
      app_role_id: guid(21),
      principal_object_id: '${azuread_service_principal.invoicing_fee27cc4.object_id}',
      resource_object_id: '${azuread_service_principal.orders_03d5e290.object_id}',
    },
  ]);
});

test('all scopes a client of another team is granted are one consent, by value and sorted', () => {
  const terraform = synthesizeGrants({
    clients: [client('shop', { kind: 'spa', team: 'web', redirectUris: 'shop' })],
    grants: [grant('shop', 'orders', { scopes: ['Orders.Use', 'Orders.See'] })],
  });

  expect(consents(terraform)).toEqual([
    {
      claim_values: ['Orders.See', 'Orders.Use'],
      service_principal_object_id: '${azuread_service_principal.shop_371f46e3.object_id}',
      resource_service_principal_object_id: '${azuread_service_principal.orders_03d5e290.object_id}',
    },
  ]);
});

const sameTeam = {
  clients: [client('shop', { kind: 'spa', team: 'sales', redirectUris: 'shop' })],
  grants: [grant('shop', 'orders', { scopes: ['Orders.Use', 'Orders.See'] })],
} as const;

test("a client of the API's own team is pre-authorized instead, and again whenever the set of scopes changes", () => {
  const terraform = synthesizeGrants(sameTeam);

  expect(consents(terraform)).toEqual([
    {
      application_id: '${azuread_application.orders_03d5e290.id}',
      authorized_client_id: '${azuread_application.shop_371f46e3.client_id}',
      permission_ids: [guid(30), guid(31)],
      lifecycle: { replace_triggered_by: ['terraform_data.orders_88b5739c'] },
    },
  ]);
  expect(terraform.all('terraform_data')['orders_88b5739c']).toEqual({ input: { scope_ids: `${guid(30)} ${guid(31)}` } });
});

test("another API of the API's own team is granted, not pre-authorized", () => {
  const terraform = synthesizeAccess(
    model({ apis: [orders, api('basket', { team: 'sales' })], grants: [grant('basket', 'orders', { scopes: ['Orders.Use'] })] }),
  );

  expect(Object.keys(terraform.all('azuread_service_principal_delegated_permission_grant'))).toHaveLength(1);
  expect(terraform.all('azuread_application_pre_authorized')).toEqual({});
});

test('where consent is only requested there is no consent and no assignment, but every request', () => {
  const terraform = synthesizeAccess(organisation, environment({ consent: 'request-only' }));

  expect(consents(terraform)).toEqual([]);
  expect(Object.keys(terraform.all('azuread_application_api_access'))).toHaveLength(2);
  expect(Object.values(terraform.all('azuread_application')).filter((found) => found['required_resource_access'])).toHaveLength(4);
  expect(terraform.json['data']).toBeUndefined();
});

test('in a stack of their own, consents are complete, pre-authorize nobody and leave none behind', () => {
  const app = Testing.app({ stackTraces: false });
  const [identities, other] = [tenantStack(app, 'identities'), tenantStack(app, 'consents')];

  new EntraAccess(identities, 'Entra', { model: organisation, environment: environment({ consent: 'separate-stack' }), consents: other });
  identities.prepareStack();
  const moved = readStack(other);

  expect(consents(readStack(identities))).toEqual([]);
  expect(Object.keys(moved.all('azuread_app_role_assignment'))).toHaveLength(10);
  expect(Object.keys(moved.all('azuread_service_principal_delegated_permission_grant'))).toHaveLength(5);
  expect(moved.all('azuread_application_pre_authorized')).toEqual({});
  expect(azureadProblems(moved.json)).toEqual([]);
});

test('a stack of its own for consents has to be handed in', () => {
  expect(() => synthesizeAccess(organisation, environment({ consent: 'separate-stack' }))).toThrow(
    'consent mode "separate-stack" needs the stack that gets the consents',
  );
});

test('a managed identity and an external client hold roles by the object ids of the environment, and nothing is registered for them', () => {
  const terraform = synthesizeGrants({
    clients: [client('nightly', { kind: 'managed-identity', managedIdentity: 'nightly-job' })],
    externalClients: [{ key: 'partner', name: 'partner' }],
    grants: [grant('nightly', 'orders', { roles: ['Orders.Read.All'] }), grant('partner', 'orders', { roles: ['Orders.Read.All'] })],
  });

  expect(consents(terraform).map((found) => found['principal_object_id'])).toEqual([guid(8), guid(10)]);
  expect(Object.keys(terraform.all('azuread_application'))).toEqual(['orders_03d5e290']);
});

test('groups and people hold roles, or are assigned to the API as such', () => {
  const terraform = synthesizeGrants({
    assignments: [
      { principal: { kind: 'group', key: 'managers', name: 'order-managers' }, api: 'orders', roles: ['Orders.Read.All'] },
      { principal: { kind: 'person', key: 'grace', name: 'grace' }, api: 'orders', roles: [] },
    ],
  });

  const resource_object_id = '${azuread_service_principal.orders_03d5e290.object_id}';
  expect(consents(terraform)).toEqual([
    { app_role_id: guid(21), principal_object_id: guid(4), resource_object_id },
    { app_role_id: DEFAULT_ROLE_ID, principal_object_id: guid(5), resource_object_id },
  ]);
});

const graph = {
  key: 'graph',
  name: 'Microsoft Graph',
  clientId: guid(13),
  roles: [role('graph', 'User.Read.All')],
  scopes: [scope('graph', 'User.Read')],
};

test("Microsoft Graph's service principal is looked up once, by client id", () => {
  const terraform = synthesizeGrants({
    externalApis: [graph],
    clients: [client('one'), client('two', { kind: 'web', redirectUris: 'portal' })],
    grants: [grant('one', 'graph', { roles: ['User.Read.All'] }), grant('two', 'graph', { scopes: ['User.Read'] })],
  });

  expect(azureadProblems(terraform.json)).toEqual([]);
  expect(terraform.addresses().filter((address) => address.startsWith('data.'))).toEqual(['data.azuread_service_principal.graph_ff8ce9e7']);
  expect(terraform.only('azuread_app_role_assignment')['resource_object_id']).toBe(
    '${data.azuread_service_principal.graph_ff8ce9e7.object_id}',
  );
});

test('an external API that is known and not granted is not looked up', () => {
  expect(synthesizeGrants({ externalApis: [graph] }).json['data']).toBeUndefined();
});

test('an API registered elsewhere is what the environment says', () => {
  const terraform = synthesizeGrants({
    externalApis: [{ key: 'ledger', name: 'ledger', roles: [role('ledger', 'Ledger.Write')], scopes: [] }],
    clients: [client('invoicing')],
    grants: [grant('invoicing', 'ledger', { roles: ['Ledger.Write'] })],
  });

  expect(terraform.only('azuread_app_role_assignment')['resource_object_id']).toBe(guid(12));
  expect(terraform.all('azuread_application')['invoicing_fee27cc4']).toMatchObject({
    required_resource_access: [{ resource_app_id: guid(11) }],
  });
});
