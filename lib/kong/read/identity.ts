import { uuid5 } from '../../router';
import type { Item } from './items';
import { fieldPath, quoted, type Problems } from './problems';
import { own } from './value';

/** Namespace of the ids Kong derives; within it each kind has its own. */
const NAMESPACE = 'fd02801f09574a15a55ac8d9606f30b5';
const namespaces = new Map<string, string>();

/** The id of an entity: as given, as Kong derives it, or undefined where Kong makes one up. Those it is written within have theirs. */
export function idOf({ kind, fields, parent }: Item): string | null | undefined {
  const given = own(fields, 'id');
  if (given !== undefined) return given as string | null;
  const name = kind.key === undefined ? undefined : own(fields, kind.key);
  if (kind.idFrom === undefined) return typeof name === 'string' ? derived(kind.name, name) : undefined;
  if (kind.idFrom.length === 0) return undefined;
  const parts = [kind.name, '*'];
  for (const part of kind.idFrom) {
    const field = part.replace('?', '');
    const value = own(fields, field);
    if (typeof value === 'string') parts.push(value);
    else if (value === undefined && field === parent?.field) {
      if (typeof parent.item.id !== 'string') return undefined;
      parts.push(parent.item.id);
    } else if (value === undefined && !part.endsWith('?')) return undefined;
    else if (value === undefined) parts.push('');
  }
  return derived(kind.name, parts.join(':'));
}

function derived(kind: string, name: string): string {
  const namespace = namespaces.get(kind) ?? uuid5(NAMESPACE, kind).replaceAll('-', '');
  namespaces.set(kind, namespace);
  return uuid5(namespace, name);
}

/** The entities of a file by name and by id. */
export class Directory {
  private readonly byName = new Map<string, Item>();
  private readonly byId = new Map<string, Item>();

  /** What an entity of a kind is referred to as. */
  find(kind: string, name: string): Item | undefined {
    return this.byName.get(`${kind} ${name}`) ?? this.byId.get(`${kind} ${name}`);
  }

  /** Takes the items in, with a problem for each that shares what must be its own. */
  add(items: readonly Item[], problems: Problems): void {
    const others = new Map<string, Item>();
    for (const item of items) {
      const { kind, values } = item;
      const name = kind.key === undefined ? undefined : own(values, kind.key);
      if (typeof name === 'string' && !claim(this.byName, kind.key ?? '', name, item, problems)) continue;
      if (item.id !== undefined && !claim(this.byId, 'id', String(item.id), item, problems)) continue;
      for (const field of kind.unique ?? []) {
        const value = own(item.fields, field);
        if (typeof value === 'string' && others.has(`${kind.name} ${field} ${value}`))
          problems.add(item.path, `has the ${field} ${quoted(value)} of another of the ${kind.name}; each has its own`);
        else if (typeof value === 'string') others.set(`${kind.name} ${field} ${value}`, item);
      }
    }
  }
}

function claim(taken: Map<string, Item>, field: string, value: string, item: Item, problems: Problems): boolean {
  const key = `${item.kind.name} ${value}`;
  const other = taken.get(key);
  if (other === undefined) {
    taken.set(key, item);
    return true;
  }
  const given = own(item.fields, field) !== undefined;
  const what = given ? `the ${field} ${quoted(value)}` : `the id ${value}, which follows from the same fields,`;
  problems.add(
    item.path,
    `has ${what} of ${other.path}; ${given ? 'choose another' : `remove one, or set ${fieldPath(item.path, field)}`}`,
  );
  return false;
}
