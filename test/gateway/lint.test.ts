import { Application } from '@cdktf/provider-azuread/lib/application';
import { App } from 'cdktf';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefinitionError, defineRule, type EnvironmentModel, type LintReport } from '../../lib';
import { accessStacks, type LintAtSynthesis } from '../../lib/gateway';
import { differences } from '../lint/foreign-case';
import { definition, type Definition } from './lint-definition';

interface Synthesis {
  readonly report: LintReport;
  readonly codes: readonly string[];
  readonly files: readonly string[];
  readonly said: string;
}

/** What a synthesis says, and leaves behind. */
function synthesize({ model, environment, lint }: Definition, more: (app: App) => void = () => undefined): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'lint-'));
  try {
    const app = new App({ outdir });
    accessStacks(app, { name: 'shop', model, environment, ...(lint && { lint }) });
    more(app);
    const problems = problemsOf(() => app.synth());
    const folder = join(outdir, 'stacks/shop-test');
    return {
      report: JSON.parse(readFileSync(join(folder, 'lint.json'), 'utf8')) as LintReport,
      codes: problems.map(({ code }) => code),
      files: readdirSync(folder).sort(),
      said: problems.map(({ where, what }) => `${where}: ${what}`).join('\n'),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function problemsOf(run: () => void): DefinitionError['problems'] {
  try {
    run();
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
  return [];
}

/** Definitions that differ in one thing. */
const CASES: readonly {
  readonly rule: string;
  readonly subjects: readonly string[];
  readonly flagged: Definition;
  readonly unflagged: Definition;
}[] = [
  {
    rule: 'CON001',
    subjects: ['invoicing/AppRoleAssignment.ReadWrite.All'],
    flagged: definition({ graph: 'AppRoleAssignment.ReadWrite.All' }),
    unflagged: definition({ graph: 'User.Read.All' }),
  },
  {
    rule: 'CON002',
    subjects: ['invoicing/Sites.Read.All'],
    flagged: definition({ graph: 'Sites.Read.All' }),
    unflagged: definition({ graph: 'User.Read.All' }),
  },
  {
    rule: 'ENT004',
    subjects: ['portal/https://portal.evil.example/signin'],
    flagged: definition({ redirect: 'https://portal.evil.example/signin' }),
    unflagged: definition({}),
  },
  { rule: 'ENT010', subjects: ['invoicing'], flagged: definition({ owners: [] }), unflagged: definition({ owners: ['lead'] }) },
  { rule: 'ENT012', subjects: ['orders'], flagged: definition({ open: true }), unflagged: definition({}) },
  {
    rule: 'KNG011',
    subjects: ['orders.list', 'orders.mine'],
    flagged: definition({ leewaySeconds: 300 }),
    unflagged: definition({ leewaySeconds: 60 }),
  },
  {
    rule: 'ORG001',
    subjects: ['orders.list', 'orders.mine'],
    flagged: definition({ host: 'api.evil.example' }),
    unflagged: definition({}),
  },
  { rule: 'X004', subjects: ['orders/Orders.Audit'], flagged: definition({ audit: true }), unflagged: definition({}) },
];

describe.each(CASES)('$rule of a definition', ({ rule, subjects, flagged, unflagged }) => {
  const keys = (one: Definition): readonly string[] =>
    synthesize(one)
      .report.findings.filter((finding) => finding.rule === rule)
      .map(({ key }) => key);

  test('one difference decides', () => {
    expect(differences(flagged, unflagged)).toHaveLength(1);
    expect(keys(unflagged)).toEqual([]);
    expect(keys(flagged)).toEqual(subjects.map((subject) => `${rule}[${subject}]`));
  });

  test('a waiver accepts it, and stands beside the stack', () => {
    const waivers = subjects.map((subject) => ({ rule, subject, reason: 'Agreed', expires: '2000-01-01' }));
    const { report, codes } = synthesize({ ...flagged, lint: { ...flagged.lint, waivers } });

    expect(report.findings.filter((finding) => finding.rule === rule).map(({ waiver }) => waiver)).toEqual(waivers);
    expect(codes).toEqual([]);
  });
});

test('an error stops synthesis, says where and why, and leaves nothing to deploy', () => {
  const { codes, files, said } = synthesize(definition({ graph: 'AppRoleAssignment.ReadWrite.All' }));

  expect(codes).toEqual(['LINT_CON001']);
  expect(said).toMatch(
    /^azuread_application\.invoicing_\w+ required_resource_access, shop-test\/Access\/.*: CON001\[invoicing\/AppRoleAssignment.ReadWrite.All\]: .*a way to Global Administrator/,
  );
  expect(files).toEqual(['access.json', 'lint.json']);
});

test('a warning stops nothing, and stands beside the stack', () => {
  const { codes, files, report } = synthesize(definition({ owners: [] }));

  expect([codes, files.includes('cdk.tf.json')]).toEqual([[], true]);
  expect(report.findings.map(({ key, severity }) => [severity, key])).toEqual([['warning', 'ENT010[invoicing]']]);
});

test('what was written by hand in the same stack, or overridden there, is checked too', () => {
  const by = (change: (app: App) => void): readonly string[] => synthesize(definition({}), change).codes;

  expect(
    by((app) => {
      const stack = app.node.findChild('shop-test');
      new Application(stack, 'ByHand', { displayName: 'by hand', web: { redirectUris: ['http://by-hand.example/'] }, owners: ['a', 'b'] });
    }),
  ).toEqual(['LINT_ENT004']);
  expect(
    by((app) => {
      const api = app.node
        .findChild('shop-test')
        .node.findAll()
        .find((one): one is Application => one instanceof Application && one.displayNameInput === 'orders');
      api?.addOverride('api.requested_access_token_version', 1);
    }),
  ).toEqual(['LINT_ENT001', 'LINT_X001']);
});

test('standards of the organisation hold at synthesis, and own rules run', () => {
  const rule = defineRule({
    id: 'ACME001',
    severity: 'error',
    title: 'Nothing is called orders',
    cause: '',
    fix: 'call it otherwise',
    source: '',
    needs: ['directory'],
    *check(view) {
      for (const one of view.directory.applications)
        if (one.displayName === 'orders') yield { subject: view.subjectOf(one), message: 'it is called orders', place: {} };
    },
  });
  const of = (lint: LintAtSynthesis): readonly string[] => synthesize({ ...definition({ owners: [] }), lint }).codes;

  expect(of({ organisation: { severities: { ENT010: 'error' } } })).toEqual(['LINT_ENT010']);
  expect(of({ rules: [rule] })).toEqual(['LINT_ACME001']);
});

test('settings that are wrong in form are refused before anything is made', () => {
  const { model, environment } = definition({});
  const waivers = [{ rule: 'ENT010', subject: 'invoicing', reason: '', expires: 'never' }];

  expect(
    problemsOf(() => void accessStacks(new App(), { name: 'shop', model, environment, lint: { waivers } })).map(({ code }) => code),
  ).toEqual(['TEXT_INVALID', 'WAIVER_WITHOUT_DATE']);
});

test('consents in a stack of their own are checked with what asks for them', () => {
  const { model, environment } = definition({ graph: 'User.Read.All' });
  const separate: EnvironmentModel = { ...environment, consent: 'separate-stack' };

  expect(synthesize({ model, environment: separate }).report.findings).toEqual([]);
});

test('synthesis looks at no clock', () => {
  const now = Date.now;
  const first = synthesize(definition({ owners: [] })).report;

  Date.now = () => now() + 86_400_000 * 4000;
  jest.useFakeTimers({ now: new Date('2040-01-01') });
  const later = synthesize(definition({ owners: [] })).report;
  jest.useRealTimers();
  Date.now = now;

  expect(later).toEqual(first);
});

test('the definition of these cases is clean', () => {
  const { report, codes, files } = synthesize(definition({}));

  expect([report.findings, codes]).toEqual([[], []]);
  expect(files).toContain('cdk.tf.json');
});
