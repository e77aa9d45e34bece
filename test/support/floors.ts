/** Counts what generated cases contain, so that a property which hardly ever meets its subject fails. */
export class Floors {
  private readonly counts = new Map<string, number>();

  public count(name: string): void {
    this.counts.set(name, this.of(name) + 1);
  }

  /** Counts each name once, however often it is listed. */
  public countAll(names: Iterable<string>): void {
    for (const name of new Set(names)) this.count(name);
  }

  public of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** @throws naming each that occurred less often, with its number */
  public assertAtLeast(names: readonly string[], floor: number): void {
    const short = names.filter((name) => this.of(name) < floor).map((name) => `${name}: ${this.of(name)}`);
    if (short.length > 0) throw new Error(`occurred less than ${floor} times: ${short.join(', ')}`);
  }

  /** All counts, for a message. */
  public toString(): string {
    return [...this.counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  }
}
