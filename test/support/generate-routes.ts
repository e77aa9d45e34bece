import type { AccessInput, Alternative, Api, RouteDefaults, RouteInput, Routes } from '../../lib';
import { defineRoutes } from '../../lib';
import type { Draft } from './generate';
import { chance, choose, count, HOSTILE } from './generate-texts';

/** Where routes may stand below their API's own prefix: of two that meet, one is a special case of the other. */
const FAMILIES = [
  ['', '/', '/all:search', '/{id}', '/{id}/lines', '/new/lines', '/{id}/lines/{line}', '/ä b/(x)'],
  ['/**', '/{id}', '/files/**', '/files/{name}', '/files/read.me', '/files/{name}/raw', '/files/{name}/**'],
];

/** No request belongs to two of these. */
const APART = ['', '/all:search', '/{id}/lines', '/{id}/lines/{line}', '/ä b/(x)'];

const FORWARDED = { 'X-Client-Id': 'client-id', 'X-Object-Id': 'object-id', 'X-Tenant-Id': 'tenant-id' } as const;

/** Ways in by what they exercise. Each is a product of one role and one scope condition behind the doors it needs. */
interface WayIn {
  readonly fact: string;
  readonly needsDoors?: true;
  readonly needsScopesOrAnd?: true;
  readonly alternatives: (
    roles: Record<'app' | 'app2' | 'people' | 'people2' | 'both', string>,
    scopes: readonly [string, string],
  ) => readonly Alternative[];
}

const WAYS: readonly WayIn[] = [
  { fact: 'allow:nobody', alternatives: () => [] },
  { fact: 'allow:role', alternatives: ({ app }) => [{ roles: [app] }] },
  { fact: 'allow:position', alternatives: ({ people }) => [{ roles: [people] }] },
  { fact: 'allow:any-role', alternatives: ({ app, both }) => [{ roles: [app] }, { roles: [both] }] },
  { fact: 'allow:all-roles', needsScopesOrAnd: true, alternatives: ({ app, app2 }) => [{ roles: [app, app2] }] },
  {
    fact: 'allow:all-roles',
    needsScopesOrAnd: true,
    alternatives: ({ app, app2, both }) => [{ roles: [app, app2] }, { roles: [app, both] }],
  },
  { fact: 'allow:scope', needsScopesOrAnd: true, alternatives: (_roles, [first]) => [{ scopes: [first] }] },
  {
    fact: 'allow:any-scope',
    needsScopesOrAnd: true,
    alternatives: (_roles, [first, second]) => [{ scopes: [first] }, { scopes: [second] }],
  },
  { fact: 'allow:role-and-scope', needsScopesOrAnd: true, alternatives: ({ people }, [first]) => [{ roles: [people], scopes: [first] }] },
  {
    fact: 'allow:role-and-scope',
    needsScopesOrAnd: true,
    alternatives: ({ people, people2 }, [first, second]) => [
      { roles: [people], scopes: [first, second] },
      { roles: [people2], scopes: [first, second] },
    ],
  },
  {
    fact: 'allow:role-or-scope',
    needsDoors: true,
    needsScopesOrAnd: true,
    alternatives: ({ app }, [first]) => [{ roles: [app] }, { scopes: [first] }],
  },
  {
    fact: 'allow:role-or-scope',
    needsDoors: true,
    needsScopesOrAnd: true,
    alternatives: ({ app, app2, people }, [first, second]) => [
      { roles: [app, app2] },
      { roles: [people], scopes: [first] },
      { roles: [people], scopes: [second] },
    ],
  },
];

/** Routes of every API, and what the gateway does for all of them. */
export function generateRoutes(
  draft: Draft,
  apis: readonly Api[],
): { readonly routes: readonly Routes[]; readonly observability: NonNullable<AccessInput['observability']> } {
  const accessLog = chance(draft.choice, 30);
  return {
    routes: apis.map((api) => generateRoutesOf(draft, api, accessLog)),
    observability: { accessLog, metrics: chance(draft.choice, 50), ...(chance(draft.choice, 30) ? { correlationId: false as const } : {}) },
  };
}

