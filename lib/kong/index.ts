export { discoveryOf, issuerOf, issuersAllowed } from './endpoints';
export { bind, toDocument, writeDocument, type DocumentForm, type KongDocument } from './document';
export { readGuard, type HeaderGuard } from './plugins/caller-headers';
export { renderGateway, tryRenderGateway } from './render';
export type * from './template';
