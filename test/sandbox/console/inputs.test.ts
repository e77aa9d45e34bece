import { type Problem } from '../../../lib';
import { Sandbox, startConsole, type SandboxConsole } from '../../../lib/sandbox';
import { oneOf, readInput } from '../../../lib/sandbox/console/input';
import { dev } from '../../../stacks/environments/dev';
import { organisation } from '../../../stacks/organisation';
import { ownHeaders, rawly } from '../../support/console';
import { synthesizedDeployment } from '../../support/sandbox';

let sandbox: Sandbox;
let console: SandboxConsole;

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
  console = await startConsole(sandbox);
});
afterAll(async () => {
  await console.close();
  await sandbox.close();
});

/** What is wrong with an input, in lines; every one says how to put it right. */
async function wrong(place: string, body: string): Promise<readonly string[]> {
  const headers = ownHeaders(console, { 'content-length': String(Buffer.byteLength(body)) });
  const answer = await rawly(console, { path: `/api/${place}`, headers, body });
  const { problems } = JSON.parse(answer.body) as { readonly problems: readonly Problem[] };
  expect([answer.status, problems.every(({ fix, code }) => fix !== '' && CODES.includes(code))]).toEqual([400, true]);
  return problems.map(({ where, what }) => `${where}: ${what}`);
}

const CODES = ['CONSOLE_INPUT', 'WRONG_SHAPE', 'FIELD_UNKNOWN', 'LIST_REPEATS'];
const CALL = { method: 'GET', scheme: 'https', host: 'apps.dev.contoso.example', path: '/orders' };

test.each(['', '{', 'null', '[]', '"text"', '1', '{"a":1}x'])('the body %j is no input of any place', async (body) => {
  for (const place of [
    'state',
    'token',
    'call',
    'log',
    'keys',
    'clock',
    'grants',
    'secrets',
    'limits',
    'token/show',
    'overview',
    'metrics',
  ])
    expect((await wrong(place, body)).join()).toMatch(/^body: (?:is no JSON|expected an object, found )/);
});

