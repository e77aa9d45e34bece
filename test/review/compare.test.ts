import { compareEntries } from '../../lib/review/access/compare';
import { type Entry } from '../../lib/review/access/side-access';
import { reviewText } from '../../lib/review';
import { edited, reviewed, shop, valueIn } from '../support/review-shop';

const base = shop();

function entry(caller: string, changes: Partial<Entry> = {}): Entry {
  const isOpenSet = /^(?:any|other|outside|anonymous)/.test(caller);
  return { caller, isOpenSet, as: 'application', people: [], isCertain: true, ...changes };
}

describe('who enters before and after', () => {
  test.each<readonly [string, readonly Entry[], readonly Entry[], Partial<Record<'gained' | 'lost' | 'unknown', number>>]>([
    ['the same', [entry('a')], [entry('a')], {}],
    ['another', [entry('a')], [entry('b')], { gained: 1, lost: 1 }],
    ['for itself and for people', [entry('a')], [entry('a', { as: 'person' })], { gained: 1, lost: 1 }],
    ['another group', [entry('a', { as: 'person', people: ['x'] })], [entry('a', { as: 'person', people: ['y'] })], { gained: 1, lost: 1 }],
    [
      'another of two groups',
      [entry('a', { as: 'person', people: ['x', 'y'] })],
      [entry('a', { as: 'person', people: ['x', 'z'] })],
      { gained: 1, lost: 1 },
    ],
    ['everybody instead of a group', [entry('a', { as: 'person', people: ['x'] })], [entry('a', { as: 'person' })], { gained: 1 }],
    ['a group instead of everybody', [entry('a', { as: 'person' })], [entry('a', { as: 'person', people: ['x'] })], { lost: 1 }],
    ['one of those who are in an open set', [entry('any-application')], [entry('a')], { lost: 1 }],
    ['an open set that holds who was there', [entry('a')], [entry('any-application')], { gained: 1 }],
    [
      'other tenants, whom no set of the tenant holds',
      [entry('any-token')],
      [entry('other-tenants', { people: ['x'] })],
      { gained: 1, lost: 1 },
    ],
    [
      'tokens for elsewhere, whom no set of the tenant holds',
      [entry('any-application')],
      [entry('outside-audience')],
      { gained: 1, lost: 1 },
    ],
    ['anybody', [entry('a')], [entry('anonymous', { as: 'anonymous' })], { gained: 1 }],
    ['nobody but one any more', [entry('anonymous', { as: 'anonymous' })], [entry('a')], { lost: 1 }],
    ['what cannot be told', [], [entry('a', { isCertain: false })], { unknown: 1 }],
    ['what could not be told before either', [entry('a', { isCertain: false })], [entry('a', { isCertain: false })], {}],
    ['what could be told before', [entry('a')], [entry('a', { isCertain: false })], {}],
    ['what can be told now', [entry('a', { isCertain: false })], [entry('a')], { gained: 1 }],
  ])('%s', (_name, was, now, expected) => {
    const { gained, lost, unknown } = compareEntries(was, now);

    expect({ gained: gained.length, lost: lost.length, unknown: unknown.length }).toEqual({ gained: 0, lost: 0, unknown: 0, ...expected });
  });
});

test('thousands of callers, and of groups of one caller, are compared in a number of steps that grows with theirs', () => {
  const stepsOf = (count: number): number => {
    let steps = 0;
    const counted = (one: Entry): Entry => Object.defineProperty({ ...one }, 'as', { get: () => (steps++, one.as), enumerable: true });
    const all = Array.from({ length: count }, (_, at) => [
      counted(entry(`client-${String(at)}`)),
      counted(entry('portal', { as: 'person', people: [`group-${String(at)}`] })),
    ]).flat();
    const { gained, lost } = compareEntries(all.slice(0, count), all.slice(count / 2));
    expect([gained.length, lost.length]).toEqual([count, count / 2]);
    return steps;
  };

  expect(stepsOf(400)).toBeLessThan(stepsOf(200) * 2.5);
});

test('the order of roles in an application makes no difference', () => {
  const path = ['resource', 'azuread_application', 'orders_03d5e290', 'app_role'];
  const roles = valueIn(base, 'cdk.tf.json', path) as readonly unknown[];

  expect(roles.length).toBeGreaterThan(1);
  expect(reviewed(base, edited(base, 'cdk.tf.json', path, [...roles].reverse())).deployments[0]?.verdict.line).toBe('✅ nothing changes');
});

test('what Kong refuses is not judged, which counts as access', () => {
  const path = ['apis', 'orders', 'service', 'routes', 'orders.browse', 'methods'];
  const [deployment] = reviewed(base, edited(base, 'gateway.json', path, ['GET', 5])).deployments;

  expect(deployment?.notJudged).toEqual([expect.stringContaining('Kong refuses it')]);
  expect(deployment?.verdict.unknown).toBe(1);
});

test.each([
  ['under a name that says so', ['provider', 'azuread', '0', 'client_secret'], 'plain'],
  ['that looks like one', ['resource', 'azuread_application', 'billing_081fd692', 'description'], 'Aq8Q~Zk3nT0pWm7xLr5vBd9sHc2yGf4jKe6u'],
  [
    'that looks like a token',
    ['resource', 'azuread_application', 'billing_081fd692', 'description'],
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2ln',
  ],
])('a secret %s is told, and not shown', (_name, path, secret) => {
  const text = reviewText(reviewed(base, edited(base, 'cdk.tf.json', path, secret)));

  expect(text).toContain(path.at(-1));
  expect(text).toContain('not shown');
  expect(text).not.toContain(secret);
});
