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
