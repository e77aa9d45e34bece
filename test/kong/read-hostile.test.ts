import { createRouter, readKongFile, writeDocument, type KongDocument, type KongFile } from '../../lib';
import { checkKongEntities } from '../../lib/kong';
import { readPlain } from '../../lib/kong/read/plain-yaml';
import { parseText } from '../../lib/kong/read/yaml-text';
import { costOf } from '../support/cost';

const HEAD = '_format_version: "3.0"\n';

/** Services with ten routes each, and a plugin on each route. */
function many(count: number): KongDocument {
  const services = Array.from({ length: count }, (_, service) => ({
    name: `service-${service}`,
    host: `s${service}.internal`,
    routes: Array.from({ length: 10 }, (_, route) => ({
      name: `service-${service}.route-${route}`,
      hosts: ['api.example.com'],
      paths: [`~/s${service}/r${route}/(?:[^/%\\\\]|%2[0-9A-E])+$`],
      plugins: [{ name: 'key-auth', config: { key_names: ['apikey'] } }],
    })),
  }));
  return { _format_version: '3.0', services };
}

const ORDINARY = writeDocument(many(100), 'yaml');

/** What an ordinary file of 1,000 routes costs here and now, once the engine has compiled what it runs. */
function ordinaryCost(): number {
  const read = (): void => void readKongFile(ORDINARY, { flavor: 'traditional_compatible' });
  read();
  return Math.min(costOf(read), costOf(read));
}

const ORDINARY_COST = ordinaryCost();

/** How often an ordinary file may be read in the time that any file of this test takes: ten times as many routes need a tenth of it. */
const PATIENCE = 100;

function timed(text: string): KongFile {
  let read: KongFile | undefined;
  const cost = costOf(() => (read = readKongFile(text, { flavor: 'traditional_compatible' })));
  expect(cost / ORDINARY_COST).toBeLessThan(PATIENCE);
  if (read === undefined) throw new Error('nothing was read');
  if ('problems' in read) for (const { message } of read.problems) expect(message).toMatch(/\w{3}/);
  return read;
}

function problems(text: string): readonly string[] {
  const read = timed(text);
  return 'problems' in read ? read.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

function entities(text: string): Extract<KongFile, { readonly entities: unknown }>['entities'] {
  const read = timed(text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems.slice(0, 3)));
  return read.entities;
}

