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

  /** Puts the clock forward; back where it is negative. @throws RangeError where that leads out of the years 1970 to 9999, or nowhere */
  advance(seconds: number): void {
    const then = this.now() + seconds * 1000;
    if (!(then >= 0 && then < END_OF_TIME_MS)) throw new RangeError(`a clock cannot be put forward by ${String(seconds)} seconds`);
    this.offsetMs += seconds * 1000;
  }
}

/** The year 10000. */
const END_OF_TIME_MS = 253_402_300_800_000;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since 1970 of a time as Graph takes it; NaN where it is none. */
export function timeOf(text: string): number {
  return TIME.test(text) ? Date.parse(text) : NaN;
}

/** A time as Graph writes it: whole seconds of UTC. */
export function graphTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
