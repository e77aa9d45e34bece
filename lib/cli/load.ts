import { throwIfAny, type Problem } from '../errors';
import { isPlainObject, parseJson, type Bindings } from '../model';
import { bind, toDocument, type DocumentForm, type GatewayTemplate, type KongDocument } from '../kong';
import { fileProblem, readText } from './io';
import { gatewayTemplate } from './template-shape';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The template beside a synthesized stack. */
export function loadTemplate(path: string): GatewayTemplate {
  const parsed = parseJson(readText(path), path);
  if (!isPlainObject(parsed) || parsed['formatVersion'] !== 1) {
    throw fileProblem(path, 'is not a gateway template of format 1', 'name the gateway.json beside the synthesized stack');
  }
  const problems: Problem[] = [];
  gatewayTemplate(parsed, '', (problem) => problems.push({ ...problem, where: `${path} ${problem.where}` }));
  throwIfAny(problems);
  return parsed as unknown as GatewayTemplate;
}

/**
 * Client ids from the output `client_ids`, alone (`terraform output -json client_ids`), among
 * others (`terraform output -json`) or per stack (`cdktf deploy --outputs-file`).
 */
export function readClientIds(text: string, source: string): Bindings {
  const parsed = parseJson(text, source);
  const found = findClientIds(parsed, source);
  if (found === undefined)
    throw fileProblem(source, 'does not hold the output client_ids', 'pass what `terraform output -json client_ids` prints');
  const wrong = Object.entries(found).filter(([, id]) => typeof id !== 'string' || !GUID.test(id));
  if (wrong.length > 0) {
    throw fileProblem(
      source,
      `has no GUID for ${wrong.map(([key]) => JSON.stringify(key)).join(', ')}`,
      'apply the stack first; ids are known after that',
    );
  }
  return found as Bindings;
}

function findClientIds(parsed: unknown, source: string): Readonly<Record<string, unknown>> | undefined {
  if (!isPlainObject(parsed)) return undefined;
  const own = parsed['client_ids'];
  if (isPlainObject(own)) return ofOutput(own);
  const nested = Object.entries(parsed).filter(([, value]) => isPlainObject(value) && isPlainObject(value['client_ids']));
  if (nested.length > 1)
    throw fileProblem(
      source,
      `holds the output client_ids of several stacks: ${nested.map(([stack]) => stack).join(', ')}`,
      'pass the outputs of the stack the template is of, for example with `terraform output -json client_ids` in its folder',
    );
  if (nested.length === 1) return findClientIds(nested[0]?.[1], source);
  return nested.length === 0 && Object.values(parsed).every((value) => typeof value === 'string') ? parsed : undefined;
}

/** Among all outputs it has a type and a value; alone it may have a registration of the key "value". */
function ofOutput(output: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const { value } = output;
  if (isPlainObject(value)) return value;
  return value === undefined || typeof value === 'string' ? output : undefined;
}

/** The document Kong reads, every marker filled in. */
export function bound(template: GatewayTemplate, bindings: Bindings, form: DocumentForm, source: string): KongDocument {
  const { document, missing } = bind(toDocument(template, form), bindings);
  if (missing.length > 0)
    throw fileProblem(
      source,
      `has no client id of ${missing.join(', ')}`,
      'apply the stack that registers them, and pass its output client_ids',
      'CLIENT_ID_MISSING',
    );
  return document;
}
