import type { AccessModel } from '../../lib';
import { addTo, remove, some, type Api, type Change, type Model } from './change-draft';
import { chance, choose, guidOf } from './generate-texts';

/** Changes of who holds what. */
export const HOLDINGS: Readonly<Record<string, Change>> = {
  'a role is granted': ({ model }, choice) =>
    some(model.grants, choice, (grant) => addTo(grant.roles as string[], applications(model, grant.api), choice)),
  'a role is granted no more': ({ model }, choice) =>
    some(
      model.grants.filter(({ roles }) => roles.length > 0),
      choice,
      (grant) => {
        (grant.roles as string[]).pop();
        if (grant.roles.length + grant.scopes.length === 0) remove(model.grants, grant);
      },
    ),
  'a scope is granted': ({ model }, choice) =>
    some(model.grants, choice, (grant) => addTo(grant.scopes as string[], published(model, grant.api)?.scopes, choice)),
  'a scope is granted no more': ({ model }, choice) =>
    some(
      model.grants.filter(({ scopes }) => scopes.length > 0),
      choice,
      (grant) => {
        (grant.scopes as string[]).pop();
        if (grant.roles.length + grant.scopes.length === 0) remove(model.grants, grant);
      },
    ),
  'a client is granted something': ({ model }, choice) =>
    some(callers(model), choice, (caller) =>
      some(
        model.apis.filter(({ key }) => !model.grants.some((grant) => grant.caller === caller && grant.api === key) && key !== caller),
        choice,
        (api) => {
          const roles = applications(model, api.key)
            .map(({ key }) => key)
            .slice(0, 2);
          const kind = model.clients.find(({ key }) => key === caller)?.kind;
          const isPublic = kind === 'spa' || kind === 'native';
          const scopes = kind === 'daemon' || kind === 'managed-identity' ? [] : api.scopes.map(({ key }) => key);
          model.grants.push({ caller, api: api.key, roles: isPublic ? [] : roles, scopes });
        },
      ),
    ),
  'another role is granted': ({ model }, choice) =>
    some(
      model.grants.filter(({ roles }) => roles.length > 0),
      choice,
      (grant) => {
        const declared = applications(model, grant.api).filter(({ key }) => !grant.roles.includes(key));
        grant.roles = grant.roles.slice(1);
        return addTo(grant.roles as string[], declared, choice);
      },
    ),
  'people hold another role': ({ model }, choice) =>
    some(
      model.assignments.filter(({ roles }) => roles.length > 0),
      choice,
      (assignment) => {
        const api = model.apis.find(({ key }) => key === assignment.api);
        const declared = api === undefined ? [] : people(api).filter(({ key }) => !assignment.roles.includes(key));
        assignment.roles = assignment.roles.slice(1);
        return addTo(assignment.roles as string[], declared, choice);
      },
    ),
  'a grant is taken away': ({ model }, choice) => some(model.grants, choice, (grant) => remove(model.grants, grant)),
  'a client is added': ({ model }, choice) =>
    some(model.apis, choice, (api) => {
      const roles = applications(model, api.key).map(({ key }) => key);
      model.clients.push({ key: 'added', name: 'added', kind: 'daemon', team: 'sales', owners: [] });
      model.grants.push({ caller: 'added', api: api.key, roles: roles.slice(0, 2), scopes: [] });
    }),
  'a client is taken away': ({ model }, choice) => some(model.clients, choice, (client) => withdraw(model, client)),
  'a client is retired': ({ model }, choice) =>
    some(
      model.clients.filter(({ kind }) => kind !== 'managed-identity'),
      choice,
      (client) => {
        withdraw(model, client);
        model.retired.push({ key: client.key, kind: 'client', then: choose(choice, ['keep', 'delete'] as const) });
      },
    ),
  'a client becomes one of another kind': ({ model }, choice) =>
    some(
      model.clients.filter(({ kind }) => kind !== 'managed-identity'),
      choice,
      (client) => {
        const next = choose(
          choice,
          (['daemon', 'web', 'spa', 'native'] as const).filter((kind) => kind !== client.kind),
        );
        client.kind = next;
        if (next === 'daemon') delete client.redirectUris;
        else client.redirectUris = client.key;
        for (const grant of model.grants.filter(({ caller }) => caller === client.key)) {
          if (next === 'daemon') grant.scopes = [];
          if (next === 'spa' || next === 'native') grant.roles = [];
        }
        model.grants = model.grants.filter(({ roles, scopes }) => roles.length + scopes.length > 0);
      },
    ),
  'a group is assigned': ({ model, environment }, choice) =>
    some(model.apis, choice, (api) => {
      environment.groups['Auditors'] = guidOf('auditors');
      const roles = people(api).map(({ key }) => key);
      const principal = { kind: 'group', key: 'auditors', name: 'Auditors' } as const;
      model.assignments.push({ principal, api: api.key, roles: roles.filter(() => chance(choice, 60)) });
    }),
  'an assignment is taken away': ({ model }, choice) =>
    some(model.assignments, choice, (assignment) => remove(model.assignments, assignment)),
  'a person is assigned': ({ model, environment }, choice) =>
    some(model.apis, choice, (api) => {
      environment.people['Grace Hopper'] = guidOf('grace');
      const principal = { kind: 'person', key: 'grace', name: 'Grace Hopper' } as const;
      model.assignments.push({
        principal,
        api: api.key,
        roles: people(api)
          .map(({ key }) => key)
          .filter(() => chance(choice, 60)),
      });
    }),
  'people hold a role no more': ({ model }, choice) =>
    some(
      model.assignments.filter(({ roles }) => roles.length > 0),
      choice,
      (assignment) => {
        remove(assignment.roles as string[], choose(choice, assignment.roles));
      },
    ),
};

