import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRouter, RequestFinder, type RouterFlavor, type RouterRequest, type RouterRoute } from '../../lib/router';
import { inMegabytesOfJson } from '../support/cost';

interface Recorded {
  readonly flavor: RouterFlavor;
  readonly routes: readonly (RouterRoute & { readonly name: string })[];
  readonly request: RouterRequest;
  readonly expect: { readonly route: string | null; readonly candidates?: readonly string[] };
}

const recorded = gunzipSync(readFileSync(join(__dirname, '..', 'fixtures', 'kong', 'router-cases.jsonl.gz')))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** Routes that some recorded request matches alone, and those that it does not, each set once for a table. */
function recordedSets(): readonly {
  readonly flavor: RouterFlavor;
  readonly all: readonly RouterRoute[];
  readonly none: readonly RouterRoute[];
}[] {
  const sets = new Map<string, { flavor: RouterFlavor; all: readonly RouterRoute[]; none: readonly RouterRoute[] }>();
  for (const { flavor, routes, expect: told } of recorded) {
    const names = told.candidates ?? (told.route === null ? [] : [told.route]);
    if (names.length === 0) continue;
    const all = routes.filter(({ name }) => names.includes(name));
    const none = routes.filter(({ name }) => !names.includes(name));
    sets.set(JSON.stringify([flavor, routes.map(({ id }) => id), names]), { flavor, all, none });
  }
  return [...sets.values()];
}

function takes(flavor: RouterFlavor, route: RouterRoute, request: RouterRequest): boolean {
  return createRouter({ flavor, routes: [route] }).match(request).route !== null;
}

test('of every set of routes that a recorded request matches, a request is found that matches these and no others', () => {
  const sets = recordedSets();
  const outcomes = sets.map(({ flavor, all, none }) => {
    const request = new RequestFinder(flavor).find(all, none);
    if (request === null || request === 'unknown') return String(request);
    return all.every((route) => takes(flavor, route, request)) && !none.some((route) => takes(flavor, route, request)) ? 'right' : 'wrong';
  });

  expect(sets.length).toBeGreaterThan(3_000);
  expect(outcomes.filter((outcome) => outcome === 'null' || outcome === 'wrong')).toEqual([]);
  // A look-ahead is beyond what an automaton can avoid.
  expect(outcomes.filter((outcome) => outcome === 'unknown').length).toBeLessThanOrEqual(1);
});

const find = (all: readonly RouterRoute[], none: readonly RouterRoute[] = [], flavor: RouterFlavor = 'traditional_compatible'): unknown =>
  new RequestFinder(flavor).find(all, none);

test('the request is one a person would write: HTTPS, a host of the route, a short path', () => {
  expect(find([{ hosts: ['api.example.com'], paths: ['~/orders/[^/]+$'], methods: ['PUT'] }])).toEqual({
    method: 'PUT',
    scheme: 'https',
    host: 'api.example.com',
    path: '/orders/x',
    sni: 'api.example.com',
  });
});

test('what decides is found in the path, the host, the method and the headers', () => {
  const prefix = { paths: ['/a'] };

  expect(find([prefix], [{ paths: ['~/a(?:/|$)'] }])).toMatchObject({ path: '/ax' });
  expect(find([{ hosts: ['*.example.com'] }, { hosts: ['api.*'] }])).toMatchObject({ host: 'api.other.example.com' });
  expect(find([{ hosts: ['*.example.com'] }], [{ hosts: ['other.example.com'] }])).toMatchObject({ host: 'other-1.example.com' });
  expect(find([prefix], [{ methods: ['GET', 'TRACE'] }])).toMatchObject({ method: 'TRACEX' });
  expect(find([{ headers: { 'X-V': ['1'] } }, { headers: { 'x-v': ['2'] } }])).toMatchObject({
    headers: [
      ['x-v', '1'],
      ['x-v', '2'],
    ],
  });
  expect(find([{ headers: { 'x-v': ['~*^1'] } }], [{ headers: { 'x-v': ['1'] } }])).toMatchObject({ headers: [['x-v', '1x']] });
  expect(find([{ paths: ['/'], snis: ['a.com'] }], [{ snis: ['b.com'] }])).toMatchObject({ sni: 'a.com' });
  expect(find([{ hosts: ['a.com'] }], [{ snis: ['a.com'] }])).not.toHaveProperty('sni');
});

test('values of headers avoid what can be avoided, in every combination', () => {
  const either = { paths: ['~/x$'], headers: { h: ['~*^(?:a|b)$'] } };
  const routes = [
    { paths: ['/x'], headers: { h: ['a'] } },
    { paths: ['/y'], headers: { h: ['b'] } },
  ];

  expect(find([either], routes)).toMatchObject({ path: '/x', headers: [['h', 'b']] });
  expect(find([{ headers: { h: ['~*^\u00e9$', '1'] } }], [{ headers: { h: ['1'] } }])).toBe('unknown');
  expect(find([{ headers: { 'x-a': ['1'] } }, { headers: { x_a: ['2'] } }])).toMatchObject({
    headers: [
      ['x-a', '1'],
      ['x-a', '2'],
    ],
  });
});

test('that there is none is told for sure', () => {
  expect(find([{ paths: ['/a'] }, { paths: ['/b'] }])).toBeNull();
  expect(find([{ paths: ['~/a/[^/]+$'] }], [{ paths: ['/a/'] }])).toBeNull();
  expect(find([{ hosts: ['a.com'] }, { hosts: ['*.a.com'] }])).toBeNull();
  expect(find([{ methods: ['GET'] }, { methods: ['POST'] }])).toBeNull();
  expect(find([{ headers: { 'x-v': ['1'] } }], [{ headers: { 'x-v': ['1', '2'] } }])).toBeNull();
  // No normalized path has a segment of dots, or two slashes in a row.
  expect(find([{ paths: ['~/a/(?:\\.\\.|\\.|)/b$'] }])).toBeNull();
  expect(find([{ paths: ['/a'], service: { enabled: false } }])).toBeNull();
});

test('a path is written as it is sent', () => {
  expect(find([{ paths: ['/a b/caf\u00e9/%2F'] }])).toMatchObject({ path: '/a%20b/caf%C3%A9/%2F' });
});

test('what an automaton cannot tell is not guessed', () => {
  expect(find([{ paths: ['/a'] }], [{ paths: ['~/a(?!b).*'] }], 'traditional')).toBe('unknown');
  expect(find([{ paths: ['~/a(?=b)'] }, { paths: ['~/ac'] }], [], 'traditional')).toBe('unknown');
});

test('expressions made to take for ever are given up', () => {
  const cost = inMegabytesOfJson(() => {
    expect(find([{ paths: ['~/(?:a|b)*a(?:a|b){14}$'] }, { paths: ['~/(?:a|b)*b(?:a|b){13}c$'] }])).toBe('unknown');
    expect(find([{ paths: ['~/.*a.{20}b.{20}c$'] }, { paths: ['~/.*b.{21}a.{20}d$'] }])).toBe('unknown');
  });

  expect(cost).toBeLessThan(2_000);
});
