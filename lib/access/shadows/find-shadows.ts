import { PairIndex, partsOf, RequestFinder, SureOrder, type RouterFlavor, type RouterRequest, type RouterRoute } from '../../router';
import { deadShadows } from './dead';
import { Routers, type Winner } from './routers';
import { siblingShadows } from './siblings';
import { type Shadow } from './types';

/** What the search for shadows is told. */
export interface ShadowOptions<Route extends RouterRoute> {
  readonly flavor: RouterFlavor;
  readonly routes: readonly Route[];
  /**
   * Routes that must win every request they match from all that are not among them. How they stand to each other is not looked at.
   * @default - none: each pair of routes is looked at, and the one of more specific paths may win
   */
  readonly declared?: ReadonlySet<Route>;
}

/**
 * Routes that stand in each other's way on a gateway, each with a request that shows it. The requests are derived from what
 * the routes ask for, and every one was put to the router.
 */
export function findShadows<Route extends RouterRoute>(options: ShadowOptions<Route>): readonly Shadow<Route>[] {
  const judged = options.routes.filter((route) => !isUnreadable(route));
  const unreadable = options.routes.filter(isUnreadable).map((route): Shadow<Route> => ({ kind: 'not-judged', route }));
  return [...unreadable, ...new ShadowFinder({ ...options, routes: judged }).find()];
}

/** Expressions of the router's own language, and addresses, are not read. */
function isUnreadable({ expression, sources, destinations }: RouterRoute): boolean {
  return typeof expression === 'string' || (sources ?? []).length > 0 || (destinations ?? []).length > 0;
}

/** Steps of automata for all routes of a gateway together. */
const MOST_WORK = 100_000_000;

/** A pair of routes that more others than these stand before is not judged. */
const MOST_THIRDS = 100;

class ShadowFinder<Route extends RouterRoute> {
  private readonly index: PairIndex<Route>;
  private readonly requests: RequestFinder;
  private readonly routers: Routers<Route>;
  private readonly allowance = { left: MOST_WORK };
  private readonly order = new SureOrder();
  private readonly byPart = new Map<Route, readonly RouterRoute[]>();
  private readonly byPath = new Map<Route, RouterRoute>();
  /** Routes that lose a request to another. */
  private readonly losers = new Set<Route>();

  constructor(private readonly options: ShadowOptions<Route>) {
    const { routes, flavor } = options;
    this.index = new PairIndex(routes, flavor);
    this.requests = new RequestFinder(flavor, this.allowance);
    this.routers = new Routers(routes, flavor);
  }

  find(): readonly Shadow<Route>[] {
    const { routes, declared } = this.options;
    const place = new Map(routes.map((route, at) => [route, at]));
    // Of declared routes and others the few are looked up among the many.
    const subjects = declared === undefined ? routes : routes.filter((route) => !declared.has(route));
    const pairs = subjects.flatMap((route): readonly Shadow<Route>[] => {
      // Whatever is left untold is said to be so, and not compared pair by pair.
      if (this.allowance.left < 0) return [{ kind: 'not-judged', route }];
      const near = this.index.near(route).filter((other) => this.isPair(route, other));
      return declared === undefined
        ? near.filter((other) => (place.get(other) ?? 0) > (place.get(route) ?? 0)).flatMap((other) => this.ofPair(route, other))
        : near.flatMap((other) => this.ofPair(other, route));
    });
    const losers = declared === undefined ? routes : routes.filter((route) => this.losers.has(route));
    const tools = { ...this.options, index: this.index, requests: this.requests, routers: this.routers };
    return [
      ...distinct(pairs),
      ...this.withoutNames(declared === undefined ? routes : [...declared]),
      ...deadShadows(losers, tools),
      ...siblingShadows(subjects, tools),
    ];
  }

  private isPair(route: Route, other: Route): boolean {
    const { declared } = this.options;
    return declared === undefined || declared.has(route) !== declared.has(other);
  }

  private ofPair(route: Route, other: Route): readonly Shadow<Route>[] {
    if (this.isNatural(route, other)) return [];
    // Without TLS a server name is asked for in some calculations only.
    const schemes = [route, other].some(({ snis }) => (snis ?? []).length > 0) ? (['https', 'http'] as const) : [undefined];
    const found = this.parts(route).flatMap((part) => {
      return this.parts(other).flatMap((rival) => {
        return schemes.flatMap((scheme) => this.ofRequest(route, other, this.contested([part, rival], scheme)));
      });
    });
    return worst(found);
  }

  private ofRequest(route: Route, other: Route, request: RouterRequest | null | 'unknown'): readonly Shadow<Route>[] {
    if (request === null) return [];
    if (request === 'unknown') return [{ kind: 'not-judged', route, by: other }];
    const { own, others } = this.routers.outcomes(request);
    if (own.some(({ route: found }) => found === 'unknown')) return [{ kind: 'not-judged', route, by: other, request }];
    const outcomes = [...own, ...others].filter(({ route: found }) => found !== 'unknown');
    const known = outcomes as readonly ((typeof outcomes)[number] & { readonly route: Route | null })[];
    const [winner] = known.map(({ route: found }) => found);
    const loser = winner === route ? other : route;
    this.losers.add(loser);
    const isSame = (found: Winner<Route>): boolean => found === winner || (this.isDeclared(found) && this.isDeclared(winner ?? null));
    const rivals = known.map(({ route: found }) => found).filter((found) => !isSame(found));
    const rival = rivals.find((found) => found === route || found === other) ?? rivals[0];
    const differs = (list: readonly { readonly route: Winner<Route> }[]): boolean => list.some(({ route: found }) => !isSame(found));
    if (differs(known)) {
      const [losing, taking] = this.sides(route, other, [winner ?? undefined, rival ?? undefined]);
      return [{ kind: differs(own) ? 'calculation' : 'flavor', route: losing, by: taking, request, outcomes: known }];
    }
    return winner === route || winner === other ? this.taken(winner, loser, request) : [];
  }

