import { type Entry } from './side-access';

/** What becomes of who enters by some requests. */
export interface Compared {
  readonly gained: readonly Entry[];
  readonly lost: readonly Entry[];
  /** Entries of either side whose answer cannot be told, and that were not the same before. */
  readonly unknown: readonly Entry[];
}

/** Compares who enters: what is within something that entered before is not gained, and the other way round. */
export function compareEntries(was: readonly Entry[], now: readonly Entry[]): Compared {
  const [wasSure, nowSure] = [was.filter(isCertain), now.filter(isCertain)];
  return {
    gained: nowSure.filter((entry) => !wasSure.some((one) => covers(one, entry))),
    lost: wasSure.filter((entry) => !now.some((one) => covers(one, entry))),
    unknown: now.filter(
      (entry) => !entry.isCertain && ![...was].some((one) => covers(one, entry) || (!one.isCertain && isSame(one, entry))),
    ),
  };
}

function isCertain(entry: Entry): boolean {
  return entry.isCertain;
}

function isSame(one: Entry, other: Entry): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** True where whoever enters by the one way is let in by the other as well. */
export function covers(wide: Entry, narrow: Entry): boolean {
  if (wide.caller === 'anonymous') return true;
  if (narrow.caller === 'anonymous') return false;
  if (wide.as !== narrow.as) return false;
  const isForeign = FOREIGN.includes(narrow.caller);
  if (wide.caller === 'any-token') return isForeign ? isSameTenant(wide, narrow) : wide.people.length === 0;
  const isWithin = wide.people.every((one) => narrow.people.includes(one));
  if (wide.caller === narrow.caller) return isWithin && (wide.consents !== true || narrow.consents === true);
  if (wide.caller === 'any-client' && narrow.consents === true) return isWithin;
  // Applications without any role: having one never keeps from anything.
  return wide.caller === 'any-application' && !isForeign;
}

/** Callers whose tokens are of a tenant that is named, and not of the deployment's own where it is not. */
const FOREIGN = ['any-token', 'other-tenants', 'outside-audience'];

function isSameTenant(one: Entry, other: Entry): boolean {
  return one.people.join() === other.people.join();
}
