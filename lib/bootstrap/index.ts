export { Bootstrap, IDENTITIES_OUTPUT, type BootstrapProps } from './bootstrap';
export { BootstrapStack, type BootstrapStackProps } from './bootstrap-stack';
export { PipelineIdentityRegistration, type PipelineIdentityProps } from './pipeline-identity';
export type {
  AzureDevopsWorkload,
  FederatedSubject,
  GithubWorkload,
  GitlabWorkload,
  IdentityPermissions,
  OtherWorkload,
  PermissionsNeeded,
  PipelineIdentity,
  Workload,
  Workloads,
} from '../permissions';
