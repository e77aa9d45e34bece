import { filterOf } from '../../lib/sandbox/graph/odata';
import { type Fetched } from '../../lib/sandbox/network';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { asked, nameOf, type GraphRoles as Roles } from '../support/graph-caller';
import { synthesizedDeployment, within } from '../support/sandbox';

const deployment = synthesizedDeployment(organisation, dev);

test.each<readonly [string, Roles, string, unknown, string]>([
  ['reads without a right to', [], 'GET /applications', undefined, '403 Authorization_RequestDenied'],
  ['registers without a right to', ['Application.Read.All'], 'POST /applications', { displayName: 'x' }, '403 Authorization_RequestDenied'],
  ['registers', ['Application.ReadWrite.OwnedBy'], 'POST /applications', { displayName: 'x' }, '201'],
  [
    'changes what it does not own',
    ['Application.ReadWrite.OwnedBy'],
    'PATCH /applications/{orders}',
    { notes: 'x' },
    '403 Authorization_RequestDenied',
  ],
  ['changes what others own, and may', ['Application.ReadWrite.All'], 'PATCH /applications/{orders}', { notes: 'x' }, '204'],
  [
    'gives roles without a right to',
    ['Application.ReadWrite.All'],
    'POST /servicePrincipals/{sp}/appRoleAssignedTo',
    {},
    '403 Authorization_RequestDenied',
  ],
  ['gives scopes without a right to', ['Application.ReadWrite.All'], 'POST /oauth2PermissionGrants', {}, '403 Authorization_RequestDenied'],
  [
    'writes a list of roles that are none',
    ['Application.ReadWrite.All'],
    'POST /applications',
    { displayName: 'x', appRoles: [[null]] },
    '400 Request_BadRequest',
  ],
  [
    'writes redirect URIs that are no texts',
    ['Application.ReadWrite.All'],
    'POST /applications',
    { displayName: 'x', web: { redirectUris: [7] } },
    '400 Request_BadRequest',
  ],
  [
    'writes requests of no form',
    ['Application.ReadWrite.All'],
    'POST /applications',
    { displayName: 'x', requiredResourceAccess: [{ resourceAppId: 'x', resourceAccess: null }] },
    '400 Request_BadRequest',
  ],
  [
    'writes claims of no form',
    ['Application.ReadWrite.All'],
    'PATCH /applications/{orders}',
    { optionalClaims: { accessToken: 'x' } },
    '400 Request_BadRequest',
  ],
  [
    'asks for claims that tokens are without here',
    ['Application.ReadWrite.All'],
    'PATCH /applications/{orders}',
    { optionalClaims: { accessToken: [{ name: 'ipaddr' }] } },
    '400 Sandbox_NotMade',
  ],
  [
    'writes certificates that are none',
    ['Application.ReadWrite.All'],
    'PATCH /applications/{orders}',
    { keyCredentials: [null] },
    '400 Request_BadRequest',
  ],
  [
    'writes an end that is no time',
    ['Application.ReadWrite.All'],
    'POST /applications/{orders}/addPassword',
    { passwordCredential: { endDateTime: 'x' } },
    '400 Request_BadRequest',
  ],
  [
    'writes names of no form',
    ['Application.ReadWrite.All'],
    'PATCH /servicePrincipals/{sp}',
    { servicePrincipalNames: [{}] },
    '400 Request_BadRequest',
  ],
  [
    'takes an identifier URI that is taken',
    ['Application.ReadWrite.All'],
    'POST /applications',
    { displayName: 'x', identifierUris: ['{uri}'] },
    '400 Request_BadRequest',
  ],
  [
    'takes away a role that is enabled',
    ['Application.ReadWrite.All'],
    'PATCH /applications/{orders}',
    { appRoles: [] },
    '400 CannotDeleteOrUpdateEnabledEntitlement',
  ],
  [
    'names an owner who is not there',
    ['Application.ReadWrite.All'],
    'POST /applications',
    { displayName: 'x', 'owners@odata.bind': ['https://graph.microsoft.com/v1.0/directoryObjects/nobody'] },
    '404 Request_ResourceNotFound',
  ],
  [
    'sends a property that nobody has',
    ['Application.ReadWrite.All'],
    'PATCH /applications/{orders}',
    { constructor_: 1 },
    '400 Request_BadRequest',
  ],
  ['sends what is no JSON', ['Application.ReadWrite.All'], 'POST /applications', '{"displayName": ', '400 Request_BadRequest'],
  ['asks for what is not served', ['Application.ReadWrite.All'], 'GET /groups', undefined, '400 BadRequest'],
  ['writes a path that is none', ['Application.ReadWrite.All'], 'GET /applications/%E0%A4%A', undefined, '400 BadRequest'],
])('who %s is answered as by Graph', async (_what, roles, line, body, expected) => {
  await within(deployment, async (sandbox) => {
    const orders = sandbox.principal('orders');
    const application = sandbox.home.applications.ofClientId(orders.appId);
    const filled = (text: string): string =>
      text
        .replaceAll('{orders}', application?.id ?? '')
        .replaceAll('{sp}', orders.id)
        .replaceAll('{uri}', application?.identifierUris[0] ?? '');
    const sent = typeof body === 'object' ? (JSON.parse(filled(JSON.stringify(body))) as unknown) : body;

    expect(nameOf(await asked(sandbox, roles, filled(line), sent))).toBe(expected);
  });
});

