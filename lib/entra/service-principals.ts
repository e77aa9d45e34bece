import { DataAzureadServicePrincipal } from '@cdktf/provider-azuread/lib/data-azuread-service-principal';
import type { Construct } from 'constructs';
import {
  terraformLiteral,
  terraformName,
  type AccessModel,
  type EnvironmentModel,
  type ExternalApiModel,
  type PrincipalModel,
} from '../model';
import { pinByKeys } from './address';
import type { EntraApi } from './entra-api';
import type { EntraClient } from './entra-client';
import { mapped } from './registration';

/** The registrations of a deployment by key. */
export interface Registrations {
  readonly apis: ReadonlyMap<string, EntraApi>;
  readonly clients: ReadonlyMap<string, EntraClient>;
}

/** Client id of an API registered elsewhere. */
export function externalClientId(api: ExternalApiModel, environment: EnvironmentModel): string {
  return terraformLiteral(api.clientId ?? mapped(environment.externalApis, 'external API', api.name).clientId);
}

/** Object id of a group or person. */
export function principalObjectId(principal: PrincipalModel, environment: EnvironmentModel): string {
  const values = { group: environment.groups, person: environment.people }[principal.kind];
  return terraformLiteral(mapped(values, principal.kind, principal.name));
}

/** Object ids of callers, by key: what is registered here is known after apply, all else from the environment. */
export function callerObjectIds(
  model: AccessModel,
  environment: EnvironmentModel,
  registrations: Registrations,
): ReadonlyMap<string, string> {
  const registered = [...registrations.apis, ...registrations.clients].map(([key, { objectId }]) => [key, objectId] as const);
  const managed = model.clients.flatMap(({ key, managedIdentity }) => {
    if (managedIdentity === undefined) return [];
    return [[key, terraformLiteral(mapped(environment.managedIdentities, 'managed identity', managedIdentity).objectId)] as const];
  });
  const external = model.externalClients.map(({ key, name }) => {
    return [key, terraformLiteral(mapped(environment.externalClients, 'external client', name).objectId)] as const;
  });
  return new Map([...registered, ...managed, ...external]);
}

/**
 * Object id of an API registered elsewhere. Where the environment does not name it, as for
 * Microsoft's own, the directory is asked at plan: the id differs in each tenant.
 */
export function externalObjectId(scope: Construct, api: ExternalApiModel, environment: EnvironmentModel): string {
  if (api.clientId === undefined || Object.hasOwn(environment.externalApis, api.name)) {
    return terraformLiteral(mapped(environment.externalApis, 'external API', api.name).objectId);
  }
  const id = terraformName('external-api', api.key);
  const known = scope.node.tryFindChild(id) as DataAzureadServicePrincipal | undefined;
  return (
    known ?? pinByKeys(new DataAzureadServicePrincipal(scope, id, { clientId: terraformLiteral(api.clientId) }), 'external-api', api.key)
  ).objectId;
}
