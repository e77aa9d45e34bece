import { textOf } from '../bytes';
import { rankedEntries } from '../compatible/entries';
import { type RouterFlavor, type RouterRoute } from '../types';

/** What the router weighs as one: a route with those of its paths that have one priority. */
export interface RoutePart<Route extends RouterRoute> {
  readonly route: Route;
  readonly part: RouterRoute;
}

/** The parts of all routes in the order in which the flavors `traditional_compatible` and `expressions` usually try them. */
export function routeParts<Route extends RouterRoute>(routes: readonly Route[]): readonly RoutePart<Route>[] {
  return rankedEntries(routes, 'original').map(({ route, paths }) => ({
    route,
    part: paths.length === (route.paths ?? []).length ? route : { ...route, paths: paths.map(textOf) },
  }));
}

/** The parts of one route that a flavor weighs apart, those it prefers first where their criteria alone decide that. */
export function partsOf<Route extends RouterRoute>(route: Route, flavor: RouterFlavor): readonly RouterRoute[] {
  if (flavor !== 'traditional') return routeParts([route]).map(({ part }) => part);
  const paths = route.paths ?? [];
  return paths.length < 2 ? [route] : paths.map((path) => ({ ...route, paths: [path] }));
}
