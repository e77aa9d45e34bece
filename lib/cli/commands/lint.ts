import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import {
  countingFindings,
  isDate,
  lintJson,
  lintText,
  readLintSettings,
  runLint,
  type LintSettings,
  type Rule,
  type Severity,
} from '../../lint';
import { type Flags, GATEWAY_FLAGS } from '../gateway-source';
import { fileProblem, type Io, readText, reason } from '../io';
import { lintBeside, lintInputs } from '../lint-source';
import type { Command } from '../usage';

/** Where settings stand when no flag names them. */
const SETTINGS = 'kong-entra.json';

export const lint: Command & { readonly run: (flags: Flags, io: Io) => number } = {
  words: ['lint'],
  describes:
    'Checks registrations and gateway against the rules (docs/rules.md): synthesized stacks, plans of hand-written ones, a Kong file, or both halves together. ' +
    'Exit code 1 where findings weigh as much as --fail-on says.',
  flags: {
    synth: { describes: 'folder of a synthesized stack or of all of them; may be given again', default: '', takes: 'many' },
    plan: {
      describes: 'plan instead (`terraform show -json tfplan`); given again, the plans are one deployment',
      default: '',
      takes: 'many',
    },
    config: { describes: 'Kong file, such as one dumped from a running gateway', default: '' },
    'client-ids': { describes: 'output client_ids, to find the registrations of a Kong file in a stack', default: '' },
    access: { describes: 'access.json of the definition; beside a synthesized stack it is found', default: '' },
    flavor: { ...GATEWAY_FLAGS.flavor },
    'kong-version': { describes: 'version of Kong of --config, such as 3.14', default: '' },
    beside: { describes: 'Kong file of another environment, for what no two may share; may be given again', default: '', takes: 'many' },
    base: { describes: 'folder or plan before the change, for what is taken away; may be given again', default: '', takes: 'many' },
    settings: { describes: `standards and waivers; ${SETTINGS} where there is one`, default: '' },
    rules: { describes: 'rules of your own: a CommonJS file that exports a list `rules`. It is code and is run', default: '' },
    today: { describes: 'date by which waivers end, such as 2026-12-31; by default that of the clock', default: '' },
    'min-severity': { describes: 'lightest finding that is shown', default: 'info', allowed: ['error', 'warning', 'info'] },
    'fail-on': {
      describes: 'lightest finding with exit code 1',
      default: 'lint:error',
      allowed: ['lint:error', 'lint:warning', 'lint:info'],
    },
    format: { describes: 'for people or for programs', default: 'text', allowed: ['text', 'json'] },
  },
  run: (flags, io) => {
    const { organisation, waivers } = settingsOf(flags, io);
    const rules = rulesOf(flags['rules'] ?? '');
    const report = runLint(lintInputs(flags), { organisation, waivers, rules, beside: lintBeside(flags), today: todayOf(flags) });
    const least = (flags['min-severity'] ?? 'info') as Severity;
    io.out(flags['format'] === 'json' ? lintJson(report) : lintText(report, least));
    const failing = (flags['fail-on'] ?? 'lint:error').replace(/^lint:/, '') as Severity;
    return countingFindings(report, failing).length > 0 ? 1 : 0;
  },
};

function settingsOf(flags: Flags, io: Io): LintSettings {
  const given = flags['settings'] ?? '';
  const path = given === '' && existsSync(SETTINGS) ? SETTINGS : given;
  if (path === '') return { organisation: {}, waivers: [] };
  if (given === '') io.talk(`settings: ${path}\n`);
  return readLintSettings(readText(path), path);
}

function todayOf(flags: Flags): string {
  const given = flags['today'] ?? '';
  if (given === '') return new Date().toISOString().slice(0, 10);
  if (!isDate(given)) throw fileProblem('kong-entra lint', `--today is "${given}", which is no date`, 'write it as 2026-12-31', 'USAGE');
  return given;
}

/** Rules of a file, which runs as code with all rights of whoever calls. */
function rulesOf(path: string): readonly Rule[] {
  if (path === '') return [];
  const loaded = load(path);
  const rules = typeof loaded === 'object' && loaded !== null && 'rules' in loaded ? loaded.rules : undefined;
  if (!Array.isArray(rules) || !rules.every(isRule))
    throw fileProblem(path, 'exports no list `rules` of rules', 'export rules = [defineRule({ … })]');
  return rules;
}

function load(path: string): unknown {
  try {
    return createRequire(resolve('_'))(resolve(path));
  } catch (error) {
    throw fileProblem(path, `cannot be run: ${reason(error)}`, 'name a CommonJS file that exports a list `rules`');
  }
}

function isRule(value: unknown): value is Rule {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['id', 'severity', 'title', 'cause', 'fix', 'source'] as const;
  const rule = value as Partial<Rule>;
  return texts.every((name) => typeof rule[name] === 'string') && Array.isArray(rule.needs) && typeof rule.check === 'function';
}
