import { type ChangeRow, type Effect } from '../report';
import { LOCK_FILE, PROVIDERS } from '../side/files';
import { fileOf, type Side } from '../side/side';
import { type ToldLeaf } from './rows';

type Files = Readonly<Record<string, string>>;

/** Files that are not read here: of versions of providers it is known what they do, and of nothing else. */
export function ofOtherFiles(stack: string, base: Side | undefined, head: Side | undefined): readonly ToldLeaf[] {
  const [was, now] = [base, head].map((side) => side?.stacks.find(({ name }) => name === stack)?.others ?? {}) as [Files, Files];
  return [...new Set([...Object.keys(was), ...Object.keys(now)])]
    .filter((file) => was[file] !== now[file] && file !== PROVIDERS)
    .sort()
    .map((file): ToldLeaf => {
      const leaf = { place: { file: fileOf(stack, file), path: [], side: Object.hasOwn(now, file) ? 'head' : 'base' } } as const;
      const told = { leaf, of: stack, at: [], status: 'kept', isDeciding: false } as const;
      return file === LOCK_FILE ? { ...told, row: lockRow(stack, leaf, was, now) } : told;
    });
}

/** Terraform writes the file where it runs, and a synthesis does not: that it is there or not says little, what it says does. */
function lockRow(stack: string, leaf: ToldLeaf['leaf'], was: Files, now: Files): ChangeRow {
  const isKept = was[LOCK_FILE] !== undefined && now[LOCK_FILE] !== undefined;
  // Without a lock file of its own Terraform downloads providers anew; by this one it runs those that lie there.
  const isBesideProviders = now[LOCK_FILE] !== undefined && now[PROVIDERS] !== undefined;
  const isRisky = isKept || isBesideProviders;
  const effect: Effect = isRisky ? 'unknown' : 'neutral';
  const how = isKept ? 'become others' : now[LOCK_FILE] === undefined ? 'are no longer stated' : 'are stated';
  return {
    section: 'stacks',
    subject: stack,
    what: `versions and checksums of providers ${how}: ${LOCK_FILE}`,
    effect,
    isBlocking: false,
    notes: [
      ...(isRisky ? ['a provider runs with the rights of the pipeline'] : []),
      ...(isBesideProviders ? [`programs of providers lie beside it, in ${PROVIDERS}`] : []),
    ],
    places: [leaf],
  };
}
