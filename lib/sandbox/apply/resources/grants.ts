import { DEFAULT_ROLE_ID } from '../../../model';
import { textOf, textsOf } from '../arguments';
import { type ResourceKind } from './resource-kind';

/** `azuread_app_role_assignment`: who holds a role. */
export const roleAssignment: ResourceKind = {
  known: ['app_role_id', 'principal_object_id', 'resource_object_id'],
  make: (tenant, values) => {
    const resourceId = textOf(values, 'resource_object_id') ?? '';
    const made = tenant.grants.assign({
      appRoleId: textOf(values, 'app_role_id') ?? DEFAULT_ROLE_ID,
      principalId: textOf(values, 'principal_object_id'),
      resourceId,
    });
    return { id: `/servicePrincipals/${resourceId}/appRoleAssignedTo/${made.id}` };
  },
};

/** `azuread_service_principal_delegated_permission_grant`: scopes that a client may use for people. */
export const scopeGrant: ResourceKind = {
  known: ['claim_values', 'resource_service_principal_object_id', 'service_principal_object_id', 'user_object_id'],
  make: (tenant, values) => {
    const person = textOf(values, 'user_object_id');
    const made = tenant.grants.grantScopes({
      clientId: textOf(values, 'service_principal_object_id'),
      resourceId: textOf(values, 'resource_service_principal_object_id'),
      consentType: person === undefined ? 'AllPrincipals' : 'Principal',
      principalId: person,
      scope: textsOf(values, 'claim_values').join(' '),
    });
    return { id: `/oauth2PermissionGrants/${made.id}` };
  },
};
