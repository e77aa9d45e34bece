import { Sandbox } from '../../lib/sandbox';
import { TerraformWorkspace } from '../../lib/sandbox/terraform';
import { withTerraform } from '../entra/real-terraform';
import { edited, shop } from '../support/review-shop';
import { deploymentIn, within } from '../support/sandbox';

test.each<readonly [string, string, readonly string[], unknown]>([
  ['SANDBOX_STACK', 'cdk.tf.json', ['resource', 'azuread_group', 'x'], { display_name: 'x' }],
  ['SANDBOX_STACK', 'cdk.tf.json', ['resource', 'azuread_application', 'billing_081fd692', 'logo_image'], 'x'],
  ['SANDBOX_STACK', 'cdk.tf.json', ['resource', 'azuread_application', 'billing_081fd692', 'display_name'], '${upper("x")}'],
  ['SANDBOX_GATEWAY', 'gateway.json', ['apis', 'orders', 'service', 'plugins', 'bot-detection'], {}],
  ['SANDBOX_GATEWAY', 'gateway.json', ['pluginDefaults', 'openid-connect', 'domains'], ['example.com']],
])('what is not made or not enforced is refused: %s, %s %s', async (code, file, path, value) => {
  await expect(Sandbox.start(deploymentIn(edited(shop(), file, path, value)))).rejects.toMatchObject({
    problems: expect.arrayContaining([expect.objectContaining({ code })]) as unknown,
  });
});

test('a stack that is not there is refused [SANDBOX_INPUT]', () => {
  expect(() => deploymentIn(shop(), 'nowhere')).toThrow('[SANDBOX_INPUT]');
});

withTerraform('what terraform refuses is told in its words [SANDBOX_TERRAFORM]', async () => {
  const deployment = deploymentIn(shop());
  await within(deployment, async ({ entra }) => {
    const workspace = new TerraformWorkspace(entra, deployment);
    const [stack] = deployment.stacks;
    if (stack === undefined) throw new Error('no stack');
    const broken = {
      ...stack,
      content: { ...stack.content, resource: { terraform_data: { x: { nonsense: true } } }, data: {}, output: {} },
    };

    await expect(workspace.apply([broken])).rejects.toThrow(/terraform (?:init|apply) ended with 1: .*\[SANDBOX_TERRAFORM\]/s);
    workspace.remove();
  });
});
