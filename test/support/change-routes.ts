import { addTo, apiOf, remove, some, type Alternative, type Change, type Model, type Route } from './change-draft';
import { choose } from './generate-texts';

/** The ways into routes that have some. */
function ways({ routes }: Model): readonly { readonly route: Route; readonly alternatives: Alternative[]; readonly way: Alternative }[] {
  return routes.flatMap((route) => {
    if (route.access.kind !== 'allow') return [];
    const alternatives = route.access.alternatives as Alternative[];
    return alternatives.map((way) => ({ route, alternatives, way }));
  });
}

/** Changes of what routes ask for. */
export const CONDITIONS: Readonly<Record<string, Change>> = {
  'a role is needed besides': ({ model }, choice) =>
    some(ways(model), choice, ({ route, way }) => addTo(way.roles, apiOf(model, route)?.roles, choice)),
  'a role is needed no more': ({ model }, choice) =>
    some(
      ways(model).filter(({ way }) => way.roles.length > 0 && way.roles.length + way.scopes.length > 1),
      choice,
      ({ way }) => way.roles.pop(),
    ),
  'another role is needed': ({ model }, choice) =>
    some(
      ways(model).filter(({ way }) => way.roles.length > 0),
      choice,
      ({ route, way }) => {
        way.roles.shift();
        return addTo(way.roles, apiOf(model, route)?.roles, choice);
      },
    ),
  'any of the roles is enough': ({ model }, choice) =>
    some(
      ways(model).filter(({ way }) => way.roles.length > 1),
      choice,
      ({ alternatives, way }) => {
        remove(alternatives, way);
        alternatives.push(...way.roles.map((role) => ({ roles: [role], scopes: [...way.scopes] })));
      },
    ),
  'all of the roles are needed': ({ model }, choice) =>
    some(
      ways(model).filter(({ alternatives }) => alternatives.length > 1),
      choice,
      ({ alternatives, way }) => {
        const other = choose(
          choice,
          alternatives.filter((one) => one !== way),
        );
        remove(alternatives, other);
        way.roles = [...new Set([...way.roles, ...other.roles])];
        way.scopes = [...new Set([...way.scopes, ...other.scopes])];
      },
    ),
  'a scope is needed besides': ({ model }, choice) =>
    some(ways(model), choice, ({ route, way }) => addTo(way.scopes, apiOf(model, route)?.scopes, choice)),
  'a scope is needed no more': ({ model }, choice) =>
    some(
      ways(model).filter(({ way }) => way.scopes.length > 0 && way.roles.length + way.scopes.length > 1),
      choice,
      ({ way }) => way.scopes.pop(),
    ),
  'a way in is added': ({ model }, choice) =>
    some(ways(model), choice, ({ route, alternatives, way }) => {
      const api = apiOf(model, route);
      const next: Alternative = { roles: [], scopes: [...way.scopes] };
      if (
        !addTo(
          next.roles,
          api?.roles.filter(({ key }) => !way.roles.includes(key)),
          choice,
        )
      )
        return false;
      return alternatives.push(next);
    }),
  'a way in is taken away': ({ model }, choice) =>
    some(
      ways(model).filter(({ alternatives }) => alternatives.length > 1),
      choice,
      ({ alternatives, way }) => remove(alternatives, way),
    ),
  'a route becomes public': ({ model }, choice) =>
    some(
      model.routes.filter(({ access }) => access.kind === 'allow'),
      choice,
      (route) => (route.access = { kind: 'public', reason: 'for all' }),
    ),
  'a public route is guarded': ({ model }, choice) =>
    some(
      model.routes.filter(({ access }) => access.kind === 'public'),
      choice,
      (route) => {
        const way: Alternative = { roles: [], scopes: [] };
        route.access = { kind: 'allow', alternatives: [way] };
        return addTo(way.roles, apiOf(model, route)?.roles, choice);
      },
    ),
  'a route lets nobody in': ({ model }, choice) =>
    some(ways(model), choice, ({ route }) => (route.access = { kind: 'allow', alternatives: [] })),
  'a closed route lets somebody in': ({ model }, choice) =>
    some(
      model.routes.filter(({ access }) => access.kind === 'allow' && access.alternatives.length === 0),
      choice,
      (route) => {
        const way: Alternative = { roles: [], scopes: [] };
        route.access = { kind: 'allow', alternatives: [way] };
        return addTo(way.roles, apiOf(model, route)?.roles, choice);
      },
    ),
};

const PATHS = ['/{id}', '/{id}/lines', '/new', '/new/lines', '/files/**', '/**', '/added', '/added/{id}'];

/** Changes of where routes are. */
export const PLACES: Readonly<Record<string, Change>> = {
  'a route is added': ({ model }, choice) =>
    some(model.routes, choice, (route) => {
      const path = `/${route.api}${choose(choice, PATHS)}`;
      model.routes.push({ ...structuredClone(route), key: 'added', name: 'added', path });
    }),
  'a route is taken away': ({ model }, choice) => some(model.routes, choice, (route) => remove(model.routes, route)),
  'a route is renamed': ({ model }, choice) => some(model.routes, choice, (route) => (route.key = `${route.key}-renamed`)),
  'a route has another path': ({ model }, choice) =>
    some(model.routes, choice, (route) => (route.path = `/${route.api}${choose(choice, PATHS)}`)),
  'two routes change places': ({ model }, choice) =>
    some(model.routes, choice, (route) =>
      some(
        model.routes.filter(({ api, path }) => api === route.api && path !== route.path),
        choice,
        (other) => {
          [route.path, other.path] = [other.path, route.path];
        },
      ),
    ),
  'a route has another method': ({ model }, choice) =>
    some(
      model.routes.filter(({ methods }) => methods !== undefined),
      choice,
      (route) => (route.methods = [...(route.methods ?? []).slice(1), 'REPORT']),
    ),
  'a route has a method besides': ({ model }, choice) =>
    some(
      model.routes.filter(({ methods }) => methods !== undefined),
      choice,
      (route) => route.methods?.push('REPORT'),
    ),
  'a route has another host': ({ model, environment }, choice) =>
    some(model.routes, choice, (route) => {
      const others = Object.keys(environment.hosts).filter((name) => name !== route.host);
      route.host = choose(choice, others);
    }),
  'a route wants a header': ({ model }, choice) =>
    some(model.routes, choice, (route) => (route.headers = { ...route.headers, 'X-New': ['1', '2'] })),
  'a general public route is added': ({ model }, choice) =>
    some(model.routes, choice, (route) => {
      const { networks: _networks, rateLimit: _limit, cors: _cors, ...rest } = structuredClone(route);
      model.routes.push({ ...rest, key: 'open', name: 'open', path: `/${route.api}/**`, access: { kind: 'public', reason: 'for all' } });
    }),
};
