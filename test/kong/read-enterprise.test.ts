import { decide, gatewayOf, readKongFile, type KongEntities } from '../../lib';

const HEAD = '_format_version: "3.0"\n';
const SERVICE = 'services: [{ name: s, host: h, routes: [{ name: r, hosts: [a.com], paths: [/x] }] }]\n';

function entities(text: string, edition: 'enterprise' | 'open-source' = 'enterprise'): KongEntities {
  const read = readKongFile(`${HEAD}${text}`, { flavor: 'traditional_compatible', edition });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.entities;
}

function problems(text: string, edition: 'enterprise' | 'open-source' = 'enterprise'): readonly string[] {
  const read = readKongFile(`${HEAD}${text}`, { flavor: 'traditional_compatible', edition });
  return 'problems' in read ? read.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

/** What the gateway of a file does with a request for its one route. */
function verdict(text: string): unknown {
  const gateway = gatewayOf(entities(text), { flavor: 'traditional_compatible' });
  const request = { method: 'GET', host: 'a.com', path: '/x', scheme: 'https' } as const;
  const { allowed, statuses, trace } = decide(gateway, { request, token: null, now: 0 });
  return allowed === 'unknown' ? trace.at(-1)?.found : statuses[0];
}

const plugin = (fields: string): string => `${SERVICE}plugins: [{ name: request-termination, config: { status_code: 418 }${fields} }]\n`;

test.each([
  ['for all', plugin(''), 418],
  ['for the service', plugin(', service: s'), 418],
  ['for the route', plugin(', route: r'), 418],
  ['for the protocols of HTTP', plugin(', protocols: [http, https]'), 418],
  ['switched off', plugin(', enabled: false'), 200],
  ['for some protocols', plugin(', protocols: [https]'), 'request-termination: it runs for some protocols only'],
  ['for protocols that are no list', plugin(', protocols: https'), 'request-termination: it runs for some protocols only'],
  ['under a condition', plugin(', condition: "http.path == \\"/y\\""'), 'request-termination: it runs under a condition only'],
  ['of a consumer group', plugin(', consumer_group: gold'), 'request-termination: it runs for some consumers only'],
  [
    'with a part of its configuration elsewhere',
    plugin(', partials: [{ name: p }]'),
    'request-termination: a part of its configuration is written elsewhere',
  ],
  [
    'with such a part, as Kong exports it',
    `${plugin(', id: 8f4bd5ac-5bdd-4dc9-9e5f-fa3f5b1d8e0e')}plugins_partials: [{ plugin: 8f4bd5ac-5bdd-4dc9-9e5f-fa3f5b1d8e0e }]\n`,
    'request-termination: a part of its configuration is written elsewhere',
  ],
  [
    'within a consumer group',
    `${SERVICE}consumer_groups: [{ name: gold, plugins: [{ name: request-termination }] }]\n`,
    'request-termination: it runs for some consumers only',
  ],
  [
    'beside a consumer group',
    `${SERVICE}consumer_group_plugins: [{ name: request-termination, consumer_group: gold }]\n`,
    'request-termination: it runs for some consumers only',
  ],
  [
    'within a consumer',
    `${SERVICE}consumers: [{ username: jane, plugins: [{ name: request-termination }] }]\n`,
    'request-termination: it runs for some consumers only',
  ],
  [
    'that is a filter in WebAssembly',
    `${SERVICE}filter_chains: [{ name: f, route: r, filters: [] }]\n`,
    'the plugin filter chain is not judged',
  ],
])('a plugin %s is neither lost nor taken as absent', (_, text, expected) => {
  expect(verdict(text)).toBe(expected);
});

test('a plugin runs before another where its ordering says so', () => {
  const ordering = 'ordering: { before: { access: [ip-restriction] } }';
  const both = (fields: string): string =>
    `${SERVICE}plugins: [{ name: ip-restriction, config: { allow: [10.0.0.0/8] } }, { name: request-termination, config: { status_code: 418 }, ${fields} }]\n`;

  expect(verdict(both('enabled: true'))).toBe('ip-restriction: the address of the caller is not known');
  expect(verdict(both(ordering))).toBe(418);
});

test('services and routes without a name belong together as they are written', () => {
  const nameless =
    'services: [{ host: h, plugins: [{ name: request-termination, config: { status_code: 418 } }], routes: [{ hosts: [b.com] }] }, { host: i, routes: [{ hosts: [a.com] }] }]\n';

  expect(verdict(nameless)).toBe(200);
  expect(verdict(nameless.replace('a.com', 'c.com').replace('b.com', 'a.com'))).toBe(418);
});

test('a configuration that decK shares is filled in: its own fields win, maps are joined', () => {
  const shared =
    `_plugin_configs: { base: { status_code: 418, trigger: x, deep: { a: 1, b: [2] } } }\n` +
    `${SERVICE}plugins: [{ name: request-termination, _config: base, config: { trigger: null, deep: { b: [3] } } }]\n`;

  expect(JSON.parse(JSON.stringify(entities(shared).plugins[0]?.config))).toEqual({
    status_code: 418,
    trigger: null,
    deep: { a: 1, b: [3] },
  });
  expect(verdict(shared)).toBe(418);
  expect(problems(shared.replace('_config: base', '_config: other'))).toEqual([
    'plugins[0]._config: names none of _plugin_configs; correct it, or write the configuration here',
  ]);
});

test('the defaults of decK are those of services and routes', () => {
  const [route] = entities(`_info: { defaults: { route: { strip_path: false, methods: [PUT] } } }\n${SERVICE}`).routes;

  expect(route).toMatchObject({ strip_path: false, methods: ['PUT'] });
});

test('what only Kong Enterprise knows is refused without its edition, and its plugins need a name', () => {
  const groups = `${SERVICE}consumer_groups: [{ name: gold, plugins: [{}] }]\n`;
  const names = SERVICE.replace('host: h', 'host: h, tls_sans: { dnsnames: [a] }');

  expect(problems(groups)).toEqual(['consumer_groups[0].plugins[0].name: expected the name of a plugin']);
  expect(problems(groups, 'open-source')).toEqual([expect.stringMatching(/^consumer_groups: .*edition enterprise$/)]);
  expect(problems(names)).toEqual([]);
  expect(problems(names, 'open-source')).toEqual([expect.stringMatching(/^services\[0\]\.tls_sans: /)]);
});
