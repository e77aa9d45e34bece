import { isObject, readChanges, type Json, type PlannedChange, type TerraformStackState } from '../../terraform';
import { type ChangeRow, type LeafChange, type Section } from '../report';
import { type Context } from '../rows/context';
import { listed } from '../rows/leaf-index';
import { fileOf } from '../side/side';
import { type Besides } from './besides';

/** What a plan does to an object, where the files of both sides do not show it. */
type Deed = 'made' | 'deleted' | 'left behind' | 'changed' | 'changed as well' | 'made anew' | 'let go of';

const WHAT: Readonly<Record<Deed, string>> = {
  made: 'made by the plan, though BASE has it as well: it is not there now',
  deleted: 'deleted by the plan, and in neither side’s files',
  'left behind': 'deleted by the plan, left behind by a replacement that did not end: whoever uses it stands still',
  changed: 'changed by the plan, and alike on both sides: what is deployed is not what BASE says',
  'changed as well': 'changed by the plan in more than both sides differ in: what is deployed is not what BASE says',
  'made anew': 'deleted and made anew by the plan',
  'let go of': 'let go of by the plan: it stays, and nobody manages it any more',
};

/**
 * What plans do that no difference between the files of both sides shows: what is deployed is not what the base says, or something
 * makes an object be replaced. A review that did not say so would say that nothing changes.
 *
 * @param besides What is said elsewhere of arguments that are deployed otherwise, and of which nobody could say what they do
 */
export function plannedRows({ base, head, names }: Context, { told, untold }: Pick<Besides, 'told' | 'untold'>): readonly ChangeRow[] {
  const found = new Map<string, { readonly section: Section; readonly type: string; readonly deed: Deed; readonly of: Planned[] }>();
  for (const { name: stack, plan, synthesized } of head?.stacks ?? []) {
    if (plan === undefined || synthesized === undefined) continue;
    const before = base?.stacks.find(({ name }) => name === stack)?.synthesized;
    const argumentsOf = ({ block, movedFrom = block }: PlannedChange): Arguments => {
      const of = `${stack}/${movedFrom.replace(/\[.*$/s, '')}`;
      return told.has(of) ? 'told' : untold.has(of) ? 'untold' : 'alike';
    };
    const files = new Files(before, synthesized, argumentsOf);
    const { changes, deposed } = readChanges(plan.content, plan.source);
    for (const change of [...changes, ...deposed]) {
      const deed = change.isDeposed ? leftBehind(change) : files.deedOf(change, changes);
      if (deed === undefined) continue;
      const key = `${change.type} ${deed}`;
      const same = found.get(key) ?? { section: sectionOf(change.type), type: change.type, deed, of: [] };
      same.of.push({ stack, change, isInHead: files.now.has(change.block) });
      found.set(key, same);
    }
  }
  return [...found.values()].map(({ section, type, deed, of }) => ({
    section,
    subject: listed(of.map(({ stack, change }) => calledBy(stack, change, (identity) => names.of(identity)))),
    what: `${type} is ${WHAT[deed]}`,
    effect: effectOf(section, deed),
    isBlocking: section === 'registrations' && deed !== 'made' && deed !== 'changed',
    notes: [],
    places: of.slice(0, MOST_PLACES).map(placeOf),
  }));
}

function leftBehind({ actions }: PlannedChange): Deed | undefined {
  return actions.includes('delete') ? 'left behind' : undefined;
}

const MOST_PLACES = 20;

interface Planned {
  readonly stack: string;
  readonly change: PlannedChange;
  readonly isInHead: boolean;
}

function calledBy(stack: string, { address, block }: PlannedChange, nameOf: (identity: string) => string): string {
  const identity = `${stack}/${block}`;
  const named = nameOf(identity);
  return named === identity ? address : named;
}

function placeOf({ stack, change, isInHead }: Planned): LeafChange {
  const path = isInHead ? ['resource', change.type, change.name] : [];
  return { place: { file: fileOf(stack, 'cdk.tf.json'), path, side: 'head' } };
}

const SECTIONS: readonly (readonly [RegExp, Section])[] = [
  [/^azuread_(?:application(?:_registration)?|service_principal)$/, 'registrations'],
  [/^azuread_(?:app_role_assignment|service_principal_delegated_permission_grant|application_pre_authorized)$/, 'consents'],
  [/password|certificate|federated|owner|redirect/, 'credentials'],
];

function sectionOf(type: string): Section {
  return SECTIONS.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
}

