import { type Gateway, type GatewayRoute } from '../../access';
import { PairIndex, RequestFinder, type RouterFlavor, type RouterRequest } from '../../router';

/** Requests that one route takes before a change and one, the same or another, takes after it. */
export interface Region {
  /** Absent where no route takes them. */
  readonly was: GatewayRoute | undefined;
  readonly now: GatewayRoute | undefined;
  /** One of the requests; absent where it cannot be told whether there is any. */
  readonly request?: RouterRequest;
}

/** Steps of automata for all of a review. */
const MOST_WORK = 200_000_000;

/** A region from which more other routes than these take requests is not looked at. */
const MOST_THIRDS = 100;

/** Finds the regions in which a change of the gateway, or of who holds what, can make a difference. */
export class Regions {
  private readonly allowance = { left: MOST_WORK };
  private readonly flavor: RouterFlavor;
  private readonly finder: RequestFinder;
  private readonly same = new Map<GatewayRoute, GatewayRoute>();
  private readonly views = new Map<GatewayRoute, GatewayRoute>();
  private readonly before: ReadonlySet<GatewayRoute>;
  private readonly isOtherEngine: boolean;
  private readonly moved: { readonly was: readonly GatewayRoute[]; readonly now: readonly GatewayRoute[] };

  constructor(
    private readonly base: Gateway | undefined,
    private readonly head: Gateway | undefined,
  ) {
    this.flavor = head?.settings.flavor ?? base?.settings.flavor ?? 'traditional_compatible';
    this.finder = new RequestFinder(this.flavor, this.allowance);
    this.before = new Set(routesOf(base));
    this.isOtherEngine = isPcre(base) !== isPcre(head);
    const before = new Map(routesOf(base).map((route) => [route.name ?? '', route]));
    const isSameRouter = base?.settings.flavor === head?.settings.flavor;
    for (const route of routesOf(head)) {
      const was = before.get(route.name ?? '');
      if (was !== undefined && isSameRouter && matcher(was) === matcher(route)) this.same.set(was, route);
    }
    const kept = new Set(this.same.values());
    this.moved = {
      was: routesOf(base).filter((route) => !this.same.has(route)),
      now: routesOf(head).filter((route) => !kept.has(route)),
    };
  }

  /** The regions of routes that differ, and of those that are the same where `isOfInterest` says so. */
  *all(isOfInterest: (was: GatewayRoute, now: GatewayRoute) => boolean): Generator<Region> {
    for (const [was, now] of this.same) {
      if (isOfInterest(was, now)) yield* this.between(was, now);
    }
    if (this.moved.was.length === 0 && this.moved.now.length === 0) return;
    const told = new Set<string>();
    const { before } = this;
    const index = new PairIndex([...before, ...this.moved.now], this.flavor);
    const nowOf = (route: GatewayRoute): GatewayRoute | undefined => (before.has(route) ? this.same.get(route) : route);
    const pairs: (readonly [GatewayRoute | undefined, GatewayRoute | undefined])[] = [
      ...this.moved.now.flatMap((now) => {
        return [undefined, ...index.near(now).filter((route) => before.has(route))].map((was) => [was, now] as const);
      }),
      ...this.moved.was.flatMap((was) => {
        const near = index.near(was).flatMap((route) => nowOf(route) ?? []);
        return [undefined, ...near].map((now) => [was, now] as const);
      }),
    ];
    for (const [was, now] of pairs) {
      const key = JSON.stringify([was?.name, now?.name]);
      if (told.has(key) || (was !== undefined && now !== undefined && this.same.get(was) === now)) continue;
      told.add(key);
      yield* this.between(was, now);
    }
  }

  /** A route as the finder is asked about it: where the router changes, those of the base are of another engine. */
  private viewOf(route: GatewayRoute): GatewayRoute {
    if (!this.isOtherEngine || !this.before.has(route)) return route;
    const view = this.views.get(route) ?? reading(route);
    this.views.set(route, view);
    return view;
  }

  /** A request that two routes take, each on its own gateway. */
  private *between(was: GatewayRoute | undefined, now: GatewayRoute | undefined): Generator<Region> {
    const wanted = [was, now].filter((route) => route !== undefined);
    const views = wanted.map((route) => this.viewOf(route));
    const avoided: GatewayRoute[] = [];
    while (avoided.length < MOST_THIRDS) {
      const request = this.finder.find(
        views,
        avoided.map((route) => this.viewOf(route)),
      );
      if (request === null) return;
      if (request === 'unknown') return yield { was, now };
      const [before, after] = [taker(this.base, request), taker(this.head, request)];
      if (before === 'unknown' || after === 'unknown') return yield { was, now };
      if (before === was && after === now) return yield { was, now, request };
      const thirds = [before, after].filter((route) => route !== undefined && !wanted.includes(route) && !avoided.includes(route));
      const named = thirds.filter(
        (route) => route !== undefined && this.finder.matches(this.viewOf(route), request) === true,
      ) as GatewayRoute[];
      if (named.length === 0) return yield { was, now };
      avoided.push(...named);
    }
    yield { was, now };
  }
}

function routesOf(gateway: Gateway | undefined): readonly GatewayRoute[] {
  return gateway?.routes ?? [];
}

function isPcre(gateway: Gateway | undefined): boolean {
  return gateway?.settings.flavor === 'traditional';
}

/** A route of another engine as the finder's reads it: with the end of its paths where that engine has it. */
function reading(route: GatewayRoute): GatewayRoute {
  return { ...route, paths: (route.paths ?? []).map((path) => (path.startsWith('~') ? path.replace(/(?<!\\)\$$/, '\\z') : path)) };
}

function taker(gateway: Gateway | undefined, request: RouterRequest): GatewayRoute | undefined | 'unknown' {
  if (gateway === undefined) return undefined;
  const { route, unknown } = gateway.router.find(request);
  return unknown === undefined ? (route ?? undefined) : 'unknown';
}

/** What of a route decides which requests it takes. */
function matcher({
  plugins: _plugins,
  hasService: _hasService,
  service: _service,
  tags: _tags,
  ...fields
}: GatewayRoute & { readonly tags?: unknown }): string {
  return JSON.stringify(fields);
}
