import type { RouterFlavor } from '../../router';
import { REMARKS } from './common-rules';
import { checkField, checkUnknown, completed, isEmpty, type Rules } from './fields';
import { groupPluginsOf, pluginsWithPartials, type GroupPlugin } from './consumer-groups';
import { deckDefaults, withDeckReferences, withSharedConfig } from './deck';
import { Directory, idOf } from './identity';
import { itemsOf, type Item } from './items';
import { DECK_FIELDS, ENTERPRISE_KINDS, KINDS, NESTED } from './kinds';
import { isOldFormat, withNewPaths } from './old-paths';
import { fieldPath, quoted, Problems } from './problems';
import { checkNested, checkShapes, checkTargets, isPlain, referencesOf } from './references';
import { checkRoute } from './route-checks';
import { familyOf, routeRules, type Family } from './route-rules';
import { checkService, withUrl } from './service-rules';
import { own, shown, type Table, type Value } from './value';

/** How a file is read. */
export interface Reading {
  readonly flavor: RouterFlavor;
  /** decK's own fields pass, and references by `{name: ...}`. */
  readonly deck: boolean;
  /** Kinds of entities pass that only Kong Enterprise has. */
  readonly enterprise: boolean;
}

/** The entities of a file, with their ids, and all that is wrong. */
export interface Examined {
  readonly items: readonly Item[];
  readonly directory: Directory;
  readonly groupPlugins: readonly GroupPlugin[];
  /** Ids of plugins a part of whose configuration is written elsewhere. */
  readonly withPartials: ReadonlySet<string>;
  readonly problems: Problems;
}

/** A file against all that Kong asks of it. */
export function examine(root: Table, reading: Reading): Examined {
  const file = isOldFormat(root) ? withNewPaths(root) : root;
  const problems = new Problems();
  checkFile(file, reading, problems);
  const items = itemsOf(file, reading.deck ? deckDefaults(file) : new Map(), problems);
  const routes = routeRules(reading.flavor);
  for (const item of items) {
    if (problems.full) break;
    if (reading.deck) {
      item.fields = withDeckReferences(item);
      item.fields = withSharedConfig(file, item, problems);
    }
    checkItem(item, routes, reading, problems);
  }
  // Open-source Kong refuses what these read as a whole.
  const isRead = reading.deck || reading.enterprise;
  const groupPlugins = isRead ? groupPluginsOf(file, problems) : [];
  const withPartials = isRead ? pluginsWithPartials(file, problems) : new Set<string>();
  return { ...related(items, problems), groupPlugins, withPartials };
}

/** The same once every entity has been looked at by itself. */
function related(items: readonly Item[], problems: Problems): Pick<Examined, 'items' | 'directory' | 'problems'> {
  for (const item of items) {
    const id = idOf(item);
    if (id !== undefined) item.id = id;
  }
  const directory = new Directory();
  const duplicates = new Problems();
  directory.add(items, duplicates);
  if (problems.list.length > 0 || !items.every((item) => referencesOf(item).every(isPlain))) {
    const shapes = new Problems();
    checkShapes(items, directory, shapes);
    if (problems.list.length > 0 || shapes.list.length > 0) {
      const nested = new Problems();
      checkNested(items, nested);
      const said = new Set(nested.list.map(({ path }) => path));
      for (const { path, message } of [
        ...nested.list,
        ...shapes.list.filter((one) => !said.has(one.path.replace(/\.\w+$/, '')) && !said.has(one.path)),
      ])
        problems.add(path, message);
      return { items, directory, problems };
    }
  }
  for (const { path, message } of duplicates.list) problems.add(path, message);
  checkTargets(items, directory, problems);
  return { items, directory, problems };
}

const FORMATS = ['1.1', '2.1', '3.0'] as const;

