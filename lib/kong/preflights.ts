import type { Problem } from '../errors';
import {
  pathTemplate,
  sorted,
  uuidOf,
  type AccessModel,
  type CorsModel,
  type EnvironmentModel,
  type PathTemplate,
  type RouteModel,
} from '../model';
import { everyHost } from './hosts';
import { PathIndex } from './path-index';
import { pathPriority } from './path-regex';

/** What answers OPTIONS on a path: a browser's preflight for some methods, or nothing where none has CORS. */
export interface Preflight {
  /** Within its API. */
  readonly key: string;
  readonly hosts: readonly string[];
  readonly path: string;
  readonly answer: Answer;
}

type Answer = { readonly kind: 'open'; readonly cors: CorsModel; readonly methods: readonly string[] } | { readonly kind: 'shut' };

/** A path on one host, with the routes of it. */
interface Place {
  readonly host: string;
  readonly template: PathTemplate;
  readonly routes: RouteModel[];
}

/** Methods a browser is told of where a route takes every one. */
const ALL_METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];

/**
 * The preflights of a definition by API. A browser asks before it says which of several routes it means, so each path answers for
 * those methods whose route there has CORS: its own, or that of a wider path. A path without any, below a wider one that
 * has some, is shut.
 */
export function preflightsOf(
  model: AccessModel,
  environment: EnvironmentModel,
): { readonly byApi: ReadonlyMap<string, readonly Preflight[]>; readonly problems: readonly Problem[] } {
  const found: { readonly place: Place; readonly answer: Answer }[] = [];
  const problems = new Map<string, Problem>();
  for (const [host, routes] of model.routes.some(({ cors }) => cors !== undefined) ? byHost(model.routes, environment) : []) {
    const all = new PathIndex<RouteModel>();
    for (const route of routes) all.add(pathTemplate(route.path), route);
    const answering = new PathIndex<{ readonly priority: number; readonly answer: Answer }>();
    for (const place of placesOf(host, routes)) {
      const [first] = place.routes;
      if (first === undefined) continue;
      const priority = pathPriority(first.path);
      // A route that takes OPTIONS itself is left alone; that it meets a preflight is found where routes are compared.
      // Below it no wider path answers any more.
      if (place.routes.some(({ methods }) => methods?.includes('OPTIONS') === true)) {
        answering.add(place.template, { priority, answer: { kind: 'shut' } });
        continue;
      }
      const settled = settle(all.covering(place.template));
      if ('problem' in settled) {
        problems.set(settled.problem.where, settled.problem);
        continue;
      }
      const [nearest] = [...answering.covering(place.template)].sort((a, b) => b.priority - a.priority);
      const before = nearest?.answer ?? { kind: 'shut' };
      if (JSON.stringify(before) === JSON.stringify(settled.answer)) continue;
      answering.add(place.template, { priority, answer: settled.answer });
      found.push({ place, answer: settled.answer });
    }
  }
  return { byApi: named(found), problems: [...problems.values()] };
}

function byHost(routes: readonly RouteModel[], environment: EnvironmentModel): readonly (readonly [string, readonly RouteModel[]])[] {
  const hosts = new Map<string, RouteModel[]>();
  for (const route of routes) {
    for (const host of everyHost(route, environment)) {
      const known = hosts.get(host);
      if (known === undefined) hosts.set(host, [route]);
      else known.push(route);
    }
  }
  return sorted([...hosts], ([host]) => host);
}

/** The paths of a host, wider ones first. */
function placesOf(host: string, routes: readonly RouteModel[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const route of routes) {
    const known = places.get(shapeOf(route.path));
    if (known === undefined) places.set(shapeOf(route.path), { host, template: pathTemplate(route.path), routes: [route] });
    else known.routes.push(route);
  }
  const priority = ({ routes: [first] }: Place): number => pathPriority(first?.path ?? '/');
  return [...places.values()].sort((a, b) => priority(a) - priority(b));
}

