import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';
import { type SynthOutput } from '../../lib/review';
import { guid } from '../support/organisation';
import { plannedFrom } from '../support/plan/plan';
import { shop, type ShopChanges } from '../support/review-shop';

let folder = '';
const home = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'review-cli-'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

const base = shop();
const wider = shop({ list: { allow: [{ roles: ['Orders.Read'] }, { roles: ['Orders.Write'] }] as never } });

/** Writes what was synthesized into a folder, as synthesis does. */
function written(name: string, { stacks }: SynthOutput, under = 'stacks'): string {
  for (const stack of stacks) {
    const path = join(name, under, stack.name);
    mkdirSync(path, { recursive: true });
    for (const [file, text] of Object.entries(stack.files)) writeFileSync(join(path, file), text);
  }
  return name;
}

function review(...args: readonly string[]): { readonly code: number; readonly out: string; readonly talk: string } {
  let [out, talk] = ['', ''];
  const code = run(['review', ...args], { out: (text) => (out += text), talk: (text) => (talk += text), environment: {} });
  return { code, out, talk };
}

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args], { stdio: 'ignore' });
}

test('two folders are compared, and a change alone fails nothing', () => {
  const { code, out, talk } = review(written('a', base), written('b', wider), '--today', '2026-11-25');

  expect([code, talk]).toEqual([0, '']);
  expect(out).toMatch(/^stack shop-test: ⚠ 1 to review · access: 1 widened, 0 narrowed · 0 new consents · 0 outages\n/);
  expect(out).toMatch(/\nagain with: kong-entra review a b --today 2026-11-25\n$/);
});

test.each([
  ['broadened', 1, 'fails: shop-test: broadened, 1\n'],
  ['unauthenticated', 0, ''],
  ['none', 0, ''],
  ['unauthenticated,broadened', 1, 'fails: shop-test: broadened, 1\n'],
])('--fail-on %s gives exit code %s', (failOn, code, talk) => {
  expect(review(written('a', base), written('b', wider), '--fail-on', failOn)).toMatchObject({ code, talk });
});

test.each(['json', 'markdown', 'sarif', 'github'])('the same in %s, in a file', (format) => {
  const { code, out } = review(written('a', base), written('b', wider), '--format', format, '--out', 'report');

  expect([code, out]).toEqual([0, '']);
  expect(readFileSync('report', 'utf8')).toContain('robot');
});

test('the command in a report gives the same report', () => {
  const { out } = review(written('a', base), written('b', wider), '--today', '2026-11-25');
  const [, again = ''] = /again with: kong-entra review (.*)\n/.exec(out) ?? [];

  expect(review(...again.split(' ')).out).toBe(out);
});

test('a revision is read out of the repository, and nothing of it is run', () => {
  git('init', '-q', '-b', 'main');
  written('cdktf.out', base);
  git('config', 'filter.evil.smudge', 'touch ran');
  writeFileSync('.gitattributes', '* filter=evil\n');
  git('add', '-A');
  git('commit', '-qm', 'base');
  git('tag', 'v1');
  written('cdktf.out', wider);
  git('add', '-A');
  git('commit', '-qm', 'head');
  rmSync('cdktf.out', { recursive: true });
  rmSync('ran', { force: true });

  const { code, out } = review('v1', 'main:cdktf.out');

  expect(code).toBe(0);
  expect(out).toContain('access: 1 widened, 0 narrowed');
  expect(() => readFileSync('ran')).toThrow();
});

test('a folder that is called like a revision is not taken for it: a change could bring one', () => {
  git('init', '-q', '-b', 'main');
  written('cdktf.out', base);
  git('add', '-A');
  git('commit', '-qm', 'base');
  written('main', wider);
  written('main:cdktf.out', wider);

  expect(review('main', 'HEAD')).toMatchObject({
    code: 2,
    talk: expect.stringContaining('is a folder, and a revision of the repository here too') as string,
  });
  expect(review('main:cdktf.out', 'HEAD').code).toBe(2);
  expect(review('refs/heads/main', './main').out).toContain('access: 1 widened');
});

test('of a revision the named folder is read, and none within it', () => {
  git('init', '-q', '-b', 'main');
  written('cdktf.out', base);
  written('cdktf.out/old', wider);
  git('add', '-A');
  git('commit', '-qm', 'base');

  expect(review('main', 'main:cdktf.out/')).toMatchObject({ code: 0, out: expect.stringContaining('nothing changes') as string });
});

