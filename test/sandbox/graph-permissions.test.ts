import { Sandbox } from '../../lib/sandbox';
import { type Fetched } from '../../lib/sandbox/network';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { asked, CALLER, contentOf, nameOf, type GraphRoles } from '../support/graph-caller';
import { synthesizedDeployment } from '../support/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
});

afterAll(() => sandbox.close());

const OWNED: GraphRoles = ['Application.ReadWrite.OwnedBy'];
const ALL: GraphRoles = ['Application.ReadWrite.All'];
const DENIED = '403 Authorization_RequestDenied';
const GONE = '404 Request_ResourceNotFound';
const WRONG = '400 Request_BadRequest';

interface Registered {
  readonly id: string;
  readonly appId: string;
}

const ask = (roles: GraphRoles, line: string, body?: unknown): Promise<Fetched> => asked(sandbox, roles, line, body);

const registered = async (roles: GraphRoles, body: object = {}): Promise<Registered> =>
  contentOf(await ask(roles, 'POST /applications', { displayName: 'made', ...body }));

/** One that somebody else owns. */
function ofOthers(): Registered {
  return sandbox.home.applications.create({ displayName: 'of others' }, [sandbox.principal('erp-sync').id]);
}

const principalFor = ({ appId }: Registered): { readonly id: string } => sandbox.home.servicePrincipals.create({ appId });

test('who may change what it owns brings its own applications into the tenant, and no others', async () => {
  const own = await registered(OWNED);
  const denied = await ask(OWNED, 'POST /servicePrincipals', { appId: ofOthers().appId });
  const answers = [
    await ask(OWNED, 'POST /servicePrincipals', { appId: own.appId }),
    await ask(ALL, 'POST /servicePrincipals', { appId: ofOthers().appId }),
    await ask(['Application.Read.All'], 'POST /servicePrincipals', { appId: ofOthers().appId }),
  ];

  expect([nameOf(denied), denied.body]).toEqual([DENIED, expect.stringContaining('the backing application of the service principal')]);
  expect(answers.map(nameOf)).toEqual(['201', '201', DENIED]);
});

test('who may change what it owns sets mapped claims of an application that is there, and of none that it registers', async () => {
  const mapped = { api: { acceptMappedClaims: true } };
  const own = await registered(OWNED, { api: { acceptMappedClaims: false } });
  const answers = [
    await ask(OWNED, 'POST /applications', { displayName: 'made', ...mapped }),
    await ask(ALL, 'POST /applications', { displayName: 'made', ...mapped }),
    await ask(OWNED, `PATCH /applications/${own.id}`, mapped),
  ];

  expect(answers.map(nameOf)).toEqual([DENIED, '201', '204']);
});

test('a role is given at its own API, and not at another one', async () => {
  const [api, other] = [sandbox.principal('orders').id, sandbox.principal('catalog').id];
  const principalId = principalFor(ofOthers()).id;
  const appRoleId = '00000000-0000-0000-0000-000000000000';
  const answers: string[] = [];
  for (const resourceId of [other, undefined, api])
    answers.push(
      nameOf(
        await ask(['AppRoleAssignment.ReadWrite.All'], `POST /servicePrincipals/${api}/appRoleAssignedTo`, {
          principalId,
          resourceId,
          appRoleId,
        }),
      ),
    );

  expect(answers).toEqual(['400 Request_BadRequest', '400 Request_BadRequest', '201']);
});

test.each(['POST /directory/deletedItems/{}/restore', 'DELETE /directory/deletedItems/{}'])(
  'who may change what it owns does so with what was deleted, and with nothing of others: %s',
  async (line) => {
    const [own, other] = [await registered(OWNED), ofOthers()];
    const principal = principalFor(other);
    for (const { id } of [own, other]) sandbox.home.applications.delete(id);
    const answers: string[] = [];
    for (const { id } of [other, principal, own]) answers.push(nameOf(await ask(OWNED, line.replace('{}', id))));

    expect(answers).toEqual([DENIED, DENIED, line.startsWith('POST') ? '200' : '204']);
    expect(sandbox.home.applications.findDeleted(other.id)).toBeDefined();
  },
);

