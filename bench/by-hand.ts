import { AppRoleAssignment } from '@cdktf/provider-azuread/lib/app-role-assignment';
import { Application } from '@cdktf/provider-azuread/lib/application';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal';
import { LocalBackend, TerraformOutput, TerraformResource, TerraformStack, type App } from 'cdktf';
import type { Construct } from 'constructs';
import { apiKey, clientKey, DEPLOYER, TENANT } from './definition';

/** What `terraform_data.gateway` carries, as texts that are there already. */
export interface Carried {
  readonly settings: string;
  readonly apis: Readonly<Record<string, string>>;
}

/**
 * What a user writes who has the framework and not this library: one stack with everything our two constructs put there. Per
 * API an application with its two roles and its scope, its service principal, the `terraform_data` of its scopes, the client's
 * application with its request, the client's service principal, and the grant; once the backend, the provider, the guard, the
 * output and `terraform_data.gateway`. Attributes are the same; names of resources are the constructs' own, which is less work.
 *
 * `terraform_data` is a plain resource here as well: the framework's class starts `terraform version` for each.
 */
export function writeByHand(app: App, count: number, carried: Carried): TerraformStack {
  const stack = new TerraformStack(app, 'by-hand');
  new LocalBackend(stack, { path: '../../../by-hand.tfstate' });
  new AzureadProvider(stack, 'azuread', { tenantId: TENANT, environment: 'global' });

  const clientIds: Record<string, string> = {};
  const apiIds: Record<string, string> = {};
  const guarded: Record<string, string> = {};
  for (let number = 0; number < count; number += 1) {
    const api = apiKey(number);
    const client = clientKey(number);
    const made = writeApi(stack, api);
    const called = writeClient(stack, client, made.application.clientId);
    new AppRoleAssignment(stack, `${client}-reads-${api}`, {
      appRoleId: READ_ID,
      principalObjectId: called.principal.objectId,
      resourceObjectId: made.principal.objectId,
    });
    clientIds[api] = apiIds[api] = made.application.clientId;
    clientIds[client] = called.application.clientId;
    guarded[`api/${api}`] = api;
    guarded[`client/${client}`] = client;
  }
  new PlainData(stack, 'guard', {}, { preventDestroy: true }).addOverride('for_each', guarded);
  new TerraformOutput(stack, 'client_ids', { value: clientIds });
  new PlainData(stack, 'gateway', { triggers_replace: { ...carried, client_ids: apiIds } });
  return stack;
}

const READ_ID = '00000000-0000-4000-8000-000000000001';
const WRITE_ID = '00000000-0000-4000-8000-000000000002';
const USE_ID = '00000000-0000-4000-8000-000000000003';

interface Registered {
  readonly application: Application;
  readonly principal: ServicePrincipal;
}

function writeApi(stack: TerraformStack, key: string): Registered {
  const application = new Application(stack, key, {
    displayName: key,
    identifierUris: [`api://${TENANT}/${key}`],
    preventDuplicateNames: true,
    signInAudience: 'AzureADMyOrg',
    owners: [DEPLOYER],
    appRole: [
      {
        id: READ_ID,
        value: 'Items.Read.All',
        displayName: 'Items.Read.All',
        description: 'Read every item',
        allowedMemberTypes: ['Application'],
        enabled: true,
      },
      {
        id: WRITE_ID,
        value: 'Items.Write.All',
        displayName: 'Items.Write.All',
        description: 'Write every item',
        allowedMemberTypes: ['Application'],
        enabled: true,
      },
    ],
    api: {
      requestedAccessTokenVersion: 2,
      oauth2PermissionScope: [
        {
          id: USE_ID,
          value: 'Items.Use',
          type: 'Admin',
          adminConsentDisplayName: 'Items.Use',
          adminConsentDescription: 'Use items for the signed-in person',
          enabled: true,
        },
      ],
    },
    optionalClaims: { accessToken: [{ name: 'idtyp' }] },
    lifecycle: { ignoreChanges: ['required_resource_access'] },
  });
  const principal = new ServicePrincipal(stack, `${key}-principal`, {
    clientId: application.clientId,
    owners: [DEPLOYER],
    useExisting: true,
    appRoleAssignmentRequired: true,
  });
  new PlainData(stack, `${key}-scopes`, { input: { scope_ids: USE_ID } });
  return { application, principal };
}

function writeClient(stack: TerraformStack, key: string, apiClientId: string): Registered {
  const application = new Application(stack, key, {
    displayName: key,
    preventDuplicateNames: true,
    signInAudience: 'AzureADMyOrg',
    owners: [DEPLOYER],
    api: { requestedAccessTokenVersion: 2 },
    fallbackPublicClientEnabled: false,
    requiredResourceAccess: [{ resourceAppId: apiClientId, resourceAccess: [{ id: READ_ID, type: 'Role' }] }],
  });
  const principal = new ServicePrincipal(stack, `${key}-principal`, {
    clientId: application.clientId,
    owners: [DEPLOYER],
    useExisting: true,
  });
  return { application, principal };
}

class PlainData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly values: Record<string, unknown>,
    lifecycle?: { preventDestroy: boolean },
  ) {
    super(scope, id, { terraformResourceType: 'terraform_data', ...(lifecycle && { lifecycle }) });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.values };
  }
}
