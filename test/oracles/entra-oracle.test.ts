import { EntraOracle } from '../support/entra-oracle';

const TENANT = '11111111-1111-4111-8111-111111111111';
const GROUP = '22222222-2222-4222-8222-222222222222';
const IDENTITY = '33333333-3333-4333-8333-333333333333';
const OPTIONS = { tenantId: TENANT };

const ROLES = [
  { id: 'r1', value: 'Orders.Read', display_name: 'x', description: 'x', enabled: true, allowed_member_types: ['Application'] },
  { id: 'r2', value: 'a$${b}', display_name: 'x', description: 'x', enabled: true, allowed_member_types: ['User'] },
];
const RESOURCES = {
  azuread_application: {
    orders: {
      display_name: 'orders',
      api: [
        {
          requested_access_token_version: 2,
          oauth2_permission_scope: [
            { id: 's1', value: 'Orders.Use', enabled: true },
            { id: 's2', value: 'Orders.Own', enabled: true },
          ],
        },
      ],
      app_role: ROLES,
      optional_claims: [{ access_token: [{ name: 'idtyp' }] }],
    },
    job: {
      display_name: 'job',
      required_resource_access: [
        { resource_app_id: '${azuread_application.orders.client_id}', resource_access: [{ id: 'r1', type: 'Role' }] },
      ],
    },
    portal: { display_name: 'portal' },
  },
  azuread_service_principal: {
    orders: { client_id: '${azuread_application.orders.client_id}', app_role_assignment_required: true },
    job: { client_id: '${azuread_application.job.client_id}' },
    portal: { client_id: '${azuread_application.portal.client_id}' },
  },
  azuread_app_role_assignment: {
    job: {
      app_role_id: 'r1',
      principal_object_id: '${azuread_service_principal.job.object_id}',
      resource_object_id: '${azuread_service_principal.orders.object_id}',
    },
    people: { app_role_id: 'r2', principal_object_id: GROUP, resource_object_id: '${azuread_service_principal.orders.object_id}' },
    identity: { app_role_id: 'r1', principal_object_id: IDENTITY, resource_object_id: '${azuread_service_principal.orders.object_id}' },
  },
  azuread_service_principal_delegated_permission_grant: {
    portal: {
      service_principal_object_id: '${azuread_service_principal.portal.object_id}',
      resource_service_principal_object_id: '${azuread_service_principal.orders.object_id}',
      claim_values: ['Orders.Use'],
    },
  },
  azuread_application_pre_authorized: {
    portal: {
      application_id: '${azuread_application.orders.id}',
      authorized_client_id: '${azuread_application.portal.client_id}',
      permission_ids: ['s2'],
    },
  },
};
const OUTPUT = {
  client_ids: {
    value: {
      orders: '${azuread_application.orders.client_id}',
      job: '${azuread_application.job.client_id}',
      portal: '${azuread_application.portal.client_id}',
    },
  },
};

function oracle(resource: object = RESOURCES): EntraOracle {
  return new EntraOracle([{ resource, output: OUTPUT }], { [IDENTITY]: 'identity' });
}

test('grants and pre-authorizations are read as one, by keys and values', () => {
  expect(oracle().grants()).toEqual([
    { caller: 'identity', api: 'orders', roles: ['Orders.Read'], scopes: [] },
    { caller: 'job', api: 'orders', roles: ['Orders.Read'], scopes: [] },
    { caller: 'portal', api: 'orders', roles: [], scopes: ['Orders.Own', 'Orders.Use'] },
  ]);
});

test('positions of people and requests are read', () => {
  expect(oracle().assignments()).toEqual([{ principal: GROUP, api: 'orders', roles: ['a${b}'] }]);
  expect(oracle().requests()).toEqual([{ caller: 'job', api: 'orders', roles: ['r1'], scopes: [] }]);
});

test('an application gets a token with the roles it holds', () => {
  expect(oracle().applicationToken('job', 'orders', OPTIONS)).toMatchObject({
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    aud: oracle().clientIds()['orders'],
    azp: oracle().clientIds()['job'],
    roles: ['Orders.Read'],
    idtyp: 'app',
    tid: TENANT,
  });
});

