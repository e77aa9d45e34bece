import { defineAccess, defineApi, defineRoutes, bind, renderGateway, toDocument } from '../../lib';
import { explain, explanationJson, explanationText, gatewayOf, parseRequest, renderedGateway, type Explanation } from '../../lib/access';
import { type RouterRequest } from '../../lib/router';
import { sales } from '../../examples/sales';
import { inMegabytesOfJson } from '../support/cost';
import { environment, guid, TENANT } from '../support/organisation';

const NOW = 1_800_000_000;
const names = { orders: guid(7), invoicing: guid(8), stock: guid(9) };
const { flavor, version, dialect } = environment().gateway;
const gateway = gatewayOf(bind(toDocument(renderGateway(sales, environment()), 'deck'), names).document, { flavor, version, dialect });

const PERSON = {
  ver: '2.0',
  iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  aud: guid(7),
  azp: guid(8),
  tid: TENANT,
  iat: NOW,
  nbf: NOW,
  exp: NOW + 3600,
  oid: 'object-of-jane',
  sub: 'subject-of-jane',
  upn: 'jane@example.com',
  name: 'Jane Doe',
  scp: 'Orders.Use',
  roles: ['Orders.Approve'],
};
const { scp: _scp, ...unscoped } = PERSON;
const APPLICATION = { ...unscoped, sub: PERSON.oid, idtyp: 'app', roles: ['Orders.Read.All'] };

const request = (text: string, headers: readonly (readonly [string, string])[] = []): RouterRequest =>
  parseRequest(text, headers) as RouterRequest;
const APPROVE = request('POST https://api.example.com/orders/7/approve');
const APPS = request('GET https://apps.example.com/orders');

function explained(
  claims: Readonly<Record<string, unknown>> | null,
  at: RouterRequest = APPROVE,
  options: Parameters<typeof explain>[2] = {},
): Explanation {
  return explain(gateway, { request: at, token: claims === null ? null : { claims }, now: NOW }, { names, ...options });
}

/** What failed, with the change that is proposed. */
const failures = ({ checks }: Explanation): readonly (readonly [string, string | undefined])[] =>
  checks.filter(({ outcome }) => outcome === 'fail').map(({ what, change }) => [what, change] as const);

test('a call that is let in passes every check but the signature, which nobody checked', () => {
  const answer = explained(PERSON);

  expect([answer.allowed, answer.statuses, answer.route]).toEqual([true, [200], 'orders.approve']);
  expect(answer.checks.filter(({ outcome }) => outcome !== 'pass').map(({ what, found }) => [what, found])).toEqual([
    ['signature', 'not checked: no keys were given'],
  ]);
  expect(answer.checks.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['issuer', 'audience', 'not before', 'issued at', 'expiry', 'scopes', 'roles', 'version', 'tenant', 'kind']),
  );
  expect(answer.hints).toEqual([expect.stringContaining('the signature was not checked')]);
});

