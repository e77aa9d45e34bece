import { throwIfAny } from '../../errors';
import { FAIL_ON, isDate, readLintSettings, unknownFailOn, type LintSettings } from '../../lint';
import {
  asDeployment,
  deployedOutput,
  failing,
  failingByDefault,
  FAIL_ON_DEFAULT,
  isStack,
  review as reviewOf,
  reviewAnnotations,
  reviewHtml,
  reviewJson,
  reviewMarkdown,
  reviewSarif,
  reviewText,
  type ReviewReport,
  type SynthOutput,
} from '../../review';
import { isPlan } from '../../terraform';
import { type Flags, valuesOf } from '../gateway-source';
import { fileProblem, type Io, readText, writeWhole } from '../io';
import { givenOutput, SETTINGS_FILE, type GivenOutput } from '../synth-output';
import { version } from '../version';
import type { Command } from '../usage';

const FORMATS: Readonly<Record<string, (report: ReviewReport) => string>> = {
  text: reviewText,
  json: reviewJson,
  markdown: (report) => reviewMarkdown(report).text,
  sarif: reviewSarif,
  github: reviewAnnotations,
  html: reviewHtml,
};

/** What is written in place of BASE for what is deployed. */
const DEPLOYED = 'deployed';

export const review: Command & { readonly run: (flags: Flags, io: Io) => number } = {
  words: ['review'],
  operands: {
    BASE: `folder that was synthesized into before, or a revision that holds one (REVISION or REVISION:FOLDER), whose code is not run; or the word ${DEPLOYED}, for what is deployed by the prior state of the plans given with --plan (a folder of that name is ./${DEPLOYED})`,
    HEAD: 'the same after the change; for what differs between environments, the same folder twice with --stack and --against',
  },
  describes:
    'Says what a change does to who can call what, and everything else of it that a reviewer must see, out of what would be applied. Needs no credentials. ' +
    'Exit code 1 where files contradict each other, or where something is found that --fail-on names.',
  flags: {
    plan: {
      describes: `plan of a stack of HEAD as STACK=FILE (\`terraform show -json tfplan\`), or FILE where there is one stack; what it does to resources is told, and where it differs from the synthesis; where BASE is ${DEPLOYED}, each stack needs one`,
      default: '',
      takes: 'many',
    },
    stack: { describes: 'the one deployment to review; by default all', default: '' },
    against: { describes: 'deployment of BASE to compare --stack of HEAD with, such as that of another environment', default: '' },
    settings: {
      describes: `standards and waivers; by default ${SETTINGS_FILE} of BASE, never of HEAD; none where BASE is ${DEPLOYED}`,
      default: '',
    },
    'fail-on': {
      describes: `what gives exit code 1, with commas between: ${FAIL_ON.join(', ')}, or none; by default what the settings say, else ${FAIL_ON_DEFAULT.join(', ')}, and whatever the verdict calls blocking`,
      default: '',
    },
    today: { describes: 'date by which waivers end, such as 2026-12-31; by default that of the clock', default: '' },
    format: { describes: 'for people, programs or a pull request', default: 'text', allowed: Object.keys(FORMATS) },
    out: { describes: 'file to write; by default stdout', default: '' },
  },
  run: (flags, io) => {
    const head = givenOutput(flags['HEAD'] ?? '');
    const planned = withPlans(head.output, flags);
    const base = flags['BASE'] === DEPLOYED ? deployed(planned, flags) : givenOutput(flags['BASE'] ?? '');
    const settings = settingsOf(flags, base);
    const failOn = failOnOf(flags, settings);
    const format = flags['format'] ?? 'text';
    const report = reviewOf(against(base.output, head.output, flags), planned, {
      version: version(),
      command: commandOf(flags),
      ...(settings && { settings }),
      ...headSettingsOf(flags, settings, head),
      today: todayOf(flags),
      matrix: format === 'html',
      ...(flags['stack'] ? { stack: flags['stack'] } : {}),
    });
    if (report.deployments.length === 0)
      throw fileProblem(
        'kong-entra review',
        `neither side has the deployment ${flags['stack'] ?? ''}`,
        'name one of the synthesized stacks',
        'USAGE',
      );
    const text = (FORMATS[format] ?? reviewText)(report);
    const out = flags['out'] ?? '';
    if (out === '') io.out(text);
    else writeWhole(out, text);
    const dropped = format === 'markdown' ? reviewMarkdown(report).droppedWidened : 0;
    const reasons = failOn === undefined ? failingByDefault(report, dropped) : failing(report, failOn, dropped);
    for (const one of reasons) io.talk(`fails: ${one}\n`);
    return reasons.length > 0 ? 1 : 0;
  },
};

