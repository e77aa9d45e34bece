import type { AccessFile } from '../../lib';
import { choose, type chance } from './generate-texts';

type Choice = Parameters<typeof chance>[0];

type Mutable<Value> = Value extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : Value extends object
    ? { -readonly [Name in keyof Value]: Mutable<Value[Name]> }
    : Value;

/** A definition and its environment that may be changed. */
export type Draft = Mutable<Pick<AccessFile, 'model' | 'environment'>>;
export type Model = Draft['model'];
export type Route = Model['routes'][number];
export type Api = Model['apis'][number];
export type Alternative = { roles: string[]; scopes: string[] };

/** A copy that may be changed. */
export function draftOf(file: Pick<AccessFile, 'model' | 'environment'>): Draft {
  return structuredClone({ model: file.model, environment: file.environment }) as Draft;
}

/** Makes one change; false where there is nothing that could be changed so. */
export type Change = (draft: Draft, choice: Choice) => boolean;

/** Something of a list that fits, to be changed; false where nothing does. */
export function some<Item>(items: readonly Item[], choice: Choice, change: (item: Item) => unknown): boolean {
  if (items.length === 0) return false;
  return change(choose(choice, items)) !== false;
}

export function remove<Item>(items: Item[], item: Item): void {
  items.splice(items.indexOf(item), 1);
}

export function apiOf(model: Model, route: Pick<Route, 'api'>): Api | undefined {
  return model.apis.find(({ key }) => key === route.api);
}

/** A role or scope of an API that a list has not. */
function another(declared: readonly { readonly key: string }[], held: readonly string[], choice: Choice): string | undefined {
  const left = declared.map(({ key }) => key).filter((key) => !held.includes(key));
  return left.length === 0 ? undefined : choose(choice, left);
}

export function addTo(list: string[], declared: readonly { readonly key: string }[] | undefined, choice: Choice): boolean {
  const one = another(declared ?? [], list, choice);
  if (one === undefined) return false;
  list.push(one);
  return true;
}
