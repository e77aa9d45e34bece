import { DEFAULT_NOW, setFields, TOKEN_TEXT, type Config, type Exit, type PluginState } from './gateway-state';

type Claims = Readonly<Record<string, unknown>>;

/** Fields of `openid-connect` that change the verdict and are interpreted below. */
const INTERPRETED = [
  'auth_methods',
  'bearer_token_param_type',
  'bearer_token_header_name',
  'issuer',
  'issuers_allowed',
  'leeway',
  'run_on_preflight',
  'audience_claim',
  'audience_required',
  'scopes_claim',
  'scopes_required',
  'roles_claim',
  'roles_required',
  'groups_claim',
  'groups_required',
  'claims_forbidden',
  'hide_credentials',
  'upstream_access_token_header',
  'upstream_headers',
  'upstream_headers_claims',
  'upstream_headers_names',
  'authenticated_groups_claim',
];

/** Fields that must have this value when they are set: another one is not interpreted. */
const FIXED: Readonly<Record<string, unknown>> = {
  verify_claims: true,
  verify_signature: true,
  using_pseudo_issuer: false,
  enable_hs_signatures: false,
  introspect_jwt_tokens: false,
  resolve_distributed_claims: false,
  ignore_signature: [],
  proof_of_possession_mtls: 'off',
  proof_of_possession_dpop: 'off',
  domains: [],
  consumer_claim: [],
  consumer_claims: [],
  consumer_groups_claim: [],
};

/** Fields without a say in who gets in when the only method is `bearer`. */
const WITHOUT_SAY = [
  /^cache_/,
  /^cluster_cache_/,
  /^session_/,
  /^authorization_/,
  /^login_/,
  /^logout_/,
  /_error_message$/,
  /^(?:http|https|no)_proxy/,
  /^downstream_/,
  /^(?:ssl_verify|timeout|keepalive|http_version|display_errors|expose_error_code|rediscovery_lifetime|credential_claim|consumer_by|consumer_optional|consumer_groups_optional|by_username_ignore_case)$/,
  /^(?:verify_nonce|verify_parameters|reverify|search_user_info|refresh_tokens|scopes|response_mode|response_type|preserve_query_args|client_arg|client_id|client_secret|client_auth)$/,
  /^(?:extra_jwks_uris|jwks_endpoint|discovery_headers_names|discovery_headers_values|id_token_param_type|refresh_token_param_type|client_credentials_param_type|password_param_type|token_cache_key_include_scope)$/,
];

/** Enterprise patches from which on a header of a missing claim is taken away from the caller. */
const SPOOFING_FIXED = ['3.10.0.10', '3.11.0.9', '3.12.0.5', '3.13.0.3', '3.14.0.0'];

/** The bearer method of Kong Enterprise's plugin, as documented. */
export function runOpenidConnect(config: Config, state: PluginState): Exit | undefined {
  const set = readConfig(config);
  if (set['run_on_preflight'] === false && state.request.method === 'OPTIONS') return undefined;
  const claims = presentedClaims(set, state);
  if (claims === undefined) return { status: 401, reason: 'no token' };
  const invalid = invalidity(claims, state, issuers(set), Number(set['leeway'] ?? 0));
  if (invalid !== undefined) return { status: 401, reason: invalid };
  for (const [pair, byDefault] of [
    ['scopes', 'scope'],
    ['audience', 'aud'],
    ['groups', 'groups'],
    ['roles', 'roles'],
  ] as const) {
    const required = set[`${pair}_required`] as readonly string[] | undefined;
    if (required === undefined || required.length === 0) continue;
    const held = words(at(claims, (set[`${pair}_claim`] ?? [byDefault]) as readonly string[]));
    if (
      !required.some((item) =>
        item
          .split(/\s+/)
          .filter((word) => word !== '')
          .every((word) => held.includes(word)),
      )
    )
      return { status: 403, reason: `${pair} required` };
  }
  const forbidden = ((set['claims_forbidden'] ?? []) as readonly string[]).find((name) => Object.hasOwn(claims, name));
  if (forbidden !== undefined) return { status: 403, reason: `claim ${forbidden} is forbidden` };

  state.identified = true;
  if (set['authenticated_groups_claim'] !== undefined)
    state.groups = words(at(claims, set['authenticated_groups_claim'] as readonly string[]));
  handOver(config, set, claims, state);
  return undefined;
}

