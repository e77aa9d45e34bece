import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testWith } from '../support/required';

const ROOT = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** What a team writes that has the package and nothing else. */
const MAIN = `
import { App } from 'cdktf';
import { assign, defineAccess, defineApi, defineClient, defineEnvironment, defineRoutes, grant, group } from 'kong-entra';
import { accessStacks } from 'kong-entra/constructs';

const orders = defineApi({ name: 'orders', team: 'sales', roles: { 'Orders.Read.All': { for: 'applications', description: 'Read' } }, scopes: { 'Orders.Use': { consent: 'admin', description: 'Use' } } });
const invoicing = defineClient({ name: 'invoicing', kind: 'daemon', team: 'billing' });
const model = defineAccess({
  apis: [orders],
  clients: [invoicing],
  grants: [grant(invoicing, orders, { roles: ['Orders.Read.All'] })],
  assignments: [assign(group('staff'), orders)],
  routes: defineRoutes(orders, { host: 'public', allow: [{ roles: ['Orders.Read.All'] }] }, { list: { methods: ['GET'], path: '/orders' } }),
});
const environment = defineEnvironment({
  name: 'dev', tenantId: '11111111-1111-4111-8111-111111111111', protected: true, deployers: ['22222222-2222-4222-8222-222222222222'],
  groups: { staff: '33333333-3333-4333-8333-333333333333' }, hosts: { public: 'api.example.com' }, upstreams: { orders: 'https://orders.internal' },
  gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['sales-dev'] },
});
const app = new App();
accessStacks(app, { name: 'sales', model, environment });
app.synth();
`;

let folder: string;
let tarball: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-package-'));
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as { readonly filename: string }[];
  tarball = join(folder, packed?.filename ?? '');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Installs the tarball into an empty project, compiles and synthesizes, and returns what Terraform would read. */
function synthesized(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, unknown>> = {},
  compiler: Readonly<Record<string, string>> = { module: 'node16', moduleResolution: 'node16' },
): string {
  const project = join(folder, name);
  mkdirSync(project);
  const typescript = manifest.devDependencies['typescript'] ?? '';
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({
      name,
      private: true,
      dependencies: { 'kong-entra': `file:${tarball}`, '@cdktf/provider-azuread': '14.3.1', typescript, ...dependencies },
      overrides,
    }),
  );
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { target: 'ES2022', strict: true, skipLibCheck: false, types: [], ...compiler },
      files: ['main.ts'],
    }),
  );
  writeFileSync(join(project, 'main.ts'), MAIN);
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], project);
  run(join(project, 'node_modules/.bin/tsc'), ['-p', '.'], project);
  run(process.execPath, ['main.js'], project);
  // The framework writes its own version into a comment.
  return readFileSync(join(project, 'cdktf.out/stacks/sales-dev/cdk.tf.json'), 'utf8').replace(
    /"version": "0\.2[0-9]\.0"/,
    '"version": ""',
  );
}

function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: '' } });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed in ${cwd}\n${stdout}\n${stderr}`);
  }
}

let withCdktf = '';

test('the package installs into an empty project, compiles and synthesizes there, and answers on the command line', () => {
  withCdktf = synthesized('plain', { cdktf: '0.21.0', constructs: '^10.4.2' });
  const project = join(folder, 'plain');

  expect(Object.keys(JSON.parse(withCdktf).resource)).toContain('azuread_application');
  expect(run(join(project, 'node_modules/.bin/kong-entra'), ['summary'], project)).toContain(
    'sales-dev: tenant 11111111-1111-4111-8111-111111111111',
  );
  expect(
    run(
      process.execPath,
      ['-e', 'require("kong-entra"); process.stdout.write(Object.keys(require.cache).filter((f) => /cdktf|constructs/.test(f)).join())'],
      project,
    ),
  ).toBe('');
  expect(
    run(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        'import { defineApi } from "kong-entra"; import { GatewayAccess } from "kong-entra/constructs"; process.stdout.write(typeof defineApi + typeof GatewayAccess)',
      ],
      project,
    ),
  ).toBe('functionfunction');
});

test('a project with the older way of resolving modules compiles as well', () => {
  const project = join(folder, 'plain');
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        strict: true,
        skipLibCheck: true,
        types: [],
        module: 'commonjs',
        moduleResolution: 'node10',
        noEmit: true,
      },
      files: ['main.ts'],
    }),
  );

  expect(run(join(project, 'node_modules/.bin/tsc'), ['-p', '.'], project)).toBe('');
});

/** What a team writes that uses the matchers, with either `expect`. */
const TYPED = `
import { expect as imported } from '@jest/globals';
import { parsePolicy, type Deployment } from 'kong-entra';
import { matchers, type PolicyCall } from 'kong-entra/jest';

