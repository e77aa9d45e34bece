import { type Application, type ServicePrincipal } from './types';

type Made = 'id' | 'appId' | 'createdDateTime' | 'publisherDomain';

/** What Graph answers for an application of which nothing is said. */
export const APPLICATION_DEFAULTS: Omit<Application, Made | 'displayName'> = {
  description: null,
  notes: null,
  signInAudience: 'AzureADMyOrg',
  identifierUris: [],
  appRoles: [],
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    requestedAccessTokenVersion: null,
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
  },
  requiredResourceAccess: [],
  web: {
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: [],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
  },
  spa: { redirectUris: [] },
  publicClient: { redirectUris: [] },
  isFallbackPublicClient: null,
  isDeviceOnlyAuthSupported: null,
  oauth2RequirePostResponse: false,
  groupMembershipClaims: null,
  optionalClaims: null,
  passwordCredentials: [],
  keyCredentials: [],
  tags: [],
  info: {
    logoUrl: null,
    marketingUrl: null,
    privacyStatementUrl: null,
    supportUrl: null,
    termsOfServiceUrl: null,
  },
  samlMetadataUrl: null,
  serviceManagementReference: null,
  defaultRedirectUri: null,
  disabledByMicrosoftStatus: null,
};

/** Names of what Graph shows of an application. */
export const APPLICATION_PROPERTIES: readonly string[] = [
  ...(['id', 'appId', 'createdDateTime', 'publisherDomain', 'displayName'] satisfies readonly (Made | 'displayName')[]),
  ...Object.keys(APPLICATION_DEFAULTS),
];

type Taken =
  'displayName' | 'appDisplayName' | 'appRoles' | 'oauth2PermissionScopes' | 'servicePrincipalNames' | 'replyUrls' | 'signInAudience';

type MadeOfPrincipal = 'id' | 'appId' | 'createdDateTime' | 'appOwnerOrganizationId';

/** What Graph answers for a service principal of which nothing is said. */
export const SERVICE_PRINCIPAL_DEFAULTS: Omit<ServicePrincipal, MadeOfPrincipal | Taken> = {
  accountEnabled: true,
  appRoleAssignmentRequired: false,
  servicePrincipalType: 'Application',
  alternativeNames: [],
  description: null,
  notes: null,
  homepage: null,
  loginUrl: null,
  logoutUrl: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  samlMetadataUrl: null,
  samlSingleSignOnSettings: null,
  tags: [],
};

/** Names of what Graph shows of a service principal. */
export const SERVICE_PRINCIPAL_PROPERTIES: readonly string[] = [
  ...(['id', 'appId', 'createdDateTime', 'appOwnerOrganizationId'] satisfies readonly MadeOfPrincipal[]),
  ...(['displayName', 'appDisplayName', 'appRoles', 'oauth2PermissionScopes'] satisfies readonly Taken[]),
  ...(['servicePrincipalNames', 'replyUrls', 'signInAudience'] satisfies readonly Taken[]),
  ...Object.keys(SERVICE_PRINCIPAL_DEFAULTS),
];
