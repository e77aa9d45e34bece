import { GraphError } from '../directory';
import { isObject, type Json } from '../../terraform';

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

/** @throws GraphError where the caller may not read what an application proves itself by: to read the directory is not enough */
export function assertReadsCredentials({ roles }: GraphCaller): void {
  if (!roles.some((role) => role.startsWith('Application.') && READS_ALL.includes(role))) throw insufficient();
}

/** @throws GraphError where the caller may not register an application; who owns what it makes sets mapped claims once it is there */
export function assertRegisters({ roles }: GraphCaller, { api }: Json): void {
  if (roles.includes('Application.ReadWrite.All')) return;
  const hasMappedClaims = isObject(api) && api['acceptMappedClaims'] === true;
  if (!roles.includes('Application.ReadWrite.OwnedBy') || hasMappedClaims) throw insufficient();
}

/** @throws GraphError where the caller may not bring an application into the tenant: neither any, nor one of its own that is registered there */
export function assertBrings({ roles, objectId }: GraphCaller, owners: ReadonlySet<string> | undefined): void {
  if (roles.includes('Application.ReadWrite.All')) return;
  if (!roles.includes('Application.ReadWrite.OwnedBy')) throw insufficient();
  if (owners?.has(objectId) === true) return;
  throw new GraphError(
    403,
    'Authorization_RequestDenied',
    'When using this permission, the backing application of the service principal being created must in the local tenant.',
  );
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

const GRANTS_SCOPES = ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'];

/** @throws GraphError where the caller may not give or take scopes */
export function assertGrants({ roles }: GraphCaller): void {
  if (!GRANTS_SCOPES.some((role) => roles.includes(role))) throw insufficient();
}

/** @throws GraphError where the caller may not read who may use which scopes */
export function assertReadsGrants({ roles }: GraphCaller): void {
  if (![...GRANTS_SCOPES, 'Directory.Read.All'].some((role) => roles.includes(role))) throw insufficient();
}

function insufficient(): GraphError {
  return new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}
