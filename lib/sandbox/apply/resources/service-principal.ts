import { flagOf, idsByValue, textOf, textOrNull, textsOf } from '../arguments';
import { badRequest, type ServicePrincipal } from '../../directory';
import { type Attributes } from '../evaluation';
import { type ResourceKind } from './resource-kind';

/** `azuread_service_principal`: what stands for an application in the tenant. */
export const servicePrincipal: ResourceKind = {
  known: ['account_enabled', 'app_role_assignment_required', 'client_id', 'description', 'notes', 'owners', 'tags', 'use_existing'],
  make: (tenant, values) => {
    const appId = textOf(values, 'client_id') ?? '';
    const body = {
      accountEnabled: flagOf(values, 'account_enabled', true),
      appRoleAssignmentRequired: flagOf(values, 'app_role_assignment_required'),
      description: textOrNull(values, 'description'),
      notes: textOrNull(values, 'notes'),
      tags: textsOf(values, 'tags'),
      // What the provider writes where nothing is said.
      samlSingleSignOnSettings: {},
    };
    const existing = flagOf(values, 'use_existing') ? tenant.servicePrincipals.ofClientId(appId) : undefined;
    const principal =
      existing === undefined
        ? tenant.servicePrincipals.create({ appId, ...body }, textsOf(values, 'owners'))
        : tenant.servicePrincipals.update(existing.id, body);
    return attributesOf(principal);
  },
};

/** The data source of the same name. */
export const knownServicePrincipal: ResourceKind = {
  known: ['client_id', 'display_name', 'object_id'],
  make: (tenant, values) => {
    const [clientId, objectId, name] = ['client_id', 'object_id', 'display_name'].map((argument) => textOf(values, argument));
    const found = tenant.servicePrincipals
      .all()
      .find(({ id, appId, displayName }) =>
        clientId !== undefined ? appId === clientId : objectId !== undefined ? id === objectId : displayName === name,
      );
    if (found === undefined) throw badRequest(`No service principal was found: ${clientId ?? objectId ?? name ?? ''}`);
    return attributesOf(found);
  },
};

function attributesOf({ id, appId, displayName, appRoles, oauth2PermissionScopes }: ServicePrincipal): Attributes {
  return {
    id: `/servicePrincipals/${id}`,
    object_id: id,
    client_id: appId,
    display_name: displayName,
    app_role_ids: idsByValue(appRoles),
    oauth2_permission_scope_ids: idsByValue(oauth2PermissionScopes),
  };
}