test('the same stacks give the same bytes from a folder and from a revision', () => {
  const [stack] = base.stacks;
  const audit = { name: 'shop-test-audit', files: { 'cdk.tf.json': '{}' } };
  const output = { ...base, stacks: [...base.stacks, audit, { name: 'shop', files: stack?.files ?? {} }] };
  git('init', '-q', '-b', 'main');
  written('cdktf.out', output);
  git('add', '-A');
  git('commit', '-qm', 'base');
  const inputs = (...args: readonly string[]): unknown => {
    const { deployments, digest } = JSON.parse(review(...args, '--format', 'json').out) as {
      deployments: readonly { inputs: unknown }[];
      digest: string;
    };
    return [deployments.map((one) => one.inputs), digest];
  };

  expect(inputs('main', 'main')).toEqual(inputs('./cdktf.out', './cdktf.out'));
});

test('settings that go in the head are shown, and those of the base hold', () => {
  const settings = { formatVersion: 1, organisation: { minOwners: 3 }, failOn: ['lint:error'] };
  mkdirSync('before');
  written('before/cdktf.out', base);
  writeFileSync('before/kong-entra.json', JSON.stringify(settings));

  const { out } = review('before/cdktf.out', written('b', base));

  expect(out).toContain('failOn: what a review fails on changes: ["lint:error"] -> absent');
  expect(out).toContain('minOwners: a standard of the organisation changes: 3 -> absent');
});

test('standards and waivers are those of the base; what the head changes in them is shown and counts for nothing', () => {
  const graph = shop({ graph: ['RoleManagement.ReadWrite.Directory'] });
  const settings = {
    formatVersion: 1,
    waivers: [{ rule: 'CON001', subject: 'billing/RoleManagement.ReadWrite.Directory', reason: 'let me', expires: '2099-01-01' }],
    failOn: ['lint:error'],
  };
  const [a, b] = [written('a', base), written('b', graph)];
  writeFileSync('b/kong-entra.json', JSON.stringify(settings));

  const { code, out } = review(a, b, '--fail-on', 'lint:error');

  expect(code).toBe(1);
  expect(out).toContain('CON001[billing/RoleManagement.ReadWrite.Directory]: a waiver changes');
  expect(out).toContain('error CON001[billing/RoleManagement.ReadWrite.Directory]');
  expect(out.indexOf('a waiver changes')).toBeLessThan(out.indexOf('error CON001'));

  writeFileSync('a/kong-entra.json', JSON.stringify(settings));
  rmSync('b/kong-entra.json');
  const merged = review(a, b);
  expect(merged.code).toBe(0);
  expect(merged.out).toContain('waived error CON001[billing/RoleManagement.ReadWrite.Directory]');

  // What the base fails on holds where no flag says otherwise.
  writeFileSync('a/kong-entra.json', JSON.stringify({ formatVersion: 1, failOn: ['consent:high'] }));
  expect(review(a, b)).toMatchObject({ code: 1, talk: 'fails: shop-test: consent:high, 1\n' });
  writeFileSync('a/kong-entra.json', JSON.stringify({ formatVersion: 1, failOn: ['none'] }));
  expect(review(a, b)).toMatchObject({ code: 0, talk: '' });
});

test('a plan is believed before the synthesis', () => {
  const plan = plannedFrom(base, base, { replaced: ['azuread_application.billing_081fd692'] }).stacks[0]?.plan?.text ?? '';
  writeFileSync('plan.json', plan);

  const { code, out } = review(written('a', base), written('b', base), '--plan', 'plan.json', '--fail-on', 'replace-app');

  expect(code).toBe(1);
  expect(out).toContain('the registration is replaced: its client id becomes another');
  expect(out).toContain('shop-test: 3 to replace (as planned)');
  expect(out).toContain('head: synthesized and planned stack shop-test');
});

test('nothing that a plan holds besides what is known is in any report', () => {
  const canary = (where: string): string => `canary-${where}-Aq8Q~secretsecretsecretsecretsecret`;
  const plan = JSON.parse(plannedFrom(base, wider).stacks[0]?.plan?.text ?? '{}') as Record<string, unknown>;
  const changes = plan['resource_changes'] as Record<string, unknown>[];
  Object.assign(plan, {
    variables: { token: { value: canary('variable') } },
    prior_state: {
      values: {
        root_module: { resources: [{ address: 'x.y', type: 'x', name: 'y', mode: 'managed', values: { secret: canary('prior') } }] },
      },
    },
    output_changes: { token: { actions: ['create'], before: null, after: canary('output'), after_sensitive: true } },
    resource_changes: changes.map((change) => ({
      ...change,
      change: {
        ...(change['change'] as object),
        before: { hidden: canary('before') },
        after: { hidden: canary('after'), client_secret: canary('sensitive') },
        after_sensitive: { client_secret: true },
      },
    })),
  });
  (plan['planned_values'] as Record<string, unknown>)['outputs'] = { token: { value: canary('planned'), sensitive: true } };
  const resources = (plan['planned_values'] as { root_module: { resources: { values: object }[] } }).root_module.resources;
  for (const resource of resources) resource.values = { ...resource.values, unmarked: canary('unmarked') };
  writeFileSync('plan.json', JSON.stringify(plan));
  const [a, b] = [written('a', base), written('b', wider)];

  for (const format of ['text', 'json', 'markdown', 'sarif', 'github']) {
    const { out, talk } = review(a, b, '--plan', 'plan.json', '--format', format);
    expect(out).not.toBe('');
    expect(out + talk).not.toContain('canary');
  }
});

