import { DefinitionError, parsePolicy } from '../../lib';
import { inMegabytesOfJson } from '../support/cost';

/** What is wrong with a text, or nothing. */
function wrong(text: string): string | undefined {
  try {
    parsePolicy(text, 'policy.yaml');
  } catch (error) {
    if (error instanceof DefinitionError && error.problems.every(({ code }) => code === 'FILE_INVALID'))
      return error.message.split('\n')[0];
    throw error;
  }
  return undefined;
}

const POLICY = {
  formatVersion: 1,
  expectations: [{ route: 'orders.list', callers: ['invoicing', { caller: 'shop', for: ['group staff'] }] }],
};

test.each([
  [
    'YAML',
    'formatVersion: 1\nexpectations:\n  - route: orders.list\n    callers:\n      - invoicing\n      - { caller: shop, for: [group staff] }\n',
  ],
  ['JSON', JSON.stringify(POLICY, null, 2)],
  ['what Windows saves', `\ufeff${JSON.stringify(POLICY, null, 2).replaceAll('\n', '\r\n')}`],
])('%s is read', (_, text) => {
  expect(parsePolicy(text)).toEqual(POLICY);
});

test.each([
  ['', 'policy.yaml: is empty'],
  ['# nothing\n', 'policy.yaml: is empty'],
  ['a: 1\n---\nb: 2', 'policy.yaml: holds 2 documents'],
  ['a: 1\nb: 2\na: 3', 'policy.yaml: line 3: has the key "a" twice'],
  ['{"a": {"b": 1, "b": 2}}', 'policy.yaml: line 1: has the key "b" twice'],
  ['a: &x [1]\nb: 2', 'policy.yaml: line 1: has an anchor'],
  ['a: 1\nb: *x', 'policy.yaml: line 2: has an alias'],
  ['a: 1\n\nb: !!js/function "x"', 'policy.yaml: line 3: has a tag'],
  ['a: ! x', 'policy.yaml: line 1: has a tag'],
  ['1: 2', 'policy.yaml: line 1: has a key that is no text'],
  ['? [a]\n: b', 'policy.yaml: line 1: has a key that is no text'],
  ['a: [1', 'policy.yaml: line 1, column 6: is neither YAML nor JSON: '],
  ['a: 1\n\tb: 2', 'policy.yaml: line 2, column 1: is neither YAML nor JSON: '],
  ['a: ]', 'policy.yaml: line 1: closes a bracket that is not open'],
  ['x'.repeat(2_000_001), 'policy.yaml: has 2000001 characters'],
])('%#: what is no plain data is refused, with its line', (text, message) => {
  expect(wrong(text)?.slice(0, message.length)).toBe(message);
});

test('a merge key is a name like any other, and so are those of JavaScript', () => {
  expect(parsePolicy('<<: {a: 1}')).toEqual({ '<<': { a: 1 } });
  expect(Object.keys(parsePolicy('__proto__: {a: 1}\nconstructor: 2'))).toEqual(['__proto__', 'constructor']);
});

test.each([
  ['brackets', '['.repeat(1_999_999)],
  ['objects', '{"a":'.repeat(399_999)],
  ['items', '- '.repeat(999_999)],
  ['keys', 'a: '.repeat(666_666)],
  ['lines', Array.from({ length: 1_500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['closed brackets', `${'['.repeat(30)}${']'.repeat(30)}`],
])('%s nested too deep are a clear problem', (_, text) => {
  expect(wrong(text)).toMatch(/is nested more than 20 deep$/);
});

test.each(['"', '}', '&a ', '!a ', '[],', '---\n', '\n', "x: 'a\n", '- \n', '%a\n', ', '])(
  'two megabytes of %j are answered in time',
  (unit) => {
    let message: string | undefined;
    const cost = inMegabytesOfJson(() => (message = wrong(unit.repeat(2_000_000 / unit.length))));

    expect(message).toMatch(/^policy\.yaml: /);
    expect(cost).toBeLessThan(500);
  },
);

test('a policy of ten thousand expectations is read in time', () => {
  const expectation = '  - route: orders.list\n    callers:\n      - invoicing\n      - { caller: shop, for: [group staff] }\n';
  const cost = inMegabytesOfJson(() => {
    expect(parsePolicy(`formatVersion: 1\nexpectations:\n${expectation.repeat(10_000)}`).expectations).toHaveLength(10_000);
  });

  expect(cost).toBeLessThan(1_000);
});
