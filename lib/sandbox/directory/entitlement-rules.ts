import { duplicate, GraphError, GUID, invalid } from './graph-error';
import { type Application, type AppRole, type PermissionScope } from './types';

/** A role or a scope. */
type Entitlement = Pick<AppRole, 'id' | 'value' | 'isEnabled'>;

/**
 * Holds roles and scopes against the rules of the directory.
 *
 * @see https://learn.microsoft.com/graph/api/resources/approle
 * @throws GraphError for the first rule that is broken
 */
export function checkEntitlements(next: Application, before: Application | undefined): void {
  const { appRoles: roles, api } = next;
  const scopes = api.oauth2PermissionScopes;
  checkList('appRoles', roles, before?.appRoles ?? []);
  checkList('oauth2PermissionScopes', scopes, before?.api.oauth2PermissionScopes ?? []);
  for (const { allowedMemberTypes, displayName, description } of roles) {
    const isKnown = allowedMemberTypes.every((type) => type === 'User' || type === 'Application');
    if (allowedMemberTypes.length === 0 || !isKnown || !displayName || !description) throw invalid('appRoles');
  }
  for (const { type, value, adminConsentDisplayName, adminConsentDescription } of scopes) {
    const isKnown = type === 'User' || type === 'Admin';
    if (!isKnown || typeof value !== 'string' || !adminConsentDisplayName || !adminConsentDescription)
      throw invalid('oauth2PermissionScopes');
  }
  for (const role of roles) for (const scope of scopes) checkBoth(role, scope);
}

function checkList(property: string, next: readonly Entitlement[], before: readonly Entitlement[]): void {
  if (!next.every(({ id }) => GUID.test(id))) throw invalid(property);
  if (new Set(next.map(({ id }) => id.toLowerCase())).size !== next.length) throw duplicate(property, 'id');
  const values = next.map(({ value }) => value).filter((value) => typeof value === 'string');
  for (const value of values) checkValue(property, value);
  if (new Set(values).size !== values.length) throw duplicate(property, 'value');
  for (const { id, value, isEnabled } of before) {
    // What is enabled may be in somebody's token: it is disabled first, and changes or goes then.
    if (isEnabled && !next.some((one) => one.id === id && one.value === value)) {
      throw new GraphError(
        400,
        'CannotDeleteOrUpdateEnabledEntitlement',
        'Permission (scope or role) cannot be deleted or updated unless disabled first.',
      );
    }
  }
}

function checkValue(property: string, value: string): void {
  if (value.length > 120) throw invalid(property, 'InvalidLength');
  if (!/^(?!\.)[\w!#$%&'()*+,\-./:;<=>?@[\]^`{|}~]+$/.test(value)) throw invalid(property);
}

/** Roles and scopes share ids and values: what stands in both is one and the same. */
function checkBoth(role: AppRole, scope: PermissionScope): void {
  const [hasSameId, hasSameValue] = [role.id.toLowerCase() === scope.id.toLowerCase(), role.value === scope.value];
  if (!hasSameId && !hasSameValue) return;
  const isSame =
    role.isEnabled === scope.isEnabled &&
    role.displayName === scope.adminConsentDisplayName &&
    role.description === scope.adminConsentDescription;
  if (!hasSameValue || (hasSameId && !isSame)) throw duplicate('oauth2PermissionScopes', 'id');
  if (!hasSameId) throw duplicate('oauth2PermissionScopes', 'value');
}
