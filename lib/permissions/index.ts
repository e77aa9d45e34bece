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
export {
  checkWorkloads,
  federatedSubject,
  type AzureDevopsWorkload,
  type FederatedSubject,
  type GithubWorkload,
  type GitlabWorkload,
  type OtherWorkload,
  type Workload,
  type Workloads,
} from './workload';
export {
  isGuid,
  requestBundle,
  requestJson,
  requestMarkdown,
  requestText,
  type AdministratorRequest,
  type IdentityIds,
  type RequestBundle,
  type RequestBundleInput,
  type RequestVariable,
} from './request';
