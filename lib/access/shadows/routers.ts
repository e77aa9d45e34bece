import { createRouter, type RouteCalculation, type Router, type RouterFlavor, type RouterRequest, type RouterRoute } from '../../router';
import { type RouterSetting } from './types';

/** A route that takes a request: null for none, `unknown` where it cannot be told. */
export type Winner<Route> = Route | null | 'unknown';

interface Asked<Route extends RouterRoute> {
  readonly setting: RouterSetting;
  /** Made when it is asked for the first time. */
  readonly router: () => Router<Route>;
}

const CALCULATIONS: readonly RouteCalculation[] = ['original', 'compiled', 'strict'];
const FLAVORS: readonly RouterFlavor[] = ['traditional_compatible', 'traditional', 'expressions'];

/** The same routes under every way in which a gateway may order them. */
export class Routers<Route extends RouterRoute> {
  /** Those of the gateway's own flavor, the usual one first. */
  private readonly own: readonly Asked<Route>[];
  private readonly others: readonly Asked<Route>[];

  constructor(routes: readonly Route[], flavor: RouterFlavor) {
    const asked = (setting: RouterSetting): Asked<Route> => {
      let router: Router<Route> | undefined;
      return { setting, router: () => (router ??= createRouter({ ...setting, routes })) };
    };
    const calculations = flavor === 'traditional' ? (['original'] as const) : CALCULATIONS;
    this.own = calculations.map((calculation) => asked({ flavor, calculation }));
    this.others = FLAVORS.filter((other) => other !== flavor).map((other) => asked({ flavor: other, calculation: 'original' }));
  }

  /** Who takes a request on the gateway as it usually is. */
  usual(request: RouterRequest): Winner<Route> {
    const [first] = this.own;
    return first === undefined ? 'unknown' : winner(first, request);
  }

  /** Who takes a request in each setting: those of the gateway's flavor, and those of the others. */
  outcomes(request: RouterRequest): {
    readonly own: readonly (RouterSetting & { readonly route: Winner<Route> })[];
    readonly others: readonly (RouterSetting & { readonly route: Winner<Route> })[];
  } {
    const all = (asked: readonly Asked<Route>[]): readonly (RouterSetting & { readonly route: Winner<Route> })[] =>
      asked.map((one) => ({ ...one.setting, route: winner(one, request) }));
    return { own: all(this.own), others: all(this.others) };
  }
}

function winner<Route extends RouterRoute>({ router }: Asked<Route>, request: RouterRequest): Winner<Route> {
  const { route, unknown } = router().find(request);
  return route === null && unknown !== undefined ? 'unknown' : route;
}
