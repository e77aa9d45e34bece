import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitHub, pull, TOKEN } from '../support/github';
import { zip, type ZipEntry } from '../support/zip';
import { action, ROOT } from './workflows';

const SHA = 'a'.repeat(40);
const MARKER = '<!-- kong-entra:review stack=sales-dev -->';
const WHOLE: readonly ZipEntry[] = [{ name: 'stacks/sales-dev/cdk.tf.json', content: '{"resource":{}}' }];

let github: GitHub;
let folder: string;

/** The CLI of this repository, but for the review itself, which says what it was given. */
const CLI = `
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
if (args[0] !== 'review') {
  const done = spawnSync(process.execPath, [${JSON.stringify(join(ROOT, 'node_modules/tsx/dist/cli.mjs'))}, ${JSON.stringify(join(ROOT, 'lib/cli/main.ts'))}, ...args], { stdio: 'inherit' });
  process.exit(done.status);
}
console.log('::set-output name=exit-code::0');
writeFileSync(args[args.indexOf('--out') + 1], ${JSON.stringify(`${MARKER}\n`)} + readFileSync(args[2] + '/stacks/sales-dev/cdk.tf.json', 'utf8') + '\\n');
writeFileSync(${JSON.stringify('FOLDER')} + '/review', JSON.stringify({ args, token: process.env.GITHUB_TOKEN }));
process.exit(existsSync(${JSON.stringify('FOLDER')} + '/fails') ? 1 : 0);
`;

beforeEach(async () => {
  github = new GitHub();
  await github.start();
  github.pulls = [pull(7, SHA, 'someone/fork')];
  github.artifacts = [{ id: 1, name: 'kong-entra-synth', size_in_bytes: 300, expired: false }];
  github.zip = zip(WHOLE);
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-action-'));
  mkdirSync(join(folder, 'dist/lib/cli'), { recursive: true });
  mkdirSync(join(folder, 'temp'));
  writeFileSync(join(folder, 'dist/lib/cli/main.js'), CLI.replaceAll('FOLDER', folder));
});

afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

const INPUTS: Readonly<Record<string, string>> = {
  'run-id': '42',
  'head-sha': SHA,
  'head-repository': 'someone/fork',
  base: '/base of main',
  artefact: 'kong-entra-synth',
  'fail-on': 'lint:error',
  check: 'kong-entra',
  author: 'github-actions[bot]',
  token: TOKEN,
};

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the steps after the build as the runner does, with the options it starts bash with. */
async function runAction(): Promise<{ readonly log: string; readonly codes: readonly number[] }> {
  const outputs: Record<string, string> = {};
  const codes: number[] = [];
  let log = '';
  const { steps } = action.data['runs'] as { readonly steps: readonly Step[] };
  for (const { id = '', run, env = {} } of steps.slice(2)) {
    const value = (text: string): string =>
      text.replace(
        /\$\{\{ (?:inputs\.([a-z-]+)|steps\.([a-z-]+)\.outputs\.([a-z-]+)) \}\}/g,
        (_, input: string, step: string, output: string) => String(input === undefined ? outputs[`${step}.${output}`] : INPUTS[input]),
      );
    const variables = {
      PATH: process.env['PATH'],
      HOME: folder,
      RUNNER_TEMP: join(folder, 'temp'),
      GITHUB_ACTION_PATH: folder,
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: 'acme/access',
      ...Object.fromEntries(Object.entries(env).map(([name, text]) => [name, value(text)])),
    };
    writeFileSync(join(folder, 'output'), '');
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run ?? ''], { cwd: folder, env: variables });
    child.stdout.on('data', (text: Buffer) => (log += text.toString()));
    child.stderr.on('data', (text: Buffer) => (log += text.toString()));
    codes.push(await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1))));
    for (const line of readFileSync(join(folder, 'output'), 'utf8').split('\n'))
      outputs[`${id}.${line.split('=')[0]}`] = line.slice(line.indexOf('=') + 1);
  }
  return { log, codes };
}

const published = (): readonly unknown[] => github.written.map(({ path, body }) => [path, body['conclusion'] ?? body['body']]);

test('what a fork synthesized is reviewed against main, without the token, and published on its head', async () => {
  const { codes, log } = await runAction();
  const review = JSON.parse(readFileSync(join(folder, 'review'), 'utf8'));

  expect([codes, published()]).toEqual([
    [0, 0, 0],
    [
      ['/check-runs', 'success'],
      ['/issues/7/comments', `${MARKER}\n{"resource":{}}\n`],
    ],
  ]);
  expect(review.args).toEqual([
    'review',
    '/base of main',
    expect.stringMatching(/temp\/kong-entra\.\w+\/head$/),
    '--format',
    'markdown',
    '--out',
    expect.stringMatching(/review\.md$/),
    '--fail-on',
    'lint:error',
  ]);
  expect(review.token).toBeUndefined();
  expect(log).not.toContain(TOKEN);
});

test('a review that finds something fails the check, and the job has done its work', async () => {
  writeFileSync(join(folder, 'fails'), '');

  expect((await runAction()).codes).toEqual([0, 0, 0]);
  expect(published()[0]).toEqual(['/check-runs', 'failure']);
});

test.each<readonly [string, readonly ZipEntry[]]>([
  ['a link', [...WHOLE, { name: 'stacks/sales-dev/access.json', content: '/etc/passwd', mode: 0o120777 }]],
  ['a path upwards', [...WHOLE, { name: '../../dist/lib/cli/main.js', content: 'console.log("::notice::clean")' }]],
  ['2 GB', [...WHOLE, { name: 'stacks/b/cdk.tf.json', content: '{}', size: 2 ** 31 }]],
  ['a verdict', [{ name: 'review.md', content: `${MARKER}\nclean` }]],
])('an artefact with %s fails the check, and nothing of it is published', async (_, entries) => {
  github.zip = zip(entries);
  await runAction();

  expect(published()).toEqual([['/check-runs', 'failure']]);
  expect(JSON.stringify(github.written)).not.toContain('clean');
});

test('an artefact that is too large fails the check', async () => {
  github.artifacts = [{ id: 1, name: 'kong-entra-synth', size_in_bytes: 2 ** 31, expired: false }];
  await runAction();

  expect(published()).toEqual([['/check-runs', 'failure']]);
});

test("a marker of another stack in the artefact's text does not lead to that stack's comment", async () => {
  const other = '<!-- kong-entra:review stack=billing-prod -->';
  github.zip = zip([{ name: 'stacks/sales-dev/cdk.tf.json', content: JSON.stringify({ name: `\n${other}\n` }) }]);
  github.comments = [{ id: 9, user: { login: 'github-actions[bot]', type: 'Bot' }, body: `${other}\nof billing` }];
  await runAction();

  expect(github.written.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /check-runs', 'POST /issues/7/comments']);
});

test('what the review prints is no command to the runner', async () => {
  const { log } = await runAction();
  const [before = '', between = ''] = log.split(/::stop-commands::/);
  const [token = ''] = between.split('\n');

  expect(before).not.toContain('::set-output');
  expect(between.indexOf('::set-output')).toBeLessThan(between.indexOf(`::${token}::`));
});
