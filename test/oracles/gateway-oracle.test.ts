import {
  call,
  DEFAULT_NOW,
  TOKEN_TEXT,
  type GatewayRequest,
  type GatewayVerdict,
  type OracleOptions,
  type TestToken,
} from '../support/gateway-oracle';

const ISSUER = 'https://login.microsoftonline.com/t/v2.0';
const CLAIMS = {
  iss: ISSUER,
  aud: 'orders-id',
  azp: 'client',
  oid: 'o',
  sub: 'o',
  iat: DEFAULT_NOW - 60,
  nbf: DEFAULT_NOW - 60,
  exp: DEFAULT_NOW + 3600,
  roles: ['Orders.Read', 'Orders.Approve'],
};
const GOOD: TestToken = { signature: 'good', claims: CLAIMS };
const REQUEST: GatewayRequest = { method: 'GET', host: 'api.example.com', path: '/orders' };

const OIDC = {
  issuer: `${ISSUER}/.well-known/openid-configuration`,
  issuers_allowed: [ISSUER],
  auth_methods: ['bearer'],
  bearer_token_param_type: ['header'],
  audience_claim: ['aud'],
  audience_required: ['orders-id'],
  roles_claim: ['roles'],
  roles_required: ['Orders.Read'],
  scopes_claim: ['scp'],
  leeway: 60,
  hide_credentials: true,
  upstream_access_token_header: null,
  verify_claims: true,
  verify_signature: true,
  run_on_preflight: true,
};

function documentWith(plugins: readonly object[], changes: object = {}): object {
  const route = {
    name: 'orders.list',
    id: '1',
    protocols: ['https'],
    hosts: ['api.example.com'],
    methods: ['GET'],
    paths: ['~/orders$'],
    regex_priority: 16,
    plugins,
    ...changes,
  };
  return { _format_version: '3.0', services: [{ name: 'orders', url: 'https://orders.internal', routes: [route] }] };
}

function oidc(changes: object = {}): object {
  return documentWith([{ name: 'openid-connect', config: { ...OIDC, ...changes } }]);
}

function ask(
  document: object,
  token: TestToken | null = GOOD,
  request: GatewayRequest = REQUEST,
  options: Partial<OracleOptions> = {},
): GatewayVerdict {
  return call(document, request, token, { flavor: 'traditional_compatible', ...options });
}

test('a good token reaches the upstream, without the token', () => {
  expect(ask(oidc())).toMatchObject({
    route: 'orders.list',
    status: 200,
    reachesUpstream: true,
    tokenReachesUpstream: false,
    upstreamHeadersRemoved: ['authorization'],
  });
});

test.each<[string, TestToken | null, object, number]>([
  ['no token', null, {}, 401],
  ['a bad signature', { ...GOOD, signature: 'bad' }, {}, 401],
  ['another issuer', { ...GOOD, claims: { ...CLAIMS, iss: 'https://sts.windows.net/t/' } }, {}, 401],
  ['an expired token', { ...GOOD, claims: { ...CLAIMS, exp: DEFAULT_NOW - 61 } }, {}, 401],
  ['a token of tomorrow', { ...GOOD, claims: { ...CLAIMS, nbf: DEFAULT_NOW + 61 } }, {}, 401],
  ['another audience', { ...GOOD, claims: { ...CLAIMS, aud: 'other' } }, {}, 403],
  ['another role', { ...GOOD, claims: { ...CLAIMS, roles: ['Orders.Readx'] } }, {}, 403],
  ['no role', { ...GOOD, claims: { ...CLAIMS, roles: undefined } }, {}, 403],
  [
    'one of two words of an item',
    { ...GOOD, claims: { ...CLAIMS, roles: ['Orders.Read'] } },
    { roles_required: ['Orders.Read Orders.Approve'] },
    403,
  ],
  ['roles without the scope', GOOD, { scopes_required: ['Orders.Use'] }, 403],
  ['a forbidden claim', GOOD, { claims_forbidden: ['azp'] }, 403],
  ['a token in the query', { ...GOOD, in: 'query' }, {}, 401],
  ['a token in a cookie', { ...GOOD, in: 'cookie' }, {}, 401],
])('%s is refused', (_what, token, changes, status) => {
  expect(ask(oidc(changes), token)).toMatchObject({ status, reachesUpstream: false });
});

test.each<[string, TestToken, object]>([
  ['any item of an array', GOOD, { roles_required: ['Nothing', 'Orders.Read'] }],
  ['every word of an item', GOOD, { roles_required: ['Orders.Read Orders.Approve'] }],
  ['a scope of several in one text', { ...GOOD, claims: { ...CLAIMS, scp: 'a Orders.Use b' } }, { scopes_required: ['Orders.Use'] }],
  ['a token within the leeway', { ...GOOD, claims: { ...CLAIMS, exp: DEFAULT_NOW - 59 } }, {}],
  ['a token in the query where it is read', { ...GOOD, in: 'query' }, { bearer_token_param_type: ['query'] }],
])('%s is enough', (_what, token, changes) => {
  expect(ask(oidc(changes), token).reachesUpstream).toBe(true);
});

test('a route without a plugin is open, and one with another host, method, path or scheme is not found', () => {
  expect(ask(documentWith([]), null).reachesUpstream).toBe(true);
  expect(ask(documentWith([]), null, { ...REQUEST, host: 'API.example.com' }).status).toBe(404);
  expect(ask(documentWith([]), null, { ...REQUEST, method: 'POST' }).status).toBe(404);
  expect(ask(documentWith([]), null, { ...REQUEST, path: '/orders/' }).status).toBe(404);
  expect(ask(documentWith([]), null, { ...REQUEST, scheme: 'http' }).status).toBe(426);
});

