import { decide, gatewayOf, type Call } from '../../lib';
import { guardHeaders } from '../../lib/kong/plugins/caller-headers';

const NOW = 1_800_000_000;
const ISSUER = 'https://login.microsoftonline.com/t/v2.0';
const valid = { iss: ISSUER, aud: 'a', sub: 's', iat: NOW, nbf: NOW, exp: NOW + 60 };

type Json = Readonly<Record<string, unknown>>;
interface Plugin {
  readonly name: string;
  readonly config?: Json;
  readonly route?: string;
  readonly service?: string;
}

/** The status of a call, or `unknown`. Plugins are of the route unless they say otherwise. */
function statusOf(
  plugins: readonly Plugin[],
  claims: Json | null = valid,
  changes: Partial<Call> & { readonly loose?: readonly Json[] } = {},
): unknown {
  const { loose = [], ...call } = changes;
  const route = { name: 'r', id: '8f4bd5ac-5bdd-4dc9-9e5f-fa3f5b1d8e0e', paths: ['/'], plugins };
  const gateway = gatewayOf({ services: [{ name: 's', routes: [route] }], plugins: loose }, { flavor: 'traditional_compatible' });
  const request = { method: 'GET', host: 'h', path: '/' };
  const { allowed, statuses } = decide(gateway, { request, token: claims && { claims }, now: NOW, ...call });
  return allowed === 'unknown' ? 'unknown' : statuses[0];
}

const openid = (config: Json = {}): readonly Plugin[] => [
  { name: 'openid-connect', config: { auth_methods: ['bearer'], issuer: ISSUER, ...config } },
];
const oidc = (config: Json = {}, acl: Json = { allow: ['A'] }): readonly Plugin[] => {
  const base = {
    discovery: ISSUER,
    bearer_jwt_auth_enable: 'yes',
    unauth_action: 'deny',
    bearer_jwt_auth_allowed_auds: ['a'],
    groups_claim: 'roles',
  };
  return [
    { name: 'oidc', config: { ...base, ...config } },
    { name: 'acl', config: acl },
  ];
};

test.each<[string, Json, Json | null, unknown, Partial<Call>?]>([
  ['a word is a whole one', { scopes_claim: ['scp'], scopes_required: ['Orders'] }, { ...valid, scp: 'Orders.Use' }, 403],
  ['of several scopes one is a word', { scopes_claim: ['scp'], scopes_required: ['B'] }, { ...valid, scp: 'A B' }, 200],
  ['words required together are all needed', { roles_required: ['A B'] }, { ...valid, roles: ['A'] }, 403],
  ['of alternatives one is enough', { roles_required: ['A', 'B'] }, { ...valid, roles: ['B'] }, 200],
  ['an empty list requires nothing', { roles_required: [] }, valid, 200],
  ['what objects inherit is no claim', { roles_claim: ['constructor', 'name'], roles_required: ['Object'] }, valid, 403],
  ['a forbidden claim is refused', { claims_forbidden: ['scp'] }, { ...valid, scp: 'x' }, 401],
  ['the issuer of the discovery does not count beside those allowed', { issuers_allowed: ['https://other/'] }, valid, 401],
  ['the beginning of an issuer is not enough', {}, { ...valid, iss: ISSUER.slice(0, -1) }, 401],
  ['a token in a header nobody reads', { bearer_token_param_type: ['query'] }, valid, 401],
  ['another way to sign in', { auth_methods: ['bearer', 'session'] }, valid, 'unknown'],
  ['a signature that is not verified', { verify_signature: false }, valid, 'unknown'],
  ['a field nobody knows', { brand_new: true }, valid, 'unknown'],
  ['no expiry', {}, { ...valid, exp: undefined }, 'unknown'],
  ['a preflight that needs a token', {}, null, 401, { request: { method: 'OPTIONS', host: 'h', path: '/' } }],
  ['a preflight that needs none', { run_on_preflight: false }, null, 200, { request: { method: 'OPTIONS', host: 'h', path: '/' } }],
])('openid-connect: %s', (_, config, claims, expected, changes = {}) => {
  expect(statusOf(openid(config), claims, changes)).toBe(expected);
});

const holder = { ...valid, roles: ['A'] };
test.each<[string, Json, Json, Json | null, unknown]>([
  ['who has one of the groups is let in', {}, { allow: ['A', 'B'] }, holder, 200],
  ['who has a denied group is not', {}, { deny: ['A'] }, holder, 403],
  ['who has a denied group beside an allowed one is not', {}, { allow: ['A'], deny: ['A'] }, holder, 403],
  ['an empty list of allowed groups is none', {}, { allow: [], deny: ['B'] }, holder, 200],
  ['who has no groups is not', {}, { allow: ['A'] }, valid, 403],
  ['roles are a list, not one text', {}, { allow: ['A'] }, { ...valid, roles: 'A' }, 403],
  ['one of several audiences is enough', {}, { allow: ['A'] }, { ...holder, aud: ['x', 'a'] }, 200],
  ['without allowed audiences nobody is let in', { bearer_jwt_auth_allowed_auds: [] }, { allow: ['A'] }, holder, 401],
  ['a token needs a subject', {}, { allow: ['A'] }, { ...holder, sub: undefined }, 401],
  ['a sign-in by a browser is not judged', { unauth_action: 'auth' }, { allow: ['A'] }, holder, 'unknown'],
  ['nor is one by default', { unauth_action: null }, { allow: ['A'] }, holder, 'unknown'],
  ['120 seconds are forgiven', {}, { allow: ['A'] }, { ...holder, exp: NOW - 119 }, 200],
  ['no more', {}, { allow: ['A'] }, { ...holder, exp: NOW - 120 }, 401],
])('oidc with acl: %s', (_, config, acl, claims, expected) => {
  expect(statusOf(oidc(config, acl), claims)).toBe(expected);
});

