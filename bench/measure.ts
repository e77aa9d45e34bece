import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PROJECT = join(__dirname, '..');

// Inside node_modules, so that what is compiled finds the project's packages and git does not find it.
const COMPILED = join(PROJECT, 'node_modules/.cache/kong-entra-bench');

/** The TypeScript compiler as a script for node. */
export const TSC = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Medians of several measurements of each subject, taken in turns, so that what else the machine does meets all alike. */
export function mediansInTurns<Subject extends string, Field extends string>(
  rounds: number,
  subjects: readonly Subject[],
  measure: (subject: Subject) => Readonly<Record<Field, number>>,
): Readonly<Record<Subject, Readonly<Record<Field, number>>>> {
  const taken = Array.from({ length: rounds }, (_, round) => {
    // Every other round runs backwards, so that nobody is always the first.
    const order = round % 2 === 0 ? subjects : [...subjects].reverse();
    return order.map((subject) => [subject, measure(subject)] as const);
  }).flat();
  const entries = subjects.map((subject) => {
    const own = taken.filter(([name]) => name === subject).map(([, values]) => values);
    const fields = Object.keys(own[0] ?? {}) as Field[];
    return [subject, Object.fromEntries(fields.map((field) => [field, median(own.map((values) => values[field]))]))];
  });
  return Object.fromEntries(entries) as Readonly<Record<Subject, Readonly<Record<Field, number>>>>;
}

/** How cost grows with size: 1 is linear. */
export function exponent(
  small: { readonly size: number; readonly cost: number },
  large: { readonly size: number; readonly cost: number },
): number {
  return Math.log(large.cost / small.cost) / Math.log(large.size / small.size);
}

let compiled: string | undefined;

/**
 * Folder in which library and benches are compiled, as users run the library. What a loader of TypeScript adds (source maps
 * make every call stack dearer, and the framework records thousands) would be measured otherwise.
 */
export function compiledFolder(): string {
  if (compiled !== undefined) return compiled;
  runNode([TSC, '-p', join(PROJECT, 'bench'), '--noCheck', '--outDir', COMPILED]);
  compiled = COMPILED;
  return compiled;
}

/**
 * Runs a script in a process of its own.
 *
 * @returns what it wrote to standard output
 * @throws when it fails, with its words
 */
export function runNode(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: PROJECT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status ?? error?.message}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Does something with a temporary folder and removes it. */
export function inTemporaryFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'kong-entra-bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds for people. */
export function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} s`;
}

/** Megabytes for people. */
export function megabytes(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} MB`;
}