test('the token reaches the upstream by default, by the header that is not removed, and by the query', () => {
  const { upstream_access_token_header: _unset, ...byDefault } = OIDC;

  expect(ask(documentWith([{ name: 'openid-connect', config: byDefault }])).tokenReachesUpstream).toBe(true);
  expect(ask(oidc({ hide_credentials: false })).tokenReachesUpstream).toBe(true);
  expect(ask(documentWith([]), { ...GOOD, in: 'query' }).tokenReachesUpstream).toBe(true);
});

test('before the patch that mends it, a caller can set a header whose claim is missing', () => {
  const document = oidc({ upstream_headers_names: ['X-Tenant-Id'], upstream_headers_claims: ['tid'] });
  const request = { ...REQUEST, headers: [['x-tenant-id', 'forged']] as const };

  expect(ask(document, GOOD, request, { version: '3.12.0.4' }).upstreamHeaders['x-tenant-id']).toBe('forged');
  expect(ask(document, GOOD, request, { version: '3.12.0.5' }).upstreamHeaders['x-tenant-id']).toBeUndefined();
});

test('the more specific instance of a plugin replaces the other as a whole, unless it is disabled', () => {
  const onService = { name: 'openid-connect', config: { ...OIDC, roles_required: ['Nobody.Has.It'] } };
  const nested = (enabled: boolean): object => {
    const route = { name: 'r', id: '1', paths: ['/orders'], plugins: [{ name: 'openid-connect', enabled, config: OIDC }] };
    return { _format_version: '3.0', services: [{ name: 'orders', plugins: [onService], routes: [route] }] };
  };

  expect(ask(nested(true)).reachesUpstream).toBe(true);
  expect(ask(nested(false)).status).toBe(403);
});

test('a preflight is answered by cors, any other OPTIONS by what comes after', () => {
  const cors = { name: 'cors', config: { origins: ['https://portal.example.com'] } };
  const document = documentWith([cors, { name: 'request-termination', config: { status_code: 404 } }], { methods: ['OPTIONS'] });
  const preflight = {
    ...REQUEST,
    method: 'OPTIONS',
    headers: [
      ['Origin', 'https://portal.example.com'],
      ['Access-Control-Request-Method', 'GET'],
    ] as const,
  };

  expect(ask(document, null, preflight)).toMatchObject({
    status: 200,
    reachesUpstream: false,
    allowedOrigin: 'https://portal.example.com',
  });
  expect(ask(document, null, { ...preflight, headers: [['Origin', 'x']] })).toMatchObject({ status: 404, reachesUpstream: false });
  expect(ask(documentWith([cors], { methods: ['OPTIONS'] }), null, { ...preflight, headers: [] }).reachesUpstream).toBe(true);
});

test('the community plugin checks audience and issuer, acl the roles', () => {
  const config = {
    client_id: 'x',
    client_secret: 'x',
    discovery: `${ISSUER}/.well-known/openid-configuration`,
    bearer_jwt_auth_enable: 'yes',
    bearer_jwt_auth_allowed_auds: ['orders-id'],
    unauth_action: 'deny',
    groups_claim: 'roles',
  };
  const document = documentWith([
    { name: 'oidc', config },
    { name: 'acl', config: { allow: ['Orders.Read'], always_use_authenticated_groups: true } },
  ]);

  expect(ask(document).reachesUpstream).toBe(true);
  expect(ask(document, { ...GOOD, claims: { ...CLAIMS, aud: 'other' } }).status).toBe(401);
  expect(ask(document, { ...GOOD, claims: { ...CLAIMS, roles: ['Other'] } }).status).toBe(403);
  expect(ask(document, null).status).toBe(401);
  expect(ask(documentWith([{ name: 'acl', config: { allow: ['Orders.Read'] } }])).status).toBe(401);
  expect(() => ask(documentWith([{ name: 'oidc', config: { ...config, unauth_action: 'auth' } }]))).toThrow(/unauth_action/);
});

test('networks, termination and header changes are interpreted', () => {
  const office = [{ name: 'ip-restriction', config: { allow: ['10.0.0.0/8'] } }];
  const removing = [
    { name: 'request-transformer', config: { remove: { headers: ['Authorization'] }, add: { headers: ['X-Api:orders'] } } },
  ];

  expect(ask(documentWith(office), null, { ...REQUEST, clientIp: '10.1.2.3' }).reachesUpstream).toBe(true);
  expect(ask(documentWith(office), null, { ...REQUEST, clientIp: '11.1.2.3' }).status).toBe(403);
  expect(ask(documentWith([{ name: 'request-termination', config: { status_code: 403 } }])).status).toBe(403);
  expect(ask(documentWith(removing))).toMatchObject({ upstreamHeaders: { 'x-api': 'orders' }, tokenReachesUpstream: false });
});

test.each<[string, object]>([
  ['an unknown plugin', documentWith([{ name: 'pre-function', config: {} }])],
  ['an unknown field of a plugin', oidc({ token_exchange: {} })],
  ['another way to sign in', oidc({ auth_methods: ['bearer', 'session'] })],
  ['checks switched off', oidc({ verify_claims: false })],
  ['an anonymous consumer', oidc({ anonymous: 'guest' })],
  ['an unknown field of a route', documentWith([], { expression: 'true' })],
  ['a condition of a plugin', documentWith([{ name: 'cors', config: {}, condition: 'false' }])],
  ['another protocol', documentWith([], { protocols: ['grpcs'] })],
])('%s is not judged', (_what, document) => {
  expect(() => ask(document)).toThrow();
});

test('the text of the token is what is searched for', () => {
  expect(ask(documentWith([])).upstreamHeaders['authorization']).toBe(`Bearer ${TOKEN_TEXT}`);
});
