import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as entry from '../lib';
import * as constructs from '../lib/gateway';
import { RULES, rulesPage } from '../lib/lint';
import { dev } from '../stacks/environments/dev';
import { organisation } from '../stacks/organisation';

const ROOT = join(__dirname, '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('the example of the README is the compiled one, of at most 21 lines', () => {
  const [, shown = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const compiled = readFileSync(join(ROOT, 'examples/readme.ts'), 'utf8')
    .replace("'../lib/gateway'", "'kong-entra/constructs'")
    .replace("'../lib'", "'kong-entra'");

  expect(shown).toBe(compiled);
  expect(
    shown
      .trim()
      .split('\n')
      .filter((line) => line !== '').length,
  ).toBeLessThanOrEqual(21);
});

test('the example of the README synthesizes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  execFileSync(process.execPath, [require.resolve('tsx/cli'), join(ROOT, 'examples/readme.ts')], { cwd: folder });

  expect(readdirSync(join(folder, 'cdktf.out/stacks/sales-dev')).sort()).toEqual([
    'access.json',
    'cdk.tf.json',
    'gateway.json',
    'kong.preview.yaml',
    'lint.json',
  ]);
  rmSync(folder, { recursive: true });
});

test('the example of who can call what says so, and why a call is refused', () => {
  const said = execFileSync(process.execPath, [require.resolve('tsx/cli'), join(ROOT, 'examples/who-can-call-what.ts')], {
    encoding: 'utf8',
  });

  expect(said).toMatch(/^orders\.list +invoicing +application +- +role Orders\.Read\.All$/m);
  expect(said).toMatch(/^403 /m);
});

test('the policy of the documents is the example, and holds for the sample organisation', () => {
  const example = readFileSync(join(ROOT, 'examples/policy.yaml'), 'utf8');
  const shown = [readme, readFileSync(join(ROOT, 'docs/policy.md'), 'utf8')].map((text) => /```yaml\n([\s\S]*?)```/.exec(text)?.[1]);

  expect(shown).toEqual([example, example]);
  expect(entry.checkPolicy({ model: organisation, environment: dev }, entry.parsePolicy(example))).toMatchObject({ holds: true });
});

test('the matchers of the documents are those of the example', () => {
  const [, shown = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/policy.md'), 'utf8')) ?? [];
  const compiled = readFileSync(join(ROOT, 'examples/policy-matchers.ts'), 'utf8').replace("'../lib/jest'", "'kong-entra/jest'");

  expect(compiled.replace(/import \{[^]*?environment: dev \};\n/, '')).toBe(shown);
});

test('the test with a sandbox that the documents show is the example', () => {
  const [, shown = ''] = /`examples\/sandbox.ts`:\n\n```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/sandbox.md'), 'utf8')) ?? [];

  expect(shown).toBe(readFileSync(join(ROOT, 'examples/sandbox.ts'), 'utf8').replace("'../lib/sandbox'", "'kong-entra/sandbox'"));
});

test('the example of a gateway with other routes synthesizes, and fails where one of them is in the way', () => {
  const folder = mkdtempSync(join(tmpdir(), 'beside-'));
  const run = (script: string): string =>
    execFileSync(process.execPath, [require.resolve('tsx/cli'), script], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  const example = join(ROOT, 'examples/beside-others.ts');
  run(example);

  expect(readdirSync(join(folder, 'cdktf.out/stacks'))).toEqual(['sales-dev']);
  const other = join(folder, 'other.ts');
  const dump = join(folder, 'beside-others.yaml');
  writeFileSync(
    other,
    readFileSync(example, 'utf8')
      .replaceAll("'../lib", `'${ROOT}/lib`)
      .replace("'./sales'", `'${ROOT}/examples/sales'`)
      .replace("'cdktf'", `'${ROOT}/node_modules/cdktf'`),
  );
  writeFileSync(
    dump,
    readFileSync(join(ROOT, 'examples/beside-others.yaml'), 'utf8').replace(
      'paths: [/]',
      'paths: [~/orders.*], methods: [GET], regex_priority: 999',
    ),
  );
  expect(() => run(other)).toThrow(
    /routes orders\.list: route "shop", which is on the gateway besides, takes requests of it, for example GET https:\/\/api\.dev\.example\.com\/orders\n.*\[FOREIGN_TAKES\]/,
  );
  rmSync(folder, { recursive: true });
});

test('the example of a replay says what the documentation shows', () => {
  const said = execFileSync(process.execPath, [require.resolve('tsx/cli'), join(ROOT, 'examples/replay.ts')], { encoding: 'utf8' });
  const shown = readFileSync(join(ROOT, 'docs/replay.md'), 'utf8').split('\n```\n').at(-2);

  expect(`${shown}\n`).toBe(said);
});

test('the commands of the README are of the sample: its stack, and the command line from the folder of the stack', () => {
  const [, folder = '', stack] = /\ncd (cdktf\.out\/stacks\/(\S+))\n/.exec(readme) ?? [];
  const programs = [...readme.matchAll(/\| npx tsx (\S+)/g)].map((match) => join(ROOT, folder, match[1] ?? ''));

  expect([stack, readme.includes(`npx cdktf deploy ${stack} `)]).toEqual([`trading-${dev.key}`, true]);
  expect(programs).toEqual([join(ROOT, 'lib/cli/main.ts'), join(ROOT, 'lib/cli/main.ts')]);
});

test('one more API with two roles, a scope, a client and three routes takes at most 30 lines', () => {
  const lines = readFileSync(join(ROOT, 'examples/sales.ts'), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('import'));

  expect(lines.length).toBeLessThanOrEqual(30);
});

test('every function and construct the README names exists', () => {
  const cells = [...readme.matchAll(/^\| ([^|]*)\|/gm)].map((row) => row[1] ?? '');
  const named = cells.flatMap((cell) =>
    [...cell.matchAll(/`((?:define|access|grant|assign|Gateway|Entra|Api|Admin|Registration|microsoft)[A-Za-z]*)/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  const known = new Set([...Object.keys(entry), ...Object.keys(constructs)]);

  expect(named.length).toBeGreaterThan(12);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('the page of rules is the generated one, and its settings are read', () => {
  const page = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8');
  const [, settings = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];

  expect(page).toBe(rulesPage());
  expect(entry.readLintSettings(settings, 'docs/rules.md').waivers).toHaveLength(1);
});

test('every document a rule rests on has that heading', () => {
  const sources = RULES.flatMap(({ source }) => [/^(docs\/\w+\.md), "(.*)"$/.exec(source)].flatMap((found) => found ?? []).slice(1));
  for (let at = 0; at < sources.length; at += 2)
    expect(readFileSync(join(ROOT, sources[at] ?? ''), 'utf8')).toContain(`## ${sources[at + 1] ?? ''}`);
});

test('every link between documents leads somewhere', () => {
  const documents = [
    'README.md',
    ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  ];
  const dead = documents.flatMap((document) => {
    const text = readFileSync(join(ROOT, document), 'utf8');
    return [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => target !== '' && !existsSync(join(ROOT, dirname(document), target)))
      .map((target) => `${document}: ${target}`);
  });

  expect(dead).toEqual([]);
});
