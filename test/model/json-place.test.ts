import { jsonErrorPlace } from '../../lib/model/json-place';
import { parseJson } from '../../lib/model';

test.each([
  ['a word that is none', '{"token": hvs.CAESIJ}', 1, 11],
  ['a member without a name', '{\n  "a": 1,\n  b: 2}', 3, 3],
  ['a name without a colon', '{"a" 1}', 1, 6],
  ['a comma at the end of an object', '{"a":1,}', 1, 8],
  ['a comma at the end of a list', '[1,]', 1, 4],
  ['an empty item', '[,1]', 1, 2],
  ['two values', '{} {}', 1, 4],
  ['an object closed as a list', '{"a":1]', 1, 7],
  ['a list closed as an object', '[1}', 1, 3],
  ['a wrong escape', '["a\\x"]', 1, 4],
  ['a line break in a text', '["a\nb"]', 1, 4],
  ['a number with a leading zero', '[01]', 1, 3],
  ['a text that does not end', '["abc', 1, 6],
  ['nothing', '', 1, 1],
  ['a file that breaks off', '{"a":{\n', 2, 1],
  ['a bracket alone', ']', 1, 1],
])('where a text stops being JSON is found: %s', (_what, text, line, column) => {
  expect(jsonErrorPlace(text)).toEqual({ line, column });
});

test('of a text that is not JSON the place is told, and nothing that stands there', () => {
  const secret = '{\n "token": hvs.CAESIJ-SECRET}';

  expect(() => parseJson(secret, 'x.json')).toThrow(
    /^x\.json: is not JSON from line 2, column 11 on\n {2}fix: check that the file is whole \[FILE_INVALID\]$/,
  );
});
