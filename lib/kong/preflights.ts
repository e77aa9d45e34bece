import type { Problem } from '../errors';
import { pathTemplate, type AccessModel, type CorsModel, type PathTemplate, type RouteModel } from '../model';
import { pathWithin } from './overlap';

/** What answers OPTIONS on a path: a browser's preflight where there is CORS, nothing where there is none. */
export interface Preflight {
  readonly key: string;
  readonly host: string;
  readonly path: string;
  readonly cors?: CorsModel;
  /** Every method when absent. */
  readonly methods?: readonly string[];
}

/** Paths with CORS that hold more than one path: they would answer for a more specific route that has none. */
export class Preflights {
  private readonly wide = new Map<string, PathTemplate[]>();

  constructor(routes: readonly RouteModel[]) {
    for (const route of routes) {
      const template = pathTemplate(route.path);
      if (route.cors === undefined || (!template.rest && !template.segments.includes(undefined))) continue;
      const bucket = bucketOf(route.host, template);
      this.wide.set(bucket, [...(this.wide.get(bucket) ?? []), template]);
    }
  }

  /** Whether a preflight of another path would answer for this one. */
  public cover({ host, path }: RouteModel): boolean {
    const template = pathTemplate(path);
    const candidates = [...(this.wide.get(bucketOf(host, template)) ?? []), ...(this.wide.get(`${host} {}`) ?? [])];
    return candidates.some((wide) => pathWithin(template, wide));
  }
}

function bucketOf(host: string, template: PathTemplate): string {
  return `${host} ${template.segments[0] ?? '{}'}`;
}

/** The preflights of an API's routes; each is named after the first of its routes. */
export function preflightsOf(routes: readonly RouteModel[], all: Preflights): readonly Preflight[] {
  const byPlace = new Map<string, RouteModel[]>();
  for (const route of routes) {
    const sharing = byPlace.get(placeOf(route));
    if (sharing === undefined) byPlace.set(placeOf(route), [route]);
    else sharing.push(route);
  }
  return [...byPlace.values()].flatMap((sharing): readonly Preflight[] => {
    const withCors = sharing.filter((route) => route.cors !== undefined);
    const [first] = withCors;
    if (first?.cors === undefined) return shut(sharing, all);
    const methods = [...new Set(withCors.flatMap((route) => route.methods ?? []))].sort();
    const open = withCors.some((route) => route.methods === undefined);
    return [{ key: first.key, host: first.host, path: first.path, cors: first.cors, ...(open ? {} : { methods }) }];
  });
}

// A route that takes OPTIONS itself is left alone; that it meets a preflight is found where routes are compared.
function shut(sharing: readonly RouteModel[], all: Preflights): readonly Preflight[] {
  const [first] = sharing;
  if (first === undefined || sharing.some((route) => route.methods?.includes('OPTIONS') !== false) || !all.cover(first)) return [];
  return [{ key: first.key, host: first.host, path: first.path }];
}

/** A browser asks once per path, before it says which route it means: the answers must not differ. */
export function checkPreflights(model: AccessModel): readonly Problem[] {
  const first = new Map<string, RouteModel>();
  return model.routes.flatMap((route) => {
    if (route.cors === undefined) return [];
    const before = first.get(placeOf(route)) ?? route;
    first.set(placeOf(route), before);
    const other = before.api !== route.api ? 'shares its path and CORS with a route of another API,' : 'has other CORS settings than';
    if (before.api === route.api && JSON.stringify(before.cors) === JSON.stringify(route.cors)) return [];
    return [{ where: `routes ${route.api}.${route.key}`, what: `${other} ${before.api}.${before.key}`, fix: 'use the same settings for every method of a path, within one API', code: 'ROUTE_CORS_CONFLICT' }];
  });
}

// The names of templates mean nothing.
function placeOf({ host, path }: RouteModel): string {
  return `${host} ${path.replace(/\{[^}]*\}/g, '{}')}`;
}
