import type { Problem } from '../../errors';
import type { EnvironmentModel } from '../environment';
import { environmentModel, RELEASES } from '../environment-shape';
import { identifierUri } from '../identifiers';
import { lookUp, show, WRONG_SHAPE } from '../shape';
import type { AccessModel, ApiModel } from '../types';

/** Everything that is wrong with an environment by itself. */
export function checkEnvironmentShape(environment: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  environmentModel(environment, 'environment', (problem) => problems.push(problem));
  if (problems.some((problem) => problem.code === WRONG_SHAPE)) return problems;
  return [
    ...problems,
    ...checkVersion(environment as EnvironmentModel),
    ...checkOwnTenant(environment as EnvironmentModel),
    ...checkApplicationHosts(environment as EnvironmentModel),
  ];
}

/** Everything that is wrong between a definition and the environment it is to be deployed to. */
export function checkEnvironment(model: AccessModel, environment: EnvironmentModel): readonly Problem[] {
  return [
    ...checkNames(model, environment),
    ...checkOutside(model, environment),
    ...checkIdentifierUris(model, environment),
    ...checkRedirects(model, environment),
    ...checkConsent(model, environment),
    ...checkTransport(model, environment),
    ...checkLogTarget(model, environment),
  ];
}

function checkVersion({ gateway }: EnvironmentModel): readonly Problem[] {
  const parts = gateway.version.split('.');
  const release = parts.slice(0, 2).join('.');
  const releases: readonly string[] = RELEASES[gateway.dialect];
  // A text that is no version at all has been reported.
  if (parts.length < 3 || parts.some((part) => !/^[0-9]+$/.test(part))) return [];
  const edition = gateway.dialect === 'openid-connect' ? { parts: 4, name: 'Enterprise' } : { parts: 3, name: 'open source' };
  if (releases.includes(release) && parts.length === edition.parts) return [];
  return [
    {
      where: 'environment.gateway.version',
      what: `${show(gateway.version)} is no version the dialect ${gateway.dialect} is rendered for`,
      fix: `use a version of Kong ${edition.name} ${releases.join(', ')}, with ${edition.parts} parts`,
      code: 'KONG_VERSION',
    },
  ];
}

function checkOwnTenant({ tenants, tenantId }: EnvironmentModel): readonly Problem[] {
  if (!Object.hasOwn(tenants, 'home') || tenants['home'] === tenantId) return [];
  return [
    {
      where: 'environment.tenants.home',
      what: 'is another tenant than `tenantId`',
      fix: "leave it out; `home` is the environment's own tenant",
      code: 'TENANT_HOME',
    },
  ];
}

function checkApplicationHosts({ gateway, hosts }: EnvironmentModel): readonly Problem[] {
  if (gateway.applicationCalls?.by !== 'host') return [];
  const people = new Map(Object.entries(hosts).flatMap(([name, list]) => list.map((host) => [host, name] as const)));
  const where = 'environment.gateway.applicationCalls.hosts';
  return Object.entries(gateway.applicationCalls.hosts).flatMap(([name, list]) => [
    ...(Object.hasOwn(hosts, name)
      ? []
      : [
          {
            where,
            what: `${show(name)} is no name of hosts`,
            fix: `use one of ${Object.keys(hosts).join(', ') || 'the names in `hosts`, of which there are none'}`,
            code: 'APPLICATION_HOST',
          },
        ]),
    ...list
      .filter((host) => people.has(host))
      .map((host) => ({
        where: `${where}.${name}`,
        what: `${show(host)} is a host of people's calls too`,
        fix: 'give applications a host of their own',
        code: 'APPLICATION_HOST',
      })),
  ]);
}

