import { type FieldRule } from './terraform-fields';
import { computed, guards, items, more, neutral, only, toOrigins, unsure, withPlugin, type Weigh } from './weigh';

const rule = (section: FieldRule['section'], weigh: Weigh): FieldRule => ({ section, weigh });
const hardening = (weigh: Weigh): FieldRule => rule('hardening', weigh);
const carried = rule('carried', unsure);

/** Fields of plugins whose changes are told, by plugin. What is not here is not explained. */
export const PLUGIN_FIELDS: Readonly<Record<string, Readonly<Record<string, FieldRule>>>> = {
  'openid-connect': {
    audience_required: hardening(items(true)),
    issuers_allowed: hardening(items(false)),
    issuer: hardening(unsure),
    scopes_required: rule('routes', computed),
    roles_required: rule('routes', computed),
    audience_claim: hardening(only(['aud'])),
    scopes_claim: hardening(only(['scp'])),
    roles_claim: hardening(only(['roles'])),
    auth_methods: hardening(only(['bearer'])),
    bearer_token_param_type: hardening(only(['header'])),
    leeway: hardening(more),
    rediscovery_lifetime: hardening(more),
    cache_ttl: hardening(more),
    cache_ttl_max: hardening(more),
    ...Object.fromEntries(
      ['verify_claims', 'verify_signature', 'verify_nonce', 'ssl_verify', 'hide_credentials', 'run_on_preflight'].map((field) => [
        field,
        hardening(only(true)),
      ]),
    ),
    ...Object.fromEntries(
      [
        'using_pseudo_issuer',
        'enable_hs_signatures',
        'introspect_jwt_tokens',
        'resolve_distributed_claims',
        'search_user_info',
        'cache_tokens',
        'cache_introspection',
        'cache_user_info',
        'cache_token_exchange',
        'display_errors',
        'verify_parameters',
      ].map((field) => [field, hardening(only(false))]),
    ),
    ignore_signature: hardening(only([])),
    proof_of_possession_mtls: hardening(unsure),
    proof_of_possession_dpop: hardening(unsure),
    upstream_headers: carried,
    upstream_access_token_header: carried,
    consumer_optional: hardening(unsure),
    credential_claim: hardening(unsure),
  },
  oidc: {
    bearer_jwt_auth_allowed_auds: hardening(items(true)),
    discovery: hardening(unsure),
    header_names: carried,
    header_claims: carried,
  },
  acl: { allow: rule('routes', computed) },
  cors: {
    origins: hardening(toOrigins),
    methods: hardening(toOrigins),
    headers: hardening(toOrigins),
    credentials: hardening(withPlugin(only(false))),
    private_network: hardening(withPlugin(only(false))),
    preflight_continue: hardening(withPlugin(only(false))),
    max_age: rule('routes', neutral),
    exposed_headers: hardening(items(false)),
  },
  'ip-restriction': { allow: hardening(items(true)), deny: hardening(guards) },
  'rate-limiting': {
    second: hardening(more),
    minute: hardening(more),
    hour: hardening(more),
    limit_by: hardening(unsure),
    policy: hardening(unsure),
    fault_tolerant: rule('routes', neutral),
    hide_client_headers: rule('routes', neutral),
  },
  'request-termination': { status_code: rule('routes', computed), message: rule('routes', neutral) },
  'request-transformer': { 'remove.headers': hardening(guards) },
  'correlation-id': { header_name: rule('routes', neutral), generator: rule('routes', neutral), echo_downstream: rule('routes', neutral) },
  prometheus: Object.fromEntries(
    ['per_consumer', 'status_code_metrics', 'latency_metrics', 'bandwidth_metrics', 'upstream_health_metrics'].map((field) => [
      field,
      rule('routes', neutral),
    ]),
  ),
};

/** Fields of routes. */
export const ROUTE_FIELDS: Readonly<Record<string, FieldRule>> = {
  hosts: rule('routes', computed),
  methods: rule('routes', computed),
  paths: rule('routes', computed),
  regex_priority: rule('routes', computed),
  protocols: hardening(only(['https'])),
};

/** Fields of services. */
export const SERVICE_FIELDS: Readonly<Record<string, FieldRule>> = {
  id: rule('routes', neutral),
  name: rule('routes', neutral),
  host: rule('hardening', unsure),
  port: rule('hardening', unsure),
  path: rule('hardening', unsure),
  protocol: hardening(only('https')),
  tls_verify: hardening(only(true)),
};

/** Fields that hold for all of a gateway. */
export const SETTING_FIELDS: Readonly<Record<string, FieldRule>> = {
  version: hardening(unsure),
  dialect: hardening(unsure),
  flavor: hardening(unsure),
  selectTags: hardening(unsure),
  'kongConf.*': { ...hardening(unsure), shownNames: ['router_flavor', 'trusted_ips', 'real_ip_header', 'real_ip_recursive'] },
  losses: rule('other', neutral),
  https_redirect_status_code: rule('routes', neutral),
};
