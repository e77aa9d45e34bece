import fc from 'fast-check';
import { createRouter, type RouterRequest, type RouterRoute } from '../../lib/router';
import { bytesOf } from '../../lib/router/bytes';
import { compile } from '../../lib/router/regex';
import { askEngine, askRoute } from '../support/atc-router';

const SEED = Number(process.env['SEED'] ?? 20261124);
/** How many tables and expressions are tried; the pairs are a multiple of it. */
const RUNS = Number(process.env['RUNS'] ?? 1_000);

const CHARS = [...'abckKsS1_-./% \nAß"#', 'é', 'É', 'ſ', '\u212a', '٣', 'σ', 'ς', '日', '😀'];
const ESCAPES =
  '. / - % # < > b B A z d w s D W S n t Z 1 e h x41 x{61} u0061 pL p{L} PL p{Greek} p{Nd} b{start} b{end} b{start-half} b{end-half} Q _ & ~ "'.split(
    ' ',
  );
const IN_CLASS = [
  'a',
  'b',
  '/',
  'k',
  'é',
  '1',
  '_',
  's',
  'ſ',
  'a-c',
  '0-9',
  'A-Z',
  'à-ÿ',
  'b-a',
  '\\d',
  '\\W',
  '\\s',
  '\\p{Lu}',
  '[:alpha:]',
  '[:^digit:]',
  '[:x:]',
  '[^b]',
  '[a&&b]',
  '&&',
  '--',
  '~~',
  '-',
  '^',
  '\\]',
  '\\x{e9}',
  ']',
  '[',
  '$',
];
const GROUPS = ['', '?:', '?P<n>', '?<m>', '?i:', '?s:', '?m:', '?x:', '?-i:', '?U:', '?im-s:', '?=', '?!', '?>'];
const REPEATS = ['', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,3}?', '{2,}', '{3,1}', '{a}', '**'];

const { expression } = fc.letrec<{ expression: string; atom: string }>((tie) => ({
  expression: fc
    .array(fc.tuple(tie('atom'), fc.constantFrom(...REPEATS), fc.constantFrom('', '', '', '', '|')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.flat().join('')),
  atom: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...CHARS),
    fc.constantFrom(...ESCAPES.map((escape) => `\\${escape}`)),
    fc.constantFrom('.', '^', '$', '(?i)', '(?s)', '(?m)', '(?x)', '(?U)', '(?ii)', '{', '}', ')', '[', ']', '*'),
    fc
      .tuple(fc.constantFrom('', '^'), fc.array(fc.constantFrom(...IN_CLASS), { minLength: 1, maxLength: 4 }))
      .map(([not, parts]) => `[${not}${parts.join('')}]`),
    fc.tuple(fc.constantFrom(...GROUPS), tie('expression')).map(([kind, inner]) => `(${kind}${inner})`),
  ),
}));
const text = fc.array(fc.constantFrom(...CHARS), { maxLength: 8 }).map((chars) => chars.join(''));

test(`Kong's own engine takes and refuses the same expressions, and finds them in the same paths (seed ${SEED})`, () => {
  let pairs = 0;
  let unknown = 0;
  fc.assert(
    fc.property(expression, fc.array(text, { minLength: 10, maxLength: 10 }), (pattern, paths) => {
      const compiled = compile('rust', bytesOf(pattern));
      if ('unknown' in compiled) {
        unknown += 1;
        return;
      }
      const real = askEngine(pattern, paths);
      expect('error' in compiled ? 'refused' : 'taken').toBe(typeof real === 'string' ? 'refused' : 'taken');
      if ('error' in compiled || typeof real === 'string') return;
      const found = paths.map((path) => compiled.test(bytesOf(path)));
      const searched = paths.map((path) => compiled.search(bytesOf(path)) !== null);
      pairs += paths.length;
      expect([found, searched]).toEqual([real, real]);
    }),
    { numRuns: 4 * RUNS, seed: SEED },
  );

  expect(pairs).toBeGreaterThanOrEqual(10 * RUNS);
  expect(unknown).toBeLessThan(RUNS / 50);
});

