import { spawnSync } from 'node:child_process';
import { action, examples, github, jobs, places, scripts, type CiFile } from './workflows';

const all: readonly CiFile[] = [action, ...examples];
const named = (files: readonly CiFile[]): readonly (readonly [string, CiFile])[] => files.map((file) => [file.name, file]);
const one = (name: string): CiFile => {
  const found = examples.find((file) => file.name === `examples/ci/${name}`);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

/** Commits of the actions used here, each looked up in its repository as what the tag of this version points at. */
const PINNED: Readonly<Record<string, string>> = {
  'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1': 'v7.0.1',
  'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020': 'v7.0.0',
  'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f': 'v7.0.0',
  'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c': 'v8.0.1',
  'Azure/login@f5d393ae46f8fde4be8b75f32e3fc50e654ad0ca': 'v3.0.1',
  'hashicorp/setup-terraform@dfe3c3f87815947d99a8997f908cb6525fc44e9e': 'v4.0.1',
  'Kong/setup-deck@6ea0a466ee5826ddb531cbe851ba8e5a77a0e041': 'v1.7.1',
};

/** This repository's own action: whoever copies the example chooses the release. */
const PLACEHOLDER = 'kong-entra/kong-entra@0000000000000000000000000000000000000000';

test('the action and the examples of three systems are there', () => {
  expect(all.map(({ name }) => name)).toEqual([
    'action.yml',
    'examples/ci/azure-devops/deploy.yml',
    'examples/ci/azure-devops/review.yml',
    'examples/ci/azure-devops/synth.yml',
    'examples/ci/github/deploy.yml',
    'examples/ci/github/review.yml',
    'examples/ci/github/synth.yml',
    'examples/ci/gitlab/review.yml',
    'examples/ci/gitlab/synth-and-deploy.yml',
  ]);
  expect(all.map((file) => scripts(file).length > 0)).toEqual(all.map(() => true));
});

test.each(named(all))('%s runs no code of a head with rights, and refers to no stored secret', (_, { text }) => {
  expect(text).not.toContain('pull_request_target');
  expect(text).not.toMatch(/\bsecrets\.|client-secret|ARM_CLIENT_SECRET|creds:/);
});

test.each(named(all))('%s puts no expression into a script: values come by the environment', (_, file) => {
  for (const script of scripts(file)) expect(script).not.toMatch(/\$\{\{|\$\(\w+\.\w+\)|\$\[/);
});

test.each(named(all))('%s has scripts a shell can read', (_, file) => {
  for (const script of scripts(file))
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

test.each(named([action, ...github]))('%s pins every action by the commit of the version it names', (_, { text }) => {
  const used = [...text.matchAll(/uses: (\S+)(?: # (\S+))?/g)].map(([, name = '', version = '']) => [name, version] as const);

  expect(used.length).toBeGreaterThan(0);
  for (const [name, version] of used)
    if (name === PLACEHOLDER) expect(version).toBe('placeholder');
    else expect([name, PINNED[name]]).toEqual([name, version]);
});

test('only the example of a review has the placeholder, and says what to put there', () => {
  expect(all.filter(({ text }) => text.includes('0'.repeat(40))).map(({ name }) => name)).toEqual(['examples/ci/github/review.yml']);
  expect(one('github/review.yml').text).toContain('replace the zeros by the commit of the release you chose, in full');
});

test.each(named(github))('%s grants nothing by itself', (_, file) => {
  expect(file.data['permissions']).toEqual({});
});

test('no job can do more than this', () => {
  const rights = github.flatMap((file) => jobs(file).map((job) => [file.name.replace(/.*\//, ''), job.name, job.permissions]));

  expect(rights).toEqual([
    ['deploy.yml', 'plan', { contents: 'read', 'id-token': 'write' }],
    ['deploy.yml', 'apply', { contents: 'read', 'id-token': 'write' }],
    ['review.yml', 'base', { contents: 'read' }],
    ['review.yml', 'review', { actions: 'read', checks: 'write', 'pull-requests': 'write' }],
    ['synth.yml', 'synth', { contents: 'read' }],
  ]);
});

test.each(named(all))('%s keeps no credentials in a checkout, and shares no cache', (_, file) => {
  const settings = places(file.data).filter(({ key }) => /^cache/.test(key) || key === 'Cache@2');
  const checkouts = file.text.match(/uses: actions\/checkout@|checkout: self/g)?.length ?? 0;
  const nodes = file.text.match(/uses: actions\/setup-node@/g)?.length ?? 0;

  expect(settings).toEqual([]);
  expect(file.text).not.toMatch(/actions\/cache/);
  expect(file.text.match(/persist-?credentials: false/gi)?.length ?? 0).toBe(checkouts);
  // Without this the action keeps one by itself where package.json names npm.
  expect(file.text.match(/package-manager-cache: false/g)?.length ?? 0).toBe(nodes);
});

test('the trusted half checks out the default branch alone', () => {
  const checkouts = jobs(one('github/review.yml')).flatMap(({ steps }) =>
    steps.filter(({ uses }) => String(uses).startsWith('actions/checkout@')),
  );

  expect(checkouts.map((step) => (step['with'] as { ref: string }).ref)).toEqual(['${{ github.sha }}']);
  expect(one('github/review.yml').data['on']).toEqual({ workflow_run: { workflows: ['synth'], types: ['completed'] } });
  expect(one('github/synth.yml').data['on']).toEqual({ pull_request: { branches: ['main'] } });
  expect(jobs(one('github/review.yml'))[0]?.data['if']).toContain("github.event.workflow_run.event == 'pull_request'");
});

test('the job that can write to a pull request runs nothing but the action', () => {
  const [, review] = jobs(one('github/review.yml'));

  expect(review?.steps.map(({ uses, run }) => [String(uses).split('@')[0], run])).toEqual([
    ['actions/download-artifact', undefined],
    ['kong-entra/kong-entra', undefined],
  ]);
});

const deploys = named(examples.filter(({ text }) => text.includes('terraform apply')));

test('each system has a deploy', () => {
  expect(deploys.map(([name]) => name.split('/')[2])).toEqual(['azure-devops', 'github', 'gitlab']);
});

test.each(deploys)('%s applies the saved plan, after the check in the same job, and plans once', (_, file) => {
  const script = scripts(file).join('\n');
  const applies = script.match(/^.*terraform apply.*$/gm);

  expect(applies).toEqual([
    expect.stringMatching(/^\s*terraform apply (?:-input=false )?"(?:\$plan|\$work\/tfplan|\$RUNNER_TEMP\/tfplan)"$/),
  ]);
  expect(script).not.toMatch(/-auto-approve|terraform destroy|cdktf deploy/);
  expect(script.match(/terraform plan /g)).toHaveLength(1);
  expect(script.indexOf('kong-entra approve check')).toBeGreaterThan(script.indexOf('terraform plan '));
  expect(script.indexOf('kong-entra approve check')).toBeLessThan(script.indexOf('terraform apply'));
  expect(script).toContain('terraform init');
  expect(script.match(/terraform init.*-lockfile=readonly/g)?.length).toBe(script.match(/terraform init/g)?.length);
});

test.each(deploys)('%s passes the check all parts, and hands the approval to the synchronization', (_, file) => {
  const approvals = scripts(file)
    .join('\n')
    .replace(/\\\n/g, ' ')
    .match(/kong-entra approve .*(?:\n +--.*)*/g);
  const parts = ['synth', 'stack', 'plan', 'lock', 'state', 'client-ids', 'gateway-diff'];

  expect(approvals).toHaveLength(2);
  for (const approval of approvals ?? []) for (const part of parts) expect(approval).toContain(`--${part} `);
  expect(approvals?.[1]).toContain('--digest "$KONG_ENTRA_APPROVAL_DIGEST"');
  expect(file.text).toMatch(/KONG_ENTRA_APPROVAL_DIGEST(?:: \$\{\{ needs\.plan\.outputs\.digest \}\}|="\$DIGEST"|="\$APPROVED_DIGEST")/);
});

test.each(deploys)('%s never makes an artefact of the plan, or writes state, plan or gateway to a file in clear', (_, file) => {
  const uploads = places(file.data).flatMap(({ path, key, value }) => {
    if (key === 'uses' && String(value).startsWith('actions/upload-artifact')) return [path];
    return key === 'publish' || (key === 'paths' && path.endsWith('/artifacts')) ? [JSON.stringify(value)] : [];
  });
  const uploaded = places(file.data).filter(({ path, key }) => key === 'path' && uploads.some((step) => path === `${step}/with`));
  const texts = [...uploads.filter((text) => !text.startsWith('/')), ...uploaded.map(({ value }) => String(value))];

  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) expect(text).toMatch(/approval\.json|"stacks"/);
  // The one way out of the job is the container beside the state.
  expect(file.text.match(/storage blob upload --auth-mode login/g)).toHaveLength(1);
  expect(scripts(file).join('\n')).not.toMatch(/(?:state pull|show -json|kong diff)[^)|]*>|--(?:sas-token|account-key|connection-string)/);
});

test('a deploy of one stack is never cut off by another', () => {
  expect(one('github/deploy.yml').data['concurrency']).toEqual({ group: 'deploy-orders-prod', 'cancel-in-progress': false });
  expect(jobs(one('github/deploy.yml')).map(({ data }) => data['environment'])).toEqual([undefined, 'orders-prod']);
});

test('the step that reads what a stranger made has no token, and its output is no command', () => {
  const steps = (action.data['runs'] as { readonly steps: readonly Record<string, unknown>[] }).steps;
  const review = steps.find(({ name }) => name === 'Review');

  expect(Object.keys(review?.['env'] as object)).toEqual(['BASE', 'WORK', 'DOWNLOADED', 'FAIL_ON']);
  expect(review?.['run']).toContain('::stop-commands::');
  expect(steps.filter(({ env }) => env !== undefined && 'GITHUB_TOKEN' in (env as object)).map(({ name }) => name)).toEqual([
    'Download',
    'Publish',
  ]);
});

test('the action runs its own copy: nothing of the workspace, and no scripts of packages', () => {
  const steps = (action.data['runs'] as { readonly steps: readonly Record<string, unknown>[] }).steps;

  expect(steps.find(({ name }) => name === 'Build')?.['run']).toBe(
    'cd "$GITHUB_ACTION_PATH"\nnpm ci --ignore-scripts --no-audit --no-fund\nnpm run build\n',
  );
  expect(scripts(action).join('\n')).not.toMatch(/npx|GITHUB_WORKSPACE|npm install/);
});
