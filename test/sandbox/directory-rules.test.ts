import { Sandbox } from '../../lib/sandbox';
import { checkIdentifierUris } from '../../lib/sandbox/directory/identifier-uri-rules';
import { type Fetched } from '../../lib/sandbox/network';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { asked, contentOf, nameOf, type GraphRoles } from '../support/graph-caller';
import { guid } from '../support/organisation';
import { edited, shop } from '../support/review-shop';
import { deploymentIn, synthesizedDeployment, startAndEnd } from '../support/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
});

afterAll(() => sandbox.close());

const ROLES: GraphRoles = ['Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'];
const WRONG = '400 Request_BadRequest';
const TWICE = `${WRONG} DuplicateValue`;

const ask = (line: string, body?: unknown): Promise<Fetched> => asked(sandbox, ROLES, line, body);

const registers = (body: object): Promise<Fetched> => ask('POST /applications', { displayName: 'x', ...body });

async function registered(body: object = {}): Promise<string> {
  return contentOf<{ readonly id: string }>(await registers(body)).id;
}

test.each<readonly [readonly string[], string]>([
  [['api://{tenant}/ledger'], '201'],
  [['api://{tenant}/ledger/deeper'], '201'],
  [['https://contoso.example/ledger', 'api://contoso.example/ledger'], '201'],
  [['https://deep.contoso.example'], '201'],
  [['https://{domain}/ledger'], '201'],
  [['api://{tenant}'], WRONG],
  [['api://ledger'], WRONG],
  [['ledger'], `${WRONG} GenericError`],
  [['urn:ledger'], `${WRONG} GenericError`],
  [['http://contoso.example/ledger'], `${WRONG} GenericError`],
  [['api://{tenant}/*'], `${WRONG} GenericError`],
  [['https://*.contoso.example'], `${WRONG} GenericError`],
  [['https://contoso.example/a?b'], `${WRONG} GenericError`],
  [['https://contoso.example/a#b'], `${WRONG} GenericError`],
  [['https://contoso.example/with space'], `${WRONG} GenericError`],
  [['https://contoso.example/end/'], '400 IdentifierUrisEndsWithSlash'],
  [['https://fabrikam.example/ledger'], '400 HostNameNotOnVerifiedDomain'],
  [['https://notcontoso.example'], '400 HostNameNotOnVerifiedDomain'],
  [['api://fabrikam.example/ledger'], WRONG],
  [[`api://{tenant}/${'x'.repeat(212)}`], '201'],
  [[`api://{tenant}/${'x'.repeat(213)}`], `${WRONG} InvalidLength`],
  [['api://{tenant}/one', 'api://{tenant}/one'], TWICE],
  [['api://{tenant}/one', 'api://{tenant}/ONE'], TWICE],
])('identifier URIs %j are answered by %s', async (uris, expected) => {
  const { id, domain } = sandbox.home;
  const identifierUris = uris.map((uri) => uri.replace('{tenant}', id).replace('{domain}', domain));
  const answer = await registers({ identifierUris });
  if (answer.status === 201) await ask(`DELETE /applications/${contentOf<{ readonly id: string }>(answer).id}`);

  expect(nameOf(answer)).toBe(expected);
});

test('an application is called by its own client id, and by no other', async () => {
  const [one, other] = [await registered(), await registered()];
  const { appId } = sandbox.home.applications.get(one);
  const uris = [`api://${appId}`, `api://ledger/${appId}`];
  const answers = [
    await ask(`PATCH /applications/${other}`, { identifierUris: uris }),
    await ask(`PATCH /applications/${one}`, { identifierUris: uris }),
  ];

  expect(answers.map(nameOf)).toEqual([WRONG, '204']);
});

test('an identifier URI is taken in whatever case', async () => {
  const uri = `api://${sandbox.home.id}/Taken`;
  await registered({ identifierUris: [uri] });

  expect(nameOf(await registers({ identifierUris: [uri.toLowerCase()] }))).toBe(WRONG);
});

test('an identifier URI that is there stays, whatever the tenant takes by now', () => {
  const application = { appId: guid(1), identifierUris: ['https://fabrikam.example'] };
  const organisation = { id: guid(2), domains: new Set<string>() };
  const check = (before: readonly string[]) => (): void => {
    checkIdentifierUris(application, before, organisation);
  };

  expect(check(application.identifierUris)).not.toThrow();
  expect(check([])).toThrow('must use a verified domain');
});

const role = (value: string | null | undefined, id = guid(1), more: object = {}): object => ({
  id,
  value,
  displayName: 'x',
  description: 'y',
  allowedMemberTypes: ['User'],
  isEnabled: true,
  ...more,
});

const scope = (value: string | null | undefined, id = guid(2), more: object = {}): object => ({
  id,
  value,
  type: 'Admin',
  isEnabled: true,
  adminConsentDisplayName: 'x',
  adminConsentDescription: 'y',
  ...more,
});

