import { type RouteCalculation, type RouterFlavor, type RouterRequest, type RouterRoute } from '../../router';

/** How the routes of a gateway stand in each other's way. */
export type ShadowKind =
  /** No request gets the route. */
  | 'never-matches'
  /** A route takes requests of another one, though its paths are not the more specific ones, or though the other was declared. */
  | 'takes'
  /** Which of two routes takes a request depends on how the gateway weighs routes. */
  | 'calculation'
  /** Which of two routes takes a request depends on the flavor of the router. */
  | 'flavor'
  /** A prefix ends within a segment, and takes requests that begin with a longer segment of another route. */
  | 'sibling'
  /** What the route matches, or which of two goes first, cannot be told. */
  | 'not-judged';

/** A router to be asked. */
export interface RouterSetting {
  readonly flavor: RouterFlavor;
  readonly calculation: RouteCalculation;
}

/** One route in the way of another. */
export interface Shadow<Route extends RouterRoute = RouterRoute> {
  readonly kind: ShadowKind;
  /** The route that loses requests, or may lose them. */
  readonly route: Route;
  /** The route that takes them. */
  readonly by?: Route;
  /** A request that shows it; absent where there is none, or none can be told. */
  readonly request?: RouterRequest;
  /** Who takes that request in each setting, where the settings differ. */
  readonly outcomes?: readonly (RouterSetting & { readonly route: Route | null })[];
}
