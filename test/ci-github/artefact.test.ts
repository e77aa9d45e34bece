import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '../../lib/artefact';
import { start } from '../../lib/cli/main';
import { GitHub } from '../support/github';
import { zip } from '../support/zip';

let github: GitHub;
let folder: string;

beforeEach(async () => {
  github = new GitHub();
  await github.start();
  github.zip = zip([{ name: 'stacks/a/cdk.tf.json', content: '{}' }]);
  github.artifacts = [artifact(1), artifact(3), artifact(2)];
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-github-'));
});

afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

function artifact(id: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { id, name: 'kong-entra-synth', size_in_bytes: 300, expired: false, ...more };
}

async function download(): Promise<{ readonly code: number; readonly talk: string; readonly written: boolean }> {
  let talk = '';
  const io = { out: () => undefined, talk: (text: string) => void (talk += text), environment: github.variables };
  const code = await start(['github', 'artefact', '--run-id', '42', '--out', join(folder, 'synth.zip')], io);
  return { code, talk, written: existsSync(join(folder, 'synth.zip')) };
}

test('the newest artefact of the run is downloaded as it is', async () => {
  expect(await download()).toMatchObject({ code: 0, written: true });
  expect(readFileSync(join(folder, 'synth.zip')).equals(github.zip)).toBe(true);
  expect(github.asked.map(({ path, token }) => [path, token])).toEqual([
    ['/actions/runs/42/artifacts', true],
    ['/actions/artifacts/3/zip', true],
    // The address lets in whoever has it; the token is not sent to where it leads.
    ['/blob', false],
  ]);
});

test('an artefact of 2 GB is refused by its size, and not asked for', async () => {
  github.artifacts = [artifact(1, { size_in_bytes: 2 ** 31 })];

  expect(await download()).toEqual({ code: 2, talk: expect.stringContaining(`an artefact of ${2 ** 31} bytes`), written: false });
  expect(github.asked).toHaveLength(1);
});

test('an artefact that is larger than it says is given up while it comes', async () => {
  github.zip = Buffer.alloc(LIMITS.archiveBytes + 1);

  expect(await download()).toEqual({
    code: 2,
    talk: expect.stringContaining(`has more than ${LIMITS.archiveBytes} bytes`),
    written: false,
  });
});

test.each([
  ['none of the name', () => [artifact(1, { name: 'other' })], 'has no artefact "kong-entra-synth"'],
  ['an expired one', () => [artifact(1, { expired: true })], 'has no artefact'],
  ['one without a size', () => [artifact(1, { size_in_bytes: 'small' })], 'without a size'],
])('of a run with %s nothing is written', async (_, artifacts, said) => {
  github.artifacts = artifacts();

  expect(await download()).toEqual({ code: 2, talk: expect.stringContaining(said), written: false });
});

test('an address that is not encrypted is not followed', async () => {
  github.location = 'http://blob.invalid/x';

  expect(await download()).toMatchObject({ code: 2, talk: expect.stringContaining('not https'), written: false });
});

test('the address of the download is not shown where it fails', async () => {
  github.instead.set('GET /blob', { status: 500, body: '' });
  const { talk } = await download();

  expect([talk.includes('canary'), talk.includes('leads to an answer 500')]).toEqual([false, true]);
});
