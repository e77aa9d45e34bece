import { type TerraformResource } from '../types';

/**
 * What something in the directory is known by: `<stack>/<address>` of the application that Terraform makes or reads, a GUID in
 * lower case, or a text that begins with `?` where what stands there cannot be read.
 */
export type Identity = string;

/** Where a statement about the directory stands. */
export interface DirectoryPlace {
  readonly resource: TerraformResource;
  /** Argument within the resource, such as `app_role`; the whole resource where it is absent. */
  readonly field?: string;
}

/** An app role that an application declares. */
export interface DeclaredRole {
  readonly id: string;
  readonly value: string;
  readonly displayName: string;
  readonly description: string;
  /** `Application`, `User` or both. */
  readonly memberTypes: readonly string[];
  readonly isEnabled: boolean;
  readonly place: DirectoryPlace;
}

/** A scope that an application declares. */
export interface DeclaredScope {
  readonly id: string;
  readonly value: string;
  readonly displayName: string;
  readonly description: string;
  /** `Admin` or `User`: who may consent. */
  readonly type: string;
  readonly isEnabled: boolean;
  readonly place: DirectoryPlace;
}

/** What an application asks for. */
export interface RequestedAccess {
  /** The API it is asked of. */
  readonly api: Identity;
  readonly roleIds: readonly string[];
  readonly scopeIds: readonly string[];
  readonly place: DirectoryPlace;
}

/** Platform a redirect URI is registered for. */
export type Platform = 'web' | 'spa' | 'native';

/** A redirect URI of an application. */
export interface RedirectUri {
  readonly uri: string;
  readonly platform: Platform;
  readonly place: DirectoryPlace;
}

/** Something by which an application, or who holds it, proves itself. */
export interface Credential {
  readonly kind: 'secret' | 'certificate' | 'federated';
  readonly displayName: string;
  /** Start and end as they are written; absent where the file does not say. */
  readonly startsAt?: string;
  readonly endsAt?: string;
  /** Duration as it is written, such as `4320h`. */
  readonly relativeEnd?: string;
  /** Of federated ones: who may act as the application. */
  readonly subject?: string;
  readonly issuer?: string;
  readonly audiences: readonly string[];
  /** The expression of a flexible federated credential. */
  readonly expression?: string;
  readonly place: DirectoryPlace;
}

/** An app registration, together with the service principal that stands for it in the tenant. */
export interface Application {
  readonly identity: Identity;
  /** Client id where it is known. */
  readonly clientId?: string;
  readonly displayName: string;
  /** `AzureADMyOrg` where nothing is said. */
  readonly signInAudience: string;
  /** Version of access tokens it asks for; 1 where nothing is said. */
  readonly tokenVersion: number;
  readonly identifierUris: readonly string[];
  readonly roles: readonly DeclaredRole[];
  readonly scopes: readonly DeclaredScope[];
  readonly requests: readonly RequestedAccess[];
  readonly redirectUris: readonly RedirectUri[];
  readonly issuesImplicitAccessTokens: boolean;
  readonly issuesImplicitIdTokens: boolean;
  readonly isFallbackPublic: boolean;
  /** Names of optional claims in its access tokens. */
  readonly optionalClaims: readonly string[];
  readonly groupClaims: readonly string[];
  /** Object ids or references, as they are written. */
  readonly owners: readonly string[];
  readonly credentials: readonly Credential[];
  readonly preventsDestroy: boolean;
  readonly place: DirectoryPlace;
  /** Absent where none is made or read. */
  readonly servicePrincipal?: ServicePrincipal;
}

/** The presence of an application in the tenant. */
export interface ServicePrincipal {
  /** Object id where it is known. */
  readonly objectId?: string;
  /** True when Entra issues no token to who is not assigned. False where nothing is said. */
  readonly requiresAssignment: boolean;
  readonly isEnabled: boolean;
  readonly place: DirectoryPlace;
}

/** An app role that a client, a group or a person holds. */
export interface RoleAssignment {
  readonly holder: Identity;
  readonly api: Identity;
  readonly roleId: string;
  readonly place: DirectoryPlace;
}

/** Scopes a client may use for people without their consent. */
export interface ScopeGrant {
  readonly client: Identity;
  readonly api: Identity;
  /** Values, or ids where the application is pre-authorized. */
  readonly values: readonly string[];
  readonly scopeIds: readonly string[];
  /** The one person it is for; everybody where absent. */
  readonly person?: string;
  readonly isPreAuthorized: boolean;
  readonly place: DirectoryPlace;
}

/** What a deployment's stacks say of the directory. */
export interface Directory {
  /** Tenant of the provider; null where none or several are said. */
  readonly tenantId: string | null;
  readonly applications: readonly Application[];
  readonly roleAssignments: readonly RoleAssignment[];
  readonly scopeGrants: readonly ScopeGrant[];
  /** Resources of the azuread provider whose effect on access is not read. */
  readonly unread: readonly TerraformResource[];
}
