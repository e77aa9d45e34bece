import fc from 'fast-check';
import { bind, renderGateway, toDocument, type AccessModel } from '../../lib';
import { decide, gatewayOf, type PresentedToken } from '../../lib/access';
import { ByDefinition } from '../support/by-definition';
import { call, ROUTINGS, type GatewayRequest } from '../support/gateway-oracle';
import { build, organisation, type Organisation } from '../support/generate';
import { Floors } from '../support/floors';
import { guid } from '../support/organisation';

const SEED = Number(process.env['SEED'] ?? 20261124);
const NOW = 1_800_000_000;

type RouteModel = AccessModel['routes'][number];

/** Claims that a token may have, right and wrong ones, for an API and an issuer. */
function claimSets(
  audience: string,
  issuer: string,
  roles: readonly string[],
  scopes: readonly string[],
): readonly Readonly<Record<string, unknown>>[] {
  const whole = {
    iss: issuer,
    aud: audience,
    iat: NOW - 60,
    nbf: NOW - 60,
    exp: NOW + 600,
    azp: guid(5),
    oid: guid(6),
    sub: guid(6),
    tid: guid(7),
    roles,
    scp: scopes.join(' '),
  };
  const without = (name: keyof typeof whole): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name));
  return [
    whole,
    ...(['roles', 'scp', 'aud', 'iss', 'sub', 'nbf'] as const).map(without),
    ...roles.map((role) => ({ ...whole, roles: [role], scp: undefined })),
    ...scopes.map((scope) => ({ ...whole, roles: undefined, scp: scope })),
    ...[-1, 1, -59, -60, -61, -119, -120, -121, -600].map((seconds) => ({ ...whole, exp: NOW + seconds })),
    ...[59, 60, 61, 119, 120, 121, 600].map((seconds) => ({ ...whole, nbf: NOW + seconds, iat: NOW + seconds })),
    { ...whole, aud: guid(78) },
    { ...whole, aud: [guid(78), audience] },
    { ...whole, iss: issuer.replace(/v2\.0$/, '') },
    { ...whole, roles: roles.join(' ') },
    { ...whole, roles: roles.map((role) => role.toLowerCase()) },
    { ...whole, scp: scopes },
  ];
}

function requestsOf(definition: ByDefinition, generated: ReturnType<typeof build>): readonly GatewayRequest[] {
  return generated.model.routes.flatMap((route) =>
    (['people', 'applications'] as const).flatMap((entrance) => [
      ...definition.probes(route, entrance, 'x-1', route.methods?.[0] ?? 'PATCH'),
      ...definition.probes(route, entrance, 'a%2Fb', 'OPTIONS').slice(0, 1),
      ...definition
        .probes(route, entrance, 'x-1', 'OPTIONS')
        .slice(0, 1)
        .map((probe) => ({
          ...probe,
          headers: [...probe.headers, ['Origin', 'https://portal.example.com'], ['Access-Control-Request-Method', 'GET']] as const,
        })),
      ...definition
        .probes(route, entrance, 'x-1', 'GET')
        .slice(0, 1)
        .flatMap((probe) => [
          { ...probe, scheme: 'http' as const },
          { ...probe, clientIp: '203.0.113.9' },
        ]),
    ]),
  );
}

/** What the gateway may be asked with: right tokens in right and wrong places, wrong ones, and none. */
function tokensFor(
  route: RouteModel | undefined,
  { model, environment }: ReturnType<typeof build>,
  ids: Readonly<Record<string, string>>,
): readonly (PresentedToken | null)[] {
  const api = model.apis.find(({ key }) => key === route?.api) ?? model.apis[0];
  const issuer = `https://login.microsoftonline.com/${environment.tenantId}/v2.0`;
  const values = (declared: readonly { readonly value: string }[] = []): readonly string[] => declared.map(({ value }) => value);
  const sets = claimSets(ids[api?.key ?? ''] ?? '', issuer, values(api?.roles), values(api?.scopes));
  const [whole = {}] = sets;
  return [
    null,
    { claims: whole, signature: 'bad' },
    ...(['query', 'body', 'cookie', 'access-token', 'x-access-token'] as const).map((place) => ({ claims: whole, in: place })),
    ...sets.map((claims) => ({ claims })),
  ];
}

