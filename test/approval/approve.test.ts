import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as product from '../../lib/cli/version';
import { guid, TENANT } from '../support/organisation';
import { DELETED, Deployment, entity, report } from './deployment';

let deployment: Deployment;
const STACK = 'cdktf.out/stacks/sales-test';

beforeEach(() => {
  deployment = new Deployment();
});

afterEach(() => {
  deployment.remove();
});

test('an approval holds digests and plain facts, and one digest is printed over all of them', () => {
  const { code, out } = deployment.cli('approve', ...deployment.inputs(), '--out', deployment.path('approval.json'));
  const approval = JSON.parse(deployment.read('approval.json'));

  expect([code, out]).toEqual([0, expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{8}){3}\n$/)]);
  expect(approval.digest.startsWith(out.trim().replaceAll('-', ''))).toBe(true);
  expect(Object.keys(approval.parts)).toEqual(['stack', 'plan', 'files', 'lock', 'tools', 'tenant', 'state', 'gateway']);
  expect(Object.keys(approval.parts.files)).toEqual(['access.json', 'cdk.tf.json', 'gateway.json', 'kong.preview.yaml']);
  expect(approval.parts.tools).toMatchObject({ terraform: '1.11.4', deck: '1.65.1', node: process.versions.node });
  expect(approval.parts.gateway).toMatchObject({
    address: { DECK_KONG_ADDR: 'https://gateway.invalid:8444' },
    selectTags: ['test'],
    clientIds: { known: { orders: guid(7), invoicing: guid(8) }, later: [] },
    changes: [
      { change: 'creating', kind: 'plugin', id: '', was: '' },
      { change: 'deleting', kind: 'route', name: 'orders.old', id: guid(51) },
      { change: 'updating', kind: 'route', name: 'orders.list', id: guid(50) },
    ],
  });
});

test('nothing secret gets into an approval or what is printed: not of the plan, the state, the gateway or the environment', () => {
  deployment.variables['DECK_KONNECT_TOKEN'] = 'canary-token';
  const { out, talk } = deployment.cli('approve', ...deployment.inputs(), '--out', deployment.path('approval.json'));

  expect(`${out}${talk}${deployment.read('approval.json')}`).not.toContain('canary');
});

test('the same inputs are as approved, however often they are read', () => {
  const digest = deployment.approve();

  expect(deployment.approve()).toBe(digest);
  expect(deployment.check(digest)).toEqual({ code: 0, out: `as approved: ${digest}\n`, talk: '' });
});