const levels = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level},*l${level},*l${level},*l${level}]`).join(
  '\n',
);

test.each([
  ['aliases that multiply', `${HEAD}l0: &l0 [x,x,x,x]\n${levels}\n`, /aliases/],
  [
    'routes that multiply',
    `${HEAD}_ignore:\n- &r {paths: [/a]}\n- &rs [${'*r,'.repeat(1_000)}]\nservices:\n${'- {host: x, routes: *rs}\n'.repeat(1_000)}`,
    /aliases/,
  ],
  ['an alias of itself', `${HEAD}services: &s [*s]\n`, /within itself/],
  ['an alias of nothing', `${HEAD}services: *s\n`, /\*s|alias/],
  ['a merge of no map', `${HEAD}services:\n- {<<: 1, host: x}\n`, /<</],
  ['a tab', `${HEAD}services:\n\t- name: a\n`, /YAML/],
  ['a control character', `${HEAD}services:\n- name: "a\u0001"\n`, /line 3.*U\+0001/],
  ['half a character', `${HEAD}services:\n- name: "\ud800"\n`, /U\+D800/],
  ['a wrong tag', `${HEAD}services:\n- {host: x, port: !!int eighty}\n`, /tagged/],
  ['nothing', '', /expected a map/],
  ['a list', '- a\n- b\n', /expected a map/],
  ['a text', 'services', /expected a map/],
  ['a broken second document', `${HEAD}---\n{`, /YAML/],
  ['10,000 brackets', `${HEAD}services: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`, /1000 deep/],
  ['10,000 brackets that stay open', `${HEAD}services: ${'['.repeat(10_000)}`, /deep|YAML/],
  ['10,000 braces as JSON', `{"services":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`, /1000 deep/],
  ['10,000 dashes', `${HEAD}services:\n${'- '.repeat(10_000)}x\n`, /deep|YAML/],
  ['10 MB of one line', `${HEAD}services: [${'x, '.repeat(3_500_000)}]`, /500 kB/],
  ['10 MB of items', `${HEAD}services:\n${'- x\n'.repeat(2_500_000)}`, /expected a map/],
  ['10 MB of JSON items', `{"services":[${'1,'.repeat(5_000_000)}1]}`, /expected a map/],
  ['10 MB of JSON that breaks off', `{"services":[${'1,'.repeat(5_000_000)}`, /500 kB/],
  ['10 MB of anchors', `${HEAD}services:\n${'- &a x\n'.repeat(1_500_000)}`, /500 kB/],
  ['10 MB of a name', `${HEAD}services:\n- host: x\n  name: ${'a '.repeat(5_000_000)}b\n`, /services\[0\].name/],
])('%s is a problem, and soon', (_, text, expected) => {
  const found = problems(text);

  expect(found.length).toBeGreaterThan(0);
  expect(found.join('\n')).toMatch(expected);
});

test('only so many problems are listed, and the last line says so', () => {
  const found = problems(`${HEAD}services:\n${'- {port: x}\n'.repeat(5_000)}`);

  expect(found.length).toBeLessThan(1_100);
  expect(found.join('\n')).toContain('only the first');
});

test('long and deep expressions in paths are judged or taken, never waited for', () => {
  for (const pattern of [
    `(a+)+${'b'.repeat(1_000_000)}`,
    '('.repeat(50_000),
    '(?<'.repeat(50_000),
    `${'(?:a|'.repeat(2_000)}${')'.repeat(2_000)}`,
    `${'\\p{L}(?#'.repeat(20_000)}`,
  ])
    timed(`{"_format_version":"3.0","routes":[{"paths":[${JSON.stringify(`~/${pattern}`)}]}]}`);
});

test('names that every object has are names like others, and change no object', () => {
  const name = '__proto__';
  const { services, routes, plugins } = entities(
    `${HEAD}services:\n- name: ${name}\n  host: constructor\n  routes:\n  - name: ${name}\n    headers: {${name}: [polluted], constructor: [a], toString: [b]}\n` +
      `  plugins:\n  - {name: key-auth, config: {${name}: {polluted: yes}}}\n`,
  );

  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(services[0]?.name).toBe(name);
  expect(Object.keys(routes[0]?.headers ?? {})).toEqual([name, 'constructor', 'toString']);
  expect(Object.keys(plugins[0]?.config ?? {})).toEqual([name]);
  expect(problems(`${HEAD}${name}: []\n`)).toHaveLength(1);
  expect(problems(`{"_format_version":"3.0","services":[{"host":"x","${name}":{"name":"a"}}]}`)).toHaveLength(1);
  expect(problems(`${HEAD}services:\n- host: x\n  constructor: 1\n`)).toHaveLength(1);
});

test('keys that are repeated count with the last value, and << fills in what is not there, as Kong has it', () => {
  const { services } = entities(
    `${HEAD}_ignore:\n- &base {host: base, port: 81}\nservices:\n- {name: a, name: b, host: x}\n- {<<: *base, port: 82, name: c}\n- {name: d, <<: [*base, {retries: 1}]}\n`,
  );

  expect(services.map(({ name, host, port, retries }) => [name, host, port, retries])).toEqual([
    ['b', 'x', 80, 5],
    ['c', 'base', 82, 5],
    ['d', 'base', 81, 1],
  ]);
});

test.each([
  ['3.0', 3],
  ['yes', true],
  ['Off', false],
  ['y', 'y'],
  ['010', 8],
  ['0o10', '0o10'],
  ['08', 8],
  ['0x1F', 31],
  ['0b101', 5],
  ['1_000', 1000],
  ['-0x10', -16],
  ['1:30', 90],
  ['1:30.5', 90.5],
  ['1e3', 1000],
  ['.5', 0.5],
  ['1.', 1],
  ['.inf', Infinity],
  ['~', null],
  ['Null', null],
  ['nULL', 'nULL'],
  ['2020-01-01', '2020-01-01'],
  ['+1', 1],
  ['1.2.3', '1.2.3'],
  ['!!str 1', '1'],
  ['!!int "5"', 5],
  ['!!bool y', true],
  ['!own 1', 1],
  ['"1"', '1'],
])('%s is read as Kong reads it', (text, expected) => {
  expect(parseText(`- ${text}`)).toEqual([expected]);
});

test('the fast reader is of one mind with the other', () => {
  const texts = [
    `${HEAD}services:\n  - name: a # comment\n    host: 'it''s'\n    tags:\n    - "é\\n"\n    - 1\n  # comment\n  -\n    host: x\n    lua: |-\n      a:\n\n        b\n  - - c\n    - d: e\n`,
    'a:\nb: {}\nc: []\nd: x: y\n',
    'a: b\n  c\n',
    'a: "x\n',
    '- a\nb: c\n',
    'a: |\n  x\n y\n',
    'a: - b\n',
    '\'a\': 1\n"b": yes\n',
  ];
  const read = texts.map((text) => {
    const plain = readPlain(text);
    if ('value' in plain) expect(plain.value).toEqual(parseText(text));
    return 'value' in plain;
  });

  expect(read).toEqual([true, false, false, false, false, false, false, true]);
});

describe('10,000 routes', () => {
  const document = many(1_000);

  test.each(['json', 'yaml'] as const)('as %s are read in time', (format) => {
    const { routes, plugins } = entities(writeDocument(document, format));

    expect([routes.length, plugins.length]).toEqual([10_000, 10_000]);
    expect(plugins[9_999]?.route?.service?.host).toBe('s999.internal');
  });

  test('are checked in time, and problems have places', () => {
    let found: readonly unknown[] | undefined;
    const cost = costOf(() => (found = checkKongEntities(document, 'traditional_compatible')));

    expect(found).toEqual([]);
    expect(cost / ORDINARY_COST).toBeLessThan(PATIENCE);
    expect(checkKongEntities({ ...document, routes: [{ name: 'a b', paths: ['/a'] }] }, 'traditional').map(({ path }) => path)).toEqual([
      'routes[0].name',
    ]);
  });
});

test("decK's files are read: its own fields, its defaults, references by name, kinds of Enterprise", () => {
  const { routes, plugins } = entities(
    `${HEAD}_info:\n  select_tags: [t]\n  defaults: {route: {strip_path: false}, service: {port: 8080}}\nconsumer_groups:\n- name: gold\n` +
      `services:\n- {name: a, host: x}\nroutes:\n- {name: r, paths: [/a], service: {name: a}}\nplugins:\n- {name: acl, route: r}\n`,
  );

  expect([routes[0]?.strip_path, routes[0]?.service?.port, plugins[0]?.route?.name]).toEqual([false, 8080, 'r']);
  // Kong itself refuses them, and so are they where there is nothing they could be about.
  expect(problems(`${HEAD}_info: {select_tags: [t]}\n`)).toHaveLength(1);
  expect(problems(`${HEAD}consumer_groups: []\n`)).toHaveLength(1);
  expect('entities' in readKongFile(`${HEAD}consumer_groups: []\n`, { flavor: 'traditional', edition: 'enterprise' })).toBe(true);
});

test('the routes of a file are what the router takes', () => {
  const { routes } = entities(`${HEAD}services:\n- {name: a, url: 'https://x/base', routes: [{name: r, paths: [/a]}]}\n`);

  expect(createRouter({ flavor: 'traditional_compatible', routes }).match({ method: 'GET', host: 'h', path: '/a/b' })).toMatchObject({
    route: 'r',
    upstreamPath: '/base/b',
  });
});

test('the flavor expressions has fields of its own', () => {
  const read = (route: string): readonly string[] => {
    const file = readKongFile(`${HEAD}routes:\n- ${route}\n`, { flavor: 'expressions' });
    return 'problems' in file ? file.problems.map(({ path }) => path) : [];
  };

  expect(read('{expression: http.path == "/a", priority: 5}')).toEqual([]);
  expect(read('{paths: [/a], sources: [{ip: 10.0.0.0/8}]}')).toEqual([]);
  expect(read('{paths: [/a], expression: http.path == "/a"}')).toEqual(['routes[0]']);
  expect(read('{paths: [/a], priority: 1}')).toEqual(['routes[0]']);
  expect(read('{expression: http.path == "/a", regex_priority: 1}')).toEqual(['routes[0]']);
  expect(read('{priority: -1, paths: [/a]}')).toEqual(['routes[0].priority']);
  expect(read('{name: r}')).toEqual(['routes[0]']);
  expect(problems(`${HEAD}routes:\n- {expression: a}\n`)).toHaveLength(2);
});
