import fc from 'fast-check';
import { bind, renderGateway, toDocument, type AccessModel } from '../../lib';
import { ByDefinition, type Carried, type Entrance, type Probe } from '../support/by-definition';
import { Floors } from '../support/floors';
import { call, ROUTINGS, type TestToken } from '../support/gateway-oracle';
import { build, FACTS, organisation, type Organisation } from '../support/generate';
import { guid } from '../support/organisation';
import { allPlugins, deckProblems, pluginProblems } from '../support/kong-schema';

const SEED = Number(process.env['SEED'] ?? 20261123);
const NOW = 1_800_000_000;
const LOGIN = {
  global: 'login.microsoftonline.com',
  usgovernmentl4: 'login.microsoftonline.us',
  usgovernmentl5: 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
};

/** What is wrong with a token, if anything. */
const FAULTS = [
  'none',
  'no-token',
  'bad-signature',
  'expired',
  'not-yet',
  'other-audience',
  'other-issuer',
  'version-1',
  'in-query',
  'in-body',
] as const;
type Fault = (typeof FAULTS)[number];

type Route = AccessModel['routes'][number];

interface Trial {
  readonly fault: Fault;
  readonly entrance: Entrance;
  readonly carried: Carried;
}

/** Calls every route in every way that matters and returns how often each way was met. */
function exercise(generated: Organisation, floors: Floors): void {
  const { model, environment } = build(generated);
  const definition = new ByDefinition(model, environment);
  const ids = Object.fromEntries([...model.apis, ...model.clients].map(({ key }, index) => [key, guid(1000 + index)]));
  const { document, missing } = bind(toDocument(renderGateway(model, environment), 'deck'), ids);
  const plugins = allPlugins(document).flatMap(({ plugin }) =>
    pluginProblems(String(plugin['name']), environment.gateway.version, plugin['config']),
  );
  expect([missing, deckProblems(document), plugins]).toEqual([[], [], []]);

  for (const route of model.routes)
    for (const trial of trials(model, route)) attempt(definition, document, route, trial, ids[route.api] ?? '', floors);
  for (const route of model.routes) strayed(definition, document, route, trials(model, route), ids, floors);
  for (const route of model.routes) preflight(definition, document, route, floors);
  for (const path of ['/', '/undeclared', ...model.apis.flatMap((api) => [`/${api.key}-x`, `/${api.key}/a%2Fb/c%5Cd/e/f/g`])])
    unreachable(definition, document, path, environment.hosts, floors);
}

/** Calls of a route at each host of the door it is for. */
function attempt(definition: ByDefinition, document: unknown, route: Route, trial: Trial, audience: string, floors: Floors): void {
  for (const probe of definition.probes(route, trial.entrance, 'x-1', route.methods?.[0] ?? 'PATCH')) {
    if (definition.routeOf(probe) === route) compare(definition, document, route, probe, trial, audience, floors);
  }
}

/** One call, compared with what the definition says. */
function compare(
  definition: ByDefinition,
  document: unknown,
  route: Route,
  probe: Probe,
  { fault, entrance, carried }: Trial,
  audience: string,
  floors: Floors,
): void {
  const { environment } = definition;
  const token =
    fault === 'no-token'
      ? null
      : tokenWith(fault, carried, audience, `https://${LOGIN[environment.cloud]}/${definition.issuers(route)[0] ?? ''}/v2.0`);
  const request = {
    ...probe,
    headers: [
      ...probe.headers,
      ['X-Client-Id', 'forged'],
      ['X_Client_Id', 'forged'],
      ['X-Client_Id', 'forged'],
      ['X-Consumer-Username', 'forged'],
    ] as const,
  };
  const expected = definition.letsIn(route, fault === 'none' ? carried : null);
  for (const routing of ROUTINGS[environment.gateway.flavor]) {
    const verdict = call(document, request, token, { ...routing, version: environment.gateway.version, now: NOW });
    const place = `${route.api}.${route.key} ${entrance} ${fault} ${JSON.stringify(carried)} ${JSON.stringify(routing)} -> ${verdict.status} ${verdict.reason}`;
    if (verdict.reachesUpstream !== expected) throw new Error(`the definition says ${String(expected)}: ${place}`);
    if (!expected && ![401, 403].includes(verdict.status)) throw new Error(`denied with another status: ${place}`);
    if (expected) checkUpstream(definition, route, verdict, fault, place);
  }
  floors.count(expected ? (route.access.kind === 'public' ? 'in:public' : 'in:token') : `out:${fault}`);
  if (expected && route.access.kind === 'allow') floors.count(`in:${entrance}`);
}

