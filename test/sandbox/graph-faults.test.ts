import { Sandbox } from '../../lib/sandbox';
import { type Fetched } from '../../lib/sandbox/network';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { asked, contentOf, nameOf, type GraphRoles } from '../support/graph-caller';
import { synthesizedDeployment } from '../support/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
});

afterEach(() => {
  Object.assign(sandbox.entra.graph.faults, { unseenForMs: 0, loseOneIn: 0 });
});

afterAll(() => sandbox.close());

const ROLES: GraphRoles = ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'];
const GONE = '404 Request_ResourceNotFound';
const DEFAULT_ROLE = '00000000-0000-0000-0000-000000000000';

const ask = (line: string, body?: unknown): Promise<Fetched> => asked(sandbox, ROLES, line, body);

interface Made {
  readonly id: string;
  readonly appId: string;
}

/** Ids in a list that are among some. */
async function listed(path: string, ids: readonly string[]): Promise<readonly string[]> {
  const { value } = contentOf<{ readonly value: readonly { readonly id: string }[] }>(await ask(`GET ${path}`));
  return value.map(({ id }) => id).filter((id) => ids.includes(id));
}

test('what was just made is read, listed and referred to only after a while', async () => {
  const api = sandbox.principal('orders').id;
  sandbox.entra.graph.faults.unseenForMs = 3_000;
  const application = contentOf<Made>(await ask('POST /applications', { displayName: 'new' }));
  const tooSoon = await ask('POST /servicePrincipals', { appId: application.appId });
  sandbox.clock.advance(3);
  const { id } = contentOf<Made>(await ask('POST /servicePrincipals', { appId: application.appId }));
  const assign = (): Promise<Fetched> =>
    ask(`POST /servicePrincipals/${api}/appRoleAssignedTo`, { principalId: id, resourceId: api, appRoleId: DEFAULT_ROLE });
  const grant = (): Promise<Fetched> =>
    ask('POST /oauth2PermissionGrants', { clientId: id, resourceId: api, consentType: 'AllPrincipals', scope: 'Orders.Use' });
  const granted = (): Promise<Fetched> =>
    ask('POST /oauth2PermissionGrants', { clientId: api, resourceId: id, consentType: 'AllPrincipals', scope: 'x' });
  const own = (): Promise<Fetched> =>
    ask(`POST /applications/${application.id}/owners/$ref`, { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });
  const bind = (): Promise<Fetched> =>
    ask('POST /applications', { displayName: 'x', 'owners@odata.bind': [`https://graph.microsoft.com/v1.0/directoryObjects/${id}`] });
  const read = (): Promise<Fetched> => ask(`GET /servicePrincipals/${id}`);
  const answers = async (): Promise<readonly unknown[]> => [
    nameOf(await read()),
    nameOf(await assign()),
    nameOf(await grant()),
    nameOf(await granted()),
    nameOf(await own()),
    nameOf(await bind()),
    await listed('/servicePrincipals', [id]),
  ];
  const soon = await answers();
  sandbox.clock.advance(3);

  expect([nameOf(tooSoon), tooSoon.body]).toEqual([
    '400 Request_BadRequest',
    expect.stringContaining('does not reference a valid application'),
  ]);
  expect(soon).toEqual([GONE, '400 Request_BadRequest', GONE, GONE, GONE, GONE, []]);
  expect(await answers()).toEqual(['200', '201', '201', '201', '204', '201', [id]]);
});

test('what cannot be seen yet is there: it cannot be made twice', async () => {
  const { appId } = contentOf<Made>(await ask('POST /applications', { displayName: 'once' }));
  sandbox.entra.graph.faults.unseenForMs = 3_000;
  sandbox.clock.advance(3);
  await ask('POST /servicePrincipals', { appId });

  expect(nameOf(await ask('POST /servicePrincipals', { appId }))).toBe('409 Request_MultipleObjectsWithSameKeyValue');
});

test('a request whose answer gets lost is done all the same', async () => {
  const before = sandbox.home.applications.all().length;
  sandbox.entra.graph.faults.loseOneIn = 1;
  const lost = await ask('POST /applications', { displayName: 'lost' });
  const refused = await ask('POST /applications', { displayName: '' });
  sandbox.entra.graph.faults.loseOneIn = 0;

  expect([nameOf(lost), nameOf(refused)]).toEqual(['503 ServiceUnavailable', '400 Request_BadRequest']);
  expect(sandbox.home.applications.all().slice(before)).toEqual([expect.objectContaining({ displayName: 'lost' })]);
});
