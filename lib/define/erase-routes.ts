import { shapeProblem } from '../model';
import type { AlternativeModel, CorsModel, ForwardModel, RouteAccess, RouteModel } from '../model';
import { checkSame, keys, union, type Erasure } from './names';
import type { Alternative, CorsInput, RouteDefaults, RouteInput, Routes } from './route';
import { asEntries, asList, asText, asTexts, isRecord, reportUnknown } from './untyped';

const DEFAULT_FIELDS = ['host', 'allow', 'public', 'headers', 'forward', 'rateLimit', 'cors', 'networks'];
const ROUTE_FIELDS = [...DEFAULT_FIELDS, 'methods', 'path', 'key'];
const NOTHING: ForwardModel = { token: false, headers: {} };

/** The routes of one API, each with what it takes from the defaults. */
export function eraseRoutes(routes: Routes, where: string, erasure: Erasure): readonly RouteModel[] {
  if (!isRecord(routes.api) || !isRecord(routes.defaults)) {
    erasure.report(shapeProblem(where, routes, 'what defineRoutes() returns'));
    return [];
  }
  reportUnknown(routes.defaults, DEFAULT_FIELDS, `${where} ${asText(routes.api.key)} defaults`, erasure.report);
  checkSame(routes.api, where, erasure);
  return asEntries<RouteInput>(routes.routes, `${where} ${asText(routes.api.key)}`, erasure.report).map(([name, route]) =>
    eraseRoute(name, route, routes, erasure),
  );
}

function eraseRoute(name: string, route: RouteInput, { api, defaults }: Routes, erasure: Erasure): RouteModel {
  const key = route.key ?? name;
  const where = `routes ${asText(api.key)}.${asText(key)}`;
  reportUnknown(route, ROUTE_FIELDS, where, erasure.report);
  const access = eraseAccess(route, { api, defaults, routes: {} }, where, erasure);
  const headers = route.headers ?? defaults.headers ?? {};
  const rateLimit = route.rateLimit ?? defaults.rateLimit;
  const cors = route.cors ?? defaults.cors;
  const networks = route.networks ?? defaults.networks;
  return {
    key,
    name,
    api: api.key,
    host: (route.host ?? defaults.host) as string,
    ...(route.methods === undefined ? {} : { methods: union(asTexts(route.methods, `${where}.methods`, erasure.report)) }),
    path: route.path,
    headers: sortedHeaders(headers, where, erasure),
    access,
    // Nobody is identified on a public route, so there is nothing to hand on.
    forward: access.kind === 'public' ? NOTHING : eraseForward(route.forward ?? defaults.forward ?? {}, where, erasure),
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...(cors === undefined ? {} : { cors: eraseCors(cors, where, erasure) }),
    ...(networks === undefined ? {} : { networks }),
  };
}

function eraseAccess(route: RouteInput, { api, defaults }: Routes, where: string, erasure: Erasure): RouteAccess {
  const said: RouteDefaults = route.allow !== undefined || route.public !== undefined ? route : defaults;
  if (said.allow !== undefined && said.public !== undefined) {
    erasure.report({
      where,
      what: 'says both `allow` and `public`',
      fix: 'say who may use it, or why everybody may',
      code: 'ROUTE_ACCESS',
    });
  }
  if (said.public !== undefined) return { kind: 'public', reason: said.public };
  if (said.allow === undefined) {
    erasure.report({
      where,
      what: 'does not say who may use it',
      fix: 'write `allow` with the ways in (none admits nobody), or `public` with a reason',
      code: 'ROUTE_ACCESS',
    });
    return { kind: 'allow', alternatives: [] };
  }
  const alternatives = asList<Alternative>(said.allow, `${where}.allow`, erasure.report, 'an object').map(
    (alternative, index): AlternativeModel => {
      const place = `${where}.allow[${index}]`;
      reportUnknown(alternative, ['roles', 'scopes'], place, erasure.report);
      return {
        roles: union(keys(alternative.roles ?? [], api, 'app role', place, erasure)),
        scopes: union(keys(alternative.scopes ?? [], api, 'scope', place, erasure)),
      };
    },
  );
  return { kind: 'allow', alternatives: canonical(alternatives) };
}

// The order of alternatives, and repeats, mean nothing.
function canonical(alternatives: readonly AlternativeModel[]): readonly AlternativeModel[] {
  const byText = new Map(alternatives.map((alternative) => [JSON.stringify(alternative), alternative]));
  return [...byText.keys()].sort().flatMap((text) => byText.get(text) ?? []);
}

function sortedHeaders(headers: Readonly<Record<string, readonly string[]>>, where: string, { report }: Erasure): RouteModel['headers'] {
  if (!isRecord(headers)) {
    report(shapeProblem(`${where}.headers`, headers, 'an object'));
    return {};
  }
  return Object.fromEntries(
    Object.keys(headers)
      .sort()
      .map((name) => [name, union(asTexts(headers[name], `${where}.headers.${name}`, report))]),
  );
}

function eraseForward(forward: NonNullable<RouteDefaults['forward']>, where: string, { report }: Erasure): ForwardModel {
  reportUnknown(forward, ['token', 'headers'], `${where}.forward`, report);
  const given = forward.headers ?? {};
  if (!isRecord(given)) report(shapeProblem(`${where}.forward.headers`, given, 'an object'));
  const headers = Object.entries(isRecord(given) ? given : {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return { token: forward.token ?? false, headers: Object.fromEntries(headers) };
}

function eraseCors(cors: CorsInput, where: string, { report }: Erasure): CorsModel {
  reportUnknown(cors, ['origins', 'headers', 'exposedHeaders', 'credentials', 'maxAgeSeconds'], `${where}.cors`, report);
  return {
    origins: cors.origins,
    headers: union(asTexts(cors.headers ?? ['Authorization', 'Content-Type'], `${where}.cors.headers`, report)),
    exposedHeaders: union(asTexts(cors.exposedHeaders ?? [], `${where}.cors.exposedHeaders`, report)),
    credentials: cors.credentials ?? false,
    maxAgeSeconds: cors.maxAgeSeconds ?? 600,
  };
}
