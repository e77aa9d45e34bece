import { Application, type ApplicationApiOauth2PermissionScope, type ApplicationAppRole } from '@cdktf/provider-azuread/lib/application';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal';
import { Construct } from 'constructs';
import {
  identifierUri,
  terraformLiteral,
  type ApiModel,
  type Consent,
  type EnvironmentModel,
  type RoleFor,
  type RoleModel,
  type ScopeModel,
} from '../model';
import { pinByKeys } from './address';
import { displayName, ownerIds, registrationLifecycle } from './registration';
import { TerraformData } from './terraform-data';

/** Inputs of {@link EntraApi}. */
export interface EntraApiProps {
  /** The API as the access model holds it. */
  readonly api: ApiModel;

  /** Where it is registered: tenant, owners, suffix and protection. */
  readonly environment: EnvironmentModel;
}

/**
 * One API in Entra ID: an application and the service principal through which the tenant grants
 * access to it. What the API itself requests is made by {@link ApiRequests}, grants by {@link AdminConsent}.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens
 */
export class EntraApi extends Construct {
  /** The API as the access model holds it. */
  public readonly api: ApiModel;

  /** Id of the application in the provider's form, `/applications/<object id>`; known after apply. */
  public readonly applicationId: string;

  /** Client id, known after apply: the `aud` of the API's access tokens. */
  public readonly clientId: string;

  /** Object id of the service principal, known after apply: what grants and assignments point at. */
  public readonly objectId: string;

  /** Address of a resource that changes whenever the set of scopes does; absent without scopes. */
  public readonly scopesTrigger?: string;

  constructor(scope: Construct, id: string, props: EntraApiProps) {
    super(scope, id);
    const { api, environment } = props;
    const owners = ownerIds(api.owners, environment);

    const application = pinByKeys(
      new Application(this, 'Application', {
        displayName: displayName(api.name, environment),
        ...(api.description !== undefined && { description: terraformLiteral(api.description) }),
        identifierUris: [terraformLiteral(identifierUri(api, environment))],
        preventDuplicateNames: true,
        signInAudience: api.tenants.length > 0 ? 'AzureADMultipleOrgs' : 'AzureADMyOrg',
        owners,
        ...(api.roles.length > 0 && { appRole: api.roles.map(toAppRole) }),
        api: {
          // v1 tokens may carry the identifier URI as `aud`; the gateway compares the client ID.
          requestedAccessTokenVersion: 2,
          ...(api.scopes.length > 0 && { oauth2PermissionScope: api.scopes.map(toPermissionScope) }),
        },
        optionalClaims: { accessToken: [{ name: 'idtyp' }] }, // says whether a token is a person's or an application's
        // Requests are resources of their own from the start: a move from the block to them fails at apply.
        ...registrationLifecycle(environment, ['required_resource_access']),
      }),
      'api',
      api.key,
    );
    const servicePrincipal = pinByKeys(
      new ServicePrincipal(this, 'ServicePrincipal', {
        clientId: application.clientId,
        owners,
        useExisting: true, // a run that failed half way is adopted, not refused
        appRoleAssignmentRequired: !api.open, // unassigned callers get no token at all
        ...registrationLifecycle(environment),
      }),
      'api',
      api.key,
    );
    this.api = api;
    this.applicationId = application.id;
    this.clientId = application.clientId;
    this.objectId = servicePrincipal.objectId;

    if (api.scopes.length > 0) {
      const ids = api.scopes
        .map(({ id }) => id)
        .sort()
        .join(' ');
      const trigger = pinByKeys(new TerraformData(this, 'Scopes', { input: { scope_ids: terraformLiteral(ids) } }), 'scopes', api.key);
      this.scopesTrigger = `${TerraformData.tfResourceType}.${trigger.friendlyUniqueId}`;
    }
  }
}

const memberTypes: Readonly<Record<RoleFor, readonly string[]>> = {
  applications: ['Application'],
  people: ['User'],
  both: ['Application', 'User'],
};

function toAppRole(role: RoleModel): ApplicationAppRole {
  return {
    id: terraformLiteral(role.id),
    value: terraformLiteral(role.value),
    displayName: terraformLiteral(role.displayName),
    description: terraformLiteral(role.description),
    allowedMemberTypes: [...memberTypes[role.for]],
    enabled: true,
  };
}

const scopeTypes: Readonly<Record<Consent, string>> = { admin: 'Admin', users: 'User' };

function toPermissionScope(scope: ScopeModel): ApplicationApiOauth2PermissionScope {
  const title = terraformLiteral(scope.displayName);
  const description = terraformLiteral(scope.description);
  return {
    id: terraformLiteral(scope.id),
    value: terraformLiteral(scope.value),
    type: scopeTypes[scope.consent],
    adminConsentDisplayName: title,
    adminConsentDescription: description,
    ...(scope.consent === 'users' && { userConsentDisplayName: title, userConsentDescription: description }),
    enabled: true,
  };
}
