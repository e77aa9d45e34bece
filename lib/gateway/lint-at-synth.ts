import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ISynthesisSession, TerraformStack } from 'cdktf';
import { visibleJson } from '../access';
import { throwIfAny, type Problem } from '../errors';
import { type GatewayTemplate } from '../kong';
import {
  checkLintSettings,
  countingFindings,
  gatewayOfTemplate,
  lintInput,
  placeText,
  runLint,
  type Finding,
  type LintOptions,
  type LintReport,
} from '../lint';
import { type AccessModel, type EnvironmentModel } from '../model';
import { readSynthesized, type Json } from '../terraform';

/** How findings at synthesis are judged. Nothing here depends on the day: whether a waiver ended is a finding of `kong-entra lint`. */
export type LintAtSynthesis = Omit<LintOptions, 'today' | 'beside'>;

/** A deployment whose stacks are checked once they are synthesized. */
export interface CheckedDeployment {
  readonly model: AccessModel;
  readonly environment: EnvironmentModel;
  readonly template: GatewayTemplate;
  readonly options: LintAtSynthesis;
}

/**
 * Checks what was synthesized for some stacks of one deployment, as soon as the last of them is; the report stands in `lint.json`
 * beside the first. Where there are errors nothing is left to deploy.
 *
 * @throws DefinitionError at synthesis, with `LINT_<rule>` for each error
 */
export function lintAtSynthesis(stacks: readonly [TerraformStack, ...TerraformStack[]], deployment: CheckedDeployment): void {
  throwIfAny(checkLintSettings(deployment.options, 'lint'));
  const folders = new Map<TerraformStack, string>();
  for (const stack of new Set(stacks)) {
    const own = stack.synthesizer;
    stack.synthesizer = {
      synthesize(session: ISynthesisSession): void {
        own.synthesize(session);
        folders.set(stack, join(session.outdir, session.manifest.forStack(stack).workingDirectory));
        if (stacks.every((one) => folders.has(one))) check(stacks, folders, deployment);
      },
    };
  }
}

/** What may be deployed out of a stack's folder. */
const DEPLOYABLE = ['cdk.tf.json', 'gateway.json', 'kong.preview.yaml'];

function check(
  stacks: readonly [TerraformStack, ...TerraformStack[]],
  folders: ReadonlyMap<TerraformStack, string>,
  { model, environment, template, options }: CheckedDeployment,
): void {
  const input = lintInput({
    name: stacks[0].node.id,
    stacks: [...folders].map(([stack, folder]) => {
      const path = join(folder, 'cdk.tf.json');
      return readSynthesized(JSON.parse(readFileSync(path, 'utf8')) as Json, stack.node.id, path);
    }),
    gateway: gatewayOfTemplate(template),
    definition: { model, environment },
  });
  const report = runLint([input], options);
  writeFileSync(join(folders.get(stacks[0]) ?? '', 'lint.json'), visibleJson(report));
  const problems = problemsOf(report);
  if (problems.length > 0)
    for (const folder of folders.values()) for (const name of DEPLOYABLE) rmSync(join(folder, name), { force: true });
  throwIfAny(problems);
}

function problemsOf(report: LintReport): readonly Problem[] {
  return countingFindings(report, 'error').map((finding) => ({
    where: placeText(finding.place) || finding.subject,
    what: `${finding.key}: ${finding.message}${disagreement(finding)}`,
    fix: finding.fix,
    code: `LINT_${finding.rule}`,
  }));
}

function disagreement({ disagree }: Finding): string {
  return disagree === undefined ? '' : ` (${disagree.map(({ what, value, where }) => `${what}: ${value}, ${where}`).join('; ')})`;
}
