import { compile } from '../../lib/router/regex';
import { inMegabytesOfJson } from '../support/cost';

function answer(pattern: string, text: string): unknown {
  const compiled = compile('rust', bytes(pattern));
  return 'test' in compiled ? compiled.test(bytes(text)) : compiled;
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Judged by Kong's own engine, `@kong/atc-router` 1.6.0-rc.1. */
const TABLE: readonly (readonly [pattern: string, text: string, found: boolean])[] = [
  ['^/a|/b', '/a', true],
  ['^/a|/b', 'x/b', true],
  ['^/a|/b', 'x/a', false],
  ['a$', 'a', true],
  ['a$', 'a\n', false],
  ['^\\w+$', '\u00e9t\u00e9', true],
  ['^\\w+$', '\u0663', true],
  ['^\\w+$', 'a b', false],
  ['^\\w+$', 'a\u200db', true],
  ['(?i)^k$', 'K', true],
  ['(?i)^k$', 'K', true],
  ['(?i)^k$', 'k', true],
  ['(?i)^s$', '\u017f', true],
  ['(?i)^s$', 'S', true],
  ['(?i)^\u00df$', '\u1e9e', true],
  ['(?i)^\u00df$', 'ss', false],
  ['(?i)^\u03c3$', '\u03c2', true],
  ['(?i)^\u03c3$', '\u03a3', true],
  ['^[a-z&&[^aeiou]]+$', 'bcd', true],
  ['^[a-z&&[^aeiou]]+$', 'abc', false],
  ['^[\\w--\\d]+$', 'ab', true],
  ['^[\\w--\\d]+$', 'a1', false],
  ['^[a-g~~c-z]+$', 'abz', true],
  ['^[a-g~~c-z]+$', 'c', false],
  ['^[]a]$', ']', true],
  ['^[]a]$', 'b', false],
  ['^[[:alpha:]-]+$', 'a-Z', true],
  ['^[[:alpha:]-]+$', '\u00e9', false],
  ['^\\b{start}a\\b{end}$', 'a', true],
  ['^\\<a', 'a', true],
  ['^\\<a', 'ba', false],
  ['a\\b{end-half}', 'a', true],
  ['a\\b{end-half}', 'ab', false],
  ['a\\b{end-half}', 'ba ', true],
  ['^(?P<a>x)(?<b>y)?$', 'x', true],
  ['^(?P<a>x)(?<b>y)?$', 'xy', true],
  ['^(?x) a # c\n b $', 'ab', true],
  ['^(?x) a # c\n b $', 'a b', false],
  ['^(?U)a+b', 'aab', true],
  ['^a{2}?$', 'aa', true],
  ['^a{2}?$', 'a', false],
  ['^a**$', 'aaa', true],
  ['^\\x{1F600}\\u00e9$', '\ud83d\ude00\u00e9', true],
  ['^\\pL\\p{Lu}\\P{Greek}$', 'aBc', true],
  ['^\\pL\\p{Lu}\\P{Greek}$', 'aB\u03b1', false],
  ['^\\p{Co}$', '\udb80\udc00', true],
  ['^\\p{Co}$', '\udbff\udffd', true],
  ['^\\p{Co}$', '\ue000', true],
  ['^\\p{Co}$', 'a', false],
  ['(?s)^.$', '\n', true],
  ['^.$', '\n', false],
  ['^.$', '\r', true],
  ['^.$', '\u65e5', true],
  ['(?m)^b$', 'a\nb\nc', true],
  ['(?m)^b$', 'a\r\nb\r', false],
  ['^(?:a|ab)(?:c|bcd)(d*)$', 'abcd', true],
  ['[^a]', 'a', false],
  ['[^a]', '\n', true],
  ['^$|x', '', true],
  ['^$|x', 'x', true],
  ['^$|x', 'y', false],
];

test.each(TABLE)('%j on %j is %s', (pattern, text, found) => {
  expect(answer(pattern, text)).toBe(found);
});

test.each([
  '(?=a)',
  '(?<!a)b',
  '(a)\\1',
  '(?>a)',
  'a++*{',
  '[b-a]',
  '[a',
  '(',
  ')',
  '*a',
  '\\e',
  '\\h',
  '\\Z',
  '\\p{^L}',
  '(?P<a>x)(?P<a>y)',
  'a{3,1}',
  '(?z)',
  '(?ii)',
  '[\\b]',
  '\\x{d800}',
  '[a--',
  '\\101',
  '[[:x:]',
  '\\b{x}',
])('%j is refused', (pattern) => {
  expect(compile('rust', bytes(pattern))).toEqual({ error: expect.any(String) });
});

test.each(['\\p{Nope}', '\\w{500}', '(?-u)\\w', '(?R)$', '\\p{Script_Extensions=Greek}'])('%j is not judged', (pattern) => {
  expect(compile('rust', bytes(pattern))).toEqual({ unknown: expect.any(String) });
});

test.each(['\u0897', '\u{105c0}', '\u{1f6d8}', '\u0378'])('whether %j is a letter depends on the version of Unicode', (text) => {
  expect(answer('^\\w$', text)).toBe('unknown');
  expect(answer('^[^/]$', text)).toBe(true);
});

test('offsets are bytes, and names have no prototype', () => {
  const compiled = compile('rust', bytes('(?P<__proto__>b)(c)?'));
  if (!('search' in compiled)) throw new Error('refused');
  const match = compiled.search(bytes('\u00e9b'));

  expect(match).toMatchObject({ start: 2, end: 3, groups: ['b', 'b', undefined] });
  expect(match !== null && match !== 'unknown' && Object.getPrototypeOf(match.names)).toBeNull();
});

test('a long literal without case is read at once', () => {
  const cost = inMegabytesOfJson(() => compile('rust', `(?i)${'k'.repeat(100_000)}`));

  expect(cost).toBeLessThan(200);
});
