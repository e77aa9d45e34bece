import { consentRisk } from '../../lint';
import {
  DEFAULT_ROLE_ID,
  lookUp,
  type AccessModel,
  type ApiModel,
  type AssignmentModel,
  type Bindings,
  type EnvironmentModel,
  type ExternalApiModel,
  type GrantModel,
} from '../../model';
import { adminConsentLink, assignRole, consentToScopes, type KnownBy } from './commands';
import { type AdministratorRequest, type RequestVariable } from './types';

const ASSIGNERS = 'Cloud Application Administrator or Application Administrator, or an owner of the API’s service principal';

/** Every grant and assignment of a definition, for an administrator to make: what consent mode `request-only` leaves out. */
export function definitionRequests(model: AccessModel, environment: EnvironmentModel, ids: Bindings): readonly AdministratorRequest[] {
  const parties = new Parties(model, environment, ids);
  return [
    ...model.grants.flatMap((grant) => [
      ...grant.roles.map((role) => roleRequest(parties, grant, role)),
      ...(grant.scopes.length === 0 ? [] : [scopeRequest(parties, grant)]),
    ]),
    ...model.assignments.flatMap((one) =>
      (one.roles.length === 0 ? [undefined] : one.roles).map((role) => assignmentRequest(parties, one, role)),
    ),
  ];
}

function roleRequest(parties: Parties, { caller, api: key, roles: _, scopes: __ }: GrantModel, role: string): AdministratorRequest {
  const [client, api] = [parties.caller(caller), parties.api(key)];
  const { value, id, description } = declared(api.of.roles, role);
  const { why: stake, tier, approver } = consentRisk({ api: api.clientId, permission: id, kind: 'application' });
  return {
    what: `${value} of ${api.of.name}, as an application permission`,
    ...whom(client),
    why: `${description}${parties.uses(key, (way) => way.roles.includes(role))}`,
    risk: stake,
    tier,
    approver,
    command: assignRole(client.known, api.known, id, parties.environment.cloud),
    ...link(client, parties.environment),
    variables: variablesOf(client, api),
  };
}

function scopeRequest(parties: Parties, { caller, api: key, scopes }: GrantModel): AdministratorRequest {
  const [client, api] = [parties.caller(caller), parties.api(key)];
  const all = scopes.map((scope) => declared(api.of.scopes, scope));
  const risks = all.map(({ id }) => consentRisk({ api: api.clientId, permission: id, kind: 'delegated' }));
  const tiers = risks.map(({ tier }) => tier);
  return {
    what: `${all.map(({ value }) => value).join(', ')} of ${api.of.name}, for everybody who signs in`,
    ...whom(client),
    why: `${all.map(({ description }) => description).join('; ')}${parties.uses(key, (way) => way.scopes.some((one) => scopes.includes(one)))}`,
    risk: [...new Set(risks.map(({ why }) => why))].join('; '),
    tier: ([0, 1, 2] as const).find((tier) => tiers.includes(tier)) ?? 'unknown',
    approver: risks[0]?.approver ?? '',
    command: consentToScopes(client.known, api.known, all.map(({ value }) => value).sort(), parties.environment.cloud),
    ...link(client, parties.environment),
    variables: variablesOf(client, api),
  };
}

function assignmentRequest(parties: Parties, { principal, api: key }: AssignmentModel, role: string | undefined): AdministratorRequest {
  const api = parties.api(key);
  const { kind, name } = principal;
  const objectId = lookUp({ group: parties.environment.groups, person: parties.environment.people }[kind], name) ?? '';
  const { value, id, description } = role === undefined ? DEFAULT_ROLE : declared(api.of.roles, role);
  return {
    what: value === '' ? `use of ${api.of.name}, without a role` : `${value} of ${api.of.name}`,
    whom: `the ${kind} ${name}`,
    id: objectId,
    why: role === undefined ? description : `${description}${parties.uses(key, (way) => way.roles.includes(role))}`,
    risk: 'whoever is in it may do this; what that is worth is for the API to say',
    tier: 'unknown',
    approver: ASSIGNERS,
    command: assignRole({ objectId }, api.known, id, parties.environment.cloud),
    variables: variablesOf(api),
  };
}

const DEFAULT_ROLE = {
  value: '',
  id: DEFAULT_ROLE_ID,
  description: 'Sign in to the API: Entra issues no token to those who are not assigned',
};

/** A caller or an API, and how commands know it. */
interface Party {
  readonly name: string;
  readonly clientId: string;
  readonly known: KnownBy;
  readonly variable?: RequestVariable;
}

class Parties {
  constructor(
    private readonly model: AccessModel,
    public readonly environment: EnvironmentModel,
    private readonly ids: Bindings,
  ) {}

  api(key: string): Party & { readonly of: ApiModel | ExternalApiModel } {
    const of = [...this.model.apis, ...this.model.externalApis].find((one) => one.key === key);
    if (of === undefined) throw new Error(`nothing in the definition has the key "${key}"`);
    if (this.model.apis.some((one) => one.key === key)) return { of, ...this.registered(key, of.name) };
    const outside = lookUp(this.environment.externalApis, of.name);
    const clientId = ('clientId' in of ? of.clientId : undefined) ?? outside?.clientId ?? '';
    return {
      of,
      name: of.name,
      clientId,
      known: outside === undefined ? { clientId } : { objectId: outside.objectId },
    };
  }

  /** In this consent mode every caller is registered here: one that is not could ask for nothing. */
  caller(key: string): Party {
    const { clients, apis } = this.model;
    return this.registered(key, [...clients, ...apis].find((one) => one.key === key)?.name ?? key);
  }

  /** Routes that let somebody in this way, in words. */
  uses(api: string, isWay: (way: { readonly roles: readonly string[]; readonly scopes: readonly string[] }) => boolean): string {
    const routes = this.model.routes.filter((one) => one.api === api && one.access.kind === 'allow' && one.access.alternatives.some(isWay));
    return routes.length === 0 ? '' : `; a way in to ${routes.map((one) => `${one.api}.${one.key}`).join(', ')}`;
  }

  private registered(key: string, name: string): Party {
    const clientId = lookUp(this.ids, key);
    if (clientId !== undefined) return { name, clientId, known: { clientId } };
    const variable = {
      name: `CLIENT_ID_${key.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`,
      how: `client id of ${name}: entry "${key}" of the output "client_ids"`,
    };
    return { name, clientId: '', known: { variable: variable.name }, variable };
  }
}

function whom({ name, clientId }: Party): Pick<AdministratorRequest, 'whom' | 'id'> {
  return { whom: name, ...(clientId !== '' && { id: clientId }) };
}

function link({ clientId }: Party, { tenantId, cloud }: EnvironmentModel): Pick<AdministratorRequest, 'link'> {
  return clientId !== '' ? { link: adminConsentLink(tenantId, clientId, cloud) } : {};
}

function variablesOf(...parties: readonly Party[]): readonly RequestVariable[] {
  return parties.flatMap(({ variable }) => variable ?? []);
}

function declared<Declared extends { readonly key: string }>(all: readonly Declared[], key: string): Declared {
  const found = all.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no role or scope has the key "${key}"`);
  return found;
}
