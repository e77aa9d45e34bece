import { type Deployment } from '../../lib';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { policyProblems } from '../support/policies';

const deployment: Deployment = { model: organisation, environment: dev };
const GET = 'GET https://api.dev.contoso.example/orders';

/** Problems of expectations, each as `where: what [code]`. */
function problems(...expectations: readonly unknown[]): readonly string[] {
  return policyProblems(deployment, { formatVersion: 1, expectations }).map(({ where, what, code }) => `${where}: ${what} [${code}]`);
}

test.each([
  [
    { route: 'orders.lst', callers: [] },
    /expectations\[0\]\.route: "orders\.lst" is no route of the definition; there is orders\.list, .* \[POLICY_UNKNOWN_NAME\]/,
  ],
  [
    { route: 'orders.list', callers: ['erp-snyc'] },
    /callers\[0\]: "erp-snyc" is no client, external client or API of the definition; there is erp-sync, /,
  ],
  [
    { route: 'orders.list', callers: [{ caller: 'backoffice', for: 'group staf' }] },
    /callers\[0\]\.for: "group staf" is no group or person .*; there is group staff, /,
  ],
  [
    { route: 'orders.list', callers: [{ caller: 'backoffice', for: ['staff'] }] },
    /for\[0\]: "staff" is no group or person .*there is group /,
  ],
  [
    { route: 'orders.list', callers: [{ openSet: 'any-persons' }] },
    /"any-persons" is no open set; there is anonymous, any-application, any-person, /,
  ],
])('a name that does not exist is answered with those that do, the nearest first: %j', (expectation, message) => {
  expect(problems(expectation)).toEqual([expect.stringMatching(message)]);
});

test.each([
  [{ callers: [] }, 'names neither a route nor a request'],
  [{ route: 'orders.list' }, 'says of nobody whether he may'],
  [{ route: 'orders.list', callers: [], may: ['erp-sync'] }, 'has `callers` beside `may` or `mayNot`'],
  [{ route: 'orders.list', may: [], mayNot: [] }, 'names nobody who may or may not'],
  [{ route: 'orders.list', may: ['erp-sync'], mayNot: ['erp-sync'] }, 'says of "erp-sync" that it may and may not'],
  [{ route: 'orders.list', callers: ['erp-sync', { caller: 'erp-sync' }] }, 'callers[1]: names "erp-sync" a second time'],
  [{ route: 'orders.list', callers: [{ caller: 'backoffice', for: [] }] }, 'for: names nobody'],
  [
    { route: 'orders.list', callers: [{ caller: 'backoffice', for: Array(21).fill('group staff').join(' and ') }] },
    'asks for 21 groups at once',
  ],
  [{ route: 'orders.list', callers: [{ openSet: 'anonymous', as: 'person' }] }, 'callers[0].as: is "person"'],
  [{ route: 'orders.list', callers: [{ openSet: 'other-tenants', as: 'anonymous' }] }, 'callers[0].as: is "anonymous"'],
  [{ route: 'orders.list', headers: {}, callers: [] }, 'has headers or an address without a request'],
  [{ route: 'orders.list', clientIp: '192.0.2.1', callers: [] }, 'has headers or an address without a request'],
  [{ request: '/orders', callers: [] }, 'is not a method and a URL with host'],
  [{ request: `${GET}${'x'.repeat(9_000)}`, callers: [] }, 'has 9042 characters'],
  [{ request: GET, clientIp: 'here', callers: [] }, '"here" is no IP address'],
  [{ request: GET, headers: { Authorization: 'Bearer x' }, callers: [] }, 'headers (name "Authorization"): carries a token'],
  [{ request: GET, headers: { host: 'x' }, callers: [] }, 'headers (name "host"): gives the host'],
  [{ request: GET, headers: { 'a b': 'x' }, callers: [] }, 'headers (name "a b"): is no name of a header'],
  [{ request: GET, headers: { a: 'x\r\nHost: y' }, callers: [] }, 'headers (name "a"): has a value that is no text of one line'],
  [{ request: GET, headers: { a: 1 }, callers: [] }, 'headers (name "a"): has a value that is no text of one line'],
  [{ route: 'orders.list', callers: [], name: ' ' }, 'name: is empty'],
  [{ route: 'orders.list', callers: [], name: 'x'.repeat(301) }, 'name: has 301 characters'],
] as const)('%#: what makes no sense is refused', (expectation, message) => {
  expect(problems(expectation)).toEqual([expect.stringContaining(message)]);
  expect(problems(expectation)[0]).toMatch(/\[POLICY_INVALID\]$/);
});

