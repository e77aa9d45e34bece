import { type Json } from '../../../terraform';
import { badRequest, type Application, type OptionalClaim } from '../../directory';
import { blockOf, blocksIn, flagOf, idsByValue, textOf, textOrNull, textsOf } from '../arguments';
import { type Attributes } from '../evaluation';
import { type ResourceKind } from './resource-kind';

/** `azuread_application`: one registration. */
export const application: ResourceKind = {
  known: [
    'api',
    'app_role',
    'description',
    'device_only_auth_enabled',
    'display_name',
    'fallback_public_client_enabled',
    'group_membership_claims',
    'identifier_uris',
    'notes',
    'optional_claims',
    'owners',
    'prevent_duplicate_names',
    'public_client',
    'required_resource_access',
    'service_management_reference',
    'sign_in_audience',
    'single_page_application',
    'web',
  ],
  make: (tenant, values) => {
    const name = textOf(values, 'display_name') ?? '';
    const namesake = tenant.applications.all().find(({ displayName }) => displayName === name);
    if (namesake !== undefined && flagOf(values, 'prevent_duplicate_names'))
      throw badRequest(`An existing application with name ${JSON.stringify(name)} was found, and prevent_duplicate_names was specified.`);
    const made = tenant.applications.create(bodyOf(values, name), textsOf(values, 'owners'));
    return attributesOf(made);
  },
};

const VERSION = 'requested_access_token_version';
const ROLE = ['allowed_member_types', 'description', 'display_name', 'enabled', 'id', 'value'];
const SCOPE = [
  ...['admin_consent_description', 'admin_consent_display_name', 'enabled', 'id', 'type'],
  ...['user_consent_description', 'user_consent_display_name', 'value'],
];

function bodyOf(values: Json, displayName: string): Json {
  const api = blockOf(values, 'api', ['known_client_applications', 'mapped_claims_enabled', 'oauth2_permission_scope', VERSION]);
  const web = blockOf(values, 'web', ['homepage_url', 'implicit_grant', 'logout_url', 'redirect_uris']);
  const [spa, native] = ['single_page_application', 'public_client'].map((block) => blockOf(values, block, ['redirect_uris']));
  const implicit = blockOf(web, 'implicit_grant', ['access_token_issuance_enabled', 'id_token_issuance_enabled']);
  const claims = blockOf(values, 'optional_claims', ['access_token', 'id_token', 'saml2_token']);
  const version = api?.[VERSION] ?? 1;
  const groups = textsOf(values, 'group_membership_claims');
  return {
    displayName,
    description: textOrNull(values, 'description'),
    notes: textOrNull(values, 'notes'),
    signInAudience: textOf(values, 'sign_in_audience') ?? 'AzureADMyOrg',
    identifierUris: textsOf(values, 'identifier_uris'),
    appRoles: blocksIn(values, 'app_role', ROLE).map(roleOf),
    api: {
      acceptMappedClaims: flagOf(api, 'mapped_claims_enabled'),
      knownClientApplications: textsOf(api, 'known_client_applications'),
      requestedAccessTokenVersion: version,
      oauth2PermissionScopes: blocksIn(api, 'oauth2_permission_scope', SCOPE).map(scopeOf),
    },
    requiredResourceAccess: blocksIn(values, 'required_resource_access', ['resource_access', 'resource_app_id']).map((block) => ({
      resourceAppId: textOf(block, 'resource_app_id') ?? '',
      resourceAccess: blocksIn(block, 'resource_access', ['id', 'type']).map((one) => ({
        id: textOf(one, 'id') ?? '',
        type: textOf(one, 'type') ?? '',
      })),
    })),
    web: {
      homePageUrl: textOrNull(web, 'homepage_url'),
      logoutUrl: textOrNull(web, 'logout_url'),
      redirectUris: textsOf(web, 'redirect_uris'),
      implicitGrantSettings: {
        enableAccessTokenIssuance: flagOf(implicit, 'access_token_issuance_enabled'),
        enableIdTokenIssuance: flagOf(implicit, 'id_token_issuance_enabled'),
      },
    },
    spa: { redirectUris: textsOf(spa, 'redirect_uris') },
    publicClient: { redirectUris: textsOf(native, 'redirect_uris') },
    isDeviceOnlyAuthSupported: flagOf(values, 'device_only_auth_enabled'),
    isFallbackPublicClient: flagOf(values, 'fallback_public_client_enabled'),
    groupMembershipClaims: groups.length > 0 ? groups.join(',') : null,
    optionalClaims:
      claims === undefined
        ? {}
        : {
            accessToken: claimsOf(claims, 'access_token'),
            idToken: claimsOf(claims, 'id_token'),
            saml2Token: claimsOf(claims, 'saml2_token'),
          },
    serviceManagementReference: textOrNull(values, 'service_management_reference'),
  };
}

function roleOf(block: Json): Json {
  return {
    id: textOf(block, 'id'),
    value: textOrNull(block, 'value'),
    displayName: textOf(block, 'display_name'),
    description: textOf(block, 'description'),
    allowedMemberTypes: textsOf(block, 'allowed_member_types'),
    isEnabled: flagOf(block, 'enabled', true),
  };
}

function scopeOf(block: Json): Json {
  return {
    id: textOf(block, 'id'),
    value: textOrNull(block, 'value'),
    type: textOf(block, 'type') ?? 'User',
    isEnabled: flagOf(block, 'enabled', true),
    adminConsentDisplayName: textOrNull(block, 'admin_consent_display_name'),
    adminConsentDescription: textOrNull(block, 'admin_consent_description'),
    userConsentDisplayName: textOf(block, 'user_consent_display_name') ?? '',
    userConsentDescription: textOf(block, 'user_consent_description') ?? '',
  };
}

function claimsOf(claims: Json, name: string): readonly OptionalClaim[] {
  return blocksIn(claims, name, ['additional_properties', 'essential', 'name', 'source']).map((block) => ({
    name: textOf(block, 'name') ?? '',
    ...(textOf(block, 'source') !== undefined && { source: textOrNull(block, 'source') }),
    essential: flagOf(block, 'essential'),
    additionalProperties: textsOf(block, 'additional_properties'),
  }));
}

/** What others may refer to. */
function attributesOf({ id, appId, appRoles, api, publisherDomain }: Application): Attributes {
  return {
    id: `/applications/${id}`,
    object_id: id,
    client_id: appId,
    publisher_domain: publisherDomain,
    app_role_ids: idsByValue(appRoles),
    oauth2_permission_scope_ids: idsByValue(api.oauth2PermissionScopes),
  };
}