function checkFile(file: Table, { deck, enterprise }: Reading, problems: Problems): void {
  checkField(own(file, '_format_version'), { type: 'text', required: true, oneOf: FORMATS }, '_format_version', problems);
  checkField(own(file, '_transform'), { type: 'boolean' }, '_transform', problems);
  for (const [name, rule] of Object.entries(REMARKS)) checkField(own(file, name), rule, name, problems);
  for (const name of Object.keys(file)) {
    if (name === '_format_version' || name === '_transform' || Object.hasOwn(REMARKS, name) || KINDS.has(name)) continue;
    if (DECK_FIELDS.has(name) && !deck)
      problems.add(name, `${quoted(name)} is decK's, and Kong refuses it; remove it, or give the file to decK`);
    else if (ENTERPRISE_KINDS.has(name) && !(deck || enterprise))
      problems.add(name, `${quoted(name)} is of Kong Enterprise, and open-source Kong refuses it; read the file with edition enterprise`);
    else if (!DECK_FIELDS.has(name) && !ENTERPRISE_KINDS.has(name))
      problems.add(fieldPath('', name), `${quoted(shown(name))} is no kind of entity Kong knows; is it misspelt?`);
  }
}

function checkItem(item: Item, routes: ReadonlyMap<Family, Rules>, { flavor, enterprise }: Reading, problems: Problems): void {
  const { kind, path } = item;
  if (kind.name === 'services') {
    const fields = withUrl(item.fields, path, problems);
    if (fields === undefined) return;
    item.fields = fields;
  }
  const family = kind.name === 'routes' ? routeFamily(item, problems) : undefined;
  const rules = kind.rules ?? (family === undefined ? undefined : routes.get(family));
  if (rules === undefined) return;
  item.values = completed(item.fields, rules);
  const wrong = checkFields(item, rules, enterprise, problems);
  if (kind.name === 'services') checkService(item.values, path, problems);
  if (family !== undefined) checkRoute(item.values, { family, flavor, path }, (field) => wrong.has(field), problems);
}

/** The family of a route; undefined with a problem where Kong does not look further. */
function routeFamily({ fields, path }: Item, problems: Problems): Family | undefined {
  const protocols = own(fields, 'protocols');
  if (protocols === undefined) return 'http';
  const family = familyOf(protocols);
  if (family === undefined)
    problems.add(fieldPath(path, 'protocols'), 'names no protocol Kong knows; leave it out for http and https, or list one of them');
  return family;
}

/** The fields of an entity; the answer is which of them are wrong. */
function checkFields(item: Item, rules: Rules, enterprise: boolean, problems: Problems): ReadonlySet<string> {
  const { fields, path, kind } = item;
  const wrong = new Set<string>();
  const check = (name: string, value: Value | undefined, rule: Parameters<typeof checkField>[1]): void => {
    const before = problems.list.length;
    checkField(value, rule, fieldPath(path, name), problems);
    if (problems.list.length > before) wrong.add(name);
  };
  for (const [name, rule] of rules) check(name, own(fields, name) ?? (Object.hasOwn(fields, name) ? null : rule.default), rule);
  for (const [name, rule] of Object.entries(REMARKS)) check(name, own(fields, name), rule);
  if (kind.open) checkOpen(item, problems);
  else checkUnknown(enterprise ? withoutEnterprise(item) : fields, rules, knownBeside(kind.name), path, problems);
  return wrong;
}

/** The fields of an entity, less those that only Kong Enterprise knows and that are not read. */
function withoutEnterprise({ kind, fields }: Item): Table {
  const { tls_sans: _names, ...others } = fields;
  return kind.name === 'services' ? others : fields;
}

/** What is known of a kind whose fields are not all: what it needs, and what cannot be written within it. */
function checkOpen({ kind, fields, path, parent }: Item, problems: Problems): void {
  for (const need of kind.needs) {
    const names = typeof need === 'string' ? [need] : need;
    if (!names.every((name) => isEmpty(own(fields, name))) || (parent !== undefined && names.some((name) => kind.references.has(name))))
      continue;
    const [name = ''] = names;
    if (names.length === 1) problems.add(fieldPath(path, name), 'is missing; Kong has no default for it');
    else problems.add(path, `needs one of ${names.join(', ')}`);
  }
  for (const name of Object.keys(fields))
    if (KINDS.has(name) && !knownBeside(kind.name).has(name))
      problems.add(fieldPath(path, name), `${quoted(name)} cannot be written within ${kind.name}; move it to where it belongs`);
}

const beside = new Map<string, ReadonlySet<string>>();

/** Names of fields that are no data of the entity itself. */
function knownBeside(kind: string): ReadonlySet<string> {
  const known = beside.get(kind) ?? new Set([...Object.keys(REMARKS), ...(NESTED.get(kind)?.keys() ?? [])]);
  beside.set(kind, known);
  return known;
}
