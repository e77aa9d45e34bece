import { AzurermBackend, LocalBackend, type TerraformBackend, type TerraformStack } from 'cdktf';
import { terraformLiteral, type EnvironmentModel } from '../model';
import { azureCloud } from './cloud';

/** Name of the file or blob that holds the state of a stack. */
export function stateFile(stack: TerraformStack): string {
  return `${stack.node.id}.tfstate`;
}

/**
 * Keeps the state of a stack where the environment says. Every stack needs one: the framework's
 * own default writes the absolute path of the current folder into the configuration. Access to
 * Azure storage is by the identity that deploys; no key or token is written.
 */
export function stateBackend(stack: TerraformStack, environment: EnvironmentModel): TerraformBackend {
  const { state, cloud } = environment;
  // Terraform runs in cdktf.out/stacks/<stack>; a relative path leads to the project on every machine.
  if (state.kind === 'local') return new LocalBackend(stack, { path: `../../../${stateFile(stack)}` });
  return new AzurermBackend(stack, {
    resourceGroupName: terraformLiteral(state.resourceGroup),
    storageAccountName: terraformLiteral(state.storageAccount),
    containerName: terraformLiteral(state.container),
    key: stateFile(stack),
    environment: azureCloud(cloud),
    useAzureadAuth: true,
  });
}
