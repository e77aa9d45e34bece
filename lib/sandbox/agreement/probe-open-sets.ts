import { type Entrance, type OpenSet } from '../../access';
import { type ApiModel, type Consent } from '../../model';
import { TokenRefused, type ReceivedToken } from '../callers';
import { disagreementsWith, requestText, send, type Probe, type Probed } from './probe';
import { consentedIn, giveEverything, strangerIn, type StrangerClient } from './strangers';
import { bearer } from './tried-tokens';

/** Somebody whom the definition does not name, and the token that Entra gives; the code of its refusal where it gives none. */
interface Somebody {
  readonly set: OpenSet;
  readonly as: 'application' | 'person';
  readonly called: string;
  readonly token: ReceivedToken | string;
  /** Whether the set is meant at all: of tenants those that the API names. */
  readonly isMeant: boolean;
  /** Whether Entra must give no token. */
  readonly isRefused?: boolean;
}

/** Callers whom the definition does not name, at every entrance of an API: a client of the tenant, one that a person consents to, and those of other tenants. */
export async function probeOpenSets(probed: Probed, api: ApiModel, entrances: readonly Entrance[]): Promise<readonly Probe[]> {
  const { home } = probed.sandbox;
  const stranger = strangerIn(home);
  try {
    const all = [...(await ofHome(probed, api, stranger)), ...(await ofOtherTenants(probed, api))];
    const probes: Probe[] = [];
    for (const somebody of all) for (const entrance of entrances) probes.push(await enter(probed, somebody, entrance));
    return probes;
  } finally {
    stranger.remove();
  }
}

async function ofHome(probed: Probed, api: ApiModel, { client }: StrangerClient): Promise<readonly Somebody[]> {
  const { sandbox, prediction } = probed;
  const { appId } = sandbox.principal(api.key);
  const { assignments } = prediction.deployment.model;
  const principals = assignments.filter((one) => one.api === api.key).map(({ principal }) => principal);
  const groups = [...new Set(principals.filter(({ kind }) => kind === 'group').map(({ name }) => name))];
  const person = sandbox.person({ name: principals.find(({ kind }) => kind === 'person')?.name ?? 'a-stranger', groups });
  const scopesFor = (who: Consent): readonly string[] => api.scopes.filter(({ consent }) => consent === who).map(({ value }) => value);
  const [scopes, admins] = [scopesFor('users'), scopesFor('admin')];
  const { callers, home } = sandbox;
  const beyond: Somebody = {
    set: 'any-client',
    as: 'person',
    called: 'a client to which no person may consent',
    token: await tokenOr(callers.forPerson(home, client, appId, person, { scopes: admins, consents: true })),
    isMeant: false,
    isRefused: true,
  };
  return [
    {
      set: 'any-application',
      as: 'application',
      called: 'a client of the tenant',
      token: await tokenOr(callers.forItself(home, client, appId)),
      isMeant: true,
    },
    {
      set: 'any-client',
      as: 'person',
      called: 'a client that a person consents to',
      token: await tokenOr(callers.forPerson(home, client, appId, person, scopes.length === 0 ? {} : { scopes, consents: true })),
      isMeant: true,
    },
    ...(admins.length === 0 ? [] : [beyond]),
  ];
}

async function ofOtherTenants(probed: Probed, api: ApiModel): Promise<readonly Somebody[]> {
  const { sandbox, prediction } = probed;
  const { environment } = prediction.deployment;
  const { callers, entra, home } = sandbox;
  const { appId } = sandbox.principal(api.key);
  const all: Somebody[] = [];
  for (const [name, id] of Object.entries(environment.tenants)) {
    const tenant = entra.tenants.ensure(id);
    if (tenant === home) continue;
    const known = tenant.servicePrincipals.ofClientId(appId);
    const resource = known ?? consentedIn(tenant, appId);
    const set = { set: 'other-tenants', isMeant: api.tenants.includes(name) } as const;
    const called = (as: string): string => `a ${as} of the tenant ${name}`;
    if (resource === undefined) {
      all.push({ ...set, as: 'application', called: called('client'), token: 'no registration' });
      continue;
    }
    const stranger = strangerIn(tenant);
    const person = tenant.people.addUser({
      id: tenant.ids.next('person', 'a-stranger'),
      displayName: 'a-stranger',
      userPrincipalName: `a-stranger@${tenant.domain}`,
      accountEnabled: true,
    });
    giveEverything(stranger, resource, person);
    const { client } = stranger;
    all.push({ ...set, as: 'application', called: called('client'), token: await tokenOr(callers.forItself(tenant, client, appId)) });
    all.push({ ...set, as: 'person', called: called('person'), token: await tokenOr(callers.forPerson(tenant, client, appId, person)) });
    stranger.remove();
    tenant.grants.forget(person.id);
    if (known === undefined) tenant.servicePrincipals.delete(resource.id);
  }
  return all;
}

async function tokenOr(asked: Promise<ReceivedToken>): Promise<ReceivedToken | string> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof TokenRefused) return error.code;
    throw error;
  }
}

async function enter(probed: Probed, { set, as, called, token, isMeant, isRefused = false }: Somebody, entrance: Entrance): Promise<Probe> {
  const { route, request, clientIp } = entrance;
  const { prediction, sandbox } = probed;
  const held = typeof token === 'string' ? undefined : token;
  const answer = await send(probed, { request, clientIp, headers: held === undefined ? [] : bearer(held.accessToken) });
  const isOpen =
    prediction.isOpenTo('anonymous', 'anonymous', entrance) || (isMeant && held !== undefined && prediction.isOpenTo(set, as, entrance));
  const reached = answer.observed?.ended.source === 'service';
  const presented = held === undefined ? null : { claims: held.claims };
  const decision = prediction.decide({ request, token: presented, clientIp, now: sandbox.clock.seconds() });
  return {
    kind: 'open set',
    api: route.api,
    tried: `${requestText(request)} as ${called} (${held === undefined ? String(token) : 'a token'})`,
    disagreements: [
      ...(isRefused && held !== undefined ? ['token: predicted a refusal, but Entra issues one'] : []),
      ...(isOpen === reached
        ? []
        : [`matrix: ${isOpen ? 'lets in' : 'keeps out'} ${set}, but the upstream was ${reached ? '' : 'not '}reached`]),
      ...disagreementsWith(decision, answer),
    ],
  };
}
