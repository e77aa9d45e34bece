import {
  coverageMisses,
  PolicyChecker,
  policyJson,
  policyJunit,
  policyText,
  visible,
  type CoverageThresholds,
  type NamedReport,
  type PolicySource,
} from '../../access';
import { DefinitionError, throwIfAny, type Problem } from '../../errors';
import { readAccess, type AccessFile } from '../../model';
import { parsePolicy } from '../../policy-file';
import { DEPLOYMENT_FLAGS } from '../deployment';
import { kongEntities, valuesOf } from '../gateway-source';
import { type Io, readText, writeWhole } from '../io';
import type { Command } from '../usage';

type Flags = Readonly<Record<string, string>>;

const FORMATS = { text: policyText, json: policyJson, junit: policyJunit };

const LEAST = 'least coverage in percent, the exit code is 1 below it';

export const testPolicies: Command & { readonly run: (flags: Flags, io: Io) => number } = {
  words: ['test'],
  describes:
    'Says whether policies hold: who may call what, while everybody else may not. Every policy is checked for every deployment. ' +
    'Exit code 1 where an expectation does not hold or coverage is too small.',
  flags: {
    policy: { describes: 'file with expectations, YAML or JSON, - for standard input; may be given again', default: '', takes: 'many' },
    access: { describes: 'access.json beside the synthesized stack; may be given again', default: '', takes: 'many' },
    foreign: DEPLOYMENT_FLAGS.foreign,
    format: { describes: 'for people, programs or CI', default: 'text', allowed: Object.keys(FORMATS) },
    out: { describes: 'file to write, - for standard output', default: '-' },
    'min-routes': { describes: `routes with an expectation: ${LEAST}`, default: '' },
    'min-grants': { describes: `roles and scopes of grants that are exercised: ${LEAST}`, default: '' },
    'min-assignments': { describes: `assignments of people that are exercised: ${LEAST}`, default: '' },
  },
  run: (flags, io) => {
    throwIfAny(usageProblems(flags));
    const problems: Problem[] = [];
    const policies = valuesOf(flags, 'policy').flatMap((path) => attempt(problems, () => sourceFrom(path)));
    const deployments = valuesOf(flags, 'access').flatMap((path) =>
      attempt(problems, () => ({ path, content: readAccess(readText(path), path) })),
    );
    throwIfAny(problems);
    const reports = deployments.flatMap(({ path, content }) => {
      const own: Problem[] = [];
      const report = attempt(own, () => reportOn(path, content, valuesOf(flags, 'foreign'), policies, thresholdsOf(flags)));
      problems.push(...(deployments.length === 1 ? own : own.map((problem) => against(path, problem))));
      return report;
    });
    throwIfAny(problems);
    write(FORMATS[flags['format'] as keyof typeof FORMATS](reports), flags['out'] ?? '-', io);
    if (flags['out'] !== '-') io.talk(reports.map(summaryOf).join(''));
    return reports.every(({ report, misses }) => report.holds && misses.length === 0) ? 0 : 1;
  },
};

const WHERE = 'kong-entra test';
const THRESHOLDS = ['routes', 'grants', 'assignments'] as const;
const PERCENT = /^(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?)$/;

function usageProblems(flags: Flags): readonly Problem[] {
  const inputs = [...valuesOf(flags, 'policy'), ...valuesOf(flags, 'access'), ...valuesOf(flags, 'foreign')];
  const wrong = [
    ...(['policy', 'access'] as const).filter((name) => valuesOf(flags, name).length === 0).map((name) => `needs --${name}`),
    ...(inputs.filter((path) => path === '-').length > 1 ? ['can read one thing from standard input'] : []),
    ...(['policy', 'access'] as const).flatMap((name) =>
      repeated(valuesOf(flags, name)).map((path) => `is given --${name} ${JSON.stringify(path)} twice`),
    ),
    ...THRESHOLDS.filter((name) => !PERCENT.test(flags[`min-${name}`] || '0')).map(
      (name) => `--min-${name} is no percentage from 0 to 100`,
    ),
  ];
  return wrong.map((what) => ({ where: WHERE, what, fix: '`kong-entra --help` says what the flags mean', code: 'USAGE' }));
}

function repeated(paths: readonly string[]): readonly string[] {
  return paths.filter((path, at) => path !== '-' && paths.indexOf(path) < at);
}

/** A name may exist in one deployment and not in another. */
function against(path: string, problem: Problem): Problem {
  return { ...problem, where: `${problem.where} against ${path}` };
}

function thresholdsOf(flags: Flags): CoverageThresholds {
  return Object.fromEntries(
    THRESHOLDS.flatMap((name) => {
      const text = flags[`min-${name}`] ?? '';
      return text === '' ? [] : [[name, Number(text)] as const];
    }),
  );
}

function sourceFrom(path: string): PolicySource {
  const file = path === '-' ? 'standard input' : path;
  return { file, policy: parsePolicy(readText(path), file) };
}

function reportOn(
  path: string,
  { model, environment }: AccessFile,
  dumps: readonly string[],
  policies: readonly PolicySource[],
  thresholds: CoverageThresholds,
): NamedReport {
  const foreign = dumps.map((dump) => kongEntities(dump, environment.gateway.flavor));
  const report = new PolicyChecker({ model, environment, foreign }).check(policies);
  return { deployment: path, report, misses: coverageMisses(report.coverage, thresholds) };
}

function write(text: string, out: string, io: Io): void {
  if (out === '-' || out === '/dev/stdout') io.out(text);
  else writeWhole(out, text);
}

function summaryOf({ deployment, report, misses }: NamedReport): string {
  const broken = report.expectations.filter(({ holds }) => !holds).length;
  const said = [`${report.expectations.length - broken} of ${report.expectations.length} expectations hold`, ...misses];
  return `${visible(`${deployment}: ${said.join('; ')}`)}\n`;
}

/** What a part of the input is, in a list; none where it is wrong, which is added to the problems. */
function attempt<Value>(problems: Problem[], read: () => Value): readonly Value[] {
  try {
    return [read()];
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    problems.push(...error.problems);
    return [];
  }
}