  /** Which of the declared routes takes a request is another question. */
  private isDeclared(route: Winner<Route>): boolean {
    return route !== null && route !== 'unknown' && this.options.declared?.has(route) === true;
  }

  /** Of a request whose taker is not certain: the route that may lose it, and the one that may take it. */
  private sides(route: Route, other: Route, takers: readonly (Route | undefined)[]): readonly [Route, Route] {
    const { declared } = this.options;
    const known = takers.filter((taker) => taker !== undefined);
    if (declared !== undefined) {
      const own = known.find((taker) => declared.has(taker)) ?? (declared.has(route) ? route : other);
      return [own, known.find((taker) => !declared.has(taker)) ?? (declared.has(route) ? other : route)];
    }
    const [first = route, second = first === route ? other : route] = known;
    return [first, second];
  }

  /** Without TLS the strict calculation does not let a route with server names take a request; so much is told of each route by itself. */
  private withoutNames(routes: readonly Route[]): readonly Shadow<Route>[] {
    return routes.flatMap((route): readonly Shadow<Route>[] => {
      if ((route.snis ?? []).length === 0 || this.options.flavor === 'traditional') return [];
      const request = this.requests.find([route], this.index.near(route), 'http');
      if (request === null || request === 'unknown') return [];
      const outcomes = this.routers.outcomes(request).own.filter((one) => one.route !== 'unknown');
      const known = outcomes as readonly ((typeof outcomes)[number] & { readonly route: Route | null })[];
      return new Set(known.map((one) => one.route)).size > 1 ? [{ kind: 'calculation', route, request, outcomes: known }] : [];
    });
  }

  private taken(winner: Route, loser: Route, request: RouterRequest): readonly Shadow<Route>[] {
    const { declared } = this.options;
    const mustWin = declared?.has(loser) === true;
    return mustWin || !this.isPathWithin(winner, loser) ? [{ kind: 'takes', route: loser, by: winner, request }] : [];
  }

  /** A declared route that goes first for sure, of a general one: what is expected beside a route that catches the rest. */
  private isNatural(route: Route, other: Route): boolean {
    const { declared } = this.options;
    if (declared === undefined || !declared.has(route) || (route.snis ?? []).length > 0 || !this.order.isBefore(route, other)) return false;
    const paths = other.paths ?? [];
    if (paths.length === 0) return true;
    const prefixes = this.index.literalsOf(other);
    return (
      paths.every((path) => !path.startsWith('~')) &&
      this.index.literalsOf(route).every((text) => prefixes.some((one) => text.startsWith(one)))
    );
  }

  /** A request that parts of two routes match and nothing else takes from them, where there is one. */
  private contested(parts: readonly RouterRoute[], scheme: 'https' | 'http' | undefined): RouterRequest | null | 'unknown' {
    const thirds: RouterRoute[] = [];
    while (thirds.length < MOST_THIRDS) {
      const shared = this.requests.find(parts, thirds, scheme);
      if (shared === null || shared === 'unknown') return shared;
      const winner = this.routers.usual(shared);
      if (winner === null || winner === 'unknown') return shared;
      const third = this.parts(winner).find((part) => this.requests.matches(part, shared) === true);
      if (third === undefined) return 'unknown';
      // Another part of the same routes is a third one as well.
      if (parts.includes(third)) return shared;
      thirds.push(third);
    }
    return 'unknown';
  }

  private parts(route: Route): readonly RouterRoute[] {
    const known = this.byPart.get(route) ?? partsOf(route, this.options.flavor);
    this.byPart.set(route, known);
    return known;
  }

  private isPathWithin(inner: Route, outer: Route): boolean {
    if ((outer.paths ?? []).length === 0) return true;
    if ((inner.paths ?? []).length === 0) return false;
    return this.requests.find([this.pathsOf(inner)], [this.pathsOf(outer)]) === null;
  }

  private pathsOf(route: Route): RouterRoute {
    const known = this.byPath.get(route) ?? { id: '', paths: route.paths ?? [] };
    this.byPath.set(route, known);
    return known;
  }
}

const BY_WEIGHT: readonly Shadow['kind'][] = ['not-judged', 'calculation', 'flavor', 'takes'];

/** Of what was found about two routes the gravest, for each two of which something was found. */
function worst<Route extends RouterRoute>(found: readonly Shadow<Route>[]): readonly Shadow<Route>[] {
  const gravest = BY_WEIGHT.flatMap((kind) => found.filter((shadow) => shadow.kind === kind));
  const isSame = (one: Shadow<Route>, other: Shadow<Route>): boolean =>
    (one.route === other.route && one.by === other.by) || (one.route === other.by && one.by === other.route);
  return gravest.filter((shadow, at) => gravest.findIndex((other) => isSame(shadow, other)) === at);
}

/** What two pairs show of the same two routes is told once. */
function distinct<Route extends RouterRoute>(shadows: readonly Shadow<Route>[]): readonly Shadow<Route>[] {
  const told = { calculation: new Map<Route, Set<Route>>(), flavor: new Map<Route, Set<Route>>() };
  return shadows.filter(({ kind, route, by }) => {
    if (by === undefined || (kind !== 'calculation' && kind !== 'flavor')) return true;
    const pairs = told[kind];
    if (pairs.get(route)?.has(by) === true || pairs.get(by)?.has(route) === true) return false;
    pairs.set(route, (pairs.get(route) ?? new Set()).add(by));
    return true;
  });
}
