export { permissionsNeeded, type PermissionOptions } from './needed';
export { permissionsJson, permissionsMarkdown, permissionsText } from './report';
export type {
  AzureScope,
  IdentityPermissions,
  NeededAzureRole,
  NeededPermission,
  NeededPerson,
  PermissionsNeeded,
  PipelineIdentity,
  UnknownNeed,
} from './types';
