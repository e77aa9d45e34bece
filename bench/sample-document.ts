import { bind, renderGateway, toDocument, type Bindings, type KongDocument } from '../lib';
import { dev } from '../stacks/environments/dev';
import { organisation } from '../stacks/organisation';

/** Client ids of the sample organisation's APIs, made up. */
export const SAMPLE_IDS: Bindings = Object.fromEntries(
  organisation.apis.map(({ key }, index) => [key, `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`]),
);

/** The file Kong reads for the sample organisation. */
export function sampleDocument(): KongDocument {
  return bind(toDocument(renderGateway(organisation, dev), 'deck'), SAMPLE_IDS).document;
}
