import { fieldPath, quoted, type Problems } from './problems';
import type { TextCheck } from './texts';
import { isText, listOf, own, shown, tableOf, type Table, type Value } from './value';

interface AnyRule {
  /** A null is refused, and so is a missing field without default. */
  readonly required?: true;
  readonly default?: Value;
  /** The field cannot be set at all; why. */
  readonly forbidden?: string;
}

/** What Kong asks of a field. */
export type Rule = AnyRule &
  (
    | { readonly type: 'text'; readonly check?: TextCheck; readonly oneOf?: readonly string[] }
    | { readonly type: 'integer'; readonly between?: readonly [number, number]; readonly oneOf?: readonly number[] }
    | { readonly type: 'boolean'; readonly never?: { readonly value: boolean; readonly why: string } }
    | { readonly type: 'list'; readonly elements: Rule; readonly distinct?: true; readonly nonEmpty?: true; readonly check?: ListCheck }
    | { readonly type: 'map'; readonly keys: TextCheck; readonly values: Rule }
    | { readonly type: 'record'; readonly fields: Rules; readonly anyOf: readonly string[] }
    | { readonly type: 'reference'; readonly to: string }
    | { readonly type: 'any' }
  );

/** A check of a list whose items are as they should be. */
export type ListCheck = (list: readonly Value[]) => string | undefined;

/** The fields of a record or an entity, by name. */
export type Rules = ReadonlyMap<string, Rule>;

/** Rules from an object, which reads better. */
export function rules(fields: Readonly<Record<string, Rule>>): Rules {
  return new Map(Object.entries(fields));
}

/** A record with its defaults, sets without repeats. A missing field without default is null, unless it is required. */
export function completed(fields: Table, of: Rules): Table {
  // Names come from the rules.
  const complete: Record<string, Value> = {};
  for (const [name, rule] of of) {
    const value = own(fields, name);
    if (value !== undefined) complete[name] = completedValue(value, rule);
    else if (rule.default !== undefined) complete[name] = rule.default;
    else if (rule.required !== true) complete[name] = null;
  }
  return complete;
}

function completedValue(value: Value, rule: Rule): Value {
  if (rule.type === 'list') {
    const list = listOf(value);
    if (list === undefined) return value;
    const { elements } = rule;
    const items = elements.type === 'record' ? list.map((item) => completedRecord(item, elements.fields)) : list;
    return rule.distinct === true ? [...new Set(items)] : items;
  }
  return rule.type === 'map' ? (tableOf(value) ?? value) : value;
}

function completedRecord(item: Value, of: Rules): Value {
  const fields = tableOf(item);
  return fields === undefined ? item : completed(fields, of);
}

/** Fields that no rule names. */
export function checkUnknown(fields: Table, of: Rules, also: ReadonlySet<string>, path: string, problems: Problems): void {
  for (const name of Object.keys(fields))
    if (!of.has(name) && !also.has(name))
      problems.add(fieldPath(path, name), `${quoted(shown(name))} is no field here; the fields are ${[...of.keys()].join(', ')}`);
}

/** One field against its rule. References are looked at elsewhere. */
export function checkField(value: Value | undefined, rule: Rule, path: string, problems: Problems): void {
  if (value === null || value === undefined) {
    if (rule.required === true)
      problems.add(path, value === null ? 'must not be null; give it a value or leave it out' : 'is missing; Kong has no default for it');
    return;
  }
  if (rule.forbidden !== undefined) {
    problems.add(path, rule.forbidden);
    return;
  }
  const wrong = checkKind(value, rule, path, problems);
  if (wrong !== undefined) problems.add(path, wrong);
}

function checkKind(value: Value, rule: Rule, path: string, problems: Problems): string | undefined {
  switch (rule.type) {
    case 'text':
      return checkText(value, rule);
    case 'integer':
      return checkInteger(value, rule);
    case 'boolean':
      if (typeof value !== 'boolean') return `expected true or false, found ${kindOf(value)}; write it without quotes`;
      return value === rule.never?.value ? rule.never.why : undefined;
    case 'list':
      return checkList(value, rule, path, problems);
    case 'map':
      return checkMap(value, rule, path, problems);
    case 'record':
      return checkRecord(value, rule, path, problems);
    default:
      return undefined;
  }
}

function checkText(value: Value, rule: Rule & { readonly type: 'text' }): string | undefined {
  if (typeof value !== 'string') return `expected a text, found ${kindOf(value)}; put it in quotes`;
  if (value === '') return 'must not be empty; give it a value or leave it out';
  if (rule.oneOf?.includes(value) === false) return `${quoted(value)} is not one of ${rule.oneOf.join(', ')}`;
  return rule.check?.(value);
}

function checkInteger(value: Value, { between, oneOf }: Rule & { readonly type: 'integer' }): string | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value))
    return `expected a whole number, found ${kindOf(value)}; write it without quotes`;
  if (oneOf?.includes(value) === false) return `${value} is not one of ${oneOf.join(', ')}`;
  if (between === undefined || (value >= between[0] && value <= between[1])) return undefined;
  return `${value} is not ${between[1] === Infinity ? `${between[0]} or more` : `between ${between[0]} and ${between[1]}`}`;
}

function checkList(value: Value, rule: Rule & { readonly type: 'list' }, path: string, problems: Problems): string | undefined {
  const list = listOf(value);
  if (list === undefined) return `expected a list, found ${kindOf(value)}; write ["..."], also for one value`;
  const before = problems.list.length;
  for (const [index, item] of list.entries()) checkField(item, { ...rule.elements, required: true }, `${path}[${index}]`, problems);
  if (problems.list.length > before) return undefined;
  if (rule.nonEmpty === true && list.length === 0) return 'must not be empty';
  return rule.check?.(list);
}

/** Kong stops at the first entry that is wrong, and names the place within the entry only. */
function checkMap(value: Value, rule: Rule & { readonly type: 'map' }, path: string, problems: Problems): string | undefined {
  const map = tableOf(value);
  if (map === undefined) return `expected a map, found ${kindOf(value)}`;
  for (const [key, inner] of Object.entries(map)) {
    if (!isText(key)) return `has the key ${shown(key)}, which is no text; put it in quotes`;
    const wrong = key === '' ? 'has an empty key' : rule.keys(key);
    if (wrong !== undefined) return wrong;
    const before = problems.list.length;
    checkField(inner, { ...rule.values, required: true }, path, problems);
    if (problems.list.length > before) return undefined;
  }
  return undefined;
}

function checkRecord(value: Value, rule: Rule & { readonly type: 'record' }, path: string, problems: Problems): string | undefined {
  const fields = tableOf(value);
  if (fields === undefined) return `expected a map of ${[...rule.fields.keys()].join(' and ')}, found ${kindOf(value)}`;
  checkUnknown(fields, rule.fields, NONE, path, problems);
  for (const [name, inner] of rule.fields) checkField(own(fields, name), inner, fieldPath(path, name), problems);
  return rule.anyOf.some((name) => !isEmpty(own(fields, name))) ? undefined : `needs one of ${rule.anyOf.join(', ')}`;
}

const NONE: ReadonlySet<string> = new Set();

/** What Kong takes for a field that is not set. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A value in words. */
export function kindOf(value: Value): string {
  if (typeof value === 'string') return `the text ${quoted(value)}`;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'a map';
}
