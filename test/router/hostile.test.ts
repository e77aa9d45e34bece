import { createRouter, type RouterFlavor, type RouterRequest, type RouterRoute } from '../../lib/router';
import { inMegabytesOfJson } from '../support/cost';

const FLAVORS: readonly RouterFlavor[] = ['traditional_compatible', 'traditional', 'expressions'];
const ID = '5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01';
const request: RouterRequest = { method: 'GET', host: 'a.com', path: '/' };
/** What nobody would wait for, though far more than any of these takes. */
const LONG = 500;

function atOnce(run: () => void): void {
  expect(inMegabytesOfJson(run)).toBeLessThan(LONG);
}

const EXPRESSIONS: Readonly<Record<string, string>> = {
  'a loop in a loop': '(a*)*b',
  'alternatives that overlap': '(a|aa)+$',
  'counted loops in counted loops': '(?:a{0,1000}){0,1000}b',
  'ten thousand groups in one another': `${'('.repeat(10_000)}a${')'.repeat(10_000)}`,
  'a million characters': 'a'.repeat(1_000_000),
  'many classes': Array.from({ length: 5_000 }, (_, index) => `[\\x{${(0x4e00 + index).toString(16)}}]`).join(''),
  'words in words': '(?:\\w+\\s?)+$',
  'references to itself': '(a+)\\1\\1\\1$',
  'look-around in loops': '(?:(?=a+)a)*$',
};

describe.each(FLAVORS)('%s', (flavor) => {
  test.each(Object.entries(EXPRESSIONS))('%s is answered at once', (_name, expression) => {
    const routes: readonly RouterRoute[] = [{ id: ID, name: 'r', paths: [`~/${expression}`] }];

    atOnce(() => {
      const answer = createRouter({ flavor, routes }).match({ ...request, path: `/${'a'.repeat(5_000)}!` });
      expect(answer.route === null || answer.unknown === undefined).toBe(true);
    });
  });

  test.each([
    ['a path of 10 MB', { path: `/${'a/../'.repeat(2_000_000)}` }],
    ['a path of half a megabyte of dots', { path: `/${'a/../'.repeat(100_000)}` }],
    ['100,000 headers', { headers: Array.from({ length: 100_000 }, (_, index) => [`x-${index}`, 'v'] as const) }],
    ['a host of 1 MB', { host: 'a.'.repeat(500_000) }],
    ['a header of the name __proto__', { headers: [['__proto__', 'x'] as const] }],
    ['bytes that are no text', { path: '/%ff%fe%80', host: '\ud800' }],
  ] as readonly (readonly [string, Partial<RouterRequest>])[])('%s is answered at once', (_name, part) => {
    const routes: readonly RouterRoute[] = [
      {
        id: ID,
        name: 'r',
        hosts: ['*.a.com', 'b.*'],
        paths: ['/a', '~/[^/]+$'],
        headers: { __proto__: ['x'] } as Record<string, readonly string[]>,
      },
      { name: '__proto__', id: ID.replace('1', '2'), paths: ['/__proto__'] },
    ];

    atOnce(() => {
      const answer = createRouter({ flavor, routes }).match({ ...request, ...part });
      expect([null, 'r', '__proto__']).toContain(answer.route);
    });
  });

  test('a route of thousands of hosts and paths is answered at once', () => {
    const many = (text: string): string[] => Array.from({ length: 5_000 }, (_, index) => `${text}${index}`);
    const routes: readonly RouterRoute[] = [{ id: ID, name: 'r', hosts: many('h'), paths: many('/p') }];

    atOnce(() => {
      expect(createRouter({ flavor, routes }).match({ ...request, host: 'h17', path: '/p4999/x' }).route).toBe('r');
    });
  });
});

test.each([
  ['/..', 400],
  ['/a/%2e%2e/..', 400],
  ['/%zz', 400],
  ['/a%00b', 400],
  ['/a b', 400],
  ['/a?x=%zz', 200],
])('the target %j is answered with %d', (path, status) => {
  expect(createRouter({ flavor: 'traditional_compatible', routes: [{ id: ID, paths: ['/'] }] }).match({ ...request, path }).status).toBe(
    status,
  );
});

test('a tie between routes without ids is not decided by chance', () => {
  const routes = [
    { name: 'a', paths: ['/x'] },
    { name: 'b', paths: ['/x'] },
  ];

  for (const flavor of FLAVORS)
    expect(createRouter({ flavor, routes }).match({ ...request, path: '/x' })).toMatchObject({
      route: null,
      unknown: expect.stringContaining('tie'),
    });
});

test('a route with an expression of the router’s own language makes answers unknown', () => {
  const routes = [{ id: ID, name: 'a', expression: 'http.path == "/x"' }];

  expect(createRouter({ flavor: 'expressions', routes }).match(request)).toMatchObject({
    route: null,
    status: null,
    unknown: expect.stringContaining('expression'),
  });
});

test('flavor expressions asks a route for its protocols, unless that is https alone', () => {
  const route = (protocols: readonly string[]): RouterRoute => ({ id: ID, name: 'r', paths: ['/'], protocols });
  const statuses = (flavor: RouterFlavor, protocols: readonly string[]): readonly (number | null)[] =>
    (['http', 'https'] as const).map((scheme) => createRouter({ flavor, routes: [route(protocols)] }).match({ ...request, scheme }).status);

  expect(statuses('expressions', ['http'])).toEqual([200, 404]);
  expect(statuses('traditional_compatible', ['http'])).toEqual([200, 200]);
  expect(statuses('expressions', ['https'])).toEqual([426, 200]);
});
