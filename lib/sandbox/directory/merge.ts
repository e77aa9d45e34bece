import { isObject, type Json } from '../../terraform';
import { badRequest } from './graph-error';

/** Properties that hold others: a change names only some of them, and the rest stays. */
const NESTED = ['api', 'web', 'spa', 'publicClient', 'info', 'implicitGrantSettings'];

/**
 * An object with some of its properties changed, as a PATCH of Graph does it.
 *
 * @param readOnly Properties that stay as they are
 * @throws GraphError where a property is not one of the object's, is not to be changed, or has another type
 */
export function merged<Kind extends object>(known: Kind, changes: Json, kind: string, readOnly: readonly string[] = []): Kind {
  const result = { ...known } as Record<string, unknown>;
  for (const [name, value] of Object.entries(changes)) {
    if (name.startsWith('@odata')) continue;
    if (!Object.hasOwn(known, name)) throw badRequest(`Invalid property '${name}' of resource '${kind}'.`);
    const before = result[name];
    if (readOnly.includes(name) && before !== value) throw badRequest(`Property '${name}' is read-only and cannot be set.`);
    if (!isOfType(before, value)) throw badRequest(`Invalid value specified for property '${name}' of resource '${kind}'.`);
    result[name] = NESTED.includes(name) && isObject(before) && isObject(value) ? merged(before, value, kind) : value;
  }
  return result as Kind;
}

/** Whether a value may stand where another one is; nothing at all may stand where nothing need be. */
function isOfType(before: unknown, value: unknown): boolean {
  if (before === null || before === undefined) return true;
  if (Array.isArray(before)) return Array.isArray(value);
  return value === null ? typeof before !== 'object' : typeof before === typeof value;
}