test('an assignment is found by its own API alone, and stays where another one is named', async () => {
  const { grants } = sandbox.home;
  const [orders, catalog] = [sandbox.principal('orders'), sandbox.principal('catalog')];
  const roles: GraphRoles = ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All'];
  const made = grants.assign({
    principalId: sandbox.principal(CALLER).id,
    resourceId: orders.id,
    appRoleId: '00000000-0000-0000-0000-000000000000',
  });
  const answers: string[] = [];
  for (const line of ['GET', 'DELETE'].flatMap((method) => [catalog, orders].map(({ id }) => `${method} /servicePrincipals/${id}`)))
    answers.push(nameOf(await ask(roles, `${line}/appRoleAssignedTo/${made.id}`)));

  expect(answers).toEqual([GONE, '200', GONE, '204']);
});

test.each(['applications', 'servicePrincipals'] as const)('owners of %s are somebody, no group, and each once', async (kind) => {
  const own = await registered(ALL);
  const { id } = kind === 'applications' ? own : principalFor(own);
  const [group = ''] = Object.values(dev.groups);
  const { id: somebody } = sandbox.principal('erp-sync');
  const answers: string[] = [];
  for (const owner of ['99999999-9999-4999-8999-999999999999', group, somebody, somebody]) {
    const body = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${owner}` };
    answers.push(nameOf(await ask(ALL, `POST /${kind}/${id}/owners/$ref`, body)));
  }

  expect(answers).toEqual([GONE, WRONG, '204', WRONG]);
  expect(sandbox.home[kind].ownersOf(id)).toContain(somebody);
});

test.each<readonly [keyof typeof LINES, GraphRoles, string]>([
  ['register', ['Directory.ReadWrite.All'], DENIED],
  ['bring', ['Directory.ReadWrite.All'], DENIED],
  ['assign', ['Directory.ReadWrite.All'], DENIED],
  ['list', ['Directory.ReadWrite.All'], '200'],
  ['grant', ['Directory.ReadWrite.All'], '404 Request_ResourceNotFound'],
  ['read grants', ['Directory.ReadWrite.All'], '200'],
  ['read grants', ['Directory.Read.All'], '200'],
  ['read grants', ['DelegatedPermissionGrant.ReadWrite.All'], '200'],
  ['read grants', ['Application.Read.All'], DENIED],
  ['read grants', ALL, DENIED],
  ['read credentials', ['Directory.Read.All'], DENIED],
  ['read credentials', ['Application.Read.All'], '200'],
])('to %s with %s is answered as by Graph', async (what, roles, expected) => {
  const [line, body] = LINES[what];
  const { id } = sandbox.home.applications.ofClientId(sandbox.principal('orders').appId) ?? { id: '' };

  expect(nameOf(await ask(roles, line.replace('{}', id), body))).toBe(expected);
});

const LINES = {
  register: ['POST /applications', { displayName: 'x' }],
  bring: ['POST /servicePrincipals', { appId: 'x' }],
  assign: ['POST /servicePrincipals/x/appRoleAssignedTo', {}],
  list: ['GET /applications', undefined],
  grant: ['POST /oauth2PermissionGrants', { clientId: 'x', resourceId: 'x', consentType: 'AllPrincipals', scope: 'x' }],
  'read grants': ['GET /oauth2PermissionGrants', undefined],
  'read credentials': ['GET /applications/{}/federatedIdentityCredentials', undefined],
} as const;

test('a token for an API that is called like Graph is none for Graph, whatever roles of that name it holds', async () => {
  const { keys, clock } = sandbox.entra;
  const claims = { oid: CALLER, tid: sandbox.home.id, roles: ALL, exp: clock.seconds() + 600 };
  const answers = await Promise.all(
    ['https://graph.microsoft.contoso.com', 'https://localhost:1', 'https://graph.microsoft.com/'].map(async (aud) => {
      const token = await keys.sign({ ...claims, aud }, 1);
      const answer = await sandbox.entra.fetcher.fetch('https://graph.microsoft.com/v1.0/applications', {
        headers: { authorization: `Bearer ${token}` },
      });
      return nameOf(answer);
    }),
  );

  expect(answers).toEqual(['401 InvalidAuthenticationToken', '401 InvalidAuthenticationToken', '200']);
});
