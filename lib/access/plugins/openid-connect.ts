import { type Check, type PluginVerdict } from '../decision';
import { type PluginConfig } from '../effective-plugins';
import { claimAt, issuerOfDiscovery, oneOf, shown, validityChecks, wordsOf, type Claims } from './claims';
import { type PluginState } from './state';

const NAME = 'openid-connect';

/** Fields that decide and are read below. */
const READ = new Set(
  `auth_methods bearer_token_param_type bearer_token_header_name issuer issuers_allowed leeway run_on_preflight audience_claim audience_required
  scopes_claim scopes_required roles_claim roles_required groups_claim groups_required claims_forbidden authenticated_groups_claim`.split(
    /\s+/,
  ),
);

/** Fields that decide, with the one value that is understood. */
const EXPECTED: Readonly<Record<string, readonly unknown[]>> = {
  verify_claims: [true],
  verify_signature: [true],
  using_pseudo_issuer: [false],
  enable_hs_signatures: [false],
  introspect_jwt_tokens: [false],
  resolve_distributed_claims: [false],
  ignore_signature: [[]],
  proof_of_possession_mtls: ['off'],
  proof_of_possession_dpop: ['off'],
  domains: [[]],
  consumer_claim: [[]],
  consumer_claims: [[]],
  consumer_groups_claim: [[]],
};

/** Fields without a say in who gets in by a bearer token alone. */
const WITHOUT_SAY =
  /^(?:audience|by_username_ignore_case|credential_claim|consumer_by|consumer_optional|consumer_groups_optional|disable_session|display_errors|dpop_.*|expose_error_code|hide_credentials|http_version|issuer_.*|keepalive|max_age_.*|preserve_query_args|rediscovery_lifetime|redis|refresh_tokens|reverify|scopes|search_user_info|ssl_verify|timeout|verify_nonce|verify_parameters|(?:authorization|bearer_token_cookie|cache|client|cluster_cache|discovery_headers|downstream|end_session|forbidden|http|https|id_token|introspection|login|logout|mtls|no_proxy|password|proof_of_possession_auth_methods|proof_of_possession_mtls_from|pushed_authorization|redirect|refresh_token|require|response|revocation|session|tls_client_auth|token|unauthorized|unexpected|upstream|userinfo|extra_jwks|jwks)(?:_.*)?)$/;

const TOKEN_HEADERS = ['authorization', 'access-token', 'x-access-token'];

/** Kong Enterprise's own plugin, with bearer tokens alone. @see docs/kong.md, "openid-connect" */
export function openidConnect(config: PluginConfig, state: PluginState): PluginVerdict {
  const { set, beyond } = prepared(config);
  if (beyond !== undefined) return { checks: [], unknown: `${NAME}: ${beyond}` };
  if (set['run_on_preflight'] === false && state.request.method === 'OPTIONS') {
    return { checks: [passed('preflight', 'OPTIONS is let pass', state.request.method, 'run_on_preflight')] };
  }
  const { token } = state;
  if (token === null || !isLookedFor(set, token.in ?? 'authorization')) {
    // Documentation contradicts itself about the status of a request without a token.
    const found = token === null ? 'nothing' : `a token in ${token.in ?? 'authorization'}`;
    return {
      checks: [{ by: NAME, what: 'token', outcome: 'fail', expected: 'an access token', found, field: 'bearer_token_param_type' }],
      ends: [401, 403],
    };
  }
  const validity = validityChecks(NAME, issuers(set), Number(set['leeway'] ?? 0), state);
  const checks = [passed('token', 'an access token', `a token in ${token.in ?? 'authorization'}`, 'bearer_token_param_type'), ...validity];
  if (validity.some(({ outcome }) => outcome === 'fail')) return { checks, ends: [401] };
  const required = requirements(set, token.claims);
  checks.push(...required.checks);
  if (required.ends !== undefined) return { checks, ends: required.ends };
  if (validity.some(({ outcome }) => outcome === 'unknown'))
    return { checks, unknown: `${NAME}: what it does with a token without an expiry is not established` };
  state.identified = true;
  const groups = list(set['authenticated_groups_claim']);
  if (groups !== undefined) state.groups = wordsOf(claimAt(token.claims, groups));
  return { checks };
}

