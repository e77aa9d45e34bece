/** Something that can be left out. */
export interface Droppable {
  readonly text: string;
  /** From 0, for what is left out last. */
  readonly priority: number;
}

/** Bytes that are shared out among rows, the most important first. */
export class Budget {
  constructor(private left: number) {}

  /** Takes what is there in any case. */
  spend(bytes: number): void {
    this.left -= bytes;
  }

  /**
   * The rows that fit; of equally important ones the first. Those of priority 0 take half of what there is before those of priority 1
   * had their turn, so that no number of them leaves these no room.
   */
  keep<Row extends Droppable>(rows: readonly Row[]): ReadonlySet<Row> {
    const kept = new Set<Row>();
    const of = (priority: number): readonly Row[] => rows.filter((row) => row.priority === priority);
    this.take(of(0), kept, this.left / 2);
    this.take(of(1), kept);
    for (const priority of [...new Set(rows.map((row) => row.priority))].sort((one, other) => one - other)) this.take(of(priority), kept);
    return kept;
  }

  private take<Row extends Droppable>(rows: readonly Row[], kept: Set<Row>, most = this.left): void {
    let left = Math.min(most, this.left);
    for (const row of rows) {
      const bytes = kept.has(row) ? Infinity : Buffer.byteLength(row.text) + 1;
      if (bytes > left) continue;
      left -= bytes;
      this.left -= bytes;
      kept.add(row);
    }
  }
}
