import type { Problem } from '../errors';
import type { AccessModel, CorsModel, RouteModel } from '../model';

/** Routes of one API with CORS on the same path of the same hosts: they share the answer to a preflight. */
export interface Preflight {
  readonly key: string;
  readonly host: string;
  readonly path: string;
  readonly cors: CorsModel;
  /** Every method when absent. */
  readonly methods?: readonly string[];
}

/** The preflights of an API's routes; each is named after the first of its routes. */
export function preflightsOf(routes: readonly RouteModel[]): readonly Preflight[] {
  const byPlace = new Map<string, RouteModel[]>();
  for (const route of routes.filter((candidate) => candidate.cors !== undefined)) {
    const place = `${route.host} ${route.path}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), route]);
  }
  return [...byPlace.values()].flatMap((sharing) => {
    const [first] = sharing;
    if (first?.cors === undefined) return [];
    const open = sharing.some((route) => route.methods === undefined);
    const methods = [...new Set(sharing.flatMap((route) => route.methods ?? []))].sort();
    return [{ key: first.key, host: first.host, path: first.path, cors: first.cors, ...(open ? {} : { methods }) }];
  });
}

/** A browser asks once per path, before it says which route it means: the answers must not differ. */
export function checkPreflights(model: AccessModel): readonly Problem[] {
  const first = new Map<string, RouteModel>();
  return model.routes.flatMap((route) => {
    if (route.cors === undefined) return [];
    const place = `${route.host} ${route.path}`;
    const before = first.get(place) ?? route;
    first.set(place, before);
    const same = before.api === route.api && JSON.stringify(before.cors) === JSON.stringify(route.cors);
    return same
      ? []
      : [{ where: `routes ${route.api}.${route.key}`, what: `has other CORS settings than ${before.api}.${before.key}, which has the same path`, fix: 'use the same settings for every method of a path', code: 'ROUTE_CORS_CONFLICT' }];
  });
}
