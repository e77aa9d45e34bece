import { kindOf } from './fields';
import { KINDS, NESTED, type Kind } from './kinds';
import { fieldPath, type Problems } from './problems';
import { listOf, own, tableOf, type Table, type Value } from './value';

/** An entity as it stands in the file. */
export interface Item {
  readonly kind: Kind;
  readonly path: string;
  /** As written; a service with what its `url` stands for. */
  fields: Table;
  /** With Kong's defaults. */
  values: Table;
  /** The entity it is written within, and the field that thereby refers to it. */
  readonly parent?: { readonly item: Item; readonly field: string };
  /** As given or derived; undefined where Kong makes one up. */
  id?: string | null;
}

/** Values that every entity of a kind has where it says nothing, by kind. */
export type Defaults = ReadonlyMap<string, Table>;

/** All entities of a file, parents before what is written within them, kinds in Kong's order. */
export function itemsOf(file: Table, defaults: Defaults, problems: Problems): readonly Item[] {
  const items: Item[] = [];
  const collect = (kind: Kind, value: Value, path: string, parent?: Item['parent']): void => {
    if (value === null) return;
    const list = listOf(value);
    if (list === undefined) problems.add(path, `expected a list of ${kind.name}, found ${kindOf(value)}; write each as an item with -`);
    for (const [index, element] of (list ?? []).entries()) {
      if (problems.full) return;
      const place = `${path}[${index}]`;
      const fields = tableOf(element);
      if (fields === undefined) {
        problems.add(place, `expected a map of fields, found ${kindOf(element)}`);
        continue;
      }
      const usual = defaults.get(kind.name);
      const item: Item = {
        kind,
        path: place,
        fields: usual === undefined ? fields : { ...usual, ...fields },
        values: {},
        ...(parent && { parent }),
      };
      items.push(item);
      for (const [name, field] of NESTED.get(kind.name) ?? []) {
        const child = KINDS.get(name);
        const inner = own(fields, name);
        if (child !== undefined && inner !== undefined) collect(child, inner, fieldPath(place, name), { item, field });
      }
    }
  };
  for (const kind of KINDS.values()) collect(kind, own(file, kind.name) ?? null, kind.name);
  return items;
}
