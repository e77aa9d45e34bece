import type { AccessInput, Alternative, Api, RouteDefaults, RouteInput, Routes } from '../../lib';
import { defineRoutes } from '../../lib';
import type { Draft } from './generate';
import { chance, choose, count, HOSTILE } from './generate-texts';

/** Where routes may stand below their API's own prefix: of two that meet, one is a special case of the other. */
const FAMILIES = [
  ['', '/', '/search', '/{id}', '/{id}/lines', '/new/lines', '/{id}/lines/{line}', '/ä b/(x)'],
  ['/**', '/{id}', '/files/**', '/files/{name}', '/files/read.me', '/files/{name}/raw', '/files/{name}/**'],
];

/** No request belongs to two of these. */
const APART = ['', '/search', '/{id}/lines', '/{id}/lines/{line}', '/ä b/(x)'];

const FORWARDED = { 'X-Client-Id': 'client-id', 'X-Object-Id': 'object-id', 'X-Tenant-Id': 'tenant-id' } as const;

/** Ways in by what they exercise. Each is a product of one role and one scope condition behind the doors it needs. */
interface WayIn {
  readonly fact: string;
  readonly needsDoors?: true;
  readonly needsScopesOrAnd?: true;
  readonly alternatives: (roles: Record<'app' | 'app2' | 'people' | 'people2' | 'both', string>, scopes: readonly [string, string]) => readonly Alternative[];
}

const WAYS: readonly WayIn[] = [
  { fact: 'allow:nobody', alternatives: () => [] },
  { fact: 'allow:role', alternatives: ({ app }) => [{ roles: [app] }] },
  { fact: 'allow:position', alternatives: ({ people }) => [{ roles: [people] }] },
  { fact: 'allow:any-role', alternatives: ({ app, both }) => [{ roles: [app] }, { roles: [both] }] },
  { fact: 'allow:all-roles', needsScopesOrAnd: true, alternatives: ({ app, app2 }) => [{ roles: [app, app2] }] },
  { fact: 'allow:all-roles', needsScopesOrAnd: true, alternatives: ({ app, app2, both }) => [{ roles: [app, app2] }, { roles: [app, both] }] },
  { fact: 'allow:scope', needsScopesOrAnd: true, alternatives: (_roles, [first]) => [{ scopes: [first] }] },
  { fact: 'allow:any-scope', needsScopesOrAnd: true, alternatives: (_roles, [first, second]) => [{ scopes: [first] }, { scopes: [second] }] },
  { fact: 'allow:role-and-scope', needsScopesOrAnd: true, alternatives: ({ people }, [first]) => [{ roles: [people], scopes: [first] }] },
  { fact: 'allow:role-and-scope', needsScopesOrAnd: true, alternatives: ({ people, people2 }, [first, second]) => [{ roles: [people], scopes: [first, second] }, { roles: [people2], scopes: [first, second] }] },
  { fact: 'allow:role-or-scope', needsDoors: true, needsScopesOrAnd: true, alternatives: ({ app }, [first]) => [{ roles: [app] }, { scopes: [first] }] },
  { fact: 'allow:role-or-scope', needsDoors: true, needsScopesOrAnd: true, alternatives: ({ app, app2, people }, [first, second]) => [{ roles: [app, app2] }, { roles: [people], scopes: [first] }, { roles: [people], scopes: [second] }] },
];

/** Routes of every API, and what the gateway does for all of them. */
export function generateRoutes(draft: Draft, apis: readonly Api[]): { readonly routes: readonly Routes[]; readonly observability: NonNullable<AccessInput['observability']> } {
  const accessLog = chance(draft.choice, 30);
  return {
    routes: apis.map((api) => generateRoutesOf(draft, api, accessLog)),
    observability: { accessLog, metrics: chance(draft.choice, 50), ...(chance(draft.choice, 30) ? { correlationId: false as const } : {}) },
  };
}

function generateRoutesOf(draft: Draft, api: Api, accessLog: boolean): Routes {
  const { choice, facts, environment } = draft;
  const forward = accessLog || chance(choice, 40);
  const cors = chance(choice, 30) && { origins: choose(choice, ['web', 'web and test']), credentials: chance(choice, 50), ...(chance(choice, 50) ? { headers: ['Authorization', 'X-Own'] } : {}) };
  if (forward) facts.push('route:forward');
  if (cors !== false) facts.push('route:cors');
  // A door by header is a fourth criterion beside methods, and the router orders such routes as it likes.
  const byHeader = environment.gateway.applicationCalls?.by === 'header';
  // A preflight has a method of its own: only beside routes with methods is it told from them.
  const methods = cors === false && (byHeader || chance(choice, 40)) ? undefined : choose(choice, [['GET'], ['GET', 'POST'], ['DELETE', 'PUT']]);
  if (methods === undefined) facts.push('route:any-method');
  const defaults: RouteDefaults = {
    host: choose(choice, ['public', 'internal']),
    ...(cors === false ? {} : { cors }),
    ...(forward ? { forward: { token: chance(choice, 30), headers: FORWARDED } } : {}),
  };
  // The door by header of a general route and the plain door of a special one would cross.
  const family = byHeader ? APART : choose(choice, FAMILIES);
  const paths = Array.from({ length: count(choice, 1, 5) }, () => choose(choice, family));
  const routes = [...new Set(paths)].map((path, index) => {
    if (path.includes('{')) facts.push('route:template');
    if (path.endsWith('**')) facts.push('route:rest');
    return [`route-${index}`, generateRoute(draft, api, `/${api.key}${path}`, methods)] as const;
  });
  return defineRoutes(api, defaults, Object.fromEntries(routes));
}

function generateRoute(draft: Draft, api: Api, path: string, methods: readonly string[] | undefined): RouteInput {
  const { choice, facts, environment } = draft;
  const limited = chance(choice, 20) && { perMinute: count(choice, 1, 100) };
  const networks = chance(choice, 15);
  if (networks) facts.push('route:networks');
  const base = { path, ...(methods === undefined ? {} : { methods }), ...(networks ? { networks: 'office' } : {}) };
  if (chance(choice, 12)) {
    facts.push('allow:public');
    return { ...base, public: choose(choice, HOSTILE) };
  }
  const way = choose(choice, WAYS.filter((candidate) => isPossible(candidate, environment)));
  facts.push(way.fact);
  const [app = '', app2 = '', people = '', people2 = '', both = ''] = Object.keys(api.roles);
  const [first = '', second = ''] = Object.keys(api.scopes);
  // The open-source dialect counts calls per client for applications alone.
  const countable = environment.gateway.dialect === 'openid-connect' || way.fact === 'allow:role';
  if (limited !== false && countable) facts.push('route:rate-limit');
  return { ...base, allow: way.alternatives({ app, app2, people, people2, both }, [first, second]), ...(limited !== false && countable ? { rateLimit: limited } : {}) };
}

function isPossible(way: WayIn, { gateway }: Draft['environment']): boolean {
  if (way.needsScopesOrAnd === true && gateway.dialect === 'oidc') return false;
  return way.needsDoors !== true || gateway.applicationCalls !== undefined;
}
