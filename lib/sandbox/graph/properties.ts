import { type AppRoleAssignment, type FederatedIdentityCredential, type OAuth2PermissionGrant } from '../directory';

/** Names of what Graph shows of an owner. */
export const OWNER_PROPERTIES: readonly string[] = ['@odata.type', 'id', 'displayName'];

/** Of an app role that is held. */
export const ASSIGNMENT_PROPERTIES = namesOf<AppRoleAssignment>({
  id: true,
  appRoleId: true,
  principalId: true,
  principalType: true,
  principalDisplayName: true,
  resourceId: true,
  resourceDisplayName: true,
  createdDateTime: true,
});

/** Of scopes that a client may use. */
export const SCOPE_GRANT_PROPERTIES = namesOf<OAuth2PermissionGrant>({
  id: true,
  clientId: true,
  consentType: true,
  principalId: true,
  resourceId: true,
  scope: true,
});

/** Of a federated credential. */
export const FEDERATED_PROPERTIES = namesOf<FederatedIdentityCredential>({
  id: true,
  name: true,
  issuer: true,
  subject: true,
  audiences: true,
  description: true,
});

/** Names of all properties of a kind: the compiler misses one that is left out. */
function namesOf<Kind>(all: Readonly<Record<keyof Kind, true>>): readonly string[] {
  return Object.keys(all);
}
