import { type Application, type OptionalClaim, type Tenant, type User } from '../directory';
import { type CloudHosts } from './cloud';

type Claims = Readonly<Record<string, unknown>>;

/**
 * Claims that tokens have because a registration asks for them: an API's in access tokens, a client's in id tokens.
 *
 * @see docs/sandbox.md, "Embedded Entra"
 */
export function optionalClaims(wanted: readonly OptionalClaim[] | undefined, user: User | undefined): Claims {
  const asked = (claim: string): OptionalClaim | undefined => wanted?.find(({ name }) => name === claim);
  if (user === undefined) return asked('idtyp') === undefined ? {} : { idtyp: 'app' };
  return {
    ...(asked('idtyp')?.additionalProperties?.includes('include_user_token') === true && { idtyp: 'user' }),
    ...(asked('upn') !== undefined && { upn: user.userPrincipalName }),
    // Nobody is a guest here.
    ...(asked('acct') !== undefined && { acct: 0 }),
  };
}

/** Groups of one token; of more there is a link. */
const MOST_GROUPS = 200;

/** Groups of a person, as a registration asks for them in its tokens. */
export function groupClaims(tenant: Tenant, cloud: CloudHosts, application: Application | undefined, user: User): Claims {
  const groups = tenant.people.groupsOf(user.id).map(({ id }) => id);
  const asked = application?.groupMembershipClaims ?? 'None';
  if (application === undefined || asked === 'None') return {};
  const shown = asked === 'ApplicationGroup' ? groups.filter((id) => isAssigned(tenant, application, id)) : groups;
  if (shown.length === 0) return {};
  if (shown.length <= MOST_GROUPS) return { groups: [...shown].sort() };
  const endpoint = `https://${cloud.graph}/v1.0/users/${user.id}/getMemberObjects`;
  return { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } } };
}

function isAssigned({ servicePrincipals, grants }: Tenant, { appId }: Application, groupId: string): boolean {
  const principal = servicePrincipals.ofClientId(appId);
  return principal !== undefined && grants.assignmentsOf(principal.id).some(({ principalId }) => principalId === groupId);
}
