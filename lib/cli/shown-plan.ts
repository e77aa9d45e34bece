import { isPlainObject } from '../model';
import { fileProblem } from './io';

type Json = Readonly<Record<string, unknown>>;

/** What `terraform show -json` prints of a plan or a state, as far as it is read here. */
export type ShownPlan = Json;

/** True for what `terraform show -json` prints. No output of ours has such fields. */
export function isShownPlan(parsed: unknown): parsed is ShownPlan {
  return isPlainObject(parsed) && typeof parsed['format_version'] === 'string' && isPlainObject(valuesOf(parsed));
}

/**
 * The output `client_ids` as it will be, with the keys whose ids are known after apply alone; undefined where there is no such output.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format for `after_unknown`
 */
export function plannedClientIds(plan: ShownPlan): { readonly ids: Json; readonly later: readonly string[] | 'all' } | undefined {
  const change = at(plan, 'output_changes', 'client_ids');
  const planned = at(valuesOf(plan), 'outputs', 'client_ids');
  if (!isPlainObject(change))
    return isPlainObject(planned) && isPlainObject(planned['value']) ? { ids: planned['value'], later: [] } : undefined;
  const { after, after_unknown: unknown } = change;
  if (isPlainObject(unknown)) {
    const later = Object.keys(unknown).filter((key) => unknown[key] !== false);
    return { ids: isPlainObject(after) ? after : {}, later };
  }
  if (unknown === true) return { ids: {}, later: 'all' };
  return isPlainObject(after) ? { ids: after, later: [] } : undefined;
}

/** The gateway's template as the plan carries it. @throws DefinitionError with `FILE_INVALID` where there is none */
export function plannedTemplate(plan: ShownPlan, source: string): unknown {
  if (plan['errored'] === true) throw fileProblem(source, 'is of a plan that failed', 'plan again, and show the plan that is whole');
  const resources = at(valuesOf(plan), 'root_module', 'resources');
  const gateway = (Array.isArray(resources) ? resources : []).find((one) => at(one, 'address') === 'terraform_data.gateway');
  const settings = at(gateway, 'values', 'triggers_replace', 'settings');
  const apis = at(gateway, 'values', 'triggers_replace', 'apis');
  if (typeof settings !== 'string' || !isPlainObject(apis))
    throw fileProblem(
      source,
      'does not hold terraform_data.gateway with its configuration',
      'show the plan of the stack with the gateway: `terraform show -json tfplan`',
    );
  const parsed = parsedText(settings, source);
  return {
    ...(isPlainObject(parsed) ? parsed : {}),
    losses: [],
    apis: Object.fromEntries(Object.entries(apis).map(([key, text]) => [key, parsedText(text, source)])),
  };
}

function parsedText(text: unknown, source: string): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw fileProblem(source, 'holds a configuration of the gateway that is not whole', 'plan again with this version of kong-entra');
  }
}

function valuesOf(plan: Json): unknown {
  return plan['planned_values'] ?? plan['values'];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isPlainObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), value);
}