/** Names of the definition that the environment does not map, each kind in one problem. */
function checkNames(model: AccessModel, environment: EnvironmentModel): readonly Problem[] {
  const registered = model.clients.filter((client) => client.kind !== 'managed-identity');
  const principals = model.assignments.map((assignment) => assignment.principal);
  const named: Readonly<Record<string, readonly string[]>> = {
    owners: [...model.apis, ...registered].flatMap((entry) => entry.owners),
    groups: principals.filter((principal) => principal.kind === 'group').map((principal) => principal.name),
    people: principals.filter((principal) => principal.kind === 'person').map((principal) => principal.name),
    tenants: model.apis.flatMap((api) => api.tenants).filter((tenant) => tenant !== 'home'),
    managedIdentities: model.clients.flatMap((client) => client.managedIdentity ?? []),
    externalClients: model.externalClients.map((client) => client.name),
    externalApis: model.externalApis.filter((api) => api.clientId === undefined).map((api) => api.name),
    redirectUris: model.clients.flatMap((client) => client.redirectUris ?? []),
    hosts: model.routes.map((route) => route.host),
    upstreams: servedApis(model).map((api) => api.upstream),
    origins: model.routes.flatMap((route) => route.cors?.origins ?? []),
    networks: model.routes.flatMap((route) => route.networks ?? []),
  };
  return Object.entries(named).flatMap(([map, names]) => {
    const known = environment[map as 'hosts'] as Readonly<Record<string, unknown>>;
    const missing = [...new Set(names)].filter((candidate) => !Object.hasOwn(known, candidate)).sort();
    if (missing.length === 0) return [];
    const has = Object.keys(known).join(', ') || 'none';
    return [
      {
        where: `environment ${environment.key}, ${map}`,
        what: `has no ${missing.map(show).join(', ')}; it has ${has}`,
        fix: `add ${missing.length === 1 ? 'it' : 'them'} to \`${map}\``,
        code: 'ENVIRONMENT_MISSING',
      },
    ];
  });
}

/** Two names for one identity would make two objects in Terraform that are one in Entra. */
function checkOutside(model: AccessModel, environment: EnvironmentModel): readonly Problem[] {
  const { groups, people, managedIdentities, externalClients, externalApis } = environment;
  const principals = model.assignments.map(
    ({ principal }) =>
      [`${principal.kind} ${principal.key}`, lookUp(principal.kind === 'group' ? groups : people, principal.name)] as const,
  );
  const callers = [
    ...model.clients.map(
      (client) =>
        [
          client.key,
          client.managedIdentity === undefined ? undefined : lookUp(managedIdentities, client.managedIdentity)?.objectId,
        ] as const,
    ),
    ...model.externalClients.map((client) => [client.key, lookUp(externalClients, client.name)?.objectId] as const),
  ];
  const apis = model.externalApis.map((api) => [api.key, api.clientId ?? lookUp(externalApis, api.name)?.clientId] as const);
  return [principals, callers, apis].flatMap((identities) => {
    const owner = new Map<string, string>();
    return [...new Map(identities)].flatMap(([name, id]) => {
      const before = id === undefined ? undefined : owner.get(id);
      if (id !== undefined) owner.set(id, before ?? name);
      return before === undefined
        ? []
        : [
            {
              where: `environment ${environment.key}`,
              what: `${before} and ${name} are one identity, ${show(id)}`,
              fix: 'use one name for it, or correct the id',
              code: 'IDENTITY_DUPLICATE',
            },
          ];
    });
  });
}

/** A URI that is written out beside one that follows from the environment; two that are written out are a problem of the definition. */
function checkIdentifierUris({ apis }: AccessModel, environment: EnvironmentModel): readonly Problem[] {
  const derived = new Map(
    apis.filter((api) => api.identifierUri === undefined).map((api) => [identifierUri(api, environment).toLowerCase(), api.key]),
  );
  return apis
    .filter((api) => api.identifierUri !== undefined)
    .flatMap((api) => {
      const uri = identifierUri(api, environment);
      const other = derived.get(uri.toLowerCase());
      if (other === undefined) return [];
      return [
        {
          where: `environment ${environment.key}, identifier URI of ${api.key}`,
          what: `${show(uri)} is what ${other} has by itself in this tenant`,
          fix: 'give each registration its own',
          code: 'NAME_DUPLICATE',
        },
      ];
    });
}

