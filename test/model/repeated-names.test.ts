import { parseJson } from '../../lib/model';

test.each([
  ['at the top', '{"resource":{},"data":{},"resource":{}}', 'resource'],
  ['below', '{"a":[{"b":{"c":1,"c":2}}]}', 'a.b.c'],
  ['in another spelling', '{"resource":1,"\\u0072esource":2}', 'resource'],
  ['with blanks before the colon', '{"a" :1,\n"a"\t: 2}', 'a'],
  ['where prototypes are', '{"__proto__":{},"__proto__":{}}', '__proto__'],
  ['with a backslash at its end', '{"a\\\\":1,"a\\\\":2}', 'a\\\\'],
])('a name that stands twice %s is refused, since programs differ in which they read', (_name, text, name) => {
  expect(() => parseJson(text, 'cdk.tf.json')).toThrow(`cdk.tf.json: has "${name}" twice`);
});

test.each([
  ['the same name in blocks beside each other', '[{"a":1},{"a":1}]'],
  ['a text that looks like a member', '{"a":"\\"b\\":1,\\"b\\":2","c":"x\\\\"}'],
  ['a list of texts', '{"a":["a","a"]}'],
  ['a name where prototypes are', '{"__proto__":{"__proto__":1},"constructor":1}'],
  ['nothing but a text', '"a"'],
])('%s is read', (_name, text) => {
  expect(parseJson(text, 'x')).toEqual(JSON.parse(text));
});

test('a text as deep as it likes is looked through', () => {
  const text = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;

  expect(() => parseJson(text.replace('{"a":', '{"a":0,"a":'), 'x')).toThrow(/twice/);
  expect(Object.keys(parseJson(text, 'x') as object)).toEqual(['a']);
});
