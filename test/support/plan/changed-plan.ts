import { type SynthOutput } from '../../../lib/review';
import { plannedFrom } from './plan';

/** A change of a resource in a plan, as it can be changed. */
export type ChangeEntry = Record<string, unknown> & { address: string; change: Record<string, unknown> };

/** A plan, as it can be changed. */
export type PlanJson = Record<string, unknown> & {
  resource_changes: ChangeEntry[];
  output_changes: Record<string, Record<string, unknown>>;
  prior_state: {
    values: {
      outputs: Record<string, unknown>;
      root_module: { resources: (Record<string, unknown> & { address: string; values: Record<string, unknown> })[] };
    };
  };
  configuration: Record<string, unknown> & { root_module: { resources: unknown[] } };
};

/** The head with plans of its stacks, the first of them changed. */
export function plannedWith(base: SynthOutput, head: SynthOutput, change: (plan: PlanJson) => void): SynthOutput {
  const planned = plannedFrom(base, head);
  const [first, ...others] = planned.stacks;
  if (first?.plan === undefined) throw new Error('no plan');
  const plan = JSON.parse(first.plan.text) as PlanJson;
  change(plan);
  return { ...planned, stacks: [{ ...first, plan: { ...first.plan, text: JSON.stringify(plan) } }, ...others] };
}

/** The change of an address. */
export function changeAt({ resource_changes: changes }: PlanJson, address: string): ChangeEntry {
  const found = changes.find((one) => one.address === address);
  if (found === undefined) throw new Error(`nothing in the plan is ${address}`);
  return found;
}
