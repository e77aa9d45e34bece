import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bind, renderGateway, toDocument, writeAccess, writeDocument } from '../../lib';
import { eachLine } from '../../lib/cli/lines';
import { run } from '../../lib/cli/main';
import { sales } from '../../examples/sales';
import { environment, guid, TENANT } from '../support/organisation';

const ROOT = join(__dirname, '../..');
const ids = { orders: guid(7), invoicing: guid(8) };
const NOW = 1_800_000_000;
const claims = {
  iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  aud: ids.orders,
  azp: ids.invoicing,
  idtyp: 'app',
  roles: ['Orders.Read.All'],
  ...{ iat: NOW, nbf: NOW, exp: NOW + 3600 },
};
const good = JSON.stringify({
  time: NOW,
  request: { method: 'GET', url: 'https://apps.example.com/orders' },
  claims,
  route: 'orders.list.applications',
  status: 200,
});
const moved = good.replace('orders.list.applications', 'orders.old');
const unknown = JSON.stringify({
  access: { method: 'GET', host: 'api.example.com', path: '/orders', status: 401, authenticated: false },
  route: { name: 'orders.list' },
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-replay-'));
  const template = renderGateway(sales, environment());
  writeFileSync(join(folder, 'gateway.json'), JSON.stringify(template));
  writeFileSync(join(folder, 'ids.json'), JSON.stringify(ids));
  writeFileSync(join(folder, 'access.json'), writeAccess(sales, environment()));
  writeFileSync(join(folder, 'kong.yaml'), writeDocument(bind(toDocument(template, 'deck'), ids).document, 'yaml'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

/** The program with a log on its standard input, which comes in small pieces. */
function cli(args: readonly string[], log: string | Buffer): Answer {
  let [out, talk] = ['', ''];
  let rest = Buffer.from(log);
  const code = run(['replay', ...args.map((arg) => (/^[a-z]+\.(?:json|yaml)$/.test(arg) ? join(folder, arg) : arg))], {
    out: (text) => void (out += text),
    talk: (text) => void (talk += text),
    environment: {},
    input: (buffer) => {
      const size = rest.copy(buffer, 0, 0, Math.min(rest.length, 1000));
      rest = rest.subarray(size);
      return size;
    },
  });
  return { code, out, talk };
}

const ACCESS = ['--access', 'access.json', '--client-ids', 'ids.json'];

test.each([
  ['a Kong file', ['--config', 'kong.yaml']],
  ['a template', ['--template', 'gateway.json', '--client-ids', 'ids.json']],
  ['a definition', ACCESS],
  ['a definition with the Kong file of a gateway', ['--config', 'kong.yaml', ...ACCESS]],
])('a log is replayed against %s', (_, from) => {
  expect(cli(from, `${good}\n\n${good}`)).toMatchObject({ code: 0, out: expect.stringMatching(/^2 records .*\n {2}same +2\n/), talk: '' });
  expect(cli(from, `${good}\n${moved}\n`)).toMatchObject({
    code: 1,
    out: expect.stringContaining('orders.old -> orders.list.applications'),
  });
});

test('what cannot be told ends with 1 as well, and JSON says the same', () => {
  const { code, out } = cli([...ACCESS, '--format', 'json'], `\ufeff${good}\n${unknown}\n`);

  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    totals: { records: 2, same: 1, unknown: 1 },
    unused: { grants: [], assignments: [{ principal: 'group order-managers', api: 'orders', role: 'Orders.Approve' }] },
  });
});

test.each([
  ['', 'standard input: is empty'],
  ['\n\n', 'standard input: is empty'],
  ['a\n{}\n', 'standard input: holds no record that can be read; line 1 is no JSON'],
])('a log of which nothing can be read ends with 2: %j', (log, message) => {
  const { code, out, talk } = cli(ACCESS, log);

  expect([code, out]).toEqual([2, '']);
  expect(talk).toContain(message);
  expect(talk).toMatch(/\[LOG_UNREADABLE\]\n$/);
});

test('lines that are too long, and such as are no text, are counted and passed over', () => {
  const long = good.replace('/orders"', `/orders?${'x'.repeat(1_048_576)}"`);
  const log = Buffer.concat([Buffer.from(`${long}\n${good}\n`), Buffer.from([0x22, 0xff, 0x22, 0x0a]), Buffer.from(`${good}\r\n`)]);
  const { code, out } = cli(ACCESS, log);

  expect(code).toBe(0);
  expect(out).toMatch(/^2 records .*\n {2}same +2\n.*\n.*\n {2}unreadable +2\n/);
  expect(out).toMatch(/line 1 is longer than 1 MB\n {2}line 3 is not UTF-8\n/);
});

test.each([1, 2, 3, 7, 64])('lines are put together from pieces of any size: %d', (piece) => {
  const text = 'a\n\nbéé\n🙂\nlast';
  const found: string[] = [];
  let rest = Buffer.from(text);
  const read = (buffer: Uint8Array): number => {
    const size = rest.copy(buffer);
    rest = rest.subarray(size);
    return size;
  };
  eachLine(
    read,
    { line: (line, number) => found.push(`${number} ${line}`), unreadable: (number, reason) => found.push(`${number} ${reason}`) },
    piece,
  );

  expect(found).toEqual(['1 a', '2 ', '3 béé', '4 🙂', '5 last']);
});

test.each([
  [[], ['needs one of --template, --config and --access']],
  [['--template', 'gateway.json', '--config', 'kong.yaml'], ['takes either --template or --config']],
  [['--access', 'access.json'], ['needs --client-ids with --access']],
  [['--config', '-'], ['reads the log from standard input, and cannot read --config there too']],
  [['--access', 'kong.yaml', '--client-ids', 'ids.json'], ['kong.yaml: is not JSON']],
  [['--config', 'gateway.json'], ['[KONG_FILE_REFUSED]']],
])('%j is answered with what is wrong', (args, messages) => {
  const { code, out, talk } = cli(args, good);

  expect([code, out]).toEqual([2, '']);
  for (const message of messages) expect(talk).toContain(message);
});

test('a log of any length passes in constant memory', () => {
  // 200 MB of lines of 10 KB, in a heap that holds no fifth of them.
  const long = (line: string): string => line.replace('/orders"', `/orders?${'x'.repeat(10_000)}"`);
  const pair = `${long(good)}\n${long(moved)}\n`;
  writeFileSync(join(folder, 'pair.jsonl'), pair);
  writeFileSync(
    join(folder, 'generate.js'),
    "const fs = require('fs'); const pair = fs.readFileSync(__dirname + '/pair.jsonl'); for (let at = 0; at < 10_000; at++) fs.writeSync(1, pair);",
  );
  const program = [
    '--max-old-space-size=40',
    '-r',
    'tsx/cjs',
    join(ROOT, 'lib/cli/main.ts'),
    'replay',
    '--config',
    join(folder, 'kong.yaml'),
  ];
  const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ');
  const shell = `${quoted([process.execPath, join(folder, 'generate.js')])} | ${quoted([process.execPath, ...program])}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', shell], { cwd: ROOT, encoding: 'utf8' });

  expect(pair.length * 10_000).toBeGreaterThan(200_000_000);
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(/^20000 records .*\n {2}same +10000\n {2}changed +10000 /);
});