const OTHER = '99999999-9999-4999-8999-999999999999';
test.each<[string, object, number, readonly (readonly [string, RegExp])[]]>([
  [
    'another API of the definition',
    { aud: guid(9) },
    403,
    [['audience', /^the token is for stock; request a token for the API "orders" with the scope 0{8}.*7\/\.default \(`key`/]],
  ],
  ['Microsoft Graph', { aud: '00000003-0000-0000-c000-000000000000' }, 403, [['audience', /is for Microsoft Graph; /]]],
  ['an identifier URI', { aud: 'api://orders' }, 403, [['audience', /identifier URI for audience/]]],
  [
    'another tenant',
    { iss: PERSON.iss.replace(TENANT, OTHER), tid: OTHER },
    401,
    [
      ['issuer', /`tenantId`.*`tenants` of the API/],
      ['tenant', /`tenantId`/],
    ],
  ],
  [
    'version 1',
    { iss: `https://sts.windows.net/${TENANT}/`, ver: '1.0' },
    401,
    [
      ['issuer', /version 2 \(`requestedAccessTokenVersion`\)/],
      ['version', /version 2/],
    ],
  ],
  [
    'no scope',
    { scp: 'Orders.Other' },
    403,
    [['scopes', /^grant\(invoicing, orders, \{ scopes: \["Orders\.Use"\] \}\), or change the route's `allow`$/]],
  ],
  ['a scope in another case', { scp: 'orders.use' }, 403, [['scopes', /in another case: write it "Orders\.Use"/]]],
  ['no role', { roles: [] }, 403, [['roles', /^assign\(group\(…\), orders, \["Orders\.Approve"\]\), or change/]]],
  ['an expired token', { exp: NOW - 60 }, 401, [['expiry', /get a new token/]]],
  ['a token of the future', { nbf: NOW + 61 }, 401, [['not before', /`tokens\.leewaySeconds`/]]],
  ['a token issued in the future', { iat: NOW + 61 }, 401, [['issued at', /`tokens\.leewaySeconds`/]]],
  ['an unknown client', { azp: guid(1), scp: 'x' }, 403, [['scopes', /^grant\(<the client>, orders/]]],
])('%s is told with the property to change', (_, changes, status, expected) => {
  const answer = explained({ ...PERSON, ...changes });

  expect([answer.allowed, answer.statuses]).toEqual([false, [status]]);
  expect(failures(answer)).toEqual(expected.map(([what, change]) => [what, expect.stringMatching(change)]));
});

test.each([
  ['exp', -59, true],
  ['exp', -60, false],
  ['nbf', 60, true],
  ['nbf', 61, false],
  ['iat', 60, true],
  ['iat', 61, false],
])('%s %d seconds from now is within the leeway of a minute: %s', (claim, seconds, allowed) => {
  expect(explained({ ...PERSON, [claim]: NOW + seconds }).allowed).toBe(allowed);
});

test('a time is told with its date and how far it is away', () => {
  const found = explained({ ...PERSON, exp: NOW - 61 }).checks.find(({ what }) => what === 'expiry')?.found;

  expect(found).toBe('1799999939 (2027-01-15T07:58:59.000Z, 61 s ago)');
});

test('all that is wrong is told, not only what the gateway refuses first', () => {
  const wrong = { ...PERSON, iss: 'https://evil.example', tid: OTHER, exp: 1, aud: guid(9), scp: 'x', roles: ['y'] };
  const answer = explained(wrong, APPROVE, { signature: { outcome: 'bad', why: 'the key did not make it' } });

  expect(answer.statuses).toEqual([401]);
  expect(failures(answer).map(([what]) => what)).toEqual(['signature', 'issuer', 'expiry', 'audience', 'scopes', 'roles', 'tenant']);
});

test('an application at the door of people is sent to its own', () => {
  const answer = explained(APPLICATION, request('GET https://api.example.com/orders'));

  expect(failures(answer)).toEqual([
    ['scopes', expect.stringContaining("the token is an application's, which has no scopes")],
    ['kind', expect.stringContaining('on behalf of a signed-in person')],
  ]);
  expect(answer.hints).toEqual(['the same call is let in at the host apps.example.com (route orders.list.applications)']);
});

test('an application without its role is to be granted it', () => {
  const answer = explained({ ...APPLICATION, roles: undefined }, APPS);

  expect(failures(answer)).toEqual([
    ['roles', expect.stringMatching(/^grant\(invoicing, orders, \{ roles: \["Orders\.Read\.All"\] \}\), or/)],
  ]);
});

test.each([
  [{ idtyp: 'app' }, 'application'],
  [{ oid: 'a', sub: 'a' }, 'application'],
  [{ scp: 'x' }, 'person'],
  [{ idtyp: 'user' }, 'person'],
  [{ idtyp: 'app', scp: 'x' }, 'unclear'],
  [{ oid: 'a', sub: 'b' }, 'unclear'],
  [{}, 'unclear'],
])('a token with %j is of the kind %s', (claims, kind) => {
  expect(explained(claims).token?.kind).toBe(kind);
});

test('a call without a token is told what the route wants', () => {
  const answer = explained(null);

  expect([answer.allowed, answer.statuses, answer.token]).toEqual([false, [401, 403], null]);
  expect(failures(answer)).toEqual([['token', expect.stringContaining('Authorization: Bearer')]]);
  expect(answer.hints).toEqual([`the route wants a token with aud ${guid(7)}, and scp Orders.Use, and roles Orders.Approve`]);
});

test('a bad signature refuses what else would be let in', () => {
  const answer = explained(PERSON, APPROVE, { signature: { outcome: 'bad', why: 'the key did not make it' } });

  expect([answer.statuses, failures(answer)]).toEqual([[401], [['signature', expect.stringContaining('the key did not make it')]]]);
});

test('a token without an expiry is unknown, and never let in', () => {
  const { exp: _exp, ...endless } = PERSON;

  expect(explained(endless).allowed).toBe('unknown');
});

test('headers, networks and closed routes are explained', () => {
  const orders = defineApi({ name: 'orders', team: 'sales', roles: {} });
  const closed = defineAccess({
    apis: [orders],
    routes: defineRoutes(orders, { host: 'public', allow: [] }, { none: { methods: ['GET'], path: '/none' } }),
  });
  const answer = explain(renderedGateway({ model: closed, environment: environment() }), {
    request: request('GET https://api.example.com/none'),
    token: { claims: PERSON },
    now: NOW,
  });
  const many = explained(
    PERSON,
    request(
      'POST https://api.example.com/orders/7/approve',
      Array.from({ length: 90 }, (_, index) => [`x-${index}`, '']),
    ),
  );

  expect(failures(answer).map(([, change]) => change)).toEqual([expect.stringContaining("the route's `allow` is empty")]);
  expect([many.statuses, failures(many)]).toEqual([[431], [['number of headers', 'send fewer headers']]]);
});

test('networks are explained, and everything else beside them', () => {
  const oidc = { name: 'openid-connect', config: { issuer: PERSON.iss, auth_methods: ['bearer'], audience_required: ['x'] } };
  const plugins = [oidc, { name: 'ip-restriction', config: { allow: ['10.0.0.0/8'] } }, { name: 'acl', config: { allow: ['g'] } }];
  const routes = [{ name: 'r', paths: ['/'], plugins }];
  const one = gatewayOf({ services: [{ name: 's', host: 'h', routes }] }, { flavor: 'traditional_compatible' });
  const answer = explain(one, { request: request('GET https://h/'), token: { claims: PERSON }, now: NOW, clientIp: '192.0.2.1' });

  expect(failures(answer)).toEqual([
    ['audience', expect.any(String)],
    ['address', expect.stringContaining('`networks`')],
    ['groups', expect.stringContaining('present one of "g"')],
  ]);
});

const PRIVATE = [PERSON.oid, PERSON.sub, PERSON.upn, PERSON.name];

test.each([explanationText, explanationJson])('claims that may name a person are named, and not shown', (written) => {
  const text = written(APPROVE, explained({ ...PERSON, roles: [{ nested: PERSON.name }], aud: { nested: PERSON.upn } }));

  expect(PRIVATE.filter((value) => text.includes(value))).toEqual([]);
  expect(text).toMatch(/upn\b.*(?:\n.*)?<redacted>/);
});

test('they are shown when asked for', () => {
  const text = explanationText(APPROVE, explained(PERSON, APPROVE, { showClaims: true }));

  expect(PRIVATE.filter((value) => !text.includes(value))).toEqual([]);
});

test('a check of a claim that is not shown does not show it either', () => {
  const config = (more: object): object => ({ issuer: PERSON.iss, auth_methods: ['bearer'], ...more });
  const of = (plugins: readonly object[]): Explanation => {
    const routes = [{ name: 'r', paths: ['/'], plugins }];
    const one = gatewayOf({ services: [{ name: 's', host: 'h', routes }] }, { flavor: 'traditional_compatible' });
    return explain(one, { request: request('GET https://h/'), token: { claims: PERSON }, now: NOW });
  };
  const answers = [
    of([{ name: 'openid-connect', config: config({ groups_claim: ['upn'], groups_required: ['x'] }) }]),
    of([{ name: 'openid-connect', config: config({ claims_forbidden: ['name', 'upn'] }) }]),
    of([
      { name: 'openid-connect', config: config({ authenticated_groups_claim: ['upn'] }) },
      { name: 'acl', config: { allow: ['x'] } },
    ]),
    of([
      {
        name: 'oidc',
        config: {
          bearer_jwt_auth_enable: 'yes',
          unauth_action: 'deny',
          discovery: PERSON.iss,
          bearer_jwt_auth_allowed_auds: ['x'],
          groups_claim: 'upn',
        },
      },
      { name: 'acl', config: { allow: ['x'] } },
    ]),
  ];

  for (const answer of answers) {
    const text = explanationText(APPROVE, answer);
    expect([answer.allowed, text.includes('found    <redacted>'), PRIVATE.filter((value) => text.includes(value))]).toEqual([
      false,
      true,
      [],
    ]);
  }
});

test('every forbidden claim is told', () => {
  const config = { issuer: PERSON.iss, auth_methods: ['bearer'], claims_forbidden: ['name', 'nonce', 'upn'] };
  const routes = [{ name: 'r', paths: ['/'], plugins: [{ name: 'openid-connect', config }] }];
  const one = gatewayOf({ services: [{ name: 's', host: 'h', routes }] }, { flavor: 'traditional_compatible' });
  const answer = explain(one, { request: request('GET https://h/'), token: { claims: PERSON }, now: NOW });

  expect(failures(answer).map(([, change]) => /with no (\w+)/.exec(change ?? '')?.[1])).toEqual(['name', 'upn']);
});

test('another method is no other door', () => {
  const config = { issuer: PERSON.iss, auth_methods: ['bearer'], roles_required: ['x'] };
  const routes = [
    { name: 'write', paths: ['/a'], methods: ['POST'], plugins: [{ name: 'openid-connect', config }] },
    { name: 'read', paths: ['/a'], methods: ['GET'] },
  ];
  const one = gatewayOf({ services: [{ name: 's', host: 'h', routes }] }, { flavor: 'traditional_compatible' });
  const answer = explain(one, { request: request('POST https://h/a'), token: { claims: PERSON }, now: NOW });

  expect([answer.statuses, answer.hints]).toEqual([[403], []]);
});

test('no text of a caller makes a line or a colour of its own', () => {
  const evil = '\u001b[31m\nlet in by route x\u2028\u202e\u0085\ud800';
  const answer = explained({ ...PERSON, [evil]: 1, azp: evil, ver: evil, roles: [evil], iss: evil, tid: evil });
  const text = explanationText(request('GET https://api.example.com/orders?x'), answer);
  const json = explanationJson(APPROVE, answer);

  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e\ud800]|\nlet in/);
  expect(text).toContain('\\u001b[31m\\u000alet in');
  expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e\ud800]/);
  expect(JSON.parse(json)).toEqual(expect.objectContaining({ allowed: false, route: 'orders.approve' }));
});

