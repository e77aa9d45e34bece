import { kindOf } from './fields';
import { fieldPath, type Problems } from './problems';
import { isUuid } from './texts';
import { listOf, own, tableOf, type Table, type Value } from './value';

/** A plugin that runs for the consumers of a group, which only Kong Enterprise has. */
export interface GroupPlugin {
  readonly fields: Table;
  /** Name or id of the group. */
  readonly group: Value;
}

/** The plugins of consumer groups, written within a group or beside it. Nothing else of groups is read. */
export function groupPluginsOf(file: Table, problems: Problems): readonly GroupPlugin[] {
  const found: GroupPlugin[] = [];
  const add = (value: Value, path: string, groupOf: (fields: Table) => Value): void => {
    for (const [fields, place] of tablesOf(value, path, problems)) {
      const name = own(fields, 'name');
      if (typeof name === 'string' && name !== '') found.push({ fields, group: groupOf(fields) });
      else problems.add(fieldPath(place, 'name'), 'expected the name of a plugin');
    }
  };
  for (const [group, place] of tablesOf(own(file, 'consumer_groups') ?? null, 'consumer_groups', problems)) {
    const name = own(group, 'name') ?? own(group, 'id') ?? place;
    add(own(group, 'plugins') ?? null, fieldPath(place, 'plugins'), () => name);
  }
  add(own(file, 'consumer_group_plugins') ?? null, 'consumer_group_plugins', (fields) => own(fields, 'consumer_group') ?? 'unnamed');
  return found;
}

/** Ids of the plugins that share a part of their configuration with others, as Kong Enterprise exports them. */
export function pluginsWithPartials(file: Table, problems: Problems): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const [fields, place] of tablesOf(own(file, 'plugins_partials') ?? null, 'plugins_partials', problems)) {
    const plugin = own(fields, 'plugin') ?? null;
    const id = typeof plugin === 'string' ? plugin : own(tableOf(plugin) ?? {}, 'id');
    if (typeof id === 'string' && isUuid(id) === undefined) ids.add(id);
    else problems.add(fieldPath(place, 'plugin'), 'expected the id of a plugin');
  }
  return ids;
}

function tablesOf(value: Value, path: string, problems: Problems): readonly (readonly [Table, string])[] {
  if (value === null) return [];
  const list = listOf(value);
  if (list === undefined) problems.add(path, `expected a list, found ${kindOf(value)}; write each as an item with -`);
  return (list ?? []).flatMap((element, index) => {
    const fields = tableOf(element);
    if (fields !== undefined) return [[fields, `${path}[${index}]`] as const];
    problems.add(`${path}[${index}]`, `expected a map of fields, found ${kindOf(element)}`);
    return [];
  });
}
