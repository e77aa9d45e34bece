export { findShadows, type ShadowOptions } from './find-shadows';
export { requestLine, shadowText } from './text';
export type { RouterSetting, Shadow, ShadowKind } from './types';
