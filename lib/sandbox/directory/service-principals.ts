import { isObject, type Json } from '../../terraform';
import { SERVICE_PRINCIPAL_DEFAULTS } from './defaults';
import { badRequest, GraphError, invalid, noApplication, notFound } from './graph-error';
import { Kept } from './kept';
import { merged } from './merge';
import { checkTexts } from './number-rules';
import { isLink } from './redirect-rules';
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

/** What Graph sets by itself, and what is the application's. */
const READ_ONLY = [
  ...['id', 'appId', 'createdDateTime', 'appOwnerOrganizationId', 'servicePrincipalType', 'appDisplayName', 'signInAudience'],
  ...['appRoles', 'oauth2PermissionScopes', 'servicePrincipalNames', 'replyUrls', 'samlMetadataUrl'],
];

/** What stands for applications in a tenant. */
export class ServicePrincipals {
  private readonly kept: Kept<ServicePrincipal>;

  constructor(private readonly tenant: Tenant) {
    this.kept = new Kept(tenant);
  }

  /** All of them, in the order in which they were made. */
  all(): readonly ServicePrincipal[] {
    return this.kept.all().map((one) => this.current(one));
  }

  /** @throws GraphError where there is none */
  get(id: string): ServicePrincipal {
    const found = this.find(id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  /** The one with an object id; undefined where there is none. */
  find(id: string): ServicePrincipal | undefined {
    const found = this.kept.find(id);
    return found && this.current(found);
  }

  /** The one with a client id; undefined where there is none. */
  ofClientId(appId: string): ServicePrincipal | undefined {
    const found = this.kept.ofClientId(appId);
    return found && this.current(found);
  }

  /** @throws GraphError where the application or an owner is not there, or the application already stands in the tenant */
  create(body: Json, owners: readonly string[] = []): ServicePrincipal {
    const { tenant } = this;
    const { appId, ...rest } = body;
    if (typeof appId !== 'string') throw badRequest("A value is required for property 'appId' of resource 'ServicePrincipal'.");
    const application = tenant.world.applicationOf(appId);
    const isReachable = application?.tenantId === tenant.id || application?.application.signInAudience !== 'AzureADMyOrg';
    if (application === undefined || !isReachable) throw noApplication(appId);
    this.checkPlace(appId);
    const made = this.made(
      tenant.ids.next('service-principal', application.application.displayName),
      application.application,
      application.tenantId,
    );
    const principal = checked(merged(made, rest, 'ServicePrincipal', READ_ONLY));
    this.kept.add(principal, owners);
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
    this.kept.put(principal);
    return principal;
  }

  /** Changes some properties. @throws GraphError where one is not to be changed, or breaks a rule of the directory */
  update(id: string, changes: Json): ServicePrincipal {
    const principal = checked(merged(this.get(id), changes, 'ServicePrincipal', READ_ONLY));
    this.kept.put(principal);
    return principal;
  }

  /** Deletes it with everything that it holds and that is held of it. It may come back, without that. */
  delete(id: string): void {
    this.kept.delete(id);
    this.tenant.grants.forget(id);
  }

  /** The same by client id, where there is one. */
  deleteOf(appId: string): void {
    const principal = this.kept.ofClientId(appId);
    if (principal !== undefined) this.delete(principal.id);
  }

  /** One that was deleted and may come back; undefined where there is none. */
  findDeleted(id: string): ServicePrincipal | undefined {
    return this.kept.findDeleted(id);
  }

  /** Brings a deleted one back. @throws GraphError where there is none, or where its application is gone or stands in the tenant again */
  restore(id: string): ServicePrincipal {
    const principal = this.findDeleted(id);
    if (principal === undefined) throw notFound(id);
    const { appId, appOwnerOrganizationId } = principal;
    if (appOwnerOrganizationId !== null && this.tenant.world.applicationOf(appId) === undefined) throw noApplication(appId);
    this.checkPlace(appId);
    return this.kept.restore(principal);
  }

  /** Deletes a deleted one for good. @throws GraphError where there is none */
  purge(id: string): void {
    this.kept.purge(id);
  }

  /** The same of all with a client id. */
  purgeOf(appId: string): void {
    for (const { id } of this.kept.deletedOf(appId)) this.kept.purge(id);
  }

  /** Object ids of who may change it, deleted or not. */
  ownersOf(id: string): ReadonlySet<string> {
    return this.kept.ownersOf(id);
  }

  addOwner(id: string, owner: string): void {
    this.kept.addOwner(id, owner);
  }

  removeOwner(id: string, owner: string): void {
    this.kept.removeOwner(id, owner);
  }

  private checkPlace(appId: string): void {
    if (this.kept.ofClientId(appId) === undefined) return;
    throw new GraphError(
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      `The service principal cannot be created because the service principal name ${appId} is already in use.`,
    );
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

/** The same. @throws GraphError where it is of no form, or breaks a rule of the directory */
function checked(principal: ServicePrincipal): ServicePrincipal {
  const kind = 'ServicePrincipal';
  assertShape(principal, SERVICE_PRINCIPAL_SHAPE, kind);
  checkTexts(principal, kind);
  if (principal.logoutUrl !== null && !isLink(principal.logoutUrl, ['https:'])) throw invalid('logoutUrl', undefined, kind);
  for (const property of ['homepage', 'loginUrl'] as const) {
    const uri = principal[property];
    if (uri !== null && !isLink(uri, ['https:', 'http:'])) throw invalid(property, undefined, kind);
  }
  return principal;
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
