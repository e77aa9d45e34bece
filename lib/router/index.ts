export { createRouter } from './router';
export type {
  RouteCalculation,
  Router,
  RouterAnswer,
  RouterFlavor,
  RouterOptions,
  RouterRequest,
  RouterRoute,
  RouterService,
  Taken,
} from './types';
