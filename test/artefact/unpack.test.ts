import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, start } from '../../lib/cli/main';
import { LIMITS, unpackArtefact } from '../../lib/artefact';
import { zip, type ZipEntry } from '../support/zip';

let folder: string;
const path = (name: string): string => join(folder, name);

const WHOLE: readonly ZipEntry[] = [
  { name: 'manifest.json', content: 'never read' },
  { name: 'stacks/', mode: 0o040755, stored: true },
  { name: 'stacks/sales-dev/', mode: 0o040755, stored: true },
  { name: 'stacks/sales-dev/access.json', content: '{"formatVersion":1}' },
  { name: 'stacks/sales-dev/cdk.tf.json', content: '{"resource":{}}', stored: true },
  { name: 'stacks/sales-dev/gateway.json', content: '{"apis":{}}' },
  { name: 'stacks/sales-dev/kong.preview.yaml', content: 'services: []\n' },
  { name: 'stacks/sales-dev/lint.json', content: 'never read' },
  { name: 'stacks/sales-prod/cdk.tf.json', content: '{}' },
];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-artefact-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Unpacks what is there, and says what was refused and what is left in the folder. */
async function unpacked(
  bytes: Buffer | undefined = undefined,
): Promise<{ readonly code: number; readonly talk: string; readonly left: readonly string[] }> {
  if (bytes !== undefined) writeFileSync(path('artefact'), bytes);
  let talk = '';
  const io = { out: () => undefined, talk: (text: string) => void (talk += text), environment: {} };
  const code = await start(['unpack', '--artefact', path('artefact'), '--out', path('head')], io);
  return { code, talk, left: readdirSync(folder).sort() };
}

test('what a synthesis wrote is unpacked as it was, and nothing besides', async () => {
  const { code, talk } = await unpacked(zip(WHOLE));

  expect([code, talk]).toEqual([0, `${path('head')}: 2 stacks, 60 bytes\n`]);
  expect(readdirSync(path('head'), { recursive: true }).sort()).toEqual([
    'stacks',
    'stacks/sales-dev',
    'stacks/sales-dev/access.json',
    'stacks/sales-dev/cdk.tf.json',
    'stacks/sales-dev/gateway.json',
    'stacks/sales-dev/kong.preview.yaml',
    'stacks/sales-prod',
    'stacks/sales-prod/cdk.tf.json',
  ]);
  expect(readFileSync(path('head/stacks/sales-dev/access.json'), 'utf8')).toBe('{"formatVersion":1}');
  expect(statSync(path('head/stacks/sales-dev/access.json')).mode & 0o111).toBe(0);
});

const FILE = 'stacks/sales-dev/cdk.tf.json';

