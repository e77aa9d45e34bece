import { accessChanges, type AccessChange } from '../access/changes';
import { changedValues, type ToldLeaf } from '../changes/rows';
import { type AccessRow, type ChangeRow, type LeafChange } from '../report';
import { accessRows } from '../rows/access-rows';
import { type Context } from '../rows/context';
import { gatewayRows } from '../rows/gateway-parts';
import { LeafIndex } from '../rows/leaf-index';
import { putBack, type PutBack } from './put-back';

/** What plans do besides what the files of both sides differ in. */
export interface Besides {
  readonly access: readonly AccessRow[];
  readonly changes: readonly ChangeRow[];
  readonly unexplained: readonly LeafChange[];
  readonly notJudged: readonly string[];
  /** Resources by `<stack>/<address>` of which a row says what is deployed otherwise. */
  readonly told: ReadonlySet<string>;
  /** The same where nobody here knows what the values do. */
  readonly untold: ReadonlySet<string>;
}

const NOTHING: Besides = { access: [], changes: [], unexplained: [], notJudged: [], told: new Set(), untold: new Set() };

/** Why a row is there that no difference between the files of both sides brings about. */
const WHY = 'the plan does this besides what the files of both sides differ in: what is deployed is not what BASE says';

/**
 * What plans change though the files of both sides do not show it, since what is deployed is not what the base says: told as if the
 * base said it, whatever else changes beside it. A change that says nothing of it would bring it about all the same.
 */
export function besides(context: Context): Besides {
  const { head, names } = context;
  const before = putBack(context.base, head);
  if (before === undefined) return NOTHING;
  const leaves = changedValues(before.side, head, [before.side, head], names).filter(isOf(before));
  const access = accessChanges(before.side, head);
  const known = new Set(context.access.changes.map(keyOf));
  const own: Context = {
    ...context,
    base: before.side,
    leaves: new LeafIndex(leaves),
    access: { ...access, changes: access.changes.filter((change) => !known.has(keyOf(change))) },
  };
  const why = <Row extends AccessRow | ChangeRow>(row: Row): Row => ({ ...row, notes: [...row.notes, WHY] });
  const [entering, routes] = [accessRows(own), gatewayRows(own)];
  // What nobody weighs there, since a row beside it says what it does, nobody said here.
  const rest = own.leaves.rest().map((row): ChangeRow => ({ ...row, effect: row.effect === 'neutral' ? 'unknown' : row.effect }));
  const ofStacks = leaves.filter(({ leaf }) => leaf.place.file.endsWith('/cdk.tf.json'));
  return {
    access: entering.map(why),
    changes: [...routes, ...rest].map(why),
    // Of the resources a row says that they change.
    unexplained: own.leaves.unexplained().filter(({ place }) => !place.file.endsWith('/cdk.tf.json')),
    notJudged: [...before.problems, ...access.notJudged.filter((one) => !context.access.notJudged.includes(one))],
    told: new Set(ofStacks.filter(({ row }) => row !== undefined).map(({ of }) => of)),
    untold: new Set(ofStacks.filter(({ row }) => row === undefined).map(({ of }) => of)),
  };
}

/** Whether a changed value is where what is deployed is not what the base says. */
function isOf({ places }: PutBack): (told: ToldLeaf) => boolean {
  const differing = new Set(places.map(([file, path]) => JSON.stringify([file, ...path])));
  const above = new Set(places.flatMap(([file, path]) => path.map((_, at) => JSON.stringify([file, ...path.slice(0, at)]))));
  return ({ leaf: { place } }) => {
    const names = [place.file, ...place.path];
    // A value on one side may be a block of several on the other.
    return above.has(JSON.stringify(names)) || names.some((_, at) => differing.has(JSON.stringify(names.slice(0, at + 1))));
  };
}

function keyOf({ direction, entry, was, now, bySource }: AccessChange): string {
  return JSON.stringify([direction, entry, was?.name ?? was?.id, now?.name ?? now?.id, bySource]);
}
