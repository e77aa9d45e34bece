export { bind, toDocument, writeDocument, type DocumentForm, type KongDocument } from './document';
export { renderGateway, tryRenderGateway } from './render';
export type * from './template';