const TAMPERED: readonly (readonly [string, (one: Deployment) => void, RegExp])[] = [
  ['the saved plan', (one) => one.write('tfplan', 'another plan'), /^plan: [0-9a-f]{64} -> [0-9a-f]{64}$/m],
  ['the configuration', (one) => one.write(`${STACK}/cdk.tf.json`, '{"resource":{"x":{}}}'), /^files\.cdk\.tf\.json: /m],
  ['the definition', (one) => one.write(`${STACK}/access.json`, `${one.read(`${STACK}/access.json`)} `), /^files\.access\.json: /m],
  ['the preview', (one) => one.write(`${STACK}/kong.preview.yaml`, '[]'), /^files\.kong\.preview\.yaml: /m],
  [
    "the gateway's template",
    (one) => one.write(`${STACK}/gateway.json`, one.read(`${STACK}/gateway.json`).replaceAll('Orders.Read.All', 'Orders.Any')),
    /^gateway\.template: /m,
  ],
  ['the provider lock', (one) => one.write('lock.hcl', ''), /^lock: /m],
  ['the version of Terraform', (one) => one.terraform('1.11.5'), /^tools\.terraform: 1\.11\.4 -> 1\.11\.5$/m],
  ['the version of decK', (one) => one.deck('1.66.0'), /^tools\.deck: 1\.65\.1 -> 1\.66\.0$/m],
  [
    'the address of the gateway',
    (one) => (one.variables['DECK_KONG_ADDR'] = 'https://other.invalid'),
    /^gateway\.address\.DECK_KONG_ADDR: https:\/\/gateway\.invalid:8444 -> https:\/\/other\.invalid$/m,
  ],
  [
    'whether its certificate is checked',
    (one) => (one.variables['DECK_TLS_SKIP_VERIFY'] = 'true'),
    /DECK_TLS_SKIP_VERIFY: nothing -> true$/m,
  ],
  ['that decK talks to Konnect', (one) => (one.variables['DECK_KONNECT_TOKEN'] = 'x'), /DECK_KONNECT_TOKEN: nothing -> set$/m],
  [
    'the select tags',
    (one) =>
      one.write(`${STACK}/gateway.json`, one.read(`${STACK}/gateway.json`).replace('"selectTags":["test"]', '"selectTags":["other"]')),
    /^gateway\.selectTags: \["test"\] -> \["other"\]$/m,
  ],
  [
    'the tenant, in the definition and where it is signed in to',
    (one) => {
      one.variables['ARM_TENANT_ID'] = guid(3);
      one.write(`${STACK}/access.json`, one.read(`${STACK}/access.json`).replaceAll(TENANT, guid(3)));
    },
    new RegExp(`^tenant: ${TENANT} -> ${guid(3)}$`, 'm'),
  ],
  ['the lineage of the state', (one) => one.write('state.json', '{"lineage":"ffff","serial":7}'), /^state\.lineage: b3a0 -> ffff$/m],
  ['the serial of the state', (one) => one.write('state.json', '{"lineage":"b3a0","serial":8}'), /^state\.serial: 7 -> 8$/m],
  [
    'a client id',
    (one) => one.write('plan.json', JSON.stringify({ client_ids: { value: { orders: guid(9), invoicing: guid(8) } } })),
    /^gateway\.clientIds\.known\.orders: /m,
  ],
  [
    'what would change on the gateway',
    (one) => one.write('diff.json', report({ deleting: [DELETED, entity('route', 'b', null, {})] })),
    /nothing -> deleting route "b"$/m,
  ],
  [
    'what is on the gateway',
    (one) => one.write('diff.json', report({ updating: [entity('route', 'orders.list', { id: guid(50), methods: ['PUT'] }, {})] })),
    /^gateway\.changes .*: nothing -> updating route "orders\.list"/m,
  ],
];

test.each(TAMPERED)('%s changed after the approval is refused, and named', (_, tamper, line) => {
  const digest = deployment.approve();
  tamper(deployment);
  const { code, out } = deployment.check(digest);

  expect(code).toBe(1);
  expect(out).toMatch(line);
});

test('the version of this product is a part', () => {
  const digest = deployment.approve();
  const other = jest.spyOn(product, 'version').mockReturnValue('9.9.9');
  const { code, out } = deployment.check(digest);
  other.mockRestore();

  expect(code).toBe(1);
  expect(out).toMatch(/^tools\.kong-entra: [0-9.]+ -> 9\.9\.9$/m);
});

test('the version of Node is a part, and every part that differs is named at once', () => {
  const digest = deployment.approve();
  const node = process.versions.node;
  Object.defineProperty(process.versions, 'node', { value: '19.0.0', configurable: true });
  deployment.write('lock.hcl', '');
  const { out } = deployment.check(digest);
  Object.defineProperty(process.versions, 'node', { value: node, configurable: true });

  expect(out.split('\n').slice(1, 3)).toEqual([expect.stringMatching(/^lock: /), `tools.node: ${node} -> 19.0.0`]);
});

test('times decK notes do not make a change another one, and neither do ids it makes up', () => {
  const digest = deployment.approve();
  const later = [
    entity('route', 'orders.list', { id: guid(50), methods: ['GET'], updated_at: 99 }, { id: guid(50), methods: ['GET', 'HEAD'] }),
  ];
  const again = [entity('plugin', 'openid-connect for route orders.list', null, { id: guid(99) })];
  deployment.write('diff.json', report({ creating: again, updating: later }));

  expect(deployment.check(digest).code).toBe(0);
});

