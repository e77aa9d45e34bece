import { AppRoleAssignment } from '@cdktf/provider-azuread/lib/app-role-assignment';
import { ApplicationPreAuthorized } from '@cdktf/provider-azuread/lib/application-pre-authorized';
import { ServicePrincipalDelegatedPermissionGrant } from '@cdktf/provider-azuread/lib/service-principal-delegated-permission-grant';
import { Construct } from 'constructs';
import {
  DEFAULT_ROLE_ID,
  terraformLiteral,
  terraformName,
  type AccessModel,
  type ApiModel,
  type EnvironmentModel,
  type ExternalApiModel,
  type GrantModel,
} from '../model';
import { pinByKeys } from './address';
import type { EntraApi } from './entra-api';
import type { EntraClient } from './entra-client';
import { declaredAs, idsOf } from './requests';
import { callerObjectIds, externalObjectId, principalObjectId, type Registrations } from './service-principals';

/** Inputs of {@link AdminConsent}. */
export interface AdminConsentProps {
  /** The definition: its grants and assignments are made. */
  readonly model: AccessModel;

  /** Maps callers, groups and people to object ids and says how consent comes about. */
  readonly environment: EnvironmentModel;

  /** What the deployment registers; may belong to another stack than the consents. */
  readonly registrations: Registrations;
}

/**
 * Admin consent to every grant of a definition, and its assignments of groups and people.
 *
 * In consent mode `grant`, a client of the API's own team is pre-authorized for scopes instead: that needs ownership of the
 * API and no right to consent. In mode `request-only` this is empty, without assignments too: whoever may not consent may not
 * assign either.
 *
 * @see https://learn.microsoft.com/graph/permissions-grant-via-msgraph
 */
export class AdminConsent extends Construct {
  constructor(scope: Construct, id: string, props: AdminConsentProps) {
    super(scope, id);
    const { model, environment, registrations } = props;
    if (environment.consent === 'request-only') return;

    const callers = callerObjectIds(model, environment, registrations);
    const resources = new Map<string, () => Resource>([
      ...[...registrations.apis].map(([key, { api, objectId }]) => [key, () => ({ api, objectId })] as const),
      ...model.externalApis.map((api) => [api.key, () => ({ api, objectId: externalObjectId(this, api, environment) })] as const),
    ]);

    for (const grant of model.grants) {
      const resource = entryOf(resources, grant.api)();
      const caller = entryOf(callers, grant.caller);
      for (const role of grant.roles) grantRole(this, grant, role, caller, resource);
      if (grant.scopes.length === 0) continue;

      const pair = environment.consent === 'grant' ? sameTeam(grant, registrations) : undefined;
      if (pair) preAuthorize(this, grant, pair);
      else grantScopes(this, grant, caller, resource);
    }
    for (const { principal, api, roles } of model.assignments) {
      const assignee = [principal.kind, principal.key, api];
      const objectId = principalObjectId(principal, environment);
      const resource = entryOf(resources, api)();
      if (roles.length === 0) assign(this, objectId, resource, DEFAULT_ROLE_ID, 'assignment', assignee);
      for (const role of roles) {
        assign(this, objectId, resource, terraformLiteral(declaredAs(resource.api.roles, role).id), 'assignment', [...assignee, role]);
      }
    }
  }
}

/** What is granted or assigned: an API and the object id of its service principal. */
interface Resource {
  readonly api: ApiModel | ExternalApiModel;
  readonly objectId: string;
}

/** A client and an API that one team owns. */
interface SameTeam {
  readonly client: EntraClient;
  readonly api: EntraApi;
  readonly scopesTrigger: string;
}

function sameTeam(grant: GrantModel, registrations: Registrations): SameTeam | undefined {
  const client = registrations.clients.get(grant.caller);
  const api = registrations.apis.get(grant.api);
  if (!client || !api?.scopesTrigger || client.client.team !== api.api.team) return undefined;
  return { client, api, scopesTrigger: api.scopesTrigger };
}

function grantRole(scope: Construct, grant: GrantModel, role: string, caller: string, resource: Resource): void {
  assign(scope, caller, resource, terraformLiteral(declaredAs(resource.api.roles, role).id), 'role-grant', [grant.caller, grant.api, role]);
}

function assign(
  scope: Construct,
  principalObjectId: string,
  resource: Resource,
  appRoleId: string,
  kind: string,
  keys: readonly string[],
): void {
  const assignment = new AppRoleAssignment(scope, terraformName(kind, ...keys), {
    appRoleId,
    principalObjectId,
    resourceObjectId: resource.objectId,
  });
  pinByKeys(assignment, kind, ...keys);
}

// Entra keeps one grant for all people per caller and API; a second answers 409.
function grantScopes(scope: Construct, { caller, api, scopes }: GrantModel, callerObjectId: string, resource: Resource): void {
  const grant = new ServicePrincipalDelegatedPermissionGrant(scope, terraformName('scope-grant', caller, api), {
    servicePrincipalObjectId: callerObjectId,
    resourceServicePrincipalObjectId: resource.objectId,
    claimValues: scopes
      .map((key) => declaredAs(resource.api.scopes, key).value)
      .sort()
      .map(terraformLiteral),
  });
  pinByKeys(grant, 'scope-grant', caller, api);
}

function preAuthorize(scope: Construct, { caller, api, scopes }: GrantModel, pair: SameTeam): void {
  const preAuthorization = new ApplicationPreAuthorized(scope, terraformName('pre-authorization', caller, api), {
    applicationId: pair.api.applicationId,
    authorizedClientId: pair.client.clientId,
    permissionIds: idsOf(pair.api.api.scopes, scopes),
    // Entra refuses to remove a scope that is pre-authorized: it goes before the API changes and comes back after.
    lifecycle: { replaceTriggeredBy: [pair.scopesTrigger] },
  });
  pinByKeys(preAuthorization, 'pre-authorization', caller, api);
}

function entryOf<Entry>(entries: ReadonlyMap<string, Entry>, key: string): Entry {
  const entry = entries.get(key);
  if (entry === undefined) throw new Error(`nothing in the definition has the key "${key}"`);
  return entry;
}
