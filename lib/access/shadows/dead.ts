import { PairIndex, routeParts, type RequestFinder, type RouterFlavor, type RouterRoute } from '../../router';
import { type Routers } from './routers';
import { type Shadow } from './types';

/** What this search shares with that for other shadows. */
interface Tools<Route extends RouterRoute> {
  readonly flavor: RouterFlavor;
  readonly routes: readonly Route[];
  readonly requests: RequestFinder;
  readonly routers: Routers<Route>;
}

/** Those of some routes that never get a request. In the flavor `traditional` only those that match none at all are told. */
export function deadShadows<Route extends RouterRoute>(routes: readonly Route[], tools: Tools<Route>): readonly Shadow<Route>[] {
  const { requests, routers, flavor } = tools;
  let ranks: Ranks<Route> | undefined;
  return routes.flatMap((route): readonly Shadow<Route>[] => {
    const request = requests.find([route]);
    // In that flavor a server name does not count without TLS once another route shares another criterion.
    const isInCompany = flavor === 'traditional' && (route.snis ?? []).length > 0;
    if (request === null) return isInCompany ? [] : [{ kind: 'never-matches', route }];
    if (request === 'unknown' || flavor === 'traditional') return [];
    const by = routers.usual(request);
    if (by === route || by === null || by === 'unknown') return [];
    ranks ??= new Ranks(tools.routes, flavor);
    return ranks.isBuried(route, requests) ? [{ kind: 'never-matches', route, by, request }] : [];
  });
}

/** The order in which routes are tried, part by part. */
class Ranks<Route extends RouterRoute> {
  private readonly index: PairIndex<RouterRoute>;
  private readonly place = new Map<RouterRoute, number>();
  private readonly owner = new Map<RouterRoute, Route>();
  private readonly parts = new Map<Route, RouterRoute[]>();

  constructor(routes: readonly Route[], flavor: RouterFlavor) {
    const ranked = routeParts(routes);
    this.index = new PairIndex(
      ranked.map(({ part }) => part),
      flavor,
    );
    ranked.forEach(({ route, part }, at) => {
      this.place.set(part, at);
      this.owner.set(part, route);
      const same = this.parts.get(route);
      if (same === undefined) this.parts.set(route, [part]);
      else same.push(part);
    });
  }

  /** True when routes that are tried before take all that a route matches. */
  isBuried(route: Route, requests: RequestFinder): boolean {
    return (this.parts.get(route) ?? []).every((part) => {
      const rank = this.place.get(part) ?? 0;
      const before = this.index.near(part).filter((other) => (this.place.get(other) ?? 0) < rank && this.owner.get(other) !== route);
      return requests.find([part], before) === null;
    });
  }
}
