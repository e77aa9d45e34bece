import { roleId, scopeId, shapeProblem, show } from '../model';
import type {
  ApiModel,
  AssignmentModel,
  ClientModel,
  ExternalApiModel,
  ExternalClientModel,
  GrantModel,
  RoleModel,
  ScopeModel,
} from '../model';
import type { Api, RoleInput, ScopeInput } from './api';
import type { Assignment } from './assignment';
import type { Client } from './client';
import type { ExternalApi, ExternalClient } from './external';
import type { Grant } from './grant';
import { checkSame, keys, union, type Erasure } from './names';
import { asEntries, asText, isRecord, reportUnknown } from './untyped';

const API_FIELDS = [
  'kind',
  'key',
  'name',
  'team',
  'description',
  'roles',
  'scopes',
  'roleNames',
  'scopeNames',
  'owners',
  'identifierUri',
  'tenants',
  'open',
  'upstream',
];
const CLIENT_FIELDS = ['kind', 'key', 'name', 'team', 'description', 'owners'];

export function eraseApi(api: Api, where: string, erasure: Erasure): ApiModel {
  reportUnknown(api, API_FIELDS, `${where} ${asText(api.key)}`, erasure.report);
  const model: ApiModel = {
    key: api.key,
    name: api.name,
    team: api.team,
    ...(api.description === undefined ? {} : { description: api.description }),
    owners: api.owners,
    roles: roles(api, where, erasure),
    scopes: scopes(api, where, erasure),
    ...(api.identifierUri === undefined ? {} : { identifierUri: api.identifierUri }),
    tenants: api.tenants,
    open: api.open,
    upstream: api.upstream,
  };
  erasure.apis.set(api.key, { source: api, model });
  return model;
}

export function eraseExternalApi(api: ExternalApi | Api, where: string, erasure: Erasure): ExternalApiModel {
  reportUnknown(
    api,
    api.kind === 'external-api' ? ['kind', 'key', 'name', 'clientId', 'roles', 'scopes', 'roleNames', 'scopeNames'] : API_FIELDS,
    `${where} ${asText(api.key)}`,
    erasure.report,
  );
  const clientId = api.kind === 'external-api' ? api.clientId : undefined;
  const model = {
    key: api.key,
    name: api.name,
    ...(clientId === undefined ? {} : { clientId }),
    roles: roles(api, where, erasure),
    scopes: scopes(api, where, erasure),
  };
  erasure.apis.set(api.key, { source: api, model });
  return model;
}

function roles(api: Api | ExternalApi, where: string, { report }: Erasure): readonly RoleModel[] {
  return asEntries<RoleInput>(api.roles, `${where}.roles`, report).map(([value, role]) => {
    reportUnknown(role, ['for', 'description', 'displayName', 'key', 'id'], `${where}.roles.${value}`, report);
    const key = role.key ?? value;
    return {
      key,
      value,
      id: role.id ?? roleId(asText(api.key), asText(key)),
      for: role.for,
      displayName: role.displayName ?? value,
      description: api.kind === 'api' ? role.description : value,
    };
  });
}

function scopes(api: Api | ExternalApi, where: string, { report }: Erasure): readonly ScopeModel[] {
  return asEntries<ScopeInput>(api.scopes, `${where}.scopes`, report).map(([value, scope]) => {
    reportUnknown(scope, ['consent', 'description', 'displayName', 'key', 'id'], `${where}.scopes.${value}`, report);
    const key = scope.key ?? value;
    return {
      key,
      value,
      id: scope.id ?? scopeId(asText(api.key), asText(key)),
      consent: scope.consent,
      displayName: scope.displayName ?? value,
      description: api.kind === 'api' ? scope.description : value,
    };
  });
}

export function eraseClient(client: Client, where: string, { report }: Erasure): ClientModel {
  const signsIn = client.kind === 'web' || client.kind === 'spa' || client.kind === 'native';
  const own = signsIn ? ['redirectUris'] : client.kind === 'managed-identity' ? ['identity'] : [];
  reportUnknown(client, [...CLIENT_FIELDS, ...own], `${where} ${asText(client.key)}`, report);
  return {
    key: client.key,
    name: client.name,
    kind: client.kind,
    team: client.team,
    ...(client.description === undefined ? {} : { description: client.description }),
    owners: client.owners ?? [],
    ...(signsIn ? { redirectUris: client.redirectUris ?? client.key } : {}),
    ...(client.kind === 'managed-identity' ? { managedIdentity: client.identity ?? client.key } : {}),
  };
}

export function eraseExternalClient(client: ExternalClient, where: string, { report }: Erasure): ExternalClientModel {
  reportUnknown(client, ['kind', 'key', 'name'], `${where} ${asText(client.key)}`, report);
  return { key: client.key, name: client.name };
}

/** Grants of the same caller and API add up to one: Entra keeps one consent for each pair. */
export function eraseGrants(grants: readonly Grant[], erasure: Erasure): readonly GrantModel[] {
  const merged = new Map<string, GrantModel>();
  grants.forEach((entry, index) => {
    if (!isRecord(entry.caller) || !isRecord(entry.api))
      return erasure.report(shapeProblem(`grants[${index}]`, entry, 'what grant() returns'));
    const [caller, api] = [asText(entry.caller.key), asText(entry.api.key)];
    const where = `grants[${index}] ${caller} -> ${api}`;
    const pair = `${caller} ${api}`;
    const before = merged.get(pair);
    checkSame(entry.api, where, erasure);
    merged.set(pair, {
      caller: entry.caller.key,
      api: entry.api.key,
      roles: union(before?.roles, keys(entry.roles, entry.api, 'app role', where, erasure)),
      scopes: union(before?.scopes, keys(entry.scopes, entry.api, 'scope', where, erasure)),
    });
  });
  return [...merged.values()];
}

export function eraseAssignments(assignments: readonly Assignment[], erasure: Erasure): readonly AssignmentModel[] {
  const merged = new Map<string, AssignmentModel>();
  assignments.forEach((entry, index) => {
    if (!isRecord(entry.principal) || !isRecord(entry.api))
      return erasure.report(shapeProblem(`assignments[${index}]`, entry, 'what assign() returns'));
    const [kind, principal, api] = [asText(entry.principal.kind), asText(entry.principal.key), asText(entry.api.key)];
    const where = `assignments[${index}] ${principal} -> ${api}`;
    const pair = `${kind} ${principal} ${api}`;
    checkSame(entry.api, where, erasure);
    const named = keys(entry.roles, entry.api, 'app role', where, erasure);
    const before = merged.get(pair);
    if (before !== undefined && before.principal.name !== entry.principal.name) {
      erasure.report({
        where,
        what: `${kind} ${principal} is named ${show(before.principal.name)} and ${show(entry.principal.name)}`,
        fix: 'use one name per key',
        code: 'PRINCIPAL_CONFLICT',
      });
    }
    merged.set(pair, { principal: entry.principal, api: entry.api.key, roles: union(before?.roles, named) });
  });
  return [...merged.values()];
}
