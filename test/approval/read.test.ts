import { approvalOf, digestOf, digestOfData, readApproval, writeApproval, type ApprovalParts } from '../../lib/approval';
import { guid, TENANT } from '../support/organisation';

const PARTS: ApprovalParts = {
  stack: 'sales-test',
  plan: digestOf('plan'),
  files: { 'cdk.tf.json': digestOf('{}') },
  lock: digestOf('lock'),
  tools: { terraform: '1.11.4' },
  tenant: TENANT,
  state: { lineage: 'b3a0', serial: 7 },
  gateway: {
    template: digestOf('template'),
    address: { DECK_KONG_ADDR: 'https://gateway.invalid' },
    selectTags: ['test'],
    clientIds: { known: { orders: guid(7) }, later: ['invoicing'] },
    changes: [{ change: 'deleting', kind: 'route', name: 'orders.old', id: guid(51), was: digestOf('old') }],
  },
};

/** The text of an approval that was changed and given the digest that goes with the change. */
function changed(change: (parts: Record<string, unknown>) => void): string {
  const parts = structuredClone(PARTS) as unknown as Record<string, unknown>;
  change(parts);
  return writeApproval(approvalOf(parts as unknown as ApprovalParts));
}

function refusal(text: string): string {
  try {
    readApproval(text, 'approval.json');
  } catch (error) {
    return String(error);
  }
  return 'read';
}

test('what was written is read back', () => {
  const approval = approvalOf(PARTS);

  expect(readApproval(writeApproval(approval), 'approval.json')).toEqual(approval);
});

test('the digest is over every part, and does not depend on the order of fields', () => {
  const digests = [
    PARTS,
    ...Object.keys(PARTS).map((name) => ({ ...PARTS, [name]: 'none' })),
    ...Object.keys(PARTS.gateway).map((name) => ({ ...PARTS, gateway: { ...(PARTS.gateway as object), [name]: [] } })),
  ].map((parts) => approvalOf(parts as ApprovalParts).digest);

  expect(new Set(digests).size).toBe(1 + 8 + 5);
  expect(approvalOf(Object.fromEntries(Object.entries(PARTS).reverse()) as unknown as ApprovalParts).digest).toBe(digests[0]);
  expect(digestOfData(JSON.parse('{"__proto__":{"a":1}}'))).not.toBe(digestOfData({}));
});

test('a part changed without the digest is told', () => {
  const text = writeApproval(approvalOf(PARTS)).replace('"serial": 7', '"serial": 8');

  expect(refusal(text)).toMatch(/digest: is "[0-9a-f]{64}", but that of its parts is .*\[APPROVAL_INVALID\]/s);
});

test.each<readonly [string, (parts: Record<string, unknown>) => void, string]>([
  ['a part is missing', (parts) => delete parts['lock'], 'parts.lock: expected a SHA-256'],
  ['a part nobody knows is there', (parts) => (parts['note'] = 'x'), 'has no field "note"'],
  ['a digest is none', (parts) => (parts['plan'] = 'x'), 'parts.plan: expected a SHA-256'],
  ['the serial is no number', (parts) => (parts['state'] = { lineage: 'x', serial: '7' }), 'parts.state.serial: expected a whole number'],
  ['a name has a line break', (parts) => (parts['stack'] = 'a\nverdict: clean'), 'parts.stack: expected a text on one line'],
  [
    'an address is of something else',
    (parts) => ((parts['gateway'] as { address: unknown }).address = { PATH: '/tmp' }),
    'a variable of decK',
  ],
  ['a tag is none', (parts) => ((parts['gateway'] as { selectTags: unknown }).selectTags = []), 'gateway.selectTags: is empty'],
  [
    'a change is none',
    (parts) => ((parts['gateway'] as { changes: unknown }).changes = [{ change: 'drop' }]),
    'creating, updating or deleting',
  ],
])('an approval in which %s is refused', (_, change, said) => {
  expect(refusal(changed(change))).toContain(said);
});

test('all problems are told at once', () => {
  const said = refusal(
    changed((parts) => {
      parts['plan'] = 1;
      parts['tenant'] = 'x';
      parts['state'] = 'some';
    }),
  );

  expect([...said.matchAll(/approval\.json (parts\.[a-z]+): expected/g)].map((match) => match[1])).toEqual([
    'parts.plan',
    'parts.tenant',
    'parts.state',
  ]);
});

test.each(['', '[]', 'null', '{"formatVersion":2}', '{"formatVersion":1}'])('%j is no approval', (text) => {
  expect(refusal(text)).toMatch(/\[(?:APPROVAL|FILE)_INVALID\]/);
});
