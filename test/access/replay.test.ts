import { bind, defineAccess, renderGateway, toDocument, type AccessModel } from '../../lib';
import { gatewayOf, renderedGateway, Replay, replayJson, replayText, type ReplayOptions, type ReplayReport } from '../../lib/access';
import { sales } from '../../examples/sales';
import { environment, guid, TENANT } from '../support/organisation';

const NOW = 1_800_000_000;
const clientIds = { orders: guid(7), invoicing: guid(8) };
const settings = { flavor: environment().gateway.flavor, version: environment().gateway.version };
const gatewayFor = (model: AccessModel): ReturnType<typeof gatewayOf> =>
  gatewayOf(bind(toDocument(renderGateway(model, environment()), 'deck'), clientIds).document, settings);
const gateway = gatewayFor(sales);
const definition = { model: sales, environment: environment(), clientIds };

const person = {
  iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  aud: guid(7),
  azp: guid(8),
  iat: NOW,
  nbf: NOW,
  exp: NOW + 3600,
  scp: 'Orders.Use',
  upn: 'jane@example.com',
};
const { scp: _scp, ...unscoped } = person;
const application = { ...unscoped, idtyp: 'app', roles: ['Orders.Read.All'] };
const GET = { method: 'GET', url: 'https://api.example.com/orders/7?for=jane@example.com' };
const APPS = { method: 'GET', url: 'https://apps.example.com/orders' };
const record = (changes: object = {}): object => ({
  time: NOW,
  request: GET,
  claims: person,
  route: 'orders.read',
  status: 200,
  ...changes,
});
const log = (access: object = {}, more: object = {}): object => ({
  access: { method: 'GET', host: 'apps.example.com', path: '/orders', status: 200, authenticated: true, client: guid(8), ...access },
  route: { id: guid(1), name: 'orders.list.applications' },
  started_at: NOW * 1000,
  client_ip: '192.0.2.1',
  source: 'upstream',
  ...more,
});

function replayed(lines: readonly (object | string)[], options: ReplayOptions = { names: clientIds }, on = gateway): ReplayReport {
  const replay = new Replay(on, options);
  for (const [index, line] of lines.entries()) replay.add(typeof line === 'string' ? line : JSON.stringify(line), index + 1);
  return replay.report();
}

/** What became of one record: `same`, `not compared`, or what changed or is unknown. */
function fateOf(line: object, options?: ReplayOptions, on = gateway): unknown {
  const { totals, changes, unknown, unreadable } = replayed([line], options, on);
  if (totals.unreadable > 0) return unreadable[0]?.reason;
  const [change] = changes.groups;
  if (change !== undefined) return [change.key.routeWas, change.key.routeNow, change.key.verdictWas, change.key.verdictNow];
  if (totals.unknown > 0) return unknown.groups[0]?.key.why;
  return totals.same === 1 ? 'same' : totals.notCompared === 1 ? 'not compared' : totals;
}

const READ = ['orders.read', 'orders.read'];

