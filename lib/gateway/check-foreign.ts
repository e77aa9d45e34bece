import { findShadows, foreignOf, gatewayOf, idsIn, requestLine, routePlaces, withForeign, type GatewayRoute, type Shadow } from '../access';
import { type Problem } from '../errors';
import { toDocument, type GatewayTemplate, type KongEntities } from '../kong';
import { type AccessModel, type EnvironmentModel } from '../model';

/**
 * What stands between the routes of a definition and those that are on the gateway besides: each declared route must win every request
 * it is meant for, however the gateway weighs routes, and take none from a more specific one. What cannot be told is a problem too.
 */
export function checkForeign(
  model: AccessModel,
  environment: EnvironmentModel,
  template: GatewayTemplate,
  dumps: readonly KongEntities[],
): readonly Problem[] {
  if (dumps.length === 0) return [];
  const document = toDocument(template, 'deck');
  const { flavor, version, dialect, selectTags } = environment.gateway;
  const foreign = dumps.map((dumped) => foreignOf(dumped, selectTags, document));
  const all = gatewayOf(withForeign(document, foreign), { flavor, version, dialect }).routes;
  const ids = idsIn(document);
  const declared = new Set(all.filter(({ id }) => ids.has(id ?? '')));
  const places = routePlaces(model, environment);
  const whereOf = (route: GatewayRoute): string => places.get(route.name ?? '') ?? `route ${route.name ?? ''}`;
  const shadows = findShadows({ flavor, routes: all, declared });
  return [...takenNames(document, foreign, whereOf, [...declared]), ...shadows.map((shadow) => problemOf(shadow, declared, whereOf))];
}

function problemOf(shadow: Shadow<GatewayRoute>, declared: ReadonlySet<GatewayRoute>, whereOf: (route: GatewayRoute) => string): Problem {
  const { route, by, request } = shadow;
  const own = [route, by].find((one) => one !== undefined && declared.has(one));
  const other = [by, route].find((one) => one !== undefined && !declared.has(one)) ?? route;
  const foreign = `route ${JSON.stringify(other.name ?? other.id ?? '')}, which is on the gateway besides,`;
  const shown = request === undefined ? '' : `, for example ${requestLine(request)}`;
  const [what, code] = wordsOf(shadow, own === route, foreign, shown);
  return problem(own === undefined ? 'the gateway' : whereOf(own), what, code);
}

/** What is wrong, and its code; `isLoser` where it is the declared route that loses. */
function wordsOf({ kind, outcomes }: Shadow<GatewayRoute>, isLoser: boolean, foreign: string, shown: string): readonly [string, string] {
  switch (kind) {
    case 'never-matches':
      return isLoser
        ? [`the route never gets a request${shown}`, 'FOREIGN_TAKES']
        : [`${foreign} never gets a request beside it${shown}`, 'FOREIGN_LOSES'];
    case 'takes':
      return isLoser
        ? [`${foreign} takes requests of it${shown}`, 'FOREIGN_TAKES']
        : [`takes requests from ${foreign} though that one has the more specific path${shown}`, 'FOREIGN_LOSES'];
    case 'sibling':
      return [`${foreign} has a path that ends within a segment, and takes requests beside this route${shown}`, 'FOREIGN_PREFIX'];
    case 'calculation':
    case 'flavor':
      return [`whether ${foreign} takes a request of it depends on ${WEIGHED[kind]}${shown}${outcomesIn(outcomes ?? [])}`, 'FOREIGN_ORDER'];
    case 'not-judged':
      return [`whether ${foreign} takes requests of it cannot be told${shown}`, 'FOREIGN_NOT_JUDGED'];
  }
}

const WEIGHED = {
  calculation: 'how the gateway weighs routes (route_match_calculation)',
  flavor: "the gateway's router_flavor",
} as const;

function outcomesIn(outcomes: NonNullable<Shadow<GatewayRoute>['outcomes']>): string {
  return `; it goes to ${outcomes.map(({ flavor, calculation, route }) => `${route?.name ?? 'none'} in ${flavor} (${calculation})`).join(', ')}`;
}

const FIXES: Readonly<Record<string, string>> = {
  FOREIGN_TAKES: 'let host, path or method tell the two apart, or take the other route off the gateway',
  FOREIGN_LOSES: 'let host, path or method tell the two apart, or take the other route off the gateway',
  FOREIGN_PREFIX: 'end the path of the other route with "/", and add its exact path as an expression, such as "~/pay$"',
  FOREIGN_ORDER: 'let host, path or method tell the two apart, or take the other route off the gateway',
  FOREIGN_NOT_JUDGED: 'write the other route without an expression of the router, addresses or look-around, or put it on another gateway',
  FOREIGN_NAME_TAKEN: 'choose another key or suffix, or give the other one a name of its own',
};

function problem(where: string, what: string, code: string): Problem {
  return { where, what, fix: FIXES[code] ?? '', code };
}

/** Names are unique on a gateway: decK cannot create an entity whose name exists under other tags. */
function takenNames(
  document: ReturnType<typeof toDocument>,
  foreign: readonly KongEntities[],
  whereOf: (route: GatewayRoute) => string,
  declared: readonly GatewayRoute[],
): readonly Problem[] {
  const routes = new Set(foreign.flatMap((entities) => entities.routes.map(({ name }) => name)));
  const services = new Set(foreign.flatMap((entities) => entities.services.map(({ name }) => name)));
  const own = (document['services'] ?? []) as readonly { readonly name: string }[];
  return [
    ...declared
      .filter(({ name }) => name !== null && name !== undefined && routes.has(name))
      .map((route) =>
        problem(whereOf(route), `the gateway has a route ${JSON.stringify(route.name)} already, under other tags`, 'FOREIGN_NAME_TAKEN'),
      ),
    ...own
      .filter(({ name }) => services.has(name))
      .map(({ name }) =>
        problem(`apis ${name}`, `the gateway has a service ${JSON.stringify(name)} already, under other tags`, 'FOREIGN_NAME_TAKEN'),
      ),
  ];
}
