import { type Check } from '../decision';
import { visible } from '../visible';
import { type Covered, type ExpectationResult, type PolicyCoverage, type PolicyFailure, type PolicyReport } from './report';

/** A report with the file its deployment comes from. */
export interface NamedReport {
  /** Such as the path of its access.json. */
  readonly deployment: string;
  readonly report: PolicyReport;
  /** Coverage that is too small, each in words. */
  readonly misses: readonly string[];
}

/** Reports as text for people: what does not hold, and how much is covered. No name makes a line or a colour of its own. */
export function policyText(reports: readonly NamedReport[]): string {
  return reports.map(oneText).join('\n');
}

function oneText({ deployment, report, misses }: NamedReport): string {
  const { environment, expectations, coverage } = report;
  const broken = expectations.filter(({ holds }) => !holds);
  const lines: readonly string[] = [
    `${deployment} (environment ${environment})`,
    '',
    ...broken.flatMap((result) => [...resultLines(result), '']),
    `expectations  ${expectations.length - broken.length} of ${expectations.length} hold`,
    ...(['routes', 'grants', 'assignments'] as const).flatMap((what) => coverageLines(what, coverage)),
    ...misses.map((miss) => `FAIL ${miss}`),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

/** What is not as expected, a line each; without what holds. */
export function resultLines({ name, file, index, failures, more }: ExpectationResult): readonly string[] {
  return [
    `FAIL ${shortened(name)} (${file} expectations[${index}])`,
    ...failures.flatMap(failureLines),
    ...(more === 0 ? [] : [`  and ${more} more`]),
  ].map(visible);
}

/** A failure as lines: who, by which request, what was expected and found, and what to change. */
export function failureLines({ caller, expected, found, request, route, trace, refusal, change }: PolicyFailure): readonly string[] {
  const who = caller === undefined ? `it ${expected}, but ${found}` : `${caller} ${expected}, but ${found}`;
  const last = trace.at(-1);
  const row = (label: string, text: string): string => `    ${label.padEnd(10)}${shortened(text)}`;
  return [
    `  ${shortened(who)}`,
    ...(request === undefined ? [] : [row('request', request)]),
    ...(request === undefined ? [] : [row('route', route ?? 'none')]),
    ...(refusal === undefined ? [] : [row('reason', refusal.reason)]),
    ...(last === undefined || last.outcome === 'pass'
      ? []
      : [
          row('check', `${last.what} (${last.by}${last.field === undefined ? '' : `, ${last.field}`})`),
          row('expected', last.expected),
          row('found', last.found),
        ]),
    row('change', change),
  ].map(visible);
}

/** What the gateway checked, a line each. */
export function traceLines(trace: readonly Check[]): readonly string[] {
  return trace.map(({ outcome, what, by, expected, found }) => {
    return visible(`    ${outcome.padEnd(8)}${what} (${by}): expected ${shortened(expected)}, found ${shortened(found)}`);
  });
}

/** More are in the JSON. */
const MOST_LISTED = 20;

const MISSING = { routes: 'without expectation', grants: 'not exercised', assignments: 'not exercised' } as const;

function coverageLines(what: keyof PolicyCoverage, coverage: PolicyCoverage): readonly string[] {
  const { covered, total, missing } = coverage[what];
  const listed = missing.slice(0, MOST_LISTED).map((name) => `    ${MISSING[what]}: ${name}`);
  const more = missing.length - listed.length;
  return [
    `${what.padEnd(12)}  ${covered} of ${total} (${percentText(coverage[what])})`,
    ...listed,
    ...(more > 0 ? [`    and ${more} more, all of which are in the JSON`] : []),
  ];
}

/** A share in percent, rounded down, so that only the whole is 100. */
export function percentText(covered: Covered): string {
  return `${Math.floor(percentOf(covered) * 10) / 10}%`;
}

/** A share in percent; of nothing all is covered. */
export function percentOf({ covered, total }: Covered): number {
  return total === 0 ? 100 : (covered / total) * 100;
}

function shortened(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
