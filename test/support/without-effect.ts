/** Fields of which some alteration is not noticed, by form, and why that is right. */
type Reasons = readonly (readonly [form: RegExp, reason: string])[];

/** The reasons of a list that are about a field. */
export function reasonsFor(field: string, list: Reasons): readonly string[] {
  return list.filter(([form]) => form.test(field)).map(([, reason]) => reason);
}

const DEFAULT = 'left out, it is what Kong does by itself in every version that is rendered for';
const ANSWERED_ELSEWHERE = 'preflights are answered by a route of their own, which is altered on its own';
const KEYS = 'keys do not change while calls are compared; test/sandbox/keys.test.ts changes them';
const TWICE = 'what it keeps from the upstream is taken away a second time, by the guard or by request-transformer';
const READ_BY_PEOPLE = 'a text for whoever reads the answer or the metrics; no access hangs on it';

export const WITHOUT_EFFECT_AT_THE_GATEWAY: Reasons = [
  [
    /^(?:altered|dropped) kongConf\./,
    'what kong.conf must say; nothing stands before the embedded gateway, and it is given the flavor by itself',
  ],
  [/^(?:altered|dropped) losses$/, 'what the dialect cannot enforce, told to people'],
  [/^altered selectTags$/, 'by which decK finds what is its own'],
  [/^(?:altered|dropped) api\.service\.id$/, 'by which Kong knows a service again when it is deployed anew'],
  [/^(?:altered|dropped) pluginDefaults\.openid-connect\.(?:cache_ttl|cache_ttl_max|rediscovery_lifetime)$/, KEYS],
  [/^(?:altered|dropped) pluginDefaults\.openid-connect\.expose_error_code$/, READ_BY_PEOPLE],
  [/^(?:altered|dropped) pluginDefaults\.openid-connect\.verify_nonce$/, 'a nonce belongs to signing in, and a bearer token has none'],
  [/^altered (?:pluginDefaults|route\.plugins)\.openid-connect\.hide_credentials$/, TWICE],
  [/^dropped (?:pluginDefaults|route\.plugins)\.openid-connect\.upstream_access_token_header$/, TWICE],
  [/^dropped route\.plugins\.openid-connect\.hide_credentials$/, DEFAULT],
  [
    /^dropped pluginDefaults\.openid-connect\.(?:audience_claim|roles_claim|run_on_preflight|using_pseudo_issuer|verify_(?:claims|parameters|signature)|enable_hs_signatures|ignore_signature|introspect_jwt_tokens|resolve_distributed_claims|search_user_info|display_errors|proof_of_possession_\w+|cache_(?:introspection|token_exchange|tokens|user_info)|cluster_cache_strategy)$/,
    DEFAULT,
  ],
  [/^(?:altered|dropped) pluginDefaults\.prometheus\.upstream_health_metrics$/, READ_BY_PEOPLE],
  [
    /^dropped pluginDefaults\.prometheus\.(?:bandwidth|latency|status_code)_metrics$/,
    'the embedded gateway counts all of it, and refuses a file that says otherwise',
  ],
  [/^dropped pluginDefaults\.(?:prometheus\.per_consumer|correlation-id\.generator)$/, DEFAULT],
  [/^dropped (?:api\.service|route)\.plugins\.file-log\.reopen$/, DEFAULT],
  [/^(?:altered|dropped) route\.plugins\.cors\.(?:headers|max_age|methods)$/, ANSWERED_ELSEWHERE],
  [/^(?:altered|dropped) preflight\.plugins\.cors\.exposed_headers$/, 'what a page may read stands in answers, not in preflights'],
  [/^dropped (?:route|preflight)\.plugins\.cors\.(?:preflight_continue|private_network)$/, DEFAULT],
  [/^(?:altered|dropped) (?:route|preflight)\.plugins\.request-termination\.message$/, READ_BY_PEOPLE],
  [
    /^(?:altered|dropped) preflight\.(?:hosts|methods|regex_priority)$/,
    'a preflight route answers what no other takes, with the status of no route; hosts that no route has get nowhere through it',
  ],
  [
    /^(?:altered|dropped) route\.plugins\.rate-limiting\.fault_tolerant$/,
    'what becomes of calls when Redis is away; counters here are the gateway’s own',
  ],
  [/^dropped route\.plugins\.rate-limiting\.(?:hide_client_headers|limit_by|policy)$/, DEFAULT],
  [/^dropped routeDefaults\.(?:https_redirect_status_code|preserve_host)$/, DEFAULT],
];

const NEVER_ASKED = 'people sign in at clients, never at the gateway: bearer tokens alone are looked at';

export const WITHOUT_EFFECT_IN_OPEN_SOURCE: Reasons = [
  [
    / pluginDefaults\.oidc\.(?:client_id|client_secret|logout_path|redirect_after_logout_uri|redirect_uri|revoke_tokens_on_logout)$/,
    NEVER_ASKED,
  ],
  [/^dropped pluginDefaults\.oidc\.(?:bearer_jwt_auth_signing_algs|skip_already_auth_requests|use_jwks|validate_scope)$/, DEFAULT],
  [/^dropped pluginDefaults\.oidc\.bearer_only$/, 'with unauth_action deny nobody is sent to sign in either'],
  [/ pluginDefaults\.acl\.hide_groups_header$/, TWICE],
  [/ pluginDefaults\.acl\.always_use_authenticated_groups$/, 'it is about consumers, of which there is none'],
];

const DEPLOYING = 'how Terraform goes about it; test/sandbox/real-terraform.test.ts and evolution.test.ts run it';
const ASKED_FOR = 'what is asked for; what is held are the grants beside it';

export const WITHOUT_EFFECT_IN_THE_DIRECTORY: Reasons = [
  [
    / azuread_application\.(?:display_name|(?:app_role|api\.oauth2_permission_scope)\.(?:admin_consent_|user_consent_)?(?:description|display_name))$/,
    'a text for people',
  ],
  [
    / azuread_(?:application|service_principal)\.owners$/,
    'who may change it, and who may sign in does not hang on it; test/sandbox/graph.test.ts',
  ],
  [/ azuread_application\.prevent_duplicate_names$| azuread_service_principal\.use_existing$/, DEPLOYING],
  [/ azuread_\w+\.lifecycle\./, DEPLOYING],
  [/ terraform_data\./, 'no object of the directory: a guard of Terraform, or what makes it tell the gateway'],
  [/ azuread_application\.required_resource_access\b/, ASKED_FOR],
  [/ azuread_application_api_access\./, ASKED_FOR],
  [/ azuread_application\.web\.implicit_grant\./, 'the sandbox signs people in by code alone'],
  [
    /^dropped azuread_application\.(?:app_role|api\.oauth2_permission_scope)\.enabled$/,
    'left out, it is enabled: the provider’s own default',
  ],
  [
    /^dropped azuread_application\.(?:fallback_public_client_enabled|sign_in_audience)$/,
    'left out, it is the same: the provider’s own default',
  ],
];
