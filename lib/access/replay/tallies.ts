import { type Compared } from './compare';
import { type RecordedCall } from './record';

/** Numbers of records; one with another route and another verdict counts under both. */
export interface Totals {
  /** Records that could be read. */
  readonly records: number;
  readonly same: number;
  readonly changed: number;
  readonly changedRoute: number;
  readonly changedVerdict: number;
  /** What the gateway does now cannot be told. */
  readonly unknown: number;
  /** The record says neither route nor verdict. */
  readonly notCompared: number;
  readonly unreadable: number;
}

/** What has to be known of the records to read the numbers. */
export interface Assumptions {
  readonly withoutTime: number;
  readonly withoutExpiry: number;
  readonly withoutHeaders: number;
  /** A refusal that the gateway or the upstream may have answered. */
  readonly withoutSource: number;
}

/** Counts records as they come. */
export class Tallies {
  private readonly totals = {
    records: 0,
    same: 0,
    changed: 0,
    changedRoute: 0,
    changedVerdict: 0,
    unknown: 0,
    notCompared: 0,
    unreadable: 0,
  };
  private readonly assumed = { withoutTime: 0, withoutExpiry: 0, withoutHeaders: 0, withoutSource: 0 };
  private first = Infinity;
  private last = -Infinity;

  unreadable(): void {
    this.totals.unreadable++;
  }

  add(record: RecordedCall, { route, verdict, isNotCompared }: Compared, isUnknown: boolean): void {
    const { totals, assumed } = this;
    totals.records++;
    if (route !== undefined) totals.changedRoute++;
    if (verdict !== undefined) totals.changedVerdict++;
    if (route !== undefined || verdict !== undefined) totals.changed++;
    if (isUnknown) totals.unknown++;
    else if (isNotCompared) totals.notCompared++;
    else if (route === undefined && verdict === undefined) totals.same++;
    const { time, caller, status, source, hasHeaders } = record;
    if (time === undefined) assumed.withoutTime++;
    else {
      this.first = Math.min(this.first, time);
      this.last = Math.max(this.last, time);
    }
    if (caller.kind === 'claims' && caller.claims['exp'] === undefined) assumed.withoutExpiry++;
    if (!hasHeaders) assumed.withoutHeaders++;
    if (source === undefined && (status === 401 || status === 403)) assumed.withoutSource++;
  }

  get numbers(): Totals {
    return { ...this.totals };
  }

  get assumptions(): Assumptions {
    return { ...this.assumed };
  }

  /** First and last time; null where no record has one. */
  get period(): { readonly first: string; readonly last: string } | null {
    if (this.first === Infinity) return null;
    const text = (seconds: number): string => new Date(seconds * 1000).toISOString();
    return { first: text(this.first), last: text(this.last) };
  }
}
