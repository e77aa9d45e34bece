import { type GraphRole } from '../model';

/** Permissions one of which is enough, the least first. */
export type AnyOf = readonly GraphRole[];

/** What the provider calls for a type of resource. */
export interface ResourceFact {
  /** Whether it registers something, consents to something, or is none of both. */
  readonly kind: 'registration' | 'consent' | 'other';
  /** What reading it takes: all of these. */
  readonly read: readonly AnyOf[];
  /** What making, changing and deleting it takes besides. */
  readonly write: readonly AnyOf[];
}

const READ_APPLICATIONS: AnyOf = ['Application.Read.All', 'Application.ReadWrite.OwnedBy', 'Directory.Read.All'];
// Lists of credentials are the one part of an application that the right to read the directory does not open.
const READ_CREDENTIALS: AnyOf = ['Application.Read.All', 'Application.ReadWrite.OwnedBy'];
const OWNED: AnyOf = ['Application.ReadWrite.OwnedBy'];

const REGISTRATION: ResourceFact = { kind: 'registration', read: [READ_APPLICATIONS], write: [OWNED] };
const FEDERATED: ResourceFact = { kind: 'registration', read: [READ_CREDENTIALS], write: [OWNED] };
const GROUP: ResourceFact = {
  kind: 'other',
  read: [['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All']],
  write: [['Group.ReadWrite.All']],
};

/**
 * Managed resources by type: the calls are those of the provider's source, what each call takes is Graph's own data of least
 * privileges. A type that is not here is reported, never taken for harmless.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference
 * @see https://registry.terraform.io/providers/hashicorp/azuread/latest/docs, "API Permissions" of each page
 */
export const RESOURCES: Readonly<Record<string, ResourceFact>> = {
  azuread_application: REGISTRATION,
  azuread_application_api_access: REGISTRATION,
  azuread_application_app_role: REGISTRATION,
  azuread_application_certificate: REGISTRATION,
  azuread_application_fallback_public_client: REGISTRATION,
  azuread_application_federated_identity_credential: FEDERATED,
  azuread_application_flexible_federated_identity_credential: FEDERATED,
  azuread_application_identifier_uri: REGISTRATION,
  azuread_application_known_clients: REGISTRATION,
  azuread_application_optional_claims: REGISTRATION,
  // Graph wants to read who becomes owner as well.
  azuread_application_owner: { kind: 'registration', read: [READ_APPLICATIONS], write: [OWNED, ['Directory.Read.All']] },
  azuread_application_password: REGISTRATION,
  azuread_application_permission_scope: REGISTRATION,
  azuread_application_pre_authorized: REGISTRATION,
  azuread_application_redirect_uris: REGISTRATION,
  azuread_application_registration: REGISTRATION,
  azuread_service_principal: REGISTRATION,
  azuread_service_principal_certificate: REGISTRATION,
  azuread_service_principal_password: REGISTRATION,
  azuread_app_role_assignment: {
    kind: 'consent',
    read: [READ_APPLICATIONS],
    // Graph documents the two as a pair; of the second it names these alone.
    write: [['AppRoleAssignment.ReadWrite.All'], ['Application.Read.All', 'Directory.Read.All']],
  },
  azuread_service_principal_delegated_permission_grant: {
    kind: 'consent',
    read: [['Directory.Read.All', 'DelegatedPermissionGrant.ReadWrite.All']],
    // The provider reads client and API before it grants.
    write: [['DelegatedPermissionGrant.ReadWrite.All'], READ_APPLICATIONS],
  },
  azuread_group: GROUP,
  azuread_group_member: GROUP,
  azuread_group_without_members: GROUP,
};

/** Data sources by type: what reading takes. */
export const DATA_SOURCES: Readonly<Record<string, readonly AnyOf[]>> = {
  azuread_application: [READ_APPLICATIONS],
  azuread_application_published_app_ids: [],
  azuread_client_config: [],
  azuread_group: [['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All']],
  azuread_service_principal: [READ_APPLICATIONS],
  azuread_service_principals: [READ_APPLICATIONS],
  azuread_user: [['User.Read.All', 'Directory.Read.All']],
  azuread_users: [['User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All']],
};

/** What a permission is needed for, and what it cannot be narrowed to. */
export const PURPOSES: Readonly<Partial<Record<GraphRole, { readonly why: string; readonly limit: string }>>> = {
  'Application.Read.All': {
    why: 'reads registrations, service principals, their owners and who holds which app role',
    limit: 'it reads every registration of the tenant: there is no form of it for chosen ones, and none of it is a secret',
  },
  'Application.ReadWrite.OwnedBy': {
    why: 'makes, changes and deletes registrations and service principals',
    limit:
      'it reaches what the identity owns, application and service principal each: its object id must be among the owners, which `deployers` sees to. ' +
      'What others registered must first be handed over, and owners of an existing registration are changed by an administrator, since Graph does not take this alone for that',
  },
  'AppRoleAssignment.ReadWrite.All': {
    why: 'grants app roles to clients and assigns groups and people',
    limit: 'there is no form of it for chosen APIs or clients: whoever holds it can grant itself every application permission there is',
  },
  'DelegatedPermissionGrant.ReadWrite.All': {
    why: 'consents to scopes for everybody, and reads such consents',
    limit:
      'there is no form of it for chosen APIs or clients. The provider’s page names Directory.ReadWrite.All instead, which does far more; Graph takes this',
  },
  'Directory.Read.All': {
    why: 'reads what Graph opens to no narrower permission, such as consents to scopes',
    limit:
      'it reads all of the directory, people and groups too. DelegatedPermissionGrant.Read.All is published and by its description enough for consents, but Graph’s data names no call that takes it',
  },
  'Group.Read.All': { why: 'reads groups and their members', limit: 'it reads every group of the tenant' },
  'Group.ReadWrite.All': {
    why: 'makes, changes and deletes groups and their members',
    limit:
      'it reaches every group but those that hold roles of Entra; Group.Create with ownership is enough for own groups without members',
  },
  'User.Read.All': { why: 'reads people', limit: 'it reads every person of the tenant' },
  'User.ReadBasic.All': { why: 'reads names of people', limit: 'it reads the basic profile of every person of the tenant' },
};
