import type { Defaults, Item } from './items';
import { DECK_FIELDS, KINDS } from './kinds';
import { fieldPath, type Problems } from './problems';
import { emptyTable, isTable, listOf, own, tableOf, type Table } from './value';

/**
 * True for a file that is decK's: it has fields that only decK knows, and entities for them to say something about. Without any, it is
 * read as Kong reads it, which refuses those fields.
 */
export function isDeckFile(file: Table): boolean {
  const fields = Object.keys(file);
  return (
    fields.some((name) => DECK_FIELDS.has(name)) &&
    fields.some((name) => KINDS.has(name) && (listOf(own(file, name) ?? null)?.length ?? 0) > 0)
  );
}

/** What decK fills in before Kong does: `_info.defaults`, by kind. */
export function deckDefaults(file: Table): Defaults {
  const defaults = tableOf(own(tableOf(own(file, '_info') ?? null) ?? {}, 'defaults') ?? null) ?? {};
  const found = new Map<string, Table>();
  for (const [field, kind] of [
    ['service', 'services'],
    ['route', 'routes'],
    ['upstream', 'upstreams'],
    ['target', 'targets'],
  ] as const) {
    const values = tableOf(own(defaults, field) ?? null);
    if (values !== undefined) found.set(kind, values);
  }
  return found;
}

/** An entity with references by `{name: ...}`, which decK follows, as the names themselves. */
export function withDeckReferences({ kind, fields }: Item): Table {
  let changed = fields;
  for (const field of kind.references.keys()) {
    const reference = tableOf(own(fields, field) ?? null);
    const name = reference === undefined || own(reference, 'id') !== undefined ? undefined : own(reference, 'name');
    if (typeof name === 'string') changed = { ...changed, [field]: name };
  }
  return changed;
}

/** A plugin with the configuration it shares by `_config`; its own fields win, maps are joined, lists are not. */
export function withSharedConfig(file: Table, { kind, fields, path }: Item, problems: Problems): Table {
  const name = kind.name === 'plugins' ? (own(fields, '_config') ?? null) : null;
  if (name === null) return fields;
  const shared = typeof name === 'string' ? own(tableOf(own(file, '_plugin_configs') ?? null) ?? {}, name) : undefined;
  const values = tableOf(shared ?? null);
  if (values === undefined) {
    problems.add(fieldPath(path, '_config'), `names none of _plugin_configs; correct it, or write the configuration here`);
    return fields;
  }
  const { _config: _taken, ...others } = fields;
  return { ...others, config: joined(values, tableOf(own(fields, 'config') ?? null) ?? {}) };
}

function joined(base: Table, over: Table): Table {
  const result = emptyTable();
  for (const [name, value] of [...Object.entries(base), ...Object.entries(over)]) {
    const before = own(result, name) ?? null;
    result[name] = isTable(before) && isTable(value) ? joined(before, value) : value;
  }
  return result;
}
