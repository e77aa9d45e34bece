import { ApplicationApiAccess } from '@cdktf/provider-azuread/lib/application-api-access';
import { Construct } from 'constructs';
import { terraformLiteral, terraformName, type ApiModel, type ExternalApiModel, type GrantModel } from '../model';
import { pinByKeys } from './address';
import type { EntraApi } from './entra-api';

/** What one caller asks of one API, in the ids of the directory. */
export interface ApiRequest {
  /** Key of the API. */
  readonly api: string;

  /** Client id of the API. */
  readonly clientId: string;

  /** Sorted. */
  readonly roleIds: readonly string[];

  /** Sorted. */
  readonly scopeIds: readonly string[];
}

/** The request behind a grant. Ids are literals, so that a new role leaves every other request and grant as it is. */
export function toApiRequest(grant: GrantModel, api: ApiModel | ExternalApiModel, clientId: string): ApiRequest {
  return { api: api.key, clientId, roleIds: idsOf(api.roles, grant.roles), scopeIds: idsOf(api.scopes, grant.scopes) };
}

/** Sorted ids of the roles or scopes with these keys. */
export function idsOf(declared: readonly { readonly key: string; readonly id: string }[], keys: readonly string[]): string[] {
  return keys.map((key) => terraformLiteral(declaredAs(declared, key).id)).sort();
}

/** The role or scope with this key. */
export function declaredAs<Declared extends { readonly key: string }>(declared: readonly Declared[], key: string): Declared {
  const found = declared.find((entry) => entry.key === key);
  if (found === undefined) throw new Error(`no role or scope has the key "${key}"`);
  return found;
}

/** Inputs of {@link ApiRequests}. */
export interface ApiRequestsProps {
  /** The API that calls others. */
  readonly caller: EntraApi;

  /** What it asks for, one entry per API. */
  readonly requests: readonly ApiRequest[];
}

/**
 * What an API asks of other APIs: resources of their own that point at both, made after all APIs,
 * so that two APIs can ask of each other.
 */
export class ApiRequests extends Construct {
  constructor(scope: Construct, id: string, props: ApiRequestsProps) {
    super(scope, id);
    const { caller, requests } = props;

    for (const request of requests) {
      pinByKeys(
        new ApplicationApiAccess(this, terraformName('api', request.api), {
          applicationId: caller.applicationId,
          apiClientId: request.clientId,
          ...(request.roleIds.length > 0 && { roleIds: [...request.roleIds] }),
          ...(request.scopeIds.length > 0 && { scopeIds: [...request.scopeIds] }),
        }),
        'request',
        caller.api.key,
        request.api,
      );
    }
  }
}
