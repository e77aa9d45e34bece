import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { normalizedPath } from '../support/kong-path';
import type { Calculation } from '../support/kong-priority';
import { toRegExp } from '../support/kong-regex';
import { matchingRoutes, type GatewayRequest, type RouterRoute } from '../support/kong-router';
import { traditionalRoute } from '../support/kong-traditional';

interface RouterCase {
  readonly id: string;
  readonly flavor: 'traditional_compatible' | 'traditional';
  readonly routes: readonly (RouterRoute & { readonly service?: { readonly enabled?: boolean } })[];
  readonly request: GatewayRequest;
  readonly expect: {
    readonly route: string | null;
    readonly candidates?: readonly string[];
    readonly ambiguous?: readonly string[];
    readonly unstable?: boolean;
  };
}

const all = gunzipSync(readFileSync(join(__dirname, '..', 'fixtures', 'kong', 'router-cases.jsonl.gz')))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RouterCase)
  .map((recorded) => ({ ...recorded, routes: recorded.routes.filter((route) => route.service?.enabled !== false) }));
const compatible = all.filter(({ flavor }) => flavor === 'traditional_compatible');
const traditional = all.filter(({ flavor }) => flavor === 'traditional');

/** Names of routes an interpreter answers with, or why a regular expression is beyond it. */
type Answer = { readonly names: readonly (string | undefined)[] } | { readonly beyond: string };

function answer(names: () => readonly (string | undefined)[]): Answer {
  try {
    return { names: names() };
  } catch (error) {
    const [, beyond] = / (\S+(?: \S+)*) is not interpreted/.exec(String(error)) ?? [];
    if (beyond === undefined) throw error;
    return { beyond: beyond.replace(/.*: /, '').replace(/^~\S+$/, 'a class of characters for a path outside ASCII') };
  }
}

/** The route taken, then the others that match, as `traditional_compatible` does. */
function compatibleAnswer({ routes, request }: RouterCase, calculation: Calculation): Answer {
  return answer(() => matchingRoutes(routes, request, calculation).map((route) => route.name));
}

/** The routes that may be taken, by how ties are decided. */
function traditionalAnswer({ routes, request }: RouterCase): Answer {
  return answer(() => [...new Set((['listed', 'reversed'] as const).map((ties) => traditionalRoute(routes, request, ties)?.name))]);
}

function aloneAnswer({ routes, request }: RouterCase): Answer {
  return answer(() => routes.filter((route) => traditionalRoute([route], request, 'listed') !== undefined).map((route) => route.name));
}

function isTaken({ expect: { route, ambiguous } }: RouterCase, name: string | undefined): boolean {
  const possible: readonly (string | null)[] = ambiguous ?? [route];
  return possible.includes(name ?? null);
}

/** True when these are the routes that match on their own; they are not recorded where that is at most the one taken. */
function areCandidates({ expect: { route, candidates } }: RouterCase, names: readonly (string | undefined)[]): boolean {
  const found = [...names].sort().join();
  return candidates === undefined ? found === '' || found === route : found === [...candidates].sort().join();
}

/** Ids of the cases answered otherwise than recorded, and how often a case is beyond the interpreter, by what is. */
function judged(
  cases: readonly RouterCase[],
  ask: (recorded: RouterCase) => Answer,
  isRight: (recorded: RouterCase, names: readonly (string | undefined)[]) => boolean,
): { readonly wrong: readonly string[]; readonly beyond: Readonly<Record<string, number>> } {
  const beyond: Record<string, number> = {};
  const wrong = cases.filter((recorded) => {
    const given = ask(recorded);
    if ('names' in given) return !isRight(recorded, given.names);
    beyond[given.beyond] = (beyond[given.beyond] ?? 0) + 1;
    return false;
  });
  return { wrong: wrong.map(({ id }) => id), beyond };
}

const SPECIAL_GROUP = 'look-around, inline flags or another kind of group';
const OUTSIDE_ASCII = 'a class of characters for a path outside ASCII';

