import type { Problem } from '../../errors';
import { show } from '../shape';
import type { AccessModel, AlternativeModel, ApiModel, AssignmentModel, IdentityClaim, RouteModel } from '../types';
import { unknownName } from './grants';

/** With more header names their count would reach into the bits of the regex priority in the router. */
const MAX_HEADERS = 7;

/** What the access log must be able to read. */
const LOGGED_CLAIMS: readonly IdentityClaim[] = ['object-id', 'tenant-id'];

/** Routes: names that exist, ways in that somebody can use, headers that cannot be forged. */
export function checkRoutes(model: AccessModel): readonly Problem[] {
  const apis = new Map(model.apis.map((api) => [api.key, api]));
  const assigned = new Map<string, AssignmentModel[]>();
  for (const entry of model.assignments) assigned.set(entry.api, [...(assigned.get(entry.api) ?? []), entry]);
  const seen = new Set<string>();
  const carried = new Map<string, IdentityClaim>();
  const upstreams = new Map(model.apis.map(({ key, upstream }) => [key, upstream]));
  return model.routes.flatMap((route) => {
    const where = `routes ${route.api}.${route.key}`;
    const problems: Problem[] = [];
    if (seen.has(where))
      problems.push({ where, what: 'is declared twice', fix: 'give one of them a key of its own', code: 'ROUTE_DUPLICATE' });
    seen.add(where);
    const api = apis.get(route.api);
    if (api === undefined)
      problems.push({
        where,
        what: `${show(route.api)} is no API of this definition`,
        fix: 'list it in `apis`; an external API has no routes',
        code: 'ROUTE_UNKNOWN_API',
      });
    else problems.push(...checkAccess(route, api, where, assigned.get(api.key) ?? []));
    return [
      ...problems,
      ...checkHeaders(route, where),
      ...checkCarried(route, where, carried, upstreams.get(route.api) ?? route.api, model.observability.correlationIdHeader),
      ...checkLimits(route, where),
      ...checkLogged(route, where, model),
    ];
  });
}

function checkAccess(route: RouteModel, api: ApiModel, where: string, assigned: readonly AssignmentModel[]): readonly Problem[] {
  if (route.access.kind === 'public') return [];
  return route.access.alternatives.flatMap((alternative, index) => {
    const place = `${where}.allow[${index}]`;
    return [...checkNames(alternative, api, place), ...checkUsable(alternative, api, place, assigned)];
  });
}

function checkNames(alternative: AlternativeModel, api: ApiModel, where: string): readonly Problem[] {
  const problems: Problem[] = [];
  const fix = 'declare it in defineApi, or require one of those';
  for (const key of alternative.roles) {
    if (!api.roles.some((role) => role.key === key))
      problems.push({ where, what: unknownName(api, 'app role', key), fix, code: 'ROUTE_UNKNOWN_ROLE' });
  }
  for (const key of alternative.scopes) {
    if (!api.scopes.some((scope) => scope.key === key))
      problems.push({ where, what: unknownName(api, 'scope', key), fix, code: 'ROUTE_UNKNOWN_SCOPE' });
  }
  if (alternative.roles.length + alternative.scopes.length === 0) {
    problems.push({
      where,
      what: 'requires nothing, so any token of the API would do',
      fix: 'require a role or a scope, or say `public` with a reason',
      code: 'ROUTE_ALTERNATIVE_EMPTY',
    });
  }
  return problems;
}

function checkUsable(
  alternative: AlternativeModel,
  api: ApiModel,
  where: string,
  assigned: readonly AssignmentModel[],
): readonly Problem[] {
  const roles = api.roles.filter((role) => alternative.roles.includes(role.key));
  const forPeople = roles.every((role) => role.for !== 'applications');
  const forApplications = alternative.scopes.length === 0 && roles.every((role) => role.for !== 'people');
  if (!forPeople && !forApplications) {
    return [
      {
        where,
        what: 'no token can satisfy it: it needs a role for applications together with a scope or a role for people',
        fix: 'split it into two alternatives',
        code: 'ROUTE_IMPOSSIBLE',
      },
    ];
  }
  if (alternative.scopes.length === 0 || api.open) return [];
  const unassigned = roles.filter((role) => !assigned.some((entry) => entry.roles.includes(role.key)));
  if (assigned.length > 0 && unassigned.length === 0) return [];
  const missing =
    unassigned.length === 0
      ? `nobody is assigned to API ${show(api.key)}`
      : `nobody is assigned to ${unassigned.map((role) => show(role.value)).join(', ')}`;
  return [
    {
      where,
      what: `${missing}, so Entra gives no person a token for it`,
      fix: 'assign a group with assign(group(…), api, …), or make the API `open`',
      code: 'ROUTE_UNUSABLE',
    },
  ];
}

