import { graphPermissions, lookUp } from '../../model';
import { ALMOST_TIER_0, SENSITIVE_READ, TIER_0 } from './graph-tiers';

/** A permission that is asked for or granted. */
export interface ConsentedPermission {
  /** Client id of the API, such as that of Microsoft Graph; anything else where it is not known. */
  readonly api: string;
  /** Value of the role or scope, or its id. */
  readonly permission: string;
  /** `application` is held by the client itself, `delegated` used for signed-in people. */
  readonly kind: 'application' | 'delegated';
}

/** How much a permission puts at stake, and who can consent to it. */
export interface ConsentRisk {
  /** 0 has a known way to Global Administrator, 1 writes or reads what is sensitive, 2 reads; of other APIs than Graph nobody knows. */
  readonly tier: 0 | 1 | 2 | 'unknown';
  readonly risk: 'critical' | 'high' | 'medium' | 'low' | 'unknown';
  /** The least of Entra's roles that can consent to it for the whole tenant. */
  readonly approver: string;
  /** Why, in one sentence without a full stop. */
  readonly why: string;
  /** The permission's value, where the API is Microsoft Graph and it is known there. */
  readonly value?: string;
}

const PRIVILEGED = 'Privileged Role Administrator or Global Administrator';
const CLOUD_APPLICATION = 'Cloud Application Administrator or Application Administrator';

/** Azure AD Graph, the predecessor whose app roles need the same approval. */
const LEGACY_GRAPH = '00000002-0000-0000-c000-000000000000';

/**
 * How much a permission puts at stake and who can consent to it.
 *
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent, "Prerequisites"
 */
export function consentRisk({ api, permission, kind }: ConsentedPermission): ConsentRisk {
  const client = api.toLowerCase();
  const isGraph = client === graphPermissions.appId || client === LEGACY_GRAPH;
  const approver = isGraph && kind === 'application' ? PRIVILEGED : CLOUD_APPLICATION;
  if (client !== graphPermissions.appId) return { ...(isGraph ? OF_LEGACY : OF_OTHERS[kind]), approver };
  const value = graphValue(permission, kind);
  if (value === undefined)
    return { tier: 'unknown', risk: 'unknown', approver, why: 'Microsoft Graph has no such permission that is known here' };
  return { ...(kind === 'application' ? ofApplication(value) : ofDelegated(value)), approver, value };
}

type Judged = Pick<ConsentRisk, 'tier' | 'risk' | 'why'>;

const OF_LEGACY: Judged = {
  tier: 'unknown',
  risk: 'high',
  why: 'it is of Azure AD Graph, which is retired and whose permissions are broad',
};

const OF_OTHERS: Readonly<Record<ConsentedPermission['kind'], Judged>> = {
  application: {
    tier: 'unknown',
    risk: 'medium',
    why: 'the client holds it by itself, without a person; what it may do is for the API to say',
  },
  delegated: { tier: 'unknown', risk: 'low', why: 'the client uses it for signed-in people alone, within what they may do' },
};

/** The value behind a value or an id. */
function graphValue(permission: string, kind: ConsentedPermission['kind']): string | undefined {
  if (kind === 'application') {
    const roles: Readonly<Record<string, string>> = graphPermissions.appRoles;
    return Object.hasOwn(roles, permission) ? permission : ROLE_BY_ID.get(permission.toLowerCase());
  }
  const scopes: Readonly<Record<string, { readonly id: string }>> = graphPermissions.oauth2PermissionScopes;
  return Object.hasOwn(scopes, permission) ? permission : SCOPE_BY_ID.get(permission.toLowerCase());
}

const ROLE_BY_ID = new Map(Object.entries<string>(graphPermissions.appRoles).map(([value, id]) => [id, value]));
const SCOPE_BY_ID = new Map(Object.entries(graphPermissions.oauth2PermissionScopes).map(([value, { id }]) => [id as string, value]));

function ofApplication(value: string): Judged {
  const path = lookUp(TIER_0, value);
  if (path !== undefined) return { tier: 0, risk: 'critical', why: `it has a way to Global Administrator: it ${path}` };
  const close = lookUp(ALMOST_TIER_0, value);
  if (close !== undefined) return { tier: 1, risk: 'high', why: `it ${close}` };
  if (SENSITIVE_READ.test(value)) return { tier: 1, risk: 'high', why: 'it reads the contents of everybody in the tenant' };
  if (/Write|Manage|FullControl|Send|Create|Delete|Remove|Invite|Revoke|Enable|Privileged|Control/i.test(value.replace(/^[^.]*/, '')))
    return { tier: 1, risk: 'high', why: 'it changes data of the tenant, without a person' };
  return value.includes('Read')
    ? { tier: 2, risk: 'medium', why: 'it reads data of the tenant, without a person' }
    : { tier: 1, risk: 'high', why: 'it acts without a person, and does not only read' };
}

const SIGN_IN = ['openid', 'profile', 'email', 'offline_access', 'User.Read'];

function ofDelegated(value: string): Judged {
  if (SIGN_IN.includes(value)) return { tier: 2, risk: 'low', why: 'it is what signing in takes' };
  if (lookUp(TIER_0, value) !== undefined)
    return { tier: 0, risk: 'high', why: 'with an administrator signed in, it has a way to Global Administrator' };
  const scope: { readonly type: string } | undefined = lookUp<{ readonly type: string }>(graphPermissions.oauth2PermissionScopes, value);
  return scope?.type === 'Admin'
    ? { tier: 1, risk: 'medium', why: 'it acts for signed-in people, on data for which Entra wants an administrator’s consent' }
    : { tier: 2, risk: 'low', why: 'it acts for signed-in people, on what is theirs' };
}
