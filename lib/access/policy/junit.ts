import { visible } from '../visible';
import { type ExpectationResult } from './report';
import { resultLines, type NamedReport } from './text';

/** Reports as JUnit XML: a suite for each deployment and file, a case for each expectation, and one for each coverage that is too small. */
export function policyJunit(reports: readonly NamedReport[]): string {
  const suites = reports.flatMap(suitesOf);
  const sum = (of: (suite: Suite) => number): number => suites.reduce((total, suite) => total + of(suite), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kong-entra test" tests="${sum(({ cases }) => cases.length)}" failures="${sum(failed)}" errors="0">`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Case {
  readonly name: string;
  /** Absent where it passes: a line that says it, and all lines. */
  readonly failure?: { readonly message: string; readonly lines: readonly string[] };
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

function suitesOf({ deployment, report, misses }: NamedReport): readonly Suite[] {
  const byFile = new Map<string, Case[]>();
  for (const result of report.expectations) {
    const cases = byFile.get(result.file);
    if (cases === undefined) byFile.set(result.file, [caseOf(result)]);
    else cases.push(caseOf(result));
  }
  const suites = [...byFile].map(([file, cases]) => ({ name: `${file} against ${deployment}`, cases }));
  if (misses.length === 0) return suites;
  const cases = misses.map((miss) => ({ name: miss, failure: { message: miss, lines: [] } }));
  return [...suites, { name: `coverage of ${deployment}`, cases }];
}

function caseOf(result: ExpectationResult): Case {
  const { name, index, holds, failures } = result;
  // Names may be alike; cases may not.
  const title = { name: `${name} [${index}]` };
  if (holds) return title;
  const [{ caller, expected, found } = { expected: '', found: '' }] = failures;
  return { ...title, failure: { message: `${caller ?? 'it'} ${expected}, but ${found}`, lines: resultLines(result) } };
}

function suiteLines(suite: Suite): readonly string[] {
  const name = attribute(suite.name);
  return [
    `  <testsuite name="${name}" tests="${suite.cases.length}" failures="${failed(suite)}" errors="0" skipped="0">`,
    ...suite.cases.flatMap(({ name: title, failure }) =>
      failure === undefined
        ? [`    <testcase name="${attribute(title)}" classname="${name}"/>`]
        : [
            `    <testcase name="${attribute(title)}" classname="${name}">`,
            `      <failure message="${attribute(failure.message)}">${failure.lines.map(escaped).join('\n')}</failure>`,
            '    </testcase>',
          ],
    ),
    '  </testsuite>',
  ];
}

function failed({ cases }: Suite): number {
  return cases.filter(({ failure }) => failure !== undefined).length;
}

function attribute(text: string): string {
  return escaped(text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** XML knows no controls and no halves of characters, escaped or not. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
