/** One request, as it is told to whoever watches. */
export interface LoggedCall {
  /** Number of the request, as `X-Kong-Request-Id` of its answer. */
  readonly id: string;
  /** What the gateway's real log would hold, field by field, and where it would be written. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly to: string;
}

/** The access log of the embedded gateway: the newest calls alone. */
export class GatewayLog {
  private readonly calls: LoggedCall[] = [];
  private readonly watchers = new Set<(call: LoggedCall) => void>();

  constructor(private readonly most = 1_000) {}

  write(call: LoggedCall): void {
    this.calls.push(call);
    if (this.calls.length > this.most) this.calls.shift();
    for (const watcher of this.watchers) watcher(call);
  }

  all(): readonly LoggedCall[] {
    return [...this.calls];
  }

  /** Tells of each call from now on; gives what ends that. */
  watch(watcher: (call: LoggedCall) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }
}
