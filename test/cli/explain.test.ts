import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bind, renderGateway, toDocument, writeDocument } from '../../lib';
import { run } from '../../lib/cli/main';
import { sales } from '../../examples/sales';
import { environment, guid, TENANT } from '../support/organisation';

const ROOT = join(__dirname, '../..');
const ids = { orders: guid(7), invoicing: guid(8) };
const template = renderGateway(sales, environment());
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const NOW = 1_800_000_000;
const claims = {
  ver: '2.0',
  iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  aud: ids.orders,
  azp: ids.invoicing,
  tid: TENANT,
  iat: NOW,
  nbf: NOW,
  exp: NOW + 3600,
  oid: 'object-of-jane',
  upn: 'jane@example.com',
  name: 'Jane Doe',
  scp: 'Orders.Use',
};

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function tokenOf(changes: object = {}): string {
  const text = `${encoded({ alg: 'RS256', kid: 'k' })}.${encoded({ ...claims, ...changes })}`;
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-explain-'));
  writeFileSync(join(folder, 'gateway.json'), JSON.stringify(template));
  writeFileSync(join(folder, 'ids.json'), JSON.stringify({ client_ids: { sensitive: false, type: ['map', 'string'], value: ids } }));
  const { document } = bind(toDocument(template, 'deck'), ids);
  writeFileSync(join(folder, 'kong.yaml'), writeDocument(document, 'yaml'));
  writeFileSync(join(folder, 'kong.json'), writeDocument(document, 'json'));
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' }] }));
  writeFileSync(join(folder, 'broken.yaml'), 'services: [\n secret: "x');
  writeFileSync(join(folder, 'other.yaml'), 'a: 1\n');
  writeFileSync(
    join(folder, 'odd.yaml'),
    '_format_version: "3.0"\nservices: [{ name: s, host: h, routes: [{ name: r, paths: 5 }, {}] }]\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

function cli(args: readonly string[], token = tokenOf()): Answer {
  let [out, talk] = ['', ''];
  const inFolder = args.map((arg) => (/^[a-z]+\.(?:json|yaml)$/.test(arg) ? join(folder, arg) : arg));
  const code = run(['explain', ...inFolder], {
    out: (text) => void (out += text),
    talk: (text) => void (talk += text),
    environment: { TOKEN: token },
  });
  return { code, out, talk };
}

const GET = ['--request', 'GET https://api.example.com/orders', '--now', String(NOW)];
const TEMPLATE = ['--template', 'gateway.json', '--client-ids', 'ids.json'];
const FROM_ENV = ['--token-env', 'TOKEN'];

test.each([
  ['a template and the outputs of Terraform', TEMPLATE],
  ['a dumped YAML file', ['--config', 'kong.yaml']],
  ['a dumped JSON file, with names', ['--config', 'kong.json', '--client-ids', 'ids.json', '--flavor', 'traditional']],
])('a call is explained from %s', (_, from) => {
  const { code, out, talk } = cli([...GET, ...from, ...FROM_ENV]);

  expect([code, talk]).toEqual([0, '']);
  expect(out).toMatch(/^GET https:\/\/api\.example\.com\/orders\nlet in by route orders\.list\n/);
});

test('a refused call ends with 1 and says what to change', () => {
  const { code, out } = cli([...GET, ...TEMPLATE, ...FROM_ENV], tokenOf({ scp: 'x' }));

  expect(code).toBe(1);
  expect(out).toMatch(
    /FAIL {4}scopes \(openid-connect, scopes_required\)\n.*"Orders\.Use"\n.*scp: "x"\n +change +grant\(invoicing, orders, /,
  );
});

test('an unknown verdict ends with 1', () => {
  expect(cli([...GET, ...TEMPLATE, ...FROM_ENV], tokenOf({ exp: undefined }))).toMatchObject({
    code: 1,
    out: expect.stringContaining('\nunknown by route'),
  });
});

test('the signature is checked with the keys that are given', () => {
  const token = tokenOf();
  const forged = token.replace(/\.[^.]+\./, `.${encoded({ ...claims, scp: 'Orders.Use', roles: ['x'] })}.`);
  const answers = [token, forged].map((one) => cli([...GET, ...TEMPLATE, ...FROM_ENV, '--keys', 'keys.json'], one));

  expect(answers.map(({ code }) => code)).toEqual([0, 1]);
  expect(answers[0]?.out).toContain('signature good: made with the key "k"');
  expect(answers[1]?.out).toMatch(/^.*\nrefused with 401[^]*signature bad: the key did not make it/);
});

test('what Kong refuses of a file has a code of its own', () => {
  expect(cli([...GET, '--config', 'other.yaml', ...FROM_ENV]).talk.match(/\[[A-Z_]+\]/g)).toEqual([
    '[KONG_FILE_REFUSED]',
    '[KONG_FILE_REFUSED]',
  ]);
});

test('JSON is one document, with the same answer', () => {
  const { out } = cli([...GET, ...TEMPLATE, ...FROM_ENV, '--format', 'json']);

  expect(JSON.parse(out)).toMatchObject({
    formatVersion: 1,
    allowed: true,
    statuses: [200],
    route: 'orders.list',
    token: { kind: 'person' },
  });
});

test.each([[[]], [['--format', 'json']], [['--show-claims']]])('neither token nor signature is in the output with %j', (more) => {
  const token = tokenOf({ scp: 'x' });
  const { out, talk } = cli([...GET, ...TEMPLATE, ...FROM_ENV, ...more], token);
  const isShown = (text: string): boolean => `${out}${talk}`.includes(text);

  expect(token.split('.').filter((part) => isShown(part.slice(0, 12)))).toEqual([]);
  expect([claims.oid, claims.upn, claims.name].map(isShown)).toEqual(Array(3).fill(more.includes('--show-claims')));
});

test('headers, address and time are those that are given', () => {
  const connection = cli([
    ...GET,
    '--header',
    'Connection: X-Consumer-Id',
    '--header',
    'Accept: */*',
    ...TEMPLATE,
    ...FROM_ENV,
    '--client-ip',
    '192.0.2.1',
  ]);
  const late = cli([...GET.slice(0, 2), '--now', '2027-01-15T09:01:00Z', ...TEMPLATE, ...FROM_ENV]);
  const inTime = cli([...GET.slice(0, 2), '--now', '2027-01-15T10:00:59+01:00', ...TEMPLATE, ...FROM_ENV]);

  expect(connection.out).toMatch(/refused with 400[^]*expected at most 80\n +found +4/);
  expect([late.code, inTime.code]).toEqual([1, 0]);
});

test('a call without a token needs none', () => {
  expect(cli([...GET, ...TEMPLATE, '--no-token'])).toMatchObject({ code: 1, out: expect.stringContaining('refused with 401 or 403') });
});

test.each([
  [[], ['needs --request', 'needs one of --template and --config']],
  [[...GET, ...TEMPLATE, '--config', 'kong.yaml', ...FROM_ENV], ['needs one of --template and --config']],
  [[...GET, '--template', 'gateway.json', ...FROM_ENV], ['needs --client-ids beside it']],
  [[...GET, ...TEMPLATE, ...FROM_ENV, '--no-token'], ['takes either --token-env or --no-token']],
  [[...GET, ...TEMPLATE, ...FROM_ENV, '--client-ip', 'here'], ['--client-ip is no IP address']],
  [[...GET, '--config', '-'], ['can read one thing from standard input, not the token and config']],
  [[...GET, ...TEMPLATE, '--no-token=x'], ['--no-token takes no value']],
  [[...GET, ...TEMPLATE, ...FROM_ENV, '--header', 'A: b\nC: d'], ['--header has a line break']],
  [
    ['--request', 'GET /', '--header', 'x', '--header', 'Host: y', '--now', 'noon', ...TEMPLATE, '--token-env', 'GONE'],
    [
      '--request is not a method and a URL',
      '--header is not "Name: value"',
      '--header gives the host',
      '--now is no time',
      'has no variable "GONE"',
    ],
  ],
  [[...GET, '--config', 'broken.yaml', ...FROM_ENV], ['broken.yaml: is no YAML']],
  [
    [...GET, '--config', 'other.yaml', ...FROM_ENV],
    ['other.yaml _format_version: is missing', 'other.yaml a: "a" is no kind of entity'],
  ],
  [
    [...GET, '--config', 'odd.yaml', ...FROM_ENV],
    ['odd.yaml services[0].routes[0].paths: expected a list', 'odd.yaml services[0].routes[1]: '],
  ],
  [[...GET, ...TEMPLATE, ...FROM_ENV, '--keys', 'kong.yaml'], ['kong.yaml: is no key set']],
])('%j is answered with all that is wrong', (args, messages) => {
  const { code, out, talk } = cli(args);

  expect([code, out, talk.match(/^ {2}fix: .*\[[A-Z_]+\]$/gm)?.length]).toEqual([2, '', messages.length]);
  for (const message of messages) expect(talk).toContain(message);
  expect(talk).not.toContain('secret');
});

test.each([
  [['explain', tokenOf()]],
  [['explain', '--token-env', tokenOf()]],
  [['explain', '--header', 'Authorization: secret']],
  [['explain', '--header=x-access-token: secret']],
  [['explain', '--request', 'GET https://api.example.com/orders?access_token=secret']],
  [['explain', `--token=Bearer secret-and-opaque`]],
  [[tokenOf()]],
])('a token among the arguments is refused, and not repeated', (args) => {
  const said: string[] = [];
  const code = run(args, { out: (text) => said.push(text), talk: (text) => said.push(text), environment: {} });

  expect(code).toBe(2);
  expect(said).toEqual([expect.stringMatching(/it is now in the shell's history[^]*\[TOKEN_IN_ARGUMENTS\]\n$/)]);
  expect(said.join()).not.toMatch(/eyJ|secret/);
});

test('a variable that the environment does not have is said to be missing', () => {
  const said: string[] = [];
  const code = run(['explain', ...GET, ...TEMPLATE, '--token-env', 'ACCESS_TOKEN'], {
    out: (text) => said.push(text),
    talk: (text) => said.push(text),
    environment: {},
  });

  expect(code).toBe(2);
  expect(said.join('')).toMatch(/no variable "ACCESS_TOKEN"[^]*\[TOKEN_MISSING\]/);
});

test('a token comes by standard input, as a file of Windows may hold it', () => {
  const args = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'lib/cli/main.ts'), 'explain', ...GET, ...TEMPLATE];
  const program = (input: string): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, args, { cwd: folder, input, encoding: 'utf8' });
  const good = program(`\ufeffAuthorization: Bearer ${tokenOf()}\r\n`);
  const none = program('');

  expect([good.status, good.stderr]).toEqual([0, '']);
  expect([none.status, none.stdout, none.stderr]).toEqual([2, '', expect.stringContaining('token: is empty')]);
});
