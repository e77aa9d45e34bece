import { compile } from '../../lib/router/regex';

function answer(pattern: string, text: string): unknown {
  const compiled = compile('pcre', pattern);
  return 'test' in compiled ? compiled.test(text) : compiled;
}

/** Judged by PCRE2 10.42, compiled (JIT). */
const TABLE: readonly (readonly [pattern: string, text: string, found: boolean])[] = [
  ['^\\w$', '\u00e9', false],
  ['^\\w$', 'a', true],
  ['(?i)^\u00e9$', '\u00c9', false],
  ['(?i)^\u00e9$', '\u00e9', true],
  ['^[\\h\\v]+$', '\t\u00a0\u0085', true],
  ['^[\\h\\v]+$', 'a', false],
  ['(?x)^a\u0085b', 'ab', true],
  ['(?x)^a\u0085b', 'a\u0085b', false],
  ['^\\R$', '\r\n', true],
  ['^\\R$', '\r', true],
  ['^\\R$', '\n', true],
  ['^(a|b)\\1$', 'aa', true],
  ['^(a|b)\\1$', 'ab', false],
  ['^(?:[^/%]|%[0-9]{2})+$', 'a%20', true],
  ['^(?:[^/%]|%[0-9]{2})+$', 'a%2', false],
  ['^/a/?$', '/a', true],
  ['^/a/?$', '/a/', true],
  ['^/a/?$', '/a\n', true],
  ['a\\Kb', 'ab', true],
  ['a\\Kb', 'b', false],
  ['^(?>a+)b', 'aab', true],
  ['^(?>a+)b', 'aa', false],
  ['(?<=/)x', '/x', true],
  ['(?<=/)x', 'x', false],
  ['^[[:^digit:]]$', 'a', true],
  ['^[[:^digit:]]$', '1', false],
  ['^\\Qa.b\\E$', 'a.b', true],
  ['^\\Qa.b\\E$', 'axb', false],
  ['^(?n)(a)(?<x>b)$', 'ab', true],
  ['^a{,x}$', 'a{,x}', true],
  ['^a{,x}$', 'aa', false],
];

test.each(TABLE)('%j on %j is %s', (pattern, text, found) => {
  expect(answer(pattern, text)).toBe(found);
});

test.each([
  '(',
  ')',
  '[a',
  '[b-a]',
  '*a',
  '\\',
  '[[.a.]]',
  '[:alpha:]',
  '[.\\s.]',
  '(?<a>x)(?<a>y)',
  '(?<=a*)b',
  'a{70000}',
  '\\i',
  '(?<1a>x)',
])('%j is refused', (pattern) => {
  expect(compile('pcre', pattern)).toEqual({ error: expect.any(String) });
});

test.each([
  '(?=(a)\\1*)(\\2|a)+',
  '(?R)',
  '(?(1)a)',
  '(*FAIL)',
  '(a\\1)',
  '(?>b*|)b',
  '(?:a|)A*?[^A]',
  '.*?\\R',
  '(?:bc)*+a',
  '/+(?:b)?+/',
  '((?>a+?)b)+',
  '[a-z]{1000}(?:[ab]x){2000}',
])('%j is not judged', (pattern) => {
  expect(compile('pcre', pattern)).toEqual({ unknown: expect.any(String) });
});

// Compiled, PCRE2 gives up where its stack of 32 KB is full: here from 1,365 characters on.
test.each([
  [700, true],
  [1_365, 'unknown'],
  [100_000, 'unknown'],
])('a group repeated %d times is %s', (count, found) => {
  expect(answer('^/(?:[^/%]|%[0-9][0-9])+$', `/${'a'.repeat(count)}`)).toBe(found);
});

test('one character repeated takes no stack', () => {
  expect(answer('^/[^/]+$', `/${'a'.repeat(100_000)}`)).toBe(true);
});

// Not anchored, PCRE2 overlooks "/A" here: it wants a second slash.
test('look-ahead that is not anchored is not judged where it is found', () => {
  expect(answer('(?=/+A+)A?(/)', '/A')).toBe('unknown');
  expect(answer('^(?=/+A+)/', '/A')).toBe(true);
});
