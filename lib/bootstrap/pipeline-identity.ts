import { AppRoleAssignment } from '@cdktf/provider-azuread/lib/app-role-assignment';
import { Application } from '@cdktf/provider-azuread/lib/application';
import { ApplicationFederatedIdentityCredential } from '@cdktf/provider-azuread/lib/application-federated-identity-credential';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal';
import { Construct } from 'constructs';
import { pinByName } from '../entra';
import { graphPermissions, terraformLiteral } from '../model';
import { type FederatedSubject, type IdentityPermissions } from '../permissions';

/** Inputs of {@link PipelineIdentityRegistration}. */
export interface PipelineIdentityProps {
  /** Display name. */
  readonly name: string;

  /** Which identity it is, and what of Microsoft Graph it is granted. */
  readonly permissions: IdentityPermissions;

  /** Whoever presents a token of this issuer and subject is the identity. */
  readonly federated: FederatedSubject;

  /** Object id of Microsoft Graph's service principal in the tenant. */
  readonly graphObjectId: string;

  /** Object ids of owners. An owner can add a credential and so act as the identity. */
  readonly owners: readonly string[];

  /** True when an apply may neither destroy nor replace it. */
  readonly protected: boolean;
}

/**
 * One identity of a pipeline: a registration without a secret, the one workload that may sign in as it, and the application
 * permissions it is granted, no more.
 */
export class PipelineIdentityRegistration extends Construct {
  /** Client id, known after apply. */
  public readonly clientId: string;

  /** Object id of the service principal, known after apply. */
  public readonly objectId: string;

  constructor(scope: Construct, id: string, props: PipelineIdentityProps) {
    super(scope, id);
    const { permissions, federated } = props;
    const { identity, graph } = permissions;
    const lifecycle = props.protected ? { lifecycle: { preventDestroy: true } } : {};
    const owners = props.owners.length === 0 ? {} : { owners: props.owners.map(terraformLiteral) };

    const application = pinByName(
      new Application(this, 'Application', {
        displayName: terraformLiteral(props.name),
        description: DESCRIPTIONS[identity],
        preventDuplicateNames: true,
        signInAudience: 'AzureADMyOrg',
        ...owners,
        api: { requestedAccessTokenVersion: 2 },
        fallbackPublicClientEnabled: false,
        ...(graph.length > 0 && {
          requiredResourceAccess: [
            {
              resourceAppId: graphPermissions.appId,
              resourceAccess: graph
                .map((one) => one.id)
                .sort()
                .map((role) => ({ id: role, type: 'Role' })),
            },
          ],
        }),
        ...lifecycle,
      }),
      identity,
    );
    const servicePrincipal = pinByName(
      new ServicePrincipal(this, 'ServicePrincipal', { clientId: application.clientId, ...owners, useExisting: true, ...lifecycle }),
      identity,
    );
    pinByName(
      new ApplicationFederatedIdentityCredential(this, 'Workload', {
        applicationId: application.id,
        displayName: identity,
        issuer: terraformLiteral(federated.issuer),
        subject: terraformLiteral(federated.subject),
        audiences: [federated.audience],
      }),
      identity,
    );
    for (const { permission, id: appRoleId } of graph) {
      const name = `${identity}_${permission.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
      const assignment = new AppRoleAssignment(this, permission, {
        appRoleId,
        principalObjectId: servicePrincipal.objectId,
        resourceObjectId: props.graphObjectId,
      });
      pinByName(assignment, name);
    }

    this.clientId = application.clientId;
    this.objectId = servicePrincipal.objectId;
  }
}

const DESCRIPTIONS: Readonly<Record<IdentityPermissions['identity'], string>> = {
  plan: 'Plans deployments; reads, and changes nothing',
  apply: 'Applies approved plans',
  consent: 'Applies approved plans of consents; can grant itself every application permission',
};
