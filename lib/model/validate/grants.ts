import type { Problem } from '../../errors';
import { show } from '../shape';
import type { AccessModel, ApiModel, AssignmentModel, ClientKind, ExternalApiModel, GrantModel } from '../types';

/** Whether a kind of client can hold application roles, and scopes for a signed-in person. */
const HOLDS: Readonly<Record<ClientKind | 'api' | 'external', { readonly roles: boolean; readonly scopes: boolean }>> = {
  daemon: { roles: true, scopes: false },
  web: { roles: true, scopes: true },
  // A public client has no credential with which to sign in as itself.
  spa: { roles: false, scopes: true },
  native: { roles: false, scopes: true },
  'managed-identity': { roles: true, scopes: false },
  api: { roles: true, scopes: true },
  external: { roles: true, scopes: true },
};

/** @see https://learn.microsoft.com/entra/identity-platform/reference-app-manifest: APIs and permissions one application may request */
const REQUESTED_APIS = 50;
const REQUESTED_PERMISSIONS = 400;

/** Grants and assignments: names that exist, and permissions the holder can hold. */
export function checkGrants(model: AccessModel): readonly Problem[] {
  const index = indexOf(model);
  return [
    ...model.grants.flatMap((grant, position) => checkGrant(grant, `grants[${position}] ${grant.caller} -> ${grant.api}`, index)),
    ...checkRequestLimits(model),
    ...model.assignments.flatMap((assignment, position) => {
      return checkAssignment(assignment, `assignments[${position}] ${assignment.principal.key} -> ${assignment.api}`, model, index);
    }),
    ...checkPrincipals(model),
    ...checkDuplicatePairs(model),
  ];
}

interface Index {
  readonly apis: ReadonlyMap<string, ApiModel | ExternalApiModel>;
  readonly callers: ReadonlyMap<string, keyof typeof HOLDS>;
}

function indexOf(model: AccessModel): Index {
  return {
    apis: new Map([...model.apis, ...model.externalApis].map((api) => [api.key, api])),
    callers: new Map<string, keyof typeof HOLDS>([
      ...model.apis.map((api) => [api.key, 'api'] as const),
      ...model.clients.map((client) => [client.key, client.kind] as const),
      ...model.externalClients.map((client) => [client.key, 'external'] as const),
    ]),
  };
}

function checkGrant(grant: GrantModel, where: string, index: Index): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (what: string, fix: string, code: string): unknown => problems.push({ where, what, fix, code });
  const caller = index.callers.get(grant.caller);
  const api = index.apis.get(grant.api);
  if (caller === undefined)
    add(
      `${show(grant.caller)} is no client or API of this definition`,
      'list it in `clients`, `externalClients` or `apis`',
      'GRANT_UNKNOWN_CALLER',
    );
  if (api === undefined)
    add(
      `${show(grant.api)} is no API of this definition`,
      'list it in `apis`, or in `externalApis` when another deployment registers it',
      'GRANT_UNKNOWN_API',
    );
  if (grant.caller === grant.api) add('an API needs no grant of itself', 'remove the grant', 'GRANT_SELF');
  if (grant.roles.length + grant.scopes.length === 0) add('grants nothing', 'name at least one role or scope', 'GRANT_EMPTY');
  if (caller === undefined || api === undefined) return problems;

  for (const key of grant.roles) {
    const role = api.roles.find((candidate) => candidate.key === key);
    if (role === undefined)
      add(unknownName(api, 'app role', key), 'declare the role in defineApi, or grant one of those', 'GRANT_UNKNOWN_ROLE');
    else if (role.for === 'people')
      add(
        `role ${show(role.value)} is for people; an application cannot hold it`,
        'assign it to a group, or declare it for applications',
        'GRANT_ROLE_FOR_PEOPLE',
      );
  }
  for (const key of grant.scopes) {
    if (!api.scopes.some((scope) => scope.key === key))
      add(unknownName(api, 'scope', key), 'declare the scope in defineApi, or grant one of those', 'GRANT_UNKNOWN_SCOPE');
  }
  if (grant.roles.length > 0 && !HOLDS[caller].roles)
    add(
      `a ${caller} client cannot keep a credential, so it cannot hold an app role`,
      'grant scopes, or let a web client or daemon hold the role',
      'GRANT_ROLE_PUBLIC_CLIENT',
    );
  if (grant.scopes.length > 0 && !HOLDS[caller].scopes)
    add(`a ${caller} signs nobody in, so it cannot use a scope`, 'grant app roles', 'GRANT_SCOPE_WITHOUT_PEOPLE');
  return problems;
}

