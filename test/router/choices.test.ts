import { createRouter, type RouteCalculation, type RouterFlavor, type RouterRequest, type RouterRoute } from '../../lib/router';
import { pathRegex } from '../../lib/kong/path-regex';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Name of the route that takes a request, or the status where none does. */
function taken(
  routes: readonly RouterRoute[],
  request: Partial<RouterRequest>,
  flavor: RouterFlavor = 'traditional_compatible',
  calculation: RouteCalculation = 'original',
): unknown {
  const { route, status, unknown } = createRouter({ flavor, routes, calculation }).match({
    method: 'GET',
    host: 'h.com',
    path: '/x',
    ...request,
  });
  return unknown !== undefined && route === null ? 'unknown' : (route ?? status);
}

const any: RouterRoute = { name: 'any', id: id(1), paths: ['/'] };

test('what a trusted proxy says of the scheme decides whether HTTPS is asked for', () => {
  const secure = createRouter({ flavor: 'traditional_compatible', routes: [{ ...any, protocols: ['https'] }] });
  const request = { method: 'GET', host: 'h.com', path: '/x' } as const;

  expect(secure.match({ ...request, scheme: 'http', forwardedScheme: 'https' }).status).toBe(200);
  expect(secure.match({ ...request, scheme: 'https', forwardedScheme: 'http' }).status).toBe(426);
});

test.each<[string, readonly RouterRoute[], Partial<RouterRequest>, unknown, RouterFlavor?, RouteCalculation?]>([
  [
    'a service that is switched off has no routes',
    [{ ...any, service: { host: 'h', enabled: false } as NonNullable<RouterRoute['service']> }],
    {},
    404,
  ],
  ['an expression of the router itself is not read', [any, { name: 'e', expression: 'true' }], {}, 'unknown', 'expressions'],
  ['addresses are not known', [any, { ...any, name: 's', sources: [{ ip: '10.0.0.1' }] }], {}, 'unknown'],
  ['the port of HTTPS is 443', [{ ...any, hosts: ['h.com:443'] }], {}, 'any'],
  ['the port of HTTP is 80', [{ ...any, hosts: ['h.com:443'] }], { scheme: 'http' }, 404],
  ['who sends no host is at none', [{ ...any, hosts: ['h.com'] }], { host: null }, 404],
  ['in expressions the scheme is part of a route', [{ ...any, protocols: ['http'] }], {}, 404, 'expressions'],
  [
    'a server name counts without TLS in strict',
    [{ ...any, snis: ['h.com'] }],
    { scheme: 'http' },
    404,
    'traditional_compatible',
    'strict',
  ],
  ['a server name does not count without TLS otherwise', [{ ...any, snis: ['h.com'] }], { scheme: 'http' }, 'any'],
])('%s', (_, routes, request, expected, flavor = 'traditional_compatible', calculation = 'original') => {
  expect(taken(routes, request, flavor, calculation)).toBe(expected);
});

test('a route whose expression does not compile takes nothing', () => {
  expect(taken([{ name: 'broken', id: id(1), paths: ['~/x('] }], {})).toBe(404);
});

test('what follows a stripped prefix cannot climb', () => {
  const router = createRouter({ flavor: 'traditional_compatible', routes: [{ name: 'r', id: id(1), paths: ['/a'] }] });

  expect(router.match({ method: 'GET', host: 'h.com', path: '/a../b' }).upstreamPath).toBe('/b');
});

const wants = (name: string, number: number, regex_priority: number, headers: readonly string[]): RouterRoute => {
  return {
    name,
    id: id(number),
    paths: ['~/x'],
    hosts: ['h.com'],
    regex_priority,
    headers: Object.fromEntries(headers.map((one) => [one, ['1']])),
  };
};

test('the real calculation puts regex priority before headers, strict the other way about, and both share no bits below 16 and 7', () => {
  const headers = [...'abcdefg'].map((letter): [string, string] => [letter, '1']);
  const routes = [wants('prioritized', 1, 16, ['a']), wants('picky', 2, 0, [...'abcdefg'])];
  const closer = [wants('seven', 1, 0, [...'abcdefg']), wants('sixteen', 2, 16, ['a'])];

  expect(taken(routes, { headers })).toBe('prioritized');
  expect(taken(closer, { headers })).toBe('sixteen');
  // Below 16 they do: three and one header are less than two headers.
  expect(taken([wants('three', 1, 3, ['a']), wants('two', 2, 0, ['a', 'b'])], { headers })).toBe('two');
  expect(taken(routes, { headers }, 'traditional_compatible', 'strict')).toBe('picky');
});

test('an expression that does not compile takes those beside it along', () => {
  const routes = [{ name: 'r', id: id(1), paths: ['~/b', '~/(?=a)', '/c'] }];

  expect(['/b', '/c'].map((path) => taken(routes, { path }))).toEqual([404, 'r']);
});

test('a route of very many hosts and prefixes takes what begins with one of them', () => {
  const hosts = Array.from({ length: 600 }, (_, at) => `h${at}.com`);
  const routes = [{ name: 'r', id: id(1), hosts, paths: ['/a', '/b'] }];

  expect(['/ax', '/b', '/c'].map((path) => taken(routes, { path, host: 'h7.com' }))).toEqual(['r', 'r', 404]);
});

test('a template is matched to the letter, to its end', () => {
  const route = (path: string, flavor: RouterFlavor): readonly RouterRoute[] => [
    { name: 'r', id: id(1), paths: [pathRegex(path, flavor, 0)] },
  ];

  for (const flavor of ['traditional_compatible', 'traditional'] as const) {
    expect(
      ['/v1.0/a', '/v1x0/a', '/v1.0/a/b', '/v1.0/a%0A', '/v1.0/'].map((path) => taken(route('/v1.0/a', flavor), { path }, flavor)),
    ).toEqual(['r', 404, 404, 404, 404]);
  }
});

test('in the older router expressions of routes with headers have texts of their own', () => {
  expect(pathRegex('/a', 'traditional', 2)).toBe('~/a(?:)(?:)\\z');
  expect(pathRegex('/a', 'expressions', 2)).toBe('~/a$');
});
