import { DEFAULT_ROLE_ID } from '../../model';
import { type Json } from '../../terraform';
import { badRequest, GraphError, notFound, notReferable } from './graph-error';
import { type Tenant } from './tenant';
import { type AppRoleAssignment, type OAuth2PermissionGrant } from './types';

const MOST_ASSIGNMENTS = 1500;

/** Who holds what in a tenant: app roles, and scopes that clients may use for people. */
export class Grants {
  private readonly assignments = new Map<string, AppRoleAssignment>();
  private readonly scopes = new Map<string, OAuth2PermissionGrant>();

  constructor(private readonly tenant: Tenant) {}

  /** App roles that are held, of one API where it is named. */
  assignmentsOf(resourceId?: string): readonly AppRoleAssignment[] {
    return [...this.assignments.values()].filter((one) => resourceId === undefined || one.resourceId === resourceId);
  }

  /** Scopes that may be used, by one client where it is named. */
  scopeGrantsOf(clientId?: string): readonly OAuth2PermissionGrant[] {
    return [...this.scopes.values()].filter((one) => clientId === undefined || one.clientId === clientId);
  }

  /** A role that is held of an API. @throws GraphError where there is none */
  assignment(id: string, resourceId: string): AppRoleAssignment {
    const found = this.assignments.get(id);
    if (found?.resourceId !== resourceId) throw notFound(id);
    return found;
  }

  /** @throws GraphError where there is none */
  scopeGrant(id: string): OAuth2PermissionGrant {
    const found = this.scopes.get(id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  /** Gives an app role to an application, a group or a person. @throws GraphError where one of them or the role is not there, or where somebody holds too many */
  assign(body: Json): AppRoleAssignment {
    const [principalId, resourceId, appRoleId] = ['principalId', 'resourceId', 'appRoleId'].map((name) => textOf(body, name));
    if (principalId === undefined || resourceId === undefined || appRoleId === undefined) throw notReferable();
    const resource = this.tenant.servicePrincipals.get(resourceId);
    const principal = this.tenant.principal(principalId);
    if (principal === undefined) throw notReferable();
    if (appRoleId !== DEFAULT_ROLE_ID) {
      const role = resource.appRoles.find(({ id, isEnabled }) => id === appRoleId && isEnabled);
      const holder = principal.type === 'ServicePrincipal' ? 'Application' : 'User';
      if (role?.allowedMemberTypes.includes(holder) !== true) throw badRequest('Permission being assigned was not found on application');
    }
    const held = this.assignmentsOf().filter((one) => one.principalId === principalId);
    if (held.some((one) => one.resourceId === resourceId && one.appRoleId === appRoleId))
      throw badRequest('Permission being assigned already exists on the object');
    if (held.length >= MOST_ASSIGNMENTS) throw badRequest(`At most ${String(MOST_ASSIGNMENTS)} app roles are held by a principal.`);
    const assignment: AppRoleAssignment = {
      id: this.tenant.ids.next('assignment', `${principalId}/${resourceId}/${appRoleId}`),
      appRoleId,
      principalId,
      principalType: principal.type,
      principalDisplayName: principal.displayName,
      resourceId,
      resourceDisplayName: resource.displayName,
      createdDateTime: this.tenant.clock.text(),
    };
    this.assignments.set(assignment.id, assignment);
    return assignment;
  }

  /** Takes an app role away. */
  unassign(id: string): void {
    if (!this.assignments.delete(id)) throw notFound(id);
  }

  /** Lets a client use scopes for people. @throws GraphError where client or API is not there, or where it may already */
  grantScopes(body: Json): OAuth2PermissionGrant {
    const [clientId, resourceId, consentType, scope] = ['clientId', 'resourceId', 'consentType', 'scope'].map((name) => textOf(body, name));
    const principalId = textOf(body, 'principalId') ?? null;
    if (clientId === undefined || resourceId === undefined || scope === undefined) throw notReferable();
    if (consentType !== 'AllPrincipals' && consentType !== 'Principal') throw notReferable();
    // Consent is everybody's or one person's.
    if ((consentType === 'Principal') !== (principalId !== null))
      throw badRequest("Invalid value specified for property 'principalId' of resource 'OAuth2PermissionGrant'.");
    if (principalId !== null && this.tenant.principal(principalId)?.type !== 'User') throw notFound(principalId);
    this.tenant.servicePrincipals.get(clientId);
    this.tenant.servicePrincipals.get(resourceId);
    const isThere = this.scopeGrantsOf(clientId).some((one) => one.resourceId === resourceId && one.principalId === principalId);
    if (isThere) throw new GraphError(409, 'Request_MultipleObjectsWithSameKeyValue', 'Permission entry already exists.');
    const grant: OAuth2PermissionGrant = {
      id: this.tenant.ids.next('scope-grant', `${clientId}/${resourceId}/${principalId ?? ''}`),
      clientId,
      consentType,
      principalId,
      resourceId,
      scope,
    };
    this.scopes.set(grant.id, grant);
    return grant;
  }

  /** Changes which scopes they are. */
  updateScopes(id: string, body: Json): void {
    const grant = this.scopeGrant(id);
    const scope = textOf(body, 'scope');
    const other = Object.keys(body).find((name) => name !== 'scope' && !name.startsWith('@odata'));
    if (other !== undefined) throw badRequest(`Property '${other}' is read-only and cannot be set.`);
    if (scope === undefined) throw badRequest("Invalid value specified for property 'scope' of resource 'OAuth2PermissionGrant'.");
    this.scopes.set(id, { ...grant, scope });
  }

  /** Takes scopes away. */
  revokeScopes(id: string): void {
    if (!this.scopes.delete(id)) throw notFound(id);
  }

  /** Takes away all that somebody holds, and all that is held of it. */
  forget(id: string): void {
    for (const one of this.assignmentsOf()) if (one.principalId === id || one.resourceId === id) this.assignments.delete(one.id);
    for (const one of this.scopeGrantsOf())
      if (one.clientId === id || one.resourceId === id || one.principalId === id) this.scopes.delete(one.id);
  }
}

function textOf(body: Json, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
