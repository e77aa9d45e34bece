import { failing, failingByDefault, FAIL_ON_DEFAULT, type DeploymentReview, type SynthOutput } from '../../lib/review';
import { edited, reviewed, shop } from '../support/review-shop';

const base = shop();
const STRANGER = 'aaaaaaaa-1111-4222-8333-444444444444';

function addressOf(slug: string): string {
  const content = JSON.parse(base.stacks[0]?.files['cdk.tf.json'] ?? '{}') as {
    resource: { azuread_application: Record<string, unknown> };
  };
  return Object.keys(content.resource.azuread_application).find((name) => name.startsWith(`${slug}_`)) ?? '';
}

const [orders, robot] = [addressOf('orders'), addressOf('robot')];

function of(head: SynthOutput, options: Parameters<typeof reviewed>[2] = {}): DeploymentReview {
  const [deployment] = reviewed(base, head, options).deployments;
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
}

const told = ({ changes }: DeploymentReview): readonly string[] =>
  changes.filter(({ effect }) => effect === 'broadened' || effect === 'unknown').map(({ subject, what }) => `${subject}: ${what}`);

test('a service principal for an application of somebody else is told', () => {
  const head = edited(base, 'cdk.tf.json', ['resource', 'azuread_service_principal', 'extra'], {
    client_id: STRANGER,
    use_existing: true,
    app_role_assignment_required: true,
  });

  expect(told(of(head))).toEqual([
    `${STRANGER}: an application that is registered elsewhere gets a service principal: azuread_service_principal.extra`,
  ]);
});

test('another block about a service principal is told, since its owners can act as the registration', () => {
  const head = edited(base, 'cdk.tf.json', ['resource', 'azuread_service_principal', 'extra'], {
    client_id: `\${azuread_application.${robot}.client_id}`,
    use_existing: true,
    app_role_assignment_required: true,
    owners: [STRANGER],
  });

  expect(told(of(head))).toEqual(['robot: another resource says what its service principal is: azuread_service_principal.extra']);
});

test.each([
  [
    'claim_values',
    'azuread_service_principal_delegated_permission_grant',
    {
      claim_values: '${["Orders.Use"]}',
      service_principal_object_id: `\${azuread_service_principal.${robot}.object_id}`,
      resource_service_principal_object_id: `\${azuread_service_principal.${orders}.object_id}`,
    },
  ],
  [
    'permission_ids',
    'azuread_application_pre_authorized',
    { application_id: `\${azuread_application.${orders}.id}`, authorized_client_id: STRANGER, permission_ids: '${local.all}' },
  ],
])('%s that Terraform works out by itself are explained by nothing', (field, type, block) => {
  const { unexplained } = of(edited(base, 'cdk.tf.json', ['resource', type, 'extra'], block));

  expect(unexplained.map(({ place }) => place.path.join('.'))).toEqual([`resource.${type}.extra.${field}`]);
});

test('a block of a list is no comment, whatever it is called', () => {
  const block = [{ name: '//', provisioner: [{ 'local-exec': { command: 'id' } }] }];
  const { unexplained } = of(edited(base, 'cdk.tf.json', ['resource', 'some_thing', 'x'], block));

  expect(unexplained.map(({ place }) => place.path.slice(3).join('.'))).toEqual(['//.name', '//.provisioner.0.local-exec.command']);
});

test('a second member of one name, which Terraform reads too, is refused', () => {
  const [stack] = base.stacks;
  const text = stack?.files['cdk.tf.json'] ?? '';
  const twice = `{"resource":{"null_resource":{"x":{}}},${text.slice(text.indexOf('{') + 1)}`;
  const head = { ...base, stacks: [{ name: 'shop-test', files: { ...stack?.files, 'cdk.tf.json': twice } }] };

  expect(() => of(head)).toThrow('cdk.tf.json: has "resource" twice');
});

test.each([
  ['access.json', 'access.json is gone, and nothing else says what was meant'],
  ['kong.preview.yaml', 'kong.preview.yaml is gone'],
])('without %s nothing is held against it, so that is a contradiction', (file, what) => {
  const [stack] = base.stacks;
  const files = Object.fromEntries(Object.entries(stack?.files ?? {}).filter(([name]) => name !== file));
  const report = reviewed(base, { ...base, stacks: [{ name: 'shop-test', files }] });

  expect(report.deployments[0]?.disagreements.map((one) => one.what)).toEqual([what]);
  expect(failing(report, [], 0)).toEqual(['shop-test: 1 contradictions between files']);
});

test('an access.json that cannot be read is a contradiction', () => {
  const { disagreements } = of(edited(base, 'access.json', ['formatVersion'], 9));

  expect(disagreements.map(({ what }) => what)).toEqual([
    'access.json cannot be read: stacks/shop-test/access.json: is not an access model of format 1',
  ]);
});

test('a client id on the gateway that becomes that of another registration is told', () => {
  const other = '${azuread_application.orders_deadbeef.client_id}';
  const head = edited(base, 'cdk.tf.json', ['output', 'client_ids', 'value', 'orders'], other);

  expect(told(of(head)).join()).toContain('output client_ids: what follows from registrations');
});

