import { isObject, type Json } from '../../terraform';
import { badRequest, type GraphError } from '../directory';

/** The blocks of a kind. @throws GraphError where one is no block, or has an argument that is not understood */
export function blocksIn(values: Json | undefined, name: string, known: readonly string[]): readonly Json[] {
  const value = values?.[name] ?? [];
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((block) => {
    if (!isObject(block)) throw wrong(name, 'made of blocks');
    const [stranger] = strangers(block, known);
    if (stranger !== undefined) throw badRequest(`The block ${name} has an argument that the sandbox does not know: ${stranger}.`);
    return block;
  });
}

/** The one block of a kind; undefined where there is none. @throws GraphError as above, and where there are several */
export function blockOf(values: Json | undefined, name: string, known: readonly string[]): Json | undefined {
  const [block, ...others] = blocksIn(values, name, known);
  if (others.length > 0) throw wrong(name, 'one block');
  return block;
}

/** A text; undefined where nothing is said. @throws GraphError where it is something else */
export function textOf(values: Json | undefined, name: string): string | undefined {
  const value = values?.[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw wrong(name, 'a text');
  return value;
}

/** The same, and nothing where nothing is said. */
export function textOrNull(values: Json | undefined, name: string): string | null {
  return textOf(values, name) ?? null;
}

/** Whether something is said to be so. @throws GraphError where it is something else */
export function flagOf(values: Json | undefined, name: string, otherwise = false): boolean {
  const value = values?.[name] ?? otherwise;
  if (typeof value !== 'boolean') throw wrong(name, 'true or false');
  return value;
}

/** The texts of a list; none where nothing is said. @throws GraphError where it is something else */
export function textsOf(values: Json | undefined, name: string): readonly string[] {
  const value = values?.[name] ?? [];
  if (!Array.isArray(value) || !value.every((one): one is string => typeof one === 'string')) throw wrong(name, 'a list of texts');
  return value;
}

function wrong(name: string, wanted: string): GraphError {
  return badRequest(`The argument ${name} is not ${wanted}.`);
}

/** The last part of an id such as `/applications/<object id>`. */
export function objectIdIn(id: string): string {
  return id.split('/').pop() ?? id;
}

/** Ids of roles or scopes by their values, as the provider hands them on. */
export function idsByValue(all: readonly { readonly id: string; readonly value: string | null }[]): Readonly<Record<string, string>> {
  return Object.fromEntries(all.flatMap(({ id, value }) => (value === null ? [] : [[value, id]])));
}

/** Names of arguments that are not among those that are understood. */
export function strangers(values: Json, known: readonly string[]): readonly string[] {
  return Object.keys(values).filter((name) => !known.includes(name) && values[name] !== null);
}
