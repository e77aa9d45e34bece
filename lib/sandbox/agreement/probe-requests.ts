import { networksOf, tellingAddresses, type Entrance, type GatewayRoute } from '../../access';
import { type RouterRequest } from '../../router';
import { claimsOfNobody, everythingOf, probe, type Probe, type Probed } from './probe';
import { bearer } from './tried-tokens';

/** A host and a method that no definition has. */
const STRANGE = { host: 'elsewhere.invalid', method: 'PURGE' };

/** Near an entrance: the same request with every other method, host and value of a header, without TLS, without its headers, and from other networks. */
export async function probeRequests(probed: Probed, entrance: Entrance): Promise<readonly Probe[]> {
  const { route, clientIp } = entrance;
  const claims = claimsOfNobody(probed, route.api, everythingOf(probed, route));
  const headers = bearer(await probed.sandbox.entra.keys.sign(claims, 2));
  const probes: Probe[] = [];
  for (const { tried, request, from = clientIp } of variations(probed, entrance)) {
    const sent = { request, clientIp: from, headers };
    probes.push(await probe(probed, { kind: 'request', api: route.api, tried }, sent, { claims }));
  }
  // A browser asks so before it sends a token; where no route answers that, it lets nobody in.
  const asked = { request: { ...entrance.request, method: 'OPTIONS' }, clientIp };
  probes.push(await probe(probed, { kind: 'request', api: route.api, tried: 'by OPTIONS without a token' }, asked, null));
  return probes;
}

interface Variation {
  readonly tried: string;
  readonly request: RouterRequest;
  readonly from?: string;
}

/** Of the gateway that is tried, and of the definition: what the one has not is as telling as what the other has not. */
function variations({ sandbox, prediction }: Probed, { gatewayRoute, request }: Entrance): readonly Variation[] {
  const { routes: served, plugins } = sandbox.gateway.entities();
  const routes = [...served, ...prediction.gateway.routes];
  const methods = new Set([...routes.flatMap((one) => one.methods ?? []), STRANGE.method].filter((one) => one !== request.method));
  const hosts = new Set([...routes.flatMap((one) => one.hosts ?? []), STRANGE.host].filter((one) => one !== request.host));
  const networks = [
    networksOf(gatewayRoute)?.allow ?? [],
    ...plugins.filter(({ name }) => name === 'ip-restriction').map(({ config }) => [config['allow']].flat().map(String)),
  ].flat();
  return [
    ...[...methods].map((method) => ({ tried: `by ${method}`, request: { ...request, method } })),
    ...[...hosts].map((host) => ({ tried: `at ${host}`, request: { ...request, host } })),
    { tried: 'without TLS', request: { ...request, scheme: 'http' as const } },
    ...otherHeaders(routes, request),
    ...((request.headers ?? []).length === 0 ? [] : [{ tried: 'without the headers of its route', request: { ...request, headers: [] } }]),
    ...(networks.length === 0 ? [] : tellingAddresses(networks)).map((from) => ({ tried: `from ${from}`, request, from })),
    ...['/', 'x', '/x', '//'].map((rest) => ({
      tried: `with ${rest} behind its path`,
      request: { ...request, path: `${request.path}${rest}` },
    })),
  ];
}

/** The request with each other value of each header that it has. */
function otherHeaders(routes: readonly Pick<GatewayRoute, 'headers'>[], request: RouterRequest): readonly Variation[] {
  return (request.headers ?? []).flatMap(([name, own]) => {
    const named = routes
      .flatMap(({ headers }) => Object.entries(headers ?? {}))
      .filter(([one]) => one.toLowerCase() === name.toLowerCase());
    const values = new Set(named.flatMap(([, all]) => all).filter((value) => value !== own));
    return [...values].map((value) => {
      const headers = (request.headers ?? []).map(([one, had]): readonly [string, string] => [one, one === name ? value : had]);
      return { tried: `with ${name}: ${value}`, request: { ...request, headers } };
    });
  });
}
