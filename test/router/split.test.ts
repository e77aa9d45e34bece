import fc from 'fast-check';
import { compile, type Engine, type Match } from '../../lib/router/regex';
import { splitText } from '../../lib/router/regex/split';

const SEED = Number(process.env['SEED'] ?? 20261125);
const RUNS = Number(process.env['RUNS'] ?? 3_000);

const PIECES =
  '/ / a b - ~ % & _ 1 \\. \\- \\\\ \\$ \\< \\> \\z \\b \\d . + * ? {2} {1,} | $ ^ # [ab] [^/] [^/%\\\\] [a-b] [a&&b] (?:a|b) (?:a)+ (?:[^/]|%2F)+ (a) (?i) (?x) ( ) [ ]'.split(
    ' ',
  );
const CHARS = [...'ab/.-\\%$~1 \n', '\u00e9'];

const pattern = fc.array(fc.constantFrom(...PIECES, ' '), { minLength: 1, maxLength: 8 }).map((pieces) => `/${pieces.join('')}`);
const texts = fc.array(
  fc.array(fc.constantFrom(...CHARS), { maxLength: 7 }).map((chars) => Buffer.from(`/${chars.join('')}`, 'utf8').toString('latin1')),
  { minLength: 6, maxLength: 6 },
);

/** What an expression says of texts; one that begins with an empty group is compiled as a whole. */
function says(engine: Engine, text: string, of: readonly string[]): unknown {
  const compiled = compile(engine, text);
  if (!('test' in compiled)) return Object.keys(compiled);
  const told = (match: Match | null | 'unknown'): unknown =>
    typeof match === 'object' && match !== null ? [match.start, match.end, match.groups] : match;
  return of.map((one) => [compiled.test(one, engine === 'pcre'), told(compiled.search(one, engine === 'pcre'))]);
}

test.each(['rust', 'pcre'] as const)(`of %s, an expression in two says what it says as a whole (seed ${SEED})`, (engine) => {
  let split = 0;
  let matched = 0;

  fc.assert(
    fc.property(pattern, texts, (expression, of) => {
      const start = engine === 'rust' ? '^' : '';
      const found = says(engine, `${start}${expression}`, of);
      if (splitText(expression) !== undefined) split += 1;
      if (JSON.stringify(found).includes('true')) matched += 1;
      expect(found).toEqual(says(engine, `${start}(?:)${expression}`, of));
    }),
    { numRuns: RUNS, seed: SEED },
  );

  expect(split).toBeGreaterThan(RUNS / 5);
  expect(matched).toBeGreaterThan(RUNS / 20);
});

test.each([
  ['/orders/[^/]+$', { prefix: '/orders/', rest: '[^/]+$' }],
  ['/a\\.b+', { prefix: '/a.', rest: 'b+' }],
  ['/a\\\\-*', { prefix: '/a\\', rest: '-*' }],
  ['/a|/b', undefined],
  ['/a(?i)b', undefined],
  ['/a(b)', undefined],
  ['/a\\b', undefined],
  ['[a]', undefined],
])('%s is cut where its plain text ends, or not at all', (text, expected) => {
  expect(splitText(text)).toEqual(expected);
});
