import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccessModel, type EnvironmentModel } from '../../lib/model';
import {
  permissionsMarkdown,
  permissionsNeeded,
  requestBundle,
  requestJson,
  requestMarkdown,
  requestText,
  type RequestBundle,
  type RequestBundleInput,
} from '../../lib/permissions';
import { adminConsentLink, signIn } from '../../lib/permissions/request/commands';
import { api, client, environment, grant, guid, model, organisation, role, scope } from '../entra/organisation';
import { codesOf } from '../support/problems';
import { asking, handWritten, statesOf } from './stacks';

const requesting = environment({ consent: 'request-only' });
const ids = { orders: guid(50), stock: guid(51), invoicing: guid(52), portal: guid(53), shop: guid(54), till: guid(55) };
const identities = { plan: { clientId: guid(60), objectId: guid(61) }, apply: { clientId: guid(62), objectId: guid(63) } };

function bundleOf(of: EnvironmentModel, definition: AccessModel, more: Partial<RequestBundleInput> = {}): RequestBundle {
  const needed = permissionsNeeded(statesOf(of, definition), { consent: of.consent });
  return requestBundle({ needed, definition: { model: definition, environment: of }, ...more });
}

/** Runs a command with a stand-in for the Azure CLI, which answers each question and notes what it is told. */
function run(
  command: string,
  variables: Readonly<Record<string, string>> = {},
): { readonly status: number; readonly calls: readonly string[][] } {
  const folder = mkdtempSync(join(tmpdir(), 'az-'));
  const log = join(folder, 'log');
  writeFileSync(
    join(folder, 'az'),
    `#!/bin/sh\nprintf '%s\\0' "$@" >> ${log}\nprintf '\\n' >> ${log}\ncase "$*" in *"--query id"*) echo ${guid(99)} ;; esac\n`,
  );
  chmodSync(join(folder, 'az'), 0o755);
  const { status } = spawnSync('sh', ['-c', command], {
    cwd: folder,
    env: { PATH: `${folder}:/usr/bin:/bin`, ...variables },
    encoding: 'utf8',
  });
  const calls = existsSync(log)
    ? readFileSync(log, 'utf8')
        .split('\0\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\0'))
    : [];
  rmSync(folder, { recursive: true, force: true });
  return { status: status ?? -1, calls };
}

function bodyOf(calls: readonly string[][]): unknown {
  const last = calls.at(-1) ?? [];
  return JSON.parse(last[last.indexOf('--body') + 1] ?? 'null');
}

test('where consent is asked for, every grant and assignment of the definition is a request', () => {
  const { requests } = bundleOf(requesting, asking, { clientIds: ids, identities });
  const count = asking.grants.reduce((sum, { roles, scopes }) => sum + roles.length + (scopes.length > 0 ? 1 : 0), 0);

  expect(requests.length).toBe(2 + count + asking.assignments.length);
  expect(requests.filter(({ variables }) => variables.length > 0)).toEqual([]);
});

test('where the pipeline consents, only its own permissions are requested', () => {
  const { requests } = bundleOf(environment(), organisation, { identities });

  expect(requests.map(({ what }) => what)).toEqual([
    'Directory.Read.All of Microsoft Graph, as an application permission',
    'AppRoleAssignment.ReadWrite.All of Microsoft Graph, as an application permission',
    'Application.Read.All of Microsoft Graph, as an application permission',
    'Application.ReadWrite.OwnedBy of Microsoft Graph, as an application permission',
    'DelegatedPermissionGrant.ReadWrite.All of Microsoft Graph, as an application permission',
  ]);
  expect(requests.map(({ tier }) => tier)).toEqual([2, 0, 2, 1, 1]);
  expect(new Set(requests.map(({ approver }) => approver))).toEqual(new Set(['Privileged Role Administrator or Global Administrator']));
});