/** Changes of APIs and of how all is deployed. */
export const APIS: Readonly<Record<string, Change>> = {
  'an API opens': ({ model }, choice) =>
    some(
      model.apis.filter(({ open }) => !open),
      choice,
      (api) => (api.open = true),
    ),
  'an API closes': ({ model }, choice) =>
    some(
      model.apis.filter(({ open }) => open),
      choice,
      (api) => ((api.open = false), true),
    ),
  'a tenant is served besides': ({ model, environment }, choice) =>
    some(model.apis, choice, (api) => {
      const next = Object.keys(environment.tenants).find((name) => name !== 'home' && !api.tenants.includes(name));
      if (next === undefined) return false;
      return (api.tenants = [...new Set(['home', ...api.tenants, next])]);
    }),
  'a tenant is served no more': ({ model }, choice) =>
    some(
      model.apis.filter(({ tenants }) => tenants.length > 0),
      choice,
      (api) => {
        (api.tenants as string[]).pop();
        if (api.tenants.length === 1) api.tenants = [];
      },
    ),
  'a role is for others': ({ model }, choice) =>
    some(
      model.apis.flatMap(({ roles }) => roles),
      choice,
      (role) => {
        role.for = choose(
          choice,
          (['applications', 'people', 'both'] as const).filter((one) => one !== role.for),
        );
        for (const grant of model.grants) if (role.for === 'people') grant.roles = grant.roles.filter((key) => key !== role.key);
        for (const one of model.assignments) if (role.for === 'applications') one.roles = one.roles.filter((key) => key !== role.key);
        model.grants = model.grants.filter(({ roles, scopes }) => roles.length + scopes.length > 0);
      },
    ),
  'a role has another value': ({ model }, choice) =>
    some(
      model.apis.flatMap(({ roles }) => roles),
      choice,
      (role) => (role.value = `${role.value}.New`),
    ),
  'people consent to a scope': ({ model }, choice) => some(scopesBy(model, 'admin'), choice, (scope) => (scope.consent = 'users')),
  'administrators consent to a scope': ({ model }, choice) => some(scopesBy(model, 'users'), choice, (scope) => (scope.consent = 'admin')),
  'an API is added': ({ model, environment }, choice) =>
    some(model.apis, choice, (api) => {
      const copy = structuredClone(api);
      model.apis.push({
        ...copy,
        key: 'added-api',
        name: 'added api',
        upstream: 'added-api',
        roles: renewed(copy.roles),
        scopes: renewed(copy.scopes),
      });
      environment.upstreams['added-api'] = 'https://added.internal:8443';
      for (const route of model.routes.filter((one) => one.api === api.key)) {
        model.routes.push({ ...structuredClone(route), api: 'added-api', path: route.path.replace(`/${api.key}`, '/added-api') });
      }
      for (const grant of model.grants.filter((one) => one.api === api.key))
        model.grants.push({ ...structuredClone(grant), api: 'added-api' });
      for (const one of model.assignments.filter((held) => held.api === api.key))
        model.assignments.push({ ...structuredClone(one), api: 'added-api' });
    }),
  'an API is taken away': ({ model }, choice) =>
    some(model.apis.length > 1 ? model.apis : [], choice, (api) => {
      model.apis = model.apis.filter((one) => one !== api);
      model.routes = model.routes.filter((one) => one.api !== api.key);
      model.grants = model.grants.filter((one) => one.api !== api.key && one.caller !== api.key);
      model.assignments = model.assignments.filter((one) => one.api !== api.key);
    }),
  'an API is renamed': ({ model }, choice) =>
    some(model.apis, choice, (api) => {
      const { key } = api;
      const renamed = (name: string): string => (name === key ? 'renamed-api' : name);
      api.key = 'renamed-api';
      for (const held of [...model.routes, ...model.assignments]) held.api = renamed(held.api);
      for (const grant of model.grants) [grant.api, grant.caller] = [renamed(grant.api), renamed(grant.caller)];
    }),
  'consents are only asked for': ({ environment }) =>
    environment.consent !== 'request-only' && (environment.consent = 'request-only') !== undefined,
  'consents are made': ({ environment }) => environment.consent !== 'grant' && (environment.consent = 'grant') !== undefined,
  'the router becomes another': ({ environment }, choice) => {
    const flavors = (['traditional_compatible', 'traditional', 'expressions'] as const).filter((one) => one !== environment.gateway.flavor);
    environment.gateway.flavor = choose(choice, flavors);
    return true;
  },
  'the dialect becomes another': ({ environment }) => {
    const isOpen = environment.gateway.dialect === 'oidc';
    environment.gateway = { ...environment.gateway, dialect: isOpen ? 'openid-connect' : 'oidc', version: isOpen ? '3.14.0.1' : '3.9.3' };
    return true;
  },
  'applications call in another way': ({ environment: { gateway } }) => {
    if (gateway.applicationCalls?.by === 'header') delete gateway.applicationCalls;
    else gateway.applicationCalls = { by: 'header', name: 'X-Caller', value: 'application' };
    return true;
  },
  'a host has another name': ({ environment }) => {
    environment.hosts['public'] = ['new.example.com'];
    return true;
  },
};

function published(model: Model, key: string): Pick<Api, 'roles' | 'scopes'> | undefined {
  return model.apis.find((api) => api.key === key) ?? model.externalApis.find((api) => api.key === key);
}

function applications(model: Model, api: string): Api['roles'] {
  return (published(model, api)?.roles ?? []).filter((role) => role.for !== 'people');
}

function people(api: Api): Api['roles'] {
  return api.roles.filter((role) => role.for !== 'applications');
}

function callers({ clients, externalClients, apis }: AccessModel | Model): readonly string[] {
  return [...clients, ...externalClients, ...apis].map(({ key }) => key);
}

function withdraw(model: Model, client: Model['clients'][number]): void {
  remove(model.clients, client);
  model.grants = model.grants.filter(({ caller }) => caller !== client.key);
}

function scopesBy({ apis }: Model, consent: 'admin' | 'users'): Api['scopes'] {
  return apis.flatMap(({ scopes }) => scopes).filter((scope) => scope.consent === consent);
}

function renewed<Item extends { id: string; key: string }>(items: Item[]): Item[] {
  return items.map((item) => ({ ...item, id: guidOf(`added ${item.key}`) }));
}
