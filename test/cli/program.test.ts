import { execFileSync, spawn, spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { renderGateway } from '../../lib';
import { sales } from '../../examples/sales';
import { environment, guid } from '../support/organisation';
import { testWith } from '../support/required';

const ROOT = join(__dirname, '../..');
const CLI = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'lib/cli/main.ts')];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-'));
  writeFileSync(join(folder, 'gateway.json'), JSON.stringify(renderGateway(sales, environment())));
  writeFileSync(join(folder, 'ids.json'), JSON.stringify({ orders: guid(7) }));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The CLI as a process of its own, in a folder with a template and client ids. */
function program(
  args: readonly string[],
  options: SpawnSyncOptions = {},
): { readonly code: number | null; readonly out: string; readonly talk: string } {
  const done = spawnSync(process.execPath, [...CLI, ...args], { cwd: folder, maxBuffer: 64 * 2 ** 20, ...options, encoding: 'utf8' });
  return { code: done.status, out: done.stdout ?? '', talk: done.stderr ?? '' };
}

const RENDER = ['kong', 'render', '--client-ids', 'ids.json'];

test('a long report of decK comes through, and does not end it', () => {
  writeFileSync(join(folder, 'deck'), `#!/bin/sh\nhead -c 2000000 /dev/zero | tr '\\0' x\necho "done $1" >> calls\n`);
  chmodSync(join(folder, 'deck'), 0o755);
  const { PATH = '' } = process.env;
  const variables = {
    ...process.env,
    PATH: `${folder}${delimiter}${PATH}`,
    DECK_KONG_ADDR: 'x',
    KONG_ENTRA_CLIENT_IDS_0: JSON.stringify({ orders: guid(7) }),
  };

  const { code, out, talk } = program(['kong', 'sync'], { env: variables });

  expect([code, out, talk.length]).toEqual([0, '', 4_000_000]);
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe('done file\ndone gateway\n');
});

test('a reader that has seen enough ends the program without a word', () => {
  const script = `"${process.execPath}" ${CLI.map((part) => `"${part}"`).join(' ')} ${RENDER.join(' ')}; echo "code $?" >&2`;
  const { stdout, stderr } = spawnSync('sh', ['-c', `(${script}) | true`], { cwd: folder, encoding: 'utf8' });

  expect([stdout, stderr]).toEqual(['', 'code 0\n']);
});

const withFullDevice = testWith('full-device', existsSync('/dev/full'));

withFullDevice('a full disk is said in a line', () => {
  const full = openSync('/dev/full', 'w');

  expect(program(RENDER, { stdio: ['ignore', full, 'pipe'] })).toMatchObject({
    code: 2,
    talk: expect.stringMatching(/^standard output: cannot be written: ENOSPC\n  fix: .*\n$/),
  });
});

test('a folder of stacks that is a file is said in a line', () => {
  mkdirSync(join(folder, 's1'));
  writeFileSync(join(folder, 's1/stacks'), '');

  expect(program(['summary', '--synth', 's1'])).toMatchObject({
    code: 2,
    out: '',
    talk: expect.stringMatching(/^s1\/stacks: cannot be read: ENOTDIR\n  fix: .*\n$/),
  });
});

test('standard output may be called by its name', () => {
  expect(program([...RENDER, '--out', '/dev/stdout'])).toEqual(program(RENDER));
});

test('a pipe gets what a file would, and stays a pipe', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const reader = spawn('sh', ['-c', 'exec cat pipe > copy'], { cwd: folder });
  const { code } = program([...RENDER, '--out', 'pipe']);
  // Whoever reads a pipe that nobody writes to waits for ever.
  if (code !== 0) reader.kill();
  await once(reader, 'exit');

  expect(code).toBe(0);

  expect(statSync(join(folder, 'pipe')).isFIFO()).toBe(true);
  expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe(program(RENDER).out);
});

test.each([
  ['a file', true],
  ['nothing yet', false],
])('a link to %s stays a link, and what it leads to is written', (_, exists) => {
  if (exists) writeFileSync(join(folder, 'real.yaml'), 'former');
  symlinkSync('real.yaml', join(folder, 'link.yaml'));

  expect(program([...RENDER, '--out', 'link.yaml']).code).toBe(0);

  expect(lstatSync(join(folder, 'link.yaml')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real.yaml'), 'utf8')).toBe(program(RENDER).out);
});

test('a file that is replaced stays as private as it was, and nothing is left beside it', () => {
  writeFileSync(join(folder, 'kong.yaml'), 'former');
  chmodSync(join(folder, 'kong.yaml'), 0o600);

  expect(program([...RENDER, '--out', 'kong.yaml']).code).toBe(0);

  expect(statSync(join(folder, 'kong.yaml')).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).sort()).toEqual(['gateway.json', 'ids.json', 'kong.yaml']);
});

test.each([
  ['a file', '< ids.json', '/dev/stdin'],
  ['a pipe', '', '/dev/stdin'],
  ['a pipe', '', '-'],
  ['a pipe that comes in pieces', 'pieces', '-'],
])('client ids are read of %s at standard input', (_, from, name) => {
  const command = [process.execPath, ...CLI, 'kong', 'render', '--template', 'gateway.json', '--client-ids', name];
  const quoted = command.map((word) => `'${word}'`).join(' ');
  const written = from === 'pieces' ? '(head -c 5 ids.json; sleep 0.2; tail -c +6 ids.json)' : 'cat ids.json';
  const done = spawnSync('sh', ['-c', from.startsWith('<') ? `${quoted} ${from}` : `${written} | ${quoted}`], {
    cwd: folder,
    encoding: 'utf8',
  });

  expect([done.status, done.stderr]).toEqual([0, '']);
  expect(done.stdout).toContain(guid(7));
});
