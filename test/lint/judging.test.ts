import { DefinitionError } from '../../lib';
import {
  countingFindings,
  defineRule,
  lintJson,
  lintText,
  readLintSettings,
  runLint,
  type LintOptions,
  type LintReport,
} from '../../lib/lint';
import { changed, CLEAN, inputOf, KONG, LIST_CONFIG, lintForeign, ORDERS_AT, PLAN, PORTAL_AT, RESOURCES } from './foreign-case';

/** One error, KNG002[list], and one warning, KNG009[list]. */
const flawed = changed(
  changed(CLEAN, `kong.${LIST_CONFIG}.audience_required`, undefined),
  `kong.${LIST_CONFIG}.bearer_token_param_type`,
  undefined,
);
const waiver = { rule: 'KNG002', subject: 'list', reason: 'The partner moves in May', expires: '2026-05-31', by: 'sales-lead' };

function keys({ findings }: LintReport): readonly string[] {
  return findings.map(({ severity, key, waiver: by }) => `${by === undefined ? '' : 'waived '}${severity} ${key}`);
}

function codes(options: LintOptions): readonly string[] {
  return codesOf(() => runLint([], options));
}

function codesOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

test('findings are in order: the heavier first, then by rule and subject', () => {
  expect(keys(lintForeign(flawed))).toEqual(['error KNG002[list]', 'warning KNG009[list]']);
});

test('a waiver counts on its last day, and is an error from the next; what it accepted counts again', () => {
  expect(keys(lintForeign(flawed, { waivers: [waiver], today: '2026-05-31' }))).toEqual([
    'waived error KNG002[list]',
    'warning KNG009[list]',
  ]);
  expect(keys(lintForeign(flawed, { waivers: [waiver], today: '2026-06-01' }))).toEqual([
    'error LNT002[KNG002[list]]',
    'error KNG002[list]',
    'warning KNG009[list]',
  ]);
});

test('where no day is given, no waiver ends', () => {
  expect(keys(lintForeign(flawed, { waivers: [{ ...waiver, expires: '2000-01-01' }] }))[0]).toBe('waived error KNG002[list]');
});

test('a waiver is for one rule, one subject and, where it says so, one deployment', () => {
  const others = [
    { ...waiver, rule: 'KNG003' },
    { ...waiver, subject: 'lis' },
    { ...waiver, subject: '*' },
    { ...waiver, deployment: 'dev' },
  ];

  expect(countingFindings(lintForeign(flawed, { waivers: others }), 'error').map(({ key }) => key)).toEqual(['KNG002[list]']);
  expect(lintForeign(flawed, { waivers: others }).findings.filter(({ rule }) => rule === 'LNT003')).toHaveLength(3);
  expect(lintForeign(flawed, { waivers: others }).notChecked).toContainEqual({
    deployment: 'dev',
    rules: ['KNG002'],
    why: 'the deployment was not given, so the waiver of KNG002[list] was not looked at',
  });
  expect(countingFindings(lintForeign(flawed, { waivers: [{ ...waiver, deployment: 'prod' }] }), 'error')).toEqual([]);
});

test('a waiver is never silent: the report shows what it accepts, why, until when and by whom', () => {
  const text = lintText(lintForeign(flawed, { waivers: [waiver] }), 'error');

  expect(text).toContain('waived error KNG002[list] in prod: tokens for any API are accepted\n');
  expect(text).toContain('  waived until 2026-05-31 by sales-lead: The partner moves in May\n');
  expect(text).toMatch(/\n0 errors, 1 warnings, 0 notes, 1 waived\n$/);
});

test('a severity can be raised; lowering one takes a reason, and the report says so', () => {
  const raised = lintForeign(flawed, { organisation: { severities: { KNG009: 'error' } } });
  const lowered = lintForeign(flawed, { organisation: { severities: { KNG002: { severity: 'off', reason: 'No tenant but ours' } } } });

  expect(keys(raised)).toEqual(['error KNG002[list]', 'error KNG009[list]']);
  expect(keys(lowered)).toEqual(['warning KNG009[list]']);
  expect(lowered.lowered).toEqual([{ rule: 'KNG002', from: 'error', to: 'off', reason: 'No tenant but ours', findings: 1 }]);
  expect(lintText(lowered)).toContain('lowered KNG002 from error to off, 1 findings: No tenant but ours\n');
  expect(codes({ organisation: { severities: { KNG002: 'warning' } } })).toEqual(['SEVERITY_WITHOUT_REASON']);
});

