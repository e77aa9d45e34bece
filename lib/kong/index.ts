export { discoveryOf, issuerOf, issuersAllowed } from './endpoints';
export { bind, toDocument, tryDocument, uncheckedDocument, writeDocument, type DocumentForm, type KongDocument } from './document';
export { readAccessLog, type AccessLogText } from './plugins/access-log';
export { readGuard, type HeaderGuard } from './plugins/caller-headers';
export {
  checkKongEntities,
  readKongFile,
  type KongConsumer,
  type KongEntities,
  type KongEntity,
  type KongFile,
  type KongFileOptions,
  type KongFileProblem,
  type KongFilterChain,
  type KongPlugin,
  type KongRoute,
  type KongService,
} from './read';
export { renderGateway, tryRenderGateway } from './render';
export type * from './template';
export { gatewayTemplate, readTemplate } from './template-shape';
