import { existsSync } from 'node:fs';
import { guid } from '../support/organisation';
import { CREATED, Deployment, entity, report, UPDATED } from './deployment';

let deployment: Deployment;
const STACK = 'cdktf.out/stacks/sales-test';
const SYNCED = ['file validate FILE', 'gateway diff --json-output FILE', 'gateway sync FILE'];

beforeEach(() => {
  deployment = new Deployment();
  approve();
});

afterEach(() => {
  deployment.remove();
});

/** Approves, and hands the approval over as a deploy does: by variables, through Terraform, to the synchronization. */
function approve(): void {
  const digest = deployment.approve();
  Object.assign(deployment.variables, { KONG_ENTRA_APPROVAL: deployment.path('approval.json'), KONG_ENTRA_APPROVAL_DIGEST: digest });
}

const calls = (): readonly string[] => deployment.calls().map((call) => call.replace(deployment.path('gateway.deck.json'), 'FILE'));

test('what was approved is synchronized, after decK was asked what it would change', () => {
  expect(deployment.sync()).toMatchObject({ code: 0 });
  expect(calls()).toEqual(SYNCED);
});

test('without an approval the synchronization is as ever', () => {
  delete deployment.variables['KONG_ENTRA_APPROVAL'];
  delete deployment.variables['KONG_ENTRA_APPROVAL_DIGEST'];

  expect(deployment.sync()).toMatchObject({ code: 0 });
  expect(calls()).toEqual(['file validate FILE', 'gateway sync FILE']);
});

test('fewer changes than were approved are fine: some may be done already', () => {
  deployment.write('deck-diff.json', report({ creating: [], deleting: [] }));

  expect(deployment.sync().code).toBe(0);
});

test.each([
  ['another entity', { deleting: [entity('route', 'billing.pay', null, { id: guid(60) })] }, 'deleting route "billing.pay"'],
  [
    'an approved name with another id',
    { deleting: [entity('route', 'orders.old', null, { id: guid(61) })] },
    'deleting route "orders.old"',
  ],
  [
    'another change of an approved entity',
    { deleting: [entity('route', 'orders.list', null, { id: guid(50) })] },
    'deleting route "orders.list"',
  ],
  [
    'an entity that is no longer as it was',
    { updating: [entity('route', 'orders.list', { id: guid(50), methods: ['PUT'] }, {})] },
    'updating route',
  ],
  ['a workspace', { creating: [CREATED, { kind: 'workspace', name: 'w', body: null }] }, 'creating workspace "w"'],
])('%s in the diff is refused, and nothing is synchronized', (_, changes, said) => {
  deployment.write('deck-diff.json', report(changes));
  const { code, talk } = deployment.sync();

  expect([code, talk]).toEqual([2, expect.stringContaining(`would be changed as nobody approved: ${said}`)]);
  expect(talk).toContain('[APPROVAL_DIFFERS]');
  expect(calls()).toEqual(SYNCED.slice(0, 2));
});

test.each([
  [
    'a decK that failed and ended with 0',
    report({}, { errors: ['while fetching routes: 401'] }),
    'decK failed: "while fetching routes: 401"',
  ],
  ['changes decK gave up', report({ dropped_deletions: [UPDATED] }), 'names changes that decK gave up'],
  ['no report', '', 'is not JSON'],
  ['half a report', '{"changes":{"creating":[]},"errors":[]}', 'changes.updating: is no list'],
])('%s is not taken for no change', (_, text, said) => {
  deployment.write('deck-diff.json', text);

  expect(deployment.sync()).toMatchObject({ code: 2, talk: expect.stringContaining(said) });
  expect(calls()).toEqual(SYNCED.slice(0, 2));
});

test.each<readonly [string, (one: Deployment) => void, RegExp]>([
  [
    'the template',
    (one) => one.write(`${STACK}/gateway.json`, one.read(`${STACK}/gateway.json`).replaceAll('Orders.Read.All', 'Orders.Any')),
    /^gateway\.template: was approved as [0-9a-f]{64}, and is/m,
  ],
  [
    'the gateway',
    (one) => (one.variables['DECK_KONG_ADDR'] = 'https://other.invalid'),
    /^gateway\.address\.DECK_KONG_ADDR: was approved as/m,
  ],
  [
    'an id known at the approval',
    (one) => (one.variables['KONG_ENTRA_CLIENT_IDS_0'] = JSON.stringify({ orders: guid(9) })),
    /^client id of orders: was approved as 00000000-0000-4000-8000-000000000007, and is 00000000-0000-4000-8000-000000000009$/m,
  ],
  [
    'an id nobody approved',
    (one) => (one.variables['KONG_ENTRA_CLIENT_IDS_0'] = JSON.stringify({ orders: guid(7), other: guid(9) })),
    /^client id of other: was approved as nothing, and is/m,
  ],
  ['the digest that was approved', (one) => (one.variables['KONG_ENTRA_APPROVAL_DIGEST'] = '0'.repeat(64)), /approved was "0000/],
])('%s that differs is refused before decK is called or a file is written', (_, tamper, said) => {
  tamper(deployment);
  const { code, talk } = deployment.sync();

  expect([code, talk]).toEqual([2, expect.stringMatching(said)]);
  expect([deployment.calls(), existsSync(deployment.path('gateway.deck.json'))]).toEqual([[], false]);
});

test('an id that was to come with the apply is taken as it came', () => {
  const change = deployment.ids({ invoicing: guid(8) }, { orders: true });
  deployment.write('plan.json', JSON.stringify({ format_version: '1.2', planned_values: {}, output_changes: { client_ids: change } }));
  approve();
  deployment.variables['KONG_ENTRA_CLIENT_IDS_0'] = JSON.stringify({ orders: guid(77) });

  expect(deployment.sync().code).toBe(0);
});

test.each([
  ['KONG_ENTRA_APPROVAL', 'is given without its file'],
  ['KONG_ENTRA_APPROVAL_DIGEST', 'is given without the digest that was approved'],
])('without %s the other one is not enough', (name, said) => {
  deployment.variables[name] = '';

  expect(deployment.sync()).toMatchObject({ code: 2, talk: expect.stringContaining(said) });
  expect(deployment.calls()).toEqual([]);
});

test('an approval of a deployment without a gateway lets none be changed', () => {
  const digest = deployment.approve({ 'no-gateway': 'yes', 'client-ids': '', 'gateway-diff': '' });
  deployment.variables['KONG_ENTRA_APPROVAL_DIGEST'] = digest;

  expect(deployment.sync()).toMatchObject({ code: 2, talk: expect.stringContaining('approves no change of a gateway') });
});