test('a severity for a rule that is not there is told', () => {
  expect(keys(lintForeign(CLEAN, { organisation: { severities: { KNG999: 'error' } } }))).toEqual(['warning LNT004[KNG999]']);
});

test('a rule that ends unexpectedly is an error, which no waiver accepts, and the others go on', () => {
  const broken = defineRule({
    id: 'ACME001',
    severity: 'info',
    title: 'Broken',
    cause: '',
    fix: '',
    source: '',
    needs: [],
    check: () => {
      throw new Error('no such thing\n::error::');
    },
  });
  const report = lintForeign(flawed, { rules: [broken] });

  expect(keys(report)).toEqual(['error KNG002[list]', 'error LNT001[ACME001]', 'warning KNG009[list]']);
  expect(lintText(report)).toContain('the rule ACME001 ended unexpectedly: Error: no such thing\\u000a::error::\n');
  expect(codes({ waivers: [{ ...waiver, rule: 'LNT001', subject: 'ACME001' }] })).toEqual(['WAIVER_REFUSED']);
});

test('own rules see both halves, and have ids of their own', () => {
  const owned = defineRule({
    id: 'ACME001',
    severity: 'warning',
    title: 'Names of registrations begin with the team',
    cause: 'Nobody knows whose they are',
    fix: 'name it after the team',
    source: 'https://contoso.example/standards',
    needs: ['directory', 'gateway'],
    *check(view) {
      for (const application of view.directory.applications) {
        if (view.guardsOf(application).length === 0 || application.displayName.startsWith('sales-')) continue;
        yield {
          subject: view.subjectOf(application),
          message: 'its name has no team',
          place: view.placeOf(application.place, 'display_name'),
        };
      }
    },
  });

  expect(keys(lintForeign(CLEAN, { rules: [owned] }))).toEqual(['warning ACME001[azuread_application.orders]']);
  expect(codes({ rules: [{ ...owned, id: 'KNG001' }] })).toEqual(['RULE_ID_INVALID']);
  expect(codes({ rules: [owned, owned] })).toEqual(['RULE_ID_INVALID']);
  expect(codes({ rules: [{ ...owned, id: 'no id' }] })).toEqual(['RULE_ID_INVALID']);
});

test('what was not checked is said, and for lack of what', () => {
  const why = (one: Parameters<typeof lintForeign>[0], rule: string): readonly string[] =>
    lintForeign(one)
      .notChecked.filter(({ rules }) => rules.includes(rule))
      .map(({ why: text }) => text);

  expect(why({ plan: PLAN }, 'X002')).toEqual(['nothing says what runs on the gateway: give a Kong file or a gateway.json']);
  expect(why({ kong: KONG }, 'X002')).toEqual(['nothing says what is registered in Entra: give a synthesized stack or a plan']);
  expect(why(changed(CLEAN, `plan.${RESOURCES}`, []), 'X002')).toEqual([
    'the application of 2 of 2 configurations is not known here, such as 00000000-0000-4000-8000-000000000001 of list: give the plan that registers it',
  ]);
  expect(why(changed(CLEAN, 'plan.configuration', undefined), 'X001')).toEqual([
    'the tenant of the registrations is not known: the provider azuread does not say `tenant_id`',
  ]);
  expect(why(CLEAN, 'KNG001')).toEqual([]);
});

test('resources that are not read are said', () => {
  const more = changed(CLEAN, `plan.${RESOURCES}.+`, {
    address: 'azuread_group.staff',
    mode: 'managed',
    type: 'azuread_group',
    name: 'staff',
    values: {},
  });

  expect(lintForeign(more).notChecked.map(({ why }) => why)).toContain('azuread_group is not read');
});

