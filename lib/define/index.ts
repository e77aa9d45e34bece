export { defineAccess, type AccessInput, type ObservabilityInput } from './access';
export { defineApi, type Api, type ApiInput, type RoleInput, type ScopeInput } from './api';
export { assign, group, person, type Assignment } from './assignment';
export { defineClient, type Client, type ClientInput, type DaemonInput, type ManagedIdentityInput, type SignInClientInput } from './client';
export { defineEnvironment, type EnvironmentInput, type GatewayInput } from './environment';
export {
  defineExternalApi,
  defineExternalClient,
  microsoftGraph,
  type ExternalApi,
  type ExternalApiInput,
  type ExternalClient,
  type ExternalRoleInput,
  type ExternalScopeInput,
} from './external';
export { grant, type Caller, type Grant } from './grant';
export { defineRoutes, type Alternative, type CorsInput, type RouteDefaults, type RouteInput, type Routes } from './route';
