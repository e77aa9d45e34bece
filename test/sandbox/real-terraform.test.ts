import { type EmbeddedEntra } from '../../lib/sandbox/embedded-entra';
import { Sandbox } from '../../lib/sandbox/sandbox';
import { type SynthesizedDeployment } from '../../lib/sandbox/stacks';
import { TerraformWorkspace, type TerraformRun } from '../../lib/sandbox/terraform';
import { compareAll } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { prod } from '../../stacks/environments/prod';
import { organisation } from '../../stacks/organisation';
import { withAzuread } from '../entra/real-terraform';
import { dumpOf } from '../support/directory-dump';
import { deploymentIn, synthesizedDeployment, within } from '../support/sandbox';
import { edited, shop } from '../support/review-shop';

const test = withAzuread();

/** Runs something with what the real terraform applied; everything ends in any case. */
async function applied<Result>(
  deployment: SynthesizedDeployment,
  run: (sandbox: Sandbox, workspace: TerraformWorkspace) => Promise<Result>,
  before: (entra: EmbeddedEntra, workspace: TerraformWorkspace) => Promise<void> = () => Promise.resolve(),
): Promise<Result> {
  let workspace: TerraformWorkspace | undefined;
  const sandbox = await Sandbox.start(deployment, async (entra, given) => {
    workspace = new TerraformWorkspace(entra, given);
    await before(entra, workspace);
    return workspace.apply(given.stacks);
  });
  try {
    if (workspace === undefined) throw new Error('nothing was applied');
    return await run(sandbox, workspace);
  } finally {
    workspace?.remove();
    await sandbox.close();
  }
}

async function secondPlans({ stacks }: SynthesizedDeployment, workspace: TerraformWorkspace): Promise<readonly unknown[]> {
  const plans = await Promise.all(stacks.map(({ name }) => workspace.run(name, 'plan', '-detailed-exitcode', '-input=false', '-no-color')));
  return plans.map(({ code, out, talk }, at) => [stacks[at]?.name, code === 0 ? 'no changes' : `${out}${talk}`]);
}

test.each([
  ['dev', dev],
  ['prod', prod],
])(
  'the real provider makes the same directory as the built-in way, and wants nothing more: %s',
  async (_name, environment) => {
    const deployment = synthesizedDeployment(organisation, environment);
    const [builtIn, real] = [
      await within(deployment, (sandbox) => Promise.resolve(dumpOf(sandbox.home))),
      await applied(deployment, async (sandbox, workspace) => ({
        directory: dumpOf(sandbox.home),
        plans: await secondPlans(deployment, workspace),
        wrong: (await compareAll(sandbox)).filter(({ disagreements }) => disagreements.length > 0),
      })),
    ];

    expect(real.directory).toEqual(builtIn);
    expect(real.plans).toEqual(deployment.stacks.map(({ name }) => [name, 'no changes']));
    expect(real.wrong).toEqual([]);
  },
  120_000,
);

test('an apply that meets refusals for now and errors of the server ends in the same directory', async () => {
  const deployment = deploymentIn(shop());
  const [builtIn, real] = [
    await within(deployment, (sandbox) => Promise.resolve(dumpOf(sandbox.home))),
    await applied(
      deployment,
      async (sandbox, workspace) => ({ directory: dumpOf(sandbox.home), plans: await secondPlans(deployment, workspace) }),
      ({ graph }) => {
        Object.assign(graph.faults, { throttleOneIn: 9, failOneIn: 14 });
        return Promise.resolve();
      },
    ),
  ];

  expect(real.directory).toEqual(builtIn);
  expect(real.plans).toEqual([['shop-test', 'no changes']]);
}, 180_000);

test('an apply that cannot read yet what it has just made ends in an error that the next one heals', async () => {
  const deployment = deploymentIn(shop());
  const builtIn = await within(deployment, (sandbox) => Promise.resolve(dumpOf(sandbox.home)));
  const real = await applied(
    deployment,
    async (sandbox, workspace) => ({ directory: dumpOf(sandbox.home), plans: await secondPlans(deployment, workspace) }),
    async ({ graph }, workspace) => {
      graph.faults.unseenForMs = 300;
      await expect(workspace.apply(deployment.stacks)).rejects.toThrow('Timed out whilst waiting for new service principal');
      graph.faults.unseenForMs = 0;
    },
  );

  expect(real.directory).toEqual(builtIn);
  expect(real.plans).toEqual([['shop-test', 'no changes']]);
}, 180_000);

/** Lets the answer to the first object that is made at a path get lost: of that name, where one is given. */
function loseAnswers(graph: EmbeddedEntra['graph'], path: string, name: string | undefined): void {
  const answer = graph.answer.bind(graph);
  let isLost = false;
  jest.spyOn(graph, 'answer').mockImplementation(async (request) => {
    const answered = await answer(request);
    const isMeant = request.method === 'POST' && request.path === path && (name === undefined || request.body.includes(`"${name}"`));
    if (isLost || !isMeant) return answered;
    isLost = true;
    return { status: 503, headers: { 'content-type': 'application/json' }, body: '{}' };
  });
}

test.each([
  ['a service principal is taken over by the next apply', '/v1.0/servicePrincipals', undefined],
  ['a registration is named by the next apply, and heals once it is imported', '/v1.0/applications', 'azuread_application.orders_03d5e290'],
] as const)(
  'what was made though its answer got lost: %s',
  async (_what, path, imported) => {
    const deployment = deploymentIn(shop());
    const builtIn = await within(deployment, (sandbox) => Promise.resolve(dumpOf(sandbox.home)));
    const real = await applied(
      deployment,
      async (sandbox, workspace) => ({ directory: dumpOf(sandbox.home), plans: await secondPlans(deployment, workspace) }),
      async ({ graph }, workspace) => {
        loseAnswers(graph, path, imported === undefined ? undefined : 'orders');
        await expect(workspace.apply(deployment.stacks)).rejects.toThrow(/already (?:exists|in use)/);
        if (imported === undefined) return;
        const told = await workspace.apply(deployment.stacks).catch(String);
        const [, id] =
          /name "orders" \(ID: "([0-9a-f-]{36})"\) was found and `prevent_duplicate_names` was specified/.exec(String(told)) ?? [];
        const { code } = await workspace.run(deployment.name, 'import', '-input=false', imported, `/applications/${id ?? ''}`);

        expect(code).toBe(0);
      },
    );

    expect(real.directory).toEqual(builtIn);
    expect(real.plans).toEqual([['shop-test', 'no changes']]);
  },
  180_000,
);

test('registrations are not destroyed by accident, and destroying them on purpose leaves nothing behind', async () => {
  const deployment = deploymentIn(shop());
  await applied(deployment, async (sandbox, workspace) => {
    const destroy = (): Promise<TerraformRun> => workspace.run('shop-test', 'destroy', '-auto-approve', '-input=false', '-no-color');
    const guarded = await destroy();
    for (const stack of deploymentIn(edited(shop(), 'cdk.tf.json', [...GUARD, 'lifecycle'], undefined)).stacks) workspace.write(stack);
    const { code, out, talk } = await destroy();

    expect([guarded.code, guarded.talk]).toEqual([1, expect.stringContaining('Instance cannot be destroyed')]);
    expect([code, code === 0 ? '' : `${out}${talk}`]).toEqual([0, '']);
    expect([sandbox.home.applications.all(), sandbox.home.grants.scopeGrantsOf()]).toEqual([[], []]);
  });
}, 300_000);

const GUARD = ['resource', 'terraform_data', 'retire_before_dropping'];
