import { throwIfAny, type Problem } from '../errors';
import { isPlainObject, list, lookUp, parseJson, record, shapeProblem, show, unknownFields, type Check } from '../model';
import { type OrganisationDefaults, type RuleSeverity } from './organisation';
import { FAIL_ON, unknownFailOn } from './fail-on';
import { RULES } from './rules';
import { isLower, SEVERITIES } from './severities';
import { type Rule, type Severity, type Waiver } from './types';

/** What an organisation and its teams decided about findings: the content of `kong-entra.json`. */
export interface LintSettings {
  readonly organisation: OrganisationDefaults;
  readonly waivers: readonly Waiver[];
  /** What a review fails on, in the words of its flag `--fail-on`; `none` by itself is nothing. @default - what the flag says */
  readonly failOn?: readonly string[];
}

/**
 * Reads `kong-entra.json`.
 *
 * @throws DefinitionError with everything that is wrong
 */
export function readLintSettings(text: string, source: string): LintSettings {
  const parsed = parseJson(text, source);
  const problems: Problem[] = [];
  settings(parsed, source, (problem) => problems.push(problem));
  throwIfAny(problems);
  const { organisation = {}, waivers = [], failOn } = parsed as Partial<LintSettings>;
  return { organisation, waivers, ...(failOn !== undefined && { failOn }) };
}

/** What is wrong with settings that were not read from a file. */
export function checkLintSettings(given: Partial<LintSettings>, where: string, rules: readonly Rule[] = RULES): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push(problem);
  if (given.organisation !== undefined) organisation(given.organisation, `${where}.organisation`, report);
  if (given.waivers !== undefined) waivers(given.waivers, `${where}.waivers`, report);
  if (given.failOn !== undefined) failingOn(given.failOn, `${where}.failOn`, report);
  return problems.length > 0 ? problems : unreasoned(given.organisation?.severities ?? {}, `${where}.organisation.severities`, rules);
}

const settings: Check = (value, where, report) => {
  if (!isPlainObject(value)) return report(shapeProblem(where, value, 'an object'));
  unknownFields(value, ['formatVersion', 'organisation', 'waivers', 'failOn'], where, report);
  if (value['formatVersion'] !== 1) report(shapeProblem(`${where} formatVersion`, value['formatVersion'], '1'));
  const { organisation: own, waivers: accepted, failOn } = value;
  if (failOn !== undefined) failingOn(failOn, `${where} failOn`, report);
  if (accepted !== undefined) waivers(accepted, `${where} waivers`, report);
  if (own === undefined) return;
  organisation(own, `${where} organisation`, report);
  const severities = isPlainObject(own) ? own['severities'] : undefined;
  if (isPlainObject(severities))
    unreasoned(severities as Readonly<Record<string, RuleSeverity>>, `${where} organisation.severities`, RULES).forEach(report);
};

const line: Check = (value, where, report) => {
  if (typeof value !== 'string') return report(shapeProblem(where, value, 'a text'));
  if (value.trim() === '' || value.length > 1000)
    report({
      where,
      what: `${show(value)} is ${value.trim() === '' ? 'empty' : 'longer than 1,000 characters'}`,
      fix: 'write one line that says it',
      code: 'TEXT_INVALID',
    });
};

const failingOn: Check = (value, where, report) => {
  list(line)(value, where, report);
  for (const word of Array.isArray(value) ? unknownFailOn(value) : [])
    if (typeof word === 'string') report(shapeProblem(where, word, `one of ${FAIL_ON.join(', ')}, or none by itself`));
};

const days: Check = (value, where, report) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) report(shapeProblem(where, value, 'a whole number from 0'));
};

const severity: Check = (value, where, report) => {
  const given = isPlainObject(value) ? value['severity'] : value;
  if (typeof given !== 'string' || !SEVERITIES.includes(given as Severity))
    return report(shapeProblem(where, given, `one of ${SEVERITIES.join(', ')}`));
  if (!isPlainObject(value)) return;
  unknownFields(value, ['severity', 'reason'], where, report);
  line(value['reason'], `${where}.reason`, report);
};

const FIELDS: Readonly<Record<keyof OrganisationDefaults, Check>> = {
  severities: record(line, severity),
  minOwners: days,
  requiredOwners: list(line),
  allowedHosts: list(line),
  allowedRedirectHosts: list(line),
  secretLifetimeDays: days,
  certificateLifetimeDays: days,
  leewaySeconds: days,
};

const organisation: Check = (value, where, report) => {
  if (!isPlainObject(value)) return report(shapeProblem(where, value, 'an object'));
  unknownFields(value, Object.keys(FIELDS), where, report);
  for (const [name, check] of Object.entries(FIELDS)) {
    const given = lookUp(value, name);
    if (given !== undefined) check(given, `${where}.${name}`, report);
  }
};

const waiver: Check = (value, where, report) => {
  if (!isPlainObject(value)) return report(shapeProblem(where, value, 'an object'));
  unknownFields(value, ['rule', 'subject', 'deployment', 'reason', 'expires', 'by'], where, report);
  for (const name of ['rule', 'subject', 'reason']) line(value[name], `${where}.${name}`, report);
  for (const name of ['deployment', 'by']) if (value[name] !== undefined) line(value[name], `${where}.${name}`, report);
  if (!isDate(value['expires']))
    report({
      where: `${where}.expires`,
      what: `${show(value['expires'])} is no date`,
      fix: 'write the last day on which it counts, such as 2026-12-31',
      code: 'WAIVER_WITHOUT_DATE',
    });
  if (typeof value['rule'] === 'string' && value['rule'].startsWith('LNT'))
    report({ where, what: `${value['rule']} cannot be waived`, fix: 'put right what it says', code: 'WAIVER_REFUSED' });
};

const waivers = list(waiver);

/** A lower severity hides findings, so it takes a reason. */
function unreasoned(severities: Readonly<Record<string, RuleSeverity>>, where: string, rules: readonly Rule[]): readonly Problem[] {
  return Object.entries(severities).flatMap(([id, given]) => {
    const rule = rules.find((one) => one.id === id);
    if (typeof given !== 'string' || rule === undefined || !isLower(given, rule.severity)) return [];
    const what = `${id} is lowered from ${rule.severity} to ${given} without a reason`;
    return [{ where: `${where}.${id}`, what, fix: `write { "severity": "${given}", "reason": "…" }`, code: 'SEVERITY_WITHOUT_REASON' }];
  });
}

/** True for a day that the calendar has, as `2026-12-31`. */
export function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
