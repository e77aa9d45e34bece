export { directoryOf, Identities } from './directory';
export type {
  Application,
  Credential,
  DeclaredRole,
  DeclaredScope,
  Directory,
  DirectoryPlace,
  Identity,
  Platform,
  RedirectUri,
  RequestedAccess,
  RoleAssignment,
  ScopeGrant,
  ServicePrincipal,
} from './directory';
export { isEvaluated, literalOf, referenceIn, type Reference } from './expression';
export { blocksOf, isEqual, isObject, itemsOf, valueAt, type Json } from './json';
export { META_ARGUMENTS } from './meta-arguments';
export { readChanges, type PlannedChange, type PlannedChanges, type PlannedOutput, type PriorObject } from './read-changes';
export { isPlan, readPlan } from './read-plan';
export { isSynthesized, readSynthesized } from './read-synthesized';
export type { TerraformChange, TerraformResource, TerraformStackState } from './types';
