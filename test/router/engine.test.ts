import fc from 'fast-check';
import { createRouter } from '../../lib/router';
import { bytesOf } from '../../lib/router/bytes';
import { compile } from '../../lib/router/regex';
import { askEngine, askRoute } from '../support/atc-router';
import { request, route } from '../support/generate-router';

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
