import { EntraApi } from '../../lib/entra';
import type { ApiModel, EnvironmentModel } from '../../lib/model';
import { azureadProblems } from '../support/terraform-schema';
import { api, deployer, environment, guid, role, scope, tenantId } from './organisation';
import { synthesize, type Arguments, type Synthesized } from './synthesized';

function synthesizeApi(of: ApiModel, to: EnvironmentModel = environment()): Synthesized {
  return synthesize((stack) => new EntraApi(stack, 'Orders', { api: of, environment: to }));
}

function application(of: ApiModel, to?: EnvironmentModel): Arguments {
  return synthesizeApi(of, to).only('azuread_application');
}

test('an API without roles and scopes is an application and a service principal, each setting written out', () => {
  const terraform = synthesizeApi(api('orders'));

  expect(azureadProblems(terraform.json)).toEqual([]);
  expect(terraform.addresses()).toEqual(['azuread_application.orders_03d5e290', 'azuread_service_principal.orders_03d5e290']);
  expect(terraform.only('azuread_application')).toEqual({
    display_name: 'orders-dev',
    identifier_uris: [`api://${tenantId}/orders-dev`],
    prevent_duplicate_names: true,
    sign_in_audience: 'AzureADMyOrg',
    owners: [deployer],
    api: { requested_access_token_version: 2 },
    optional_claims: { access_token: [{ name: 'idtyp' }] },
    lifecycle: { ignore_changes: ['required_resource_access'] },
  });
  expect(terraform.only('azuread_service_principal')).toEqual({
    client_id: '${azuread_application.orders_03d5e290.client_id}',
    owners: [deployer],
    use_existing: true,
    app_role_assignment_required: true,
  });
});

test('roles and scopes have literal ids, and each kind of holder and of consent its own words', () => {
  const roles = [role('orders', 'A'), role('orders', 'B', { for: 'people' }), role('orders', 'C', { for: 'both' })];
  const scopes = [scope('orders', 'S', { displayName: 'See', description: 'See all' }), scope('orders', 'U', { consent: 'users' })];
  const terraform = synthesizeApi(api('orders', { roles, scopes }));

  expect(azureadProblems(terraform.json)).toEqual([]);
  const texts = { display_name: expect.any(String) as unknown, description: expect.any(String) as unknown, enabled: true };
  expect(terraform.only('azuread_application')['app_role']).toEqual([
    { id: roles[0]?.id, value: 'A', allowed_member_types: ['Application'], ...texts },
    { id: roles[1]?.id, value: 'B', allowed_member_types: ['User'], ...texts },
    { id: roles[2]?.id, value: 'C', allowed_member_types: ['Application', 'User'], ...texts },
  ]);
  expect(terraform.only('azuread_application')['api']).toEqual({
    requested_access_token_version: 2,
    oauth2_permission_scope: [
      {
        id: scopes[0]?.id,
        value: 'S',
        type: 'Admin',
        enabled: true,
        admin_consent_display_name: 'See',
        admin_consent_description: 'See all',
      },
      {
        id: scopes[1]?.id,
        value: 'U',
        type: 'User',
        enabled: true,
        admin_consent_display_name: 'U',
        admin_consent_description: 'May U',
        user_consent_display_name: 'U',
        user_consent_description: 'May U',
      },
    ],
  });
});

test('owners are the deployers and the named owners, each once and in a fixed order', () => {
  const to = environment({ deployers: [guid(9), guid(2)], owners: { ada: guid(3), bob: guid(2) } });
  const terraform = synthesizeApi(api('orders', { owners: ['bob', 'ada'] }), to);

  expect(terraform.only('azuread_application')['owners']).toEqual([guid(2), guid(3), guid(9)]);
  expect(terraform.only('azuread_service_principal')['owners']).toEqual([guid(2), guid(3), guid(9)]);
});

test('an API that serves other tenants can be signed in to from any organisation', () => {
  expect(application(api('orders', { tenants: ['home', 'partner'] }))['sign_in_audience']).toBe('AzureADMultipleOrgs');
});

test('an open API lets Entra issue tokens to callers nobody assigned', () => {
  const servicePrincipal = synthesizeApi(api('orders', { open: true })).only('azuread_service_principal');

  expect(servicePrincipal['app_role_assignment_required']).toBe(false);
});

test('an identifier URI of the definition gets the suffix of the environment', () => {
  expect(application(api('orders', { identifierUri: 'api://acme.example/orders' }))['identifier_uris']).toEqual([
    'api://acme.example/orders-dev',
  ]);
});

test('in a protected environment neither application nor service principal can be destroyed', () => {
  const terraform = synthesizeApi(api('orders'), environment({ protected: true }));

  expect(terraform.only('azuread_application')['lifecycle']).toEqual({
    prevent_destroy: true,
    ignore_changes: ['required_resource_access'],
  });
  expect(terraform.only('azuread_service_principal')['lifecycle']).toEqual({ prevent_destroy: true });
});

test('two APIs with one key in one stack are refused', () => {
  const twice = (): unknown =>
    synthesize((stack) => ['One', 'Two'].map((id) => new EntraApi(stack, id, { api: api('orders'), environment: environment() })));

  expect(twice).toThrow('stack "stack" already has a resource azuread_application.orders_03d5e290');
});
