import { Sandbox } from '../../lib/sandbox';
import { type Fetched } from '../../lib/sandbox/network';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { certificateOf, VALID } from '../support/certificates';
import { asked, CALLER, contentOf, nameOf, type GraphRoles } from '../support/graph-caller';
import { guid } from '../support/organisation';
import { edited, shop } from '../support/review-shop';
import { deploymentIn, synthesizedDeployment, startAndEnd } from '../support/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
});

afterAll(() => sandbox.close());

const ROLES: GraphRoles = ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'];
const WRONG = '400 Request_BadRequest';
const LONG = `${WRONG} InvalidLength`;
const TIMES = { startDateTime: VALID.from, endDateTime: VALID.to };
const PERSONAL = { signInAudience: 'AzureADandPersonalMicrosoftAccount' };

const ask = (line: string, body?: unknown): Promise<Fetched> => asked(sandbox, ROLES, line, body);

const registers = (body: object): Promise<Fetched> => ask('POST /applications', { displayName: 'x', ...body });

const many = <Item>(count: number, make: (at: number) => Item): Item[] => Array.from({ length: count }, (_, at) => make(at + 1));

const texts = (count: number): readonly string[] => many(count, (at) => `t${String(at)}`);

const role = (at: number, more: object = {}): object => ({
  id: guid(at),
  value: `R${String(at)}`,
  displayName: 'x',
  description: 'y',
  allowedMemberTypes: ['User', 'Application'],
  isEnabled: true,
  ...more,
});

const scope = (at: number, more: object = {}): object => ({
  id: guid(10_000 + at),
  value: `S${String(at)}`,
  type: 'Admin',
  isEnabled: true,
  adminConsentDisplayName: 'x',
  adminConsentDescription: 'y',
  ...more,
});

const requests = (apis: number, permissions: number, appId = (at: number): string => guid(at)): object => ({
  requiredResourceAccess: many(apis, (api) => ({
    resourceAppId: appId(api),
    resourceAccess: many(permissions, (at) => ({ id: guid(api * 1000 + at), type: 'Role' })),
  })),
});

const scopes = (...oauth2PermissionScopes: readonly object[]): object => ({ api: { oauth2PermissionScopes } });

const CASES: Readonly<Record<string, readonly [taken: object, refused: object, code: string]>> = {
  'name in length': [{ displayName: 'x'.repeat(256) }, { displayName: 'x'.repeat(257) }, WRONG],
  'description in length': [{ description: 'x'.repeat(1024) }, { description: 'x'.repeat(1025) }, LONG],
  'note in length': [{ notes: 'x'.repeat(1024) }, { notes: 'x'.repeat(1025) }, LONG],
  'tag in length': [{ tags: ['x'.repeat(256)] }, { tags: ['x'.repeat(257)] }, WRONG],
  'tag without space': [{ tags: ['a-b'] }, { tags: ['a b'] }, WRONG],
  'tag of some characters': [{ tags: ['a'] }, { tags: [''] }, WRONG],
  'tag that stands once': [{ tags: ['a', 'A'] }, { tags: ['a', 'a'] }, `${WRONG} DuplicateValue`],
  'name of a role': [
    { appRoles: [role(1, { displayName: 'x'.repeat(256) })] },
    { appRoles: [role(1, { displayName: 'x'.repeat(257) })] },
    LONG,
  ],
  'text of a role': [
    { appRoles: [role(1, { description: 'x'.repeat(1024) })] },
    { appRoles: [role(1, { description: 'x'.repeat(1025) })] },
    LONG,
  ],
  'name of a scope for people': [
    scopes(scope(1, { userConsentDisplayName: 'x'.repeat(256) })),
    scopes(scope(1, { userConsentDisplayName: 'x'.repeat(257) })),
    LONG,
  ],
  'text of a scope': [
    scopes(scope(1, { adminConsentDescription: 'x'.repeat(1024) })),
    scopes(scope(1, { adminConsentDescription: 'x'.repeat(1025) })),
    LONG,
  ],
  'API of others': [requests(10, 1), requests(11, 1), WRONG],
  'permission that is asked for': [requests(4, 100), requests(4, 101), WRONG],
  'permission for personal accounts': [{ ...PERSONAL, ...requests(8, 25) }, { ...PERSONAL, ...requests(8, 26) }, WRONG],
  'permission of an API for personal accounts': [{ ...PERSONAL, ...requests(1, 30) }, { ...PERSONAL, ...requests(1, 31) }, WRONG],
  'scope for personal accounts': [
    { ...PERSONAL, ...scopes(...many(100, (at) => scope(at))) },
    { ...PERSONAL, ...scopes(...many(101, (at) => scope(at))) },
    WRONG,
  ],
  'value of a scope for personal accounts': [
    { ...PERSONAL, ...scopes(scope(1, { value: 'x'.repeat(40) })) },
    { ...PERSONAL, ...scopes(scope(1, { value: 'x'.repeat(41) })) },
    LONG,
  ],
  'client that needs no consent': [preAuthorizing(500), preAuthorizing(501), WRONG],
  entry: [
    { tags: texts(1190), appRoles: [role(1)], ...scopes(scope(1)), ...requests(2, 3) },
    { tags: texts(1191), appRoles: [role(1)], ...scopes(scope(1)), ...requests(2, 3) },
    WRONG,
  ],
  'entry that is a secret or a redirect': [
    { tags: texts(1198), passwordCredentials: [{}], web: { redirectUris: ['https://x.example/'] } },
    { tags: texts(1199), passwordCredentials: [{}], web: { redirectUris: ['https://x.example/'] } },
    WRONG,
  ],
};