test.each<[string, object, unknown]>([
  ['what is as it was', record(), 'same'],
  ['another route', record({ route: 'orders.old' }), ['orders.old', 'orders.read', undefined, undefined]],
  ['a route where none was', record({ route: null, status: 404 }), ['no route', 'orders.read', 'refused with 404', 'let in']],
  [
    'no route where one was',
    record({ request: { method: 'GET', url: 'https://api.example.com/other' } }),
    ['orders.read', 'no route', 'let in', 'refused with 404'],
  ],
  ['a refusal where it was let in', record({ claims: { ...person, scp: 'x' } }), [...READ, 'let in', 'refused with 403']],
  ['a call without a token that was let in', record({ claims: null }), [...READ, 'let in', 'refused with 401 or 403']],
  ['either status of a call without a token', record({ claims: null, status: 403 }), 'same'],
  ['another refusal', record({ claims: { ...person, scp: 'x' }, status: 401 }), [...READ, 'refused with 401', 'refused with 403']],
  ['a refusal that is let in now', record({ status: 403 }), [...READ, 'refused with 403', 'let in']],
  ["a refusal of the upstream's own", record({ status: 403, source: 'upstream' }), 'same'],
  [
    "a refusal of the upstream's own, and now the gateway's",
    record({ claims: null, status: 401, source: 'upstream' }),
    [...READ, 'let in', 'refused with 401 or 403'],
  ],
  ['what the upstream did not find', record({ status: 404 }), 'same'],
  ['an upstream that failed', record({ status: 502, source: 'kong' }), 'same'],
  ['a limit that was reached', record({ status: 429, source: 'kong' }), 'same'],
  ['a record without route and status', record({ route: undefined, status: undefined }), 'not compared'],
  ['a status that either may have answered', record({ status: 400, route: undefined }), 'not compared'],
  ['a route by its id alone', record({ route: gateway.routes.find(({ name }) => name === 'orders.read')?.id }), 'same'],
  ['a host and a path in place of a URL', record({ request: { method: 'GET', host: 'api.example.com', path: '/orders/7' } }), 'same'],
  [
    'a token that expired long ago, with the time',
    record({ time: NOW - 9 * 365 * 86_400, claims: { ...person, iat: 0, nbf: 0, exp: NOW - 9 * 365 * 86_400 + 5 } }),
    'same',
  ],
  ['a token that had expired at that time', record({ claims: { ...person, exp: NOW - 60 }, status: 401 }), 'same'],
  ['a token that expired long ago, without a time', record({ time: undefined, claims: { ...person, iat: 1, nbf: 1, exp: 3600 } }), 'same'],
  ['a token whose times are not in the log', record({ claims: { ...person, iat: undefined, nbf: undefined, exp: undefined } }), 'same'],
  ['a time written out', record({ time: '2027-01-15T09:00:00+01:00' }), 'same'],
  [
    'the header that carries the token',
    record({ request: { ...GET, headers: { Authorization: 'Bearer x', Accept: ['a', 'b'] } } }),
    'same',
  ],
  [
    "a name of the gateway's own in Connection",
    record({ request: { ...GET, headers: { connection: 'x-consumer-id' } } }),
    [...READ, 'let in', 'refused with 400'],
  ],
])('%s is told', (_, line, expected) => {
  expect(fateOf(line)).toEqual(expected);
});

test.each<[string, object, ReplayOptions, unknown]>([
  [
    'a client, without the definition',
    log(),
    {},
    'the log does not hold the roles and scopes of the token; with the definition (--access) more can be told',
  ],
  ['a daemon: the token Entra would issue', log(), { definition }, 'same'],
  [
    'a daemon by another route',
    log({}, { route: { name: 'gone' } }),
    { definition },
    ['gone', 'orders.list.applications', undefined, undefined],
  ],
  [
    'a client nobody declared',
    log({ client: guid(99) }),
    { definition },
    'the client is not in the definition, and the log does not hold the claims',
  ],
  [
    'a caller of another tenant',
    log({ tenant: guid(3) }),
    { definition },
    'the caller is of another tenant, whose grants are not in the definition',
  ],
  [
    'nobody the gateway knew',
    log({ authenticated: false, client: undefined, status: 401 }, { source: 'kong' }),
    { definition },
    'the log does not say who called',
  ],
  [
    'no route',
    log({ authenticated: false, client: undefined, host: 'x.example.com', status: 404 }, { route: undefined, source: 'kong' }),
    {},
    'same',
  ],
  ['plain HTTP', log({ authenticated: false, client: undefined, status: 426 }, { source: 'kong' }), {}, 'same'],
])("in the gateway's own log, %s", (_, line, options, expected) => {
  expect(fateOf(line, options)).toEqual(expected);
});

test('a caller who lost its grant gets no token any more, which is a change', () => {
  const without = { ...sales, grants: [] };

  expect(fateOf(log(), { definition: { ...definition, model: without } })).toEqual([
    'orders.list.applications',
    'orders.list.applications',
    'let in',
    'no token from Entra (AADSTS501051)',
  ]);
});

test("people's roles are not in the log: what they decide is unknown, what they do not decide is told", () => {
  const shop = { key: 'shop', name: 'shop', kind: 'spa', team: 'sales', owners: [], redirectUris: 'shop' } as const;
  const model: AccessModel = {
    ...sales,
    clients: [...sales.clients, shop],
    grants: [...sales.grants, { caller: 'shop', api: 'orders', roles: [], scopes: ['Orders.Use'] }],
  };
  const people = { definition: { ...definition, model, clientIds: { ...clientIds, shop: guid(9) } } };
  const of = (method: string, path: string, route: string): object =>
    log({ host: 'api.example.com', client: guid(9), method, path }, { route: { name: route } });

  expect(fateOf(of('GET', '/orders', 'orders.list'), people)).toBe('same');
  expect(fateOf(of('POST', '/orders/7/approve', 'orders.approve'), people)).toBe(
    'the log does not say whether a person called and in which roles, and the verdict depends on it',
  );
  expect(replayed([of('POST', '/orders/7/approve', 'orders.approve')], people).unused?.assignments).toEqual([]);
});

