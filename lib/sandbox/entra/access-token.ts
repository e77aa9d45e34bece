import { createHash, randomBytes } from 'node:crypto';
import { uuidOf } from '../../model';
import { type AppRole, type ServicePrincipal, type Tenant, type User } from '../directory';
import { issuer, type CloudHosts } from './cloud';
import { groupClaims, optionalClaims } from './optional-claims';
import { EntraRefusal } from './refusal';

/** How a client proved itself: not at all, by a secret, or by a certificate or another token. */
export type Proof = '0' | '1' | '2';

/** For whom and what a token is. */
export interface TokenSubject {
  readonly tenant: Tenant;
  readonly cloud: CloudHosts;
  readonly client: ServicePrincipal;
  readonly proof: Proof;
  readonly api: ServicePrincipal;
  /** How the client named the API. */
  readonly named: string;
  /** The person for whom the client asks; absent where it asks for itself. */
  readonly user?: User;
  /** Whether `profile` is asked for besides. */
  readonly profile: boolean;
  /** Seconds since 1970. */
  readonly now: number;
  readonly lifetimeSeconds: number;
}

/** Claims of an access token, and by which version they are. */
export interface TokenContent {
  readonly version: 1 | 2;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * The content of an access token by what the directory says.
 *
 * @see docs/entra.md, "Access tokens"
 * @throws EntraRefusal where Entra issues none
 */
export function accessToken(subject: TokenSubject): TokenContent {
  const { tenant, cloud, client, api, user } = subject;
  if (!api.accountEnabled)
    throw new EntraRefusal(500014, 'invalid_resource', `The service principal for resource '${subject.named}' is disabled.`);
  const version = versionOf(tenant, api);
  const own = user === undefined ? forApplication(subject, version) : forPerson(subject, user, version);
  const application = tenant.world.applicationOf(api.appId)?.application;
  const roles = [...own.roles].sort();
  return {
    version,
    claims: {
      ...common(subject, version),
      ...own.claims,
      ...(roles.length > 0 && { roles }),
      ...optionalClaims(application?.optionalClaims?.accessToken, user),
      ...(user !== undefined && groupClaims(tenant, cloud, application, user)),
      ...clientClaims(client, subject.proof, version),
    },
  };
}

interface Own {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly roles: ReadonlySet<string>;
}

function forApplication({ tenant, cloud, client, api, named }: TokenSubject, version: 1 | 2): Own {
  const held = tenant.grants.assignmentsOf(api.id).filter(({ principalId }) => principalId === client.id);
  if (held.length === 0 && api.appRoleAssignmentRequired) {
    throw new EntraRefusal(
      501051,
      'invalid_grant',
      `Application '${client.appId}'(${client.displayName}) is not assigned to a role for the application '${named}'(${api.displayName}).`,
    );
  }
  const roles = valuesOf(api.appRoles, held, 'Application');
  return { claims: { oid: client.id, sub: client.id, ...(version === 1 && { idp: issuer(cloud, tenant.id, 1) }) }, roles };
}

function forPerson(subject: TokenSubject, user: User, version: 1 | 2): Own {
  const { tenant, client, api, named } = subject;
  const scopes = scopesFor(subject, user);
  if (scopes.length === 0) throw noConsent(client);
  const principals = [user.id, ...tenant.people.groupsOf(user.id).map(({ id }) => id)];
  const held = tenant.grants.assignmentsOf(api.id).filter(({ principalId }) => principals.includes(principalId));
  if (held.length === 0 && api.appRoleAssignmentRequired) {
    throw new EntraRefusal(
      50105,
      'invalid_grant',
      `The signed in user '${user.userPrincipalName}' is not assigned to a role for the application '${named}'(${api.displayName}).`,
    );
  }
  return {
    claims: {
      oid: user.id,
      sub: pairwise(user.id, client.appId),
      scp: scopes.join(' '),
      ...namesOf(user, subject.profile, version),
    },
    roles: valuesOf(api.appRoles, held, 'User'),
  };
}

/** What a person is called. In tokens of version 1 that is all of it, always. */
function namesOf({ displayName: name, userPrincipalName: upn }: User, profile: boolean, version: 1 | 2): Readonly<Record<string, string>> {
  return version === 1 ? { name, upn, unique_name: upn } : { preferred_username: upn, ...(profile && { name }) };
}

/** Nobody consented that a client uses an API for people. */
export function noConsent({ appId, displayName }: ServicePrincipal): EntraRefusal {
  return new EntraRefusal(
    65001,
    'invalid_grant',
    `The user or administrator has not consented to use the application with ID '${appId}' named '${displayName}'. Send an interactive authorization request for this user and resource.`,
    'consent_required',
  );
}

/** Values of scopes that a client may use for a person: those consented to, and those it is pre-authorized for, as far as the API has them. */
export function scopesFor({ tenant, client, api }: Pick<TokenSubject, 'tenant' | 'client' | 'api'>, user: User): readonly string[] {
  const granted = tenant.grants
    .scopeGrantsOf(client.id)
    .filter(({ resourceId, principalId }) => resourceId === api.id && (principalId === null || principalId === user.id))
    .flatMap(({ scope }) => scope.split(' '));
  const application = tenant.world.applicationOf(api.appId)?.application;
  const ids = (application?.api.preAuthorizedApplications ?? [])
    .filter(({ appId }) => appId === client.appId)
    .flatMap((one) => one.delegatedPermissionIds);
  return api.oauth2PermissionScopes
    .filter(({ isEnabled, id, value }) => isEnabled && value !== null && (ids.includes(id) || granted.includes(value)))
    .map(({ value }) => value ?? '')
    .sort();
}

function valuesOf(declared: readonly AppRole[], held: readonly { readonly appRoleId: string }[], member: string): ReadonlySet<string> {
  const ids = held.map(({ appRoleId }) => appRoleId);
  const roles = declared.filter(
    ({ id, isEnabled, allowedMemberTypes }) => ids.includes(id) && isEnabled && allowedMemberTypes.includes(member),
  );
  return new Set(roles.flatMap(({ value }) => (value === null ? [] : [value])));
}

/** Version that an API asks for; 1 where it says nothing. */
function versionOf(tenant: Tenant, api: ServicePrincipal): 1 | 2 {
  return tenant.world.applicationOf(api.appId)?.application.api.requestedAccessTokenVersion === 2 ? 2 : 1;
}

function common({ tenant, cloud, api, named, now, lifetimeSeconds }: TokenSubject, version: 1 | 2): Readonly<Record<string, unknown>> {
  return {
    aud: version === 2 ? api.appId : named,
    iss: issuer(cloud, tenant.id, version),
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    tid: tenant.id,
    uti: randomBytes(16).toString('base64url'),
    ver: `${String(version)}.0`,
  };
}

function clientClaims({ appId }: ServicePrincipal, proof: Proof, version: 1 | 2): Readonly<Record<string, string>> {
  return version === 2 ? { azp: appId, azpacr: proof } : { appid: appId, appidacr: proof };
}

/** A person is another one to each client. */
function pairwise(userId: string, appId: string): string {
  return createHash('sha256')
    .update(uuidOf(`sandbox/subject/${userId}/${appId}`))
    .digest('base64url');
}

/** Lets in to a client whom it wants assigned. @throws EntraRefusal where it does and they are not */
export function assertAssigned(tenant: Tenant, client: ServicePrincipal, user: User): void {
  if (!client.appRoleAssignmentRequired) return;
  const principals = [user.id, ...tenant.people.groupsOf(user.id).map(({ id }) => id)];
  if (tenant.grants.assignmentsOf(client.id).some(({ principalId }) => principals.includes(principalId))) return;
  throw new EntraRefusal(
    50105,
    'invalid_grant',
    `The signed in user '${user.userPrincipalName}' is not assigned to a role for the application '${client.appId}'(${client.displayName}).`,
  );
}
