/** An app role, as Graph writes it. */
export interface AppRole {
  readonly id: string;
  readonly value: string | null;
  readonly displayName: string;
  readonly description: string;
  readonly allowedMemberTypes: readonly string[];
  readonly isEnabled: boolean;
}

/** A scope, as Graph writes it. */
export interface PermissionScope {
  readonly id: string;
  readonly value: string | null;
  /** `User` where people may consent by themselves. */
  readonly type: string;
  readonly isEnabled: boolean;
  readonly adminConsentDisplayName: string | null;
  readonly adminConsentDescription: string | null;
  readonly userConsentDisplayName: string | null;
  readonly userConsentDescription: string | null;
}

/** A client that needs no consent for some scopes. */
export interface PreAuthorizedApplication {
  readonly appId: string;
  readonly delegatedPermissionIds: readonly string[];
}

/** What an application asks of one API. */
export interface RequiredResourceAccess {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: string }[];
}

/** A secret. Its text is kept apart, and shown once. */
export interface PasswordCredential {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly startDateTime: string;
  readonly endDateTime: string;
  readonly hint: string;
}

/** A certificate: the public half alone. */
export interface KeyCredential {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly type: string;
  readonly usage: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
  /** The certificate, base64 of DER. */
  readonly key: string;
}

/** Somebody else's token that an application may show as its own proof. */
export interface FederatedIdentityCredential {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  readonly description: string | null;
}

/** The redirect URIs of a platform. */
export interface PlatformSettings {
  readonly redirectUris: readonly string[];
}

/** An app registration. The names are Graph's, so that what is written and what is read are the same. */
export interface Application {
  readonly id: string;
  readonly appId: string;
  readonly createdDateTime: string;
  readonly publisherDomain: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly notes: string | null;
  readonly signInAudience: string;
  readonly identifierUris: readonly string[];
  readonly appRoles: readonly AppRole[];
  readonly api: {
    readonly acceptMappedClaims: boolean | null;
    readonly knownClientApplications: readonly string[];
    /** 1 where it is null. */
    readonly requestedAccessTokenVersion: number | null;
    readonly oauth2PermissionScopes: readonly PermissionScope[];
    readonly preAuthorizedApplications: readonly PreAuthorizedApplication[];
  };
  readonly requiredResourceAccess: readonly RequiredResourceAccess[];
  readonly web: PlatformSettings & {
    readonly homePageUrl: string | null;
    readonly logoutUrl: string | null;
    readonly implicitGrantSettings: { readonly enableAccessTokenIssuance: boolean; readonly enableIdTokenIssuance: boolean };
  };
  readonly spa: PlatformSettings;
  readonly publicClient: PlatformSettings;
  readonly isFallbackPublicClient: boolean | null;
  readonly isDeviceOnlyAuthSupported: boolean | null;
  readonly oauth2RequirePostResponse: boolean;
  readonly groupMembershipClaims: string | null;
  readonly optionalClaims: OptionalClaims | null;
  readonly passwordCredentials: readonly PasswordCredential[];
  readonly keyCredentials: readonly KeyCredential[];
  readonly tags: readonly string[];
  readonly info: Readonly<Record<string, string | null>>;
  readonly samlMetadataUrl: string | null;
  readonly serviceManagementReference: string | null;
  readonly defaultRedirectUri: string | null;
  readonly disabledByMicrosoftStatus: string | null;
}

/** Claims that an API wants in tokens besides. */
export interface OptionalClaims {
  readonly accessToken?: readonly OptionalClaim[];
  readonly idToken?: readonly OptionalClaim[];
  readonly saml2Token?: readonly OptionalClaim[];
}

/** One of them. */
export interface OptionalClaim {
  readonly name: string;
  readonly source?: string | null;
  readonly essential: boolean;
  readonly additionalProperties?: readonly string[] | null;
}

/** What stands for an application in a tenant. */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly createdDateTime: string;
  readonly displayName: string;
  readonly appDisplayName: string;
  readonly appOwnerOrganizationId: string | null;
  readonly accountEnabled: boolean;
  readonly appRoleAssignmentRequired: boolean;
  /** `Application` or `ManagedIdentity`. */
  readonly servicePrincipalType: string;
  readonly servicePrincipalNames: readonly string[];
  readonly alternativeNames: readonly string[];
  readonly appRoles: readonly AppRole[];
  readonly oauth2PermissionScopes: readonly PermissionScope[];
  readonly description: string | null;
  readonly notes: string | null;
  readonly homepage: string | null;
  readonly loginUrl: string | null;
  readonly logoutUrl: string | null;
  readonly replyUrls: readonly string[];
  readonly notificationEmailAddresses: readonly string[];
  readonly preferredSingleSignOnMode: string | null;
  readonly samlMetadataUrl: string | null;
  readonly samlSingleSignOnSettings: { readonly relayState?: string | null } | null;
  readonly signInAudience: string | null;
  readonly tags: readonly string[];
}

/** An app role held by an application, a group or a person. */
export interface AppRoleAssignment {
  readonly id: string;
  readonly appRoleId: string;
  readonly principalId: string;
  readonly principalType: 'ServicePrincipal' | 'Group' | 'User';
  readonly principalDisplayName: string;
  readonly resourceId: string;
  readonly resourceDisplayName: string;
  readonly createdDateTime: string;
}

/** Scopes that a client may use for people. */
export interface OAuth2PermissionGrant {
  readonly id: string;
  /** Object id of the client's service principal. */
  readonly clientId: string;
  readonly consentType: 'AllPrincipals' | 'Principal';
  readonly principalId: string | null;
  readonly resourceId: string;
  /** Values, with spaces between. */
  readonly scope: string;
}

/** A person. */
export interface User {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
}

/** A group of people. */
export interface Group {
  readonly id: string;
  readonly displayName: string;
  /** Object ids of people. */
  readonly members: readonly string[];
}
