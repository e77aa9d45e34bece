import { AUDIENCES } from './audiences';
import { checkClaims } from './claim-rules';
import { checkEntitlements } from './entitlement-rules';
import { badRequest, duplicate, GUID, invalid } from './graph-error';
import { checkIdentifierUris, type Organisation } from './identifier-uri-rules';
import { checkRedirects } from './redirect-rules';
import { APPLICATION_SHAPE, assertShape } from './shapes';
import { type Application, type PermissionScope } from './types';

/**
 * Holds a registration against the rules of the directory, as it is going to be and as it was.
 *
 * @see docs/entra.md
 * @throws GraphError for the first rule that is broken
 */
export function checkApplication(next: Application, before: Application | undefined, organisation: Organisation): void {
  assertShape(next, APPLICATION_SHAPE, 'Application');
  if (next.displayName.length === 0 || next.displayName.length > 256) throw invalid('displayName');
  checkIdentifierUris(next, before?.identifierUris ?? [], organisation);
  checkEntitlements(next, before);
  const [scopes, hadScopes] = [next.api.oauth2PermissionScopes, before?.api.oauth2PermissionScopes ?? []];
  checkPreAuthorized(next, scopes, hadScopes, before);
  checkRequests(next);
  checkRedirects(next);
  if (![null, 1, 2].includes(next.api.requestedAccessTokenVersion)) throw invalid('requestedAccessTokenVersion');
  if (!AUDIENCES.includes(next.signInAudience)) throw invalid('signInAudience');
  checkClaims(next);
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
