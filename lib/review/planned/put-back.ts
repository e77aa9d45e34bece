import { DefinitionError } from '../../errors';
import {
  blocksOf,
  isObject,
  readChanges,
  readSynthesized,
  type Json,
  type PlannedChanges,
  type TerraformStackState,
} from '../../terraform';
import { withoutEmptyMaps } from '../changes/gateway-maps';
import { changedLeaves } from '../leaves';
import { deployedTemplate } from '../side/deployed/gateway';
import { templateOf } from '../side/read-files';
import { fileOf, isElsewhere, withStacks, type Side, type StackSide } from '../side/side';
import { otherwise } from './otherwise';

/** Where what is deployed is not what the base says, as far as a plan of the head changes that. */
export interface PutBack {
  /** The base with what is deployed in these places. */
  readonly side: Side;
  /** Files with the paths of what differs. */
  readonly places: readonly (readonly [file: string, path: readonly string[]])[];
  /** Why something cannot be told. */
  readonly problems: readonly string[];
}

/**
 * The base with what the states of the head's plans have in place of what it says, wherever the plans change that: undefined where that
 * is nowhere. What was merged and never applied, or changed by hand, is applied or undone by the plan of a change that says nothing of
 * it, and no difference between the files of both sides shows it.
 */
export function putBack(base: Side | undefined, head: Side | undefined): PutBack | undefined {
  // What is deployed is the base itself there, and another environment is no state of this one.
  if (base === undefined || base.isDeployed || isElsewhere(base)) return undefined;
  const stacks = base.stacks.map((stack) => {
    const now = head?.stacks.find(({ name }) => name === stack.name);
    return now === undefined ? { stack, places: [], problems: [] } : ofStack(stack, now);
  });
  const [places, problems] = [stacks.flatMap((one) => one.places), stacks.flatMap((one) => one.problems)];
  if (places.length + problems.length === 0) return undefined;
  const side = withStacks(
    base,
    stacks.map(({ stack }) => stack),
  );
  return { side: { ...side, isDeployed: true }, places, problems };
}

interface Stack extends Pick<PutBack, 'places' | 'problems'> {
  readonly stack: StackSide;
}

function ofStack(stack: StackSide, { plan, synthesized }: StackSide): Stack {
  const { name, synthesized: own } = stack;
  if (plan === undefined || own === undefined || synthesized === undefined) return { stack, places: [], problems: [] };
  const planned = readChanges(plan.content, plan.source);
  const content = contentOf(own, synthesized, planned);
  const file = fileOf(name, 'cdk.tf.json');
  const gateway = ofGateway(stack, planned, plan.source);
  return {
    stack: { ...stack, ...gateway.changed, synthesized: readSynthesized(content, name, file) },
    places: [
      ...changedLeaves(content, own.content).map(({ path }) => [file, path] as const),
      ...gateway.paths.map((path) => [fileOf(name, 'gateway.json'), path] as const),
    ],
    problems: gateway.problems,
  };
}

/** Resources of the base, with what of them is deployed otherwise. */
function contentOf(base: TerraformStackState, head: TerraformStackState, planned: PlannedChanges): Json {
  const resources = isObject(base.content['resource']) ? base.content['resource'] : {};
  const now = new Map(head.resources.filter(({ mode }) => mode === 'managed').map(({ address, values }) => [address, values]));
  const restored = otherwise(planned, now);
  const changed = Object.entries(resources).map(([type, named]) => [
    type,
    Object.fromEntries(
      Object.entries(isObject(named) ? named : {}).map(([name, block]) => {
        const [own] = blocksOf(block);
        const fields = own === undefined ? {} : restored(`${type}.${name}`, own);
        if (own === undefined || Object.keys(fields).length === 0) return [name, block];
        const all = Object.entries({ ...own, ...fields }).filter(([, value]) => value !== undefined);
        return [name, Array.isArray(block) ? [Object.fromEntries(all)] : Object.fromEntries(all)];
      }),
    ),
  ]);
  return { ...base.content, ...(base.content['resource'] !== undefined && { resource: Object.fromEntries(changed) as Json }) };
}

/** The gateway's configuration that the state carries, where the plan puts another one in its place. */
function ofGateway(
  { name, template }: StackSide,
  planned: PlannedChanges,
  source: string,
): { readonly changed: Pick<StackSide, 'template'>; readonly paths: readonly (readonly string[])[]; readonly problems: readonly string[] } {
  const gateway = planned.changes.find(({ address }) => address === 'terraform_data.gateway');
  if (template === undefined || gateway?.before === undefined || gateway.after === undefined || gateway.actions.join() === 'no-op')
    return { changed: {}, paths: [], problems: [] };
  const unknown = {
    changed: {},
    paths: [],
    problems: [`${fileOf(name, 'gateway.json')}: what of it is deployed cannot be told from the plan`],
  };
  try {
    const text = deployedTemplate(planned, JSON.stringify({ losses: template.losses }), source);
    const before = text === undefined ? undefined : templateOf(text, source, []);
    if (before === undefined) return unknown;
    const paths = changedLeaves(withoutEmptyMaps(before), withoutEmptyMaps(template)).map(({ path }) => path);
    return { changed: { template: before }, paths, problems: [] };
  } catch (error) {
    if (error instanceof DefinitionError) return unknown;
    throw error;
  }
}
