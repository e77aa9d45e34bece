import { blocksOf, type TerraformStackState } from '../../terraform';
import { type ResourceCounts } from '../report';
import { isElsewhere, type Side } from '../side/side';

/** How many resources each stack gains, changes and loses: as planned where there is a plan, else as the two syntheses differ. */
export function resourceCounts(base: Side | undefined, head: Side | undefined): readonly ResourceCounts[] {
  // What two environments have differs, and neither becomes the other.
  if (isElsewhere(base)) return [];
  const names = [...new Set([...(base?.stacks ?? []), ...(head?.stacks ?? [])].map(({ name }) => name))].sort();
  return names
    .map((name) => {
      const [was, now] = [base, head].map((side) => side?.stacks.find((stack) => stack.name === name));
      return now?.plan === undefined ? ofSyntheses(name, was?.synthesized, now?.synthesized) : ofPlan(name, now.plan);
    })
    .filter((counts) => hasChanges(counts));
}

function hasChanges({ stack: _stack, from: _from, ...counts }: ResourceCounts): boolean {
  return Object.values(counts).some((count) => count > 0);
}

function ofSyntheses(stack: string, was: TerraformStackState | undefined, now: TerraformStackState | undefined): ResourceCounts {
  const [before, after] = [managed(was), managed(now)];
  const moved = blocksOf(now?.content['moved']).map(({ from, to }) => [String(from), String(to)] as const);
  const movedFrom = new Set(moved.filter(([from]) => before.has(from)).map(([from]) => from));
  const movedTo = new Set(moved.filter(([from]) => before.has(from)).map(([, to]) => to));
  const imported = new Set(blocksOf(now?.content['import']).map(({ to }) => String(to).replace(/^\$\{|\}$/g, '')));
  const added = [...after.keys()].filter((address) => !before.has(address) && !movedTo.has(address));
  return {
    stack,
    from: 'synthesized',
    create: added.filter((address) => !imported.has(address)).length,
    update: [...after].filter(([address, values]) => before.has(address) && before.get(address) !== values).length,
    destroy: [...before.keys()].filter((address) => !after.has(address) && !movedFrom.has(address)).length,
    replace: 0,
    import: added.filter((address) => imported.has(address)).length,
    move: movedTo.size,
  };
}

function managed(state: TerraformStackState | undefined): ReadonlyMap<string, string> {
  return new Map(
    (state?.resources ?? []).filter(({ mode }) => mode === 'managed').map(({ address, values }) => [address, JSON.stringify(values)]),
  );
}

function ofPlan(stack: string, { changes }: TerraformStackState): ResourceCounts {
  const count = (isOf: (actions: readonly string[]) => boolean): number => changes.filter(({ actions }) => isOf(actions)).length;
  const isReplaced = (actions: readonly string[]): boolean => actions.includes('create') && actions.includes('delete');
  return {
    stack,
    from: 'plan',
    create: count((actions) => actions.includes('create') && !isReplaced(actions)),
    update: count((actions) => actions.includes('update')),
    destroy: count((actions) => actions.includes('delete') && !isReplaced(actions)),
    replace: count(isReplaced),
    import: changes.filter(({ isImported }) => isImported).length,
    move: changes.filter(({ movedFrom }) => movedFrom !== undefined).length,
  };
}
