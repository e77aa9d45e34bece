/** What time it is in the sandbox: the machine's clock, and what somebody put it forward or back. */
export class Clock {
  private offsetMs = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** Whole seconds since 1970, as tokens have them. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** The time as Graph writes it. */
  text(): string {
    return graphTime(this.now());
  }

  /** Puts the clock forward; back where it is negative. */
  advance(seconds: number): void {
    this.offsetMs += seconds * 1000;
  }
}

/** A time as Graph writes it: whole seconds of UTC. */
export function graphTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
