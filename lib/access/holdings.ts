import {
  type AccessModel,
  type ApiModel,
  type EnvironmentModel,
  type ExternalApiModel,
  type PrincipalModel,
  type RoleModel,
} from '../model';

/** What callers and people hold of the APIs of a definition, once it is deployed. */
export class Holdings {
  private readonly apis: ReadonlyMap<string, ApiModel | ExternalApiModel>;
  private readonly grants = new Map<string, { readonly roles: readonly string[]; readonly scopes: readonly string[] }>();
  private readonly callers = new Map<string, Set<string>>();
  private readonly assigned = new Map<string, readonly { readonly principal: PrincipalModel; readonly roles: readonly string[] }[]>();

  constructor(
    model: AccessModel,
    /** True when consent and assignments are only asked for, and made elsewhere. */
    isRequestOnly: boolean,
  ) {
    this.apis = new Map([...model.apis, ...model.externalApis].map((api) => [api.key, api]));
    if (isRequestOnly) return;
    for (const { caller, api, roles, scopes } of model.grants) {
      this.grants.set(pair(caller, api), { roles, scopes });
      this.callers.set(api, (this.callers.get(api) ?? new Set()).add(caller));
    }
    for (const { principal, api, roles } of model.assignments) {
      this.assigned.set(api, [...(this.assigned.get(api) ?? []), { principal, roles }]);
    }
  }

  /** Values of the roles a caller holds of an API as an application. */
  rolesOf(caller: string, api: string): readonly string[] {
    const held = this.grants.get(pair(caller, api))?.roles ?? [];
    return valuesOf(this.apis.get(api)?.roles ?? [], held);
  }

  /** Values of the scopes a caller may use for a signed-in person. */
  scopesOf(caller: string, api: string): readonly string[] {
    const held = this.grants.get(pair(caller, api))?.scopes ?? [];
    return valuesOf(this.apis.get(api)?.scopes ?? [], held);
  }

  /** Groups and people that are assigned to an API, with the values of their roles. */
  assignmentsOf(api: string): readonly { readonly principal: PrincipalModel; readonly roles: readonly string[] }[] {
    return (this.assigned.get(api) ?? []).map(({ principal, roles }) => ({
      principal,
      roles: valuesOf(this.apis.get(api)?.roles ?? [], roles),
    }));
  }

  /** Those who hold anything of an API. */
  callersOf(api: string): ReadonlySet<string> {
    return this.callers.get(api) ?? new Set();
  }
}

/** What callers and people hold in an environment. */
export function holdingsOf(model: AccessModel, environment: EnvironmentModel): Holdings {
  return new Holdings(model, environment.consent === 'request-only');
}

function pair(caller: string, api: string): string {
  return `${caller} ${api}`;
}

function valuesOf(declared: readonly Pick<RoleModel, 'key' | 'value'>[], keys: readonly string[]): readonly string[] {
  return declared
    .filter(({ key }) => keys.includes(key))
    .map(({ value }) => value)
    .sort();
}
