import { blocksOf, isEqual, isEvaluated, isObject, META_ARGUMENTS, valueAt, type Json, type PlannedChanges } from '../../../terraform';

/** Addresses of what a plan was made with other words for than a configuration has: the plan is of another version of it. */
export function differing(written: Json, { configured, configuredOutputs }: PlannedChanges): readonly string[] {
  const resources = Object.entries(isObject(written['resource']) ? written['resource'] : {}).flatMap(([type, named]) =>
    Object.entries(isObject(named) ? named : {}).map(([name, block]) => [`${type}.${name}`, blocksOf(block)[0] ?? {}] as const),
  );
  const outputs = Object.entries(isObject(written['output']) ? written['output'] : {});
  return [
    ...resources.filter(([address, block]) => !isPlanned(block, configured.get(address))).map(([address]) => address),
    ...outputs
      .filter(([name, output]) => !says(valueAt(configuredOutputs, name, 'expression'), valueAt(output, 'value')))
      .map(([name]) => `output.${name}`),
  ];
}

function isPlanned(block: Json, planned: Json | undefined): boolean {
  if (planned === undefined) return false;
  const counted = ['for_each', 'count'].filter((name) => block[name] !== undefined || planned[name] !== undefined);
  const fields = Object.entries(block).filter(([name]) => !META_ARGUMENTS.includes(name));
  return (
    counted.every((name) => says(planned[name], block[name])) &&
    isPlannedBlock(
      Object.fromEntries(fields),
      Object.fromEntries(Object.entries(planned).filter(([name]) => !META_ARGUMENTS.includes(name))),
    )
  );
}

function isPlannedBlock(block: Json, planned: Json): boolean {
  const names = new Set([...Object.keys(block), ...Object.keys(planned)]);
  return [...names].every((name) => says(planned[name], block[name]));
}

/** Whether an expression, or the blocks of a kind, of a plan say what is written. */
function says(planned: unknown, written: unknown): boolean {
  if (planned === undefined || written === undefined) return planned === written || isEmpty(planned ?? written);
  if (Array.isArray(planned)) {
    const own = blocksOf(written);
    return own.length === planned.length && own.every((block, at) => isObject(planned[at]) && isPlannedBlock(block, planned[at]));
  }
  if (!isObject(planned)) return false;
  if (Object.hasOwn(planned, 'constant_value')) return isEqual(planned['constant_value'], written);
  // Another syntax than JSON has references alone, whose words are not in the plan.
  return hasExpression(written);
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0) || isEqual(value, { constant_value: null });
}

function hasExpression(value: unknown): boolean {
  if (typeof value === 'string') return isEvaluated(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}