test('two environments of one head are compared, names and ids of the same things set aside', () => {
  const other: SynthOutput = {
    source: 'x',
    stacks: [
      ...base.stacks,
      ...shop({ environment: { name: 'other', hosts: { public: 'other.example.com' }, tokens: { leewaySeconds: 120 } } }).stacks,
    ],
  };
  const { code, out } = review(written('a', other), 'a', '--stack', 'shop-other', '--against', 'shop-test');

  expect(code).toBe(0);
  expect(out).toContain('openid-connect leeway: 60 -> 120');
  expect(out).toContain('access: 0 widened, 0 narrowed');
  expect(out).toContain('base: synthesized stack shop-test');
});

test.each([
  ['', '-x'],
  ['-x', ''],
  ['-x', '-y'],
])('environments whose names end otherwise (%p and %p) differ in nothing else', (suffix, otherSuffix) => {
  const changes: ShopChanges = {
    tenants: ['home', 'reseller'],
    routes: { page: { methods: ['GET'], path: '/page', allow: [{ scopes: ['Orders.Browse'] }], cors: { origins: 'site' } } as never },
  };
  const environment = { suffix, origins: { site: ['https://site.example.com'] } };
  const other = { name: 'other', suffix: otherSuffix, tenantId: guid(77), origins: { site: ['https://other.example.com'] } };
  const output: SynthOutput = {
    source: 'x',
    stacks: [...shop({ ...changes, environment }).stacks, ...shop({ ...changes, environment: other }).stacks],
  };
  written('a', output);

  for (const [stack, against] of [
    ['shop-other', 'shop-test'],
    ['shop-test', 'shop-other'],
  ] as const) {
    const { code, out } = review('a', 'a', '--stack', stack, '--against', against);
    expect([code, out.split('\n  read')[0]]).toEqual([
      0,
      `stack ${stack}: ✅ both are the same, names and ids of the same things set aside\n`,
    ]);
  }
});

test.each([
  ['nothing', () => [], /needs BASE and HEAD, and BASE is missing/],
  ['one side', () => [written('a', base)], /needs BASE and HEAD, and HEAD is missing/],
  ['a third', () => [written('a', base), 'a', 'c'], /"c" is not expected/],
  ['a side that is nowhere', () => [written('a', base), 'nowhere'], /nowhere: is no folder, and no revision/],
  ['an option in place of a revision', () => [written('a', base), '--upload-pack=x'], /has no flag --upload-pack/],
  ['an empty folder', () => [written('a', base), (mkdirSync('e'), 'e')], /e: holds no synthesized stack/],
  [
    'an unknown failure',
    () => [written('a', base), 'a', '--fail-on', 'anything'],
    /cannot fail on "anything".*\n.*name broadened, unauthenticated/,
  ],
  ['a date that is none', () => [written('a', base), 'a', '--today', 'soon'], /--today is "soon", which is no date/],
  ['a plan that is none', () => [written('a', base), 'a', '--plan', (writeFileSync('p', '{}'), 'p')], /p: is no plan in JSON/],
  [
    'a plan of a stack that is not there',
    () => [written('a', base), 'a', '--plan', 'x=p'],
    /--plan x=p names no stack of HEAD.*\n.*STACK=FILE, with one of shop-test/,
  ],
  ['a deployment that is not there', () => [written('a', base), 'a', '--stack', 'x'], /neither side has the deployment x/],
  ['another one without which', () => [written('a', base), 'a', '--against', 'x'], /--against needs --stack/],
  [
    'a stack of a name that is none',
    () => [written('a', base), written('b', { ...base, stacks: base.stacks.map((stack) => ({ ...stack, name: '::error::x y' })) })],
    /STACK_NAME_INVALID/,
  ],
  [
    'a link in place of a file',
    () => [
      written('a', base),
      (written('b', base), rmSync('b/stacks/shop-test/gateway.json'), symlinkSync('/etc/passwd', 'b/stacks/shop-test/gateway.json'), 'b'),
    ],
    /b\/stacks\/shop-test\/gateway.json: is no plain file/,
  ],
  [
    'a file that is no JSON',
    () => [written('a', base), (written('b', base), writeFileSync('b/stacks/shop-test/cdk.tf.json', '{'), 'b')],
    /stacks\/shop-test\/cdk.tf.json: is not JSON/,
  ],
])('bad input is one clear error: %s', (_name, args, message) => {
  const { code, out, talk } = review(...args());

  expect([code, out]).toEqual([2, '']);
  expect(talk).toMatch(message);
  expect(talk).not.toMatch(/\n\s+at /);
});
