import { blocksOf, isEqual, isObject, META_ARGUMENTS, valueAt, type Json, type PlannedChange } from '../../../terraform';
import { ARGUMENTS, type Arguments } from './arguments';
import { hasUnknown, NOT_SHOWN, type Restorer } from './restore';

/** A resource as the configuration of the state had it. */
export interface RestoredResource {
  readonly type: string;
  readonly name: string;
  readonly block: Json;
}

/** Arguments of Terraform itself that run something, or say where: the state does not know whether it had the same. */
const RUNS = ['provisioner', 'connection'];

/**
 * A resource as the state had it; undefined where it had none.
 *
 * @param written Its block in the head's configuration; absent where the head has none
 * @param changes What the plan does to each of its objects
 */
export function restoredResource(
  written: Json | undefined,
  changes: readonly PlannedChange[],
  restorer: Restorer,
): RestoredResource | undefined {
  const deployed = changes.filter(({ before }) => before !== undefined);
  const [first] = deployed;
  if (first === undefined) return undefined;
  const { type, name } = first;
  const isRepeated = deployed.length > 1 || changes.some(({ index }) => index !== undefined) || isRepeating(written);
  const args = Object.hasOwn(ARGUMENTS, `${type}.${name}`)
    ? ARGUMENTS[`${type}.${name}`]
    : Object.hasOwn(ARGUMENTS, type)
      ? ARGUMENTS[type]
      : undefined;
  if (isRepeated) return { type, name, block: repeated(written, changes) };
  return { type, name, block: written === undefined ? gone(first, args, restorer) : kept(written, first, args, restorer) };
}

function isRepeating(written: Json | undefined): boolean {
  return written !== undefined && (written['for_each'] !== undefined || written['count'] !== undefined);
}

/** One that stays: what Terraform keeps to itself as it is, every other argument put back. */
function kept(
  written: Json,
  { before, after, afterUnknown, beforeSensitive }: PlannedChange,
  args: Arguments | undefined,
  restorer: Restorer,
): Json {
  const own = Object.entries(written).filter(([field]) => !META_ARGUMENTS.includes(field));
  const names = [...new Set([...own.map(([field]) => field), ...Object.keys(before ?? {})])].filter(
    (field) => !META_ARGUMENTS.includes(field),
  );
  const restored = names.map((field): [string, unknown] => {
    const pair = {
      before: before?.[field],
      after: after?.[field],
      unknown: valueAt(afterUnknown, field),
      sensitive: beforeSensitive === true ? true : valueAt(beforeSensitive, field),
    };
    return [field, restorer.restored(written[field], pair, args?.[field])];
  });
  return { ...meta(written), ...Object.fromEntries(restored.filter(([, value]) => value !== undefined)) };
}

/** One that goes: what it was, as far as that has a meaning here. */
function gone({ before, beforeSensitive }: PlannedChange, args: Arguments | undefined, restorer: Restorer): Json {
  const opaque = { value: NOT_SHOWN };
  if (args === undefined || beforeSensitive === true) return opaque;
  const block = restorer.fresh(before, beforeSensitive, { one: args });
  return isObject(block) ? block : {};
}

/** One with several objects: which of them there were, and that something of them changes. */
function repeated(written: Json | undefined, changes: readonly PlannedChange[]): Json {
  if (written === undefined) return { value: NOT_SHOWN };
  const stay = changes.filter(({ before, after }) => before !== undefined && after !== undefined);
  const differs = (field: string): boolean =>
    stay.some(({ before, after, afterUnknown }) => {
      const unknown = valueAt(afterUnknown, field);
      // Nobody wrote what the provider works out by itself.
      if (unknown === true && written[field] === undefined) return false;
      return hasUnknown(unknown) || !isEqual(before?.[field] ?? null, after?.[field] ?? null);
    });
  const names = new Set([written, ...stay.map(({ before }) => before ?? {})].flatMap((one) => Object.keys(one)));
  const restored = [...names]
    .filter((field) => !META_ARGUMENTS.includes(field))
    .map((field): [string, unknown] => [field, differs(field) ? NOT_SHOWN : written[field]]);
  return { ...meta(written), ...Object.fromEntries(restored.filter(([, value]) => value !== undefined)), ...instances(written, changes) };
}

/** What says how many objects there are: as written while they are the same ones, else those that there were. */
function instances({ for_each: each, count }: Json, changes: readonly PlannedChange[]): Json {
  const keys = changes.filter(({ before }) => before !== undefined).map(({ index }) => String(index));
  const isSame = changes.every(({ before, after }) => (before === undefined) === (after === undefined));
  if (isObject(each)) return { for_each: Object.fromEntries(keys.map((key) => [key, Object.hasOwn(each, key) ? each[key] : key])) };
  const named = each !== undefined ? 'for_each' : 'count';
  return { [named]: isSame ? (each ?? count) : NOT_SHOWN };
}

function meta(written: Json): Json {
  const all = Object.entries(written).filter(([field]) => META_ARGUMENTS.includes(field) && field !== 'for_each' && field !== 'count');
  return Object.fromEntries(all.filter(([field]) => !RUNS.includes(field)));
}

/** Whether a plan does nothing to a resource, so that nothing need be put back. */
export function isUntouched(changes: readonly PlannedChange[]): boolean {
  return changes.every(({ actions, before, movedFrom }) => before !== undefined && actions.join() === 'no-op' && movedFrom === undefined);
}

/** What synchronizes the gateway in the same deploy, as this product writes it where nobody says by which command. */
const SYNC = /^npx --no-install kong-entra kong sync$/;
const VARIABLE = /^KONG_ENTRA_CLIENT_IDS_(?:COUNT|\d+)$/;
const IDS =
  /^\$\{jsonencode\(\{for key in slice\(keys\(self\.triggers_replace\.client_ids\), \d+, \d+\) : key => self\.triggers_replace\.client_ids\[key\]\}\)\}$/;

/** Whether provisioners are those of this product alone. */
export function isOwnSync(written: unknown): boolean {
  const all = blocksOf(written);
  return (
    all.length === 1 &&
    all.every((one) => {
      const [run, ...more] = blocksOf(one['local-exec']);
      if (run === undefined || more.length > 0 || Object.keys(one).length !== 1) return false;
      const { command, environment, ...others } = run;
      if (typeof command !== 'string' || !SYNC.test(command) || !isObject(environment) || Object.keys(others).length > 0) return false;
      return Object.entries(environment).every(
        ([name, value]) => VARIABLE.test(name) && (/^\d+$/.test(String(value)) || IDS.test(String(value))),
      );
    })
  );
}
