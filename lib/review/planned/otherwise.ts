import { isEqual, META_ARGUMENTS, valueAt, type Json, type PlannedChange, type PlannedChanges } from '../../terraform';
import { PriorReferences } from '../side/deployed/references';
import { isUntouched, restoredResource } from '../side/deployed/resources';
import { hasUnknown, Restorer } from '../side/deployed/restore';

/** Arguments of a resource of the base that are deployed otherwise and that a plan changes, with what is deployed. */
export type Otherwise = (address: string, written: Json) => Json;

/**
 * Compares what the base says of a resource with the state that a plan was made from, argument by argument. What the plan leaves as it
 * is counts as what the base says, and so does a reference that comes to the same value.
 *
 * @param now Blocks of the head by their addresses
 */
export function otherwise(planned: PlannedChanges, now: ReadonlyMap<string, Json>): Otherwise {
  const restorer = new Restorer(new PriorReferences(planned.prior));
  const byBlock = byFormerBlock(planned.changes);
  const made = planned.changes.filter(({ actions }) => actions.includes('create')).map(({ block }) => block);
  return (address, written) => {
    // What comes or goes as a whole is told as that.
    const changes = (byBlock.get(address) ?? []).filter(({ before, after }) => before !== undefined && after !== undefined);
    if (changes.length === 0 || isUntouched(changes)) return {};
    const block = restoredResource(written, changes, restorer)?.block ?? {};
    const own = now.get(changes[0]?.block ?? '') ?? {};
    const isRepeated = changes.some(({ index }) => index !== undefined);
    const isTold = isRepeated ? ofSeveral(written, own, changes, made) : ofOne(written, changes);
    const names = [...new Set([...Object.keys(written), ...Object.keys(block)])].filter((name) => !META_ARGUMENTS.includes(name));
    const differing = names.filter((name) => !isEqual(written[name] ?? null, block[name] ?? null) && isTold(name));
    return Object.fromEntries(differing.map((name) => [name, block[name]]));
  };
}

/** Changes of resources that lie in no module, by the address that they had. */
function byFormerBlock(changes: readonly PlannedChange[]): ReadonlyMap<string, readonly PlannedChange[]> {
  const found = new Map<string, PlannedChange[]>();
  for (const change of changes.filter(({ module }) => module === undefined)) {
    const block = (change.movedFrom ?? change.block).replace(/\[.*$/s, '');
    const same = found.get(block);
    if (same === undefined) found.set(block, [change]);
    else same.push(change);
  }
  return found;
}

/** Nobody wrote what the provider works out by itself. */
function ofOne(written: Json, changes: readonly PlannedChange[]): (name: string) => boolean {
  return (name) => written[name] !== undefined || !changes.some(({ afterUnknown }) => hasUnknown(valueAt(afterUnknown, name)));
}

/**
 * Several objects are made of one block, so that nobody can say what it came to before: what both files say alike is told where any of
 * the objects gets another value by it, unless that is the id of something that the same plan makes.
 */
function ofSeveral(written: Json, own: Json, changes: readonly PlannedChange[], made: readonly string[]): (name: string) => boolean {
  return (name) => {
    if (!isEqual(written[name] ?? null, own[name] ?? null)) return false;
    const isNamedByKey = /\$\{(?:each|count)\./.test(JSON.stringify(written[name] ?? ''));
    const text = JSON.stringify(isNamedByKey ? written : (written[name] ?? ''));
    const isWaiting = changes.every(
      ({ before, after, afterUnknown }) =>
        hasUnknown(valueAt(afterUnknown, name)) || isEqual(before?.[name] ?? null, after?.[name] ?? null),
    );
    return !(isWaiting && made.some((block) => text.includes(`\${${block}.`)));
  };
}
