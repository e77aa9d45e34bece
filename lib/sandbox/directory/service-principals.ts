import { isObject, type Json } from '../../terraform';
import { SERVICE_PRINCIPAL_DEFAULTS } from './defaults';
import { badRequest, GraphError, notFound } from './graph-error';
import { merged } from './merge';
import { assertShape, SERVICE_PRINCIPAL_SHAPE } from './shapes';
import { type Tenant } from './tenant';
import { type Application, type AppRole, type PermissionScope, type ServicePrincipal } from './types';

/** One whose application is registered elsewhere, or that has none. */
export interface OutsidePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  /** @default - `Application` */
  readonly type?: 'Application' | 'ManagedIdentity';
  readonly appRoles?: readonly AppRole[];
  readonly scopes?: readonly PermissionScope[];
  /** What it is called besides its client id. @default - nothing */
  readonly names?: readonly string[];
}

/** What stands for applications in a tenant. */
export class ServicePrincipals {
  private readonly byId = new Map<string, ServicePrincipal>();
  private readonly byClientId = new Map<string, ServicePrincipal>();
  private readonly owners = new Map<string, Set<string>>();

  constructor(private readonly tenant: Tenant) {}

  /** All of them, in the order in which they were made. */
  all(): readonly ServicePrincipal[] {
    return [...this.byId.values()].map((one) => this.current(one));
  }

  /** @throws GraphError where there is none */
  get(id: string): ServicePrincipal {
    const found = this.find(id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  /** The one with an object id; undefined where there is none. */
  find(id: string): ServicePrincipal | undefined {
    const found = this.byId.get(id);
    return found && this.current(found);
  }

  /** The one with a client id; undefined where there is none. */
  ofClientId(appId: string): ServicePrincipal | undefined {
    const found = this.byClientId.get(appId);
    return found && this.current(found);
  }

  /** @throws GraphError where the application or an owner is not there, or the application already stands in the tenant */
  create(body: Json, owners: readonly string[] = []): ServicePrincipal {
    const { tenant } = this;
    const { appId, ...rest } = body;
    if (typeof appId !== 'string') throw badRequest("A value is required for property 'appId' of resource 'ServicePrincipal'.");
    const application = tenant.world.applicationOf(appId);
    const isReachable = application?.tenantId === tenant.id || application?.application.signInAudience !== 'AzureADMyOrg';
    if (application === undefined || !isReachable) {
      throw badRequest(`The appId '${appId}' of the service principal does not reference a valid application object.`);
    }
    if (this.byClientId.has(appId)) {
      throw new GraphError(
        409,
        'Request_MultipleObjectsWithSameKeyValue',
        `The service principal cannot be created because the service principal name ${appId} is already in use.`,
      );
    }
    const made = this.made(
      tenant.ids.next('service-principal', application.application.displayName),
      application.application,
      application.tenantId,
    );
    const principal = merged(made, rest, 'ServicePrincipal');
    assertShape(principal, SERVICE_PRINCIPAL_SHAPE, 'ServicePrincipal');
    const stranger = owners.find((owner) => tenant.principal(owner) === undefined);
    if (stranger !== undefined) throw notFound(stranger);
    this.put(principal);
    this.owners.set(principal.id, new Set(owners));
    return principal;
  }

  /** Puts one there whose application this tenant does not have. */
  addOutside({ id, appId, displayName, type = 'Application', appRoles = [], scopes = [], names = [] }: OutsidePrincipal): ServicePrincipal {
    const principal: ServicePrincipal = {
      ...SERVICE_PRINCIPAL_DEFAULTS,
      id,
      appId,
      createdDateTime: this.tenant.clock.text(),
      displayName,
      appDisplayName: displayName,
      appOwnerOrganizationId: null,
      servicePrincipalType: type,
      servicePrincipalNames: [appId, ...names],
      appRoles,
      oauth2PermissionScopes: scopes,
      replyUrls: [],
      signInAudience: null,
    };
    this.put(principal);
    return principal;
  }

  /** Changes some properties. @throws GraphError where one is not to be changed */
  update(id: string, changes: Json): ServicePrincipal {
    const principal = merged(this.get(id), changes, 'ServicePrincipal');
    assertShape(principal, SERVICE_PRINCIPAL_SHAPE, 'ServicePrincipal');
    this.put(principal);
    return principal;
  }

  /** Deletes it with everything that it holds and that is held of it. */
  delete(id: string): void {
    const { appId } = this.get(id);
    this.byId.delete(id);
    this.byClientId.delete(appId);
    this.owners.delete(id);
    this.tenant.grants.forget(id);
  }

  /** The same by client id, where there is one. */
  deleteOf(appId: string): void {
    const principal = this.byClientId.get(appId);
    if (principal !== undefined) this.delete(principal.id);
  }

  /** Object ids of who may change it. */
  ownersOf(id: string): ReadonlySet<string> {
    this.get(id);
    return this.owners.get(id) ?? new Set();
  }

  addOwner(id: string, owner: string): void {
    this.get(id);
    this.owners.set(id, (this.owners.get(id) ?? new Set()).add(owner));
  }

  removeOwner(id: string, owner: string): void {
    if (this.owners.get(id)?.delete(owner) !== true) throw notFound(owner);
  }

  private put(principal: ServicePrincipal): void {
    this.byId.set(principal.id, principal);
    this.byClientId.set(principal.appId, principal);
  }

  private made(id: string, application: Application, tenantId: string): ServicePrincipal {
    return {
      ...SERVICE_PRINCIPAL_DEFAULTS,
      id,
      appId: application.appId,
      createdDateTime: this.tenant.clock.text(),
      appOwnerOrganizationId: tenantId,
      ...ofApplication(application),
    };
  }

  /** What a service principal takes from its application is the application's, whenever that changes. */
  private current(principal: ServicePrincipal): ServicePrincipal {
    const owner = principal.appOwnerOrganizationId;
    if (owner === null) return principal;
    const application = this.tenant.world.applicationOf(principal.appId)?.application;
    return isObject(application) ? { ...principal, ...ofApplication(application) } : principal;
  }
}

function ofApplication(
  application: Application,
): Pick<
  ServicePrincipal,
  'displayName' | 'appDisplayName' | 'appRoles' | 'oauth2PermissionScopes' | 'servicePrincipalNames' | 'replyUrls' | 'signInAudience'
> {
  return {
    displayName: application.displayName,
    appDisplayName: application.displayName,
    appRoles: application.appRoles,
    oauth2PermissionScopes: application.api.oauth2PermissionScopes,
    servicePrincipalNames: [application.appId, ...application.identifierUris],
    replyUrls: [...application.web.redirectUris, ...application.spa.redirectUris, ...application.publicClient.redirectUris],
    signInAudience: application.signInAudience,
  };
}