function generateRoutesOf(draft: Draft, api: Api, accessLog: boolean): Routes {
  const { choice, facts, environment } = draft;
  const forward = accessLog || chance(choice, 40);
  const cors = chance(choice, 30) && {
    origins: choose(choice, ['web', 'web and test']),
    credentials: chance(choice, 50),
    ...(chance(choice, 50) ? { headers: ['Authorization', 'X-Own'] } : {}),
  };
  if (forward) facts.push('route:forward');
  if (cors !== false) facts.push('route:cors');
  // A preflight has a method of its own: only beside routes with methods is it told from them.
  const byHeader = environment.gateway.applicationCalls?.by === 'header';
  const methods =
    cors === false && chance(choice, byHeader ? 5 : 30) ? undefined : choose(choice, [['GET'], ['GET', 'POST'], ['DELETE', 'PUT']]);
  if (methods === undefined) facts.push('route:any-method');
  const defaults: RouteDefaults = {
    host: 'public',
    ...(forward ? { forward: { token: chance(choice, 30), headers: FORWARDED } } : {}),
  };
  const places = generatePlaces(draft, methods);
  const routes = places.map((place, index) => {
    const withCors = cors !== false && chance(choice, 75);
    if (cors !== false && !withCors) facts.push('route:without-cors');
    if (place.path.includes('{')) facts.push('route:template');
    if (place.path.endsWith('**')) facts.push('route:rest');
    return [
      `route-${index}`,
      { ...generateRoute(draft, api, { methods, ...place, path: `/${api.key}${place.path}` }), ...(withCors ? { cors } : {}) },
    ] as const;
  });
  return defineRoutes(api, defaults, Object.fromEntries(routes));
}

/** Where a route stands. */
interface Place {
  readonly path: string;
  readonly host: string;
  /** @default - those of the API's other routes */
  readonly methods?: readonly string[] | undefined;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** True when no other route is a special case of this one. */
  readonly leaf: boolean;
  /** True when this one is a special case of another. */
  readonly nested: boolean;
}

/** A path and a more general one, which a choice from a family seldom brings together. */
const NESTED = [
  ['/all:search', '/{id}'],
  ['/new/lines', '/{id}/lines'],
  ['/files/read.me', '/files/**'],
] as const;

function isBelow(path: string, general: string): boolean {
  const pattern = general
    .replace(/[.()]/g, '\\$&')
    .replace(/\{[^}]*\}/g, '[^/]+')
    .replace('**', '.+');
  return new RegExp(`^${pattern}$`).test(path);
}

const CRITERIA = { 'X-Version': ['1', '2'], 'X-Part': ['a b'] } as const;

