import { tryDocument, type GatewayTemplate, type KongDocument, type KongFileProblem } from '../../kong';

type Made = { readonly document: KongDocument; readonly problems: readonly KongFileProblem[] };

const made = new WeakMap<GatewayTemplate, Made>();

/** The document of a template, with what Kong refuses of it; made once, since several look at it. */
export function documentOf(template: GatewayTemplate): Made {
  const known = made.get(template) ?? tryDocument(template, 'deck');
  made.set(template, known);
  return known;
}
