import { Application, type ApplicationConfig, type ApplicationRequiredResourceAccess } from '@cdktf/provider-azuread/lib/application';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal';
import { Construct } from 'constructs';
import { terraformLiteral, type ClientKind, type ClientModel, type EnvironmentModel } from '../model';
import { pinByKeys } from './address';
import { displayName, mapped, ownerIds, registrationLifecycle } from './registration';
import type { ApiRequest } from './requests';

/** Kinds of clients that have a registration; a managed identity is a service principal alone. */
export type RegisteredKind = Exclude<ClientKind, 'managed-identity'>;

/** A client that has a registration. */
export type RegisteredClient = ClientModel & { readonly kind: RegisteredKind };

/** True for clients this deployment registers. */
export function isRegistered(client: ClientModel): client is RegisteredClient {
  return client.kind !== 'managed-identity';
}

/** Inputs of {@link EntraClient}. */
export interface EntraClientProps {
  /** The client as the access model holds it. */
  readonly client: RegisteredClient;

  /** What it asks for, one entry per API. */
  readonly requests: readonly ApiRequest[];

  /** Where it is registered: owners, redirect URIs, suffix and protection. */
  readonly environment: EnvironmentModel;
}

/**
 * One client in Entra ID: an application that says what it requests, and its service principal.
 * A request grants nothing; that is the work of {@link AdminConsent}.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/msal-client-applications
 */
export class EntraClient extends Construct {
  /** The client as the access model holds it. */
  public readonly client: RegisteredClient;

  /** Client id, known after apply: the `azp` of the tokens issued to it. */
  public readonly clientId: string;

  /** Object id of the service principal, known after apply: what grants point at. */
  public readonly objectId: string;

  constructor(scope: Construct, id: string, props: EntraClientProps) {
    super(scope, id);
    const { client, environment } = props;
    const owners = ownerIds(client.owners, environment);

    const application = pinByKeys(
      new Application(this, 'Application', {
        displayName: displayName(client.name, environment),
        ...(client.description !== undefined && { description: terraformLiteral(client.description) }),
        preventDuplicateNames: true,
        signInAudience: 'AzureADMyOrg',
        owners,
        api: { requestedAccessTokenVersion: 2 }, // the provider's default is 1
        fallbackPublicClientEnabled: false, // flows without redirect, such as a password or a device code, stay closed
        ...platforms[client.kind](redirectUris(client, environment)),
        ...(props.requests.length > 0 && { requiredResourceAccess: props.requests.map(toRequiredResourceAccess) }),
        ...registrationLifecycle(environment),
      }),
      'client',
      client.key,
    );
    const servicePrincipal = pinByKeys(
      new ServicePrincipal(this, 'ServicePrincipal', {
        clientId: application.clientId,
        owners,
        useExisting: true, // a run that failed half way is adopted, not refused
        ...registrationLifecycle(environment),
      }),
      'client',
      client.key,
    );
    this.client = client;
    this.clientId = application.clientId;
    this.objectId = servicePrincipal.objectId;
  }
}

type Platform = Pick<ApplicationConfig, 'web' | 'singlePageApplication' | 'publicClient'>;

// Tokens in a redirect's fragment end up in histories and logs; the code flow serves every platform.
const implicitGrant = { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: false };

const platforms: Readonly<Record<RegisteredKind, (uris: string[]) => Platform>> = {
  daemon: () => ({}),
  web: (redirectUris) => ({ web: { redirectUris, implicitGrant } }),
  spa: (redirectUris) => ({ singlePageApplication: { redirectUris }, web: { implicitGrant } }),
  native: (redirectUris) => ({ publicClient: { redirectUris }, web: { implicitGrant } }),
};

function redirectUris(client: RegisteredClient, environment: EnvironmentModel): string[] {
  if (client.redirectUris === undefined) return [];
  return [...mapped(environment.redirectUris, 'redirect URIs', client.redirectUris)].sort().map(terraformLiteral);
}

// The directory answers in the order it was told, so a fixed order keeps the second plan empty.
function toRequiredResourceAccess(request: ApiRequest): ApplicationRequiredResourceAccess {
  return {
    resourceAppId: request.clientId,
    resourceAccess: [...request.roleIds.map((id) => ({ id, type: 'Role' })), ...request.scopeIds.map((id) => ({ id, type: 'Scope' }))],
  };
}
