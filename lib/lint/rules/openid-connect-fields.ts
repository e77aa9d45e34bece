/**
 * Fields of `openid-connect` by the version of Kong that brought them, and so of the oldest that is known for the first. Names out of Kong's
 * published schemas of 3.4 to 3.15 (developer.konghq.com, commit bc1cd742 of 21 August 2026).
 */
export const FIELDS_SINCE: Readonly<Record<string, string>> = {
  '3.4': `
    anonymous audience audience_claim audience_required auth_methods authenticated_groups_claim authorization_cookie_domain
    authorization_cookie_http_only authorization_cookie_name authorization_cookie_path authorization_cookie_same_site
    authorization_cookie_secure authorization_endpoint authorization_query_args_client authorization_query_args_names
    authorization_query_args_values authorization_rolling_timeout bearer_token_cookie_name bearer_token_param_type
    by_username_ignore_case cache_introspection cache_token_exchange cache_tokens cache_tokens_salt cache_ttl cache_ttl_max
    cache_ttl_min cache_ttl_neg cache_ttl_resurrect cache_user_info client_alg client_arg client_auth client_credentials_param_type
    client_id client_jwk client_secret consumer_by consumer_claim consumer_optional credential_claim disable_session
    discovery_headers_names discovery_headers_values display_errors domains downstream_access_token_header
    downstream_access_token_jwk_header downstream_headers_claims downstream_headers_names downstream_id_token_header
    downstream_id_token_jwk_header downstream_introspection_header downstream_introspection_jwt_header downstream_refresh_token_header
    downstream_session_id_header downstream_user_info_header downstream_user_info_jwt_header enable_hs_signatures end_session_endpoint
    expose_error_code extra_jwks_uris forbidden_destroy_session forbidden_error_message forbidden_redirect_uri groups_claim
    groups_required hide_credentials http_proxy http_proxy_authorization http_version https_proxy https_proxy_authorization
    id_token_param_name id_token_param_type ignore_signature introspect_jwt_tokens introspection_accept introspection_check_active
    introspection_endpoint introspection_endpoint_auth_method introspection_headers_client introspection_headers_names
    introspection_headers_values introspection_hint introspection_post_args_client introspection_post_args_names
    introspection_post_args_values issuer issuers_allowed jwt_session_claim jwt_session_cookie keepalive leeway login_action
    login_methods login_redirect_mode login_redirect_uri login_tokens logout_methods logout_post_arg logout_query_arg
    logout_redirect_uri logout_revoke logout_revoke_access_token logout_revoke_refresh_token logout_uri_suffix max_age no_proxy
    password_param_type preserve_query_args redirect_uri rediscovery_lifetime refresh_token_param_name refresh_token_param_type
    refresh_tokens resolve_distributed_claims response_mode response_type reverify revocation_endpoint revocation_endpoint_auth_method
    roles_claim roles_required run_on_preflight scopes scopes_claim scopes_required search_user_info session_absolute_timeout
    session_audience session_cookie_domain session_cookie_http_only session_cookie_name session_cookie_path session_cookie_same_site
    session_cookie_secure session_enforce_same_subject session_hash_storage_key session_hash_subject session_idling_timeout
    session_memcached_host session_memcached_port session_memcached_prefix session_memcached_socket
    session_redis_cluster_max_redirections session_redis_cluster_nodes session_redis_connect_timeout session_redis_host
    session_redis_password session_redis_port session_redis_prefix session_redis_read_timeout session_redis_send_timeout
    session_redis_server_name session_redis_socket session_redis_ssl session_redis_ssl_verify session_redis_username session_remember
    session_remember_absolute_timeout session_remember_cookie_name session_remember_rolling_timeout session_request_headers
    session_response_headers session_rolling_timeout session_secret session_storage session_store_metadata ssl_verify timeout
    token_cache_key_include_scope token_endpoint token_endpoint_auth_method token_exchange_endpoint token_headers_client
    token_headers_grants token_headers_names token_headers_prefix token_headers_replay token_headers_values token_post_args_client
    token_post_args_names token_post_args_values unauthorized_destroy_session unauthorized_error_message unauthorized_redirect_uri
    unexpected_redirect_uri upstream_access_token_header upstream_access_token_jwk_header upstream_headers_claims
    upstream_headers_names upstream_id_token_header upstream_id_token_jwk_header upstream_introspection_header
    upstream_introspection_jwt_header upstream_refresh_token_header upstream_session_id_header upstream_user_info_header
    upstream_user_info_jwt_header userinfo_accept userinfo_endpoint userinfo_headers_client userinfo_headers_names
    userinfo_headers_values userinfo_query_args_client userinfo_query_args_names userinfo_query_args_values using_pseudo_issuer
    verify_claims verify_nonce verify_parameters verify_signature
  `,
  '3.7': `
    dpop_proof_lifetime dpop_use_nonce introspection_token_param_name mtls_introspection_endpoint mtls_revocation_endpoint
    mtls_token_endpoint proof_of_possession_auth_methods_validation proof_of_possession_dpop proof_of_possession_mtls
    pushed_authorization_request_endpoint pushed_authorization_request_endpoint_auth_method require_proof_key_for_code_exchange
    require_pushed_authorization_requests require_signed_request_object revocation_token_param_name tls_client_auth_cert_id
    tls_client_auth_ssl_verify
  `,
  '3.8': `
    claims_forbidden cluster_cache_redis cluster_cache_strategy redis
  `,
  '3.9': `
    introspection_post_args_client_headers
  `,
  '3.12': `
    consumer_groups_claim consumer_groups_optional session_bind
  `,
  '3.13': `
    session_memcached_ssl session_memcached_ssl_verify
  `,
  '3.14': `
    consumer_claims downstream_headers jwks_endpoint token_exchange upstream_headers
  `,
  '3.15': `
    bearer_token_header_name cluster_cache_items principals proof_of_possession_mtls_from_header
  `,
};

/** Former names that Kong still takes, and never shows again. */
export const SHORTHANDS = `
  authorization_cookie_httponly authorization_cookie_lifetime authorization_cookie_samesite session_compressor session_strategy
  session_cookie_httponly session_cookie_idletime session_cookie_lifetime session_cookie_maxsize session_cookie_renew
  session_cookie_samesite session_memcache_host session_memcache_port session_memcache_prefix session_memcache_socket
`;

/** Fields that became a former name, by the version that did so, and what they are called since. */
export const RENAMED: Readonly<Record<string, { readonly since: string; readonly now: string }>> = {
  consumer_claim: { since: '3.14', now: 'consumer_claims' },
};
