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

  /** The rows that fit; of equally important ones the first. */
  keep<Row extends Droppable>(rows: readonly Row[]): ReadonlySet<Row> {
    const kept = new Set<Row>();
    for (const priority of [...new Set(rows.map((row) => row.priority))].sort((one, other) => one - other)) {
      for (const row of rows) {
        if (row.priority !== priority) continue;
        const bytes = Buffer.byteLength(row.text) + 1;
        if (bytes > this.left) continue;
        this.left -= bytes;
        kept.add(row);
      }
    }
    return kept;
  }
}
