import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { stateBackend } from '../azure';
import { type KongEntities } from '../kong';
import { terraformLiteral, type AccessModel, type EnvironmentModel } from '../model';
import { GatewayAccess } from './gateway-access';
import { type LintAtSynthesis } from './lint-at-synth';

/** Inputs of {@link accessStacks}. */
export interface AccessStacksProps {
  /** First part of the stacks' names; the environment's key is the second. */
  readonly name: string;

  /** The definition. */
  readonly model: AccessModel;

  /** Where it is deployed. */
  readonly environment: EnvironmentModel;

  /**
   * Whether synthesis writes `kong.preview.yaml`.
   * @default true
   */
  readonly preview?: boolean;

  /**
   * Dumps of the gateway, as `readKongFile` reads them: what else is on it, beside which every route must win its requests.
   * @default - the gateway has nothing else
   */
  readonly foreign?: readonly KongEntities[];

  /**
   * Standards of the organisation, accepted findings, and rules besides the built-in ones.
   * @default - the built-in rules, as they are
   */
  readonly lint?: LintAtSynthesis;
}

/** The stacks of a definition in an environment. */
export interface AccessStacks {
  /** `<name>-<environment>`: registrations and gateway, and the consents where no other stack has them. */
  readonly access: TerraformStack;

  /** `<name>-<environment>-consents`: in consent mode `separate-stack` only. */
  readonly consents?: TerraformStack;
}

/**
 * The stacks that deploy a definition to an environment, each with its state where the environment says. In consent mode
 * `separate-stack` the consents need an identity of their own; it reads the state of the other stack.
 *
 * @throws DefinitionError with everything that is wrong with definition and environment.
 */
export function accessStacks(scope: Construct, props: AccessStacksProps): AccessStacks {
  const { name, model, environment, preview, foreign, lint } = props;
  const id = `${name}-${environment.key}`;

  const access = tenantStack(scope, id, environment);
  const consents = environment.consent === 'separate-stack' ? tenantStack(scope, `${id}-consents`, environment) : undefined;
  new GatewayAccess(access, 'Access', {
    model,
    environment,
    ...(consents && { consents }),
    ...(preview !== undefined && { preview }),
    ...(foreign && { foreign }),
    ...(lint && { lint }),
  });
  return { access, ...(consents && { consents }) };
}

function tenantStack(scope: Construct, id: string, environment: EnvironmentModel): TerraformStack {
  const stack = new TerraformStack(scope, id);
  stateBackend(stack, environment);
  // With the tenant here, signing in to another one fails before anything is read; how to sign in is the process's affair.
  new AzureadProvider(stack, 'azuread', { tenantId: terraformLiteral(environment.tenantId), environment: environment.cloud });
  return stack;
}
