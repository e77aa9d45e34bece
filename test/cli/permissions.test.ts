import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { run } from '../../lib/cli/main';
import { accessStacks } from '../../lib/gateway';
import { type EnvironmentModel } from '../../lib/model';
import { environment, guid, organisation } from '../entra/organisation';
import { asking } from '../permissions/stacks';

let folder = '';

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'permissions-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function said(...args: readonly string[]): { readonly code: number; readonly out: string; readonly talk: string } {
  let [out, talk] = ['', ''];
  const code = run(args, { out: (text) => void (out += text), talk: (text) => void (talk += text), environment: {} });
  return { code, out, talk };
}

function synthesized(of: EnvironmentModel = environment()): string {
  const app = new App({ outdir: folder, stackTraces: false });
  accessStacks(app, { name: 'shop', model: of.consent === 'request-only' ? asking : organisation, environment: of });
  app.synth();
  return folder;
}

function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
}

test('each stack is answered for by itself, alike each time', () => {
  synthesized(environment({ consent: 'separate-stack' }));
  const [first, second] = [said('permissions', '--synth', folder), said('permissions', '--synth', folder)];

  expect(first).toEqual(second);
  expect(first.code).toBe(0);
  expect(first.talk).toBe('');
  expect(first.out.match(/^\S+: tenant/gm)).toEqual(['shop-dev: tenant', 'shop-dev-consents: tenant']);
});

test('every form says the same, and a file gets it instead of stdout', () => {
  synthesized();
  const { stacks } = JSON.parse(said('permissions', '--synth', folder, '--format', 'json').out) as {
    readonly stacks: readonly { readonly identities: readonly { readonly graph: readonly { readonly permission: string }[] }[] }[];
  };
  const names = stacks.flatMap(({ identities }) => identities.flatMap(({ graph }) => graph.map(({ permission }) => permission)));
  const text = said('permissions', '--synth', folder).out;
  const markdown = said('permissions', '--synth', folder, '--format', 'markdown', '--out', join(folder, 'p.md'));

  expect(names).toHaveLength(5);
  for (const name of names) {
    expect(text).toContain(name);
    expect(readFileSync(join(folder, 'p.md'), 'utf8')).toContain(name.replace(/\./g, '\\.'));
  }
  expect(markdown).toEqual({ code: 0, out: '', talk: '' });
});

test('a stack with a type nobody knows is a finding', () => {
  mkdirSync(join(folder, 'hand'));
  file('hand/cdk.tf.json', { resource: { azuread_named_location: { office: {} } } });
  const { code, out } = said('permissions', '--synth', join(folder, 'hand'));

  expect(code).toBe(1);
  expect(out).toContain('not known: what azuread_named_location takes (azuread_named_location.office)');
});

test('a bundle is made with ids of files, and without variables then', () => {
  synthesized(environment({ consent: 'request-only' }));
  const keys = ['orders', 'stock', 'invoicing', 'portal', 'shop', 'till'];
  const clientIds = file('ids.json', Object.fromEntries(keys.map((key, at) => [key, guid(50 + at)])));
  const identity = (number: number): object => ({ client_id: guid(number), object_id: guid(number + 1) });
  const ids = file('identities.json', { identities: { value: { plan: identity(60), apply: identity(62) } } });
  const without = said('permissions', 'request', '--synth', folder);
  const { code, out, talk } = said('permissions', 'request', '--synth', folder, '--client-ids', clientIds, '--identities', ids);

  expect([code, talk]).toEqual([0, '']);
  expect(without.out).toContain('Set before: PLAN\\_CLIENT\\_ID');
  expect(out).not.toContain('Set before');
  expect(out).toContain(`holder=${guid(61)}`);
});

const BAD: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['no folder', ['permissions'], /needs --synth.*\n.*\[USAGE\]/],
  ['no folder for a bundle', ['permissions', 'request'], /kong-entra permissions request: needs --synth/],
  ['a folder that is not there', ['permissions', '--synth', '/nowhere'], /does not exist/],
  ['a form nobody has', ['permissions', '--synth', 'x', '--format', 'html'], /it can be text or markdown or json/],
  ['a word too many', ['permissions', 'stacks'], /"stacks" is not expected/],
];

test.each(BAD)('%s is refused', (_, args, message) => {
  const { code, out, talk } = said(...args);

  expect([code, out]).toEqual([2, '']);
  expect(talk).toMatch(message);
});

test('ids that are none, and files of something else, are refused', () => {
  synthesized();
  const hostile = file('hostile.json', { plan: { client_id: '$(id)', object_id: guid(1) } });
  const other = file('other.json', { orders: guid(1) });
  const request = (...flags: readonly string[]): string => said('permissions', 'request', '--synth', folder, ...flags).talk;

  expect(request('--identities', hostile)).toContain('has no two GUIDs for plan');
  expect(request('--identities', other)).toContain('does not hold the output identities');
  expect(request('--client-ids', file('bad.json', { orders: 'x' }))).toContain('has no GUID for "orders"');
});

test('ids of one environment are not taken for those of several', () => {
  synthesized();
  mkdirSync(join(folder, 'stacks', 'other'));
  file('stacks/other/cdk.tf.json', { resource: { azuread_application: { a: { owners: [] } } } });
  const { code, talk } = said('permissions', 'request', '--synth', folder, '--client-ids', file('ids.json', { orders: guid(1) }));

  expect(code).toBe(2);
  expect(talk).toContain('--client-ids and --identities are of one environment');
});
