import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { renderGateway } from '../../lib';
import { run } from '../../lib/cli/main';
import { sales } from '../../examples/sales';
import { environment, guid } from '../support/organisation';

let folder: string;
const ids = { orders: guid(7), invoicing: guid(8) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-'));
  writeFileSync(join(folder, 'gateway.json'), JSON.stringify(renderGateway(sales, environment())));
  writeFileSync(join(folder, 'ids.json'), JSON.stringify(ids));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function cli(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): { readonly code: number; readonly out: string; readonly talk: string } {
  let [out, talk] = ['', ''];
  const code = run(args, { out: (text) => void (out += text), talk: (text) => void (talk += text), environment: variables });
  return { code, out, talk };
}

const render = (...more: readonly string[]): ReturnType<typeof cli> =>
  cli(['kong', 'render', '--template', join(folder, 'gateway.json'), '--client-ids', join(folder, 'ids.json'), ...more]);

/** A decK that writes down how it was called, and fails when told to. */
function fakeDeck(script: string): void {
  writeFileSync(join(folder, 'deck'), `#!/bin/sh\necho "$@" >> ${join(folder, 'calls')}\n${script}\n`);
  chmodSync(join(folder, 'deck'), 0o755);
}

const sync = (variables: Readonly<Record<string, string>>): ReturnType<typeof cli> =>
  cli(['kong', 'sync', '--template', join(folder, 'gateway.json'), '--out', join(folder, 'out.json')], {
    PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
    ...variables,
  });
const ready = { DECK_KONG_ADDR: 'http://localhost:1', KONG_ENTRA_CLIENT_IDS_0: JSON.stringify({ orders: ids.orders }) };

test('the rendered file has the client ids of the very registrations as audiences', () => {
  const { code, out } = render();
  const audiences = new Set([...out.matchAll(/audience_required:\n\s+- "(.*)"/g)].map((match) => match[1]));

  expect([code, [...audiences]]).toEqual([0, [ids.orders]]);
});

test('both forms and both formats are rendered', () => {
  const deck = render().out;
  const dbless = render('--form', 'db-less', '--format', 'json').out;

  expect(parse(deck)._info).toEqual({ select_tags: ['test'] });
  expect(JSON.parse(dbless)._info).toBeUndefined();
  expect(JSON.parse(dbless).services).toEqual(parse(deck).services);
});

test.each([
  ['the bare output', ids],
  ['all outputs of Terraform', { client_ids: { sensitive: false, type: ['map', 'string'], value: ids }, other: { value: 1 } }],
  ['the outputs file of cdktf', { 'sales-test': { client_ids: ids } }],
])('client ids are read from %s', (_, content) => {
  writeFileSync(join(folder, 'ids.json'), JSON.stringify(content));

  expect(render().code).toBe(0);
});

test('a missing client id is named, and nothing is written', () => {
  writeFileSync(join(folder, 'ids.json'), JSON.stringify({ invoicing: guid(8) }));
  const { code, talk } = render('--out', join(folder, 'kong.yaml'));

  expect([code, talk]).toEqual([2, expect.stringMatching(/has no client id of orders[^]*\[CLIENT_ID_MISSING\]/)]);
  expect(existsSync(join(folder, 'kong.yaml'))).toBe(false);
});

test('what is no GUID does not get into the file', () => {
  writeFileSync(join(folder, 'ids.json'), JSON.stringify({ orders: '"}]}, evil' }));

  expect(render()).toMatchObject({ code: 2, out: '', talk: expect.stringContaining('has no GUID for "orders"') });
});

test.each([
  [['kong', 'render', '--form', 'xml'], '--form is "xml"; it can be deck or db-less'],
  [['kong', 'render', '--what', 'x'], 'has no flag --what'],
  [['kong', 'render', 'extra'], '"extra" is not expected'],
  [['kong', 'render', '--out'], '--out needs a value'],
  [['kong', 'render', '--out', 'a', '--out', 'b'], '--out is given twice'],
  [['kong', 'paint'], 'has no command "kong paint"'],
  [['kong', 'render', '--template', '/nowhere/gateway.json'], '/nowhere/gateway.json: cannot be read: ENOENT'],
  [['kong', 'render', '--out', ''], '--out is empty'],
  [['summary', '--synth', '/nowhere'], 'does not exist'],
])('%j is answered with what is wrong', (args, message) => {
  const { code, out, talk } = cli(args);

  expect([code, out, talk]).toEqual([2, '', expect.stringContaining(message)]);
  expect(talk).not.toMatch(/\n\s+at /);
});

test.each([
  ['an output without a value', { client_ids: { sensitive: false, value: null } }, 'does not hold the output client_ids'],
  ['two stacks', { one: { client_ids: ids }, other: { client_ids: ids } }, 'holds the output client_ids of several stacks: one, other'],
  ['a list', [ids], 'does not hold the output client_ids'],
])('client ids are not read from %s', (_, content, message) => {
  writeFileSync(join(folder, 'ids.json'), JSON.stringify(content));

  expect(render()).toMatchObject({ code: 2, out: '', talk: expect.stringContaining(message) });
});

test('what nobody thought of is one line too', () => {
  const talk: string[] = [];
  const code = run(['--version'], {
    out: () => {
      throw new TypeError('boom');
    },
    talk: (text) => talk.push(text),
    environment: {},
  });

  expect([code, talk]).toEqual([2, [expect.stringMatching(/^kong-entra: ended unexpectedly: TypeError: boom\n  fix: .*\n$/)]]);
});

test.each(['', '{', 'null', '[]', '{"formatVersion":1}', '{"formatVersion":1,"selectTags":[],"apis":{"a":null}}'])(
  'a template that reads %j is refused',
  (text) => {
    writeFileSync(join(folder, 'gateway.json'), text);

    expect(render()).toMatchObject({ code: 2, out: '' });
  },
);

test('the help goes to stdout when asked for, to stderr otherwise', () => {
  expect(cli(['kong', '--help']).out).toMatch(/kong-entra kong render[^]*kong-entra kong sync/);
  expect(cli(['kong', 'diff', '--help']).out).not.toMatch(/kong render|lint/);
  expect(cli(['nothing', '-h']).out).toBe(cli(['--help']).out);
  expect(cli(['--help'])).toMatchObject({ code: 0, talk: '', out: expect.stringContaining('kong-entra kong render') });
  expect(cli([])).toMatchObject({ code: 2, out: '' });
});

test('the version is the one of the package', () => {
  expect(cli(['--version']).out.trim()).toBe(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version);
});

test('a synchronization writes the whole file, has it checked and hands it to decK', () => {
  fakeDeck('exit 0');

  expect(sync(ready).code).toBe(0);
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe(
    `file validate ${join(folder, 'out.json')}\ngateway sync ${join(folder, 'out.json')}\n`,
  );
  expect(readFileSync(join(folder, 'out.json'), 'utf8')).not.toContain('@@client_id');
});

test('client ids that do not come in pieces from 0, or come twice, are refused: one may be left over from another stack', () => {
  fakeDeck('exit 0');
  const piece = (id: string): string => JSON.stringify({ orders: id });

  for (const [pieces, message] of [
    [{ KONG_ENTRA_CLIENT_IDS_1: piece(guid(2)) }, 'KONG_ENTRA_CLIENT_IDS_1: is no piece of the client ids'],
    [
      { KONG_ENTRA_CLIENT_IDS_0: piece(guid(2)), KONG_ENTRA_CLIENT_IDS_x: piece(guid(3)) },
      'KONG_ENTRA_CLIENT_IDS_x: is no piece of the client ids',
    ],
    [
      { KONG_ENTRA_CLIENT_IDS_0: piece(guid(2)), KONG_ENTRA_CLIENT_IDS_1: piece(guid(3)) },
      'KONG_ENTRA_CLIENT_IDS_1: has a client id of "orders", and so has KONG_ENTRA_CLIENT_IDS_0',
    ],
    [{ KONG_ENTRA_CLIENT_IDS_COUNT: '2', KONG_ENTRA_CLIENT_IDS_0: piece(guid(2)) }, 'has no KONG_ENTRA_CLIENT_IDS_1'],
    [{ KONG_ENTRA_CLIENT_IDS_COUNT: 'all', KONG_ENTRA_CLIENT_IDS_0: piece(guid(2)) }, 'KONG_ENTRA_CLIENT_IDS_COUNT: is "all"'],
  ] as const) {
    expect(sync({ DECK_KONG_ADDR: 'x', ...pieces })).toMatchObject({ code: 2, talk: expect.stringContaining(message) });
  }
  expect(existsSync(join(folder, 'calls'))).toBe(false);
});

test('where the number of pieces is said, what the shell holds besides is not read', () => {
  fakeDeck('exit 0');
  const pieces = {
    KONG_ENTRA_CLIENT_IDS_COUNT: '1',
    KONG_ENTRA_CLIENT_IDS_0: JSON.stringify({ orders: guid(2) }),
    KONG_ENTRA_CLIENT_IDS_1: JSON.stringify({ orders: guid(3) }),
  };

  expect(sync({ DECK_KONG_ADDR: 'x', ...pieces }).code).toBe(0);
  expect(readFileSync(join(folder, 'out.json'), 'utf8')).toContain(guid(2));
  expect(readFileSync(join(folder, 'out.json'), 'utf8')).not.toContain(guid(3));
});

test('client ids come in pieces', () => {
  fakeDeck('exit 0');
  const pieces = {
    DECK_KONG_ADDR: 'x',
    KONG_ENTRA_CLIENT_IDS_0: JSON.stringify({ other: guid(1) }),
    KONG_ENTRA_CLIENT_IDS_1: JSON.stringify({ orders: guid(2) }),
  };

  expect(sync(pieces).code).toBe(0);
});

test('a file decK refuses is not synchronized', () => {
  fakeDeck('case "$1" in file) exit 1;; esac');

  expect(sync(ready)).toMatchObject({ code: 2, talk: expect.stringContaining('deck file validate') });
  expect(readFileSync(join(folder, 'calls'), 'utf8')).not.toContain('gateway sync');
});

test('a decK that fails fails the command', () => {
  fakeDeck('case "$1" in gateway) exit 3;; esac');

  expect(sync(ready)).toMatchObject({ code: 2, talk: expect.stringContaining('ended with 3') });
});

test('without decK the command fails and says what to install', () => {
  const { code, talk } = sync({ ...ready, PATH: folder });

  expect([code, talk]).toEqual([2, expect.stringMatching(/deck: cannot be started[^]*\[DECK_MISSING\]/)]);
});

test('a decK that cannot be run is not called missing', () => {
  fakeDeck('exit 0');
  chmodSync(join(folder, 'deck'), 0o644);

  expect(sync({ ...ready, PATH: folder })).toMatchObject({
    code: 2,
    talk: expect.stringMatching(/cannot be started: .*EACCES[^]*\[DECK_FAILED\]/),
  });
});

test.each([
  ['an address', { DECK_KONG_ADDR: 'https://gateway.internal:8444' }, 0],
  ['a control plane and a token', { DECK_KONNECT_CONTROL_PLANE_NAME: 'orders', DECK_KONNECT_TOKEN: 't' }, 0],
  ['a control plane and the file of a token', { DECK_KONNECT_CONTROL_PLANE_NAME: 'orders', DECK_KONNECT_TOKEN_FILE: '/run/token' }, 0],
  ['a control plane alone, with which decK would try this machine', { DECK_KONNECT_CONTROL_PLANE_NAME: 'orders' }, 2],
  ['a token alone, with which decK would take the control plane "default"', { DECK_KONNECT_TOKEN: 't' }, 2],
  ['an address of Konnect alone', { DECK_KONNECT_ADDR: 'https://eu.api.konghq.com' }, 2],
  ['an empty address', { DECK_KONG_ADDR: '' }, 2],
])('the gateway is known by %s, or the command fails', (_, variables, code) => {
  fakeDeck('exit 0');

  expect(sync({ KONG_ENTRA_CLIENT_IDS_0: ready.KONG_ENTRA_CLIENT_IDS_0, ...variables }).code).toBe(code);
  expect(existsSync(join(folder, 'calls'))).toBe(code === 0);
});

test('what decK could not read again is no place for its file', () => {
  fakeDeck('exit 0');

  for (const out of ['-', '/dev/null'])
    expect(cli(['kong', 'sync', '--template', join(folder, 'gateway.json'), '--out', out], ready)).toMatchObject({
      code: 2,
      talk: expect.stringContaining(`${out}: is no file`),
    });
});

test('without the address of a gateway, or an id, decK is not called and no file is written', () => {
  fakeDeck('exit 0');

  expect(sync({ KONG_ENTRA_CLIENT_IDS_0: JSON.stringify({ orders: ids.orders }) })).toMatchObject({
    code: 2,
    talk: expect.stringMatching(/DECK_KONG_ADDR[^]*\[GATEWAY_UNKNOWN\]/),
  });
  expect(sync({ DECK_KONG_ADDR: 'x' })).toMatchObject({ code: 2, talk: expect.stringContaining('has no client id of orders') });
  expect(readdirSync(folder).sort()).toEqual(['deck', 'gateway.json', 'ids.json']);
});
