import { isPlainObject, sorted } from '../model';
import { changeKey, changeText } from './changes';
import type { ApprovalParts, ApprovedGateway, GatewayChange } from './types';

/** One thing that is not as it was approved. */
export interface Difference {
  /** Which part, such as `state.serial`. */
  readonly part: string;
  readonly was: string;
  readonly is: string;
}

/** Everything in which two sets of parts differ, by part. */
export function differences(approved: ApprovalParts, found: ApprovalParts): readonly Difference[] {
  return differing(flat(approved), flat(found));
}

function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly Difference[] {
  return sorted([...new Set([...before.keys(), ...after.keys()])], (part) => part)
    .filter((part) => before.get(part) !== after.get(part))
    .map((part) => ({ part, was: before.get(part) ?? 'nothing', is: after.get(part) ?? 'nothing' }));
}

function flat(parts: ApprovalParts): ReadonlyMap<string, string> {
  const { gateway, ...others } = parts;
  const result = new Map<string, string>();
  flatten(others, '', result);
  if (gateway === 'none') return result.set('gateway', 'none');
  const { changes, ...rest } = gateway;
  flatten(rest, 'gateway', result);
  for (const change of changes) result.set(`gateway.changes ${changeKey(change)}`, changeText(change));
  return result;
}

function flatten(value: unknown, path: string, result: Map<string, string>): void {
  if (isPlainObject(value))
    for (const [name, entry] of Object.entries(value)) flatten(entry, path === '' ? name : `${path}.${name}`, result);
  else result.set(path, typeof value === 'string' ? value : JSON.stringify(value));
}

/** What a synchronization is about to do. */
export interface Synchronization {
  readonly template: string;
  readonly address: Readonly<Record<string, string>>;
  readonly selectTags: readonly string[];
  readonly clientIds: Readonly<Record<string, string>>;
}

/**
 * In what a synchronization is not the approved one. Ids known at the approval are unchanged, and no others have come but those
 * that were to come.
 */
export function syncDifferences(approved: ApprovedGateway, found: Synchronization): readonly Difference[] {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  flatten({ template: approved.template, address: approved.address, selectTags: approved.selectTags }, 'gateway', before);
  flatten({ template: found.template, address: found.address, selectTags: found.selectTags }, 'gateway', after);
  const { known, later } = approved.clientIds;
  for (const [key, id] of Object.entries(found.clientIds)) {
    const was = Object.hasOwn(known, key) ? known[key] : undefined;
    if (was === undefined && (later === 'all' || later.includes(key))) continue;
    before.set(`client id of ${key}`, was ?? 'nothing');
    after.set(`client id of ${key}`, id);
  }
  return differing(before, after);
}

/** Changes that were not approved. Fewer than were approved are fine: part of them may be done already. */
export function unapprovedChanges(approved: ApprovedGateway, found: readonly GatewayChange[]): readonly GatewayChange[] {
  const known = new Set(approved.changes.map(changeKey));
  return found.filter((change) => !known.has(changeKey(change)));
}
