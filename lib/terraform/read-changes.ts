import { isObject, itemsOf, valueAt, type Json } from './json';
import { assertWhole } from './read-plan';
import { invalid } from './read-synthesized';

/** What a plan does to one object that Terraform manages, with its values on both sides. Values hold secrets in clear. */
export interface PlannedChange {
  /** Address with modules and index, such as `terraform_data.guard["api/orders"]`. */
  readonly address: string;
  /** The same without an index. */
  readonly block: string;
  readonly type: string;
  readonly name: string;
  /** True for what a replacement left behind. */
  readonly isDeposed: boolean;
  readonly module?: string;
  readonly index?: string | number;
  readonly actions: readonly string[];
  readonly movedFrom?: string;
  /** What the state has; undefined where the object is made or brought under management. */
  readonly before?: Json;
  readonly after?: Json;
  readonly afterUnknown: unknown;
  readonly beforeSensitive: unknown;
  /** Arguments whose change makes the provider make the object anew. */
  readonly replacedBy: readonly string[];
}

/** What a plan does to an output. */
export interface PlannedOutput {
  readonly before?: unknown;
  readonly after?: unknown;
  readonly afterUnknown: unknown;
  /** Whether the state has it marked as a secret. */
  readonly isSensitive: boolean;
}

/** An object of the state that was planned from. */
export interface PriorObject {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** Source of the provider that made it, as the state has it. */
  readonly provider: string;
  readonly values: Json;
}

/** What a plan was made from, and what it does. */
export interface PlannedChanges {
  readonly changes: readonly PlannedChange[];
  /** Objects that replacements left behind, and that no configuration has. */
  readonly deposed: readonly PlannedChange[];
  readonly outputs: ReadonlyMap<string, PlannedOutput>;
  readonly prior: readonly PriorObject[];
  /** Expressions of the configuration that was planned, by address; those of `for_each` under that name. */
  readonly configured: ReadonlyMap<string, Json>;
  /** Expressions of its outputs. */
  readonly configuredOutputs: Json;
}

const ACTIONS = ['no-op', 'create', 'read', 'update', 'delete', 'forget'];

/**
 * What a plan (`terraform show -json tfplan`) says of the state it was made from, and of each change.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 * @throws DefinitionError with `TERRAFORM_FILE_INVALID` where it is no plan, or not all of one
 */
export function readChanges(parsed: unknown, source: string): PlannedChanges {
  const fix = 'plan again, and pass what `terraform show -json tfplan` prints';
  assertWhole(parsed, source);
  if (!Array.isArray(parsed['resource_changes']))
    throw invalid(
      source,
      'does not say what it does to resources',
      'pass what `terraform show -json tfplan` prints of a plan, not of a state',
    );
  if (parsed['complete'] === false || itemsOf(parsed['deferred_changes']).length > 0)
    throw invalid(source, 'is of a plan that leaves changes for later', 'plan all of the stack, without -target');
  const configuration = valueAt(parsed, 'configuration', 'root_module');
  if (!isObject(configuration)) throw invalid(source, 'does not have the configuration that was planned', fix);
  const all = parsed['resource_changes'].flatMap((one: unknown, at) => changeOf(one, `resource_changes[${String(at)}]`, source, fix));
  const [changes, deposed] = [all.filter((one) => !one.isDeposed), all.filter(({ isDeposed }) => isDeposed)];
  const prior = itemsOf(valueAt(parsed, 'prior_state', 'values', 'root_module', 'resources'))
    .filter(isObject)
    .map(priorOf);
  if (prior.length === 0 && changes.some(({ module, before }) => module === undefined && before !== undefined))
    throw invalid(source, 'does not have the state that it was made from', fix);
  const written = itemsOf(configuration['resources']).filter(isObject);
  return {
    changes,
    deposed,
    outputs: outputsOf(parsed),
    prior,
    configured: new Map(written.filter(({ mode }) => mode === 'managed').map((one) => [String(one['address']), expressionsOf(one)])),
    configuredOutputs: isObject(configuration['outputs']) ? configuration['outputs'] : {},
  };
}