function preAuthorizing(clients: number): object {
  return { api: { preAuthorizedApplications: many(clients, (at) => ({ appId: guid(at), delegatedPermissionIds: [] })) } };
}

test.each(Object.entries(CASES))('of a registration the directory takes so much and no more: %s', async (_what, [taken, refused, code]) => {
  expect([nameOf(await registers(taken)), nameOf(await registers(refused))]).toEqual(['201', code]);
});

test('an application asks at most 50 APIs', async () => {
  const { applications } = sandbox.home;
  const own = many(51, (at) => applications.create({ displayName: `api ${String(at)}` }).appId);
  const asking = (apis: number): object => requests(apis, 1, (at) => own[at - 1] ?? '');

  expect([nameOf(await registers(asking(50))), nameOf(await registers(asking(51)))]).toEqual(['201', WRONG]);
});

test('where personal accounts sign in, identifier URIs are at most 50 of 120 characters', async () => {
  const uri = (at: number, length = 60): string => `api://${sandbox.home.id}/${String(at).padStart(length - 43, 'x')}`;
  const answers = [
    await registers({ ...PERSONAL, identifierUris: many(50, (at) => uri(at)) }),
    await registers({ ...PERSONAL, identifierUris: many(51, (at) => uri(at + 100)) }),
    await registers({ ...PERSONAL, identifierUris: [uri(200, 120)] }),
    await registers({ ...PERSONAL, identifierUris: [uri(201, 121)] }),
  ];

  expect(answers.map(nameOf)).toEqual(['201', WRONG, '201', LONG]);
});

test('an application that is full gets no secret and no certificate, and a change to that leaves it as it was', async () => {
  const { id, appId } = contentOf<{ readonly id: string; readonly appId: string }>(await registers({ tags: texts(1199) }));
  const certificates = await Promise.all([certificateOf(), certificateOf({ digest: 'SHA-384' })]);
  const keyCredentials = certificates.map((key, at) => ({ keyId: guid(at), type: 'AsymmetricX509Cert', usage: 'Verify', key }));
  const answers = [
    await ask(`PATCH /applications/${id}`, { notes: 'changed', keyCredentials }),
    await ask(`POST /applications/${id}/addPassword`, {}),
    await ask(`POST /applications/${id}/addPassword`, {}),
    await ask(`PATCH /applications/${id}`, { keyCredentials: keyCredentials.slice(1) }),
    await ask(`PATCH /applications/${id}`, { tags: texts(1200) }),
  ];

  expect(answers.map(nameOf)).toEqual([WRONG, '200', WRONG, WRONG, WRONG]);
  expect(contentOf(await ask(`GET /applications/${id}`))).toMatchObject({ notes: null, keyCredentials: [] });
  expect(() => {
    sandbox.home.credentials.setCertificates(
      appId,
      certificates.map((key, at) => ({ keyId: guid(at), ...TIMES, displayName: null, type: 'AsymmetricX509Cert', usage: 'Verify', key })),
    );
  }).toThrow('An application has at most 1200 entries.');
});