/** Tokens at the door of the others, and segments that hide a slash: whoever gets in, the definition lets in. */
function strayed(
  definition: ByDefinition,
  document: unknown,
  route: Route,
  all: readonly Trial[],
  ids: Readonly<Record<string, string>>,
  floors: Floors,
): void {
  const { environment } = definition;
  const issuer = `https://${LOGIN[environment.cloud]}/${definition.issuers(route)[0] ?? ''}/v2.0`;
  for (const { entrance, carried } of all.filter((trial) => trial.fault === 'none')) {
    for (const request of strays(definition, route, entrance === 'people' ? 'applications' : 'people')) {
      const meant = definition.routeOf(request);
      for (const routing of ROUTINGS[environment.gateway.flavor]) {
        const verdict = call(document, request, tokenWith('none', carried, ids[route.api] ?? '', issuer), {
          ...routing,
          version: environment.gateway.version,
          now: NOW,
        });
        const allowed = meant !== undefined && definition.letsIn(meant, carried);
        if (verdict.reachesUpstream && !allowed) {
          const said = meant === undefined ? 'has no such route' : `denies it at ${meant.api}.${meant.key}`;
          throw new Error(
            `${JSON.stringify(request)} is let in by ${String(verdict.route)}, though the definition ${said} (${JSON.stringify(routing)})`,
          );
        }
        floors.count(verdict.reachesUpstream ? 'strayed:in' : 'strayed:out');
      }
    }
  }
}

