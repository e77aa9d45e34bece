import { consentRisk } from '../../lib/lint';
import { TIER_0 } from '../../lib/lint/consent/graph-tiers';
import { graphPermissions } from '../../lib/model';

const GRAPH = graphPermissions.appId;
const risk = (permission: string, kind: 'application' | 'delegated' = 'application', api: string = GRAPH): ReturnType<typeof consentRisk> =>
  consentRisk({ api, permission, kind });

test('every permission of tier 0 is one that Microsoft Graph publishes', () => {
  expect(Object.keys(TIER_0).filter((value) => !Object.hasOwn(graphPermissions.appRoles, value))).toEqual([]);
  expect(Object.keys(TIER_0).map((value) => risk(value))).toEqual(
    Object.keys(TIER_0).map((value) => expect.objectContaining({ tier: 0, risk: 'critical', value }) as object),
  );
});

test('an id is known for the permission it is of', () => {
  expect(risk('9E3F62CF-ca93-4989-b6ce-bf83c28f9fe8')).toEqual(risk('RoleManagement.ReadWrite.Directory'));
  expect(risk('e1fe6dd8-ba31-4d61-89e7-88639da4683d', 'delegated')).toEqual(risk('User.Read', 'delegated'));
});

test('application permissions of Graph need a privileged approver, delegated ones and those of other APIs do not', () => {
  const approvers = [risk('User.Read.All'), risk('User.Read.All', 'delegated'), risk('x', 'application', 'other')].map(
    ({ approver }) => approver,
  );

  expect(approvers).toEqual([
    'Privileged Role Administrator or Global Administrator',
    'Cloud Application Administrator or Application Administrator',
    'Cloud Application Administrator or Application Administrator',
  ]);
});

test.each([
  ['Application.ReadWrite.OwnedBy', 1, 'high'],
  ['Mail.Read', 1, 'high'],
  ['Mail.Send', 1, 'high'],
  ['Sites.FullControl.All', 1, 'high'],
  ['Device.ReadWrite.All', 1, 'high'],
  ['User.Read.All', 2, 'medium'],
  ['Made.Up', 'unknown', 'unknown'],
] as const)('the application permission %s is of tier %s', (value, tier, of) => {
  expect(risk(value)).toMatchObject({ tier, risk: of });
});

test.each([
  ['RoleManagement.ReadWrite.Directory', 0, 'high'],
  ['Group.Read.All', 1, 'medium'],
  ['User.Read', 2, 'low'],
  ['Files.Read', 2, 'low'],
] as const)('the delegated permission %s is of tier %s', (value, tier, of) => {
  expect(risk(value, 'delegated')).toMatchObject({ tier, risk: of });
});

test('what every object inherits is no permission', () => {
  expect(risk('constructor')).toMatchObject({ tier: 'unknown' });
});
