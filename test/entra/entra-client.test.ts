import { EntraClient, type RegisteredClient } from '../../lib/entra';
import { azureadProblems } from '../support/terraform-schema';
import { api, client, deployer, environment, grant, guid, model, organisation, role, scope } from './organisation';
import { synthesize, synthesizeAccess, type Arguments, type Synthesized } from './synthesized';

function synthesizeClient(of: Partial<RegisteredClient>, to = environment()): Synthesized {
  const registered = { ...client('caller'), ...of } as RegisteredClient;
  return synthesize((stack) => new EntraClient(stack, 'Caller', { client: registered, environment: to, requests: [] }));
}

function application(of: Partial<RegisteredClient>): Arguments {
  const terraform = synthesizeClient(of);
  expect(azureadProblems(terraform.json)).toEqual([]);
  return terraform.only('azuread_application');
}

const everywhere = {
  display_name: 'caller-dev',
  prevent_duplicate_names: true,
  sign_in_audience: 'AzureADMyOrg',
  owners: [deployer],
  api: { requested_access_token_version: 2 },
};
const implicit_grant = { access_token_issuance_enabled: false, id_token_issuance_enabled: false };

test('a daemon has no redirect URIs', () => {
  expect(application({ kind: 'daemon' })).toEqual({ ...everywhere, fallback_public_client_enabled: false });
});

test('a web client has web redirect URIs and no implicit grant', () => {
  expect(application({ kind: 'web', redirectUris: 'portal' })).toEqual({
    ...everywhere,
    fallback_public_client_enabled: false,
    web: { redirect_uris: ['https://portal.example/cb'], implicit_grant },
  });
});

test('a single-page client has redirect URIs of its platform and no implicit grant', () => {
  expect(application({ kind: 'spa', redirectUris: 'shop' })).toEqual({
    ...everywhere,
    fallback_public_client_enabled: false,
    single_page_application: { redirect_uris: ['https://shop.example/', 'https://shop.example/cb'] },
    web: { implicit_grant },
  });
});

test('a native client redirects to its own scheme, and flows without redirect stay closed', () => {
  expect(application({ kind: 'native', redirectUris: 'till' })).toEqual({
    ...everywhere,
    fallback_public_client_enabled: false,
    public_client: { redirect_uris: ['till://auth'] },
    web: { implicit_grant },
  });
});

test('the service principal of a client can be found again and is owned by the deployer', () => {
  expect(synthesizeClient({}).only('azuread_service_principal')).toEqual({
    client_id: '${azuread_application.caller_3d15ff05.client_id}',
    owners: [deployer],
    use_existing: true,
  });
});

test('in a protected environment neither application nor service principal can be destroyed', () => {
  const terraform = synthesizeClient({}, environment({ protected: true }));

  expect(terraform.only('azuread_application')['lifecycle']).toEqual({ prevent_destroy: true });
  expect(terraform.only('azuread_service_principal')['lifecycle']).toEqual({ prevent_destroy: true });
});

test('a client requests each API once, roles before scopes and each sorted by id', () => {
  const roles = [role('orders', 'A', { id: guid(22) }), role('orders', 'B', { id: guid(21) })];
  const scopes = [scope('orders', 'S', { id: guid(12) }), scope('orders', 'T', { id: guid(11) })];
  const terraform = synthesizeAccess(
    model({
      apis: [api('orders', { roles, scopes })],
      externalApis: [{ key: 'ledger', name: 'ledger', roles: [role('ledger', 'W', { id: guid(30) })], scopes: [] }],
      clients: [client('caller', { kind: 'web', redirectUris: 'portal' })],
      grants: [grant('caller', 'orders', { roles: ['A', 'B'], scopes: ['S', 'T'] }), grant('caller', 'ledger', { roles: ['W'] })],
    }),
  );

  expect(azureadProblems(terraform.json)).toEqual([]);
  expect(Object.values(terraform.all('azuread_application')).flatMap((found) => found['required_resource_access'] ?? [])).toEqual([
    { resource_app_id: guid(11), resource_access: [{ id: guid(30), type: 'Role' }] },
    {
      resource_app_id: '${azuread_application.orders_03d5e290.client_id}',
      resource_access: [
        { id: guid(21), type: 'Role' },
        { id: guid(22), type: 'Role' },
        { id: guid(11), type: 'Scope' },
        { id: guid(12), type: 'Scope' },
      ],
    },
  ]);
});

test('an API asks through resources of its own, never through its application', () => {
  const terraform = synthesizeAccess(organisation);

  expect(terraform.all('azuread_application')['orders_03d5e290']).not.toHaveProperty('required_resource_access');
  expect(terraform.all('azuread_application_api_access')['orders_stock_8a83a8f4']).toEqual({
    application_id: '${azuread_application.orders_03d5e290.id}',
    api_client_id: '${azuread_application.stock_989aac03.client_id}',
    role_ids: organisation.apis[1]?.roles.map(({ id }) => id),
    scope_ids: organisation.apis[1]?.scopes.map(({ id }) => id),
  });
});