test('a command assigns the role of that API to that client, and nothing else', () => {
  const { requests } = bundleOf(requesting, asking, { clientIds: ids, identities });
  const one = requests.find(({ what, whom }) => what.startsWith('Orders.Read.All of orders') && whom === 'stock');
  const { status, calls } = run(one?.command ?? 'false');

  expect(status).toBe(0);
  expect(calls.map((call) => call[call.indexOf('--url') + 1])).toEqual([
    `https://graph.microsoft.com/v1.0/servicePrincipals(appId='${guid(50)}')?$select=id`,
    `https://graph.microsoft.com/v1.0/servicePrincipals(appId='${guid(51)}')?$select=id`,
    `https://graph.microsoft.com/v1.0/servicePrincipals/${guid(99)}/appRoleAssignedTo`,
  ]);
  expect(bodyOf(calls)).toEqual({ principalId: guid(99), resourceId: guid(99), appRoleId: role('orders', 'Orders.Read.All').id });
  expect(one).toMatchObject({
    id: guid(51),
    why: 'May Orders.Read.All; a way in to orders.list',
    approver: 'Cloud Application Administrator or Application Administrator',
    link: `https://login.microsoftonline.com/${requesting.tenantId}/adminconsent?client_id=${guid(51)}`,
  });
});

test('scopes of one client and API are one consent for everybody', () => {
  const { requests } = bundleOf(requesting, asking, { clientIds: ids, identities });
  const one = requests.find(({ whom, what }) => whom === 'shop' && what.includes('orders'));

  expect(bodyOf(run(one?.command ?? 'false').calls)).toEqual({
    clientId: guid(99),
    consentType: 'AllPrincipals',
    resourceId: guid(99),
    scope: 'Orders.See Orders.Use',
  });
});

test('without an id a command says which variable it wants, and does nothing until it is set', () => {
  const { requests } = bundleOf(requesting, asking);
  const one = requests.find(({ whom, what }) => whom === 'invoicing' && what.startsWith('Orders.Read.All'));

  expect(one?.variables.map(({ name }) => name)).toEqual(['CLIENT_ID_INVOICING', 'CLIENT_ID_ORDERS']);
  expect(run(one?.command ?? 'true')).toEqual({ status: expect.any(Number) as number, calls: [] });
  expect(run(one?.command ?? 'true').status).not.toBe(0);
  expect(run(one?.command ?? 'false', { CLIENT_ID_INVOICING: guid(52), CLIENT_ID_ORDERS: guid(50) }).status).toBe(0);
});

test('hosts are those of the cloud, for signing in, asking and consenting', () => {
  const clouds = ['global', 'usgovernmentl4', 'usgovernmentl5', 'china'] as const;

  expect(clouds.map((cloud) => new URL(adminConsentLink(guid(1), guid(2), cloud)).host)).toEqual([
    'login.microsoftonline.com',
    'login.microsoftonline.us',
    'login.microsoftonline.us',
    'login.partner.microsoftonline.cn',
  ]);
  expect(clouds.map((cloud) => /--name (\w+)/.exec(signIn(guid(1), cloud))?.[1])).toEqual([
    'AzureCloud',
    'AzureUSGovernment',
    'AzureUSGovernment',
    'AzureChinaCloud',
  ]);
  for (const [cloud, host] of [
    ['usgovernmentl5', 'dod-graph.microsoft.us'],
    ['china', 'microsoftgraph.chinacloudapi.cn'],
  ] as const)
    expect(bundleOf(environment({ cloud }), organisation, { identities }).requests[0]?.command).toContain(`https://${host}/v1.0/`);
});

test('what is no GUID never gets into a command', () => {
  expect(() => signIn('$(id)', 'global')).toThrow('not a GUID');
  expect(() => adminConsentLink(guid(1), `${guid(2)}&x=y`, 'global')).toThrow('not a GUID');
});

const HOSTILE = [
  '$(touch pwned)',
  '`touch pwned`',
  "'; touch pwned; '",
  '"; touch pwned; "',
  '![x](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)>',
  '| cell | ``` # h',
  '@everyone',
  '[x]: https://evil.example',
];

