import { badRequest, GraphError } from './graph-error';
import { APPLICATION_SHAPE, assertShape } from './shapes';
import { type Application, type AppRole, type PermissionScope } from './types';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A role or a scope. */
type Entitlement = Pick<AppRole, 'id' | 'value' | 'isEnabled'>;

/**
 * Holds a registration against the rules of the directory, as it is going to be and as it was.
 *
 * @see docs/entra.md
 * @throws GraphError for the first rule that is broken
 */
export function checkApplication(next: Application, before: Application | undefined): void {
  assertShape(next, APPLICATION_SHAPE, 'Application');
  if (next.displayName.length === 0 || next.displayName.length > 256) throw invalid('displayName');
  checkEntitlements('appRoles', next.appRoles, before?.appRoles ?? []);
  const [scopes, hadScopes] = [next.api.oauth2PermissionScopes, before?.api.oauth2PermissionScopes ?? []];
  checkEntitlements('oauth2PermissionScopes', scopes, hadScopes);
  for (const { allowedMemberTypes, displayName, description } of next.appRoles) {
    const isKnown = allowedMemberTypes.every((type) => type === 'User' || type === 'Application');
    if (allowedMemberTypes.length === 0 || !isKnown || !displayName || !description) throw invalid('appRoles');
  }
  for (const { type, adminConsentDisplayName, adminConsentDescription } of scopes) {
    if ((type !== 'User' && type !== 'Admin') || !adminConsentDisplayName || !adminConsentDescription)
      throw invalid('oauth2PermissionScopes');
  }
  checkPreAuthorized(next, scopes, hadScopes, before);
  checkRequests(next);
  checkRedirects(next);
  if (![null, 1, 2].includes(next.api.requestedAccessTokenVersion)) throw invalid('requestedAccessTokenVersion');
  if (!AUDIENCES.includes(next.signInAudience)) throw invalid('signInAudience');
}

const AUDIENCES = ['AzureADMyOrg', 'AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount', 'PersonalMicrosoftAccount'];

function checkEntitlements(property: string, next: readonly Entitlement[], before: readonly Entitlement[]): void {
  if (!next.every(({ id }) => GUID.test(id))) throw invalid(property);
  if (new Set(next.map(({ id }) => id)).size !== next.length) throw duplicate(property, 'id');
  const values = next.map(({ value }) => value).filter((value) => value !== null);
  if (new Set(values).size !== values.length) throw duplicate(property, 'value');
  for (const { id, isEnabled } of before) {
    // What is enabled may be in somebody's token: it is disabled first, and goes then.
    if (isEnabled && !next.some((one) => one.id === id)) {
      throw new GraphError(
        400,
        'CannotDeleteOrUpdateEnabledEntitlement',
        'Permission (scope or role) cannot be deleted or updated unless disabled first.',
      );
    }
  }
}

/** A scope can be named once it is there: not in the request that makes it. */
function checkPreAuthorized(
  { api }: Application,
  scopes: readonly PermissionScope[],
  hadScopes: readonly PermissionScope[],
  before: Application | undefined,
): void {
  const known = new Set(scopes.filter(({ id }) => before === undefined || hadScopes.some((one) => one.id === id)).map(({ id }) => id));
  for (const { appId, delegatedPermissionIds } of api.preAuthorizedApplications) {
    const missing = delegatedPermissionIds.find((id) => before === undefined || !known.has(id));
    if (missing === undefined) continue;
    throw badRequest(
      `Property PreAuthorizedApplications.delegatedPermissionIds of ${appId} has a Permission Id that cannot be found in the AppPermissions sets: ${missing}.`,
    );
  }
}

function checkRequests({ requiredResourceAccess }: Application): void {
  const apis = requiredResourceAccess.map(({ resourceAppId }) => resourceAppId);
  if (new Set(apis).size !== apis.length) throw duplicate('requiredResourceAccess', 'resourceAppId');
  for (const { resourceAppId, resourceAccess } of requiredResourceAccess) {
    const isKnown = resourceAccess.every(({ id, type }) => (type === 'Role' || type === 'Scope') && GUID.test(id));
    if (!isKnown || !GUID.test(resourceAppId)) throw invalid('requiredResourceAccess');
  }
}

/** One platform for each address; only this machine without TLS. */
function checkRedirects({ web, spa, publicClient }: Application): void {
  const ofBrowsers = [...web.redirectUris, ...spa.redirectUris];
  const all = [...ofBrowsers, ...publicClient.redirectUris];
  if (new Set(all).size !== all.length) throw duplicate('redirectUris', 'uri');
  const isPlain = (uri: string): boolean => uri.startsWith('http:') && !/^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/.test(uri);
  const isRight = (uri: string): boolean => URL.canParse(uri) && !uri.includes('#') && uri.length <= 256 && !isPlain(uri);
  if (!all.every(isRight) || !ofBrowsers.every((uri) => /^https?:/.test(uri))) throw invalid('redirectUris');
}

function invalid(property: string): GraphError {
  return badRequest(`Invalid value specified for property '${property}' of resource 'Application'.`);
}

function duplicate(property: string, field: string): GraphError {
  return badRequest(`Request contains a property with duplicate values: ${property}.${field}.`);
}