test.each<readonly [string, readonly object[], readonly object[], string]>([
  ['a role and a scope', [role('A')], [scope('B')], '201'],
  ['all that a value may have', [role("Az09!#$%&'()*+,-./:;<=>?@[]^_{|}~`")], [], '201'],
  ['a role without a value', [role(null)], [], '201'],
  ['a role that says nothing of a value', [role(undefined)], [], '201'],
  ['a scope without a value', [], [scope(null)], WRONG],
  ['a scope that says nothing of a value', [], [scope(undefined)], WRONG],
  ['a space', [role('A B')], [], WRONG],
  ['a quote', [role('A"B')], [], WRONG],
  ['nothing', [role('')], [], WRONG],
  ['a dot at the start', [], [scope('.default')], WRONG],
  ['120 characters', [role('x'.repeat(120))], [], '201'],
  ['121 characters', [role('x'.repeat(121))], [], `${WRONG} InvalidLength`],
  ['a value in two roles', [role('A'), role('A', guid(3))], [], TWICE],
  ['an id in two scopes', [], [scope('A'), scope('B')], TWICE],
  ['a value in a role and a scope', [role('A')], [scope('A')], TWICE],
  ['an id in a role and a scope', [role('A')], [scope('B', guid(1))], TWICE],
  ['a role that is a scope too', [role('A')], [scope('A', guid(1))], '201'],
  ['the same with other texts', [role('A')], [scope('A', guid(1), { adminConsentDescription: 'z' })], TWICE],
  ['the same in another state', [role('A')], [scope('A', guid(1), { isEnabled: false })], TWICE],
])('roles and scopes with %s are answered as by Entra', async (_what, appRoles, oauth2PermissionScopes, expected) => {
  expect(nameOf(await registers({ appRoles, api: { oauth2PermissionScopes } }))).toBe(expected);
});

test('a role or scope is disabled before it changes its value or goes', async () => {
  const id = await registered({ appRoles: [role('A')], api: { oauth2PermissionScopes: [scope('B')] } });
  const patches = [
    { appRoles: [role('C')] },
    { appRoles: [role('C', guid(1), { isEnabled: false })] },
    { appRoles: [role('A', guid(1), { description: 'z' })] },
    { appRoles: [role('A', guid(1), { isEnabled: false })] },
    { appRoles: [role('C')] },
    { api: { oauth2PermissionScopes: [scope('D')] } },
    { api: { oauth2PermissionScopes: [] } },
    { api: { oauth2PermissionScopes: [scope('B', guid(2), { isEnabled: false })] } },
    { api: { oauth2PermissionScopes: [] } },
  ];
  const answers: string[] = [];
  for (const body of patches) answers.push(nameOf(await ask(`PATCH /applications/${id}`, body)));

  const enabled = '400 CannotDeleteOrUpdateEnabledEntitlement';
  expect(answers).toEqual([enabled, enabled, '204', '204', '204', enabled, enabled, '204', '204']);
});

const credential = (name: string, more: object = {}): object => ({
  name,
  issuer: 'https://issuer.example',
  subject: name,
  audiences: ['api://AzureADTokenExchange'],
  ...more,
});

test('federated credentials are one of a name and of an issuer and subject, and keep to that when they change', async () => {
  const path = `/applications/${await registered()}/federatedIdentityCredentials`;
  const { id } = contentOf<{ readonly id: string }>(await ask(`POST ${path}`, credential('one')));
  await ask(`POST ${path}`, credential('two'));
  const answers = [
    await ask(`POST ${path}`, credential('one', { subject: 'other' })),
    await ask(`POST ${path}`, credential('three', { subject: 'one' })),
    ...(await Promise.all(
      [{ subject: 'two' }, { issuer: '' }, { subject: null }, { audiences: [] }, { name: 'renamed' }, { subject: 'new' }].map((body) =>
        ask(`PATCH ${path}/${id}`, body),
      ),
    )),
  ];

  const value = '400 InvalidFederatedIdentityCredentialValue';
  expect(answers.map(nameOf)).toEqual([
    '409 Request_MultipleObjectsWithSameKeyValue',
    value,
    ...[value, WRONG, WRONG, WRONG, value, '204'],
  ]);
});

