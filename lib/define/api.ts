import type { Consent, RoleFor } from '../model';
import { checkInput, namesOf } from './untyped';

/** An app role as it is written in a definition; the property name is its value. */
export interface RoleInput {
  readonly for: RoleFor;
  /** Shown to whoever consents or assigns. At most 1,024 characters. */
  readonly description: string;
  /** @default - the value */
  readonly displayName?: string;
  /** Identity of the role; keep the old one when the value changes. @default - the value */
  readonly key?: string;
  /** UUID to use instead of the derived one, for a registration made elsewhere. */
  readonly id?: string;
}

/** A scope as it is written in a definition; the property name is its value. */
export interface ScopeInput {
  readonly consent: Consent;
  /** Shown to whoever consents. At most 1,024 characters. */
  readonly description: string;
  /** @default - the value */
  readonly displayName?: string;
  /** Identity of the scope; keep the old one when the value changes. @default - the value */
  readonly key?: string;
  /** UUID to use instead of the derived one, for a registration made elsewhere. */
  readonly id?: string;
}

/** What {@link defineApi} is told. */
export interface ApiInput<Role extends string, ScopeName extends string> {
  /** Shown in Entra, with the environment's suffix; may change. */
  readonly name: string;
  /** Identity of the API; keep the old one when the name changes. Lower-case letters, digits, `-`. @default - the name */
  readonly key?: string;
  /** Team that owns the API; its own clients are pre-authorized. */
  readonly team: string;
  readonly description?: string;
  readonly roles?: { readonly [Name in Role]: RoleInput };
  readonly scopes?: { readonly [Name in ScopeName]: ScopeInput };
  /** Names of owners, mapped to object ids by the environment. @default - the deploying identities alone */
  readonly owners?: readonly string[];
  /**
   * Identifier URI, to which the environment's suffix is appended.
   * @default - `api://<tenant id>/<key>`
   * @see https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions
   */
  readonly identifierUri?: string;
  /** Names of the tenants whose tokens are accepted, `home` being the environment's own. @default - only the home tenant */
  readonly tenants?: readonly string[];
  /** True lets Entra issue tokens to callers nobody assigned; the gateway still checks roles and scopes. @default - assignment is required */
  readonly open?: boolean;
  /** Name of the upstream in the environment. @default - the key */
  readonly upstream?: string;
}

/** An API with the names of its roles and scopes. */
export interface Api<Role extends string = string, ScopeName extends string = string> {
  readonly kind: 'api';
  readonly key: string;
  readonly name: string;
  readonly team: string;
  readonly description?: string;
  readonly roles: Readonly<Record<string, RoleInput>>;
  readonly scopes: Readonly<Record<string, ScopeInput>>;
  /** Names of the roles. They alone carry the type: lists compare at once where records of names are compared member by member. */
  readonly roleNames: readonly Role[];
  readonly scopeNames: readonly ScopeName[];
  readonly owners: readonly string[];
  readonly identifierUri?: string;
  readonly tenants: readonly string[];
  readonly open: boolean;
  readonly upstream: string;
}

/**
 * Declares an API: its app roles and scopes. Another team can import the result from a package
 * and be granted roles of it.
 */
export function defineApi<Role extends string = never, ScopeName extends string = never>(
  input: ApiInput<Role, ScopeName>,
): Api<Role, ScopeName> {
  checkInput(input, 'defineApi');
  const key = input.key ?? input.name;
  return {
    // Fields nobody knows come along, to be reported with everything else.
    ...input,
    kind: 'api',
    key,
    name: input.name,
    team: input.team,
    ...(input.description === undefined ? {} : { description: input.description }),
    roles: input.roles ?? {},
    scopes: input.scopes ?? {},
    roleNames: namesOf<Role>(input.roles),
    scopeNames: namesOf<ScopeName>(input.scopes),
    owners: input.owners ?? [],
    ...(input.identifierUri === undefined ? {} : { identifierUri: input.identifierUri }),
    tenants: input.tenants ?? [],
    open: input.open ?? false,
    upstream: input.upstream ?? key,
  };
}
