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
  const [before, sureBefore, after] = [new Wide(was), new Wide(wasSure), new Wide(now)];
  const unsure = new Set(was.filter((entry) => !entry.isCertain).map((entry) => JSON.stringify(entry)));
  return {
    gained: nowSure.filter((entry) => !sureBefore.covers(entry)),
    lost: wasSure.filter((entry) => !after.covers(entry)),
    unknown: now.filter((entry) => !entry.isCertain && !before.covers(entry) && !unsure.has(JSON.stringify(entry))),
  };
}

/** Callers that cover others, apart from the same ones: the first two of them whoever the people are. */
const COVERING = ['anonymous', 'any-application', 'any-token', 'any-client'];

/** Entries by what they can cover, so that there may be thousands of them. */
class Wide {
  private readonly entries = new Map<string, Entry[]>();

  constructor(all: readonly Entry[]) {
    for (const entry of all) {
      const isAnybody = COVERING.slice(0, 2).includes(entry.caller);
      const key = keyOf(entry.caller, isAnybody ? undefined : entry.people[0]);
      const same = this.entries.get(key);
      if (same === undefined) this.entries.set(key, [entry]);
      else same.push(entry);
    }
  }

  /** Whether one of them lets in whoever enters by another one: for the same people or for fewer, so that the first of them tells. */
  covers(narrow: Entry): boolean {
    const callers = new Set([narrow.caller, ...COVERING]);
    const firsts = [undefined, ...narrow.people];
    for (const caller of callers) {
      for (const first of firsts) {
        if (this.entries.get(keyOf(caller, first))?.some((one) => covers(one, narrow)) === true) return true;
      }
    }
    return false;
  }
}

function keyOf(caller: string, person: string | undefined): string {
  return JSON.stringify([caller, person]);
}

function isCertain(entry: Entry): boolean {
  return entry.isCertain;
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
