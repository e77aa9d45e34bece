import { permissionsJson, permissionsNeeded, type PermissionsNeeded, type PipelineIdentity } from '../../lib/permissions';
import { DATA_SOURCES, PURPOSES, RESOURCES } from '../../lib/permissions/facts';
import { isRead, leastOf } from '../../lib/permissions/least';
import { graphPermissions, type GraphRole } from '../../lib/model';
import { readSynthesized } from '../../lib/terraform';
import { environment, model, organisation } from '../entra/organisation';
import { asking, handWritten, statesOf } from './stacks';

const names = (needed: PermissionsNeeded): Readonly<Partial<Record<PipelineIdentity, readonly string[]>>> =>
  Object.fromEntries(needed.identities.map(({ identity, graph }) => [identity, graph.map(({ permission }) => permission)]));

test('a stack that registers and consents needs one identity that can do both, and says so', () => {
  const needed = permissionsNeeded(statesOf());

  expect(names(needed)).toEqual({
    plan: ['Directory.Read.All'],
    apply: [
      'AppRoleAssignment.ReadWrite.All',
      'Application.Read.All',
      'Application.ReadWrite.OwnedBy',
      'DelegatedPermissionGrant.ReadWrite.All',
    ],
  });
  expect(needed.notes.join()).toContain('shop-dev registers and consents in one stack');
});

test('consents in a stack of their own leave the identity that applies with what it owns', () => {
  const [access, consents] = statesOf(environment({ consent: 'separate-stack' }));
  if (consents === undefined) throw new Error('there is no stack of consents');

  expect(names(permissionsNeeded([access]))).toEqual({ plan: ['Application.Read.All'], apply: ['Application.ReadWrite.OwnedBy'] });
  expect(names(permissionsNeeded([consents]))).toEqual({
    plan: ['Directory.Read.All'],
    consent: ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All', 'DelegatedPermissionGrant.ReadWrite.All'],
  });
  expect(names(permissionsNeeded([access, consents]))).toEqual({
    plan: ['Directory.Read.All'],
    apply: ['Application.ReadWrite.OwnedBy'],
    consent: ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All', 'DelegatedPermissionGrant.ReadWrite.All'],
  });
});

test('where consent is only asked for, no identity can consent', () => {
  const needed = permissionsNeeded(statesOf(environment({ consent: 'request-only' }), asking), { consent: 'request-only' });

  expect(names(needed)).toEqual({ plan: ['Application.Read.All'], apply: ['Application.ReadWrite.OwnedBy'] });
  expect(needed.notes).toEqual([expect.stringContaining('consents are asked for, not given')]);
});

const WITHOUT = [
  ['app role assignments', 'azuread_app_role_assignment', ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All']],
  ['consents to scopes', 'azuread_service_principal_delegated_permission_grant', ['DelegatedPermissionGrant.ReadWrite.All']],
] as const;

test.each(WITHOUT)('without %s nothing is held for them', (_, type, gone) => {
  const [whole] = statesOf();
  const without = { ...whole, resources: whole.resources.filter((one) => one.type !== type) };
  const [before, after] = [whole, without].map((stack) => names(permissionsNeeded([stack])).apply ?? []);

  expect(before?.filter((one) => !after?.includes(one))).toEqual(gone);
});

test('the identity that plans only reads, whatever a stack has', () => {
  const resource = Object.fromEntries(Object.keys(RESOURCES).map((type) => [type, { one: {} }]));
  const data = Object.fromEntries(Object.keys(DATA_SOURCES).map((type) => [type, { one: {} }]));
  const { identities } = permissionsNeeded([handWritten(resource, { data })]);
  const plan = identities.find(({ identity }) => identity === 'plan');

  expect(plan?.graph.map(({ permission }) => permission).filter((one) => !isRead(one))).toEqual([]);
  expect(plan?.graph.length).toBeGreaterThan(0);
});

test('every type of resource the library emits has an entry, in every consent mode', () => {
  const modes = ['grant', 'separate-stack', 'request-only'] as const;
  const emitted = modes.flatMap((consent) => statesOf(environment({ consent }), asking).flatMap(({ resources }) => resources));
  const missing = emitted.filter(({ type, mode }) => {
    return type.startsWith('azuread_') && !Object.hasOwn(mode === 'data' ? DATA_SOURCES : RESOURCES, type);
  });

  expect(new Set(emitted.map(({ type }) => type)).size).toBeGreaterThan(6);
  expect(missing).toEqual([]);
});

test('every permission of the tables is one of Microsoft Graph, and has a purpose and a limit', () => {
  const all = [...Object.values(RESOURCES).flatMap(({ read, write }) => [...read, ...write]), ...Object.values(DATA_SOURCES).flat()].flat();

  for (const one of new Set<GraphRole>(all)) {
    expect(graphPermissions.appRoles[one]).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.keys(PURPOSES[one] ?? {})).toEqual(['why', 'limit']);
  }
});

