import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { stateBackend } from '../azure';
import { throwIfAny } from '../errors';
import { terraformLiteral, type EnvironmentModel, type StateModel } from '../model';
import { permissionsNeeded, type Workloads } from '../permissions';
import { readSynthesized, type TerraformStackState } from '../terraform';
import { Bootstrap } from './bootstrap';

/** Inputs of {@link BootstrapStack}. */
export interface BootstrapStackProps {
  /** First part of the identities' display names. */
  readonly name: string;

  /** The environment the pipelines deploy to. */
  readonly environment: EnvironmentModel;

  /** The stacks they deploy: what these do is what the identities may do. */
  readonly deploys: readonly [TerraformStack, ...TerraformStack[]];

  /** The job that runs as each identity. */
  readonly workloads: Workloads;

  /** Where this stack's own state is kept: nowhere a pipeline may write, since it would then decide what an administrator applies. */
  readonly state: StateModel;

  /** @default - nobody owns the identities */
  readonly owners?: readonly string[];
}

/** A stack with the identities of an environment's pipelines, for an administrator to deploy. */
export class BootstrapStack extends TerraformStack {
  /** @throws DefinitionError where the state is shared with the pipelines, or a workload is missing, needless or not exact. */
  constructor(scope: Construct, id: string, props: BootstrapStackProps) {
    super(scope, id);
    const { name, environment, deploys, workloads, state, owners } = props;
    throwIfAny(isShared(state, environment.state) ? [sharedState(id)] : []);

    stateBackend(this, { ...environment, state });
    new AzureadProvider(this, 'azuread', { tenantId: terraformLiteral(environment.tenantId), environment: environment.cloud });
    const [first, ...others] = deploys;
    const permissions = permissionsNeeded([stateOf(first), ...others.map(stateOf)], { consent: environment.consent });
    new Bootstrap(this, 'Bootstrap', { name, environment, permissions, workloads, ...(owners && { owners }) });
  }
}

function stateOf(stack: TerraformStack): TerraformStackState {
  stack.prepareStack();
  return readSynthesized(JSON.parse(JSON.stringify(stack.toTerraform())), stack.node.id, stack.node.path);
}

function isShared(own: StateModel, theirs: StateModel): boolean {
  return (
    own.kind === 'azure' && theirs.kind === 'azure' && own.storageAccount === theirs.storageAccount && own.container === theirs.container
  );
}

function sharedState(id: string): Parameters<typeof throwIfAny>[0][number] {
  return {
    where: `stack ${id} state`,
    what: 'is kept in the container of the pipelines, which the identities made here may write',
    fix: 'name another container that administrators alone may write',
    code: 'BOOTSTRAP_STATE_SHARED',
  };
}
