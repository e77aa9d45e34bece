import { networksOf, tellingAddresses, type Entrance } from '../../access';
import { claimsOfNobody, disagreementsWith, everythingOf, requestText, send, type Claims, type Probe, type Probed } from './probe';
import { addressOfNobody } from './strangers';
import { bearer } from './tried-tokens';

/** Where proxies are trusted: the caller is whom the nearest one names, by the scheme that it tells; and of anybody else that is not believed. */
export async function probeProxies(probed: Probed, entrance: Entrance): Promise<readonly Probe[]> {
  const [proxy] = trustedIn(probed);
  const anybody = addressOfNobody(probed.prediction.deployment.environment);
  if (proxy === undefined) return [];
  const { gatewayRoute, clientIp } = entrance;
  const allowed = networksOf(gatewayRoute)?.allow ?? [];
  const named = new Set([clientIp, anybody, ...(allowed.length === 0 ? [] : tellingAddresses(allowed))]);
  return probeEach(probed, entrance, [
    ...[...named].map((caller) => ({ from: proxy, caller, through: [caller] })),
    ...(['http', 'https'] as const).map((told) => ({ from: proxy, caller: clientIp, through: [clientIp], told })),
    { from: anybody, caller: anybody, through: [clientIp] },
  ]);
}

/** Each of the trusted proxies, as the nearest one and behind another. Which they are is the same for all routes: one entrance tells. */
export async function probeEachProxy(probed: Probed, entrance: Entrance): Promise<readonly Probe[]> {
  const proxies = trustedIn(probed);
  const [first] = proxies;
  if (first === undefined) return [];
  const { clientIp } = entrance;
  return probeEach(
    probed,
    entrance,
    proxies.flatMap((proxy) => [
      { from: proxy, caller: clientIp, through: [clientIp] },
      { from: first, caller: clientIp, through: [clientIp, proxy] },
    ]),
  );
}

/** An address of each network whose proxies are trusted. */
function trustedIn({ prediction }: Probed): readonly string[] {
  return (prediction.deployment.environment.gateway.trustedProxies ?? []).map((network) => network.split('/')[0] ?? '');
}

async function probeEach(probed: Probed, entrance: Entrance, all: readonly Omit<Proxied, 'claims' | 'token'>[]): Promise<readonly Probe[]> {
  const claims = claimsOfNobody(probed, entrance.route.api, everythingOf(probed, entrance.route));
  const token = bearer(await probed.sandbox.entra.keys.sign(claims, 2));
  const probes: Probe[] = [];
  for (const tried of all) probes.push(await probeProxy(probed, entrance, { claims, token, ...tried }));
  return probes;
}

interface Proxied {
  readonly claims: Claims;
  readonly token: readonly (readonly [string, string])[];
  readonly from: string;
  /** Who the caller is then. */
  readonly caller: string;
  /** What stands in X-Forwarded-For. */
  readonly through: readonly string[];
  /** The scheme that the proxy tells, over a connection of the other one. */
  readonly told?: 'http' | 'https';
}

async function probeProxy(probed: Probed, { route, request }: Entrance, proxied: Proxied): Promise<Probe> {
  const { claims, token, from, caller, through, told } = proxied;
  const asked = told === undefined ? request : { ...request, scheme: told === 'http' ? ('https' as const) : ('http' as const) };
  const headers = [
    ...token,
    ['X-Forwarded-For', through.join(', ')] as const,
    ...(told === undefined ? [] : [['X-Forwarded-Proto', told] as const]),
  ];
  const answer = await send(probed, { request: asked, clientIp: from, headers });
  const decision = probed.prediction.decide({
    request: { ...asked, ...(told !== undefined && { forwardedScheme: told }) },
    token: { claims },
    clientIp: caller,
    now: probed.sandbox.clock.seconds(),
  });
  const seen = answer.observed?.clientIp ?? 'nothing';
  const disagreements = [
    ...disagreementsWith(decision, answer),
    ...(seen === caller ? [] : [`address: predicted ${caller}, observed ${seen}`]),
  ];
  const scheme = told === undefined ? '' : ` and ${told}`;
  return {
    kind: 'request',
    api: route.api,
    tried: `${requestText(request)}, from ${from} for ${through.join(', ')}${scheme}`,
    disagreements,
  };
}
