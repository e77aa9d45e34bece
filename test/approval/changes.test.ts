import { changeText, readGatewayDiff } from '../../lib/approval';
import { guid } from '../support/organisation';
import { entity, report } from './deployment';

test('each change has the id and the digest of what it changes or takes away, and what is new has neither', () => {
  const changes = readGatewayDiff(report(), 'diff.json');

  expect(changes.map(changeText)).toEqual([
    'creating plugin "openid-connect for route orders.list"',
    `deleting route "orders.old" (${guid(51)})`,
    `updating route "orders.list" (${guid(50)})`,
  ]);
  expect(changes.map(({ was }) => /^[0-9a-f]{64}$/.test(was))).toEqual([false, true, true]);
});

test('the order of the report does not matter', () => {
  const two = [entity('route', 'a', null, {}), entity('route', 'b', null, {})];

  expect(readGatewayDiff(report({ deleting: two }), 'a')).toEqual(readGatewayDiff(report({ deleting: two.toReversed() }), 'b'));
});

test.each([
  ['[]', 'is no report of'],
  ['{}', 'is no report of'],
  [report({}, { errors: undefined }), 'errors: is no list'],
  [report({ creating: [{ name: 'x' }], updating: [7] }), 'changes.creating[0]: has no kind and name'],
  [report({}, { errors: ['one', 'two'] }), 'decK failed: "two"'],
])('%.40s is no whole report', (text, said) => {
  expect(() => readGatewayDiff(text, 'diff.json')).toThrow(said);
  expect(() => readGatewayDiff(text, 'diff.json')).toThrow('[DECK_REPORT_INVALID]');
});

test('a name that tries to forge a line stays on its own', () => {
  const [change] = readGatewayDiff(
    report({ creating: [], updating: [], deleting: [entity('route', 'x\ngateway: no change', null, {})] }),
    'diff.json',
  );

  expect(change && changeText(change)).toBe('deleting route "x\\ngateway: no change"');
});
