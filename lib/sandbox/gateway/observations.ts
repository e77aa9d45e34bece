import { type Ended, type ExchangeCheck } from './exchange';

/** A call as the gateway saw it. */
export interface ObservedCall {
  readonly id: string;
  readonly startedAt: number;
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  /** Path without the query. */
  readonly path: string;
  readonly clientIp: string;
  /** Name of the Kong route; null where none takes the request. */
  readonly route: string | null;
  readonly checks: readonly ExchangeCheck[];
  /** Claims of the token, once it was verified. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  /** What the token says, whether or not it holds: who somebody claims to be. */
  readonly claimed: Readonly<Record<string, unknown>> | undefined;
  readonly ended: Ended;
}

/** A call whose answer was read ends within this. */
const ENDS_WITHIN_MS = 10_000;

/** Calls that are remembered. */
const REMEMBERED = 1_000;

/** The newest calls as the gateway saw them. */
export class Observations {
  private readonly calls = new Map<string, ObservedCall>();
  /** Ids of the calls in their order, round and round: asking a map for its first key takes as long as what was deleted before it. */
  private readonly ids: string[] = [];
  private next = 0;
  private readonly watchers = new Set<(call: ObservedCall) => void>();

  add(call: ObservedCall): void {
    const oldest = this.ids[this.next];
    if (oldest !== undefined) this.calls.delete(oldest);
    this.ids[this.next] = call.id;
    this.next = (this.next + 1) % REMEMBERED;
    this.calls.set(call.id, call);
    for (const watcher of this.watchers) watcher(call);
  }

  /** Tells of each call from now on; gives what ends that. */
  watch(watcher: (call: ObservedCall) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  /** A call, once it has ended; undefined where there is none. */
  async ended(id: string): Promise<ObservedCall | undefined> {
    const known = this.calls.get(id);
    if (known !== undefined) return known;
    // The caller may have its answer a moment before the gateway is done with it.
    return new Promise((resolve) => {
      const done = (call?: ObservedCall): void => {
        clearTimeout(timer);
        unwatch();
        resolve(call);
      };
      const timer = setTimeout(done, ENDS_WITHIN_MS);
      const unwatch = this.watch((call) => {
        if (call.id === id) done(call);
      });
    });
  }
}
