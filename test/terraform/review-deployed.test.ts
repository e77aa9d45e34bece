import { deployedOutput, type SynthOutput } from '../../lib/review';
import { edited, reviewed, shop, valueIn } from '../support/review-shop';
import { standIn, TerraformFolder } from '../support/terraform';
import { withTerraform } from './deployed';

type Json = Readonly<Record<string, unknown>>;

/** What was synthesized, with stand-ins that the real terraform plans without a provider. */
function standing(output: SynthOutput): SynthOutput {
  const content = standIn(valueIn(output, 'cdk.tf.json', []));
  const [stack] = output.stacks;
  return {
    ...output,
    stacks: [{ name: stack?.name ?? '', files: { ...stack?.files, 'cdk.tf.json': JSON.stringify(content) } }],
  };
}

/** The head with the plan that the real terraform makes of it, where the base is deployed. */
function planned(base: SynthOutput, head: SynthOutput): SynthOutput {
  const contentOf = (output: SynthOutput): unknown => valueIn(output, 'cdk.tf.json', []);
  const folder = new TerraformFolder(contentOf(base));
  try {
    folder.init().apply();
    folder.write(contentOf(head));
    const plan = { source: 'plan.json', text: JSON.stringify(folder.plan().json) };
    return { ...head, stacks: head.stacks.map((stack) => ({ ...stack, plan })) };
  } finally {
    folder.remove();
  }
}

function deployedIn(head: SynthOutput): { readonly content: Json; readonly gateway: unknown } {
  const [stack] = deployedOutput(head).stacks;
  return {
    content: JSON.parse(stack?.files['cdk.tf.json'] ?? '{}') as Json,
    gateway: JSON.parse(stack?.files['gateway.json'] ?? 'null'),
  };
}

const base = standing(shop());
const content = valueIn(base, 'cdk.tf.json', []) as Json;

function resourcesIn(output: SynthOutput | Json): Json {
  const whole = ('stacks' in output ? valueIn(output as SynthOutput, 'cdk.tf.json', ['resource']) : output['resource']) as Record<
    string,
    Json
  >;
  return whole['terraform_data'] ?? {};
}

withTerraform('where all of the head is deployed, what a real plan has is the head to the letter', () => {
  const head = planned(base, base);
  const deployed = deployedIn(head);

  expect(deployed.content).toEqual(content);
  expect(deployed.gateway).toEqual(valueIn(base, 'gateway.json', []));
  // Stand-ins contradict the definition on both sides alike; besides, there is nothing to say.
  expect(reviewed(deployedOutput(head), head).deployments).toMatchObject([{ access: [], changes: [], unexplained: [], resources: [] }]);
});

withTerraform('a real plan of another route gives back the gateway that is deployed', () => {
  const head = planned(base, standing(shop({ list: { methods: ['GET', 'HEAD'], allow: [] } })));
  const deployed = deployedIn(head);

  expect(deployed.gateway).toEqual(valueIn(base, 'gateway.json', []));
  expect(deployed.content).toEqual(content);
});

withTerraform('a real plan that adds, replaces and moves gives back which resources there were, and their references', () => {
  const renamed = valueIn(base, 'cdk.tf.json', ['resource', 'terraform_data', 'azuread_application__billing_081fd692']);
  const without = edited(base, 'cdk.tf.json', ['resource', 'terraform_data', 'azuread_application__billing_081fd692'], undefined);
  const text = JSON.stringify(valueIn(without, 'cdk.tf.json', [])).replaceAll('azuread_application__billing_081fd692', 'invoices');
  const head = {
    ...base,
    stacks: base.stacks.map((stack) => ({ ...stack, files: { ...stack.files, 'cdk.tf.json': text } })),
  };
  const moved = edited(
    edited(head, 'cdk.tf.json', ['resource', 'terraform_data', 'invoices'], renamed),
    'cdk.tf.json',
    ['moved'],
    [{ from: 'terraform_data.azuread_application__billing_081fd692', to: 'terraform_data.invoices' }],
  );
  const added = edited(moved, 'cdk.tf.json', ['resource', 'terraform_data', 'added'], {
    input: { scope_ids: '${terraform_data.invoices.id}' },
  });
  const deployed = deployedIn(planned(base, added));

  expect(deployed.content).toEqual(content);
});

withTerraform('a real plan that takes something out of the state, and one that was there, gives back both', () => {
  const kept = { input: { scope_ids: 'a' } };
  const was = edited(
    edited(base, 'cdk.tf.json', ['resource', 'terraform_data', 'kept'], kept),
    'cdk.tf.json',
    ['resource', 'terraform_data', 'gone'],
    kept,
  );
  const head = edited(base, 'cdk.tf.json', ['removed'], [{ from: 'terraform_data.kept', lifecycle: { destroy: false } }]);
  const deployed = deployedIn(planned(was, head));

  expect(deployed.content['removed']).toBeUndefined();
  expect(resourcesIn(deployed.content)).toEqual(resourcesIn(was));
});