test('a log without headers tells nothing where headers decide', () => {
  const file = (headers: object): object => ({
    services: [
      {
        name: 's',
        host: 'h',
        routes: [
          { name: 'plain', id: guid(1), paths: ['/orders'] },
          { name: 'marked', id: guid(2), ...headers },
        ],
      },
    ],
  });
  const marked = gatewayOf({ ...file({ paths: ['/orders'], headers: { 'x-a': ['1'] } }) }, settings);
  const aside = gatewayOf({ ...file({ paths: ['/else'], headers: { 'x-a': ['1'] } }) }, settings);
  const byRegex = gatewayOf({ ...file({ paths: ['/orders'], headers: { 'x-a': ['~*.'] } }) }, settings);
  const plain = log({}, { route: { name: 'plain' } });

  expect(fateOf(plain, {}, marked)).toBe('the log holds no headers, and which route takes the request depends on them');
  expect(fateOf(plain, {}, aside)).toBe('same');
  expect(fateOf(plain, {}, byRegex)).toMatch(/^the log holds no headers, and too many routes ask for some/);
});

test('grants and assignments nobody used are listed, those that opened a way are not', () => {
  const approve = { request: { method: 'POST', url: 'https://api.example.com/orders/7/approve' }, route: 'orders.approve' };
  const unused = (...lines: readonly object[]): ReplayReport['unused'] => replayed(lines, { definition }).unused;
  const grant = { caller: 'invoicing', api: 'orders', kind: 'role', value: 'Orders.Read.All' };
  const assignment = { principal: 'group order-managers', api: 'orders', role: 'Orders.Approve' };

  expect(unused(record({ claims: null, status: 401 }))).toEqual({ grants: [grant], assignments: [assignment], grantsElsewhere: 0 });
  expect(unused(record({ request: APPS, claims: application }))?.grants).toEqual([]);
  expect(unused(record({ request: APPS, claims: { ...application, roles: ['Other'] } }))?.grants).toEqual([grant]);
  expect(unused(record({ request: APPS, claims: { ...application, azp: guid(1) } }))?.grants).toEqual([grant]);
  expect(unused(log())?.grants).toEqual([]);
  expect(unused(record({ ...approve, claims: { ...person, roles: ['Orders.Approve'] } }))?.assignments).toEqual([]);
  expect(unused(record({ ...approve, claims: { ...person, roles: ['Orders.Other'] } }))?.assignments).toEqual([assignment]);
  expect(replayed([record()]).unused).toBeUndefined();
});

