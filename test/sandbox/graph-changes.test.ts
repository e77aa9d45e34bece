import { Sandbox } from '../../lib/sandbox';
import { type Fetched } from '../../lib/sandbox/network';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { certificateOf } from '../support/certificates';
import { asked, contentOf, nameOf, tokenFor, type GraphRoles } from '../support/graph-caller';
import { guid } from '../support/organisation';
import { synthesizedDeployment } from '../support/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
  key = await certificateOf();
});

afterAll(() => sandbox.close());

const ALL: GraphRoles = ['Application.ReadWrite.All'];
const GONE = '404 Request_ResourceNotFound';
const WRONG = '400 Request_BadRequest';

interface Shown {
  readonly id: string;
  readonly appId: string;
  readonly notes: string | null;
  readonly keyCredentials: readonly { readonly keyId: string }[];
  readonly passwordCredentials: readonly { readonly secretText: string | null; readonly endDateTime: string }[];
}

const ask = (line: string, body?: unknown): Promise<Fetched> => asked(sandbox, ALL, line, body);

async function registered(body: object = {}): Promise<Shown> {
  return contentOf(await ask('POST /applications', { displayName: 'made', ...body }));
}

async function steps(lines: readonly string[], id: string): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const line of lines) answers.push(nameOf(await ask(line.replace('{}', id))));
  return answers;
}

let key = '';

const certificate = (): object => ({ keyId: guid(1), type: 'AsymmetricX509Cert', usage: 'Verify', key });

test('a change that is refused for one property leaves all others as they were', async () => {
  const { id } = await registered();
  const refused = [
    { keyCredentials: [certificate()], notes: 'changed', identifierUris: ['https://elsewhere.example'] },
    { keyCredentials: [certificate()], notes: 'changed', passwordCredentials: [] },
    { keyCredentials: [{ key: 'none' }], notes: 'changed' },
  ];
  const answers: string[] = [];
  for (const body of refused) answers.push(nameOf(await ask(`PATCH /applications/${id}`, body)));

  expect(answers).toEqual(['400 HostNameNotOnVerifiedDomain', WRONG, WRONG]);
  expect(contentOf(await ask(`GET /applications/${id}`))).toMatchObject({ notes: null, keyCredentials: [], identifierUris: [] });
});

test.each<readonly [string, object]>([
  ['applications', { id: 'x' }],
  ['applications', { appId: 'x' }],
  ['applications', { createdDateTime: '2020-01-01T00:00:00Z' }],
  ['servicePrincipals', { appId: 'x' }],
  ['servicePrincipals', { servicePrincipalType: 'ManagedIdentity' }],
  ['servicePrincipals', { appRoles: [] }],
])('what Graph sets of %s by itself nobody else sets: %j', async (kind, body) => {
  const made = await registered();
  const id = kind === 'applications' ? made.id : sandbox.home.servicePrincipals.create({ appId: made.appId }).id;

  expect(nameOf(await ask(`PATCH /${kind}/${id}`, body))).toBe(WRONG);
});

test('an application is registered with its certificates and with one secret, whose text is shown then alone', async () => {
  const ends = '2999-01-01T00:00:00Z';
  const made = await registered({ keyCredentials: [certificate()], passwordCredentials: [{ displayName: 'x', endDateTime: ends }] });
  sandbox.home.servicePrincipals.create({ appId: made.appId });
  const [{ secretText, endDateTime } = { secretText: null, endDateTime: '' }] = made.passwordCredentials;
  const read = contentOf<Shown>(await ask(`GET /applications/${made.id}`));

  expect([endDateTime, made.keyCredentials]).toEqual([ends, [expect.objectContaining({ keyId: guid(1) })]]);
  expect(await tokenFor(sandbox, made.appId, secretText ?? '')).toMatch(/^eyJ/);
  expect(read.passwordCredentials).toEqual([expect.objectContaining({ secretText: null, endDateTime: ends })]);
});

test.each<readonly [string, object]>([
  ['two secrets', { passwordCredentials: [{}, {}] }],
  ['a secret that somebody chose', { passwordCredentials: [{ secretText: 'chosen' }] }],
  ['a secret that ends before it begins', { passwordCredentials: [{ endDateTime: '2020-01-01T00:00:00Z' }] }],
  ['a secret of no form', { passwordCredentials: ['x'] }],
  ['a certificate that is none', { keyCredentials: [{ key: 'none' }] }],
])('no application is registered with %s', async (_what, body) => {
  const before = sandbox.home.applications.all().length;

  expect(nameOf(await ask('POST /applications', { displayName: 'x', ...body }))).toBe(WRONG);
  expect(sandbox.home.applications.all()).toHaveLength(before);
});

test('what is deleted takes its principal with it, may come back, and is gone once it is purged', async () => {
  const { appId, id: principal } = sandbox.principal('catalog');
  const { id } = sandbox.home.applications.ofClientId(appId) ?? { id: '' };
  const lines = [
    'DELETE /applications/{}',
    'GET /applications/{}',
    'GET /directory/deletedItems/{}',
    'POST /directory/deletedItems/{}/restore',
    'GET /applications/{}',
    `GET /servicePrincipals/${principal}`,
    'DELETE /applications/{}',
    'DELETE /directory/deletedItems/{}',
    'POST /directory/deletedItems/{}/restore',
    `GET /directory/deletedItems/${principal}`,
  ];

  expect(await steps(lines, id)).toEqual(['204', GONE, '200', '200', '200', GONE, '204', '204', GONE, GONE]);
});

test('a service principal that is deleted may come back without what it held, where its place is free', async () => {
  const { id, appId } = sandbox.principal('shipments');
  const held = (): number => sandbox.home.grants.assignmentsOf(id).length;
  const before = held();
  const lines = ['DELETE /servicePrincipals/{}', 'GET /directory/deletedItems/{}', 'POST /directory/deletedItems/{}/restore'];
  const back = await steps([...lines, 'GET /servicePrincipals/{}', 'DELETE /servicePrincipals/{}'], id);
  const deleted = contentOf(await ask(`GET /directory/deletedItems/${id}`));
  sandbox.home.servicePrincipals.create({ appId });
  const taken = await steps(['POST /directory/deletedItems/{}/restore'], id);

  expect([before > 0, held(), back]).toEqual([true, 0, ['204', '200', '200', '200', '204']]);
  expect(deleted).toMatchObject({ '@odata.type': '#microsoft.graph.servicePrincipal', id, appId });
  expect(taken).toEqual(['409 Request_MultipleObjectsWithSameKeyValue']);
});

test('a service principal does not come back without its application', async () => {
  const { id, appId } = await registered();
  const principal = sandbox.home.servicePrincipals.create({ appId });
  await steps(['DELETE /applications/{}'], id);

  expect(await steps(['POST /directory/deletedItems/{}/restore'], principal.id)).toEqual([WRONG]);
});