test('a person gets a token with the scopes of the client and the roles of the person', () => {
  const token = oracle().personToken('portal', 'orders', { objectId: 'ada', groups: [GROUP] }, OPTIONS);

  expect(token).toMatchObject({ scp: 'Orders.Own Orders.Use', roles: ['a${b}'], oid: 'ada' });
  expect(token).not.toHaveProperty('idtyp');
});

test('Entra refuses tokens to the unassigned, without consent, and to other tenants', () => {
  const elsewhere = { ...OPTIONS, callerTenant: GROUP };

  expect(oracle().applicationToken('portal', 'orders', OPTIONS)).toBeNull();
  expect(oracle().personToken('portal', 'orders', { objectId: 'eve' }, OPTIONS)).toBeNull();
  expect(oracle().personToken('job', 'orders', { objectId: 'ada', groups: [GROUP] }, OPTIONS)).toBeNull();
  expect(oracle().applicationToken('job', 'orders', elsewhere)).toBeNull();
});

test('an API without the token version gets tokens the gateway will not know', () => {
  const orders = { ...RESOURCES.azuread_application.orders, api: [] };
  const old = oracle({
    ...RESOURCES,
    azuread_application_pre_authorized: {},
    azuread_application: { ...RESOURCES.azuread_application, orders },
  });

  expect(old.applicationToken('job', 'orders', OPTIONS)).toMatchObject({ iss: `https://sts.windows.net/${TENANT}/`, ver: '1.0' });
  expect(old.problems()).toEqual([expect.stringMatching(/issues tokens of version 1/)]);
});

test.each<[string, object, RegExp]>([
  [
    'a role nobody publishes',
    { azuread_app_role_assignment: { job: { ...RESOURCES.azuread_app_role_assignment.job, app_role_id: 'r9' } } },
    /publishes no role r9/,
  ],
  [
    'a role for people held by a client',
    { azuread_app_role_assignment: { job: { ...RESOURCES.azuread_app_role_assignment.job, app_role_id: 'r2' } } },
    /not for Application/,
  ],
  [
    'a pre-authorized scope nobody publishes',
    { azuread_application_pre_authorized: { portal: { ...RESOURCES.azuread_application_pre_authorized.portal, permission_ids: ['s9'] } } },
    /publishes no scope s9/,
  ],
  [
    'two grants of one pair',
    {
      azuread_service_principal_delegated_permission_grant: {
        a: RESOURCES.azuread_service_principal_delegated_permission_grant.portal,
        b: RESOURCES.azuread_service_principal_delegated_permission_grant.portal,
      },
    },
    /two delegated grants/,
  ],
  [
    'a registration without a service principal',
    {
      azuread_service_principal: { orders: RESOURCES.azuread_service_principal.orders, portal: RESOURCES.azuread_service_principal.portal },
      azuread_app_role_assignment: {},
    },
    /azuread_application\.job has no service principal/,
  ],
])('%s is a problem', (_what, changes, problem) => {
  expect(oracle().problems()).toEqual([]);
  expect(oracle({ ...RESOURCES, ...changes }).problems()).toEqual([expect.stringMatching(problem)]);
});

test('a reference across stacks leads to the same registration', () => {
  const { azuread_app_role_assignment: assignments, ...rest } = RESOURCES;
  const remote = (name: string): string => `\${data.terraform_remote_state.x.outputs.cross-stack-output-${name}}`;
  const output = {
    ...OUTPUT,
    'cross-stack-output-job': { value: '${azuread_service_principal.job.object_id}' },
    'cross-stack-output-orders': { value: '${azuread_service_principal.orders.object_id}' },
  };
  const consents = {
    resource: {
      azuread_app_role_assignment: {
        job: { ...assignments.job, principal_object_id: remote('job'), resource_object_id: remote('orders') },
      },
    },
  };

  expect(new EntraOracle([{ resource: rest, output }, consents]).grants()).toContainEqual({
    caller: 'job',
    api: 'orders',
    roles: ['Orders.Read'],
    scopes: [],
  });
});

test('an expression beyond a plain reference is not interpreted', () => {
  const job = { ...RESOURCES.azuread_app_role_assignment.job, app_role_id: '${azuread_application.orders.app_role_ids["Orders.Read"]}' };

  expect(() => oracle({ ...RESOURCES, azuread_app_role_assignment: { job } }).grants()).toThrow(/not interpreted/);
});
