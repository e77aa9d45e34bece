import { type RouterAnswer } from '../../router';
import { type GatewayConfiguration, type ServedRoute } from './configuration';
import { message, type Arrival, type ExchangeCheck, type GatewayAnswer } from './exchange';

/** What the router makes of a request. */
export type Found =
  | { readonly served: ServedRoute; readonly matched: RouterAnswer; readonly check: ExchangeCheck }
  | { readonly served?: undefined; readonly answer: GatewayAnswer; readonly check: ExchangeCheck };

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'Bad request',
  404: 'no Route matched with those values',
  426: 'Please use HTTPS protocol',
};

/** The route that takes a request, or what the gateway answers where none does. */
export function findRoute(
  { router, routes }: GatewayConfiguration,
  { method, scheme, host, target, received, isProxied }: Arrival,
  sni: string | undefined,
): Found {
  const headers = received.keeping((name) => name !== 'host').all();
  const said = isProxied ? received.joined('x-forwarded-proto') : undefined;
  const matched = router.match({
    method,
    scheme,
    host,
    path: target,
    headers,
    ...(sni !== undefined && { sni }),
    // Any other word than this one is not it.
    ...(said !== undefined && { forwardedScheme: said === 'https' ? 'https' : 'http' }),
  });
  const { route, status, unknown, location } = matched;
  const check = (outcome: 'pass' | 'fail', expected: string, found: string): ExchangeCheck => ({
    by: 'router',
    what: 'route',
    outcome,
    expected,
    found,
  });
  const served = route === null ? undefined : routes.get(route);
  if (served !== undefined && status === 200) return { served, matched, check: check('pass', 'a route', route ?? '') };
  if (unknown !== undefined || status === null) {
    return { answer: message(500, 'An unexpected error occurred'), check: check('fail', 'a route', unknown ?? 'not to be told') };
  }
  const extra: readonly (readonly [string, string])[] = [
    ...(location === undefined ? [] : [['Location', location] as const]),
    ...(status === 426 ? [['Connection', 'Upgrade'] as const, ['Upgrade', 'TLS/1.2, HTTP/1.1'] as const] : []),
  ];
  return {
    answer: message(status, REFUSALS[status] ?? 'no Route matched with those values', extra),
    check: check('fail', 'a route', route ?? 'none'),
  };
}
