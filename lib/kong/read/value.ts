/** A value of a Kong file. */
export type Value = null | boolean | number | string | readonly Value[] | Table;

/** Fields by name. Read with {@link own} alone: a file may name a field like something every object has. */
export interface Table {
  readonly [field: string]: Value;
}

/** Before the text of a key that is no text: Kong tells `1` from `"1"`. No field has such a name. */
const NOT_TEXT = '\u0000';

/** A key that is a number, a boolean or a list, as the name of a field. */
export function keyOf(key: Value): string {
  return typeof key === 'string' ? key : `${NOT_TEXT}${typeof key === 'object' && key !== null ? 'a list or map' : String(key)}`;
}

/** True for a key that is written as a text. */
export function isText(key: string): boolean {
  return !key.startsWith(NOT_TEXT);
}

/** A key as a person reads it. */
export function shown(key: string): string {
  return isText(key) ? key : key.slice(NOT_TEXT.length);
}

/** A field's value; undefined where the table itself has none. */
export function own(table: Table, field: string): Value | undefined {
  return Object.hasOwn(table, field) ? table[field] : undefined;
}

/** The list a value is; an empty map is an empty list to Kong. */
export function listOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value as readonly Value[];
  return isTable(value) && Object.keys(value).length === 0 ? [] : undefined;
}

/** The table a value is; a list is a table with numbers for keys to Kong. */
export function tableOf(value: Value): Table | undefined {
  if (isTable(value)) return value;
  if (!Array.isArray(value)) return undefined;
  const table = emptyTable();
  (value as readonly Value[]).forEach((item, index) => (table[keyOf(index + 1)] = item));
  return table;
}

export function isTable(value: Value): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A table without what objects inherit, so that any name is a name like another. */
export function emptyTable(): { [field: string]: Value } {
  return Object.create(null) as { [field: string]: Value };
}
