import {
  DEFAULT_ROLE_ID,
  type AccessModel,
  type ApiModel,
  type Cloud,
  type EnvironmentModel,
  type RoleFor,
  type RoleModel,
} from '../../model';
import { type Application, type DeclaredRole, type Directory, type ScopeGrant } from '../../terraform';

/** A definition that says what a directory says: what tokens are made from. Registrations are known by their identity. */
export interface Recovered {
  readonly model: AccessModel;
  readonly environment: EnvironmentModel;
}

/**
 * Behind the identity of a client that holds scopes: the same client for people who consent besides to the scopes that are for them.
 * What it carries then is neither what it was granted nor what any client can get.
 */
export const CONSENTING = ' and its people’s consent';

/** Takes a definition out of a directory. Names, keys and whatever else makes no difference for tokens are left out. */
export function recoveredFrom(directory: Directory, cloud: Cloud, suffix: string): Recovered {
  const apis = directory.applications.map(apiOf);
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
  for (const { caller, api, scopes } of [...grants.values()]) {
    const consented = (byIdentity.get(api)?.scopes ?? [])
      .filter(({ type, isEnabled }) => isEnabled && type !== 'Admin')
      .map(({ id }) => id);
    if (scopes.length > 0 && consented.some((id) => !scopes.includes(id))) {
      grantOf(`${caller}${CONSENTING}`, api).scopes.push(...scopes, ...consented);
    }
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
    environment: environmentOf(directory.tenantId ?? 'unknown', cloud, suffix, outside),
  };
}

/** Whether a holder of a role may be of a kind: anything where the role is not known. */
function mayBe(role: DeclaredRole | undefined, roleId: string, type: 'Application' | 'User'): boolean {
  if (roleId === DEFAULT_ROLE_ID) return true;
  return role === undefined || role.memberTypes.length === 0 || role.memberTypes.includes(type);
}

/** Who is assigned to an API as such gets its tokens. No route can ask for words with spaces between them as one. */
const AS_SUCH: RoleModel = {
  key: DEFAULT_ROLE_ID,
  id: DEFAULT_ROLE_ID,
  value: 'assigned without a role',
  for: 'both',
  displayName: '',
  description: '',
};

function apiOf(application: Application): ApiModel {
  return {
    key: application.identity,
    name: application.displayName,
    team: '',
    owners: [],
    roles: [
      AS_SUCH,
      ...application.roles
        .filter(({ isEnabled }) => isEnabled)
        .map(({ id, value, memberTypes }) => {
          return { key: id, id, value, for: roleFor(memberTypes), displayName: '', description: '' };
        }),
    ],
    scopes: application.scopes
      .filter(({ isEnabled }) => isEnabled)
      .map(({ id, value, type }) => {
        return { key: id, id, value, consent: type === 'Admin' ? 'admin' : 'users', displayName: '', description: '' };
      }),
    // Whom other tenants let in depends on the gateway, and is not asked of the definition.
    tenants: [],
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

function environmentOf(tenantId: string, cloud: Cloud, suffix: string, outside: readonly string[]): EnvironmentModel {
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
    tenants: nothing,
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