test.each<readonly [string, unknown, readonly string[]]>([
  ['state', { x: 1 }, ['body: has no field "x"; it has ']],
  ['overview', { x: 1 }, ['body: has no field "x"; it has ']],
  ['metrics', { x: 1 }, ['body: has no field "x"; it has ']],
  ['limits', { x: 1 }, ['body: has no field "x"; it has ']],
  ['log', {}, ['body.since: expected a whole number from 0 to 9007199254740991, found nothing']],
  ['log', { since: -1 }, ['body.since: expected a whole number from 0 to 9007199254740991, found -1']],
  ['log', { since: '0' }, ['body.since: expected a whole number from 0 to 9007199254740991, found "0"']],
  ['keys', {}, ['body.action: expected one of announce, roll over, replace all, forget at the gateway, found nothing']],
  [
    'keys',
    { action: 'constructor' },
    ['body.action: expected one of announce, roll over, replace all, forget at the gateway, found "constructor"'],
  ],
  ['clock', {}, ['body: changes no clock']],
  [
    'clock',
    { advanceSeconds: 1.5, entraAheadSeconds: 2_592_001 },
    [
      'body.advanceSeconds: expected a whole number from -2592000 to 2592000, found 1.5',
      'body.entraAheadSeconds: expected a whole number from -2592000 to 2592000, found 2592001',
    ],
  ],
  [
    'secrets',
    { client: 'storefront', action: 'steal' },
    ['body.client: expected one of backoffice, ', 'body.action: expected one of expire, renew, found "steal"'],
  ],
  [
    'grants',
    { id: '<script>', action: 1 },
    ['body.id: "<script>" is not an id of a grant', 'body.action: expected one of revoke, give back, found 1'],
  ],
  ['grants', { id: 'nobody', action: 'revoke' }, ['body.id: is held by nobody']],
  ['grants', { id: 'nobody', action: 'give back' }, ['body.id: was not revoked here']],
  [
    'token/show',
    { handle: 'made-up' },
    ['body.handle: is no token that the console holds: it was never given, or newer ones took its place'],
  ],
  [
    'token',
    { client: 'nobody', api: 7, person: { name: '<b>', groups: ['staff', 'staff', 'gods'], x: 1 }, skewSeconds: 86_401 },
    [
      'body.client: expected one of backoffice, ',
      'body.api: expected one of catalog, ',
      'body.person: has no field "x"; it has name, groups',
      'body.person.name: "<b>" is not a name of letters, digits, spaces and . _ @ \' -',
      'body.person.groups: names something twice',
      'body.person.groups[2]: expected one of auditors, drivers, order-managers, staff, found "gods"',
      'body.skewSeconds: expected a whole number from -86400 to 86400, found 86401',
    ],
  ],
  ['token', { client: 'erp-sync', api: 'orders', person: { name: 'x'.repeat(65) } }, ['body.person.name: has 65 characters']],
  [
    'call',
    {},
    [
      'body.method: expected an HTTP method, found nothing',
      'body.scheme: expected one of https, http, found nothing',
      'body.host: expected a host name, found nothing',
      'body.path: expected a path that begins with /, without spaces, and with other characters escaped, found nothing',
    ],
  ],
  [
    'call',
    {
      method: 'GET /x HTTP/1.1\r\n',
      scheme: 'ftp',
      host: 'a b',
      path: '//x y',
      headers: [['a b', 'x'], ['x', 'a\r\nb: c'], ['Content-Length', '3'], ['x'], 'x: y'],
      body: 5,
      from: 'localhost',
      token: 'x',
      tamper: 'toString',
    },
    [
      'body.method: "GET /x HTTP/1.1\\r\\n" is not an HTTP method',
      'body.scheme: expected one of https, http, found "ftp"',
      'body.host: "a b" is not a host name',
      'body.path: "//x y" is not a path that begins with /, without spaces, and with other characters escaped',
      'body.headers[0][0]: "a b" is not a name of a header',
      'body.headers[1][1]: "a\\r\\nb: c" is not one line of printable characters',
      'body.headers[2][0]: Content-Length says where a request ends',
      'body.headers[3]: expected a list of a name and a value, found ["x"]',
      'body.headers[4]: expected a list of a name and a value, found "x: y"',
      'body.body: expected a text, found 5',
      'body.from: expected an IP address, found "localhost"',
      'body.token: is no token that the console holds: it was never given, or newer ones took its place',
      'body.tamper: expected one of claims, signature, algorithm, key, found "toString"',
    ],
  ],
  ['call', { ...CALL, tamper: 'claims' }, ['body.tamper: alters a token, and there is none']],
  ['call', { ...CALL, headers: {} }, ['body.headers: expected a list, found {}']],
  ['call', { ...CALL, headers: Array(51).fill(['x', 'y']) }, ['body.headers: has 51 entries']],
  ['call', { ...CALL, path: `/${'x'.repeat(8_192)}` }, ['body.path: has 8193 characters']],
])('%s with %j is refused with everything that is wrong', async (place, content, expected) => {
  const found = await wrong(place, JSON.stringify(content));

  expect(found.map((line, at) => line.slice(0, expected[at]?.length))).toEqual(expected);
});

test('a clock is not put further than may be at once, in steps either', async () => {
  await wrong('clock', JSON.stringify({ advanceSeconds: 0.1 }));
  sandbox.clock.advance(2_592_000);

  expect(await wrong('clock', '{"advanceSeconds":1}')).toEqual(['body.advanceSeconds: would put the clock 2592001 s from the machine’s']);
  sandbox.clock.advance(-2_592_000);
});

test('of many names a message lists some, and says how many there are', () => {
  const names = Array.from({ length: 30 }, (_, at) => `name-${String(at)}`);

  expect(() => readInput('x', oneOf(names))).toThrow(/expected one of name-0, .*, name-19 and 10 more, found "x"/);
});