test('the same input gives the same bytes', () => {
  expect(lintJson(lintForeign(flawed))).toBe(lintJson(lintForeign(flawed)));
});

test('no name makes a line of its own, and no secret is shown', () => {
  const hostile = 'orders\n::error:: ## [x](http://evil) \u202e';
  const resources = changed(
    changed(PLAN, `${PORTAL_AT}.web.0.redirect_uris.0`, `http://x/${hostile}`),
    `${ORDERS_AT}.app_role.0.value`,
    hostile,
  );
  const report = lintForeign({
    plan: resources,
    kong: changed(KONG, `${LIST_CONFIG}.client_secret`, ['hunter2-secret']),
  });

  expect(report.findings.length).toBeGreaterThan(3);
  for (const text of [lintText(report), lintJson(report)]) {
    expect(text).not.toMatch(/^\s*::error/m);
    expect(text).not.toContain('\u202e');
    expect(text).not.toContain('hunter2');
  }
});

test('a plugin of a service is found once, whatever routes it runs for', () => {
  const plugin = { name: 'openid-connect', config: { issuer: 'https://login.microsoftonline.com/common/v2.0' } };
  const routes = ['a', 'b', 'c'].map((name) => ({ name, paths: [`/${name}`], protocols: ['https'] }));
  const report = runLint([
    inputOf({
      kong: { _format_version: '3.0', services: [{ name: 'orders', url: 'https://orders.internal', routes, plugins: [plugin] }] },
    }),
  ]);

  expect(report.findings.filter(({ rule }) => rule === 'KNG002').map(({ key }) => key)).toEqual(['KNG002[service orders]']);
});

test('settings are read, and everything that is wrong with them is said at once', () => {
  const organisation = { minOwners: 3, severities: { KNG009: 'error' } };
  const text = JSON.stringify({ formatVersion: 1, organisation, waivers: [waiver], failOn: ['lint:error'] });

  expect(readLintSettings(text, 'kong-entra.json')).toEqual({ organisation, waivers: [waiver], failOn: ['lint:error'] });
  expect(
    codesOf(() =>
      readLintSettings(
        JSON.stringify({
          formatVersion: 2,
          organisation: { minOwner: 3, leewaySeconds: -1, severities: { KNG002: 'warning', KNG003: { severity: 'off' } } },
          waivers: [
            { rule: 'KNG002', subject: 'list', reason: ' ', expires: '2026-02-30' },
            { rule: 'LNT002', subject: 'x', reason: 'x', expires: 'never' },
          ],
        }),
        'kong-entra.json',
      ),
    ),
  ).toEqual([
    'WRONG_SHAPE',
    'TEXT_INVALID',
    'WAIVER_WITHOUT_DATE',
    'WAIVER_WITHOUT_DATE',
    'WAIVER_REFUSED',
    'FIELD_UNKNOWN',
    'WRONG_SHAPE',
    'WRONG_SHAPE',
    'SEVERITY_WITHOUT_REASON',
  ]);
  expect(codes({ today: '2026-13-01' })).toEqual(['DATE_INVALID']);
});

test.each([
  [
    ['bogus'],
    'kong-entra.json failOn: expected one of broadened, unauthenticated, consent:high, replace-app, lint:error, or none by itself, found "bogus"',
  ],
  [['none', 'broadened'], 'found "none"'],
  [['broadened', 5], 'failOn[1]'],
])('settings that would fail a review on %j are refused where they are written', (failOn, said) => {
  const read = (): unknown => readLintSettings(JSON.stringify({ formatVersion: 1, failOn }), 'kong-entra.json');

  expect(read).toThrow(said);
  expect(codes({ failOn } as never)).toEqual(['WRONG_SHAPE']);
});

test.each([[[]], [['none']], [['broadened', 'lint:error']]])('settings may fail a review on %j', (failOn) => {
  expect(readLintSettings(JSON.stringify({ formatVersion: 1, failOn }), 'kong-entra.json').failOn).toEqual(failOn);
});