function effectOf(section: Section, deed: Deed): ChangeRow['effect'] {
  // What nobody here knows may have kept somebody out.
  if (deed === 'deleted' || deed === 'left behind') return section === 'other' ? 'unknown' : 'narrowed';
  return deed === 'made' && section !== 'other' ? 'broadened' : 'unknown';
}

/** Whether arguments of a resource are deployed otherwise than the base says: with a row that says so, or without. */
type Arguments = 'told' | 'untold' | 'alike';

/** The blocks of one stack on both sides. */
class Files {
  readonly was: ReadonlyMap<string, Json>;
  readonly now: ReadonlyMap<string, Json>;

  constructor(
    base: TerraformStackState | undefined,
    head: TerraformStackState,
    private readonly argumentsOf: (change: PlannedChange) => Arguments,
  ) {
    this.was = blocksIn(base);
    this.now = blocksIn(head);
  }

  /** What is to be said of a change; undefined where the files show it. */
  deedOf(change: PlannedChange, all: readonly PlannedChange[]): Deed | undefined {
    const { block, actions } = change;
    const [was, now] = [this.was.get(block), this.now.get(block)];
    if (actions.includes('delete') && actions.includes('create')) return this.replacementOf(change, all);
    if (was !== undefined && now !== undefined && isCountedOtherwise(change, was, now)) return undefined;
    if (actions.includes('create')) return was === undefined ? undefined : 'made';
    if (actions.includes('update')) return this.updateOf(change, was !== undefined && now !== undefined && !isSame(was, now), all);
    if (was !== undefined && now === undefined) return undefined;
    return actions.includes('delete') ? 'deleted' : actions.includes('forget') ? 'let go of' : undefined;
  }

  private replacementOf(change: PlannedChange, all: readonly PlannedChange[]): Deed | undefined {
    if (!this.isReplacementShown(change, all)) return 'made anew';
    return this.argumentsOf(change) === 'untold' ? 'changed as well' : undefined;
  }

  private updateOf(change: PlannedChange, isWrittenOtherwise: boolean, all: readonly PlannedChange[]): Deed | undefined {
    const deployed = this.argumentsOf(change);
    if (deployed === 'told') return undefined;
    if (deployed === 'untold') return isWrittenOtherwise ? 'changed as well' : 'changed';
    return isWrittenOtherwise || this.isShown(change, all) ? undefined : 'changed';
  }

  /** Whether it is told with who stands still, or follows from what is: from the arguments that bring it about, and from no others. */
  private isReplacementShown({ type, block, index, movedFrom, replacedBy }: PlannedChange, all: readonly PlannedChange[]): boolean {
    const [was, now] = [this.was.get(block), this.now.get(block)];
    if ((was !== undefined && REGISTRATION.test(type)) || movedFrom !== undefined) return true;
    return replacedBy.some((name) => {
      const isWrittenOtherwise = was !== undefined && now !== undefined && !isSame(was[name], now[name]);
      if (isWrittenOtherwise && !type.startsWith('azuread_')) return true;
      // What several objects refer to stands beside the argument.
      return refersToMade(index === undefined ? now?.[name] : now, all);
    });
  }

  /** Whether a change follows from another: what a block refers to is made, or it has another address now. */
  private isShown({ block, movedFrom }: PlannedChange, all: readonly PlannedChange[]): boolean {
    return movedFrom !== undefined || refersToMade(this.now.get(block), all);
  }
}

function refersToMade(written: unknown, all: readonly PlannedChange[]): boolean {
  const text = JSON.stringify(written ?? '');
  return all.some((one) => one.actions.includes('create') && text.includes(`\${${one.block}.`));
}

/** Whether the files show that one of several objects comes or goes: it has another place among those that a block is for. */
function isCountedOtherwise({ index, before, after }: PlannedChange, was: Json, now: Json): boolean {
  if (index === undefined || (before === undefined) === (after === undefined)) return false;
  const [old, own] = [was['for_each'], now['for_each']];
  if (isObject(old) && isObject(own)) return Object.hasOwn(old, index) !== Object.hasOwn(own, index);
  return !isSame(old, own) || !isSame(was['count'], now['count']);
}

/** Their replacement is told with who stands still. */
const REGISTRATION = /^azuread_application(?:_registration)?$/;

function blocksIn(state: TerraformStackState | undefined): ReadonlyMap<string, Json> {
  const managed = (state?.resources ?? []).filter(({ mode }) => mode === 'managed');
  return new Map(managed.map(({ address, values }) => [address, values]));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