test('a hundred thousand claims are answered at once, and not all listed', () => {
  const claims = { ...PERSON, ...Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`c${index}`, 1])) };
  const answered: Explanation[] = [];
  const cost = inMegabytesOfJson(() => answered.push(explained(claims)));
  const token = answered[0]?.token;

  expect(cost).toBeLessThan(100);
  expect([token?.claims.length, token?.claims.at(-1)]).toEqual([201, { name: '…', value: expect.stringMatching(/^9\d{4} more$/) }]);
});

test.each([
  ['GET https://api.example.com/stock', []],
  ['DELETE https://api.example.com/orders', [['orders.list', ['method: it is DELETE, the route takes GET']]]],
  ['GET https://other.example.com/orders', [['orders.list', ['host: it is other.example.com, the route is at api.example.com']]]],
  ['GET https://api.example.com/ordres', [['orders.list', ['path: segment 1 is "ordres", the route has "orders"']]]],
  ['GET https://API.example.com:443/ordres', [['orders.list', ['path: segment 1 is "ordres", the route has "orders"']]]],
  ['GET https://api.example.com/orders?', undefined],
  ['POST https://api.example.com/orders/7/approve/', [['orders.approve', ['path: it ends in a slash, the route is /orders/{…}/approve']]]],
  ['POST https://api.example.com/orders//approve', [['orders.approve', ['path: segment 2 is "", the route has "{…}"']]]],
  ['GET https://api.example.com/orders/7/lines', [['orders.read', ['path: it has 3 segments, the route is /orders/{…}']]]],
])('%s gets the nearest routes', (text, expected) => {
  const answer = explained(PERSON, request(text));
  const first = answer.nearest.slice(0, 1).map(({ route, differs }) => [route, differs]);

  expect(first).toEqual(expected ?? []);
  expect([answer.allowed, answer.statuses]).toEqual(expected === undefined ? [true, [200]] : [false, [404]]);
});

