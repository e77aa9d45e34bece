import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';
import { deployedOutput, type SynthOutput } from '../../lib/review';
import { changeAt, plannedWith } from '../support/plan/changed-plan';
import { plannedFrom } from '../support/plan/plan';
import { edited, shop } from '../support/review-shop';

let folder = '';
const home = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'review-deployed-'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

const base = shop();
const wider = shop({ list: { allow: [{ roles: ['Orders.Read'] }, { roles: ['Orders.Write'] }] as never } });

/** Writes what was synthesized into a folder, and the plans of its stacks beside it. */
function written(name: string, { stacks }: SynthOutput): string {
  for (const { name: stack, files, plan } of stacks) {
    const path = join(name, 'stacks', stack);
    mkdirSync(path, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
    if (plan !== undefined) writeFileSync(plan.source, plan.text);
  }
  return name;
}

function review(...args: readonly string[]): { readonly code: number; readonly out: string; readonly talk: string } {
  let [out, talk] = ['', ''];
  const code = run(['review', ...args], { out: (text) => (out += text), talk: (text) => (talk += text), environment: {} });
  return { code, out, talk };
}

const PLAN = ['--plan', 'shop-test=shop-test.plan.json'];

test('a head with a plan is compared with what is deployed', () => {
  const { code, out, talk } = review('deployed', written('head', plannedFrom(base, wider)), ...PLAN, '--today', '2026-11-25');

  expect([code, talk]).toEqual([0, '']);
  expect(out).toMatch(/^stack shop-test: ⚠ 1 to review · access: 1 widened, 0 narrowed · 0 new consents · 0 outages\n/);
  expect(out).toContain('robot');
  expect(out).toContain('base: deployed stack shop-test, by the prior state of its plan, ');
  expect(out).toContain('head: synthesized and planned stack shop-test, ');
  expect(out).toContain('shop-test: 1 to replace (as planned)');
});

test('the command in a report gives the same report', () => {
  const { out } = review('deployed', written('head', plannedFrom(base, wider)), ...PLAN, '--today', '2026-11-25');
  const [, again = ''] = /again with: kong-entra review (.*)\n/.exec(out) ?? [];

  expect(review(...again.split(' ')).out).toBe(out);
});

test.each([
  ['broadened', 1, 'fails: shop-test: broadened, 1\n'],
  ['unauthenticated', 0, ''],
  ['none', 0, ''],
])('--fail-on %s gives exit code %s', (failOn, code, talk) => {
  expect(review('deployed', written('head', plannedFrom(base, wider)), ...PLAN, '--fail-on', failOn)).toMatchObject({ code, talk });
});

test('nothing changes where all of the head is deployed', () => {
  expect(review('deployed', written('head', plannedFrom(base, base)), 'x', ...PLAN).code).toBe(2);
  expect(review('deployed', 'head', ...PLAN)).toMatchObject({ code: 0, out: expect.stringContaining('✅ nothing changes') as string });
});

test('the head may be a revision', () => {
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args], {
      stdio: 'ignore',
    });
  git('init', '-q', '-b', 'main');
  written('cdktf.out', plannedFrom(base, wider));
  git('add', 'cdktf.out');
  git('commit', '-qm', 'head');
  rmSync('cdktf.out', { recursive: true });

  expect(review('deployed', 'main', ...PLAN).out).toContain('access: 1 widened, 0 narrowed');
});

test('a folder of that name is written as one', () => {
  written('deployed', base);

  expect(review('./deployed', written('head', wider)).out).toContain('base: synthesized stack shop-test, ');
});

test('a state holds no settings: those of the head are shown and count for nothing, those of the flag hold', () => {
  const graph = shop({ graph: ['RoleManagement.ReadWrite.Directory'] });
  const settings = {
    formatVersion: 1,
    waivers: [{ rule: 'CON001', subject: 'billing/RoleManagement.ReadWrite.Directory', reason: 'let me', expires: '2099-01-01' }],
    failOn: ['lint:error'],
  };
  written('head', plannedFrom(base, graph));
  writeFileSync('head/kong-entra.json', JSON.stringify(settings));

  const unwaived = review('deployed', 'head', ...PLAN, '--fail-on', 'lint:error');
  const waived = review('deployed', 'head', ...PLAN, '--settings', 'head/kong-entra.json');

  expect(unwaived.code).toBe(1);
  expect(unwaived.out).toContain('CON001[billing/RoleManagement.ReadWrite.Directory]: a waiver changes');
  expect(unwaived.out).toContain('failOn: what a review fails on changes: absent -> ["lint:error"]');
  expect(waived.code).toBe(0);
  expect(waived.out).toContain('waived error CON001[billing/RoleManagement.ReadWrite.Directory]');
});

test.each<readonly [string, () => readonly string[], RegExp]>([
  [
    'no plan',
    () => [written('head', base)],
    /what of the stack shop-test is deployed is not known.*\n.*--plan shop-test=FILE.*\[PLAN_MISSING\]/,
  ],
  [
    'a plan of one stack of two',
    () => [written('head', plannedFrom(base, shop({ environment: { consent: 'separate-stack' } }))), ...PLAN],
    /what of the stack shop-test-consents is deployed is not known/,
  ],
  [
    'a plan of another version',
    () => [(written('x', plannedFrom(base, base)), written('head', shop({ orders: 'sales' }))), ...PLAN],
    /\[PLAN_FOREIGN\]/,
  ],
  ['a plan that is none', () => [(writeFileSync('p', '{"canary'), written('head', base)), '--plan', 'p'], /p: is no plan in JSON/],
  [
    'two environments',
    () => [written('head', plannedFrom(base, base)), ...PLAN, '--stack', 'shop-test', '--against', 'x'],
    /--against compares with another synthesized/,
  ],
  [
    'a deployment that is not there',
    () => [written('head', plannedFrom(base, base)), ...PLAN, '--stack', 'x'],
    /neither side has the deployment x/,
  ],
])('bad input is one clear error: %s', (_name, args, message) => {
  const { code, out, talk } = review('deployed', ...args());

  expect([code, out]).toEqual([2, '']);
  expect(talk).toMatch(message);
  expect(talk).not.toMatch(/\n\s+at |canary/);
});

