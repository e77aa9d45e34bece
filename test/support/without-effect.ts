/** Fields of which no alteration is noticed, by form, and why that is right. */
export type Reasons = readonly (readonly [form: RegExp, reason: string])[];

/** The reasons of a list that are about a field. */
export function reasonsFor(field: string, list: Reasons): readonly string[] {
  return list.filter(([form]) => form.test(field)).map(([, reason]) => reason);
}

/** Fields that were altered and taken away, by whether any of it was noticed. */
export interface Noticed {
  readonly noticed: readonly string[];
  /** With every value that the file has of each. */
  readonly silent: ReadonlyMap<string, readonly unknown[]>;
}

/** How what was found differs from a list. */
export interface Differences {
  /** Nobody notices them, and the list says nothing of them. */
  readonly unexplained: readonly string[];
  /** The list has several reasons for them. */
  readonly explainedTwice: readonly string[];
  /** The list says that nobody notices them. */
  readonly noticedAllTheSame: readonly string[];
  /** Forms of the list that no field has. */
  readonly ofNothing: readonly string[];
}

export const AS_LISTED: Differences = { unexplained: [], explainedTwice: [], noticedAllTheSame: [], ofNothing: [] };

/** Holds what was found against a list. */
export function comparedWith(list: Reasons, { noticed, silent }: Noticed): Differences {
  const fields = [...silent.keys()];
  return {
    unexplained: fields.filter((field) => reasonsFor(field, list).length === 0),
    explainedTwice: fields.filter((field) => reasonsFor(field, list).length > 1),
    noticedAllTheSame: noticed.filter((field) => reasonsFor(field, list).length > 0),
    ofNothing: list.filter(([form]) => !fields.some((field) => form.test(field))).map(([form]) => form.source),
  };
}

/** Tests hold it against the published schemas. */
export const DEFAULT = 'left out, it is what Kong does by itself in every release whose schema is published here';
const ROUTE_DEFAULT = 'left out, it is what Kong does with a route by itself; lib/kong/read fills in the same';
const ANSWERED_ELSEWHERE = 'preflights are answered by a route of their own, which is altered on its own';
const KEYS = 'keys do not change while calls are compared; test/sandbox/keys.test.ts changes them';
const TWICE = 'what it keeps from the upstream is taken away a second time, by the guard or by request-transformer';
const READ_BY_PEOPLE = 'a text for whoever reads the answer or the metrics; no access hangs on it';

export const WITHOUT_EFFECT_AT_THE_GATEWAY: Reasons = [
  [/^(?:altered|dropped) kongConf\.router_flavor$/, 'what kong.conf must say; the embedded gateway is given the flavor by itself'],
  [/^(?:altered|dropped) losses$/, 'what the dialect cannot enforce, told to people'],
  [/^altered selectTags\[\]$/, 'by which decK finds what is its own'],
  [/^(?:altered|dropped) api\.service\.id$/, 'by which Kong knows a service again when it is deployed anew'],
  [/^(?:altered|dropped) pluginDefaults\.openid-connect\.(?:cache_ttl|cache_ttl_max|rediscovery_lifetime)$/, KEYS],
  [/^(?:altered|dropped) pluginDefaults\.openid-connect\.expose_error_code$/, READ_BY_PEOPLE],
  [/^(?:altered|dropped) pluginDefaults\.openid-connect\.verify_nonce$/, 'a nonce belongs to signing in, and a bearer token has none'],
  [
    /^(?:altered pluginDefaults\.openid-connect\.hide_credentials|dropped pluginDefaults\.openid-connect\.upstream_access_token_header)$/,
    TWICE,
  ],
  [
    /^(?:(?:altered|dropped) route\.plugins\.openid-connect\.hide_credentials|dropped route\.plugins\.openid-connect\.upstream_access_token_header)$/,
    'a route that hands the token on says so twice: it is not taken away, and it is written again; either is enough',
  ],
  [
    /^dropped pluginDefaults\.openid-connect\.(?:audience_claim|roles_claim|run_on_preflight|using_pseudo_issuer|verify_(?:claims|parameters|signature)|enable_hs_signatures|ignore_signature|introspect_jwt_tokens|resolve_distributed_claims|search_user_info|display_errors|proof_of_possession_\w+|cluster_cache_strategy)$/,
    DEFAULT,
  ],
  [
    /^dropped pluginDefaults\.openid-connect\.cache_(?:introspection|token_exchange|tokens|user_info)$/,
    'answers of a token endpoint, of introspection and of userinfo are never asked for: tokens are verified here by keys alone',
  ],
  [/^(?:altered|dropped) pluginDefaults\.prometheus\.upstream_health_metrics$/, READ_BY_PEOPLE],
  [/^dropped pluginDefaults\.prometheus\.per_consumer$/, DEFAULT],
  [/^dropped (?:api\.service|route)\.plugins\.file-log\.reopen$/, DEFAULT],
  [
    /^(?:(?:altered|dropped) route\.plugins\.cors\.(?:headers(?:\[\])?|max_age|methods)|altered route\.plugins\.cors\.methods\[\])$/,
    ANSWERED_ELSEWHERE,
  ],
  [
    /^(?:(?:altered|dropped) preflight\.plugins\.cors\.exposed_headers|altered preflight\.plugins\.cors\.exposed_headers\[\])$/,
    'what a page may read stands in answers, not in preflights',
  ],
  [/^dropped (?:route|preflight)\.plugins\.cors\.(?:preflight_continue|private_network)$/, DEFAULT],
  [/^(?:altered|dropped) (?:route|preflight)\.plugins\.request-termination\.message$/, READ_BY_PEOPLE],
  [
    /^(?:altered preflight\.hosts|(?:altered|dropped) preflight\.(?:methods|regex_priority)|dropped preflight\.methods\[\])$/,
    'a preflight route answers what no other takes, with the status of no route; hosts that no route has get nowhere through it',
  ],
  [
    /^(?:altered|dropped) route\.plugins\.rate-limiting\.fault_tolerant$/,
    'what becomes of calls when Redis is away; counters here are the gateway’s own',
  ],
  [
    /^dropped route\.plugins\.rate-limiting\.limit_by$/,
    'left out, Kong counts by consumer; nobody is one, so it counts by credential, and by address where there is none',
  ],
  [/^dropped route\.plugins\.rate-limiting\.(?:hide_client_headers|policy)$/, DEFAULT],
  [/^dropped routeDefaults\.(?:https_redirect_status_code|preserve_host)$/, ROUTE_DEFAULT],
];

