import { isPlainObject, parseJson, type Bindings } from '../model';
import { fileProblem } from './io';
import { isShownPlan, plannedClientIds } from './shown-plan';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Client ids, as far as they are known. */
export interface ClientIds {
  readonly ids: Bindings;
  /** Keys of registrations whose ids a plan does not know yet. */
  readonly later: readonly string[] | 'all';
}

/**
 * Client ids from the output `client_ids`, alone (`terraform output -json client_ids`), among others (`terraform output -json`), per
 * stack (`cdktf deploy --outputs-file`), or in a plan (`terraform show -json tfplan`).
 */
export function readClientIds(text: string, source: string): ClientIds {
  return clientIdsOf(parseJson(text, source), source);
}

/** The same of what was parsed already. */
export function clientIdsOf(parsed: unknown, source: string): ClientIds {
  const ids = isShownPlan(parsed) ? undefined : findClientIds(parsed, source);
  const found = isShownPlan(parsed) ? plannedClientIds(parsed) : ids && { ids, later: [] };
  if (found === undefined)
    throw fileProblem(source, 'does not hold the output client_ids', 'pass what `terraform output -json client_ids` prints');
  const wrong = Object.entries(found.ids).filter(([, id]) => typeof id !== 'string' || !GUID.test(id));
  if (wrong.length > 0) {
    throw fileProblem(
      source,
      `has no GUID for ${wrong.map(([key]) => JSON.stringify(key)).join(', ')}`,
      'apply the stack first; ids are known after that',
    );
  }
  return found as ClientIds;
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
