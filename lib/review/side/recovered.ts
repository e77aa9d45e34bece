import { type GatewayRoute } from '../../access';
import { DEFAULT_ROLE_ID, type AccessModel, type ApiModel, type Cloud, type EnvironmentModel, type RoleFor } from '../../model';
import { type Application, type DeclaredRole, type Directory, type ScopeGrant } from '../../terraform';
import { audienceOf } from './audience';
import { accepted } from './guards';

/** A definition that says what a directory says: what tokens are made from. Registrations are known by their identity. */
export interface Recovered {
  readonly model: AccessModel;
  readonly environment: EnvironmentModel;
}

/** Takes a definition out of a directory. Names, keys and whatever else makes no difference for tokens are left out. */
export function recoveredFrom(directory: Directory, routes: readonly GatewayRoute[], cloud: Cloud, suffix: string): Recovered {
  const tenants = tenantsByAudience(routes);
  const apis = directory.applications.map((application) => apiOf(application, tenants));
  const byIdentity = new Map(directory.applications.map((application) => [application.identity, application]));
  const grants = new Map<string, { readonly caller: string; readonly api: string; readonly roles: string[]; readonly scopes: string[] }>();
  const assignments = new Map<string, { readonly holder: string; readonly api: string; readonly roles: string[] }>();
  const grantOf = (caller: string, api: string): { readonly roles: string[]; readonly scopes: string[] } =>
    entry(grants, `${caller} ${api}`, () => ({ caller, api, roles: [], scopes: [] }));

  for (const { holder, api, roleId } of directory.roleAssignments) {
    const role = byIdentity.get(api)?.roles.find(({ id }) => id === roleId);
    const isApplication = byIdentity.has(holder);
    if (isApplication || mayBe(role, roleId, 'Application')) grantOf(holder, api).roles.push(roleId);
    if (!isApplication && mayBe(role, roleId, 'User')) {
      entry(assignments, `${holder} ${api}`, () => ({ holder, api, roles: [] })).roles.push(roleId);
    }
  }
  for (const grant of directory.scopeGrants) {
    grantOf(grant.client, grant.api).scopes.push(...scopeIdsOf(grant, byIdentity.get(grant.api)));
  }
  const outside = [...new Set([...grants.values()].map(({ caller }) => caller))].filter((caller) => !byIdentity.has(caller));
  return {
    model: {
      apis,
      clients: [],
      externalApis: [],
      externalClients: outside.map((key) => ({ key, name: key })),
      grants: [...grants.values()],
      assignments: [...assignments.values()].map(({ holder, api, roles }) => ({
        principal: { kind: 'group', key: holder, name: holder },
        api,
        roles,
      })),
      routes: [],
      retired: [],
      observability: { accessLog: false, metrics: false },
    },
    environment: environmentOf(directory.tenantId ?? 'unknown', cloud, suffix, outside, [...new Set([...tenants.values()].flat())]),
  };
}

/** Whether a holder of a role may be of a kind: anything where the role is not known. */
function mayBe(role: DeclaredRole | undefined, roleId: string, type: 'Application' | 'User'): boolean {
  if (roleId === DEFAULT_ROLE_ID) return true;
  return role === undefined || role.memberTypes.length === 0 || role.memberTypes.includes(type);
}

/** Identity of an API to the tenants besides its own whose issuers the gateway accepts for it. */
function tenantsByAudience(routes: readonly GatewayRoute[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { audiences, issuers } of routes.map(accepted)) {
    const tenants = issuers.flatMap((issuer) => TENANT.exec(issuer)?.[0]?.toLowerCase() ?? []);
    for (const audience of audiences) found.set(audience, [...new Set([...(found.get(audience) ?? []), ...tenants])]);
  }
  return found;
}

const TENANT = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

function apiOf(application: Application, tenants: ReadonlyMap<string, readonly string[]>): ApiModel {
  const isSingle = application.signInAudience === 'AzureADMyOrg';
  return {
    key: application.identity,
    name: application.displayName,
    team: '',
    owners: [],
    roles: application.roles
      .filter(({ isEnabled }) => isEnabled)
      .map(({ id, value, memberTypes }) => {
        return { key: id, id, value, for: roleFor(memberTypes), displayName: '', description: '' };
      }),
    scopes: application.scopes
      .filter(({ isEnabled }) => isEnabled)
      .map(({ id, value, type }) => {
        return { key: id, id, value, consent: type === 'Admin' ? 'admin' : 'users', displayName: '', description: '' };
      }),
    tenants: isSingle ? [] : ['home', ...(tenants.get(audienceOf(application.identity)) ?? [])],
    // Without a service principal of this deployment nobody knows whether assignment is required.
    open: application.servicePrincipal?.requiresAssignment !== true,
    upstream: '',
  };
}

function roleFor(memberTypes: readonly string[]): RoleFor {
  const [applications, people] = [memberTypes.includes('Application'), memberTypes.includes('User')];
  return applications === people ? 'both' : applications ? 'applications' : 'people';
}

function scopeIdsOf({ values, scopeIds }: ScopeGrant, api: Application | undefined): readonly string[] {
  const named = (api?.scopes ?? []).filter(({ value }) => values.includes(value)).map(({ id }) => id);
  return [...scopeIds, ...named];
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

function environmentOf(
  tenantId: string,
  cloud: Cloud,
  suffix: string,
  outside: readonly string[],
  tenants: readonly string[],
): EnvironmentModel {
  const nothing = {};
  return {
    key: 'reviewed',
    name: 'reviewed',
    suffix,
    cloud,
    tenantId,
    protected: false,
    consent: 'grant',
    deployers: [],
    owners: nothing,
    groups: nothing,
    people: nothing,
    tenants: Object.fromEntries([['home', tenantId], ...tenants.map((tenant) => [tenant, tenant] as const)]),
    managedIdentities: nothing,
    externalClients: Object.fromEntries(outside.map((key) => [key, { clientId: key, objectId: key }])),
    externalApis: nothing,
    redirectUris: nothing,
    hosts: nothing,
    upstreams: nothing,
    origins: nothing,
    networks: nothing,
    gateway: { dialect: 'openid-connect', version: '', flavor: 'traditional_compatible', selectTags: [] },
    tokens: { leewaySeconds: 0, rediscoverySeconds: 0, tokenLifetimeMinutes: 0, keyCacheSeconds: 0 },
    state: { kind: 'local' },
  };
}
