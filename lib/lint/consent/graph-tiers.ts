import { type GraphRole } from '../../model';

/**
 * Application permissions of Microsoft Graph with a known way to Global Administrator, and that way. Judged here from what the
 * permission may do, the published attack paths, and, where nobody has tried, by caution.
 *
 * @see https://github.com/emiliensocchi/azure-tiering (application permissions by attack path, commit 0f5fed14)
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
export const TIER_0: Readonly<Partial<Record<GraphRole, string>>> = {
  'AdministrativeUnit.ReadWrite.All': 'takes protected accounts out of the units that restrict who may reset their passwords',
  'AppRoleAssignment.ReadWrite.All': 'grants itself any other application permission, without consent',
  'Application.ReadWrite.All': 'adds a credential to a more privileged application and acts as it',
  'DelegatedAdminRelationship.ReadWrite.All': 'lets a partner administer the tenant; not known to have been tried',
  'Directory.ReadWrite.All': 'adds members to groups that hold privileges on Azure resources, whose identities may hold more',
  'Domain.ReadWrite.All': 'adds a federated domain and signs in as anybody',
  'EntitlementManagement.ReadWrite.All': 'changes who may request an access package that gives administrative roles',
  'Group.ReadWrite.All': 'adds members to groups that hold privileges on Azure resources, whose identities may hold more',
  'GroupMember.ReadWrite.All': 'adds members to groups that hold privileges on Azure resources, whose identities may hold more',
  'OnPremDirectorySynchronization.ReadWrite.All': 'changes how accounts are synchronized; not known to have been tried',
  'Policy.ReadWrite.AuthenticationMethod': 'turns on sign-in methods by which accounts are then taken over',
  'Policy.ReadWrite.PermissionGrant': 'writes the policy by which consents are given, its own among them',
  'PrivilegedAccess.ReadWrite.AzureAD': 'assigns administrative roles through the former interface of Privileged Identity Management',
  'PrivilegedAccess.ReadWrite.AzureADGroup': 'adds members to groups that hold administrative roles',
  'PrivilegedAccess.ReadWrite.AzureResources': 'assigns roles on Azure resources, whose identities may hold more',
  'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup': 'adds members to groups that hold administrative roles',
  'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup': 'makes accounts eligible for groups that hold administrative roles',
  'RoleAssignmentSchedule.ReadWrite.Directory': 'assigns administrative roles',
  'RoleEligibilitySchedule.ReadWrite.Directory': 'makes accounts eligible for administrative roles',
  'RoleManagement.ReadWrite.Directory': 'assigns administrative roles, to itself too',
  'RoleManagementPolicy.ReadWrite.AzureADGroup': 'takes away what must be fulfilled to activate a group with administrative roles',
  'RoleManagementPolicy.ReadWrite.Directory': 'takes away what must be fulfilled to activate an administrative role',
  'Synchronization.ReadWrite.All':
    'changes what is provisioned from other systems, credentials of connectors included; not known to have been tried',
  'User.ReadWrite.All': 'changes the attributes by which people become members of privileged groups',
  'User-PasswordProfile.ReadWrite.All': 'resets passwords and signs in as their owners',
  'UserAuthenticationMethod.ReadWrite.All': 'adds a sign-in method to any account, administrators included, and signs in as it',
};

/** Owns what it creates: no way up by itself, but every application it owns is in its hands. */
export const ALMOST_TIER_0: Readonly<Partial<Record<GraphRole, string>>> = {
  'Application.ReadWrite.OwnedBy': 'acts as every application it owns, and so holds what those hold',
  'DelegatedPermissionGrant.ReadWrite.All': 'consents to delegated permissions for everybody',
  'Policy.ReadWrite.ConditionalAccess': 'turns off the conditions of signing in for everybody',
};

/** Reads that are as sensitive as a write: contents of mail, files, chats and secrets of devices. */
export const SENSITIVE_READ =
  /^(?:BitlockerKey|Calendars|CallRecords?|Chat|ChatMessage|ChannelMessage|Contacts|DeviceLocalCredential|Files|Mail|MailboxItem|Notes|OnlineMeeting\w*|Sites|SecurityAlert|eDiscovery)\.Read(?:\.|$)/;