/** What is deployed by the plans' states, which hold no settings. */
function deployed(planned: SynthOutput, flags: Flags): GivenOutput {
  if ((flags['against'] ?? '') !== '')
    throw fileProblem(
      'kong-entra review',
      '--against compares with another synthesized deployment, and BASE is what is deployed',
      'name a folder or a revision in place of `deployed`, or leave --against out',
      'USAGE',
    );
  return { output: deployedOutput(planned, flags['stack'] === '' ? undefined : flags['stack']) };
}

/** Settings of the base; those of the head are shown, and of no effect. */
function settingsOf(flags: Flags, { settings }: GivenOutput): LintSettings | undefined {
  const path = flags['settings'] ?? '';
  if (path !== '') return readLintSettings(readText(path), path);
  return settings && readLintSettings(settings.text, settings.source);
}

/** What the head would have: nothing, where the base has settings beside its output and the head has none. */
function headSettingsOf(flags: Flags, base: LintSettings | undefined, { settings }: GivenOutput): { readonly headSettings?: LintSettings } {
  if (settings) return { headSettings: readLintSettings(settings.text, settings.source) };
  return base !== undefined && (flags['settings'] ?? '') === '' ? { headSettings: { organisation: {}, waivers: [] } } : {};
}

/** What the command fails on; undefined where nobody says. */
function failOnOf(flags: Flags, settings: LintSettings | undefined): readonly string[] | undefined {
  const given = flags['fail-on'] ?? '';
  const named = given === '' ? settings?.failOn : given.split(',').map((one) => one.trim());
  if (named === undefined) return undefined;
  throwIfAny(
    unknownFailOn(named).map((one) => ({
      where: 'kong-entra review',
      what: `cannot fail on ${JSON.stringify(one)}`,
      fix: `name ${FAIL_ON.join(', ')}, with commas between, or none by itself`,
      code: 'USAGE',
    })),
  );
  return named.filter((one) => one !== 'none');
}

function todayOf(flags: Flags): string {
  const given = flags['today'] ?? '';
  if (given === '') return new Date().toISOString().slice(0, 10);
  if (!isDate(given)) throw fileProblem('kong-entra review', `--today is "${given}", which is no date`, 'write it as 2026-12-31', 'USAGE');
  return given;
}

/** The base with one deployment as if it were another, to compare two environments. */
function against(base: SynthOutput, head: SynthOutput, flags: Flags): SynthOutput {
  const [other, stack] = [flags['against'] ?? '', flags['stack'] ?? ''];
  if (other === '') return base;
  if (stack === '') throw fileProblem('kong-entra review', '--against needs --stack', 'name the deployment of HEAD with --stack', 'USAGE');
  const known = base.stacks.filter(isStack).map(({ name }) => name);
  if (!known.includes(other))
    throw fileProblem('kong-entra review', `BASE has no stack ${other}`, `name one of ${known.join(', ')}`, 'USAGE');
  return asDeployment(base, other, stack, head);
}

function withPlans(output: SynthOutput, flags: Flags): SynthOutput {
  const known = output.stacks.filter(isStack).map(({ name }) => name);
  const plans = valuesOf(flags, 'plan').map((given) => {
    const [, name, path = given] = /^([A-Za-z0-9._-]+)=(.+)$/s.exec(given) ?? [];
    const [only, ...others] = known;
    return { given, path, stack: name ?? (others.length === 0 ? only : undefined) };
  });
  throwIfAny(
    plans
      .filter(({ stack }) => stack === undefined || !known.includes(stack))
      .map(({ given }) => ({
        where: 'kong-entra review',
        what: `--plan ${given} names no stack of HEAD`,
        fix: `write it as STACK=FILE, with one of ${known.join(', ')}`,
        code: 'USAGE',
      })),
  );
  const byStack = new Map(plans.map(({ stack, path }) => [stack, { source: path, text: planText(path) }]));
  return {
    ...output,
    stacks: output.stacks.map((stack) => {
      const plan = byStack.get(stack.name);
      return plan === undefined ? stack : { ...stack, plan };
    }),
  };
}

function planText(path: string): string {
  const text = readText(path);
  if (!isPlan(planIn(text))) throw fileProblem(path, 'is no plan in JSON', 'write it with `terraform show -json tfplan`');
  return text;
}

/** A parsed plan; undefined where it is none. Where it breaks off is not told, since plans hold secrets. */
function planIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The command as one would type it; what a shell could take for more than a word is quoted. */
function commandOf(flags: Flags): string {
  const word = (text: string): string =>
    /^[\w./:@=,+-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replace(/'/g, `'\\''`)}'`;
  const given = ['plan', 'stack', 'against', 'settings', 'today'].flatMap((flag) =>
    valuesOf(flags, flag).map((value) => `--${flag} ${word(value)}`),
  );
  return ['kong-entra review', word(flags['BASE'] ?? ''), word(flags['HEAD'] ?? ''), ...given].join(' ');
}