test('acl without an authentication knows no groups, and its fields are all known or not judged', () => {
  expect(statusOf([{ name: 'acl', config: { allow: ['A'] } }], holder)).toBe(401);
  expect(statusOf(oidc({}, { allow: ['A'], brand_new: 1 }), holder)).toBe('unknown');
});

const preflight = (headers: readonly (readonly [string, string])[]): Partial<Call> => ({
  request: { method: 'OPTIONS', host: 'h', path: '/', headers },
});
test.each<[string, readonly Plugin[], unknown, Partial<Call>?]>([
  [
    'cors answers a preflight',
    [{ name: 'cors' }, { name: 'request-termination' }],
    200,
    preflight([
      ['Origin', 'o'],
      ['Access-Control-Request-Method', 'GET'],
    ]),
  ],
  [
    'cors does not answer OPTIONS without an origin',
    [{ name: 'cors' }, { name: 'request-termination' }],
    503,
    preflight([['Access-Control-Request-Method', 'GET']]),
  ],
  [
    'cors may let a preflight pass on',
    [{ name: 'cors', config: { preflight_continue: true } }, { name: 'request-termination' }],
    503,
    preflight([
      ['Origin', 'o'],
      ['Access-Control-Request-Method', 'GET'],
    ]),
  ],
  ['a network is all of its addresses', [{ name: 'ip-restriction', config: { allow: ['10.0.0.0/8'] } }], 200, { clientIp: '10.9.9.9' }],
  [
    'a denied address is refused, though it is allowed too',
    [{ name: 'ip-restriction', config: { allow: ['10.0.0.0/8'], deny: ['10.9.9.9'] } }],
    403,
    { clientIp: '10.9.9.9' },
  ],
  ['an answer under a trigger is not judged', [{ name: 'request-termination', config: { trigger: 'x' } }], 'unknown'],
  [
    'a plugin nobody knows is not judged, though another would answer',
    [{ name: 'request-termination' }, { name: 'own-plugin' }],
    'unknown',
  ],
  [
    'plugins run in their order',
    [
      { name: 'request-termination', config: { status_code: 418 } },
      { name: 'ip-restriction', config: { deny: ['10.0.0.1'] } },
    ],
    403,
    { clientIp: '10.0.0.1' },
  ],
])('%s', (_, plugins, expected, changes = {}) => {
  expect(statusOf(plugins, valid, changes)).toBe(expected);
});

test('the guard reads Connection as the gateway does, and a function beside it is not judged', () => {
  const guard = guardHeaders(['x-client-id'], [])['pre-function'] as Json;
  const [text] = guard['access'] as readonly string[];
  const connection = (value: string): unknown =>
    statusOf([{ name: 'pre-function', config: guard }], null, {
      request: { method: 'GET', host: 'h', path: '/', headers: [['Connection', value]] },
    });

  expect(['close', 'close, X-Client-Id', 'close X-Client-Id', 'x_client_id'].map(connection)).toEqual([200, 400, 400, 400]);
  expect(statusOf([{ name: 'pre-function', config: { access: [text, 'return'] } }])).toBe('unknown');
  expect(statusOf([{ name: 'pre-function', config: { access: [text], header_filter: ['return'] } }])).toBe('unknown');
});

test.each<[string, readonly Json[], readonly Plugin[], number]>([
  [
    'of the route before one of the service',
    [{ service: 's', status: 410 }],
    [{ name: 'request-termination', config: { status_code: 418 } }],
    418,
  ],
  ['of the service before a global one', [{ status: 411 }, { service: 's', status: 410 }], [], 410],
  [
    'of route and service before one of the route',
    [
      { route: 'r', service: 's', status: 410 },
      { route: 'r', status: 411 },
    ],
    [],
    410,
  ],
  ['of the route and another service not at all', [{ route: 'r', service: 'other', status: 410 }], [], 200],
  ['of another service not at all', [{ service: 'other', status: 410 }], [], 200],
])('of plugins of one name the most specific counts: one %s', (_, loose, plugins, expected) => {
  const written = loose.map(({ status, ...where }) => ({ name: 'request-termination', config: { status_code: status }, ...where }));

  expect(statusOf(plugins, null, { loose: written })).toBe(expected);
});

test('a route without a service lets nobody in', () => {
  const gateway = gatewayOf({ routes: [{ name: 'r', paths: ['/'] }] }, { flavor: 'traditional_compatible' });

  expect(decide(gateway, { request: { method: 'GET', host: 'h', path: '/' }, token: null, now: NOW })).toMatchObject({
    allowed: false,
    statuses: [503],
  });
});
