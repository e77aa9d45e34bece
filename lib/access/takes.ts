import { type RouterRequest } from '../router';
import { type Gateway, type GatewayRoute } from './gateway';
import { findShadows } from './shadows';

/** A request that a declared route is meant for, and that a route takes which is on the gateway besides. */
export interface Take {
  readonly request: RouterRequest;
  readonly taker: GatewayRoute;
}

const known = new WeakMap<Gateway, ReadonlyMap<GatewayRoute, readonly Take[]>>();

/** What is taken from each declared route by routes that are on the gateway besides: one request of each taker. */
export function takesFrom(gateway: Gateway): ReadonlyMap<GatewayRoute, readonly Take[]> {
  const found = known.get(gateway) ?? search(gateway);
  known.set(gateway, found);
  return found;
}

function search({ routes, router, declared, settings: { flavor } }: Gateway): ReadonlyMap<GatewayRoute, readonly Take[]> {
  const takes = new Map<GatewayRoute, Take[]>();
  if (declared === undefined || declared.size === routes.length) return takes;
  for (const { route, by, request } of findShadows<GatewayRoute>({ flavor, routes, declared })) {
    const own = [route, by].find((one) => one !== undefined && declared.has(one));
    const taker = request === undefined ? null : router.find(request).route;
    if (own === undefined || request === undefined || taker === null || declared.has(taker)) continue;
    takes.set(own, [...(takes.get(own) ?? []), { request, taker }]);
  }
  return takes;
}
