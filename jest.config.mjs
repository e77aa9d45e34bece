/** @type {import('jest').Config} */
const config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Types are checked by `npm run typecheck`; tests only strip them.
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
  // As many at once as there are processors: much of a test is waiting for another process.
  maxWorkers: '100%',
  testTimeout: 120_000,
};

export default config;
