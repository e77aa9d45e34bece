import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAccess } from '../../lib';
import { run } from '../../lib/cli/main';
import { sales } from '../../examples/sales';
import { environment, guid } from '../support/organisation';
import { elements, readXml } from '../support/xml';

const ROOT = join(__dirname, '../..');

const GOOD = `formatVersion: 1
expectations:
  - route: orders.list
    callers: [invoicing]
  - route: orders.read
    callers: [invoicing]
  - route: orders.approve
    callers: []
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-test-'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('access.json', writeAccess(sales, environment()));
  write(
    'prod.json',
    writeAccess(sales, environment({ name: 'prod', hosts: { public: 'api.prod.example.com' }, groups: { 'order-managers': guid(9) } })),
  );
  write('good.yaml', GOOD);
  write('good.json', JSON.stringify({ formatVersion: 1, expectations: [{ route: 'orders.list', may: ['invoicing'] }] }));
  write('bad.yaml', GOOD.replace('callers: []', 'callers: [invoicing]'));
  write('host.yaml', 'formatVersion: 1\nexpectations: [{ request: "GET https://apps.example.com/orders", callers: [invoicing] }]\n');
  write('prodhost.yaml', 'formatVersion: 1\nexpectations: [{ request: "GET https://api.prod.example.com/orders", may: [invoicing] }]\n');
  write('names.yaml', GOOD.replaceAll('invoicing', 'invoicin').replace('orders.read', 'orders.red'));
  write('twice.yaml', `${GOOD}formatVersion: 1\n`);
  write('empty.yaml', '');
  write('huge.yaml', '#'.repeat(2_000_001));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

function cli(...args: readonly string[]): Answer {
  let [out, talk] = ['', ''];
  const inFolder = args.map((arg) => (/^[a-z]+\.(?:json|yaml|xml|txt)$/.test(arg) ? join(folder, arg) : arg));
  const io = { out: (text: string) => void (out += text), talk: (text: string) => void (talk += text), environment: {} };
  return { code: run(['test', ...inFolder], io), out, talk };
}

const ACCESS = ['--access', 'access.json'];

test('where every expectation holds the exit code is 0, and coverage is told', () => {
  const { code, out, talk } = cli('--policy', 'good.yaml', ...ACCESS);

  expect([code, talk]).toEqual([0, '']);
  expect(out).toMatch(/\(environment test\)\n\nexpectations {2}3 of 3 hold\nroutes {8}3 of 3 \(100%\)\ngrants {8}1 of 1 \(100%\)\n/);
});

test('where one does not hold the exit code is 1, with who, why and what to change', () => {
  const { code, out, talk } = cli('--policy', 'bad.yaml', ...ACCESS);

  expect([code, talk]).toEqual([1, '']);
  expect(out).toMatch(/\nFAIL orders\.approve \(.*bad\.yaml expectations\[2\]\)\n {2}invoicing may, but is refused with 403\n/);
  expect(out).toContain('expectations  2 of 3 hold');
});

test('several policies are counted together', () => {
  const { code, out } = cli('--policy', 'good.yaml', '--policy', 'good.json', '--policy', 'bad.yaml', ...ACCESS);

  expect([code, /expectations {2}(.*)\n/.exec(out)?.[1]]).toEqual([1, '6 of 7 hold']);
});

test('every policy is checked for every deployment', () => {
  const both = [...ACCESS, '--access', 'prod.json'];
  const { code, out } = cli('--policy', 'good.yaml', ...both);

  expect([code, [...out.matchAll(/\(environment (.*)\)/g)].map(([, name]) => name)]).toEqual([0, ['test', 'prod']]);
  expect(cli('--policy', 'host.yaml', '--access', 'access.json').code).toBe(0);
  expect(cli('--policy', 'prodhost.yaml', ...both).code).toBe(1);
});

test.each([
  [['--min-routes', '100', '--min-grants', '100', '--min-assignments', '0'], 0, undefined],
  [['--min-assignments', '0.1'], 1, 'FAIL coverage of assignments is 0%, less than 0.1%'],
])('coverage below %j is a finding', (flags, code, miss) => {
  const answer = cli('--policy', 'good.yaml', ...ACCESS, ...flags);

  expect([answer.code, /^FAIL.*$/m.exec(answer.out)?.[0]]).toEqual([code, miss]);
});

test('JSON and JUnit are one document each', () => {
  const json = cli('--policy', 'bad.yaml', ...ACCESS, '--format', 'json');
  const junit = cli('--policy', 'bad.yaml', ...ACCESS, '--format', 'junit', '--min-assignments', '50');

  expect([json.code, JSON.parse(json.out)]).toMatchObject([1, { formatVersion: 1, passed: false, deployments: [{ environment: 'test' }] }]);
  expect([junit.code, elements(readXml(junit.out), 'failure').length, elements(readXml(junit.out), 'testcase').length]).toEqual([1, 2, 4]);
});

test('with a file to write the report is there, and its summary is talk', () => {
  const { code, out, talk } = cli('--policy', 'bad.yaml', ...ACCESS, '--out', 'report.txt');

  expect([code, out, talk]).toEqual([1, '', `${join(folder, 'access.json')}: 2 of 3 expectations hold\n`]);
  expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toContain('FAIL orders.approve');
});

test.each([
  [[], ['needs --policy', 'needs --access']],
  [['--policy', 'good.yaml'], ['needs --access']],
  [['--policy', '-', '--access', '-'], ['can read one thing from standard input']],
  [['--policy', 'good.yaml', '--policy', 'good.yaml', ...ACCESS], ['twice']],
  [
    ['--policy', 'good.yaml', ...ACCESS, '--min-routes', '101', '--min-grants', 'all'],
    ['--min-routes is no percentage', '--min-grants is no percentage'],
  ],
  [['--policy', 'good.yaml', ...ACCESS, '--format', 'xml'], ['--format is "xml"; it can be text or json or junit']],
  [
    ['--policy', 'gone.yaml', '--access', 'gone.json'],
    ['gone.yaml: cannot be read: ENOENT', 'gone.json: cannot be read: ENOENT'],
  ],
  [
    ['--policy', 'names.yaml', ...ACCESS],
    ['names.yaml expectations[0].callers[0]: "invoicin"', '"orders.red" is no route', 'callers[0]: "invoicin"'],
  ],
  [['--policy', 'twice.yaml', ...ACCESS], ['twice.yaml: line 9: has the key "formatVersion" twice']],
  [['--policy', 'empty.yaml', ...ACCESS], ['empty.yaml: is empty']],
  [
    ['--policy', 'huge.yaml', '--policy', 'empty.yaml', ...ACCESS],
    ['huge.yaml: has 2000001 characters', 'empty.yaml: is empty'],
  ],
  [['--policy', 'names.yaml', ...ACCESS, '--access', 'prod.json'], Array(3).fill('access.json').concat(Array(3).fill('prod.json'))],
  [
    ['--policy', 'access.json', ...ACCESS],
    ['has no field "environment"', 'has no field "model"', 'expectations: expected a list, found nothing'],
  ],
])('%j is answered with all that is wrong', (args, messages) => {
  const { code, out, talk } = cli(...args, '--out', 'none.txt');

  expect([code, out, talk.match(/^ {2}fix: .*\[[A-Z_]+\]$/gm)?.length, existsSync(join(folder, 'none.txt'))]).toEqual([
    2,
    '',
    messages.length,
    false,
  ]);
  for (const message of messages) expect(talk).toContain(message);
});

test('a file that is no definition is refused', () => {
  expect(cli('--policy', 'good.yaml', '--access', 'good.json')).toMatchObject({ code: 2, out: '' });
});

test('a policy comes by standard input, and the report leaves by standard output alone', () => {
  const args = [
    join(ROOT, 'node_modules/tsx/dist/cli.mjs'),
    join(ROOT, 'lib/cli/main.ts'),
    'test',
    '--policy',
    '-',
    '--access',
    'access.json',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, input: GOOD, encoding: 'utf8' });

  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^access\.json \(environment test\)\n/);
});
