import { parseJson } from '../model';
import { bind, readTemplate, toDocument, type DocumentForm, type GatewayTemplate, type KongDocument } from '../kong';
import { type ClientIds } from './client-ids';
import { fileProblem, readText } from './io';
import { isShownPlan, plannedTemplate } from './shown-plan';

/** The template beside a synthesized stack, or the one a plan carries. */
export function loadTemplate(path: string): GatewayTemplate {
  return templateOf(parseJson(readText(path), path), path);
}

/** The same of what was parsed already. */
export function templateOf(read: unknown, path: string): GatewayTemplate {
  return readTemplate(isShownPlan(read) ? plannedTemplate(read, path) : read, path);
}

/** The document Kong reads, every marker filled in. */
export function bound(template: GatewayTemplate, { ids, later }: ClientIds, form: DocumentForm, source: string): KongDocument {
  const { document, missing } = bind(toDocument(template, form), ids);
  const late = missing.filter((key) => later === 'all' || later.includes(key));
  if (late.length > 0)
    throw fileProblem(
      source,
      `does not know the client id of ${late.join(', ')} before the plan is applied`,
      'apply it, and pass the output client_ids or a later plan',
      'CLIENT_ID_MISSING',
    );
  if (missing.length > 0)
    throw fileProblem(
      source,
      `has no client id of ${missing.join(', ')}`,
      'apply the stack that registers them, and pass its output client_ids',
      'CLIENT_ID_MISSING',
    );
  return document;
}