/** Requests beside what a route is for: with other segments, in another spelling, and without the headers it wants. */
function strays(definition: ByDefinition, route: Route, entrance: Entrance): readonly Probe[] {
  const method = route.methods?.at(-1) ?? 'GET';
  const named = ['x-1', 'x%2Fy', 'x%5Cy', 'all:search', 'read.me'].flatMap((value) =>
    definition.probes(route, entrance, value, method).slice(-1),
  );
  const spelt = definition
    .probes(route, entrance, 'x-1', method)
    .map((probe) => ({ ...probe, path: probe.path.replace(/[!$&'()+,;=:@]/g, (char) => `%${char.charCodeAt(0).toString(16)}`) }));
  const bare =
    Object.keys(route.headers).length === 0
      ? []
      : definition.probes(route, entrance, 'x-1', method).map((probe) => ({ ...probe, headers: [] }));
  return [...named, ...spelt, ...bare].map((probe) => ({ ...probe, path: probe.path.replaceAll('%25', '%') }));
}

/** Every combination of a route's roles and scopes at the door it is for, and every fault with all of them. */
function trials(model: AccessModel, route: Route): readonly Trial[] {
  const api = model.apis.find((candidate) => candidate.key === route.api);
  const ways = route.access.kind === 'allow' ? route.access.alternatives : [];
  const used = (api?.roles ?? []).filter((role) => ways.some((way) => way.roles.includes(role.key)));
  const scopes = (api?.scopes ?? []).filter((scope) => ways.some((way) => way.scopes.includes(scope.key))).map((scope) => scope.value);
  const held = (entrance: Entrance): readonly Carried[] => {
    const roles = used.filter((role) => role.for === 'both' || role.for === entrance).map((role) => role.value);
    // Only tokens Entra would issue: an application's has no scopes, a person's has some, and neither has roles of the other.
    return subsets(roles).flatMap((some) =>
      entrance === 'applications'
        ? [{ roles: some, scopes: [] }]
        : subsets(scopes).map((carried) => ({ roles: some, scopes: [...carried, 'Other.Scope'] })),
    );
  };
  const everything = { roles: used.map((role) => role.value), scopes };
  return (['people', 'applications'] as const).flatMap((entrance) => [
    ...held(entrance).map((carried) => ({ fault: 'none' as const, entrance, carried })),
    ...FAULTS.filter((fault) => fault !== 'none').map((fault) => ({ fault, entrance, carried: everything })),
  ]);
}

function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return items.reduce<readonly (readonly Item[])[]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}

function tokenWith(fault: Fault, { roles, scopes }: Carried, audience: string, issuer: string): TestToken {
  const expires = fault === 'expired' ? NOW - 600 : NOW + 3600;
  return {
    signature: fault === 'bad-signature' ? 'bad' : 'good',
    ...(fault === 'in-query' ? { in: 'query' as const } : fault === 'in-body' ? { in: 'body' as const } : {}),
    claims: {
      iss:
        fault === 'other-issuer'
          ? issuer.replace(/[0-9a-f-]{36}/, guid(77))
          : fault === 'version-1'
            ? 'https://sts.windows.net/x/'
            : issuer,
      aud: fault === 'other-audience' ? guid(78) : audience,
      iat: NOW - 60,
      nbf: fault === 'not-yet' ? NOW + 600 : NOW - 60,
      exp: expires,
      azp: guid(5),
      oid: guid(6),
      sub: guid(6),
      tid: guid(7),
      ...(roles.length === 0 ? {} : { roles }),
      ...(scopes.length === 0 ? {} : { scp: scopes.join(' ') }),
    },
  };
}

/** What reaches the upstream: the token if the route says so, identity only from the token, nothing forged. */
function checkUpstream(definition: ByDefinition, route: Route, verdict: ReturnType<typeof call>, fault: Fault, place: string): void {
  const claims = { 'client-id': guid(5), 'object-id': guid(6), 'tenant-id': guid(7) } as const;
  if (verdict.tokenReachesUpstream && !route.forward.token && fault !== 'in-query')
    throw new Error(`the token reaches the upstream: ${place}`);
  if (route.forward.token && fault === 'none' && !verdict.tokenReachesUpstream)
    throw new Error(`the token does not reach the upstream: ${place}`);
  // Forged headers are the gateway's own where some route of the definition has it set them.
  const own = ['x-consumer-username', ...(definition.setsHeader('X-Client-Id') ? ['x-client-id', 'x_client_id', 'x-client_id'] : [])];
  if (own.some((name) => verdict.upstreamHeaders[name] === 'forged')) throw new Error(`a forged header reaches the upstream: ${place}`);
  for (const [name, claim] of Object.entries(route.forward.headers)) {
    if (claim in claims && verdict.upstreamHeaders[name.toLowerCase()] !== claims[claim as keyof typeof claims])
      throw new Error(`${name} is not the token's: ${place}`);
  }
}

/** What a browser asks before a page's call: answered for the methods whose route has CORS, for its origins, and never by an upstream. */
function preflight(definition: ByDefinition, document: unknown, route: Route, floors: Floors): void {
  const { environment } = definition;
  if (route.methods === undefined || route.methods.includes('OPTIONS')) return;
  for (const probe of (['people', 'applications'] as const).flatMap((entrance) => definition.probes(route, entrance, 'x-1', 'OPTIONS'))) {
    for (const [index, origin] of [
      'https://portal.example.com',
      'https://test.example.com:8443',
      'https://elsewhere.example.com',
    ].entries()) {
      const method = [...route.methods, 'PATCH'][index] ?? route.methods[0] ?? '';
      const headers = [
        ['Origin', origin],
        ['Access-Control-Request-Method', method],
      ] as const;
      const expected = definition.answersPages(probe, method, origin);
      for (const routing of ROUTINGS[environment.gateway.flavor]) {
        const verdict = call(document, { ...probe, headers }, null, { ...routing, version: environment.gateway.version, now: NOW });
        const place = `${method} ${probe.host}${probe.path} for ${origin}, answered ${verdict.status} by ${String(verdict.route)}`;
        if (verdict.reachesUpstream) throw new Error(`a preflight reaches the upstream: ${place}`);
        const answered = verdict.status === 200 && verdict.allowedOrigin === origin && verdict.allowedMethods.includes(method);
        if (answered !== expected) throw new Error(`the definition says ${String(expected)} to a preflight: ${place}`);
      }
      floors.count(expected ? 'preflight:in' : 'preflight:out');
    }
  }
}

function unreachable(
  definition: ByDefinition,
  document: unknown,
  path: string,
  hosts: Readonly<Record<string, readonly string[]>>,
  floors: Floors,
): void {
  for (const host of Object.values(hosts).flat()) {
    const probe = { method: 'GET', host, path, headers: [], clientIp: '10.1.2.3' };
    if (definition.routeOf(probe) !== undefined) continue;
    for (const routing of ROUTINGS[definition.environment.gateway.flavor]) {
      const verdict = call(document, probe, null, routing);
      if (verdict.reachesUpstream || verdict.status !== 404)
        throw new Error(`${host}${path} is covered by no route, but answered ${verdict.status} by ${String(verdict.route)}`);
    }
    floors.count('out:no-route');
  }
}

test(`the gateway lets in exactly whom the definition lets in, in every flavor and calculation of its router (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, (generated) => {
      floors.countAll(generated.facts);
      exercise(generated, floors);
    }),
    // A failure of so much work is not made smaller: that would take many minutes.
    { numRuns: 400, seed: SEED, endOnFailure: true },
  );

  floors.assertAtLeast(
    [
      ...FACTS,
      ...FAULTS.filter((fault) => fault !== 'none').map((fault) => `out:${fault}`),
      'out:none',
      'out:no-route',
      'in:public',
      'in:token',
      'in:people',
      'in:applications',
      'strayed:in',
      'strayed:out',
      'preflight:in',
      'preflight:out',
    ],
    50,
  );
});
