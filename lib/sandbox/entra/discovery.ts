import { issuer, type CloudHosts } from './cloud';

/**
 * The document by which clients and gateways find everything else of a tenant.
 *
 * @param origin Where it was asked for, so that who asks this machine is led to this machine; the issuer is the same everywhere
 */
export function discoveryDocument(hosts: CloudHosts, tenantId: string, version: 1 | 2, origin: string): Readonly<Record<string, unknown>> {
  const base = `${origin}/${tenantId}`;
  const suffix = version === 2 ? '/v2.0' : '';
  return {
    token_endpoint: `${base}/oauth2${suffix}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: version === 2 ? `${base}/discovery/v2.0/keys` : `${base}/discovery/keys`,
    response_modes_supported: ['query', 'fragment'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: issuer(hosts, tenantId, version),
    request_uri_parameter_supported: false,
    authorization_endpoint: `${base}/oauth2${suffix}/authorize`,
    ...(version === 2 && { device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode` }),
    code_challenge_methods_supported: ['S256', 'plain'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'name', 'preferred_username', 'nonce', 'tid', 'ver'],
    tenant_region_scope: null,
    cloud_instance_name: hosts.login.replace(/^login\./, ''),
    msgraph_host: hosts.graph,
  };
}
