import { Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { asked, CALLER, contentOf, nameOf, type GraphRoles } from '../support/graph-caller';
import { synthesizedDeployment } from '../support/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
});

afterAll(() => sandbox.close());

const ALL: GraphRoles = ['Application.ReadWrite.All'];
const UNSUPPORTED = '400 Request_UnsupportedQuery';
const UNKNOWN = '400 BadRequest';

interface Page {
  readonly value: readonly Readonly<Record<string, unknown>>[];
}

test.each([
  ['$top=1', UNSUPPORTED],
  ['$orderby=displayName', UNSUPPORTED],
  ['$expand=owners', UNSUPPORTED],
  ['$search="displayName:x"', UNSUPPORTED],
  ['$count=true', UNSUPPORTED],
  ['$skip=1', UNSUPPORTED],
  ['filter=x', UNSUPPORTED],
  ['$select=id&$select=appId', UNSUPPORTED],
  ['$select=nonsense', UNKNOWN],
  ["$filter=nonsense eq 'x'", UNKNOWN],
  ["$filter=startswith(displayName,'x')", '400 Request_BadRequest'],
])('a list with %s is answered by %s', async (query, expected) => {
  const path = `/applications?${new URLSearchParams(query).toString()}`;

  expect(nameOf(await asked(sandbox, ALL, `GET ${path}`))).toBe(expected);
});

interface Path {
  readonly path: string;
  readonly roles: GraphRoles;
}

/** Each list of Graph; of an object that has nothing, where it is one of an object. */
function lists(): readonly Path[] {
  const { applications, servicePrincipals } = sandbox.home;
  const { id, appId } = applications.create({ displayName: 'bare' });
  const principal = servicePrincipals.create({ appId }).id;
  return [
    ...['applications', 'servicePrincipals'].map((path) => ({ path, roles: ALL })),
    ...['owners', 'federatedIdentityCredentials'].map((path) => ({ path: `applications/${id}/${path}`, roles: ALL })),
    ...['owners', 'appRoleAssignedTo'].map((path) => ({ path: `servicePrincipals/${principal}/${path}`, roles: ALL })),
    { path: 'oauth2PermissionGrants', roles: ['DelegatedPermissionGrant.ReadWrite.All'] },
  ];
}

test.each(["$filter=nonsense eq 'x'", '$select=id,nonsense'])('no list, empty or not, is answered with %s', async (query) => {
  const answers: string[] = [];
  for (const { path, roles } of lists()) answers.push(nameOf(await asked(sandbox, roles, `GET /${path}?${encodeURI(query)}`)));

  expect(answers).toEqual(Array(7).fill(UNKNOWN));
});

test('each property that objects of a list have is one to select and to filter by', async () => {
  const { id, appId } = sandbox.home.applications.ofClientId(sandbox.principal('orders').appId) ?? { id: '', appId: '' };
  sandbox.home.applications.addOwner(id, sandbox.principal('erp-sync').id);
  const issuer = { issuer: 'https://issuer.example', subject: 'x', audiences: ['y'], description: null };
  sandbox.home.credentials.addFederated(appId, { name: 'one', ...issuer });
  const paths = [`applications/${id}/owners`, `applications/${id}/federatedIdentityCredentials`, 'applications', 'servicePrincipals'];
  const roles: GraphRoles = [...ALL, 'DelegatedPermissionGrant.ReadWrite.All'];
  const all = [...paths, `servicePrincipals/${sandbox.principal('orders').id}/appRoleAssignedTo`, 'oauth2PermissionGrants'];
  for (const path of all) {
    const [first = {}] = contentOf<Page>(await asked(sandbox, roles, `GET /${path}`)).value;
    const selected = await asked(sandbox, roles, `GET /${path}?$select=${Object.keys(first).join(',')}`);

    expect(Object.keys(first)).toContain('id');
    expect(contentOf<Page>(selected).value[0]).toEqual(first);
  }
});

test('one object is selected from, and not filtered', async () => {
  const path = `/servicePrincipals/${sandbox.principal('orders').id}`;
  const filtered = await asked(sandbox, ALL, `GET ${path}?$filter=${encodeURIComponent("appId eq 'x'")}`);
  const selected = await asked(sandbox, ALL, `GET ${path}?$select=samlMetadataUrl`);

  expect(nameOf(filtered)).toBe(UNSUPPORTED);
  expect(contentOf(selected)).toEqual({ id: sandbox.principal('orders').id, samlMetadataUrl: null });
});

test('what changes something takes no option', async () => {
  const { id } = sandbox.home.applications.all()[0] ?? { id: '' };
  const answers = [
    await asked(sandbox, ALL, 'POST /applications?$select=id', { displayName: 'x' }),
    await asked(sandbox, ALL, `PATCH /applications/${id}?$select=id`, { notes: 'x' }),
  ];

  expect(answers.map(nameOf)).toEqual([UNSUPPORTED, UNSUPPORTED]);
  expect(sandbox.home.applications.get(id).notes).not.toBe('x');
});

test('every list is filtered, owners and assignments too', async () => {
  const { applications } = sandbox.home;
  const [owner, other] = [sandbox.principal(CALLER), sandbox.principal('erp-sync')];
  const { id } = applications.create({ displayName: 'x' }, [owner.id, other.id]);
  const ids = async (path: string, filter: string): Promise<readonly unknown[]> => {
    const answer = await asked(sandbox, ALL, `GET ${path}?$filter=${encodeURIComponent(filter)}&$select=id`);
    return contentOf<Page>(answer).value;
  };
  const api = sandbox.principal('orders');
  const [held] = sandbox.home.grants.assignmentsOf(api.id);

  expect(await ids(`/applications/${id}/owners`, `id eq '${other.id}'`)).toEqual([{ id: other.id }]);
  expect(await ids('/applications', "displayName eq 'x'")).toEqual([{ id }]);
  expect(await ids('/servicePrincipals', `appId eq '${owner.appId}'`)).toEqual([{ id: owner.id }]);
  expect(await ids(`/servicePrincipals/${api.id}/appRoleAssignedTo`, `id eq '${held?.id ?? ''}'`)).toEqual([{ id: held?.id }]);
});
