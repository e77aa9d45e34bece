import { visible, visibleJson } from '../access';
import { SEVERITIES } from './severities';
import { type Finding, type FindingPlace, type LintReport, type Severity } from './types';

/** Findings that count: as heavy at least, and not accepted. */
export function countingFindings({ findings }: LintReport, least: Severity): readonly Finding[] {
  return findings.filter((finding) => finding.waiver === undefined && isAtLeast(finding.severity, least));
}

function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}

/** A report for people. What is accepted, lowered or not checked is always said; lighter findings than asked for are counted. */
export function lintText(report: LintReport, least: Severity = 'info'): string {
  const shown = report.findings.filter(({ severity, waiver }) => waiver !== undefined || isAtLeast(severity, least));
  const { findings } = report;
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const count = (severity: Severity): number => open.filter((one) => one.severity === severity).length;
  const waived = findings.length - open.length;
  return [
    ...shown.filter(({ waiver }) => waiver === undefined).flatMap(findingLines),
    ...shown.filter(({ waiver }) => waiver !== undefined).flatMap(findingLines),
    ...report.lowered.map(
      ({ rule, from, to, reason, findings: number }) => `lowered ${rule} from ${from} to ${to}, ${number} findings: ${reason}`,
    ),
    ...report.notChecked.map(
      ({ deployment, rules, why }) =>
        `not checked${deployment === '' ? '' : ` in ${deployment}`}${rules.length === 0 ? '' : ` ${rules.join(', ')}`}: ${why}`,
    ),
    `${count('error')} errors, ${count('warning')} warnings, ${count('info')} notes, ${waived} waived`,
  ]
    .map((line) => `${visible(line)}\n`)
    .join('');
}

function findingLines(finding: Finding): readonly string[] {
  const { severity, key, deployment, message, disagree, fix, source, place, waiver } = finding;
  return [
    `${waiver === undefined ? severity : `waived ${severity}`} ${key}${deployment === '' ? '' : ` in ${deployment}`}: ${message}`,
    ...(disagree ?? []).map(({ what, value, where }) => `  ${what}: ${value} (${where})`),
    ...(placeText(place) === '' ? [] : [`  at: ${placeText(place)}`]),
    ...(waiver === undefined
      ? [`  fix: ${fix}`, `  see: ${source}`]
      : [`  waived until ${waiver.expires}${waiver.by === undefined ? '' : ` by ${waiver.by}`}: ${waiver.reason}`]),
  ];
}

/** Where something stands, in one line. */
export function placeText({ definition, address, argument, construct, entity, field }: FindingPlace): string {
  const resource = address === undefined ? undefined : [address, argument].filter((one) => one !== undefined).join(' ');
  const onGateway = entity === undefined ? undefined : [entity, field].filter((one) => one !== undefined).join(' ');
  return [definition, resource, construct, onGateway].filter((one) => one !== undefined).join(', ');
}

/** A report as JSON, for programs. */
export function lintJson(report: LintReport): string {
  return visibleJson(report);
}