/** What a configuration comes to, which is the same for every request. */
interface Prepared {
  readonly set: PluginConfig;
  /** Why it is not judged. */
  readonly beyond: string | undefined;
}

const preparedByConfig = new WeakMap<PluginConfig, Prepared>();

function prepared(config: PluginConfig): Prepared {
  const known = preparedByConfig.get(config);
  if (known !== undefined) return known;
  const set = setFields(config);
  const made = { set, beyond: notUnderstood(set) };
  preparedByConfig.set(config, made);
  return made;
}

function setFields(config: PluginConfig): PluginConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== undefined));
}

function notUnderstood(set: PluginConfig): string | undefined {
  for (const [field, value] of Object.entries(set)) {
    const expected = Object.hasOwn(EXPECTED, field) ? EXPECTED[field] : undefined;
    if (expected !== undefined) {
      if (!expected.some((one) => JSON.stringify(one) === JSON.stringify(value))) return `${field} ${shown(value)} is not judged`;
    } else if (!READ.has(field) && !WITHOUT_SAY.test(field)) return `the field ${field} is not judged`;
  }
  const methods = list(set['auth_methods']);
  return methods?.length === 1 && methods[0] === 'bearer'
    ? undefined
    : `auth_methods ${shown(set['auth_methods'])} is not judged, only bearer alone`;
}

function isLookedFor(set: PluginConfig, place: string): boolean {
  const kinds = list(set['bearer_token_param_type']) ?? ['body', 'header', 'query'];
  const only = set['bearer_token_header_name'];
  const names = typeof only === 'string' ? [only.toLowerCase()] : TOKEN_HEADERS;
  return TOKEN_HEADERS.includes(place) ? kinds.includes('header') && names.includes(place) : kinds.includes(place);
}

function issuers(set: PluginConfig): readonly string[] {
  return list(set['issuers_allowed']) ?? [issuerOfDiscovery(String(set['issuer']))];
}

/** Claim by default of each pair of `…_claim` and `…_required`. */
const PAIRS = { audience: 'aud', scopes: 'scope', roles: 'roles', groups: 'groups' } as const;

function requirements(set: PluginConfig, claims: Claims): { readonly checks: readonly Check[]; readonly ends?: readonly number[] } {
  const checks: Check[] = [];
  for (const [what, claim] of Object.entries(PAIRS)) {
    const required = list(set[`${what}_required`]);
    if (required === undefined || required.length === 0) continue;
    const path = list(set[`${what}_claim`]) ?? [claim];
    const held = claimAt(claims, path);
    const words = new Set(wordsOf(held));
    const isMet = required.some((item) => item.split(/\s+/).every((word) => word === '' || words.has(word)));
    checks.push({
      by: NAME,
      what,
      outcome: isMet ? 'pass' : 'fail',
      expected: oneOf(required),
      found: `${path.join('.')}: ${shown(held)}`,
      field: `${what}_required`,
    });
    if (!isMet) return { checks, ends: [403] };
  }
  const forbidden = list(set['claims_forbidden'])?.find((name) => Object.hasOwn(claims, name));
  if (forbidden === undefined) return { checks };
  checks.push({
    by: NAME,
    what: 'forbidden claim',
    outcome: 'fail',
    expected: `no ${forbidden}`,
    found: shown(claims[forbidden]),
    field: 'claims_forbidden',
  });
  return { checks, ends: [401, 403] };
}

function passed(what: string, expected: string, found: string, field: string): Check {
  return { by: NAME, what, outcome: 'pass', expected, found, field };
}

function list(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}