test('the tenant that is signed in to is the one of the definition', () => {
  deployment.variables['ARM_TENANT_ID'] = guid(3);

  expect(deployment.cli('approve', ...deployment.inputs())).toMatchObject({
    code: 2,
    talk: expect.stringMatching(/the tenant: is "00000000.*\[APPROVAL_INCOMPLETE\]/s),
  });
});

test('everything that is missing is told at once, and nothing is written', () => {
  const { code, out, talk } = deployment.cli('approve', '--out', deployment.path('approval.json'));

  expect([code, out]).toEqual([2, '']);
  expect([...talk.matchAll(/^(--[a-z-]+): is missing$/gm)].map((match) => match[1])).toEqual(['--stack', '--plan', '--lock', '--state']);
  expect(() => deployment.read('approval.json')).toThrow('ENOENT');
});

test.each([
  ['client-ids', { 'client-ids': '' }, /--client-ids: is missing/],
  ['gateway-diff', { 'gateway-diff': '' }, /--gateway-diff: is missing/],
  ['both and a switch that needs none', { 'no-gateway': 'yes' }, /--client-ids: is given, though --no-gateway[^]*--gateway-diff: is given/],
  ['a state and the switch that there is none', { 'first-apply': 'yes' }, /holds a state, though --first-apply/],
  ['a folder for a stack', { stack: '../other' }, /--stack: is "\.\.\/other"/],
])('%s: an input is never left out in silence', (_, changes, message) => {
  expect(deployment.cli('approve', ...deployment.inputs(changes))).toMatchObject({
    code: 2,
    out: '',
    talk: expect.stringMatching(message),
  });
});

test('an empty state is taken for none only when it is said to be', () => {
  deployment.write('state.json', '\n');

  expect(deployment.cli('approve', ...deployment.inputs())).toMatchObject({ code: 2, talk: expect.stringContaining('is empty') });
  expect(deployment.check(deployment.approve({ 'first-apply': 'yes' }), { 'first-apply': 'yes' }).code).toBe(0);
});

test('a state that came into being since the approval is refused', () => {
  const before = deployment.read('state.json');
  deployment.write('state.json', '');
  const digest = deployment.approve({ 'first-apply': 'yes' });
  deployment.write('state.json', before);

  expect(deployment.check(digest)).toMatchObject({ code: 1, out: expect.stringMatching(/^state: none -> nothing$/m) });
});

test('a stack without a gateway needs neither decK nor its address', () => {
  deployment.variables = { PATH: deployment.variables['PATH'] ?? '', ARM_TENANT_ID: deployment.variables['ARM_TENANT_ID'] ?? '' };
  const none = { 'no-gateway': 'yes', 'client-ids': '', 'gateway-diff': '' };

  expect(deployment.check(deployment.approve(none), none).code).toBe(0);
  expect(deployment.read('calls')).toBe('');
});

test('a file Terraform would read beside what was synthesized is refused', () => {
  deployment.write(`${STACK}/extra.tf`, '');

  expect(deployment.cli('approve', ...deployment.inputs()).talk).toMatch(/extra\.tf: is a file no synthesis writes.*\[ARTEFACT_REFUSED\]/s);
});

test('a plan that is a link is not followed', () => {
  symlinkSync(deployment.path('tfplan'), join(deployment.folder, 'link'));

  expect(deployment.cli('approve', ...deployment.inputs({ plan: deployment.path('link') })).talk).toContain('is no regular file');
});

test('a credential in the address of the gateway is refused rather than written down', () => {
  deployment.variables['DECK_KONG_ADDR'] = 'https://admin:canary@gateway.invalid';
  const { code, talk } = deployment.cli('approve', ...deployment.inputs());

  expect([code, talk.includes('canary')]).toEqual([2, false]);
});

test('a tool that does not say its version is no part', () => {
  deployment.terraform('"}\nexit 1\n#');

  expect(deployment.cli('approve', ...deployment.inputs()).talk).toContain('[TOOL_VERSION_UNKNOWN]');
});

test('the diff is asked with zeros for ids that the plan does not know, and reports the entities all the same', () => {
  deployment.write(
    'plan.json',
    JSON.stringify({ format_version: '1.2', planned_values: {}, output_changes: { client_ids: deployment.ids({}, { orders: true }) } }),
  );
  const { code, out } = deployment.cli(
    'kong',
    'diff',
    '--template',
    join(deployment.stack, 'gateway.json'),
    '--client-ids',
    deployment.path('plan.json'),
  );

  expect([code, JSON.parse(out)]).toEqual([0, JSON.parse(report())]);
  expect(deployment.calls()).toEqual(['gateway diff --json-output -']);
  expect(deployment.read('diffed.json')).toContain('"00000000-0000-0000-0000-000000000000"');
  expect(deployment.read('diffed.json')).not.toContain('@@');
});