test.each<readonly [string, ZipEntry, string]>([
  ['a link', { name: FILE, content: '/etc/passwd', mode: 0o120777 }, 'is a link or another special file'],
  ['a link in place of a folder', { name: 'stacks/sales-dev/', content: '/etc', mode: 0o120777 }, 'is a link or another special file'],
  ['a device', { name: FILE, mode: 0o020666 }, 'is a link or another special file'],
  ['a path upwards', { name: 'stacks/../../evil.json', content: '{}' }, 'is a name no synthesis writes'],
  ['a stack called ..', { name: 'stacks/../access.json', content: '{}' }, 'is a name no synthesis writes'],
  ['an absolute path', { name: '/etc/access.json', content: '{}' }, 'is a name no synthesis writes'],
  ['a path with a drive', { name: 'C:/stacks/a/access.json', content: '{}' }, 'is a name no synthesis writes'],
  ['a path with backslashes', { name: 'stacks\\sales-dev\\access.json', content: '{}' }, 'is a name no synthesis writes'],
  ['a NUL in a name', { name: 'stacks/a/access.json\0.sh', content: '{}' }, 'is a name no synthesis writes'],
  ['a name that turns the reading direction', { name: 'stacks/\u202ea/access.json', content: '{}' }, 'is a name no synthesis writes'],
  [
    'a name that reads like a verdict',
    { name: 'stacks/a/access.json\n0 findings, all clean', content: '{}' },
    'is a name no synthesis writes',
  ],
  ['a file of Terraform', { name: 'stacks/sales-dev/evil.tf', content: '' }, 'is a name no synthesis writes'],
  ['a script that a review would compare', { name: 'stacks/sales-dev/assets/deploy.sh', content: '' }, 'is a name no synthesis writes'],
  ['the choice of a workspace', { name: 'stacks/sales-dev/.terraform/environment', content: '' }, 'is a name no synthesis writes'],
  ['a report of rules that is of no stack', { name: 'lint.json', content: '{}' }, 'is a name no synthesis writes'],
  ['a link in place of a report of rules', { name: 'stacks/a/lint.json', content: '/etc/passwd', mode: 0o120777 }, 'is a link or another'],
  ['a program', { name: 'package.json', content: '{}' }, 'is a name no synthesis writes'],
  ['a name of a device', { name: 'stacks/con/access.json', content: '{}' }, 'is a name no synthesis writes'],
  ['the same name twice', { name: 'stacks/sales-dev/access.json', content: '{"other":1}' }, 'is there twice'],
  ['a name in other capitals', { name: 'stacks/Sales-Dev/access.json', content: '{}' }, 'differs from it in capitals only'],
  ['2 GB', { name: FILE, content: '{}', size: 2 ** 31 }, `unpacks to ${2 ** 31} bytes; at most ${LIMITS.fileBytes} are read`],
  ['an encrypted file', { name: FILE, content: '{}', flags: 1 }, 'is encrypted'],
  ['another way of packing', { name: FILE, content: '{}', method: 12 }, 'is packed in a way that is not read'],
])('%s in an archive is refused, and nothing of it is written', async (_, entry, said) => {
  const others = WHOLE.filter(({ name }) => name !== entry.name || said.includes('twice'));
  const { code, talk, left } = await unpacked(zip([...others, entry]));

  expect([code, left]).toEqual([2, ['artefact']]);
  expect(talk).toContain(said);
  expect(talk).toContain('[ARTEFACT_REFUSED]');
  expect(talk.split('\n')).not.toContain('0 findings, all clean');
  expect(existsSync(join(folder, '..', 'evil.json'))).toBe(false);
});

test('what a change would have for standards and waivers is handed over, and is no stack', async () => {
  const settings = { name: 'kong-entra.json', content: '{"formatVersion":1}' };

  expect(await unpacked(zip([...WHOLE, settings]))).toMatchObject({ code: 0, talk: `${path('head')}: 2 stacks, 79 bytes\n` });
  expect(readFileSync(path('head/kong-entra.json'), 'utf8')).toBe(settings.content);
  rmSync(path('head'), { recursive: true });
  expect(await unpacked(zip([{ ...settings, name: 'stacks/kong-entra.json' }]))).toMatchObject({ code: 2 });
});

test('standards without a stack are refused', async () => {
  expect(await unpacked(zip([{ name: 'kong-entra.json', content: '{"formatVersion":1}' }]))).toMatchObject({ code: 2, left: ['artefact'] });
});

test('a file that inflates to more than its directory says is given up while it inflates', async () => {
  const { code, talk, left } = await unpacked(zip([{ name: FILE, content: Buffer.alloc(80 * 1024 * 1024), size: 100 }]));

  expect([code, left]).toEqual([2, ['artefact']]);
  expect(talk).toContain('is damaged: ');
});

test('files that are too much together are refused before any is read', async () => {
  const size = LIMITS.fileBytes - 1;
  const entries = Array.from({ length: 5 }, (_, index) => ({ name: `stacks/s${index}/cdk.tf.json`, content: '{}', size }));

  expect(await unpacked(zip(entries))).toMatchObject({
    code: 2,
    talk: expect.stringContaining(`unpacks to ${5 * size} bytes`),
    left: ['artefact'],
  });
});

test('an archive of 2 GB is not opened', async () => {
  writeFileSync(path('artefact'), '');
  truncateSync(path('artefact'), 2 ** 31);

  expect(await unpacked()).toMatchObject({ code: 2, talk: expect.stringContaining(`has ${2 ** 31} bytes`), left: ['artefact'] });
});

test('more entries than a synthesis has are refused by their number', async () => {
  const entries = Array.from({ length: LIMITS.entries + 1 }, (_, index) => ({ name: `stacks/s${index}/`, mode: 0o040755, stored: true }));

  expect(await unpacked(zip(entries))).toMatchObject({ code: 2, talk: expect.stringContaining(`has ${LIMITS.entries + 1} entries`) });
});