const read = new WeakMap<Config, Config>();

/** Many requests are asked of one configuration, which therefore must not be changed in between. */
function readConfig(config: Config): Config {
  const known = read.get(config) ?? checkedConfig(config);
  read.set(config, known);
  return known;
}

function checkedConfig(config: Config): Config {
  const others = Object.keys(config).filter((field) => WITHOUT_SAY.some((pattern) => pattern.test(field)));
  const set = setFields('openid-connect', config, [...INTERPRETED, ...Object.keys(FIXED), ...others]);
  for (const [field, value] of Object.entries(FIXED)) {
    if (set[field] !== undefined && JSON.stringify(set[field]) !== JSON.stringify(value))
      throw new Error(`openid-connect: ${field} ${JSON.stringify(set[field])} is not interpreted`);
  }
  if (JSON.stringify(set['auth_methods']) !== '["bearer"]') throw new Error('openid-connect: only auth_methods [bearer] is interpreted');
  return set;
}

function presentedClaims(set: Config, { token }: PluginState): Claims | undefined {
  if (token === null) return undefined;
  const place = token.in ?? 'authorization';
  const types = (set['bearer_token_param_type'] ?? ['body', 'header', 'query']) as readonly string[];
  const only = set['bearer_token_header_name'] as string | undefined;
  const names = only === undefined ? ['authorization', 'access-token', 'x-access-token'] : [only.toLowerCase()];
  const found = names.includes(place) ? types.includes('header') : types.includes(place);
  return found ? token.claims : undefined;
}

function issuers(set: Config): readonly string[] {
  return (set['issuers_allowed'] as readonly string[] | undefined) ?? [issuerOf(String(set['issuer']))];
}

function issuerOf(discovery: string): string {
  return discovery.replace(/\/\.well-known\/openid-configuration$/, '');
}

/** What is wrong with a token as such, before anybody asks what it permits. */
function invalidity(claims: Claims, { token, options }: PluginState, allowed: readonly string[], leeway: number): string | undefined {
  const now = options.now ?? DEFAULT_NOW;
  const { iss, exp, nbf, iat } = claims;
  if (typeof exp !== 'number') throw new Error('a token without exp is not interpreted');
  if (token?.signature !== 'good') return 'bad signature';
  if (typeof iss !== 'string' || !allowed.includes(iss)) return `issuer ${String(iss)} is not allowed`;
  if (exp + leeway <= now) return 'expired';
  if (typeof nbf === 'number' && nbf - leeway > now) return 'not valid yet';
  return typeof iat === 'number' && iat - leeway > now ? 'issued in the future' : undefined;
}

/** What the upstream receives of token and claims. */
function handOver(config: Config, set: Config, claims: Claims, { headers, token, options }: PluginState): void {
  const place = token?.in ?? 'authorization';
  if (set['hide_credentials'] ?? !isBefore(options.version, [3, 14])) headers.delete(place);
  // Written even where the presented credential is hidden; only an explicit null switches it off.
  const target =
    config['upstream_access_token_header'] === undefined
      ? 'authorization:bearer'
      : (set['upstream_access_token_header'] as string | undefined);
  if (target !== undefined) headers.set((target.split(':')[0] ?? target).toLowerCase(), `Bearer ${TOKEN_TEXT}`);
  const paired = ((set['upstream_headers_names'] ?? []) as readonly string[]).map((header, index) => ({
    header,
    path: [((set['upstream_headers_claims'] ?? []) as readonly string[])[index] ?? ''],
  }));
  const named = (set['upstream_headers'] ?? []) as readonly { readonly header: string; readonly path: readonly string[] }[];
  for (const { header, path } of [...paired, ...named]) {
    const value = at(claims, path);
    if (value !== undefined) headers.set(header.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value));
    else if (spoofingFixed(options.version)) headers.delete(header.toLowerCase());
  }
}

