import { TerraformStack, Testing } from 'cdktf';
import { stateBackend } from '../../lib/azure';
import type { Cloud, StateModel } from '../../lib/model';
import { environment } from '../entra/organisation';
import { readStack } from '../entra/synthesized';

const storage: StateModel = { kind: 'azure', resourceGroup: 'rg', storageAccount: 'account', container: 'states' };

function backend(state: StateModel, cloud: Cloud = 'global'): unknown {
  const stack = new TerraformStack(Testing.app({ stackTraces: false }), 'access-dev');
  stateBackend(stack, environment({ state, cloud }));
  return (readStack(stack).json['terraform'] as { readonly backend: unknown }).backend;
}

test('a local state lies in the project, whatever folder the project is in', () => {
  expect(backend({ kind: 'local' })).toEqual({ local: { path: '../../../access-dev.tfstate' } });
});

test('a state in Azure is a blob of the stack, reached by the identity that deploys, and nothing secret is written', () => {
  expect(backend(storage)).toEqual({
    azurerm: {
      resource_group_name: 'rg',
      storage_account_name: 'account',
      container_name: 'states',
      key: 'access-dev.tfstate',
      environment: 'public',
      use_azuread_auth: true,
    },
  });
});

test.each([
  ['usgovernmentl4', 'usgovernment'],
  ['usgovernmentl5', 'usgovernment'],
  ['china', 'china'],
] as const)('the state of an environment in %s is in the storage of %s', (cloud, expected) => {
  expect(backend(storage, cloud)).toMatchObject({ azurerm: { environment: expected } });
});