describe('nothing that a state holds besides what is known is in any report', () => {
  /** No word that looks like a secret by itself. */
  const canary = (where: string): string => `canary-${where}-x`;
  const PASSWORD = { application_id: '${azuread_application.billing_081fd692.id}', display_name: 'ci', end_date: '2027-01-01T00:00:00Z' };
  const FOREIGN = { program: 'x' };

  /** Two sides that differ in all that can go, come, change and be replaced. */
  function sides(): readonly [SynthOutput, SynthOutput] {
    const was = edited(base, 'cdk.tf.json', ['resource', 'azuread_application_password', 'ci'], PASSWORD);
    const foreign = edited(was, 'cdk.tf.json', ['resource', 'tls_private_key', 'x'], { algorithm: canary('algorithm') });
    const kept = edited(foreign, 'cdk.tf.json', ['resource', 'some_thing', 'kept'], { secret_input: canary('input'), other: 'x' });
    const data = edited(kept, 'cdk.tf.json', ['resource', 'terraform_data', 'own'], {
      input: { x: canary('data') },
      triggers_replace: { y: canary('trigger'), [canary('name')]: 'x' },
    });
    const outputs = edited(data, 'cdk.tf.json', ['output', 'own'], { value: canary('gone') });
    const changedOutput = edited(outputs, 'cdk.tf.json', ['output', 'other'], {
      value: { x: canary('changed'), y: ['x', canary('list')] },
    });
    const head = shop({ withRobot: false, billingRoles: ['Orders.Write'], orders: 'sales', open: true });
    const now = edited(head, 'cdk.tf.json', ['resource', 'some_thing', 'kept'], FOREIGN);
    const next = edited(now, 'cdk.tf.json', ['resource', 'terraform_data', 'own'], { input: { x: 'now' }, triggers_replace: { y: 'now' } });
    return [changedOutput, edited(next, 'cdk.tf.json', ['output', 'other'], { value: { x: 'now' } })];
  }

  /** A plan with a secret in every place where one can be. */
  function poisoned(): SynthOutput {
    const [was, now] = sides();
    return plannedWith(was, now, (plan) => {
      Object.assign(plan, {
        variables: { token: { value: canary('variable') } },
        resource_drift: [{ change: { before: canary('drift') } }],
      });
      for (const { values } of plan.prior_state.values.root_module.resources)
        Object.assign(values, { unmarked: canary('prior'), nested: [{ deep: canary('nested') }], tags: [canary('tags')] });
      for (const { change } of plan.resource_changes) {
        const { before } = change as { before: Record<string, unknown> | null };
        if (before === null) continue;
        Object.assign(before, { unmarked: canary('before'), nested: [{ deep: canary('nested') }], private_key_pem: canary('pem') });
        // What is marked as a secret is one, whatever its argument is called.
        if (typeof before['display_name'] === 'string') {
          before['display_name'] = canary('marked');
          change['before_sensitive'] = { ...(change['before_sensitive'] as object), display_name: true };
        }
      }
      const carrier = changeAt(plan, 'terraform_data.gateway').change as {
        before: { triggers_replace: { client_ids: Record<string, unknown> } };
      };
      carrier.before.triggers_replace.client_ids['x'] = canary('client-id');
      plan.output_changes['client_ids'] = {
        ...plan.output_changes['client_ids'],
        before: { ...(plan.output_changes['client_ids']?.['before'] as object), x: canary('output') },
      };
      plan.output_changes['token'] = {
        actions: ['delete'],
        before: canary('token'),
        after: null,
        after_unknown: false,
        before_sensitive: true,
      };
    });
  }

  test.each(['text', 'json', 'markdown', 'sarif', 'github', 'html'])('%s', (format) => {
    const { out, talk, code } = review('deployed', written('head', poisoned()), ...PLAN, '--format', format);

    expect([code, out === '']).toEqual([1, false]);
    expect(out + talk).not.toMatch(/canary|secretsecret/);
  });

  test('nor in what is compared, whatever a report would show of it', () => {
    expect(JSON.stringify(deployedOutput(poisoned()))).not.toMatch(/canary|secretsecret/);
  });

  test('and the secrets were there to be seen', () => {
    written('head', poisoned());

    const plan = readFileSync('shop-test.plan.json', 'utf8');
    for (const where of [
      'variable',
      'drift',
      'prior',
      'nested',
      'before',
      'pem',
      'marked',
      'client-id',
      'output',
      'token',
      'gone',
      'changed',
      'list',
      'input',
      'data',
      'trigger',
      'name',
      'algorithm',
      'kept',
    ])
      expect(plan).toContain(`canary-${where}-`);
    expect(JSON.stringify(deployedOutput(poisoned()))).toContain('a value of the state that is not shown');
  });
});
