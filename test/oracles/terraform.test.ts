import { testWith } from '../support/required';
import { standIn, terraformAvailable, TerraformFolder } from '../support/terraform';

const STACK = {
  terraform: {
    backend: { local: { path: 'elsewhere.tfstate' } },
    required_providers: { azuread: { source: 'hashicorp/azuread', version: '3.7.0' } },
  },
  provider: { azuread: [{ tenant_id: 'home' }] },
  data: { azuread_service_principal: { graph: { client_id: '00000003-0000-0000-c000-000000000000' } } },
  resource: {
    azuread_application: {
      orders: {
        display_name: 'orders $${azuread_application.x.client_id}',
        app_role: [{ id: 'r1', value: 'Orders.Read' }],
        lifecycle: { ignore_changes: ['required_resource_access'] },
      },
      portal: {
        display_name: 'portal',
        required_resource_access: [
          { resource_app_id: '${azuread_application.orders.client_id}', resource_access: [{ id: 'r1', type: 'Role' }] },
        ],
      },
    },
    azuread_service_principal: {
      orders: { client_id: '${azuread_application.orders.client_id}' },
      portal: { client_id: '${azuread_application.portal.client_id}' },
    },
    azuread_app_role_assignment: {
      portal: {
        app_role_id: 'r1',
        principal_object_id: '${azuread_service_principal.portal.object_id}',
        resource_object_id: '${data.azuread_service_principal.graph.object_id}',
        depends_on: ['azuread_application.orders'],
        lifecycle: { replace_triggered_by: ['terraform_data.scopes'] },
      },
    },
    terraform_data: {
      scopes: { input: { ids: 'r1' } },
      gateway: {
        triggers_replace: {
          apis: { orders: '{"a":"@@client_id:orders@@"}' },
          client_ids: { orders: '${azuread_application.orders.client_id}' },
        },
        lifecycle: { replace_triggered_by: ['azuread_service_principal.orders'] },
      },
    },
  },
  output: {
    client_ids: { value: { orders: '${azuread_application.orders.client_id}', sp: '${azuread_service_principal.orders.client_id}' } },
  },
};

test('every azuread block becomes a stand-in, references and bare references follow, escaped text does not', () => {
  const { resource, data, provider, terraform } = standIn(STACK) as {
    resource: { terraform_data: Record<string, Record<string, unknown>> };
    data?: unknown;
    provider?: unknown;
    terraform: object;
  };

  expect([data, provider]).toEqual([undefined, undefined]);
  expect(terraform).toMatchObject({ required_providers: {} });
  expect(Object.keys(resource)).toEqual(['terraform_data']);
  expect(resource.terraform_data['azuread_application__orders']).toEqual({
    input: { display_name: 'orders $${azuread_application.x.client_id}', app_role: [{ id: 'r1', value: 'Orders.Read' }] },
  });
  expect(resource.terraform_data['azuread_app_role_assignment__portal']).toMatchObject({
    depends_on: ['terraform_data.azuread_application__orders'],
    lifecycle: { replace_triggered_by: ['terraform_data.scopes'] },
    triggers_replace: {
      app_role_id: 'r1',
      principal_object_id: '${terraform_data.azuread_service_principal__portal.id}',
      resource_object_id: expect.stringMatching(/^\$\{"[0-9a-f-]{36}"\}$/),
    },
  });
  expect(resource.terraform_data['gateway']).toMatchObject({
    lifecycle: { replace_triggered_by: ['terraform_data.azuread_service_principal__orders'] },
    triggers_replace: { client_ids: { orders: '${terraform_data.azuread_application__orders.id}' } },
  });
});

testWith('terraform', terraformAvailable())(
  'real terraform applies it; an update keeps the ids, a replacement changes them',
  () => {
    const folder = new TerraformFolder(standIn(STACK)).init();
    const changed = JSON.parse(JSON.stringify(STACK).replace('"value":"Orders.Read"', '"value":"Orders.Read.All"')) as typeof STACK;
    const replaced = {
      ...STACK,
      resource: {
        ...STACK.resource,
        azuread_application: {
          ...STACK.resource.azuread_application,
          orders: { ...STACK.resource.azuread_application.orders, template_id: 'x' },
        },
      },
    };

    expect(folder.plan().text).toContain('(known after apply)');
    folder.apply();
    const ids = folder.outputs()['client_ids'] as Readonly<Record<string, string>>;
    expect(ids['sp']).toBe(ids['orders']);
    expect(folder.plan().changes).toEqual({});

    folder.write(standIn(changed));
    expect(folder.plan().changes).toEqual({ 'terraform_data.azuread_application__orders': ['update'] });

    folder.write(standIn(replaced));
    const { changes } = folder.plan();
    expect(changes['terraform_data.azuread_application__orders']).toEqual(['delete', 'create']);
    expect(changes['terraform_data.gateway']).toEqual(['delete', 'create']);
    expect(changes['terraform_data.azuread_app_role_assignment__portal']).toBeUndefined();
    folder.remove();
  },
  60_000,
);

testWith('terraform', terraformAvailable())(
  'what terraform refuses is thrown in its words',
  () => {
    const folder = new TerraformFolder({ output: { x: { value: '${nothing.there.id}' } } }).init();

    expect(() => folder.plan()).toThrow(/Reference to undeclared resource/);
    folder.remove();
  },
  60_000,
);
