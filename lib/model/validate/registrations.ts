import type { Problem } from '../../errors';
import { show } from '../shape';
import type { AccessModel, ApiModel, ClientModel, ExternalApiModel } from '../types';

/** @see https://learn.microsoft.com/entra/identity-platform/reference-app-manifest: entries of one manifest */
const MANIFEST_ENTRIES = 1200;

/** Identities and what they publish: keys, values and ids that must be unique, and platforms that need a detail. */
export function checkRegistrations(model: AccessModel): readonly Problem[] {
  return [
    ...checkKeys(model),
    ...checkUnique(model),
    ...model.apis.flatMap((api, index) => checkPermissions(api, `apis[${index}] ${api.key}`)),
    ...model.externalApis.flatMap((api, index) => checkPermissions(api, `externalApis[${index}] ${api.key}`)),
    ...model.clients.flatMap((client, index) => checkPlatform(client, `clients[${index}] ${client.key}`)),
  ];
}

function checkKeys(model: AccessModel): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  const lists = {
    apis: model.apis,
    clients: model.clients,
    externalApis: model.externalApis,
    externalClients: model.externalClients,
    retired: model.retired,
  };
  for (const [listName, entries] of Object.entries(lists)) {
    entries.forEach((entry, index) => {
      const where = `${listName}[${index}] ${entry.key}`;
      const before = seen.get(entry.key);
      seen.set(entry.key, before ?? where);
      if (before === undefined) return;
      problems.push(keyTaken(where, entry.key, before));
    });
  }
  return problems;
}

function keyTaken(where: string, key: string, before: string): Problem {
  const isRetired = (place: string): boolean => place.startsWith('retired[');
  if (isRetired(before))
    return { where, what: `key ${show(key)} is listed twice, in ${before} before`, fix: 'list it once', code: 'KEY_DUPLICATE' };
  if (isRetired(where))
    return { where, what: `key ${show(key)} is retired, but ${before} still has it`, fix: 'remove one of the two', code: 'RETIRED_IN_USE' };
  return { where, what: `key ${show(key)} is taken by ${before}`, fix: 'give one of them a key of its own', code: 'KEY_DUPLICATE' };
}

/** Entra refuses a second registration of one name or identifier URI only when it is made. */
function checkUnique(model: AccessModel): readonly Problem[] {
  const registered = [
    ...model.apis.map((api, index) => ({ key: api.key, where: `apis[${index}] ${api.key}`, name: api.name, uri: api.identifierUri })),
    ...model.clients.map((client, index) => ({
      key: client.key,
      where: `clients[${index}] ${client.key}`,
      name: client.kind === 'managed-identity' ? undefined : client.name,
      uri: undefined,
    })),
  ];
  return (['name', 'uri'] as const).flatMap((property) => {
    const first = new Map<string, (typeof registered)[number]>();
    return registered.flatMap((entry): readonly Problem[] => {
      const value = comparable(entry[property]);
      if (value === undefined) return [];
      const before = first.get(value);
      first.set(value, before ?? entry);
      // Two entries of one key are one mistake, which has been reported.
      return before === undefined || before.key === entry.key
        ? []
        : [
            {
              where: entry.where,
              what: `has the ${property === 'name' ? 'name' : 'identifier URI'} of ${before.where}, ${show(entry[property])}`,
              fix: 'give each registration its own',
              code: 'NAME_DUPLICATE',
            },
          ];
    });
  });
}

/** Without what does not tell two names apart for Entra or for people: case, form of letters, spaces around. */
function comparable(name: string | undefined): string | undefined {
  return name?.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function checkPermissions(api: ApiModel | ExternalApiModel, where: string): readonly Problem[] {
  const problems: Problem[] = [];
  const permissions = [
    ...api.roles.map((role) => ({ ...role, place: `role ${show(role.value)}` })),
    ...api.scopes.map((scope) => ({ ...scope, place: `scope ${show(scope.value)}` })),
  ];
  // Entra keeps the values and ids of roles and scopes of an application in one namespace; how others use theirs is their affair.
  for (const property of 'team' in api ? (['value', 'id'] as const) : []) {
    const first = new Map<string, string>();
    for (const permission of permissions) {
      const taken = first.get(permission[property]);
      if (taken === undefined) first.set(permission[property], permission.place);
      else
        problems.push({
          where,
          what: `${permission.place} has the ${property} ${show(permission[property])} of ${taken}`,
          fix: 'give every role and scope of an API its own',
          code: 'PERMISSION_DUPLICATE',
        });
    }
  }
  for (const kind of ['roles', 'scopes'] as const) {
    const keys = api[kind].map((permission) => permission.key);
    for (const key of keys.filter((candidate, index) => keys.indexOf(candidate) !== index)) {
      problems.push({
        where,
        what: `two ${kind} have the key ${show(key)}`,
        fix: 'a key belongs to one of them for ever; give the other its own',
        code: 'PERMISSION_DUPLICATE',
      });
    }
  }
  if (permissions.length > MANIFEST_ENTRIES) {
    problems.push({
      where,
      what: `has ${permissions.length} roles and scopes`,
      fix: `Entra keeps at most ${MANIFEST_ENTRIES} entries per application; split the API`,
      code: 'LIMIT_EXCEEDED',
    });
  }
  return problems;
}

function checkPlatform(client: ClientModel, where: string): readonly Problem[] {
  const signsIn = client.kind === 'web' || client.kind === 'spa' || client.kind === 'native';
  const problems: Problem[] = [];
  if (signsIn !== (client.redirectUris !== undefined)) {
    problems.push({
      where,
      what: signsIn ? `a ${client.kind} client needs the name of its redirect URIs` : `a ${client.kind} client has no redirect URIs`,
      fix: 'only web, spa and native clients have `redirectUris`',
      code: 'CLIENT_KIND',
    });
  }
  if ((client.kind === 'managed-identity') !== (client.managedIdentity !== undefined)) {
    problems.push({
      where,
      what: 'a managed identity, and nothing else, has the name of one',
      fix: 'correct `kind` or the name',
      code: 'CLIENT_KIND',
    });
  }
  return problems;
}
