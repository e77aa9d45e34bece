import { type ChangeRow, type Effect } from '../report';
import { LOCK_FILE, otherFiles } from '../side/files';
import { fileOf, type Side } from '../side/side';
import { type ToldLeaf } from './rows';

/** Files that Terraform reads besides: of versions of providers it is known what they do, and of nothing else. */
export function ofOtherFiles(stack: string, base: Side | undefined, head: Side | undefined): readonly ToldLeaf[] {
  const [was, now] = [base, head].map((side) => side?.stacks.find(({ name }) => name === stack)?.digests ?? {});
  return [...new Set([...otherFiles(was ?? {}), ...otherFiles(now ?? {})])]
    .filter((file) => was?.[file] !== now?.[file])
    .map((file): ToldLeaf => {
      const leaf = { place: { file: fileOf(stack, file), path: [], side: now?.[file] === undefined ? 'base' : 'head' } } as const;
      const told = { leaf, of: stack, at: [], status: 'kept', isDeciding: false } as const;
      return file === LOCK_FILE ? { ...told, row: lockRow(stack, told.leaf, was?.[file], now?.[file]) } : told;
    });
}

/** Terraform writes the file where it runs, and a synthesis does not: that it is there or not says little, what it says does. */
function lockRow(stack: string, leaf: ToldLeaf['leaf'], was: string | undefined, now: string | undefined): ChangeRow {
  const isKept = was !== undefined && now !== undefined;
  const effect: Effect = isKept ? 'unknown' : 'neutral';
  const how = isKept ? 'become others' : now === undefined ? 'are no longer stated' : 'are stated';
  return {
    section: 'stacks',
    subject: stack,
    what: `versions and checksums of providers ${how}: ${LOCK_FILE}`,
    effect,
    isBlocking: false,
    notes: isKept ? ['a provider runs with the rights of the pipeline'] : [],
    places: [leaf],
  };
}
