import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { Compiler } from './compile';
import { runTests } from './jest-run';
import { MUTATIONS } from './list';
import type { Mutation } from './mutation';

/** What came of a mutation. */
interface Finding {
  readonly index: number;
  /** The test that noticed; absent where none did. */
  readonly by?: string;
  /** Why the mutation counts for nothing. */
  readonly invalid?: string;
}

/** A process that has run more tests than these holds memory that is better given back. */
const MOST_PER_PROCESS = 20;

const CHUNK = '--chunk';
/** Says that the tests have just passed without any mutation. */
const TESTED = 'tested';
const [first = '', second = ''] = process.argv.slice(2);
void (first === CHUNK ? work(second.split(',').map(Number)) : main(first, second === TESTED));

/** All mutations of files whose path begins so; or, where that is `2/5`, every fifth one from the second on. */
async function main(which: string, isTested: boolean): Promise<void> {
  const start = Date.now();
  const [, part, parts] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(which) ?? [];
  const isChosen = ({ file }: Mutation, index: number): boolean =>
    parts === undefined ? file.startsWith(which) : index % Number(parts) === Number(part) - 1;
  const chosen = MUTATIONS.flatMap((mutation, index) => (isChosen(mutation, index) ? [{ mutation, index }] : []));
  // A test that fails by itself would notice everything.
  const files = [...new Set(chosen.flatMap(({ mutation }) => mutation.tests))].sort();
  const { failed } = isTested ? { failed: [] } : await runTests(files, null);
  if (failed.length > 0) throw new Error(`without any mutation this fails already: ${failed.join(', ')}`);
  const invalid = notCompiling(chosen);
  const left = chosen.map(({ index }) => index).filter((index) => !invalid.some((one) => one.index === index));
  const findings = [...invalid, ...(await inProcesses(chunksOf(left)))];
  const valid = findings.filter((one) => one.invalid === undefined);
  const survived = valid.filter(({ by }) => by === undefined);
  for (const { index, invalid: why } of findings) if (why !== undefined) say(`invalid   ${nameOf(index)}: ${why}`);
  for (const { index } of survived) say(`survived  ${nameOf(index)}`);
  const killed = valid.length - survived.length;
  const score = Math.floor((1000 * killed) / Math.max(valid.length, 1)) / 10;
  const seconds = Math.round((Date.now() - start) / 1000);
  say(`${killed} of ${valid.length} mutations are noticed (of ${MUTATIONS.length} that there are): ${score} %, in ${seconds} s`);
  if (killed < chosen.length || killed === 0) process.exitCode = 1;
}

function notCompiling(chosen: readonly { readonly mutation: Mutation; readonly index: number }[]): readonly Finding[] {
  const compiler = new Compiler();
  return chosen.flatMap(({ mutation, index }) => {
    const problem = compiler.problem(mutation);
    return problem === undefined ? [] : [{ index, invalid: `does not compile: ${problem}` }];
  });
}

/** Neighbours apart, so that no process has the slow ones alone. */
function chunksOf(indexes: readonly number[]): readonly (readonly number[])[] {
  const count = Math.ceil(indexes.length / MOST_PER_PROCESS);
  return Array.from({ length: count }, (_, at) => indexes.filter((_index, place) => place % count === at));
}

/** The chunks, as many at a time as there are processors. */
async function inProcesses(chunks: readonly (readonly number[])[]): Promise<readonly Finding[]> {
  const waiting = [...chunks];
  const findings: Finding[] = [];
  const next = async (): Promise<void> => {
    for (let taken = waiting.shift(); taken !== undefined; taken = waiting.shift()) findings.push(...(await inProcess(taken)));
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 8) }, next));
  return findings.sort((a, b) => a.index - b.index);
}

function inProcess(indexes: readonly number[]): Promise<readonly Finding[]> {
  return new Promise((resolve, reject) => {
    const findings: Finding[] = [];
    const child = fork(__filename, [CHUNK, indexes.join(',')], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('message', (finding) => {
      findings.push(finding as Finding);
      const { index, by } = finding as Finding;
      if (by !== undefined) say(`killed    ${nameOf(index)}\n            by ${by}`);
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(findings) : reject(new Error(`a process with mutations ended with ${code}`))));
  });
}

async function work(indexes: readonly number[]): Promise<void> {
  for (const index of indexes) process.send?.(await findingOf(index));
}

async function findingOf(index: number): Promise<Finding> {
  const mutation = MUTATIONS[index];
  if (mutation === undefined) return { index, invalid: 'there is no such mutation' };
  try {
    const { failed } = await runTests(mutation.tests, mutation);
    return failed[0] === undefined ? { index } : { index, by: failed[0].split('\n')[0] ?? '' };
  } catch (error) {
    return { index, invalid: error instanceof Error ? error.message : String(error) };
  }
}

function nameOf(index: number): string {
  const mutation = MUTATIONS[index];
  return mutation === undefined ? String(index) : `${mutation.file}: ${mutation.what}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