test('a refused caller is close where one check alone failed', () => {
  const approve = { method: 'POST', url: 'https://api.example.com/orders/7/approve' };
  const report = replayed([
    record({ request: approve, claims: { ...person, roles: [] }, route: 'orders.approve', status: 403 }),
    record({ request: approve, claims: { ...person, roles: [], scp: 'x' }, route: 'orders.approve', status: 403 }),
    record({ claims: { ...person, exp: NOW - 60 }, status: 401 }),
    record({ claims: { ...person, exp: NOW - 61 }, status: 401 }),
    record({ claims: null, status: 401 }),
  ]);

  expect(report.close.groups.map(({ key, count }) => [key.route, key.check, key.expected, key.change, count])).toEqual([
    ['orders.read', 'expiry (openid-connect)', 'a token that is valid at its time', expect.stringContaining('get a new token'), 2],
    ['orders.approve', 'roles (openid-connect)', '"Orders.Approve"', expect.stringMatching(/^assign\(group/), 1],
  ]);
});

test.each<[string, string]>([
  ['is no JSON', '{"time"'],
  ['the line is no JSON object', '[1]'],
  ['the line is no JSON object', 'null'],
  ['request is no JSON object', '{}'],
  ['has no claims; a call without a token has null', JSON.stringify({ request: GET })],
  ['claims is no JSON object', JSON.stringify({ request: GET, claims: 'eyJ' })],
  ['request.method is no text', JSON.stringify({ request: { url: 'https://a/' }, claims: null })],
  [
    'request.method has more than 100 characters',
    JSON.stringify({ request: { method: 'G'.repeat(101), url: 'https://a/' }, claims: null }),
  ],
  [
    'request is not a method and a URL with host, such as "GET https://api.example.com/orders"',
    JSON.stringify({ request: { method: 'GET', url: '/x' }, claims: null }),
  ],
  ['request.headers is no JSON object', JSON.stringify({ request: { ...GET, headers: [] }, claims: null })],
  ['a header is no text', JSON.stringify({ request: { ...GET, headers: { a: 1 } }, claims: null })],
  ['request.clientIp is no IP address', JSON.stringify({ request: { ...GET, clientIp: 'here' }, claims: null })],
  ['status is no HTTP status', JSON.stringify(record({ status: '200' }))],
  ['source is neither kong nor upstream', JSON.stringify(record({ source: 'me' }))],
  ['route is no text', JSON.stringify(record({ route: 5 }))],
  ['time is neither ISO 8601 with a zone nor seconds since 1970', JSON.stringify(record({ time: '2026-01-31' }))],
  ['time is neither ISO 8601 with a zone nor seconds since 1970', JSON.stringify(record({ time: 1e300 }))],
  [
    'claims are nested more than 100 levels deep',
    `{"request":${JSON.stringify(GET)},"claims":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
  ],
  ['access is no JSON object', '{"access":1}'],
  ['access.host is no text', JSON.stringify(log({ host: 5 }))],
  ['access is of no request that can be asked again', JSON.stringify(log({ host: 'a b' }))],
  ['route has neither name nor id', JSON.stringify(log({}, { route: {} }))],
])('a line is unreadable because it %s', (reason, line) => {
  const { totals, unreadable } = replayed(['', line, record()]);

  expect([totals.records, totals.unreadable, unreadable]).toEqual([1, 1, [{ line: 2, reason }]]);
});

test('of many unreadable lines the first few are named, of many kinds the first, and all are counted', () => {
  const many = Array.from({ length: 40 }, (_, index) => record({ route: `old-${String(index).padStart(2, '0')}` }));
  const report = replayed([...Array.from({ length: 40 }, () => '{'), ...many, record({ route: 'old-39' })], { mostGroups: 35 });

  expect([report.unreadable.length, report.totals.unreadable]).toEqual([10, 40]);
  expect([report.changes.groups.length, report.changes.beyond]).toEqual([35, 6]);
  expect(replayText(report)).toContain('and 11 records of other kinds');
});

test('neither query nor personal claims nor hostile texts get into the output', () => {
  const hostile = 'x\u001b[2J\u202e\n"|<script>';
  const lines = [
    record({ status: 403 }),
    record({ claims: { ...person, azp: hostile, scp: 'x' }, route: hostile }),
    `{"request":${JSON.stringify(GET)},"claims":{"__proto__":{"azp":"${guid(8)}"},"constructor":1,"scp":"Orders.Use"},"route":"orders.read"}`,
  ];
  for (const text of [replayText(replayed(lines, { definition })), replayJson(replayed(lines, { definition }))]) {
    expect(text).not.toMatch(/jane|[\u001b\u202e]/);
    expect(text).toContain('\\u001b[2J\\u202e');
    expect(text.split('\n').some((line) => line.startsWith('"|<script>'))).toBe(false);
  }
});

test('the report reads the same whatever the order of equals, and says what it rests on', () => {
  const lines = [
    record({ route: 'b' }),
    record({ route: 'a' }),
    record({ route: 'c' }),
    record({ route: 'c', time: NOW + 60 }),
    record({ time: undefined }),
  ];
  const report = replayed(lines);

  expect(report.changes.groups.map(({ key, count }) => [key.routeWas, count])).toEqual([
    ['c', 2],
    ['a', 1],
    ['b', 1],
  ]);
  expect(replayText(report)).toMatch(
    /^5 records from 2027-01-15T08:00:00\.000Z to 2027-01-15T08:01:00\.000Z\n {2}same +1\n {2}changed +4 \(another route 4, another verdict 0\)\n {2}unknown +0\n/,
  );
  expect(replayText(report)).toContain('- tokens of records without a time are taken as valid (1)\n');
  expect(JSON.parse(replayJson(report))).toMatchObject({
    formatVersion: 1,
    totals: { records: 5, changed: 4 },
    changes: {
      groups: [{ caller: 'invoicing (person)', method: 'GET', routeWas: 'c', routeNow: 'orders.read', count: 2 }, {}, {}],
      beyond: 0,
    },
  });
});

test('every caller of a definition may be replayed against the gateway it renders', () => {
  const made = renderedGateway({ model: defineAccess({ apis: [], routes: [] }), environment: environment({ groups: {}, upstreams: {} }) });

  expect(fateOf(record({ route: null, status: 404 }), {}, made)).toBe('same');
});
