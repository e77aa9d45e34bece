import { throwIfAny, type Problem } from '../errors';
import { isMeant, judged } from './judge';
import { notChecked, lacks } from './not-checked';
import { RULES } from './rules';
import { checkLintSettings, isDate } from './settings';
import { type Finding, type LintInput, type LintOptions, type LintReport, type NotChecked, type Rule } from './types';
import { LintView } from './view/view';

/**
 * Runs all rules over some deployments. The same input gives the same report; today's date is part of the input.
 *
 * @throws DefinitionError where waivers, severities or own rules are wrong in form
 */
export function runLint(inputs: readonly LintInput[], options: LintOptions = {}): LintReport {
  const rules = [...RULES, ...(options.rules ?? [])];
  throwIfAny([...wrongRules(options), ...checkLintSettings(options, 'lint', rules), ...wrongDate(options)]);
  const all: readonly LintView[] = [...inputs, ...(options.beside ?? [])].map(
    (input) => new LintView(input, options.organisation, options.today, () => all),
  );
  const views = all.slice(0, inputs.length);
  const run = options.only === undefined ? rules : rules.filter(({ id }) => options.only?.includes(id));
  const found = views.flatMap((view) => run.flatMap((rule) => (lacks(rule, view).length > 0 ? [] : findingsOf(rule, view))));
  const { findings, lowered } = judged(
    found,
    rules,
    options,
    inputs.map(({ name }) => name),
  );
  return {
    formatVersion: 1,
    findings,
    lowered,
    notChecked: [...views.flatMap((view) => notChecked(rules, view)), ...elsewhere(inputs, options)],
  };
}

/** Waivers of deployments that were not given. */
function elsewhere(inputs: readonly LintInput[], { waivers = [] }: LintOptions): readonly NotChecked[] {
  const names = inputs.map(({ name }) => name);
  return waivers
    .filter((waiver) => !isMeant(waiver, names))
    .map(({ rule, subject, deployment = '' }) => ({
      deployment,
      rules: [rule],
      why: `the deployment was not given, so the waiver of ${rule}[${subject}] was not looked at`,
    }));
}

function findingsOf(rule: Rule, view: LintView): readonly Finding[] {
  const deployment = view.input.name;
  try {
    return Array.from(rule.check(view), ({ subject, message, place, disagree, fix = rule.fix, severity = rule.severity }) => ({
      rule: rule.id,
      severity,
      key: `${rule.id}[${subject}]`,
      subject,
      deployment,
      message,
      ...(disagree && { disagree }),
      fix,
      source: rule.source,
      place,
    }));
  } catch (error) {
    // A rule that ends unexpectedly has checked nothing, which must not look like nothing found.
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [
      {
        rule: 'LNT001',
        severity: 'error',
        key: `LNT001[${rule.id}]`,
        subject: rule.id,
        deployment,
        message: `the rule ${rule.id} ended unexpectedly: ${said}`,
        fix: 'put the rule right, or report it with the input',
        source: rule.source,
        place: {},
      },
    ];
  }
}

function wrongRules({ rules = [] }: LintOptions): readonly Problem[] {
  const known = new Set(RULES.map(({ id }) => id));
  return rules.flatMap(({ id }) => {
    const what = !/^[A-Z][A-Z0-9]*\d$/.test(id)
      ? 'is no id of letters and a number'
      : known.has(id) || id.startsWith('LNT')
        ? 'is taken'
        : undefined;
    known.add(id);
    return what === undefined
      ? []
      : [
          {
            where: 'lint.rules',
            what: `${JSON.stringify(id)} ${what}`,
            fix: 'give the rule an id of its own, such as ACME001',
            code: 'RULE_ID_INVALID',
          },
        ];
  });
}

function wrongDate({ today }: LintOptions): readonly Problem[] {
  return today === undefined || isDate(today)
    ? []
    : [{ where: 'lint.today', what: `${JSON.stringify(today)} is no date`, fix: 'write it as 2026-12-31', code: 'DATE_INVALID' }];
}