test.each<readonly [string, object, string]>([
  ['a name of 120 characters', { name: 'x'.repeat(120) }, '201'],
  ['a longer name', { name: 'x'.repeat(121) }, WRONG],
  ['a name of two characters', { name: 'xy' }, WRONG],
  ['a name with a dot', { name: 'a.b' }, WRONG],
  ['an issuer with a path and a slash at its end', { issuer: 'https://issuer.example/{tenant}/' }, '201'],
  ['an issuer that is no address', { issuer: 'nonsense' }, WRONG],
  ['an issuer without TLS', { issuer: 'http://issuer.example' }, WRONG],
  ['an issuer without a host', { issuer: 'https:///x' }, WRONG],
  ['an issuer with a query', { issuer: 'https://issuer.example/?x' }, WRONG],
  ['an issuer with user info', { issuer: 'https://me@issuer.example' }, WRONG],
  ['a long issuer', { issuer: `https://issuer.example/${'x'.repeat(578)}` }, WRONG],
  ['a subject of 600 characters', { subject: 'x'.repeat(600) }, '201'],
  ['a longer subject', { subject: 'x'.repeat(601) }, WRONG],
  ['a subject with space around', { subject: ' x' }, WRONG],
  ['a subject with a wildcard', { subject: 'repo:acme/*' }, WRONG],
  ['a subject that is a number', { subject: 7 }, WRONG],
  ['two audiences', { audiences: ['a', 'b'] }, WRONG],
  ['an audience that is empty', { audiences: [''] }, WRONG],
  ['an audience that is no text', { audiences: [{}] }, WRONG],
  ['a long description', { description: 'x'.repeat(601) }, WRONG],
  ['a description that is a number', { description: 7 }, WRONG],
  ['a pattern', { claimsMatchingExpression: { value: "claims['sub'] matches 'x'", languageVersion: 1 } }, '400 Sandbox_NotMade'],
  ['no pattern', { claimsMatchingExpression: null }, '201'],
  ['an id of its own', { id: guid(1) }, WRONG],
  ['what nobody knows', { audience: 'x' }, WRONG],
])('a federated credential with %s is answered as by Graph', async (_what, more, expected) => {
  const path = `/applications/${await registered()}/federatedIdentityCredentials`;

  expect(nameOf(await ask(`POST ${path}`, credential('one', more)))).toBe(expected);
});

test('a federated credential changes by what a body names, and by nothing that a new one may not have', async () => {
  const path = `/applications/${await registered()}/federatedIdentityCredentials`;
  const { id } = contentOf<{ readonly id: string }>(await ask(`POST ${path}`, credential('one', { description: 'mine' })));
  const bodies = [{ id, issuer: 'https://other.example' }, { claimsMatchingExpression: {} }, { id: guid(1) }, { nonsense: 1 }];
  const answers: string[] = [];
  for (const body of bodies) answers.push(nameOf(await ask(`PATCH ${path}/${id}`, body)));

  expect(answers).toEqual(['204', '400 Sandbox_NotMade', WRONG, WRONG]);
  expect(contentOf(await ask(`GET ${path}/${id}`))).toEqual({
    ...credential('one', { description: 'mine', issuer: 'https://other.example' }),
    id,
  });
});

test.each([
  ['issuer', 'nonsense'],
  ['subject', 'repo:acme/*'],
])('a stack with a federated credential whose %s is %s is refused', async (property, value) => {
  const stack = edited(shop(), 'cdk.tf.json', ['resource', 'azuread_application_federated_identity_credential', 'own'], {
    application_id: '${azuread_application.billing_081fd692.id}',
    display_name: 'own',
    issuer: 'https://issuer.example',
    subject: 'x',
    audiences: ['api://AzureADTokenExchange'],
    [property]: value,
  });

  await expect(startAndEnd(deploymentIn(stack))).rejects.toThrow(/Invalid value specified for property of resource FederatedIdentity/);
});

test('an application has at most 20 federated credentials', async () => {
  const path = `/applications/${await registered()}/federatedIdentityCredentials`;
  const answers: string[] = [];
  for (let at = 1; at <= 21; at += 1) answers.push(nameOf(await ask(`POST ${path}`, credential(`number-${String(at)}`))));

  expect(answers).toEqual([...Array<string>(20).fill('201'), '400 InvalidFederatedIdentityCredentialValue']);
});

test.each<readonly [string, object, string]>([
  ['everybody', { consentType: 'AllPrincipals' }, '201'],
  ['everybody and somebody', { consentType: 'AllPrincipals', principalId: '{person}' }, WRONG],
  ['nobody', { consentType: 'Principal' }, WRONG],
  ['somebody', { consentType: 'Principal', principalId: '{person}' }, '201'],
  ['somebody who is not there', { consentType: 'Principal', principalId: guid(99) }, '404 Request_ResourceNotFound'],
  ['an application', { consentType: 'Principal', principalId: '{client}' }, '404 Request_ResourceNotFound'],
])('consent of %s is answered as by Graph', async (_whose, body, expected) => {
  const [client, api] = [sandbox.principal('erp-sync').id, sandbox.principal('orders').id];
  const filled = JSON.stringify(body).replace('{person}', sandbox.person({}).id).replace('{client}', client);

  expect(
    nameOf(await ask('POST /oauth2PermissionGrants', { clientId: client, resourceId: api, scope: 'x', ...(JSON.parse(filled) as object) })),
  ).toBe(expected);
});

test('of a consent the scopes alone are changed', async () => {
  const [client, api] = [sandbox.principal('invoices').id, sandbox.principal('catalog').id];
  const body = { clientId: client, resourceId: api, scope: 'x', consentType: 'AllPrincipals' };
  const { id } = contentOf<{ readonly id: string }>(await ask('POST /oauth2PermissionGrants', body));
  const answers = await Promise.all(
    [{ scope: 'y' }, { scope: '' }, { scope: 'z', clientId: api }].map((change) => ask(`PATCH /oauth2PermissionGrants/${id}`, change)),
  );

  expect(answers.map(nameOf)).toEqual(['204', WRONG, WRONG]);
  expect(sandbox.home.grants.scopeGrant(id).scope).toBe('y');
});
