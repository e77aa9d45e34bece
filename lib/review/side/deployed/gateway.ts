import { DefinitionError } from '../../../errors';
import { isObject, valueAt, type PlannedChanges } from '../../../terraform';
import { hasUnknown } from './restore';

/**
 * Text of the `gateway.json` that belongs to what `terraform_data.gateway` carries in the state; undefined where the state has none.
 *
 * @param head The head's own, for what is said beside the configuration and carried by nobody
 * @throws DefinitionError with `TERRAFORM_FILE_INVALID` where the state carries one that cannot be read
 */
export function deployedTemplate({ changes }: PlannedChanges, head: string | undefined, source: string): string | undefined {
  const gateway = changes.find(({ address }) => address === 'terraform_data.gateway');
  const carried = valueAt(gateway?.before, 'triggers_replace');
  if (!isObject(carried) || typeof carried['settings'] !== 'string' || !isObject(carried['apis'])) return undefined;
  const settings = parsed(carried['settings'], source);
  const marked = valueAt(gateway?.beforeSensitive, 'triggers_replace');
  if (gateway?.beforeSensitive === true || hasUnknown(marked) || !isObject(settings))
    throw wrong(source, 'has a configuration of the gateway in its state that may not be shown, or is none');
  const losses = head === undefined ? undefined : lossesIn(head);
  const apis = Object.entries(carried['apis']).map(([key, text]) => [key, parsed(text, source)]);
  return JSON.stringify({ ...settings, ...(losses !== undefined && { losses }), apis: Object.fromEntries(apis) as unknown });
}

/** Nothing of a state is told, not even where it breaks off. */
function parsed(text: unknown, source: string): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw wrong(source, 'has a configuration of the gateway in its state that is not whole');
  }
}

function wrong(where: string, what: string): DefinitionError {
  return new DefinitionError([
    { where, what, fix: 'deploy the gateway again with this version, then plan', code: 'TERRAFORM_FILE_INVALID' },
  ]);
}

function lossesIn(text: string): unknown {
  try {
    return valueAt(JSON.parse(text), 'losses');
  } catch {
    // What is wrong with the head's own file is told of the head.
    return undefined;
  }
}
