import { clientIdMarker, type ApiModel, type EnvironmentModel, type IdentityClaim } from '../../model';
import type { Condition } from '../doors';
import { discoveryOf, issuersAllowed } from '../endpoints';
import type { KongValue } from '../template';
import { atLeast } from '../versions';
import type { Dialect, DoorContext } from './dialect';

/** Claim of a v2 access token that holds what the upstream is told. @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
export const CLAIMS: Readonly<Record<IdentityClaim, string>> = {
  'client-id': 'azp',
  'object-id': 'oid',
  'tenant-id': 'tid',
  roles: 'roles',
  scopes: 'scp',
};

/** Kong Enterprise's own plugin. */
export const openidConnect: Dialect = {
  defaults: (environment) => ({ 'openid-connect': common(environment) }),
  apiDefaults: (api, environment) => ({ 'openid-connect': ofApi(api, environment) }),
  plugins: (context) => ({ 'openid-connect': ofDoor(context) }),
  refusals: () => [],
  losses: [],
  ownHeaders: [],
};

/**
 * Every field that decides who gets in or what leaves the gateway, also where it equals today's
 * default: defaults differ between versions. @see docs/kong.md "openid-connect"
 */
function common(environment: EnvironmentModel): { readonly [field: string]: KongValue } {
  const { tokens } = environment;
  return {
    issuer: discoveryOf(environment),
    using_pseudo_issuer: false,
    auth_methods: ['bearer'],
    bearer_token_param_type: ['header'],
    audience_claim: ['aud'],
    scopes_claim: ['scp'],
    roles_claim: ['roles'],
    verify_claims: true,
    verify_signature: true,
    verify_nonce: true,
    verify_parameters: false,
    enable_hs_signatures: false,
    ignore_signature: [],
    introspect_jwt_tokens: false,
    resolve_distributed_claims: false,
    search_user_info: false,
    leeway: tokens.leewaySeconds,
    rediscovery_lifetime: tokens.rediscoverySeconds,
    cache_ttl: Math.min(tokens.keyCacheSeconds, 60 * tokens.tokenLifetimeMinutes),
    cache_ttl_max: 60 * tokens.tokenLifetimeMinutes,
    // A cached answer about a token could outlive the token; local verification needs none.
    cache_tokens: false,
    cache_introspection: false,
    cache_user_info: false,
    cache_token_exchange: false,
    cluster_cache_strategy: 'off',
    // Named by the client, so that limits count and logs name clients rather than people.
    credential_claim: ['azp'],
    consumer_optional: true,
    run_on_preflight: true,
    ...tokenUpstream(false),
    ssl_verify: true,
    proof_of_possession_mtls: 'off',
    proof_of_possession_dpop: 'off',
    display_errors: false,
    expose_error_code: true,
  };
}

function ofApi(api: ApiModel, environment: EnvironmentModel): { readonly [field: string]: KongValue } {
  return { audience_required: [clientIdMarker(api.key)], issuers_allowed: issuersAllowed(api, environment) };
}

function ofDoor({ route, door, environment }: DoorContext): { readonly [field: string]: KongValue } {
  return {
    ...(door.scopes.length === 0 ? {} : { scopes_required: items(door.scopes) }),
    ...(door.roles.length === 0 ? {} : { roles_required: items(door.roles) }),
    ...(route.forward.token ? tokenUpstream(true) : {}),
    ...forwardedHeaders(route.forward.headers, environment.gateway.version),
  };
}

function tokenUpstream(forwarded: boolean): { readonly [field: string]: KongValue } {
  return { hide_credentials: !forwarded, upstream_access_token_header: forwarded ? 'authorization:bearer' : null };
}

/** Kong takes any item, and of an item every word. */
function items(condition: Condition): readonly string[] {
  return condition.map((term) => term.join(' '));
}

function forwardedHeaders(headers: Readonly<Record<string, IdentityClaim>>, version: string): { readonly [field: string]: KongValue } {
  const pairs = Object.entries(headers);
  if (pairs.length === 0) return {};
  if (atLeast(version, '3.14')) return { upstream_headers: pairs.map(([header, claim]) => ({ header, path: [CLAIMS[claim]] })) };
  return { upstream_headers_claims: pairs.map(([, claim]) => CLAIMS[claim]), upstream_headers_names: pairs.map(([header]) => header) };
}
