export {
  AdminConsent,
  ApiRequests,
  EntraAccess,
  EntraApi,
  EntraClient,
  RegistrationGuard,
  type AdminConsentProps,
  type ApiRequest,
  type ApiRequestsProps,
  type EntraAccessProps,
  type EntraApiProps,
  type EntraClientProps,
  type RegisteredClient,
  type RegisteredKind,
  type Registrations,
  type RegistrationGuardProps,
} from '../entra';
export { stateBackend } from '../azure';
export { accessStacks, type AccessStacks, type AccessStacksProps } from './access-stacks';
export { CLIENT_IDS_OUTPUT, GatewayAccess, type GatewayAccessProps } from './gateway-access';
export { type LintAtSynthesis } from './lint-at-synth';