const HOSTS = ['a.com', '*.a.com', 'a.*', 'a.com:8080', '*.com:443', 'b.com', 'sub.a.com', 'xa.com'];
const PATHS = [
  '/',
  '/a',
  '/a/',
  '/ab',
  '/a/b',
  '~/a',
  '~/a$',
  '~/a/[^/]+$',
  '~/(?<id>\\d+)',
  '~/a|/b',
  '~/[ab]{1,2}/?$',
  '/caf\u00e9',
  '~/caf.',
  '~/(?i)A',
  '~/a%2Fb',
];
const VALUES = ['1', '2', 'Foo', '~*^1', '~*FO+$', '~*\\D', '~*é'];
const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(arbitrary, { nil: undefined });
const some = (values: readonly string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

const route: fc.Arbitrary<RouterRoute> = fc
  .record({
    hosts: optional(some(HOSTS)),
    paths: optional(some(PATHS)),
    methods: optional(some(['GET', 'POST', 'PUT'])),
    headers: optional(fc.dictionary(fc.constantFrom('x-v', 'x-w'), some(VALUES), { minKeys: 1, maxKeys: 2 })),
    snis: optional(some(['a.com', '*.a.com', 'a.*', 'b.com.'])),
  })
  .filter((fields) => Object.values(fields).some((field) => field !== undefined))
  .map((fields) => ({
    name: 'r',
    id: '5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01',
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  }));

/** Paths as they are sent, and as the gateway compares them. */
const SENT: readonly (readonly [string, string])[] = [
  ['/', '/'],
  ['/a', '/a'],
  ['/a/', '/a/'],
  ['/ab', '/ab'],
  ['/a/b', '/a/b'],
  ['/a//b', '/a/b'],
  ['/a/./b?x=/b', '/a/b'],
  ['/x/../a', '/a'],
  ['/%61', '/a'],
  ['/a%2fb', '/a%2Fb'],
  ['/caf%C3%A9', '/café'],
  ['/café', '/café'],
  ['/1', '/1'],
  ['/12', '/12'],
  ['/b', '/b'],
  ['/xx/b', '/xx/b'],
  ['/A', '/A'],
  ['/bb/', '/bb/'],
  ['/aa', '/aa'],
];
const request: fc.Arbitrary<RouterRequest & { readonly normalized: string }> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'get'),
    scheme: fc.constantFrom('http' as const, 'https' as const),
    host: fc.constantFrom('a.com', 'sub.a.com', 'A.com', 'a.com:8080', 'a.com:443', 'a.org', 'b.com', 'xa.com', '.a.com', 'a.', null),
    port: fc.constantFrom(443, 8080),
    sent: fc.constantFrom(...SENT),
    headers: fc.array(fc.tuple(fc.constantFrom('x-v', 'X-W', 'x_v'), fc.constantFrom('1', '2', 'foo', 'FOO', 'fooo', 'É', '12')), {
      maxLength: 3,
    }),
    sni: fc.constantFrom('a.com', 'x.a.com', 'b.com', undefined),
  })
  // A name in two spellings is looked up in one of them.
  .filter(({ headers }) => new Set(headers.map(([name]) => name).filter((name) => name !== 'X-W')).size < 2)
  .map(({ sent: [path, normalized], sni, ...fields }) => ({ ...fields, path, normalized, ...(sni !== undefined && { sni }) }));

test(`Kong's own engine says the same of every route and request (seed ${SEED})`, () => {
  let pairs = 0;
  let matches = 0;
  fc.assert(
    fc.property(route, fc.array(request, { minLength: 20, maxLength: 20 }), (one, requests) => {
      const real = askRoute(one, requests);
      const router = createRouter({ flavor: 'traditional_compatible', routes: [one] });
      const found = requests.map((asked) => router.match(asked).route !== null);
      pairs += requests.length;
      matches += found.filter(Boolean).length;
      expect(found).toEqual(real ?? requests.map(() => false));
    }),
    { numRuns: RUNS, seed: SEED },
  );

  expect(pairs).toBeGreaterThanOrEqual(20 * RUNS);
  expect(matches).toBeGreaterThan(pairs / 50);
});
