import { kindOf } from './fields';
import type { Directory } from './identity';
import type { Item } from './items';
import { fieldPath, quoted, type Problems } from './problems';
import { isUuid } from './texts';
import { own, tableOf, type Value } from './value';

/** A field that refers to another entity. */
export interface Reference {
  readonly item: Item;
  readonly field: string;
  /** The kind it refers to. */
  readonly to: string;
  /** As written; never null. */
  readonly value: Value;
}

/** The references of an entity that are written out. */
export function referencesOf(item: Item): readonly Reference[] {
  const found: Reference[] = [];
  for (const [field, to] of item.kind.references) {
    const value = own(item.fields, field) ?? null;
    if (value !== null) found.push({ item, field, to, value });
  }
  return found;
}

/** True where Kong takes a reference at first sight: a text, in an entity that is not written within another. */
export function isPlain({ item, value }: Reference): boolean {
  return item.parent === undefined && typeof value === 'string' && value !== '';
}

/**
 * What is wrong with the references of a file that Kong does not take at first sight. It then looks again, with every reference
 * followed: what leads somewhere passes, unless something else in the file is wrong.
 */
export function checkShapes(items: readonly Item[], directory: Directory, problems: Problems): void {
  for (const item of items) {
    for (const reference of referencesOf(item)) {
      const wrong = shapeProblem(reference, directory);
      if (wrong !== undefined) problems.add(fieldPath(item.path, reference.field) + wrong.inner, wrong.message);
    }
    const { parent } = item;
    if (parent !== undefined && own(item.fields, parent.field) === undefined && wrongId(own(parent.item.fields, 'id')))
      problems.add(`${fieldPath(item.path, parent.field)}.id`, `is the id of ${parent.item.path}, which is no UUID`);
  }
}

/** References within an entity that is written within another, which Kong lists whenever it lists anything. */
export function checkNested(items: readonly Item[], problems: Problems): void {
  for (const item of items)
    if (item.parent !== undefined)
      for (const { field } of referencesOf(item))
        problems.add(
          fieldPath(item.path, field),
          `cannot be set here: the entity is written within ${item.parent.item.path}, which says whose it is; remove the field`,
        );
}

function shapeProblem({ value, to }: Reference, directory: Directory): { readonly inner: string; readonly message: string } | undefined {
  if (typeof value === 'string') {
    return directory.find(to, value) === undefined ? { inner: '.id', message: notThere(value, to) } : undefined;
  }
  const fields = tableOf(value);
  if (fields === undefined) return { inner: '', message: `expected the name or id of one of the ${to}, found ${kindOf(value)}` };
  const id = own(fields, 'id');
  if (id !== undefined && id !== false) return wrongId(id) ? { inner: '.id', message: 'expected a UUID' } : undefined;
  const message = `refers to one of the ${to} without its id; write the name itself, as in "service: orders", or {id: ...}`;
  return { inner: to === 'routes' && own(fields, 'protocols') === undefined ? '.protocols' : '.id', message };
}

function wrongId(id: Value | undefined): boolean {
  return id !== undefined && (typeof id !== 'string' || isUuid(id) !== undefined);
}

/** References that lead nowhere. */
export function checkTargets(items: readonly Item[], directory: Directory, problems: Problems): void {
  for (const item of items)
    for (const reference of referencesOf(item)) {
      const name = nameOf(reference.value);
      if (directory.find(reference.to, name) === undefined)
        problems.add(fieldPath(item.path, reference.field), notThere(name, reference.to));
    }
}

/** The entity a field refers to. */
export function targetOf(item: Item, field: string, directory: Directory): Item | undefined {
  if (item.parent?.field === field) return item.parent.item;
  const reference = referencesOf(item).find((one) => one.field === field);
  return reference === undefined ? undefined : directory.find(reference.to, nameOf(reference.value));
}

function nameOf(value: Value): string {
  const id = typeof value === 'string' ? value : own(tableOf(value) ?? {}, 'id');
  return typeof id === 'string' ? id : '';
}

function notThere(name: string, kind: string): string {
  return `refers to ${quoted(name)}, and none of the ${kind} of this file has that name or id; correct it, or add the entity`;
}
