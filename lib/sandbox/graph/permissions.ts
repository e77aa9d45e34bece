import { GraphError } from '../directory';

/** Who asks, as its token says. */
export interface GraphCaller {
  /** Object id of its service principal. */
  readonly objectId: string;
  readonly tenantId: string;
  /** App roles of Microsoft Graph that it holds. */
  readonly roles: readonly string[];
}

const READS_ALL = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Application.ReadWrite.OwnedBy',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

/** @throws GraphError where the caller may not read registrations */
export function assertReads({ roles }: GraphCaller): void {
  if (!READS_ALL.some((role) => roles.includes(role))) throw insufficient();
}

/** @throws GraphError where the caller may not register applications */
export function assertCreates({ roles }: GraphCaller): void {
  if (!roles.includes('Application.ReadWrite.All') && !roles.includes('Application.ReadWrite.OwnedBy')) throw insufficient();
}

/** @throws GraphError where the caller may not change a registration: neither all, nor one of its own */
export function assertChanges({ roles, objectId }: GraphCaller, owners: ReadonlySet<string>): void {
  if (roles.includes('Application.ReadWrite.All')) return;
  if (!roles.includes('Application.ReadWrite.OwnedBy') || !owners.has(objectId)) throw insufficient();
}

/** @throws GraphError where the caller may not give or take app roles */
export function assertAssigns({ roles }: GraphCaller): void {
  if (!roles.includes('AppRoleAssignment.ReadWrite.All')) throw insufficient();
}

/** @throws GraphError where the caller may not give or take scopes */
export function assertGrants({ roles }: GraphCaller): void {
  if (!roles.includes('DelegatedPermissionGrant.ReadWrite.All')) throw insufficient();
}

function insufficient(): GraphError {
  return new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}