export function use(deployment: Deployment, call: PolicyCall): void {
  imported.extend(matchers);
  imported(deployment).toAllow({ caller: 'invoicing', request: 'GET https://api.example.com/orders' });
  imported(deployment).not.toDeny({ caller: 'portal', for: ['group staff'], route: 'orders.list' });
  expect(deployment).toAllow(call);
  expect(deployment).not.toDeny({ openSet: 'anonymous', route: 'orders.list', ...{ clientIp: '192.0.2.1' } });
  expect(deployment).toSatisfyPolicy(parsePolicy(''));
  // @ts-expect-error a caller is needed
  expect(deployment).toAllow({ route: 'orders.list' });
  // @ts-expect-error there is no such set
  imported(deployment).toDeny({ openSet: 'nobody', route: 'orders.list' });
}
`;

/** The same in plain JavaScript. */
const TESTED = `
require('kong-entra/jest');
const { readFileSync } = require('node:fs');
const deployment = JSON.parse(readFileSync('cdktf.out/stacks/sales-dev/access.json', 'utf8'));
test('invoicing alone lists orders', () => {
  expect(deployment).toAllow({ caller: 'invoicing', request: 'GET https://api.example.com/orders' });
  expect(deployment).toDeny({ openSet: 'anonymous', route: 'orders.list' });
  expect(() => expect(deployment).not.toAllow({ caller: 'invoicing', route: 'orders.list' })).toThrow('may not, but gets in by role');
});
`;

test('the matchers compile and run in the tests of a project, and compile where there is no Jest', () => {
  const project = join(folder, 'plain');
  const compile = (file: string, types: readonly string[], module: object): string => {
    const compilerOptions = { target: 'ES2022', strict: true, skipLibCheck: false, types, noEmit: true, ...module };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
    return run(join(project, 'node_modules/.bin/tsc'), ['-p', '.'], project);
  };
  writeFileSync(join(project, 'bare.ts'), `import { matchers } from 'kong-entra/jest';\nexport const names = Object.keys(matchers);\n`);
  writeFileSync(join(project, 'typed.ts'), TYPED);
  writeFileSync(join(project, 'sales.test.js'), TESTED);
  const modules = [
    { module: 'node16', moduleResolution: 'node16' },
    { module: 'commonjs', moduleResolution: 'node10' },
  ];

  expect(modules.map((module) => compile('bare.ts', [], module))).toEqual(['', '']);
  mkdirSync(join(project, 'node_modules/@types'), { recursive: true });
  for (const name of ['@jest', 'expect', '@types/jest', '@types/node'])
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  expect(modules.map((module) => compile('typed.ts', ['jest', 'node'], module))).toEqual(['', '']);
  run(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), '--rootDir', project, '--ci'], project);
});

test('the tarball holds no tests, sources or leftovers, and its manifest is sound', () => {
  const files = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n');

  expect(
    files.filter(
      (file) => !/^package\/(?:package\.json|README\.md|LICENSE|docs\/.+\.(?:md|svg|png)|dist\/lib\/.+\.(?:js|d\.ts))$/.test(file),
    ),
  ).toEqual([]);
  expect(files.filter((file) => /^package\/(?:dist\/)?(?:test|bench|stacks|examples)\/|\.test\./.test(file))).toEqual([]);
  expect(run(join(ROOT, 'node_modules/.bin/publint'), ['run', tarball, '--strict'], ROOT)).toMatch(/All good|No issues/i);
});

// The fork is fetched from the registry; CI proves it, and so does whoever sets CI.
testWith(
  'fork',
  process.env['CI'] !== undefined,
  'CI is not set',
)('the community fork of cdktf takes its place without force, and synthesizes the same bytes (in CI)', () => {
  const withFork = synthesized(
    'fork',
    { cdktf: 'npm:cdktn@0.24.0', constructs: '10.6.0' },
    { '@cdktf/provider-azuread': { cdktf: '$cdktf' } },
  );

  expect(withFork).toBe(withCdktf);
});
