import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { normalizedPath } from '../support/kong-path';
import { toRegExp } from '../support/kong-regex';
import { matchingRoutes, type GatewayRequest, type RouterRoute } from '../support/kong-router';

interface RouterCase {
  readonly id: string;
  readonly routes: readonly RouterRoute[];
  readonly request: GatewayRequest;
  readonly route: string;
  readonly candidates: readonly string[];
  readonly unstable: boolean;
}

const cases = gunzipSync(readFileSync(join(__dirname, '..', 'fixtures', 'kong', 'router-cases.jsonl.gz')))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RouterCase);

/** Names of the routes in the router's order, or undefined where a regular expression is beyond the interpreter. */
function answer({ routes, request }: RouterCase, calculation: 'original' | 'compiled' | 'strict'): readonly (string | undefined)[] | undefined {
  try {
    return matchingRoutes(routes, request, calculation).map((route) => route.name);
  } catch (error) {
    if (/is not interpreted/.test(String(error))) return undefined;
    throw error;
  }
}

test('where several routes match, the router oracle takes the one the real gateway took, in every recorded case', () => {
  const answered = cases.flatMap((recorded) => {
    const names = answer(recorded, 'original');
    return names === undefined ? [] : [{ id: recorded.id, got: names[0], candidates: [...names].sort(), want: recorded.route, wanted: [...recorded.candidates].sort() }];
  });

  expect(answered.filter(({ got, want, candidates, wanted }) => got !== want || candidates.join() !== wanted.join())).toEqual([]);
  expect(answered.length).toBeGreaterThanOrEqual(1160);
});

test('the documented calculation is another one: it fails recorded cases that the real one passes', () => {
  const wrong = cases.filter((recorded) => answer(recorded, 'strict')?.[0] !== undefined && answer(recorded, 'strict')?.[0] !== recorded.route);

  expect(wrong.length).toBeGreaterThan(50);
});

test('compiled and interpreted calculation differ in nothing but cases recorded as unstable', () => {
  const differing = cases.filter((recorded) => answer(recorded, 'original')?.[0] !== answer(recorded, 'compiled')?.[0]);

  expect(differing.filter((recorded) => !recorded.unstable)).toEqual([]);
  expect(differing.length).toBeGreaterThan(0);
});

test.each([
  ['/a/../b', '/b'],
  ['/a/%2e%2e/b', '/b'],
  ['/a//b', '/a/b'],
  ['/a%2fb', '/a%2Fb'],
  ['/a%5cb', '/a\\b'],
  ['/%7euser', '/~user'],
  ['/caf%C3%A9?x=/../', '/café'],
  ['/a/..', '/'],
  ['/a%zz', undefined],
])('the path %j is compared as %j', (sent, compared) => {
  expect(normalizedPath(sent)).toBe(compared);
});

test('a segment expression keeps encoded slashes and backslashes out', () => {
  const segment = toRegExp('/orders/(?:[^/%\\\\]|%[013-46-9A-F][0-9A-F]|%2[0-9A-E]|%5[0-9ABD-F])+$', 'rust', true);

  expect(['/orders/1', '/orders/a%20b', '/orders/ä'].every((path) => segment.test(path))).toBe(true);
  expect(['/orders/', '/orders/a/b', '/orders/a%2Fb', '/orders/a\\b', '/orders/a%5Cb', '/x/orders/1'].some((path) => segment.test(path))).toBe(false);
});

test('an expression whose meaning differs between engines is not interpreted', () => {
  for (const pattern of ['/a(?=/b)', '/(?i)a', '/a\\1', '/[a&&b]', '/a++', '/a\\<b', '/{x}']) {
    expect(() => toRegExp(pattern, 'rust', true)).toThrow(/is not interpreted/);
  }
});

test('a tie between routes without ids is not decided by chance', () => {
  const routes = [{ name: 'a', paths: ['~/x$'] }, { name: 'b', paths: ['~/[x]$'] }];

  expect(() => matchingRoutes(routes, { method: 'GET', host: 'h', path: '/x' }, 'original')).toThrow(/tie and have no ids/);
});