function checkRequestLimits(model: AccessModel): readonly Problem[] {
  const perCaller = new Map<string, { apis: number; permissions: number }>();
  for (const grant of model.grants) {
    const count = perCaller.get(grant.caller) ?? { apis: 0, permissions: 0 };
    count.apis += 1;
    count.permissions += grant.roles.length + grant.scopes.length;
    perCaller.set(grant.caller, count);
  }
  return [...perCaller]
    .filter(([, count]) => count.apis > REQUESTED_APIS || count.permissions > REQUESTED_PERMISSIONS)
    .map(([caller, count]) => ({
      where: `grants of ${caller}`,
      what: `asks for ${count.permissions} permissions of ${count.apis} APIs`,
      fix: `Entra takes at most ${REQUESTED_PERMISSIONS} of ${REQUESTED_APIS}; split the client`,
      code: 'LIMIT_EXCEEDED',
    }));
}

function checkAssignment(assignment: AssignmentModel, where: string, model: AccessModel, index: Index): readonly Problem[] {
  const api = model.apis.find((candidate) => candidate.key === assignment.api);
  if (api === undefined) {
    const what = index.apis.has(assignment.api)
      ? 'the API is registered elsewhere; who deploys it assigns people there'
      : `${show(assignment.api)} is no API of this definition`;
    return [{ where, what, fix: 'assign to an API listed in `apis`', code: 'ASSIGN_UNKNOWN_API' }];
  }
  return assignment.roles.flatMap((key): readonly Problem[] => {
    const role = api.roles.find((candidate) => candidate.key === key);
    if (role === undefined)
      return [
        {
          where,
          what: unknownName(api, 'app role', key),
          fix: 'declare the role in defineApi, or assign one of those',
          code: 'ASSIGN_UNKNOWN_ROLE',
        },
      ];
    if (role.for !== 'applications') return [];
    return [
      {
        where,
        what: `role ${show(role.value)} is for applications; nobody can be assigned to it`,
        fix: 'grant it to a client, or declare it for people',
        code: 'ASSIGN_ROLE_FOR_APPLICATIONS',
      },
    ];
  });
}

function checkPrincipals(model: AccessModel): readonly Problem[] {
  const names = new Map<string, string>();
  return model.assignments.flatMap(({ principal }, position): readonly Problem[] => {
    const identity = `${principal.kind} ${principal.key}`;
    const before = names.get(identity) ?? principal.name;
    names.set(identity, before);
    if (before === principal.name) return [];
    return [
      {
        where: `assignments[${position}]`,
        what: `${identity} is named ${show(before)} and ${show(principal.name)}`,
        fix: 'use one name per key',
        code: 'PRINCIPAL_CONFLICT',
      },
    ];
  });
}

// Each pair is one object in Entra; two entries would fight over it.
function checkDuplicatePairs(model: AccessModel): readonly Problem[] {
  const seen = new Set<string>();
  const pairs = [
    ...model.grants.map((grant, position) => [`grants[${position}]`, `${grant.caller} -> ${grant.api}`] as const),
    ...model.assignments.map(
      (entry, position) => [`assignments[${position}]`, `${entry.principal.kind} ${entry.principal.key} -> ${entry.api}`] as const,
    ),
  ];
  return pairs.flatMap(([where, pair]): readonly Problem[] => {
    const twice = seen.has(pair);
    seen.add(pair);
    return !twice ? [] : [{ where, what: `${pair} occurs twice`, fix: 'put the roles and scopes into one entry', code: 'PAIR_DUPLICATE' }];
  });
}

/** "API has no such role; it declares …" */
export function unknownName(api: Pick<ApiModel, 'key' | 'roles' | 'scopes'>, kind: 'app role' | 'scope', key: string): string {
  const declared = (kind === 'app role' ? api.roles : api.scopes).map((permission) => permission.value);
  const shown =
    declared.length === 0
      ? 'none'
      : declared.length > 20
        ? `${declared.slice(0, 20).join(', ')} and ${declared.length - 20} more`
        : declared.join(', ');
  return `API ${show(api.key)} has no ${kind} ${show(key)}; it declares ${shown}`;
}
