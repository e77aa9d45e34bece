import { type Entrance } from '../../access';
import { type AlternativeModel } from '../../model';
import { admittedClaims, claimsOfNobody, everythingOf, probe, valuesOf, type Probe, type Probed } from './probe';
import { bearer, triedTokens } from './tried-tokens';

/** By an entrance: a token that lets in, and what must not do in its place. */
export async function probeTokens(probed: Probed, entrance: Entrance): Promise<readonly Probe[]> {
  const { sandbox, prediction } = probed;
  const { route, request, clientIp } = entrance;
  const claims = admittedClaims(probed, entrance) ?? claimsOfNobody(probed, route.api);
  const tried = await triedTokens(sandbox.entra, claims, prediction.deployment.environment, sandbox.clock.seconds());
  const probes: Probe[] = [];
  for (const { name, headers, query, presented } of tried) {
    const sent = { request, clientIp, ...(headers !== undefined && { headers }), ...(query !== undefined && { query }) };
    probes.push(await probe(probed, { kind: 'token', api: route.api, tried: `token ${name}` }, sent, presented));
  }
  return probes;
}

/** By an entrance: tokens of the right issuer and audience with each set of roles and scopes that its route tells apart. */
export async function probeClaims(probed: Probed, { route, request, clientIp }: Entrance): Promise<readonly Probe[]> {
  const named = (kind: keyof AlternativeModel): readonly string[] => [
    ...new Set(route.access.kind === 'allow' ? route.access.alternatives.flatMap((one) => one[kind]) : []),
  ];
  const values = valuesOf(probed, route);
  const everything = everythingOf(probed, route);
  const sets = (kind: keyof AlternativeModel): readonly (readonly string[])[] => tellingSets(values(kind, named(kind)), everything[kind]);
  const probes: Probe[] = [];
  for (const roles of sets('roles')) {
    for (const scopes of sets('scopes')) {
      const claims = claimsOfNobody(probed, route.api, { roles, scopes });
      const tried = `roles ${wordsFor(roles)}, scopes ${wordsFor(scopes)}`;
      const headers = bearer(await probed.sandbox.entra.keys.sign(claims, 2));
      probes.push(await probe(probed, { kind: 'claims', api: route.api, tried }, { request, clientIp, headers }, { claims }));
    }
  }
  return probes;
}

/** None, each one that is named alone, all of them, all but each, and one that is not named. */
function tellingSets(named: readonly string[], all: readonly string[]): readonly (readonly string[])[] {
  const other = all.filter((value) => !named.includes(value)).slice(0, 1);
  const sets = [[], ...named.map((one) => [one]), named, ...named.map((one) => named.filter((value) => value !== one)), other];
  return [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
}

function wordsFor(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(' and ');
}
