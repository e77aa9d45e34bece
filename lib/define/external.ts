import { graphPermissions } from '../model';
import type { GraphRole, GraphScope } from '../model';
import type { Consent, RoleFor } from '../model';
import { checkInput, namesOf } from './untyped';

/** An app role of an API registered elsewhere. */
export interface ExternalRoleInput {
  readonly for: RoleFor;
  /** UUID of the role in that registration. */
  readonly id: string;
}

/** A scope of an API registered elsewhere. */
export interface ExternalScopeInput {
  readonly consent: Consent;
  /** UUID of the scope in that registration. */
  readonly id: string;
}

/** What {@link defineExternalApi} is told. */
export interface ExternalApiInput<Role extends string, ScopeName extends string> {
  /** Name under which the environment knows its client id and service principal. */
  readonly name: string;
  /** Identity in this definition; keep the old one when the name changes. @default - the name */
  readonly key?: string;
  readonly roles?: { readonly [Name in Role]: ExternalRoleInput };
  readonly scopes?: { readonly [Name in ScopeName]: ExternalScopeInput };
}

/** An API registered elsewhere, with the names of its roles and scopes. */
export interface ExternalApi<Role extends string = string, ScopeName extends string = string> {
  readonly kind: 'external-api';
  readonly key: string;
  readonly name: string;
  /** Known for APIs of Microsoft; the environment says it for others. */
  readonly clientId?: string;
  readonly roles: Readonly<Record<string, ExternalRoleInput>>;
  readonly scopes: Readonly<Record<string, ExternalScopeInput>>;
  readonly roleNames: readonly Role[];
  readonly scopeNames: readonly ScopeName[];
}

/** A client registered elsewhere. */
export interface ExternalClient {
  readonly kind: 'external-client';
  readonly key: string;
  readonly name: string;
}

/** Declares an API that another deployment, or somebody by hand, has registered. It has no routes. */
export function defineExternalApi<Role extends string = never, ScopeName extends string = never>(
  input: ExternalApiInput<Role, ScopeName>,
): ExternalApi<Role, ScopeName> {
  checkInput(input, 'defineExternalApi');
  return {
    ...input,
    kind: 'external-api',
    key: input.key ?? input.name,
    name: input.name,
    roles: input.roles ?? {},
    scopes: input.scopes ?? {},
    roleNames: namesOf<Role>(input.roles),
    scopeNames: namesOf<ScopeName>(input.scopes),
  };
}

/** Declares a client that is registered elsewhere; it can be granted app roles and scopes, but requests nothing. */
export function defineExternalClient(input: { readonly name: string; readonly key?: string }): ExternalClient {
  checkInput(input, 'defineExternalClient');
  return { ...input, kind: 'external-client', key: input.key ?? input.name };
}

/**
 * Microsoft Graph with all permissions it publishes: application permissions as roles, delegated
 * ones as scopes. List it in `externalApis` to grant them.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
export const microsoftGraph: ExternalApi<GraphRole, GraphScope> = {
  kind: 'external-api',
  key: 'microsoft-graph',
  name: 'microsoft-graph',
  clientId: graphPermissions.appId,
  roles: fromEntries(graphPermissions.appRoles, (id) => ({ for: 'applications', id })),
  scopes: fromEntries(graphPermissions.oauth2PermissionScopes, (scope) => ({
    consent: scope.type === 'Admin' ? 'admin' : 'users',
    id: scope.id,
  })),
  roleNames: namesOf<GraphRole>(graphPermissions.appRoles),
  scopeNames: namesOf<GraphScope>(graphPermissions.oauth2PermissionScopes),
};

function fromEntries<Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  convert: (value: From) => To,
): Readonly<Record<Name, To>> {
  const converted = {} as Record<Name, To>;
  for (const name of Object.keys(record) as Name[]) converted[name] = convert(record[name]);
  return converted;
}
