import { identifierUri, lookUp, type AccessModel, type ApiModel, type ClientModel, type ExternalApiModel } from '../../model';
import { TokenRefused } from '../callers';
import { type SandboxPerson, type SandboxTokenRequest } from '../sandbox';
import { requestFor } from './attempts';
import { type Probe, type Probed } from './probe';

/** An address that no environment has. */
const NOWHERE = 'https://elsewhere.invalid/';

/** Addresses to which people come back after they have signed in: each one that the environment names, and one that it does not. */
export async function probeRedirects(probed: Probed, client: ClientModel): Promise<readonly Probe[]> {
  const { model, environment } = probed.prediction.deployment;
  const own = new Set(model.apis.map(({ key }) => key));
  const api = model.grants.find((one) => one.caller === client.key && one.scopes.length > 0 && own.has(one.api))?.api;
  if (client.redirectUris === undefined || api === undefined) return [];
  const assigned = model.assignments.filter((one) => one.api === api).map(({ principal }) => principal);
  const principals = [...new Map(assigned.map((one) => [`${one.kind} ${one.key}`, one])).values()];
  const issued = probed.prediction.issuer.issue({ caller: client.key, api, person: { principals } });
  const asks = requestFor({ caller: client.key, as: 'person', principals }, api);
  const expected = 'refusal' in issued ? issued.refusal.code : 'a token';
  const probes: Probe[] = [];
  for (const redirectUri of [...(lookUp(environment.redirectUris, client.redirectUris) ?? []), NOWHERE]) {
    const found = await outcomeOf(probed, { ...asks, redirectUri });
    const predicted = redirectUri === NOWHERE ? 'AADSTS50011' : expected;
    const disagreements = predicted === found ? [] : [`sign-in: predicted ${predicted}, observed ${found}`];
    probes.push({ kind: 'sign-in', api, tried: `${client.key} signs in with ${redirectUri} to come back to`, disagreements });
  }
  return probes;
}

/** An API called by its identifier URI, as clients may know it: the token is for its client id all the same. */
export async function probeIdentifier(probed: Probed, api: ApiModel): Promise<readonly Probe[]> {
  const { model, environment } = probed.prediction.deployment;
  const callers = [...model.clients, ...model.externalClients, ...model.apis].map(({ key }) => key);
  const client = callers.find((caller) => 'claims' in probed.prediction.issuer.issue({ caller, api: api.key }));
  if (client === undefined) return [];
  const resource = identifierUri(api, environment);
  const found = await outcomeOf(probed, { client, api: api.key, resource });
  const disagreements = found === 'a token' ? [] : [`token: predicted a token, observed ${found}`];
  return [{ kind: 'sign-in', api: api.key, tried: `${client} asks for a token of ${resource}`, disagreements }];
}

/** `a token`, for whom else it is, or the code of the refusal. */
async function outcomeOf({ sandbox }: Probed, request: SandboxTokenRequest): Promise<string> {
  try {
    const { claims } = await sandbox.token(request);
    return claims['aud'] === sandbox.principal(request.api).appId ? 'a token' : `a token for ${String(claims['aud'])}`;
  } catch (error) {
    if (error instanceof TokenRefused) return error.code;
    throw error;
  }
}

/** Tokens of APIs that are registered elsewhere: what they hold is what the definition grants. */
export async function probeOutside(probed: Probed, { key }: ExternalApiModel): Promise<readonly Probe[]> {
  const { model, environment } = probed.prediction.deployment;
  // Where consent is only asked for, nobody has given any.
  if (environment.consent === 'request-only') return [];
  const api = model.externalApis.find((one) => one.key === key);
  const probes: Probe[] = [];
  for (const { caller, ...granted } of model.grants.filter((one) => one.api === key)) {
    const person = personAt(model, caller);
    const asked = { client: caller, api: key };
    for (const [kind, claim, request] of [
      ['roles', 'roles', asked],
      ['scopes', 'scp', { ...asked, person: person ?? {} }],
    ] as const) {
      const held = (api?.[kind] ?? []).filter((one) => granted[kind].includes(one.key)).map(({ value }) => value);
      if (held.length === 0) continue;
      const found = await claimOf(probed, request, claim);
      const predicted = kind === 'scopes' && person === undefined ? 'AADSTS50105' : [...held].sort().join(' ');
      const disagreements = found === predicted ? [] : [`token: predicted the ${kind} ${predicted}, observed ${found}`];
      const whom = kind === 'roles' ? '' : ' for a person';
      probes.push({ kind: 'sign-in', api: key, tried: `${caller} asks for a token of ${key}${whom}`, disagreements });
    }
  }
  return probes;
}

/** Somebody for whom a caller may ask: of an API somebody who can have called it. Undefined where nobody can. */
function personAt({ apis, assignments }: AccessModel, caller: string): SandboxPerson | undefined {
  if (apis.find(({ key }) => key === caller)?.open !== false) return {};
  const { principal } = assignments.find(({ api }) => api === caller) ?? {};
  if (principal === undefined) return undefined;
  return principal.kind === 'group' ? { groups: [principal.name] } : { name: principal.name };
}

/** What a claim of a token holds, in order, or the code of the refusal. */
async function claimOf({ sandbox }: Probed, request: SandboxTokenRequest, claim: 'roles' | 'scp'): Promise<string> {
  try {
    const { claims } = await sandbox.token(request);
    const values = claim === 'scp' ? String(claims['scp'] ?? '').split(' ') : [claims['roles'] ?? []].flat().map(String);
    return values.sort().join(' ');
  } catch (error) {
    if (error instanceof TokenRefused) return error.code;
    throw error;
  }
}

/** A client without a secret that asks for tokens in place of a person, as a device does: no registration of a definition is for that. */
export async function probeDevice({ sandbox }: Probed, { key, kind }: ClientModel): Promise<readonly Probe[]> {
  if (kind === 'managed-identity') return [];
  const { fetcher, cloud } = sandbox.entra;
  const { body } = await fetcher.fetch(`https://${cloud.login}/${sandbox.home.id}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: sandbox.principal(key).appId,
      device_code: 'a-code',
    }).toString(),
  });
  const found = /AADSTS\d+/.exec(body)?.[0] ?? 'no code';
  const disagreements = found === NOT_PUBLIC ? [] : [`sign-in: predicted ${NOT_PUBLIC}, observed ${found}`];
  return [{ kind: 'sign-in', api: key, tried: `${key} asks as a device`, disagreements }];
}

const NOT_PUBLIC = 'AADSTS7000218';
