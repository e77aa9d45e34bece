import fc, { type GeneratorValue } from 'fast-check';
import type { AccessInput, Api, Client, EnvironmentInput, ExternalApi, ExternalClient, Grant } from '../../lib';
import {
  assign,
  defineAccess,
  defineEnvironment,
  defineExternalApi,
  defineExternalClient,
  grant,
  group,
  microsoftGraph,
  person,
  renderGateway,
} from '../../lib';
import type { AccessModel, EnvironmentModel } from '../../lib';
import { generateEnvironment } from './generate-environment';
import { generateApis, generateClients, SHARED_UPSTREAM, TENANTS } from './generate-registrations';
import { generateRoutes } from './generate-routes';
import { chance, choose, guidOf, subset } from './generate-texts';

/** A definition with an environment to deploy it to, and the names of what it contains. */
export interface Organisation {
  readonly input: AccessInput;
  readonly environment: EnvironmentInput;
  /** See {@link FACTS}. */
  readonly facts: readonly string[];
}

/** Everything an organisation may contain that a property should meet often. */
export const FACTS: readonly string[] = [
  'client:daemon',
  'client:web',
  'client:spa',
  'client:native',
  'client:managed-identity',
  'client:external',
  'api:external',
  'api:multi-tenant',
  'api:open',
  'grant:same-team',
  'grant:mutual',
  'grant:api-calls-api',
  'grant:outside',
  'consent:grant',
  'consent:request-only',
  'consent:separate-stack',
  'flavor:traditional_compatible',
  'flavor:traditional',
  'flavor:expressions',
  'door:header-in-hierarchy',
  'cloud:global',
  'cloud:usgovernmentl4',
  'cloud:usgovernmentl5',
  'cloud:china',
  'api:shared-upstream',
  'door:host',
  'door:header',
  'door:none',
  'route:header-criteria',
  'route:header-beside-plain',
  'route:overlapping-hosts',
  'dialect:openid-connect',
  'dialect:oidc',
  'allow:public',
  'allow:nobody',
  'allow:role',
  'allow:any-role',
  'allow:all-roles',
  'allow:scope',
  'allow:any-scope',
  'allow:role-and-scope',
  'allow:role-or-scope',
  'allow:position',
  'route:cors',
  'route:without-cors',
  'route:networks',
  'route:forward',
  'route:rate-limit',
  'route:any-method',
  'route:template',
  'route:rest',
  'assignment:group',
  'assignment:person',
  'retired',
];

/** Whole organisations, all of them valid. */
export const organisation: fc.Arbitrary<Organisation> = fc.gen().map((choice) => generateOrganisation(choice));

/** The organisation through the public functions, as a user's program would build it. */
export function build(organisation: Organisation): { readonly model: AccessModel; readonly environment: EnvironmentModel } {
  return { model: defineAccess(organisation.input), environment: defineEnvironment(organisation.environment) };
}

/** Builds and renders; what any step refuses is thrown. */
export function buildAndRender(organisation: Organisation): void {
  const { model, environment } = build(organisation);
  renderGateway(model, environment);
}

/** What the parts of an organisation are generated from. */
export interface Draft {
  readonly choice: GeneratorValue;
  readonly facts: string[];
  readonly environment: EnvironmentInput;
}

function generateOrganisation(choice: GeneratorValue): Organisation {
  const facts: string[] = [];
  const environment = generateEnvironment(choice, facts);
  const draft: Draft = { choice, facts, environment };
  const apis = generateApis(draft);
  const clients = generateClients(draft);
  const externalApis = generateExternalApis(draft);
  const externalClients: readonly ExternalClient[] = chance(choice, 40)
    ? [defineExternalClient({ name: 'partner tool', key: 'partner-tool' })]
    : [];
  if (externalClients.length > 0) facts.push('client:external');
  const grants = generateGrants(draft, { apis, clients, externalApis, externalClients });
  const { routes, observability } = generateRoutes(draft, apis);
  const retired = chance(choice, 20) ? [{ key: 'gone-api', kind: 'api', then: choose(choice, ['keep', 'delete'] as const) } as const] : [];
  if (retired.length > 0) facts.push('retired');
  return {
    input: {
      apis,
      clients,
      externalApis,
      externalClients,
      grants,
      assignments: generateAssignments(draft, apis),
      routes,
      retired,
      observability,
    },
    environment: withNames(environment, { apis, clients }),
    facts,
  };
}

