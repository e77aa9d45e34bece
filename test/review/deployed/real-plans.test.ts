import { deployedOutput, type DeploymentReview, type SynthOutput } from '../../../lib/review';
import { Sandbox } from '../../../lib/sandbox/sandbox';
import { TerraformWorkspace, type TerraformRun } from '../../../lib/sandbox/terraform';
import { type TerraformStackState } from '../../../lib/terraform';
import { withAzuread } from '../../entra/real-terraform';
import { carried } from '../../support/plan/plan';
import { guid } from '../../support/organisation';
import { reviewed, shop } from '../../support/review-shop';
import { deploymentIn } from '../../support/sandbox';
import { ACCESS_CASES } from '../golden-access';
import { base, type GoldenCase } from '../golden-case';
import { OTHER_CASES } from '../golden-rest';
import { OTHERWISE, rowsOf, without } from './said';

const test = withAzuread();

/** Cases that cannot be planned, and what terraform says of them. */
const NOT_PLANNED: Readonly<Record<string, readonly [why: string, says: string]>> = {
  'a client is removed': ['a registration is retired first', 'Instance cannot be destroyed'],
  'an API is renamed': ['a registration is retired first', 'Instance cannot be destroyed'],
  'the tenant becomes another': ['the embedded Entra has one tenant of its own', 'AADSTS90002'],
  'a resource of another provider is added': [
    'a stack may run no other provider here',
    'resource random_id, which the sandbox does not let terraform run',
  ],
};
/** Cases that are about a whole stack, or about a plan that somebody tampered with. */
const NOT_OF_A_PLAN = ['the stack is gone', 'a plan replaces a registration', 'the plan says otherwise'];

const CASES = [...ACCESS_CASES, ...OTHER_CASES].filter(({ name }) => !NOT_OF_A_PLAN.includes(name));

const keyOf = ({ base: before }: GoldenCase): string => JSON.stringify(before ?? {});

/** Cases by what is deployed before them, which is deployed once. */
const BY_BASE = [...new Set(CASES.map(keyOf))].map((key) => CASES.filter((one) => keyOf(one) === key));

test.each(BY_BASE.map((cases, at) => ({ at, cases })))(
  'plans of the real provider, of a directory it made itself, say what the files say, there and back ($at)',
  async ({ cases }) => {
    const [{ base: before } = {}] = cases;
    const was = carried(before === undefined ? base : shop(before));
    const found: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    await deployed(was, async (workspace) => {
      for (const one of cases) {
        const now = carried('stacks' in one.head ? one.head : shop(one.head));
        const says = NOT_PLANNED[one.name]?.[1];
        const there = await planned(workspace, now);
        if (typeof there === 'string' || says !== undefined) {
          [expected[one.name], found[one.name]] = [expect.stringContaining(says ?? 'a plan'), there];
          continue;
        }
        [expected[one.name], found[one.name]] = differences(was, there, one, one.name);
        const swapped = `${one.name}, swapped`;
        await applied(workspace, there);
        const back = await planned(workspace, was);
        [expected[swapped], found[swapped]] = typeof back === 'string' ? ['a plan', back] : differences(now, back, one, swapped);
        if (typeof back !== 'string') await applied(workspace, back);
      }
    });

    expect(found).toEqual(expected);
  },
  600_000,
);

/** What is said with the plan, and of what the plan says is deployed, that is not said of the files alone; and what is right. */
function differences(was: SynthOutput, planned: SynthOutput, one: GoldenCase, name: string): readonly [expected: unknown, found: unknown] {
  const alone: SynthOutput = { ...planned, stacks: planned.stacks.map(({ name: stack, files }) => ({ name: stack, files })) };
  const [files, beside, deployed] = [only(was, alone, one), only(was, planned, one), only(deployedOutput(planned), planned, one)];
  const { less = [], more = [], level = files.verdict.level } = OTHERWISE[name] ?? {};
  const [said, saidOfDeployed] = [rowsOf(files), rowsOf(deployed)];
  return [
    { beside: said, less: [...less].sort(), more: [...more].sort(), level },
    {
      beside: rowsOf(beside),
      less: without(said, saidOfDeployed),
      more: without(saidOfDeployed, said),
      level: deployed.verdict.level,
    },
  ];
}

function only(output: SynthOutput, head: SynthOutput, { options }: GoldenCase): DeploymentReview {
  const [deployment] = reviewed(output, head, options).deployments;
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
}

/** An embedded Entra in which the real provider deployed an output. */
async function deployed(output: SynthOutput, run: (workspace: TerraformWorkspace) => Promise<void>): Promise<void> {
  let workspace: TerraformWorkspace | undefined;
  const sandbox = await Sandbox.start(deploymentIn(output), (entra, given) => {
    workspace = new TerraformWorkspace(entra, given);
    // Of somebody else, to whom one of the cases gives a role.
    entra.tenants
      .ensure(given.access.environment.tenantId)
      .servicePrincipals.addOutside({ id: guid(9), appId: guid(90), displayName: 'somebody else' });
    return workspace.apply(given.stacks);
  });
  try {
    if (workspace !== undefined) await run(workspace);
  } finally {
    workspace?.remove();
    await sandbox.close();
  }
}

/** An output with the plan of each of its stacks, or what terraform says where it plans nothing. */
async function planned(workspace: TerraformWorkspace, output: SynthOutput): Promise<SynthOutput | string> {
  const stacks: SynthOutput['stacks'][number][] = [];
  for (const stack of output.stacks) {
    const { name, files } = stack;
    try {
      workspace.write({ name, content: JSON.parse(files['cdk.tf.json'] ?? '{}') } as TerraformStackState);
    } catch (error) {
      return String(error);
    }
    let last: TerraformRun | undefined;
    for (const args of [
      ['init', ...QUIET],
      ['plan', '-out=plan', ...QUIET],
      ['show', '-json', 'plan'],
    ]) {
      last = await workspace.run(name, ...args);
      if (last.code !== 0) return withoutFile(last.talk);
    }
    stacks.push({ ...stack, plan: { source: `${name}.plan.json`, text: last?.out ?? '' } });
  }
  return { ...output, stacks };
}

async function applied(workspace: TerraformWorkspace, { stacks }: SynthOutput): Promise<void> {
  for (const { name } of stacks) {
    const { code, talk } = await workspace.run(name, 'apply', ...QUIET, 'plan');
    if (code !== 0) throw new Error(withoutFile(talk));
  }
}

/** What terraform says, without the line of the file that it quotes: all of the file is one line. */
function withoutFile(talk: string): string {
  return talk.replace(/^.*\{"\/\/":.*$/gm, '');
}

const QUIET = ['-input=false', '-no-color'];