test('a token for another API, or of nobody, is none for Graph', async () => {
  await within(deployment, async (sandbox) => {
    const { accessToken } = await sandbox.token({ client: 'erp-sync', api: 'orders' });
    const read = (token: string): Promise<Fetched> =>
      sandbox.entra.fetcher.fetch('https://graph.microsoft.com/v1.0/applications', { headers: { authorization: `Bearer ${token}` } });

    expect([nameOf(await read(accessToken)), nameOf(await read('a.b.c'))]).toEqual([
      '401 InvalidAuthenticationToken',
      '401 InvalidAuthenticationToken',
    ]);
  });
});

test.each<readonly [string, readonly string[]]>([
  ["displayName eq 'Orders and returns'", ['Orders and returns']],
  ["displayName eq 'orders AND returns'", ['Orders and returns']],
  ["displayName eq 'Orders and returns' and kind eq 'api'", ['Orders and returns']],
  ["displayName eq 'Orders and returns' and kind eq 'web'", []],
  ["(displayName eq 'O''Brien')", ["O'Brien"]],
  ["kind eq 'api'", ['Orders and returns', "O'Brien"]],
  ['isEnabled eq true', ["O'Brien"]],
  ["((kind eq 'api') and (isEnabled eq false))", ['Orders and returns']],
  [" displayName  eq  'Orders and returns' ", ['Orders and returns']],
])('%s is read as it is meant', (filter, names) => {
  const all = [
    { displayName: 'Orders and returns', kind: 'api', isEnabled: false },
    { displayName: "O'Brien", kind: 'api', isEnabled: true },
  ];

  expect(all.filter(filterOf(filter, ['displayName', 'kind', 'isEnabled'])).map(({ displayName }) => displayName)).toEqual(names);
});

test.each([
  "displayName eq 'x",
  "displayName eq 'x' and",
  "displayName eq 'x' or a eq 'y'",
  "displayName eq 'x'and a eq 'y'",
  "startswith(displayName,'x')",
  'and',
  '',
  ' ',
  "(displayName eq 'x'",
  "displayName eq 'x')",
  "((displayName eq 'x')",
  "()displayName eq 'x'",
  "displayName eq 'x' a eq 'y'",
  "displayName eq 'x' and a eq 'y' z",
  'a eq trueish',
])('%j is no filter that is read', (filter) => {
  expect(() => filterOf(filter, ['displayName', 'a'])).toThrow('Invalid filter clause');
});

test('a filter is refused for a property that no object of the list has, whether or not there is one', () => {
  expect(() => filterOf("displayName eq 'x' and nonsense eq 'y'", ['displayName'])).toThrow("Could not find a property named 'nonsense'");
});

test('a filter is refused for a value of another type', () => {
  expect(() => filterOf("isEnabled eq 'true'", ['isEnabled'])({ isEnabled: true })).toThrow('Invalid filter clause');
});