function generateExternalApis({ choice, facts }: Draft): readonly ExternalApi[] {
  const external = chance(choice, 35)
    ? [
        defineExternalApi({
          name: 'ledger',
          roles: { 'Ledger.Read.All': { for: 'applications', id: guidOf('role ledger') } },
          scopes: { 'Ledger.Use': { consent: 'admin', id: guidOf('scope ledger') } },
        }),
      ]
    : [];
  const all: readonly ExternalApi[] = [...external, ...(chance(choice, 10) ? [microsoftGraph] : [])];
  if (all.length > 0) facts.push('api:external');
  return all;
}

interface Parties {
  readonly apis: readonly Api[];
  readonly clients: readonly Client[];
  readonly externalApis: readonly ExternalApi[];
  readonly externalClients: readonly ExternalClient[];
}

function generateGrants(draft: Draft, { apis, clients, externalApis, externalClients }: Parties): readonly Grant[] {
  const { choice, facts, environment } = draft;
  const silent = environment.consent === 'request-only';
  const callers = [
    ...clients.filter((client) => !silent || client.kind !== 'managed-identity'),
    ...(silent ? [] : externalClients),
    ...apis,
  ];
  const grants = callers.flatMap((caller) =>
    [...apis, ...externalApis]
      .filter((api) => api !== caller && chance(choice, 55))
      .flatMap((api) => {
        const roles =
          caller.kind === 'spa' || caller.kind === 'native'
            ? []
            : subset(
                choice,
                Object.keys(api.roles)
                  .filter((role) => api.roles[role]?.for !== 'people')
                  .slice(0, 5),
              );
        const scopes =
          caller.kind === 'daemon' || caller.kind === 'managed-identity' ? [] : subset(choice, Object.keys(api.scopes).slice(0, 5));
        return roles.length + scopes.length === 0 ? [] : [grant(caller, api, { roles, scopes })];
      }),
  );
  for (const { caller, api, scopes } of grants) {
    if (caller.kind === 'api') facts.push('grant:api-calls-api');
    if (caller.kind === 'managed-identity' || caller.kind === 'external-client') facts.push('grant:outside');
    if (caller.kind !== 'external-client' && caller.kind !== 'api' && api.kind === 'api' && caller.team === api.team && scopes.length > 0)
      facts.push('grant:same-team');
    if (grants.some((other) => other.caller === api && other.api === caller)) facts.push('grant:mutual');
  }
  return grants;
}

function generateAssignments({ choice, facts }: Draft, apis: readonly Api[]): NonNullable<AccessInput['assignments']> {
  return apis.flatMap((api) => {
    const roles = Object.keys(api.roles).filter((role) => api.roles[role]?.for !== 'applications');
    const byPerson = chance(choice, 40);
    facts.push('assignment:group', ...(byPerson ? ['assignment:person'] : []));
    // The group holds every role for people, so that no way in is one that nobody can use.
    return [
      assign(group('Everybody in Sales', { key: 'everybody' }), api, roles),
      ...(byPerson ? [assign(person('Ada Lovelace', { key: 'ada' }), api, subset(choice, roles))] : []),
    ];
  });
}

/** The environment with a value for every name of the definition. */
function withNames(environment: EnvironmentInput, { apis, clients }: Pick<Parties, 'apis' | 'clients'>): EnvironmentInput {
  const identity = (name: string): { clientId: string; objectId: string } => ({
    clientId: guidOf(`client ${name}`),
    objectId: guidOf(`object ${name}`),
  });
  return {
    ...environment,
    owners: { 'Team Lead': guidOf('owner') },
    groups: { 'Everybody in Sales': guidOf('group') },
    people: { 'Ada Lovelace': guidOf('person') },
    tenants: Object.fromEntries(TENANTS.map((tenant) => [tenant, guidOf(`tenant ${tenant}`)])),
    managedIdentities: Object.fromEntries(
      clients.filter((client) => client.kind === 'managed-identity').map((client) => [client.key, identity(client.key)]),
    ),
    externalClients: { 'partner tool': identity('partner tool') },
    externalApis: { ledger: identity('ledger'), 'microsoft-graph': identity('microsoft-graph') },
    redirectUris: Object.fromEntries(clients.map((client) => [client.key, [`https://${client.key}.example.com/callback`]])),
    upstreams: Object.fromEntries(
      [...apis.map((api) => api.key), SHARED_UPSTREAM].map((name) => [name, `https://${name}.internal:8443/base`]),
    ),
  };
}