function compare(generated: Organisation, floors: Floors): void {
  const built = build(generated);
  const { model, environment } = built;
  const definition = new ByDefinition(model, environment);
  const ids = Object.fromEntries(model.apis.map(({ key }, index) => [key, guid(1000 + index)]));
  const { document } = bind(toDocument(renderGateway(model, environment), 'deck'), ids);
  const { flavor, version, dialect } = environment.gateway;
  const gateways = ROUTINGS[flavor].map((routing) => {
    const { calculation } = routing;
    return { routing, gateway: gatewayOf(document, { flavor, version, dialect, ...(calculation !== undefined && { calculation }) }) };
  });
  for (const [index, request] of requestsOf(definition, built).entries()) {
    const route = definition.routeOf({ headers: [], clientIp: '', ...request, host: request.host ?? '' });
    const tokens = tokensFor(route, built, ids);
    // Every token at some requests, some tokens at every request.
    const asked = index % 5 === 0 ? tokens : tokens.filter((_, at) => (at + index) % 7 === 0);
    for (const token of asked) {
      for (const { routing, gateway } of gateways) {
        const decision = decide(gateway, {
          request,
          token,
          now: NOW,
          ...(request.clientIp !== undefined && { clientIp: request.clientIp }),
        });
        const verdict = call(document, request, token === null ? null : { signature: 'good', ...token }, { ...routing, version, now: NOW });
        const isSame =
          decision.allowed === verdict.reachesUpstream && decision.statuses.includes(verdict.status) && decision.route === verdict.route;
        if (!isSame)
          throw new Error(JSON.stringify({ request, token, routing, decision, verdict: { ...verdict, upstreamHeaders: undefined } }));
        floors.count(`${dialect} ${verdict.status}`);
        for (const { by, what, outcome } of decision.trace) floors.count(`${by} ${what} ${outcome}`);
      }
    }
  }
}

test(`decisions agree with the independent interpreter of rendered files (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, (generated) => compare(generated, floors)),
    { numRuns: 60, seed: SEED, endOnFailure: true },
  );

  floors.assertAtLeast(
    [
      ...['openid-connect', 'oidc'].flatMap((dialect) => [200, 401, 403, 404, 426].map((status) => `${dialect} ${status}`)),
      ...['token', 'signature', 'issuer', 'expiry', 'not before', 'audience', 'roles', 'scopes'].map(
        (what) => `openid-connect ${what} fail`,
      ),
      'acl groups fail',
      'ip-restriction address fail',
      'cors preflight pass',
      'request-termination request fail',
    ],
    50,
  );
});

test('the header that carries the token counts among the headers of a request', () => {
  const config = { access: [String(renderedGuard())] };
  const gateway = gatewayOf(
    { services: [{ name: 's', plugins: [{ name: 'pre-function', config }], routes: [{ id: guid(1), name: 'r', paths: ['/'] }] }] },
    { flavor: 'traditional_compatible' },
  );
  const statuses = [77, 78, 79].map((number) => {
    const headers = Array.from({ length: number }, (_, index) => [`x-${index}`, 'v'] as const);
    return decide(gateway, { request: { method: 'GET', host: 'a.com', path: '/', headers }, token: { claims: {} }, now: NOW }).statuses[0];
  });

  // With Host and Authorization these are 79, 80 and 81 headers, of which 80 are let through.
  expect(statuses).toEqual([200, 200, 431]);
});

/** The guard as it is rendered for a definition. */
function renderedGuard(): unknown {
  const [generated] = fc.sample(organisation, { numRuns: 1, seed: SEED });
  if (generated === undefined) throw new Error('nothing was generated');
  const { model, environment } = build(generated);
  return (renderGateway(model, environment).pluginDefaults['pre-function']?.['access'] as readonly unknown[])[0];
}
