import { parsePath } from '../../lib/model/path';

test.each([
  ['/orders', ['orders'], false],
  ['/orders/{id}/lines', ['orders', undefined, 'lines'], false],
  ['/files/**', ['files'], true],
  ['/**', [], true],
  ['/', [''], false],
  ['/orders/', ['orders', ''], false],
  ['/caf\u00e9/a b', ['caf\u00e9', 'a b'], false],
])('%s is taken apart', (path, segments, rest) => {
  expect(parsePath(path)).toEqual({ segments, rest });
});

test.each([
  '',
  'orders',
  '~/orders$',
  '/a//b',
  '/a/../b',
  '/./a',
  '/a%2fb',
  '/{id}.json',
  '/a{',
  '/*',
  '/**/a',
  '/a?b',
  '/a#b',
  '/a"b',
  '/a\\b',
  '/${x}',
  '/a\u0000b',
  `/${'a/'.repeat(40)}`,
])('%j is refused with what to write', (path) => {
  expect(parsePath(path)).toMatchObject({ wrong: expect.stringMatching(/./), fix: expect.stringMatching(/./) });
});