test('a request binds at most 20 owners, and an object has at most 100', async () => {
  const people = many(101, (at) => sandbox.person({ name: `owner ${String(at)}` }).id);
  const bound = (count: number): object => ({
    'owners@odata.bind': people.slice(0, count).map((id) => `https://graph/v1.0/directoryObjects/${id}`),
  });
  const made = await registers(bound(20));
  const { id } = contentOf<{ readonly id: string }>(made);
  for (const person of people.slice(20, 100)) sandbox.home.applications.addOwner(id, person);
  const answers = [
    made,
    await registers(bound(21)),
    await registers({ 'owners@odata.bind': 'https://graph/x' }),
    await ask(`POST /applications/${id}/owners/$ref`, { '@odata.id': `https://graph/v1.0/directoryObjects/${people[100] ?? ''}` }),
  ];

  expect(answers.map(nameOf)).toEqual(['201', WRONG, WRONG, WRONG]);
  expect(() => sandbox.home.applications.create({ displayName: 'x' }, people)).toThrow('The number of owners exceeds 100.');
});

test('nobody holds more than 1,500 app roles', async () => {
  const { applications, servicePrincipals, grants } = sandbox.home;
  const principalId = sandbox.person({ name: 'collector' }).id;
  const apis = many(2, (at) => {
    const appRoles = many(800, (one) => role(at * 1000 + one));
    return servicePrincipals.create({ appId: applications.create({ displayName: 'x', appRoles }).appId }).id;
  });
  const wanted = apis.flatMap((resourceId, at) =>
    many(800, (one) => ({ principalId, resourceId, appRoleId: guid((at + 1) * 1000 + one) })),
  );
  for (const one of wanted.slice(0, 1500)) grants.assign(one);
  const next = wanted[1500];
  const other = { ...next, principalId: sandbox.principal(CALLER).id };
  const path = `POST /servicePrincipals/${apis[1] ?? ''}/appRoleAssignedTo`;

  expect([nameOf(await ask(path, next)), nameOf(await ask(path, other))]).toEqual([WRONG, '201']);
});

test.each<readonly [string, object, string]>([
  ['a long description', { description: 'x'.repeat(1024) }, '204'],
  ['a longer one', { description: 'x'.repeat(1025) }, LONG],
  ['a long note', { notes: 'x'.repeat(1025) }, LONG],
  ['a note that is no text', { notes: 7 }, WRONG],
  ['a tag with a space', { tags: ['a b'] }, WRONG],
  ['a logout URL', { logoutUrl: 'https://x.example/out' }, '204'],
  ['a plain logout URL', { logoutUrl: 'http://x.example/out' }, WRONG],
  ['a homepage', { homepage: 'http://x.example/' }, '204'],
  ['a homepage that is run', { homepage: 'javascript:alert(1)' }, WRONG],
  ['a login URL that is run', { loginUrl: 'javascript:alert(1)' }, WRONG],
])('a service principal with %s is answered as by Graph', async (_what, body, expected) => {
  expect(nameOf(await ask(`PATCH /servicePrincipals/${sandbox.principal('orders').id}`, body))).toBe(expected);
});

test.each<readonly [string, object, RegExp]>([
  ['azuread_application', { display_name: 'own', description: 'x'.repeat(1025) }, /property 'description' of resource 'Application'/],
  ['azuread_application', { display_name: 'own', notes: 'x'.repeat(1025) }, /property 'notes' of resource 'Application'/],
  [
    'azuread_service_principal',
    { client_id: '${azuread_application.billing_081fd692.client_id}', use_existing: true, tags: ['a b'] },
    /property 'tags' of resource 'ServicePrincipal'/,
  ],
])('the same holds of %s in a stack', async (type, content, expected) => {
  const stack = edited(shop(), 'cdk.tf.json', ['resource', type, 'own'], content);

  await expect(startAndEnd(deploymentIn(stack))).rejects.toThrow(expected);
});