test.each([
  ['an id that nobody named', STRANGER],
  ['something that another resource makes', '${azurerm_user_assigned_identity.x.principal_id}'],
])('a way to Global Administrator for %s is a critical consent', (_name, holder) => {
  const graph = { client_id: '00000003-0000-0000-c000-000000000000' };
  const withGraph = edited(base, 'cdk.tf.json', ['data', 'azuread_service_principal', 'graph'], graph);
  const head = edited(withGraph, 'cdk.tf.json', ['resource', 'azuread_app_role_assignment', 'extra'], {
    principal_object_id: holder,
    resource_object_id: '${data.azuread_service_principal.graph.object_id}',
    app_role_id: '${data.azuread_service_principal.graph.app_role_ids["RoleManagement.ReadWrite.Directory"]}',
  });

  expect(of(head).changes.filter(({ risk }) => risk !== undefined)).toMatchObject([
    {
      section: 'consents',
      what: 'application permission RoleManagement.ReadWrite.Directory of 00000003-0000-0000-c000-000000000000',
      risk: 'critical',
      isBlocking: true,
    },
  ]);
});

test('a permission of an API that cannot be told is weighed as if it were Microsoft Graph’s', () => {
  const head = edited(base, 'cdk.tf.json', ['resource', 'azuread_app_role_assignment', 'extra'], {
    principal_object_id: `\${azuread_service_principal.${robot}.object_id}`,
    resource_object_id: '${azuread_service_principal.graph["object_id"]}',
    app_role_id: '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8',
  });

  expect(of(head).changes.filter(({ risk }) => risk !== undefined)).toMatchObject([{ risk: 'critical', isBlocking: true }]);
});

test('stacks are told in the order of their names, in whatever order they come', () => {
  const other = { name: 'another', files: { 'cdk.tf.json': '{"terraform":{"required_version":"1"}}' } };
  const [one, two] = [
    [...base.stacks, other],
    [other, ...base.stacks],
  ].map((stacks) => reviewed(base, { ...base, stacks }));

  expect(JSON.stringify(one)).toBe(JSON.stringify(two));
});

test('what the head would fail on is shown', () => {
  const settings = { organisation: {}, waivers: [], failOn: ['broadened'] };
  const { changes } = of(base, { settings, headSettings: { ...settings, failOn: [] } });

  expect(changes).toMatchObject([{ section: 'settings', subject: 'failOn', was: '["broadened"]', now: '[]', effect: 'unknown' }]);
});

test('a registration of the same name in another stack, or of another type, is not called by the name of the definition', () => {
  const child = {
    resource: { azuread_application: { [robot]: { display_name: 'x' } } },
    data: { terraform_remote_state: { 'cross-stack-reference-input-shop-test': { backend: 'local' } } },
  };
  const withChild = { ...base, stacks: [...base.stacks, { name: 'shop-test-more', files: { 'cdk.tf.json': JSON.stringify(child) } }] };
  const ofType = edited(base, 'cdk.tf.json', ['resource', 'azuread_application_registration', robot], { display_name: 'x' });

  expect(
    [withChild, ofType].map((head) => of(head).changes.find(({ what }) => what.startsWith('a registration is made'))?.subject),
  ).toEqual([`shop-test-more/azuread_application.${robot}`, `shop-test/azuread_application_registration.${robot}`]);
});

test('a provider that comes from another publisher is blocking', () => {
  const { changes } = of(edited(base, 'cdk.tf.json', ['terraform', 'required_providers', 'azuread', 'source'], 'evil/azuread'));

  expect(changes.filter(({ isBlocking }) => isBlocking)).toMatchObject([
    { was: '"hashicorp/azuread"', now: '"evil/azuread"', effect: 'unknown' },
  ]);
});

test('values under names of their own are told by these names', () => {
  const { changes } = of(edited(base, 'cdk.tf.json', ['terraform', 'backend'], { http: { address: 'https://state.example' } }));

  expect(changes.map(({ what }) => what)).toContain('terraform.backend.http.address');
});

test('names of claims in tokens are shown, and a token of a provider is not', () => {
  const withClaim = edited(base, 'cdk.tf.json', ['resource', 'azuread_application', orders, 'optional_claims'], {
    access_token: [{ name: 'email' }],
  });
  const withToken = edited(base, 'cdk.tf.json', ['provider', 'azuread', '0', 'access_token'], 'not-for-eyes');

  expect(JSON.stringify(of(withClaim).changes)).toContain('email');
  expect(JSON.stringify(of(withToken))).not.toContain('not-for-eyes');
});

test('where nobody says on what, a review fails on whatever is blocking', () => {
  const report = reviewed(
    base,
    edited(base, 'cdk.tf.json', ['resource', 'null_resource', 'x'], { provisioner: [{ 'local-exec': { command: 'id' } }] }),
  );

  expect([failing(report, FAIL_ON_DEFAULT, 0), failingByDefault(report, 0)]).toEqual([[], ['shop-test: 1 blocking']]);
});
