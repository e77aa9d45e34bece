import { type RouterRequest } from '../router';
import { type Check, type Decision, type PresentedToken } from './decision';
import { type Gateway, type GatewayRoute } from './gateway';
import { judge } from './plugins';
import { type PluginState } from './plugins/state';

/** A request with what decides about it besides. */
export interface Call {
  readonly request: RouterRequest;
  /** Null for a caller that presents none. */
  readonly token: PresentedToken | null;
  /** Seconds since 1970. */
  readonly now: number;
  /** Address of the caller as the gateway sees it; needed where networks are restricted. */
  readonly clientIp?: string;
}

/**
 * What a gateway does with a request and a token: the route that takes it and what each plugin says, in their order.
 * Rate limits are taken as not reached. Where the gateway's behaviour is not established it says unknown.
 */
export function decide(gateway: Gateway, call: Call): Decision {
  const sent = { ...call, request: presented(call) };
  const { route, status, unknown } = gateway.router.find(sent.request);
  if (unknown !== undefined && route === null) {
    return { route: null, allowed: 'unknown', statuses: [], trace: [routed('unknown', 'a route', unknown)] };
  }
  if (route === null) {
    const found = status === 400 ? 'a request that is refused before routing' : 'no route matches';
    return { route: null, allowed: false, statuses: [status ?? 404], trace: [routed('fail', 'a route', found)] };
  }
  const name = nameOf(route);
  if (status === null)
    return { route: name, allowed: 'unknown', statuses: [], trace: [routed('unknown', 'a protocol of the route', unknown ?? '')] };
  if (status !== 200) {
    const expected = (route.protocols ?? ['http', 'https']).join(' or ');
    return { route: name, allowed: false, statuses: [status], trace: [routed('fail', expected, call.request.scheme ?? 'https')] };
  }
  return throughPlugins(gateway, route, sent);
}

function throughPlugins({ settings }: Gateway, route: GatewayRoute, { request, token, now, clientIp }: Call): Decision {
  const name = nameOf(route);
  const state: PluginState = { request, clientIp, token, now, version: settings.version, groups: undefined, identified: false };
  const trace: Check[] = [routed('pass', 'a route', name)];
  for (const plugin of route.plugins) {
    const { checks, ends, unknown } = judge(plugin, state);
    trace.push(...checks);
    if (ends !== undefined) return { route: name, allowed: false, statuses: ends, trace };
    if (unknown !== undefined) {
      trace.push({ by: plugin.name, what: 'verdict', outcome: 'unknown', expected: 'a verdict', found: unknown });
      return { route: name, allowed: 'unknown', statuses: [], trace };
    }
  }
  if (!route.hasService) {
    trace.push({ by: 'router', what: 'service', outcome: 'fail', expected: 'a service behind the route', found: 'none' });
    return { route: name, allowed: false, statuses: [503], trace };
  }
  return { route: name, allowed: true, statuses: [200], trace };
}

/** The request with the header that carries the token, by which a route may match. */
function presented({ request, token }: Call): RouterRequest {
  const place = token?.in ?? 'authorization';
  if (token === null || place === 'query' || place === 'body' || place === 'cookie') return request;
  return { ...request, headers: [...(request.headers ?? []), [place, 'Bearer']] };
}

function nameOf(route: GatewayRoute): string {
  return route.name ?? route.id ?? '';
}

function routed(outcome: Check['outcome'], expected: string, found: string): Check {
  return { by: 'router', what: 'route', outcome, expected, found };
}
