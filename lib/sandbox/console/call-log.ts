import { object, type Check } from '../../model';
import { type EmbeddedGateway, type ExchangeCheck, type LoggedCall, type ObservedCall } from '../gateway';
import { type Desk } from './desk';
import { readInput, wholeNumber } from './input';
import { type Parties } from './parties';
import { readable } from './readable';
import { claimRows, linesOf, type Row } from './rows';

/** Calls that are remembered. */
const REMEMBERED = 1_000;

/** Calls that are told at once. */
const MOST_AT_ONCE = 100;

interface Entry {
  readonly call: ObservedCall;
  readonly records: readonly LoggedCall[];
}

/** Calls since the console started, whoever made them, numbered from 1: what the gateway wrote of each, and what it saw. */
export class CallLog {
  private readonly entries: Entry[] = [];
  private readonly written = new Map<string, LoggedCall[]>();
  private count = 0;
  private readonly ends: readonly (() => void)[];

  constructor({ log, observations }: EmbeddedGateway) {
    this.ends = [
      // The gateway writes of a call before it is done with it.
      log.watch((record) => this.written.set(record.id, [...(this.written.get(record.id) ?? []), record])),
      observations.watch((call) => {
        this.entries.push({ call, records: this.written.get(call.id) ?? [] });
        this.written.delete(call.id);
        this.count += 1;
        if (this.entries.length > REMEMBERED) this.entries.shift();
      }),
    ];
  }

  /** Number of the newest call; 0 before the first. */
  get last(): number {
    return this.count;
  }

  /** What the gateway wrote of a call. */
  recordsOf(id: string): readonly LoggedCall[] {
    return this.entries.findLast(({ call }) => call.id === id)?.records ?? [];
  }

  /** The newest calls after one, the oldest of them in front. */
  since(number: number): readonly (Entry & { readonly number: number })[] {
    const first = this.count - this.entries.length + 1;
    return this.entries
      .map((entry, at) => ({ ...entry, number: first + at }))
      .filter((entry) => entry.number > number)
      .slice(-MOST_AT_ONCE);
  }

  close(): void {
    for (const end of this.ends) end();
  }
}

/** A call as the page shows it: what a real log would hold is apart from what is known here alone. */
export interface CallShown {
  readonly number: number;
  readonly at: string;
  readonly milliseconds: number;
  readonly status: number;
  /** Whether the call was let in; then the upstream answered, or nobody did. */
  readonly isLetIn: boolean;
  readonly isAnswered: boolean;
  readonly method: string;
  readonly url: string;
  readonly from: string;
  readonly route: string;
  /** Who called, in the words of the definition; proven where the gateway let the token count. */
  readonly who: string;
  readonly isProven: boolean;
  /** What failed first; empty where nothing did. */
  readonly reason: string;
  /** What the gateway wrote, and where it would be written. */
  readonly logged: readonly { readonly to: string; readonly lines: readonly string[] }[];
  readonly checks: readonly ExchangeCheck[];
  readonly claimed: readonly Row[];
}

const SINCE: Check = object({ since: wholeNumber(0, Number.MAX_SAFE_INTEGER) });

/** The calls after a number. */
export function readLog(body: unknown, { log, parties }: Desk): { readonly calls: readonly CallShown[]; readonly last: number } {
  const { since } = readInput<{ readonly since: number }>(body, SINCE);
  return { calls: log.since(since).map((entry) => shownCall(entry, parties)), last: log.last };
}

function shownCall({ number, call, records }: Entry & { readonly number: number }, parties: Parties): CallShown {
  const { ended, claims, claimed, method, scheme, host, path } = call;
  const checks = call.checks.map((check) => readable(check, parties));
  const failed = checks.find(({ outcome }) => outcome === 'fail');
  return {
    number,
    at: new Date(call.startedAt).toISOString(),
    milliseconds: Math.round(ended.milliseconds * 10) / 10,
    status: ended.status,
    isLetIn: ended.isForwarded,
    isAnswered: ended.source === 'service',
    method,
    url: `${scheme}://${host}${path}`,
    from: call.clientIp,
    route: call.route ?? 'none',
    who: whoOf(claimed, parties),
    isProven: claims !== undefined,
    reason: failed === undefined ? '' : `${failed.what}: expected ${failed.expected}, found ${failed.found}`,
    logged: records.map(({ to, record }) => ({ to, lines: linesOf(JSON.stringify(record, undefined, 2), MOST_LINES) })),
    checks,
    claimed: claimed === undefined ? [] : claimRows(claimed),
  };
}

const MOST_LINES = 120;

/** Who a token says it is of. */
function whoOf(claims: Readonly<Record<string, unknown>> | undefined, parties: Parties): string {
  if (claims === undefined) return 'nobody known';
  const { azp, appid, oid, scp } = claims;
  const clientId = [azp, appid].find((one) => typeof one === 'string');
  const client = clientId === undefined ? 'a client without a name' : (parties.ofClientId(clientId) ?? clientId);
  return typeof oid === 'string' && scp !== undefined ? `${client} for ${parties.ofObjectId(oid).key}` : client;
}
