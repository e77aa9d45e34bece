import { type TerraformStackState } from '../terraform';

/**
 * The stacks that belong to one: itself, those that read its state or that of one that does, such as that of consents, and those that any of
 * these reads; each after those that it reads, as they are applied. Of stacks that read one another whoever applies them says so.
 */
export function relatedStacks(chosen: TerraformStackState, others: readonly TerraformStackState[]): readonly TerraformStackState[] {
  const stacks = new Map([chosen, ...others].map((stack) => [stack.name, { stack, reads: statesReadBy(stack) }]));
  const readers = new Set([chosen.name]);
  // What is added while a set is gone through comes up as well.
  for (const name of readers) for (const [other, { reads }] of stacks) if (reads.has(name)) readers.add(other);
  const [met, ordered] = [new Set<string>(), [] as TerraformStackState[]];
  const add = (name: string): void => {
    const known = stacks.get(name);
    if (known === undefined || met.has(name)) return;
    met.add(name);
    known.reads.forEach(add);
    ordered.push(known.stack);
  };
  readers.forEach(add);
  return ordered;
}

/** Names of the stacks whose states a stack reads, which the framework puts into those of its data sources. */
function statesReadBy({ resources }: TerraformStackState): ReadonlySet<string> {
  const states = resources.filter(({ type }) => type === 'terraform_remote_state');
  return new Set(states.map(({ name }) => name.replace(/^cross-stack-reference-input-/, '')));
}