test.each([
  ['text that looks like a verdict', Buffer.from('0 blocking, 0 to review. All clean.'), 'is no zip file'],
  ['an empty archive', zip([]), 'holds no stack'],
  ['half an archive', zip(WHOLE).subarray(0, 300), 'is no zip file'],
  ['a directory that is shorter than it says', zip(WHOLE, 60), 'is damaged'],
  ['a file that is not JSON', zip([{ name: FILE, content: '{"resource":' }]), 'is not JSON'],
  ['a list', zip([{ name: FILE, content: '[]' }]), 'is no JSON object'],
  ['a text that is not UTF-8', zip([{ name: 'stacks/a/kong.preview.yaml', content: Buffer.from([0xc3, 0x28]) }]), 'is not UTF-8'],
  ['JSON of endless depth', zip([{ name: FILE, content: `{"a":${'['.repeat(100_000)}` }]), 'is nested deeper than 100 levels'],
])('%s is refused, and leaves nothing behind', async (_, bytes, said) => {
  expect(await unpacked(bytes)).toEqual({ code: 2, talk: expect.stringContaining(said), left: ['artefact'] });
});

test('brackets and escapes inside a text are no depth', async () => {
  expect(await unpacked(zip([{ name: FILE, content: JSON.stringify({ path: `${'[{'.repeat(500)}\\"` }) }]))).toMatchObject({ code: 0 });
});

test('all names that are wrong are told at once', async () => {
  const { talk } = await unpacked(zip([...WHOLE, { name: 'a.sh' }, { name: 'stacks/x/b.sh' }, { name: '../c', mode: 0o120777 }]));

  expect(talk.match(/is a name no synthesis writes/g)).toHaveLength(3);
});

test('a folder that exists already is left as it is', async () => {
  mkdirSync(path('head'));

  expect(await unpacked(zip(WHOLE))).toMatchObject({ code: 2, talk: expect.stringContaining('is there already') });
  expect(readdirSync(path('head'))).toEqual([]);
});

/** A plain folder with what the archive has. */
function plain(): void {
  mkdirSync(path('artefact/stacks/sales-dev'), { recursive: true });
  writeFileSync(path(`artefact/${FILE}`), '{}');
}

test('a plain folder is read in the same way', async () => {
  plain();

  expect(await unpacked()).toMatchObject({ code: 0, left: ['artefact', 'head'] });
  expect(readFileSync(path(`head/${FILE}`), 'utf8')).toBe('{}');
});

test.each<readonly [string, () => void, string]>([
  ['a link to a file', () => symlinkSync('/etc/hostname', path('artefact/stacks/sales-dev/access.json')), 'is no regular file'],
  ['a link to a folder', () => symlinkSync('/etc', path('artefact/stacks/other')), 'is a name no synthesis writes'],
  ['a pipe', () => spawnSync('mkfifo', [path('artefact/stacks/sales-dev/gateway.json')]), 'is no regular file'],
  ['a file nobody writes', () => writeFileSync(path('artefact/stacks/sales-dev/evil.tf'), ''), 'is a name no synthesis writes'],
  [
    'a file of 2 GB',
    () => {
      writeFileSync(path('artefact/stacks/sales-dev/access.json'), '');
      truncateSync(path('artefact/stacks/sales-dev/access.json'), 2 ** 31);
    },
    `has ${2 ** 31} bytes`,
  ],
])('%s in a plain folder is refused', async (_, forge, said) => {
  plain();
  forge();

  expect(await unpacked()).toEqual({ code: 2, talk: expect.stringContaining(said), left: ['artefact'] });
});

test('a link in place of the artefact is not followed', async () => {
  writeFileSync(path('real'), zip(WHOLE));
  symlinkSync(path('real'), path('artefact'));

  expect(await unpacked()).toMatchObject({ code: 2, talk: expect.stringContaining('is neither a zip file nor a folder') });
});

test('where nothing can be written nothing is begun', async () => {
  await expect(unpackArtefact(path('nowhere'), path('head'))).rejects.toThrow('does not exist');
  writeFileSync(path('artefact'), zip(WHOLE));
  chmodSync(path('artefact'), 0o400);

  await expect(unpackArtefact(path('artefact'), path('no/such/head'))).rejects.toThrow('cannot be made: ENOENT');
});

test('what is missing is told at once, and the help names the command', async () => {
  let [out, talk] = ['', ''];
  const io = { out: (text: string) => void (out += text), talk: (text: string) => void (talk += text), environment: {} };
  const code = await start(['unpack'], io);
  run(['--help'], io);

  expect([code, talk.match(/--(?:artefact|out) is missing/g)]).toEqual([2, ['--artefact is missing', '--out is missing']]);
  expect(out).toContain('kong-entra unpack');
});
