/** One comparison: a measured value of ours against the same of a baseline, measured in the same run. */
export interface Comparison {
  readonly what: string;
  /** As people read it, unit and all. */
  readonly ours: string;
  readonly baseline: string;
  /** Ours over the baseline, or what else the goal is about. @default - nothing is compared, the values are only told */
  readonly ratio?: number;
  /** The largest ratio that is good enough. @default - there is no goal */
  readonly goal?: number;
}

/** What a bench found. */
export interface BenchResult {
  readonly title: string;
  readonly comparisons: readonly Comparison[];
  /** What one must know to read the numbers. */
  readonly notes: readonly string[];
}

/** A bench in the full form, or in the smoke form, which only shows that it runs. */
export interface Bench {
  readonly name: string;
  readonly run: (smoke: boolean) => BenchResult;
}

/** A goal missed by more than this factor fails the run; what is nearer may be the machine's doing. */
const FAR = 1.5;

/** Whether a comparison misses its goal by more than a busy machine explains. */
export function missesByFar({ ratio, goal }: Comparison): boolean {
  return ratio !== undefined && goal !== undefined && ratio > goal * FAR;
}

/** The result as a table for a terminal. */
export function toTable({ title, comparisons, notes }: BenchResult): string {
  const rows = [
    ['', 'ours', 'baseline', 'ratio', 'goal', ''],
    ...comparisons.map((comparison) => [
      comparison.what,
      comparison.ours,
      comparison.baseline,
      number(comparison.ratio),
      number(comparison.goal),
      verdict(comparison),
    ]),
  ];
  const widths = rows.reduce<readonly number[]>((known, row) => row.map((cell, index) => Math.max(known[index] ?? 0, cell.length)), []);
  const lines = rows.map((row) =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}${notes.map((note) => `  - ${note}\n`).join('')}`;
}

function number(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(2);
}

function verdict({ ratio, goal }: Comparison): string {
  if (ratio === undefined || goal === undefined) return '';
  return ratio <= goal ? 'met' : 'MISSED';
}