function spoofingFixed(version: string | undefined): boolean {
  const release = version?.split('.').slice(0, 2).join('.');
  const fixed = SPOOFING_FIXED.find((candidate) => candidate.startsWith(`${release}.`));
  return !isBefore(version, fixed === undefined ? [3, 15] : fixed.split('.').map(Number));
}

/** An unknown version counts as older than any. */
function isBefore(version: string | undefined, than: readonly number[]): boolean {
  if (version === undefined) return true;
  const parts = version.split('.').map(Number);
  const differs = than.findIndex((part, index) => (parts[index] ?? 0) !== part);
  return differs !== -1 && (parts[differs] ?? 0) < (than[differs] ?? 0);
}

const OIDC_FIELDS = [
  'client_id',
  'client_secret',
  'discovery',
  'bearer_only',
  'bearer_jwt_auth_enable',
  'bearer_jwt_auth_allowed_auds',
  'bearer_jwt_auth_signing_algs',
  'unauth_action',
  'ssl_verify',
  'use_jwks',
  'groups_claim',
  'header_names',
  'header_claims',
  'disable_userinfo_header',
  'userinfo_header_name',
  'timeout',
  'realm',
  'validate_scope',
  'skip_already_auth_requests',
  'introspection_cache_ignore',
  'scope',
  'response_type',
  'token_endpoint_auth_method',
  'disable_id_token_header',
  'disable_access_token_header',
  'access_token_as_bearer',
  'revoke_tokens_on_logout',
  'logout_path',
  'redirect_after_logout_uri',
  'redirect_uri',
];

/** Leeway of the library under the community plugin; not configurable. */
const OIDC_LEEWAY = 120;

/** The community plugin with its check of bearer JWTs switched on, as its source reads. */
export function runOidc(config: Config, state: PluginState): Exit | undefined {
  const set = setFields('oidc', config, OIDC_FIELDS);
  for (const [field, value] of [
    ['bearer_jwt_auth_enable', 'yes'],
    ['unauth_action', 'deny'],
  ] as const) {
    if (set[field] !== value) throw new Error(`oidc: ${field} ${String(set[field])} is not interpreted`);
  }
  for (const field of ['use_jwks', 'validate_scope', 'skip_already_auth_requests'])
    if (set[field] === 'yes') throw new Error(`oidc: ${field} is not interpreted`);
  const { token, headers } = state;
  // Every failure falls through to the browser flow, which `deny` answers with 401.
  if (token === null || (token.in ?? 'authorization') !== 'authorization') return { status: 401, reason: 'no token' };
  const { claims } = token;
  const invalid = invalidity(claims, state, [issuerOf(String(set['discovery']))], OIDC_LEEWAY);
  if (invalid !== undefined) return { status: 401, reason: invalid };
  if (typeof claims['sub'] !== 'string' || typeof claims['iat'] !== 'number') return { status: 401, reason: 'sub and iat are required' };
  const audiences = [claims['aud']].flat();
  if (!((set['bearer_jwt_auth_allowed_auds'] ?? []) as readonly unknown[]).some((audience) => audiences.includes(audience)))
    return { status: 401, reason: 'another audience' };

  state.identified = true;
  const groups = claims[String(set['groups_claim'] ?? 'groups')];
  state.groups = Array.isArray(groups) ? (groups as readonly string[]) : undefined;
  ((set['header_names'] ?? []) as readonly string[]).forEach((header, index) => {
    const value = claims[((set['header_claims'] ?? []) as readonly string[])[index] ?? ''];
    headers.delete(header.toLowerCase());
    if (value !== undefined) headers.set(header.toLowerCase(), String(value));
  });
  if (set['disable_userinfo_header'] !== 'yes')
    headers.set(String(set['userinfo_header_name'] ?? 'X-USERINFO').toLowerCase(), Buffer.from(JSON.stringify(claims)).toString('base64'));
  return undefined;
}

function at(claims: Claims, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Claims)[name] : undefined),
    claims,
  );
}

function words(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : [];
}
