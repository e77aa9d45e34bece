import { join } from 'node:path';
import { runCLI } from 'jest';
import type { Mutation } from './mutation';

const ROOT = join(__dirname, '../..');

/** What came of running test files. */
export interface Outcome {
  readonly tests: number;
  /** Names of failed tests, and of files that could not be run. */
  readonly failed: readonly string[];
}

/** Runs test files in this process with a mutation, one after the other up to the first in which a test fails. */
export async function runTests(files: readonly string[], mutation: Mutation | null): Promise<Outcome> {
  let tests = 0;
  for (const file of files) {
    const outcome = await runFile(file, mutation);
    tests += outcome.tests;
    if (outcome.failed.length > 0) return { tests, failed: outcome.failed };
  }
  return { tests, failed: [] };
}

async function runFile(named: string, mutation: Mutation | null): Promise<Outcome> {
  const [file = '', name] = named.split(' :: ');
  const config = {
    rootDir: ROOT,
    testEnvironment: 'node',
    roots: ['<rootDir>/test', '<rootDir>/lib'],
    testTimeout: 120_000,
    // The options are part of the key by which Jest keeps what it transformed in this process.
    transform: { '^.+\\.ts$': [join(__dirname, 'transformer.ts'), { mutation }] },
  };
  const argv = {
    _: [join(ROOT, file)],
    $0: 'jest',
    config: JSON.stringify(config),
    runInBand: true,
    runTestsByPath: true,
    ...(name !== undefined && { testNamePattern: `^${name}` }),
  };
  const { results } = await runCLI({ ...argv, silent: true, reporters: [], watchman: false, cache: true } as Parameters<typeof runCLI>[0], [
    ROOT,
  ]);
  const failed = results.testResults.flatMap(({ testResults, testExecError, testFilePath }) => [
    ...testResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    ...(testExecError === undefined || testExecError === null ? [] : [`${testFilePath}: ${testExecError.message}`]),
  ]);
  return { tests: results.numTotalTests, failed };
}