// The names of templates mean nothing.
function shapeOf(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}');
}

/** What a path answers, given every route that takes all of it. */
function settle(covering: readonly RouteModel[]): { readonly answer: Answer } | { readonly problem: Problem } {
  if (covering.every(({ cors }) => cors === undefined)) return { answer: { kind: 'shut' } };
  const methods = [...new Set([...ALL_METHODS, ...covering.flatMap((route) => route.methods ?? [])])]
    .filter((method) => method !== 'OPTIONS')
    .sort();
  const allowed = methods.filter((method) => takers(covering, method).some(({ cors }) => cors !== undefined));
  const withCors = allowed.flatMap((method) => takers(covering, method).filter(({ cors }) => cors !== undefined));
  const [first] = withCors;
  if (first?.cors === undefined) return { answer: { kind: 'shut' } };
  const other = withCors.find(({ cors }) => JSON.stringify(cors) !== JSON.stringify(first.cors));
  if (other === undefined) return { answer: { kind: 'open', cors: first.cors, methods: allowed } };
  return {
    problem: {
      where: `routes ${other.api}.${other.key}`,
      what: `has other CORS settings than ${first.api}.${first.key}, and a browser asks for both at ${narrower(first, other).path} before it says which it means`,
      fix: 'use the same settings for every method of a path, and for wider paths that reach it',
      code: 'ROUTE_CORS_CONFLICT',
    },
  };
}

function narrower(a: RouteModel, b: RouteModel): RouteModel {
  return pathPriority(a.path) >= pathPriority(b.path) ? a : b;
}

/** The routes that may take a method of a path: the most specific one, and those that want headers which a preflight does not show. */
function takers(covering: readonly RouteModel[], method: string): readonly RouteModel[] {
  const taking = covering.filter(({ methods }) => methods === undefined || methods.includes(method));
  const rank = (route: RouteModel): number => 2 * pathPriority(route.path) + (route.methods === undefined ? 0 : 1);
  const plain = taking.filter(({ headers }) => Object.keys(headers).length === 0).sort((a, b) => rank(b) - rank(a))[0];
  const inFront = taking.filter((route) => Object.keys(route.headers).length > 0 && (plain === undefined || rank(route) >= rank(plain)));
  return plain === undefined ? inFront : [plain, ...inFront];
}

/** Hosts that answer alike are one preflight, named after its path, so that other routes can come and go. */
function named(found: readonly { readonly place: Place; readonly answer: Answer }[]): ReadonlyMap<string, readonly Preflight[]> {
  const groups = new Map<
    string,
    { readonly api: string; readonly path: string; readonly shape: string; readonly answer: Answer; readonly hosts: string[] }
  >();
  for (const { place, answer } of found) {
    const [first] = sorted(place.routes, (route) => `${route.api} ${route.key}`);
    if (first === undefined) continue;
    const shape = shapeOf(first.path);
    const group = `${first.api} ${shape} ${JSON.stringify(answer)}`;
    const known = groups.get(group);
    if (known === undefined) groups.set(group, { api: first.api, path: first.path, shape, answer, hosts: [place.host] });
    else known.hosts.push(place.host);
  }
  const alike = new Map<string, number>();
  for (const { api, shape } of groups.values()) alike.set(`${api} ${shape}`, (alike.get(`${api} ${shape}`) ?? 0) + 1);
  const byApi = new Map<string, Preflight[]>();
  for (const { api, path, shape, answer, hosts } of groups.values()) {
    // No path or host holds a line break.
    const told = alike.get(`${api} ${shape}`) === 1 ? shape : [shape, ...hosts].join('\n');
    const list = byApi.get(api) ?? [];
    list.push({ key: `preflight.${uuidOf(`kong/preflight/${told}`).slice(0, 13)}`, hosts, path, answer });
    byApi.set(api, list);
  }
  return byApi;
}