test.each(HOSTILE)('%s in names and descriptions is text and nothing else', (text) => {
  const texts = { displayName: text, description: text };
  const hostile = model({
    apis: [
      api('orders', { name: text, roles: [role('orders', 'R', texts)], scopes: [scope('orders', "a$(touch${IFS}pwned)'`x`", texts)] }),
    ],
    clients: [client('invoicing', { name: text, description: text })],
    grants: [grant('invoicing', 'orders', { roles: ['R'], scopes: ["a$(touch${IFS}pwned)'`x`"] })],
  });
  const needed = permissionsNeeded([handWritten({ azuread_application: { a: {} } })]);
  const bundle = requestBundle({
    needed,
    definition: { model: hostile, environment: requesting },
    clientIds: { orders: guid(50), invoicing: guid(52) },
    identities,
  });
  const prose = requestMarkdown([bundle]).replace(/```sh\n[\s\S]*?\n```/g, '');

  expect(prose).not.toMatch(/<|(?<!\\)[`![\]|]|@/);
  expect(prose.split('\n').filter((line) => /^(?:#|```)/.test(line)).length).toBe(1 + bundle.requests.length);
  for (const { command } of bundle.requests) {
    const { status, calls } = run(`${command}; test ! -e pwned`);
    expect(status).toBe(0);
    expect(bodyOf(calls)).toBeDefined();
  }
  expect(bodyOf(run(bundle.requests.at(-1)?.command ?? 'false').calls)).toMatchObject({ scope: "a$(touch${IFS}pwned)'`x`" });
});

test('an address of a hand-written stack is text in the table as well', () => {
  const stack = handWritten({ azuread_application: { 'a|b\n# h <img src=x>': { owners: [] } } });
  const text = permissionsMarkdown([permissionsNeeded([stack])]);

  expect(text).not.toContain('<img');
  expect(text.split('\n').filter((line) => line.startsWith('# '))).toEqual([]);
  expect(new Set(text.match(/^\| .*$/gm)?.map((row) => row.split(/(?<!\\)\|/).length))).toEqual(new Set([7]));
});

test('names that Azure gives nothing are refused, all at once', () => {
  const backend = { azurerm: { resource_group_name: '$(id)', storage_account_name: "x'; id", container_name: 'ok-container' } };
  const stack = handWritten({ azuread_application: { a: {} } }, { terraform: { backend } });

  expect(codesOf(() => requestBundle({ needed: permissionsNeeded([stack]) }))).toEqual(['AZURE_NAME_INVALID', 'AZURE_NAME_INVALID']);
});

test('stacks of no tenant, or of two, make no request', () => {
  const none = handWritten({ azuread_application: { a: {} } }, { provider: {} });

  expect(codesOf(() => requestBundle({ needed: permissionsNeeded([none]) }))).toEqual(['TENANT_UNKNOWN']);
});

test('a role on the state is given on the container alone', () => {
  const state = { kind: 'azure', resourceGroup: 'terraform', storageAccount: 'shopstate', container: 'states' } as const;
  const { requests } = bundleOf(environment({ state }), organisation, { identities });
  const one = requests.find(({ what }) => what.startsWith('Storage Blob Data Reader'));
  const call = run(one?.command ?? 'false').calls.at(-1) ?? [];

  expect(call.slice(call.indexOf('--scope'))).toEqual(['--scope', `${guid(99)}/blobServices/default/containers/states`]);
  expect(call[call.indexOf('--assignee-object-id') + 1]).toBe(guid(61));
});

test('each form says the same requests, the same every time', () => {
  const [first, second] = [1, 2].map(() => bundleOf(requesting, asking, { clientIds: ids, identities }));
  if (first === undefined || second === undefined) throw new Error('no bundle');

  for (const form of [requestJson, requestMarkdown, requestText]) expect(form([first])).toBe(form([second]));
  expect(requestText([first]).match(/^\d+\. /gm)?.length).toBe(first.requests.length);
  expect(requestMarkdown([first]).match(/^## \d+/gm)?.length).toBe(first.requests.length);
});
