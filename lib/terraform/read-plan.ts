import { isObject, itemsOf, valueAt, type Json } from './json';
import { invalid } from './read-synthesized';
import { type TerraformChange, type TerraformResource, type TerraformStackState } from './types';

/** True for what `terraform show -json` prints of a plan or a state. */
export function isPlan(parsed: unknown): parsed is Json {
  return isObject(parsed) && typeof parsed['format_version'] === 'string' && isObject(parsed['planned_values'] ?? parsed['values']);
}

/** @throws DefinitionError with `TERRAFORM_FILE_INVALID` where something is no plan, or one that failed */
export function assertWhole(parsed: unknown, source: string): asserts parsed is Json {
  if (!isPlan(parsed)) throw invalid(source, 'is no plan', 'pass what `terraform show -json tfplan` prints');
  if (parsed['errored'] === true) throw invalid(source, 'is of a plan that failed', 'plan again, and show the plan that is whole');
}

/**
 * A stack as a plan says it will be (`terraform show -json tfplan`); of a state, as it is. Values that are known after apply
 * alone are given as the references that the configuration has for them.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 * @throws DefinitionError with `TERRAFORM_FILE_INVALID` where it is no plan, or one that failed
 */
export function readPlan(parsed: unknown, name: string, source: string): TerraformStackState {
  assertWhole(parsed, source);
  const values = parsed['planned_values'] ?? parsed['values'];
  const configuration = new Map(configured(valueAt(parsed, 'configuration', 'root_module'), ''));
  const changes = itemsOf(parsed['resource_changes']).filter(isObject);
  const unknown = new Map(changes.map((change) => [String(change['address']), valueAt(change, 'change', 'after_unknown')]));
  const read = [
    ...itemsOf(valueAt(parsed, 'prior_state', 'values', 'root_module', 'resources')).filter(
      (one) => isObject(one) && one['mode'] === 'data',
    ),
    ...modules(valueAt(values, 'root_module')).flatMap((module) => itemsOf(module['resources'])),
  ].filter(isObject);
  const byAddress = new Map(read.map((resource) => [String(resource['address']), resource]));
  return {
    name,
    source,
    form: 'plan',
    resources: [...byAddress].map(([address, resource]) =>
      resourceOf(resource, name, configuration.get(plain(address)), unknown.get(address)),
    ),
    outputs: outputsOf(parsed, values),
    providers: providersOf(valueAt(parsed, 'configuration', 'provider_config')),
    changes: changes.flatMap(changeOf),
    content: parsed,
  };
}

function* modulesIn(module: unknown): Generator<Json> {
  if (!isObject(module)) return;
  yield module;
  for (const child of itemsOf(module['child_modules'])) yield* modulesIn(child);
}

function modules(module: unknown): readonly Json[] {
  return [...modulesIn(module)];
}

/** Expressions of each resource by its address, indices left out. */
function* configured(module: unknown, prefix: string): Generator<readonly [string, Json]> {
  for (const resource of itemsOf(valueAt(module, 'resources')).filter(isObject)) {
    const expressions = resource['expressions'];
    yield [`${prefix}${String(resource['address'])}`, isObject(expressions) ? expressions : {}];
  }
  const calls = valueAt(module, 'module_calls');
  for (const [name, call] of Object.entries(isObject(calls) ? calls : {})) {
    yield* configured(valueAt(call, 'module'), `${prefix}module.${name}.`);
  }
}

/** An address without the indices of `count` and `for_each`. */
function plain(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}

function resourceOf(resource: Json, stack: string, expressions: Json | undefined, unknown: unknown): TerraformResource {
  const known = isObject(resource['values']) ? resource['values'] : {};
  const late = isObject(unknown) ? unknown : {};
  const filled = filledIn(known, expressions ?? {}, late) as Json;
  return {
    address: String(resource['address']),
    mode: resource['mode'] === 'data' ? 'data' : 'managed',
    type: String(resource['type']),
    name: String(resource['name']),
    stack,
    values: Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== null)),
    unknown: Object.keys(late).filter((field) => late[field] === true && !Object.hasOwn(filled, field)),
  };
}

/** A value with references in place of what is known after apply alone. */
function filledIn(value: unknown, expression: unknown, unknown: unknown): unknown {
  if (unknown === true) return referenceOf(expression) ?? value;
  if (Array.isArray(unknown)) {
    const own = itemsOf(value);
    const written = itemsOf(expression);
    // A set is in another order than its expressions; only where all refer to the same is it certain.
    const filled = unknown.map((late, at) => filledIn(own[at], written.length === unknown.length ? written[at] : onlyOf(expression), late));
    return [...filled, ...own.slice(filled.length)];
  }
  if (!isObject(unknown)) return value;
  const own = isObject(value) ? value : {};
  const late = Object.entries(unknown).flatMap(([field, inner]) => {
    const filled = filledIn(own[field], valueAt(expression, field), inner);
    return filled === undefined ? [] : [[field, filled] as const];
  });
  return { ...own, ...Object.fromEntries(late) };
}

function onlyOf(expression: unknown): unknown {
  return Array.isArray(expression) && expression.length !== 1
    ? undefined
    : Array.isArray(expression)
      ? (expression[0] as unknown)
      : expression;
}

/** What an expression refers to, where that is one attribute: the plan lists the attribute and then the resource. */
function referenceOf(expression: unknown): string | undefined {
  const references = itemsOf(valueAt(expression, 'references')).filter((one): one is string => typeof one === 'string');
  const [first, second] = references;
  const isOne = first !== undefined && references.length <= 2 && (second === undefined || first.startsWith(`${second}.`));
  return isOne ? `\${${first}}` : undefined;
}

function outputsOf(plan: Json, values: unknown): Json {
  const planned = valueAt(values, 'outputs');
  const known = Object.entries(isObject(planned) ? planned : {}).map(([name, output]) => [name, valueAt(output, 'value')] as const);
  const written = valueAt(plan, 'configuration', 'root_module', 'outputs');
  const changes = valueAt(plan, 'output_changes');
  const late = Object.entries(isObject(changes) ? changes : {}).map(([name, change]) => {
    const expression = valueAt(written, name, 'expression');
    return [name, filledIn(valueAt(change, 'after'), expression, valueAt(change, 'after_unknown'))] as const;
  });
  return Object.fromEntries([...known, ...late]);
}

function providersOf(configured: unknown): TerraformStackState['providers'] {
  const byName = new Map<string, Json[]>();
  for (const provider of Object.values(isObject(configured) ? configured : {}).filter(isObject)) {
    const expressions = Object.entries(isObject(provider['expressions']) ? provider['expressions'] : {});
    const constants = expressions.map(([field, expression]) => [field, valueAt(expression, 'constant_value')] as const);
    const name = String(provider['name']);
    byName.set(name, [...(byName.get(name) ?? []), Object.fromEntries(constants.filter(([, value]) => value !== undefined))]);
  }
  return Object.fromEntries(byName);
}

function changeOf(change: Json): readonly TerraformChange[] {
  const { address, type, name, previous_address: before } = change;
  if (change['mode'] !== 'managed') return [];
  const paths = itemsOf(valueAt(change, 'change', 'replace_paths'));
  return [
    {
      address: String(address),
      type: String(type),
      name: String(name),
      actions: itemsOf(valueAt(change, 'change', 'actions')).map(String),
      ...(typeof before === 'string' && { movedFrom: before }),
      isImported: isObject(valueAt(change, 'change', 'importing')),
      replacedBy: paths.map((path) => itemsOf(path).map(String).join('.')),
    },
  ];
}
