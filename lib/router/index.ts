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
export { bytesOf, textOf } from './bytes';
export { normalizedPath } from './path';
export { compile } from './regex';
export { uuid5 } from './uuid';
