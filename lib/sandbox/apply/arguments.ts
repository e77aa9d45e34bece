import { blocksOf, itemsOf, type Json } from '../../terraform';

/** The one block of a kind; undefined where there is none. */
export function blockOf(values: Json, name: string): Json | undefined {
  return blocksOf(values[name])[0];
}

/** A text; undefined where nothing is said. */
export function textOf(values: Json | undefined, name: string): string | undefined {
  const value = values?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The same, and nothing where nothing is said. */
export function textOrNull(values: Json | undefined, name: string): string | null {
  return textOf(values, name) ?? null;
}

/** Whether something is said to be so. */
export function flagOf(values: Json | undefined, name: string, otherwise = false): boolean {
  const value = values?.[name];
  return typeof value === 'boolean' ? value : otherwise;
}

/** The texts of a list. */
export function textsOf(values: Json | undefined, name: string): readonly string[] {
  return itemsOf(values?.[name]).filter((one): one is string => typeof one === 'string');
}

/** The last part of an id such as `/applications/<object id>`. */
export function objectIdIn(id: string): string {
  return id.split('/').pop() ?? id;
}

/** Names of arguments that are not among those that are understood. */
export function strangers(values: Json, known: readonly string[]): readonly string[] {
  return Object.keys(values).filter((name) => !known.includes(name) && values[name] !== null);
}