test.each([
  [null, 'policy: expected an object with formatVersion and expectations, found null'],
  [[], 'policy: expected an object with formatVersion and expectations, found []'],
  [{ formatVersion: 2, expectations: [{ route: 'orders.health', callers: [] }] }, 'policy formatVersion: expected the number 1, found 2'],
  [{ formatVersion: 1 }, 'policy expectations: expected a list, found nothing'],
  [{ formatVersion: 1, expectations: [] }, 'policy expectations: is empty'],
  [{ formatVersion: 1, expectations: [7] }, 'policy expectations[0]: expected an object with a route or a request, and callers, found 7'],
  [{ formatVersion: 1, expectations: [{ route: 7, callers: 'all' }] }, 'policy expectations[0].route: expected the keys of an API'],
  [
    { formatVersion: 1, expectations: [{ route: 'orders.health', callers: [null] }] },
    'callers[0]: expected the key of a caller, or an object',
  ],
  [{ formatVersion: 1, expectations: [{ request: GET, headers: ['a'], callers: [] }] }, 'headers: expected an object of header names'],
])('%j is no policy', (policy, message) => {
  expect(policyProblems(deployment, policy).map(({ where, what }) => `${where}: ${what}`)).toEqual(
    expect.arrayContaining([expect.stringContaining(message)]),
  );
});

test('a field that nobody knows is a problem, and not left out in silence', () => {
  const wrong = { route: 'orders.health', callers: [{ openSet: 'anonymous', oops: 1 }], calers: [], mayNOT: [] };

  expect(
    policyProblems(deployment, { formatVersion: 1, expectations: [wrong], extra: 1 }).map(({ where, what, code }) => [
      where,
      what.split(';')[0],
      code,
    ]),
  ).toEqual([
    ['policy', 'has no field "extra"', 'FIELD_UNKNOWN'],
    ['policy expectations[0]', 'has no field "calers"', 'FIELD_UNKNOWN'],
    ['policy expectations[0]', 'has no field "mayNOT"', 'FIELD_UNKNOWN'],
    ['policy expectations[0].callers[0]', 'has no field "oops"', 'FIELD_UNKNOWN'],
  ]);
});

test('all that is wrong is told at once', () => {
  const wrong = { route: 'x', name: 7, callers: ['y', { caller: 'z', for: 'nobody' }], may: [] };

  expect(problems(wrong, { request: 'z', callers: [1] }).length).toBeGreaterThanOrEqual(5);
});

test.each(['__proto__', 'constructor', 'toString', 'a\nFAIL b', '\u001b[31mred', 'x'.repeat(10_000), '\u202e', ''])(
  '%#: a hostile name is one that does not exist, and is told in a line of its own',
  (name) => {
    const found = policyProblems(deployment, {
      formatVersion: 1,
      expectations: [{ route: name, callers: [name, { caller: name, for: name }, { openSet: name }] }],
    });

    expect(found.map(({ code }) => code)).toEqual(Array(5).fill(expect.stringMatching(/^POLICY_(?:UNKNOWN_NAME|INVALID)$/)));
    expect(found.every(({ what }) => what.length < 700 && !what.includes('\n'))).toBe(true);
  },
);

test('an object that JSON makes of `__proto__` has a field nobody knows', () => {
  const policy: unknown = JSON.parse('{"formatVersion":1,"expectations":[{"__proto__":{"route":"orders.health","callers":[]}}]}');

  expect(policyProblems(deployment, policy).map(({ what }) => what.split(';')[0])).toEqual([
    'has no field "__proto__"',
    'names neither a route nor a request',
    'says of nobody whether he may',
  ]);
});

test('thousands of wrong names are answered in time, and not all of them at length', () => {
  const expectations = Array.from({ length: 5_000 }, (_, number) => ({ route: `orders.lost-${number}`, callers: [] }));
  const found = policyProblems(deployment, { formatVersion: 1, expectations });

  expect(found).toHaveLength(1_001);
  expect(found.at(-1)?.what).toBe('4000 more problems are not listed');
});
