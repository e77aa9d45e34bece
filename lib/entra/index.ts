export { pinByName } from './address';
export { AdminConsent, type AdminConsentProps } from './admin-consent';
export { EntraAccess, type EntraAccessProps } from './entra-access';
export { EntraApi, type EntraApiProps } from './entra-api';
export { EntraClient, type EntraClientProps, type RegisteredClient, type RegisteredKind } from './entra-client';
export { RegistrationGuard, type RegistrationGuardProps } from './registration-guard';
export { ApiRequests, type ApiRequest, type ApiRequestsProps } from './requests';
export { TerraformData } from './terraform-data';
export type { Registrations } from './service-principals';
