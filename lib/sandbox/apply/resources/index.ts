import { apiAccess, certificate, federatedCredential, password, preAuthorized } from './application-parts';
import { application } from './application';
import { roleAssignment, scopeGrant } from './grants';
import { type ResourceKind } from './resource-kind';
import { knownServicePrincipal, servicePrincipal } from './service-principal';

export { type ResourceKind } from './resource-kind';

/** Types of the azuread provider that the sandbox makes objects of, by their address. */
export const RESOURCE_KINDS: Readonly<Record<string, ResourceKind>> = {
  azuread_application: application,
  azuread_application_api_access: apiAccess,
  azuread_application_certificate: certificate,
  azuread_application_federated_identity_credential: federatedCredential,
  azuread_application_password: password,
  azuread_application_pre_authorized: preAuthorized,
  azuread_app_role_assignment: roleAssignment,
  azuread_service_principal: servicePrincipal,
  azuread_service_principal_delegated_permission_grant: scopeGrant,
  'data.azuread_service_principal': knownServicePrincipal,
};