const NEVER_ASKED = 'people sign in at clients, never at the gateway: bearer tokens alone are looked at';

export const WITHOUT_EFFECT_IN_OPEN_SOURCE: Reasons = [
  [
    /^(?:(?:altered|dropped) pluginDefaults\.oidc\.(?:logout_path|redirect_after_logout_uri|redirect_uri)|dropped pluginDefaults\.oidc\.revoke_tokens_on_logout|altered pluginDefaults\.oidc\.client_(?:id|secret))$/,
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
    /^altered azuread_application\.(?:display_name|app_role\.(?:description|display_name)|api\.oauth2_permission_scope\.(?:admin|user)_consent_(?:description|display_name))$/,
    'a text for people',
  ],
  [/^dropped azuread_application\.api\.oauth2_permission_scope\.user_consent_(?:description|display_name)$/, 'a text for people'],
  [
    /^altered azuread_application\.identifier_uris$/,
    'one more name of the same API: a token is for its client id, whatever it was called by',
  ],
  [
    /^dropped azuread_(?:application|service_principal)\.owners(?:\[\])?$/,
    'who may change it, and who may sign in does not hang on it; test/sandbox/graph.test.ts',
  ],
  [/^(?:altered|dropped) azuread_(?:application\.prevent_duplicate_names|service_principal\.use_existing)$/, DEPLOYING],
  [/^(?:altered|dropped) azuread_\w+\.lifecycle\.(?:ignore_changes|replace_triggered_by)(?:\[\])?$/, DEPLOYING],
  [
    /^(?:altered|dropped) terraform_data\.(?:triggers_replace\.\w|input\.scope_ids|for_each|lifecycle\.prevent_destroy)/,
    'no object of the directory: a guard of Terraform, or what makes it tell the gateway',
  ],
  [
    /^(?:altered azuread_application\.required_resource_access\.resource_access\.id|dropped azuread_application\.required_resource_access(?:\.resource_access)?)$/,
    ASKED_FOR,
  ],
  [
    /^(?:altered azuread_application_api_access\.(?:api_client_id|application_id|(?:role|scope)_ids\[\])|dropped azuread_application_api_access\.(?:role|scope)_ids(?:\[\])?)$/,
    ASKED_FOR,
  ],
  [
    /^(?:altered|dropped) azuread_application\.web\.implicit_grant\.(?:access|id)_token_issuance_enabled$/,
    'the sandbox signs people in by code alone',
  ],
  [
    /^dropped azuread_application\.(?:app_role|api\.oauth2_permission_scope)\.enabled$/,
    'left out, it is enabled: the provider’s own default',
  ],
  [
    /^dropped azuread_application\.(?:fallback_public_client_enabled|sign_in_audience)$/,
    'left out, it is the same: the provider’s own default',
  ],
];
