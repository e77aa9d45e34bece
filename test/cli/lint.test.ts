import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from 'cdktf';
import { run } from '../../lib/cli/main';
import { accessStacks } from '../../lib/gateway';
import { definition, type Changes } from '../gateway/lint-definition';
import { changed, KONG, LIST_CONFIG, ORDERS, ORDERS_AT, PLAN, type Json } from '../lint/foreign-case';

let folder = '';
const home = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a file of the folder, and answers its path. */
function file(name: string, content: Json | string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function synthesized(name: string, changes: Changes): string {
  const { model, environment } = definition(changes);
  const app = new App({ outdir: join(folder, name) });
  accessStacks(app, { name: 'shop', model, environment });
  app.synth();
  return join(folder, name);
}

function lint(...args: readonly string[]): { readonly code: number; readonly out: string; readonly talk: string } {
  let [out, talk] = ['', ''];
  const code = run(['lint', ...args], { out: (text) => (out += text), talk: (text) => (talk += text), environment: {} });
  return { code, out, talk };
}

const open = changed(KONG, `${LIST_CONFIG}.roles_required`, undefined);

test('hand-written registrations and a dumped gateway that agree are clean, and what was not checked is said', () => {
  const { code, out } = lint('--plan', file('plan.json', PLAN), '--config', file('kong.json', KONG));

  expect(code).toBe(0);
  expect(out).toContain('not checked in plan ENT009: nothing says what was registered before: give the base\n');
  expect(out).toMatch(/\n0 errors, 0 warnings, 0 notes, 0 waived\n$/);
});

test('a dumped gateway alone is checked, in YAML too', () => {
  const { code, out } = lint('--config', file('kong.yaml', JSON.stringify(open)));

  expect([code, out.includes('error KNG004[list] in kong: neither a role nor a scope is required\n')]).toEqual([1, true]);
  expect(out).toMatch(
    /^not checked in kong X001, X002, X003, .*: nothing says what is registered in Entra: give a synthesized stack or a plan$/m,
  );
  expect(out).toMatch(/^not checked in kong CRD001: nothing says what secrets the registrations have/m);
});

test('a plan of hand-written registrations alone is checked', () => {
  const { code, out } = lint('--plan', file('plan.json', changed(PLAN, `${ORDERS_AT}.api`, undefined)));

  expect([code, out.includes('error ENT001[azuread_application.orders] in plan: ')]).toEqual([1, true]);
});

test('both halves are joined by the client id', () => {
  const { code, out } = lint(
    '--plan',
    file('plan.json', PLAN),
    '--config',
    file('kong.json', changed(KONG, `${LIST_CONFIG}.roles_required.0`, 'Orders.Reed.All')),
  );

  expect([
    code,
    out.includes('error X003[list/Orders.Reed.All] in plan: the role "Orders.Reed.All" is not declared on azuread_application.orders\n'),
  ]).toEqual([1, true]);
});

test('a client id that is known after apply alone is found by the output client_ids', () => {
  const synth = synthesized('out', {});
  const kong = changed(changed(KONG, `${LIST_CONFIG}.roles_required.0`, 'Orders.Reed.All'), 'services.0.routes.1', undefined);
  const ids = file('ids.json', { orders: ORDERS });

  const { out } = lint('--synth', synth, '--config', file('kong.json', kong), '--client-ids', ids);

  expect(out).toContain('error X003[list/Orders.Reed.All] in shop-test: the role "Orders.Reed.All" is not declared on orders\n');
});

test('a synthesized stack is checked with the gateway and the definition beside it', () => {
  const { code, out } = lint('--synth', synthesized('out', { audit: true }), '--format', 'json');

  expect(code).toBe(0);
  expect((JSON.parse(out) as { findings: readonly { key: string }[] }).findings.map(({ key }) => key)).toEqual([
    'X004[orders/Orders.Audit]',
  ]);
});

test('what is taken away is told beside the base', () => {
  const { code, out } = lint('--synth', synthesized('head', {}), '--base', synthesized('base', { audit: true }));

  expect([code, out.includes('error ENT009[orders/Orders.Audit] in shop-test: the role is taken away while it is enabled')]).toEqual([
    1,
    true,
  ]);
});

test('two environments are compared where the other one is given', () => {
  const { code, out } = lint('--config', file('prod.json', KONG), '--beside', file('dev.json', KONG));

  expect([code, out.includes('error X010[list] in prod: the audience is accepted by dev too\n')]).toEqual([1, true]);
  expect(out).not.toMatch(/^\S.* in dev:/m);
});

test('--fail-on, --min-severity and --kong-version do what they say', () => {
  const config = file('kong.json', changed(KONG, `${LIST_CONFIG}.leeway`, 0));
  const field = file('field.json', changed(KONG, `${LIST_CONFIG}.audience_requried`, [ORDERS]));

  expect([lint('--config', config).code, lint('--config', config, '--fail-on', 'lint:warning').code]).toEqual([0, 1]);
  expect(lint('--config', config, '--min-severity', 'error').out).not.toContain('KNG011[');
  expect([lint('--config', field).code, lint('--config', field, '--kong-version', '3.14').code]).toEqual([0, 1]);
});

test('settings of the folder are taken, and that is said; a waiver that ended is an error', () => {
  const config = file('kong.json', open);
  file('kong-entra.json', {
    formatVersion: 1,
    waivers: [{ rule: 'KNG004', subject: 'list', reason: 'Everybody may read the list', expires: '2026-12-31' }],
  });

  const before = lint('--config', config, '--today', '2026-12-31');
  const after = lint('--config', config, '--today', '2027-01-01');

  expect([before.code, before.talk, before.out.includes('waived until 2026-12-31: Everybody may read the list\n')]).toEqual([
    0,
    'settings: kong-entra.json\n',
    true,
  ]);
  expect([after.code, after.out.includes('error LNT002[KNG004[list]]: the waiver of KNG004[list] ended with 2026-12-31')]).toEqual([
    1,
    true,
  ]);
});

test('own rules are run where they are asked for', () => {
  const rules = file(
    'rules.js',
    `exports.rules = [{ id: 'ACME001', severity: 'error', title: '', cause: '', fix: 'x', source: 'x', needs: ['gateway'],
      check: (view) => view.routes.map(({ subject, place }) => ({ subject, message: 'found', place })) }];`,
  );

  expect(lint('--config', file('kong.json', KONG), '--rules', rules).out).toContain('error ACME001[approve] in kong: found\n');
});

test.each<[string, () => readonly string[], RegExp]>([
  ['nothing', () => [], /needs --synth, --plan or --config.*\n.*\[USAGE\]/],
  ['a stack and a plan', () => ['--synth', 'x', '--plan', 'y'], /takes --synth or --plan, not both/],
  [
    'a date that is none',
    () => ['--config', file('kong.json', KONG), '--today', '2026-02-30'],
    /--today is "2026-02-30", which is no date/,
  ],
  ['a folder without a stack', () => ['--synth', folder], /holds no synthesized stack/],
  ['a device that has no end', () => ['--config', '/dev/zero'], /\/dev\/zero: is larger than 16 MB\n.*\[FILE_INVALID\]/],
  ['a folder in place of a file', () => ['--config', folder], /cannot be read: EISDIR/],
  ['a Kong file that is none', () => ['--config', file('kong.json', { _format_version: '3.0', services: 1 })], /\[KONG_FILE_REFUSED\]/],
  ['a plan that is none', () => ['--plan', file('plan.json', {})], /is no plan.*\n.*\[TERRAFORM_FILE_INVALID\]/],
  [
    'rules that cannot be run',
    () => ['--config', file('kong.json', KONG), '--rules', file('rules.js', 'throw new Error("no")')],
    /rules\.js: cannot be run/,
  ],
  [
    'rules that are none',
    () => ['--config', file('kong.json', KONG), '--rules', file('rules.js', 'exports.rules = [1]')],
    /exports no list `rules`/,
  ],
  [
    'settings that are wrong',
    () => ['--config', file('kong.json', KONG), '--settings', file('s.json', { formatVersion: 1, waiver: [] })],
    /\[FIELD_UNKNOWN\]/,
  ],
])('%s is bad input', (_, args, said) => {
  const { code, out, talk } = lint(...args());

  expect([code, out]).toEqual([2, '']);
  expect(talk).toMatch(said);
});
