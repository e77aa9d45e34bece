import { type TerraformStackState } from '../terraform';

/**
 * The stacks that belong to one: itself, those that read its state or that of one that does, such as that of consents, and those that any of
 * these reads; each after those that it reads, as they are applied.
 */
export function relatedStacks(chosen: TerraformStackState, others: readonly TerraformStackState[]): readonly TerraformStackState[] {
  const readers = grown([chosen], others, (taken, stack) => taken.some(({ name }) => readsStateOf(stack, name)));
  const needed = grown(readers, others, (taken, { name }) => taken.some((stack) => readsStateOf(stack, name)));
  const ordered: TerraformStackState[] = [];
  let left = needed;
  while (left.length > 0) {
    const waiting = left;
    const ready = waiting.filter((stack) => !waiting.some((other) => other !== stack && readsStateOf(stack, other.name)));
    // Stacks that read one another: whoever applies them says so.
    ordered.push(...(ready.length === 0 ? waiting : ready));
    left = ready.length === 0 ? [] : waiting.filter((stack) => !ready.includes(stack));
  }
  return ordered;
}

type Belongs = (taken: readonly TerraformStackState[], stack: TerraformStackState) => boolean;

/** Stacks with all that belong to them, and to those, and so on. */
function grown(
  stacks: readonly TerraformStackState[],
  others: readonly TerraformStackState[],
  belongs: Belongs,
): readonly TerraformStackState[] {
  const more = others.filter((stack) => !stacks.includes(stack) && belongs(stacks, stack));
  return more.length === 0 ? stacks : grown([...stacks, ...more], others, belongs);
}

function readsStateOf({ resources }: TerraformStackState, name: string): boolean {
  return resources.some((one) => one.type === 'terraform_remote_state' && one.name === `cross-stack-reference-input-${name}`);
}
