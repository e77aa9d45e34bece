import { azureadProblems } from '../support/terraform-schema';

const application = {
  display_name: 'orders',
  description: 'an attribute that is called description',
  identifier_uris: ['api://x/orders'],
  owners: ['a', 'b'],
  api: [{ requested_access_token_version: 2, oauth2_permission_scope: [{ id: 'x', value: 'Orders.Use', enabled: true }] }],
  app_role: [{ id: 'x', value: 'Orders.Read', display_name: 'x', description: 'y', allowed_member_types: ['Application'] }],
  lifecycle: { prevent_destroy: true },
};

function problems(resource: object, type = 'azuread_application'): readonly string[] {
  return azureadProblems({ resource: { [type]: { orders: resource } } });
}

test('a block that conforms has no problems, attributes called description included', () => {
  expect(problems(application)).toEqual([]);
});

test.each<[string, object, RegExp]>([
  ['an unknown attribute', { ...application, displayname: 'x' }, /unknown "displayname"/],
  ['an unknown attribute in a nested block', { ...application, api: [{ version: 2 }] }, /api\[0\]: unknown "version"/],
  ['a missing required attribute', { ...application, display_name: undefined }, /display_name: missing/],
  [
    'a missing required attribute in a nested block',
    { ...application, app_role: [{ ...application.app_role[0], description: undefined }] },
    /app_role\[0\]\.description: missing/,
  ],
  ['a text for a list', { ...application, owners: 'a' }, /owners: expected/],
  [
    'a number as text',
    { ...application, api: [{ requested_access_token_version: '2' }] },
    /requested_access_token_version: expected "number"/,
  ],
  ['an escaped template is a text', { ...application, prevent_duplicate_names: '$${x}' }, /prevent_duplicate_names: expected "bool"/],
  ['too many blocks', { ...application, api: [{}, {}] }, /2 blocks, at most 1/],
  ['too few blocks', { ...application, required_resource_access: [{ resource_app_id: 'x', resource_access: [] }] }, /0 blocks, at least 1/],
  ['a computed attribute', { ...application, client_id: 'x' }, /client_id: is computed/],
  ['repeats in a set', { ...application, owners: ['a', 'a'] }, /a set with repeats/],
])('%s is found', (_what, resource, problem) => {
  expect(problems(resource)).toEqual([expect.stringMatching(problem)]);
});

test('a reference may stand for any type', () => {
  expect(problems({ ...application, owners: '${local.owners}', prevent_duplicate_names: '${var.x}' })).toEqual([]);
});

test('a type without a schema is a problem, not a pass', () => {
  expect(problems({}, 'azuread_group')).toEqual([expect.stringMatching(/no schema/)]);
});

test('data sources are checked too', () => {
  expect(azureadProblems({ data: { azuread_service_principal: { graph: { clientid: 'x' } } } })).toEqual([
    expect.stringMatching(/data\.azuread_service_principal\.graph: unknown "clientid"/),
  ]);
});
