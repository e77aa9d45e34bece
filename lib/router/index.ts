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
export { serverHost } from './protocol';
export { compile } from './regex';
export { uuid5 } from './uuid';
export { SureOrder } from './overlap/order';
export { PairIndex } from './overlap/pairs';
export { partsOf, routeParts } from './overlap/parts';
export { literalExpression } from './overlap/path-language';
export { RequestFinder } from './overlap/request-finder';