test('in every recorded case of traditional_compatible but three the oracle takes the route the real gateway took, and finds all that match', () => {
  const result = judged(
    compatible,
    (recorded) => compatibleAnswer(recorded, 'original'),
    (recorded, names) => isTaken(recorded, names[0]) && areCandidates(recorded, names),
  );

  expect(result).toEqual({ wrong: [], beyond: { [SPECIAL_GROUP]: 1, [OUTSIDE_ASCII]: 2 } });
  expect(compatible.length).toBeGreaterThanOrEqual(3863);
  expect(compatible.filter((recorded) => (recorded.expect.candidates ?? []).length > 1).length).toBeGreaterThanOrEqual(1100);
});

test('in every recorded case of traditional but eight the oracle takes the route the real gateway took, whichever way ties are decided', () => {
  const result = judged(traditional, traditionalAnswer, (recorded, names) => names.every((name) => isTaken(recorded, name)));

  expect(result).toEqual({
    wrong: [],
    beyond: { [SPECIAL_GROUP]: 2, [OUTSIDE_ASCII]: 3, 'the escape \\Q': 1, 'the escape \\h': 1, '"{,"': 1 },
  });
  expect(traditional.length).toBeGreaterThanOrEqual(3874);
  expect(traditional.filter((recorded) => (recorded.expect.candidates ?? []).length > 1).length).toBeGreaterThanOrEqual(1100);
});

test('in traditional the oracle finds the routes that match on their own', () => {
  expect(judged(traditional, aloneAnswer, areCandidates).wrong).toEqual([]);
});

test('the documented calculation is another one: it fails recorded cases that the real one passes', () => {
  const { wrong } = judged(
    compatible,
    (recorded) => compatibleAnswer(recorded, 'strict'),
    (recorded, names) => isTaken(recorded, names[0]),
  );

  expect(wrong.length).toBeGreaterThan(50);
});

test('compiled and interpreted calculation differ in nothing but cases recorded as unstable', () => {
  const differing = compatible.filter((recorded) => {
    const [original, compiled] = (['original', 'compiled'] as const).map((calculation) => compatibleAnswer(recorded, calculation));
    return (
      original !== undefined &&
      compiled !== undefined &&
      'names' in original &&
      'names' in compiled &&
      original.names[0] !== compiled.names[0]
    );
  });

  expect(differing.filter((recorded) => recorded.expect.unstable !== true)).toEqual([]);
  expect(differing.length).toBeGreaterThan(0);
});

test('in traditional an expression of another route hides the more specific one of a list, as the real gateway has it', () => {
  const [host, other] = [['a.com'], ['b.com']];
  const routes = [
    { name: 'special', hosts: host, paths: ['~/x/y$'], regex_priority: 64 },
    { name: 'general', hosts: host, paths: ['~/x/[^/]+$'], regex_priority: 48 },
  ];
  const stranger = { name: 'stranger', hosts: other, headers: { 'x-v': ['1'] }, paths: ['~/x/[^/]+$'], regex_priority: 48 };
  const request = { method: 'GET', host: 'a.com', path: '/x/y' };

  expect(traditionalRoute(routes, request, 'listed')?.name).toBe('special');
  expect(traditionalRoute([...routes, stranger], request, 'listed')?.name).toBe('general');
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
  expect(
    ['/orders/', '/orders/a/b', '/orders/a%2Fb', '/orders/a\\b', '/orders/a%5Cb', '/x/orders/1'].some((path) => segment.test(path)),
  ).toBe(false);
});

test('an expression whose meaning differs between engines is not interpreted', () => {
  for (const pattern of ['/a(?=/b)', '/(?x)a', '/(?i)a|b', '/(?i)[ab]', '/a\\1', '/[a&&b]', '/a++', '/a\\<b', '/{x}']) {
    expect(() => toRegExp(pattern, 'rust', true)).toThrow(/is not interpreted/);
  }
});

test('a tie between routes without ids is not decided by chance', () => {
  const routes = [
    { name: 'a', paths: ['~/x$'] },
    { name: 'b', paths: ['~/[x]$'] },
  ];

  expect(() => matchingRoutes(routes, { method: 'GET', host: 'h', path: '/x' }, 'original')).toThrow(/tie and have no ids/);
});