test('every reading can be done by an identity that only reads', () => {
  const reads = [...Object.values(RESOURCES).flatMap(({ read }) => read), ...Object.values(DATA_SOURCES).flat()];

  expect(reads.filter((anyOf) => !anyOf.some(isRead))).toEqual([]);
});

test('a type that is not known is reported and never taken for harmless', () => {
  const stack = handWritten({ azuread_conditional_access_policy: { mfa: {} }, azurerm_key_vault: { v: {} }, random_id: { r: {} } });

  expect(permissionsNeeded([stack]).unknown).toEqual([
    { type: 'azuread_conditional_access_policy', addresses: ['azuread_conditional_access_policy.mfa'] },
    { type: 'azurerm_key_vault', addresses: ['azurerm_key_vault.v'] },
  ]);
});

test('each address stands where only that permission opens it', () => {
  const needed = permissionsNeeded([
    handWritten({
      azuread_application: { a: { owners: ['x'] } },
      azuread_app_role_assignment: { g: {} },
    }),
  ]);
  const apply = needed.identities.find(({ identity }) => identity === 'apply');

  expect(apply?.graph.map(({ permission, neededBy }) => [permission, neededBy])).toEqual([
    ['AppRoleAssignment.ReadWrite.All', ['azuread_app_role_assignment.g']],
    ['Application.Read.All', ['azuread_app_role_assignment.g']],
    ['Application.ReadWrite.OwnedBy', ['azuread_application.a']],
  ]);
});

test('a registration without owners cannot be changed again by who only owns, and that is said', () => {
  const needed = permissionsNeeded([handWritten({ azuread_application: { a: {}, b: { owners: ['x'] } } })]);

  expect(needed.notes).toEqual([expect.stringMatching(/^azuread_application\.a names no owner/)]);
});

test('no permission can be left out, and what is held already is used before anything is added', () => {
  const needs = [
    { address: 'a', anyOf: ['Application.Read.All', 'Directory.Read.All'] },
    { address: 'b', anyOf: ['Directory.Read.All'] },
    { address: 'c', anyOf: ['Application.Read.All', 'Application.ReadWrite.OwnedBy'] },
  ] as const;

  expect(leastOf(needs.slice(0, 2))).toEqual([{ permission: 'Directory.Read.All', neededBy: ['a', 'b'] }]);
  expect(leastOf(needs).map(({ permission }) => permission)).toEqual(['Application.Read.All', 'Directory.Read.All']);
});

test('a state in Azure is read by who plans and written by who applies', () => {
  const state = { kind: 'azure', resourceGroup: 'terraform', storageAccount: 'shopstate', container: 'states' } as const;
  const { identities } = permissionsNeeded(statesOf(environment({ state, consent: 'separate-stack' })));

  expect(identities.map(({ identity, azure }) => [identity, azure.map(({ role }) => role)])).toEqual([
    ['plan', ['Storage Blob Data Reader']],
    ['apply', ['Storage Blob Data Contributor']],
    ['consent', ['Storage Blob Data Contributor']],
  ]);
  expect(identities[0]?.azure[0]?.scope).toEqual({ resourceGroup: 'terraform', storageAccount: 'shopstate', container: 'states' });
});

test('diagnostic settings of a tenant take a person, and no identity is asked for', () => {
  const stack = readSynthesized(
    { resource: { azurerm_monitor_aad_diagnostic_setting: { audit: {} }, azurerm_log_analytics_workspace: { audit: {} } } },
    'audit',
    'cdk.tf.json',
  );
  const needed = permissionsNeeded([stack]);

  expect(needed.identities).toEqual([]);
  expect(needed.unknown).toEqual([]);
  expect(needed.people).toEqual([
    expect.objectContaining({
      what: 'plan and apply audit, signed in with `az login`',
      roles: expect.arrayContaining(['Security Administrator']) as unknown,
    }),
  ]);
});

test('a definition of nothing needs nothing, and the same stacks give the same bytes', () => {
  expect(permissionsNeeded(statesOf(environment(), model({}))).identities).toEqual([]);
  expect(permissionsJson([permissionsNeeded(statesOf(environment(), organisation))])).toBe(
    permissionsJson([permissionsNeeded(statesOf(environment(), organisation))]),
  );
});