function checkHeaders(route: RouteModel, where: string): readonly Problem[] {
  const problems: Problem[] = [];
  const criteria = Object.keys(route.headers);
  if (criteria.length > MAX_HEADERS)
    problems.push({ where, what: `has ${criteria.length} headers`, fix: `use at most ${MAX_HEADERS}`, code: 'ROUTE_HEADERS' });
  if (criteria.some((name) => name.toLowerCase() === 'host'))
    problems.push({ where, what: 'matches the header "host"', fix: 'use `host`', code: 'ROUTE_HEADERS' });
  for (const [label, names] of [
    ['headers', criteria],
    ['forward.headers', Object.keys(route.forward.headers)],
  ] as const) {
    const folded = names.map((name) => name.toLowerCase());
    const twice = names.filter((name, index) => folded.indexOf(name.toLowerCase()) !== index);
    if (twice.length > 0)
      problems.push({
        where: `${where}.${label}`,
        what: `${show(twice[0])} occurs twice; case does not count`,
        fix: 'name it once',
        code: 'ROUTE_HEADERS',
      });
  }
  return problems;
}

// The upstream takes a header for the same thing on every route.
function checkCarried(
  route: RouteModel,
  where: string,
  carried: Map<string, IdentityClaim>,
  upstream: string,
  correlation: string | undefined,
): readonly Problem[] {
  return Object.entries(route.forward.headers).flatMap(([name, claim]) => {
    const header = `${upstream} ${name.toLowerCase()}`;
    if (name.toLowerCase() === correlation?.toLowerCase())
      return [
        {
          where: `${where}.forward.headers`,
          what: `${show(name)} is the header of correlation ids`,
          fix: 'use another name for one of the two',
          code: 'ROUTE_HEADERS',
        },
      ];
    const before = carried.get(header) ?? claim;
    carried.set(header, before);
    return before === claim
      ? []
      : [
          {
            where: `${where}.forward.headers`,
            what: `${show(name)} carries ${claim} here and ${before} on another route to the same upstream`,
            fix: 'let a header mean one thing',
            code: 'ROUTE_HEADERS',
          },
        ];
  });
}

/** Methods the cors plugin can name. */
const CORS_METHODS = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT', 'TRACE'];

function checkLimits(route: RouteModel, where: string): readonly Problem[] {
  const problems: Problem[] = [];
  const { rateLimit, cors, methods = [] } = route;
  const limits = [rateLimit?.perSecond, rateLimit?.perMinute, rateLimit?.perHour].filter((limit) => limit !== undefined);
  if (rateLimit !== undefined && limits.length === 0)
    problems.push({
      where,
      what: 'has a rate limit without a period',
      fix: 'say perSecond, perMinute or perHour',
      code: 'RATE_LIMIT_EMPTY',
    });
  if (limits.some((limit, index) => limit < (limits[index - 1] ?? 0)))
    problems.push({
      where,
      what: 'allows fewer calls in a longer period than in a shorter one',
      fix: 'raise the limit of the longer period, or leave the shorter one out',
      code: 'RATE_LIMIT_ORDER',
    });
  if (cors === undefined) return problems;
  if (methods.includes('OPTIONS'))
    problems.push({
      where,
      what: 'has CORS and the method OPTIONS',
      fix: 'remove OPTIONS; the gateway answers preflights',
      code: 'ROUTE_CORS_OPTIONS',
    });
  const unknown = methods.filter((method) => method !== 'OPTIONS' && !CORS_METHODS.includes(method));
  if (unknown.length > 0)
    problems.push({
      where,
      what: `has CORS and the method ${unknown.join(', ')}, which the gateway cannot name to a browser`,
      fix: `use ${CORS_METHODS.join(', ')}, or a route without CORS`,
      code: 'ROUTE_CORS_OPTIONS',
    });
  return problems;
}

function checkLogged(route: RouteModel, where: string, model: AccessModel): readonly Problem[] {
  if (
    !model.observability.accessLog ||
    route.access.kind === 'public' ||
    (route.access.kind === 'allow' && route.access.alternatives.length === 0)
  )
    return [];
  const carried = Object.values(route.forward.headers);
  const missing = LOGGED_CLAIMS.filter((claim) => !carried.includes(claim));
  if (missing.length === 0) return [];
  return [
    {
      where,
      what: `the access log reads the person and the tenant from headers the gateway sets, and ${missing.join(', ')} is in none`,
      fix: "add `forward: { headers: { 'X-Object-Id': 'object-id', 'X-Tenant-Id': 'tenant-id' } }` to the defaults",
      code: 'ACCESS_LOG_IDENTITY',
    },
  ];
}
