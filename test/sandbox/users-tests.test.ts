import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { accessStacks } from '../../lib/gateway';
import { startSandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';

const ROOT = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'users-tests-'));
const synthDir = join(folder, 'cdktf.out');

beforeAll(() => {
  const app = new App({ outdir: synthDir, skipValidation: true });
  accessStacks(app, { name: 'trading', model: organisation, environment: dev, preview: false });
  app.synth();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the test of a team that uses a sandbox passes in a Jest of its own', () => {
  // Inside the project, so that the library's packages are found; as JavaScript finds it, so that two copies run side by side.
  mkdirSync(join(folder, 'test'));
  const example = readFileSync(join(ROOT, 'examples/sandbox.ts'), 'utf8').replace("'../lib/sandbox'", `'${ROOT}/lib/sandbox'`);
  for (const name of ['orders', 'again']) writeFileSync(join(folder, 'test', `${name}.test.ts`), example);
  copyFileSync(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const transform = { '^.+\\.ts$': ['ts-jest', { diagnostics: false, isolatedModules: true }] };
  writeFileSync(join(folder, 'jest.config.json'), JSON.stringify({ rootDir: folder, roots: [join(folder, 'test')], transform }));
  const args = [require.resolve('jest/bin/jest'), '--config', join(folder, 'jest.config.json'), '--maxWorkers', '2'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

  expect([status, stderr]).toEqual([0, expect.stringMatching(/Test Suites: 2 passed.*\nTests: +14 passed/)]);
});

test('several sandboxes in one process know nothing of each other', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => startSandbox({ synthDir })));
  const [first, ...others] = all;
  try {
    const tokens = await Promise.all(all.map((one) => one.token({ client: 'erp-sync', api: 'orders' })));
    first?.clock.advance(7_200);
    const call = (at: number, token: number): Promise<number | undefined> =>
      (
        all[at]?.call({ host: 'apps.dev.contoso.example', path: '/orders', token: tokens[token]?.accessToken ?? '' }) ??
        Promise.reject(new Error())
      ).then(({ status }) => status);

    // Their clocks, keys and ports are their own.
    expect([await call(0, 0), await call(1, 1), await call(2, 1), await call(3, 3)]).toEqual([401, 200, 401, 200]);
    expect(new Set(all.map(({ urls }) => urls.gateway)).size).toBe(others.length + 1);
  } finally {
    await Promise.all(all.map((one) => one.close()));
  }
});