function changeOf(change: unknown, where: string, source: string, fix: string): readonly PlannedChange[] {
  const wrong = (what: string): Error => invalid(source, `${where} ${what}`, fix);
  if (!isObject(change) || !isObject(change['change'])) throw wrong('is no change of a resource');
  const { address, mode, type, name, deposed } = change;
  // What a data source reads is no state.
  if (mode === 'data') return [];
  if (typeof address !== 'string' || typeof type !== 'string' || typeof name !== 'string' || mode !== 'managed')
    throw wrong('does not say which resource it is of');
  return [
    { address, type, name, isDeposed: typeof deposed === 'string', ...placeOf(change, type, name), ...effectOf(change['change'], wrong) },
  ];
}

function placeOf(change: Json, type: string, name: string): Pick<PlannedChange, 'block' | 'module' | 'index' | 'movedFrom'> {
  const { index, module_address: module, previous_address: movedFrom } = change;
  return {
    block: typeof module === 'string' ? `${module}.${type}.${name}` : `${type}.${name}`,
    ...(typeof module === 'string' && { module }),
    ...((typeof index === 'string' || typeof index === 'number') && { index }),
    ...(typeof movedFrom === 'string' && { movedFrom }),
  };
}

type Effect = Pick<PlannedChange, 'actions' | 'before' | 'after' | 'afterUnknown' | 'beforeSensitive' | 'replacedBy'>;

function effectOf(change: Json, wrong: (what: string) => Error): Effect {
  const { before, after, importing, after_unknown: afterUnknown, before_sensitive: beforeSensitive } = change;
  const actions = itemsOf(change['actions']).map(String);
  if (actions.length === 0 || !actions.every((one) => ACTIONS.includes(one))) throw wrong('has actions that nobody here knows');
  const isNew = actions.join() === 'create';
  if (!isNew && !isObject(before)) throw wrong('does not say what was there before');
  if (!actions.includes('delete') && !actions.includes('forget') && !isObject(after)) throw wrong('does not say what will be there');
  return {
    actions,
    // What is taken over from outside was not deployed from here, whatever was read of it.
    ...(!isNew && !isObject(importing) && isObject(before) && { before }),
    ...(isObject(after) && { after }),
    afterUnknown,
    beforeSensitive,
    replacedBy: itemsOf(change['replace_paths']).flatMap((path) => (Array.isArray(path) && path.length > 0 ? [String(path[0])] : [])),
  };
}

function outputsOf(plan: Json): PlannedChanges['outputs'] {
  const [changes, state] = [plan['output_changes'], valueAt(plan, 'prior_state', 'values', 'outputs')];
  const entries = Object.entries(isObject(changes) ? changes : {});
  return new Map(entries.map(([name, change]) => [name, outputOf(change, valueAt(state, name, 'sensitive') === true)]));
}

function outputOf(change: unknown, isSensitive: boolean): PlannedOutput {
  const isNew = itemsOf(valueAt(change, 'actions')).join() === 'create';
  return {
    ...(!isNew && { before: valueAt(change, 'before') }),
    after: valueAt(change, 'after'),
    afterUnknown: valueAt(change, 'after_unknown'),
    isSensitive,
  };
}

function priorOf(resource: Json): PriorObject {
  return {
    address: String(resource['address']),
    mode: resource['mode'] === 'data' ? 'data' : 'managed',
    type: String(resource['type']),
    provider: String(resource['provider_name']),
    values: isObject(resource['values']) ? resource['values'] : {},
  };
}

function expressionsOf({ expressions, for_each_expression: each, count_expression: count }: Json): Json {
  return { ...(isObject(expressions) && expressions), ...(isObject(each) && { for_each: each }), ...(isObject(count) && { count }) };
}
