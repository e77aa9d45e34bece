import { DataAzureadServicePrincipal } from '@cdktf/provider-azuread/lib/data-azuread-service-principal';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { throwIfAny } from '../errors';
import { pinByName } from '../entra';
import { graphPermissions, type EnvironmentModel } from '../model';
import { checkWorkloads, federatedSubject, type PermissionsNeeded, type PipelineIdentity, type Workloads } from '../permissions';
import { PipelineIdentityRegistration } from './pipeline-identity';

/** Name of the output that holds client id and object id of each identity. Part of the contract: other tools read it. */
export const IDENTITIES_OUTPUT = 'identities';

/** Inputs of {@link Bootstrap}. */
export interface BootstrapProps {
  /** First part of the identities' display names; which identity it is comes second. */
  readonly name: string;

  /** Cloud and protection. */
  readonly environment: EnvironmentModel;

  /** What the identities must be allowed to do; those that are needed are made, and no other. */
  readonly permissions: PermissionsNeeded;

  /** The job that runs as each identity. */
  readonly workloads: Workloads;

  /**
   * Object ids of owners of the identities. Each of them can add a credential and act as the identity, so they must be as trusted
   * as the most powerful one.
   * @default - nobody owns them; administrators of applications still reach them
   */
  readonly owners?: readonly string[];
}

/**
 * The identities of the pipelines of one environment: registration, federated credential of an exact subject, and the application
 * permissions of Microsoft Graph that the stacks need. An administrator deploys it, signed in with `az login`; no pipeline does, and
 * no identity made here owns another, so that `apply` cannot become `consent`.
 */
export class Bootstrap extends Construct {
  /** Object ids of the identities' service principals, known after apply. The one that applies belongs into `deployers`. */
  public readonly objectIds: Readonly<Partial<Record<PipelineIdentity, string>>>;

  /** @throws DefinitionError with everything that is wrong with the workloads, before any construct is made. */
  constructor(scope: Construct, id: string, props: BootstrapProps) {
    super(scope, id);
    const { name, environment, permissions, workloads, owners = [] } = props;
    const needed = permissions.identities.map(({ identity }) => identity);
    throwIfAny(checkWorkloads(workloads, needed, `bootstrap ${name} workloads`));

    const graph = pinByName(new DataAzureadServicePrincipal(this, 'Graph', { clientId: graphPermissions.appId }), 'microsoft_graph');
    const made = permissions.identities.flatMap((of) => {
      const workload = workloads[of.identity];
      if (workload === undefined) return [];
      const registration = new PipelineIdentityRegistration(this, of.identity, {
        name: `${name}-${of.identity}`,
        permissions: of,
        federated: federatedSubject(workload, environment),
        graphObjectId: graph.objectId,
        owners,
        protected: environment.protected,
      });
      return [[of.identity, registration] as const];
    });
    const output = new TerraformOutput(this, 'Identities', {
      value: Object.fromEntries(made.map(([identity, one]) => [identity, { client_id: one.clientId, object_id: one.objectId }])),
    });
    output.overrideLogicalId(IDENTITIES_OUTPUT);

    this.objectIds = Object.fromEntries(made.map(([identity, one]) => [identity, one.objectId]));
  }
}