/** Different paths of a family, some of them for requests with certain headers, alone or beside a route for the others. */
function generatePlaces({ choice, facts, environment }: Draft, methods: readonly string[] | undefined): readonly Place[] {
  // Doors by header meet a hierarchy least of all: most of what is generated for them has one.
  const byHeader = environment.gateway.applicationCalls?.by === 'header';
  const family = chance(choice, byHeader ? 2 : 30) ? APART : choose(choice, FAMILIES);
  const pairs = NESTED.filter((pair) => pair.every((path) => family.includes(path)));
  const nested = pairs.length > 0 && chance(choice, byHeader ? 98 : 50) ? choose(choice, pairs) : [];
  const names = choose(choice, [['public'], ['internal'], ['public', 'everywhere'], ['internal', 'everywhere']]);
  const paths = [...new Set([...nested, ...Array.from({ length: count(choice, 1, 5) }, () => choose(choice, family))])];
  const headers = chance(choice, byHeader ? 20 : 60);
  const places: Place[] = paths.flatMap((path): readonly Place[] => {
    const literal = !/[{*]/.test(path);
    const nestedIn = paths.some((general) => general !== path && isBelow(path, general));
    const place = { path, host: choose(choice, names), leaf: literal || family === APART, nested: nestedIn };
    if (!headers || !literal || chance(choice, 30)) return [place];
    const special = { ...place, headers: Object.fromEntries(Object.entries(CRITERIA).slice(0, count(choice, 1, 2))) };
    facts.push('route:header-criteria');
    if (chance(choice, 50)) return [special];
    facts.push('route:header-beside-plain');
    return [special, { ...place, leaf: false }];
  });
  const [first] = places;
  if (headers && methods !== undefined && first !== undefined && chance(choice, 50)) {
    facts.push('route:header-criteria');
    places.push({ ...first, methods: ['PATCH'], headers: { 'X-Version': ['1', '2'] }, leaf: true, nested: false });
  }
  if (new Set(places.map(({ host }) => host)).size > 1) facts.push('route:overlapping-hosts');
  return places;
}

function generateRoute(draft: Draft, api: Api, place: Place): RouteInput {
  const { choice, facts, environment } = draft;
  const limited = chance(choice, 20) && { perMinute: count(choice, 1, 100) };
  const base = basicsOf(draft, place);
  if (chance(choice, 12)) {
    facts.push('allow:public');
    return { ...base, public: choose(choice, HOSTILE) };
  }
  const way = chooseWay(draft, place);
  const [app = '', app2 = '', people = '', people2 = '', both = ''] = Object.keys(api.roles);
  const [first = '', second = ''] = Object.keys(api.scopes);
  // The open-source dialect counts calls per client for applications alone.
  const countable = environment.gateway.dialect === 'openid-connect' || way.fact === 'allow:role';
  if (limited !== false && countable) facts.push('route:rate-limit');
  return {
    ...base,
    allow: way.alternatives({ app, app2, people, people2, both }, [first, second]),
    ...(limited !== false && countable ? { rateLimit: limited } : {}),
  };
}

function basicsOf(
  { choice, facts }: Draft,
  { path, host, headers, methods }: Place,
): Pick<RouteInput, 'path' | 'host' | 'headers' | 'methods' | 'networks'> {
  const networks = chance(choice, 15);
  if (networks) facts.push('route:networks');
  return {
    path,
    host,
    ...(headers === undefined ? {} : { headers }),
    ...(methods === undefined ? {} : { methods }),
    ...(networks ? { networks: 'office' } : {}),
  };
}

function chooseWay({ choice, facts, environment }: Draft, place: Place): WayIn {
  const possible = WAYS.filter(
    (candidate) => isPossible(candidate, environment) && (candidate.needsDoors !== true || canSplit(environment, place)),
  );
  const split = possible.filter((candidate) => candidate.needsDoors === true);
  const way = choose(choice, split.length > 0 && chance(choice, place.nested ? 90 : 40) ? split : possible);
  facts.push(way.fact);
  const byHeader = environment.gateway.applicationCalls?.by === 'header';
  if (way.needsDoors === true && byHeader && place.nested && place.methods !== undefined) facts.push('door:header-in-hierarchy');
  return way;
}

/**
 * Whether people and applications may have doors of their own. By header, the applications' door of a general route
 * and the people's of a special one would cross; and beside methods and other headers the two doors of a route have
 * four criteria each, in an order left to chance.
 */
function canSplit({ gateway }: Draft['environment'], { leaf, headers, methods }: Place): boolean {
  return gateway.applicationCalls?.by !== 'header' || (leaf && (headers === undefined || methods === undefined));
}

function isPossible(way: WayIn, { gateway }: Draft['environment']): boolean {
  if (way.needsScopesOrAnd === true && gateway.dialect === 'oidc') return false;
  return way.needsDoors !== true || gateway.applicationCalls !== undefined;
}
