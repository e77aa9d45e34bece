import type { Api } from './api';
import type { Client } from './client';
import type { ExternalApi, ExternalClient } from './external';
import { checkInput } from './untyped';

/** Who can call an API: a client, or another API on its own behalf or on a person's. */
export type Caller = Client | ExternalClient | Api;

/** Admin consent as it is written in a definition. */
export interface Grant {
  readonly caller: Caller;
  readonly api: Api | ExternalApi;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * Grants a caller app roles and scopes of an API. Several grants to the same caller of the same API add up.
 * Names the API does not declare are a compile error, and for untyped callers an error of `defineAccess`.
 */
export function grant<Role extends string, ScopeName extends string>(
  caller: Caller,
  api: Api<Role, ScopeName> | ExternalApi<Role, ScopeName>,
  of: { readonly roles?: readonly NoInfer<Role>[]; readonly scopes?: readonly NoInfer<ScopeName>[] },
): Grant {
  checkInput(of, 'grant');
  return { caller, api, roles: of.roles ?? [], scopes: of.scopes ?? [] };
}