test('a header a route wants is named, and a long path answered at once', () => {
  const routes = [{ name: 'r', paths: ['/a'], headers: { 'x-app': ['1'] } }];
  const one = gatewayOf({ services: [{ name: 's', host: 'h', routes }] }, { flavor: 'traditional_compatible' });
  const at = (path: string): Explanation => explain(one, { request: request(`GET https://h${path}`), token: null, now: NOW });
  const answered: Explanation[] = [];
  const cost = inMegabytesOfJson(() => answered.push(at(`/${'a/'.repeat(5_000_000)}`), at(`/${'b/'.repeat(10_000)}`)));

  expect(at('/a').nearest).toEqual([{ route: 'r', differs: ['header: the route wants x-app: 1'] }]);
  expect(answered[0]?.allowed).not.toBe(true);
  expect(answered[1]).toMatchObject({ allowed: false, nearest: [] });
  expect(cost).toBeLessThan(100);
});

test.each([
  ['GET /orders', /a method and a URL with host/],
  ['https://api.example.com/', /a method and a URL with host/],
  ['GET ftp://api.example.com/', /a method and a URL with host/],
  ['GET https:///orders', /no host/],
  ['GET https://user:secret@api.example.com/', /no host/],
  ['GET https://api.example.com:99999/', /no host/],
  ['GET https://api.example.com/a b', /a space or a control character/],
  ['GET https://api.example.com/\u001b', /a space or a control character/],
  ['GET https://api.example.com/\ud800', /half a character/],
])('%j is no request', (text, message) => {
  expect(parseRequest(text)).toMatch(message);
});

test.each([
  ['GET https://api.example.com', { method: 'GET', scheme: 'https', host: 'api.example.com', path: '/', sni: 'api.example.com' }],
  ['GET http://h:8000?a=b#c', { method: 'GET', scheme: 'http', host: 'h:8000', port: 8000, path: '/?a=b' }],
  ['GET https://[::1]/é/../%2e', { method: 'GET', scheme: 'https', host: '[::1]', path: '/%C3%A9/../%2e' }],
])('%s is read as it would be sent', (text, expected) => {
  expect(parseRequest(text)).toEqual(expected);
});