/** Redirect URIs one registration takes over all platforms. @see https://learn.microsoft.com/entra/identity-platform/reply-url */
const REDIRECT_URIS = 256;

function checkRedirects(model: AccessModel, environment: EnvironmentModel): readonly Problem[] {
  return model.clients.flatMap((client) => {
    const uris = lookUp(environment.redirectUris, client.redirectUris ?? '') ?? [];
    const where = `environment ${environment.key}, redirectUris of ${client.key}`;
    const tooMany =
      uris.length > REDIRECT_URIS
        ? [{ where, what: `are ${uris.length}`, fix: `use at most ${REDIRECT_URIS}`, code: 'LIMIT_EXCEEDED' }]
        : [];
    // The provider refuses these while planning; pages and servers have no schemes of their own.
    const wrong = client.kind === 'native' ? [] : uris.filter((uri) => !/^https?:\/\/[^/]+\//.test(uri));
    return [
      ...tooMany,
      ...wrong.map((uri) => ({
        where,
        what: `${show(uri)} is no http or https URI with a path`,
        fix: `a ${client.kind} client needs one, at least "/" at the end`,
        code: 'REDIRECT_URI_INVALID',
      })),
    ];
  });
}

function servedApis(model: AccessModel): readonly ApiModel[] {
  const served = new Set(model.routes.map((route) => route.api));
  return model.apis.filter((api) => served.has(api.key));
}

function checkConsent(model: AccessModel, environment: EnvironmentModel): readonly Problem[] {
  if (environment.consent !== 'request-only') return [];
  const silent = new Map([
    ...model.clients.filter((client) => client.kind === 'managed-identity').map((client) => [client.key, 'a managed identity'] as const),
    ...model.externalClients.map((client) => [client.key, 'an external client'] as const),
  ]);
  return model.grants.flatMap((grant, index) => {
    const kind = silent.get(grant.caller);
    if (kind === undefined) return [];
    return [
      {
        where: `grants[${index}] ${grant.caller} -> ${grant.api}`,
        what: `${kind} has no registration here in which to request anything, and the environment ${environment.key} only requests`,
        fix: 'use consent mode `grant` or `separate-stack`',
        code: 'CONSENT_NOT_REQUESTABLE',
      },
    ];
  });
}

/** The token must not cross the network in clear, and a network can only be checked where the caller's address is known. */
function checkTransport(model: AccessModel, environment: EnvironmentModel): readonly Problem[] {
  const upstreams = new Map(model.apis.map((api) => [api.key, lookUp(environment.upstreams, api.upstream)]));
  return model.routes.flatMap((route) => {
    const where = `routes ${route.api}.${route.key}`;
    const problems: Problem[] = [];
    if (route.forward.token && upstreams.get(route.api)?.startsWith('http:') === true) {
      problems.push({
        where,
        what: 'hands the token to an upstream over plain http',
        fix: 'use an https upstream, or keep the token at the gateway',
        code: 'FORWARD_IN_CLEAR',
      });
    }
    if (route.networks !== undefined && environment.gateway.trustedProxies === undefined) {
      problems.push({
        where,
        what: `is limited to networks, but the environment ${environment.key} does not say which proxies stand in front of the gateway`,
        fix: 'set gateway.trustedProxies; an empty list says there are none',
        code: 'NETWORKS_UNKNOWN_PROXIES',
      });
    }
    return problems;
  });
}

function checkLogTarget(model: AccessModel, environment: EnvironmentModel): readonly Problem[] {
  if (!model.observability.accessLog || environment.gateway.accessLog !== undefined) return [];
  return [
    {
      where: `environment ${environment.key}, gateway`,
      what: 'does not say where the access log goes',
      fix: "set gateway.accessLog to { to: 'stdout' } or { to: 'http', … }",
      code: 'ENVIRONMENT_MISSING',
    },
  ];
}
