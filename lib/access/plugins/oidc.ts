import { type PluginVerdict, type Check } from '../decision';
import { type PluginConfig } from '../effective-plugins';
import { issuerOfDiscovery, oneOf, shown, validityChecks } from './claims';
import { type PluginState } from './state';

const NAME = 'oidc';
/** Clock skew the library beneath the plugin forgives; nobody can change it. */
const LEEWAY_SECONDS = 120;

/** Fields that decide, with the values that are understood; an absent one has the first. */
const EXPECTED: Readonly<Record<string, readonly unknown[]>> = {
  bearer_jwt_auth_enable: ['yes'],
  unauth_action: ['deny'],
  use_jwks: ['no'],
  validate_scope: ['no'],
  skip_already_auth_requests: ['no'],
};
const NEEDED = ['bearer_jwt_auth_enable', 'unauth_action'];

/** Fields that are read below, or have no say in who gets in. */
const KNOWN =
  /^(?:client_id|client_secret|discovery|bearer_only|bearer_jwt_auth_allowed_auds|bearer_jwt_auth_signing_algs|ssl_verify|groups_claim|header_names|header_claims|disable_\w+_header|\w+_header_name|timeout|realm|scope|response_type|token_endpoint_auth_method|introspection_\w+|access_token_as_bearer|revoke_tokens_on_logout|logout_path|redirect_after_logout_uri|redirect_uri\w*|session_secret|filters|ignore_auth_filters|recovery_page_path)$/;

/** The community plugin of open-source Kong, with its check of bearer tokens. @see https://github.com/revomatico/kong-oidc */
export function oidc(config: PluginConfig, state: PluginState): PluginVerdict {
  const beyond = notUnderstood(config);
  if (beyond !== undefined) return { checks: [], unknown: `${NAME}: ${beyond}` };
  const { token } = state;
  const check = (what: string, isRight: boolean, expected: string, found: string, field?: string): Check => {
    return { by: NAME, what, outcome: isRight ? 'pass' : 'fail', expected, found, ...(field !== undefined && { field }) };
  };
  if (token === null || (token.in ?? 'authorization') !== 'authorization') {
    return {
      checks: [check('token', false, 'a token in authorization', token === null ? 'nothing' : `a token in ${token.in ?? ''}`)],
      ends: [401],
    };
  }
  const { claims } = token;
  const validity = validityChecks(NAME, [issuerOfDiscovery(String(config['discovery']))], LEEWAY_SECONDS, state).map(withoutField);
  const allowed = Array.isArray(config['bearer_jwt_auth_allowed_auds']) ? config['bearer_jwt_auth_allowed_auds'].map(String) : [];
  const audiences = [claims['aud']].flat();
  const checks = [
    check('token', true, 'a token in authorization', 'a token in authorization'),
    ...validity,
    check('subject', typeof claims['sub'] === 'string', 'a claim sub', shown(claims['sub'])),
    check('time of issue', typeof claims['iat'] === 'number', 'a claim iat', shown(claims['iat'])),
    check(
      'audience',
      allowed.some((one) => audiences.includes(one)),
      oneOf(allowed),
      shown(claims['aud']),
      'bearer_jwt_auth_allowed_auds',
    ),
  ];
  // Whatever fails falls through to a browser's sign-in, which is denied.
  if (checks.some(({ outcome }) => outcome === 'fail')) return { checks, ends: [401] };
  if (checks.some(({ outcome }) => outcome === 'unknown'))
    return { checks, unknown: `${NAME}: what it does with a token without an expiry is not established` };
  state.identified = true;
  const groups = claims[String(config['groups_claim'] ?? 'groups')];
  state.groups = Array.isArray(groups) ? groups.map(String) : undefined;
  return { checks };
}

function notUnderstood(config: PluginConfig): string | undefined {
  for (const [field, value] of Object.entries(config)) {
    if (value === null || value === undefined) continue;
    const expected = Object.hasOwn(EXPECTED, field) ? EXPECTED[field] : undefined;
    if (expected !== undefined && !expected.includes(value)) return `${field} ${shown(value)} is not judged`;
    if (expected === undefined && !KNOWN.test(field)) return `the field ${field} is not judged`;
  }
  const missing = NEEDED.find((field) => config[field] === undefined || config[field] === null);
  return missing === undefined ? undefined : `${missing} is not set`;
}

function withoutField({ field: _field, ...check }: Check): Check {
  return check;
}
