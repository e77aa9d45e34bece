import { type RuleSeverity } from './organisation';
import { isLower, SEVERITIES } from './severities';
import { type Finding, type LintOptions, type LoweredRule, type Rule, type Severity, type Waiver } from './types';

/** Findings with the severities of the organisation and the waivers, in order; and what was lowered. */
export function judged(
  found: readonly Finding[],
  rules: readonly Rule[],
  { organisation = {}, waivers: all = [], today }: LintOptions,
  deployments: readonly string[],
): { readonly findings: readonly Finding[]; readonly lowered: readonly LoweredRule[] } {
  const severities = new Map(Object.entries(organisation.severities ?? {}));
  const weighed = found.flatMap((finding) => {
    const severity = severityOf(severities.get(finding.rule)) ?? finding.severity;
    return severity === 'off' ? [] : [{ ...finding, severity }];
  });
  const waivers = all.filter((waiver) => isMeant(waiver, deployments));
  const valid = waivers.filter((waiver) => !hasExpired(waiver, today));
  const used = new Set<Waiver>();
  const waived = waivable(weighed, valid, used);
  const findings = [
    ...waived,
    ...waivers.filter((waiver) => hasExpired(waiver, today)).map(expired),
    ...valid.filter((waiver) => !used.has(waiver)).map(unused),
    ...[...severities.keys()].filter((id) => !rules.some((rule) => rule.id === id)).map(unknownRule),
  ];
  return { findings: [...findings].sort(inOrder), lowered: rules.flatMap((rule) => loweredOf(rule, severities.get(rule.id), found)) };
}

/** Whether a waiver can be of one of some deployments. */
export function isMeant({ deployment }: Waiver, deployments: readonly string[]): boolean {
  return deployment === undefined || deployments.includes(deployment);
}

function severityOf(given: RuleSeverity | undefined): Severity | 'off' | undefined {
  return typeof given === 'object' ? given.severity : given;
}

function loweredOf({ id, severity }: Rule, given: RuleSeverity | undefined, found: readonly Finding[]): readonly LoweredRule[] {
  if (typeof given !== 'object' || !isLower(given.severity, severity)) return [];
  return [{ rule: id, from: severity, to: given.severity, reason: given.reason, findings: found.filter(({ rule }) => rule === id).length }];
}

/** The last day counts. */
function hasExpired({ expires }: Waiver, today: string | undefined): boolean {
  return today !== undefined && today > expires;
}

function waivable(findings: readonly Finding[], waivers: readonly Waiver[], used: Set<Waiver>): readonly Finding[] {
  const byKey = new Map<string, Waiver[]>();
  for (const waiver of waivers) {
    const key = `${waiver.rule}[${waiver.subject}]`;
    byKey.set(key, [...(byKey.get(key) ?? []), waiver]);
  }
  return findings.map((finding) => {
    const fitting = (byKey.get(finding.key) ?? []).filter(
      ({ deployment }) => deployment === undefined || deployment === finding.deployment,
    );
    fitting.forEach((one) => used.add(one));
    const [waiver] = fitting;
    // That a rule did not run cannot be accepted.
    return waiver === undefined || finding.rule.startsWith('LNT') ? finding : { ...finding, waiver };
  });
}

const SETTINGS = { deployment: '', source: 'docs/rules.md, "Waivers"', place: {} };

function expired(waiver: Waiver): Finding {
  const subject = `${waiver.rule}[${waiver.subject}]`;
  return {
    ...SETTINGS,
    rule: 'LNT002',
    severity: 'error',
    key: `LNT002[${subject}]`,
    subject,
    message: `the waiver of ${subject} ended with ${waiver.expires}; its reason was: ${waiver.reason}`,
    fix: 'put the finding right, or decide anew with a later date',
  };
}

function unused(waiver: Waiver): Finding {
  const subject = `${waiver.rule}[${waiver.subject}]`;
  return {
    ...SETTINGS,
    rule: 'LNT003',
    severity: 'warning',
    key: `LNT003[${subject}]`,
    subject,
    message: `the waiver of ${subject} accepts nothing that is found`,
    fix: 'take it away, so that it does not accept what comes later',
  };
}

function unknownRule(id: string): Finding {
  return {
    ...SETTINGS,
    rule: 'LNT004',
    severity: 'warning',
    key: `LNT004[${id}]`,
    subject: id,
    message: `the settings give a severity to ${id}, and there is no such rule`,
    fix: 'correct the id, or take it away',
  };
}

function inOrder(a: Finding, b: Finding): number {
  return (
    compare(a.deployment, b.deployment) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compare(a.rule, b.rule) ||
    compare(a.subject, b.subject) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
