import { graphPermissions } from '../../model';
import { scopeText } from '../report';
import {
  type IdentityPermissions,
  type NeededAzureRole,
  type NeededPermission,
  type PermissionsNeeded,
  type PipelineIdentity,
} from '../types';
import { assignRole, assignStorageRole, type KnownBy } from './commands';
import { type AdministratorRequest, type RequestVariable } from './types';

/** Ids of the identities of a pipeline, as the output `identities` of the bootstrap stack has them. */
export type IdentityIds = Readonly<Partial<Record<PipelineIdentity, { readonly clientId: string; readonly objectId: string }>>>;

/** What the identities of a pipeline must be granted. */
export function pipelineRequests(needed: PermissionsNeeded, ids: IdentityIds): readonly AdministratorRequest[] {
  return needed.identities.flatMap((of) => [
    ...of.graph.map((permission) => graphRequest(needed, of, permission, ids)),
    ...of.azure.map((role) => azureRequest(needed, of, role, ids)),
  ]);
}

function graphRequest(
  needed: PermissionsNeeded,
  { identity }: IdentityPermissions,
  one: NeededPermission,
  ids: IdentityIds,
): AdministratorRequest {
  const { known, ...whom } = holder(needed.name, identity, ids);
  return {
    what: `${one.permission} of Microsoft Graph, as an application permission`,
    ...whom,
    why: `the pipeline ${one.why}: ${one.neededBy.length} ${one.neededBy.length === 1 ? 'resource' : 'resources'} of ${needed.stacks.join(', ')}`,
    risk: `${one.stake}; ${one.limit}`,
    tier: one.tier,
    approver: one.approver,
    command: assignRole(known, { clientId: graphPermissions.appId }, one.id, needed.cloud),
  };
}

function azureRequest(
  needed: PermissionsNeeded,
  { identity }: IdentityPermissions,
  one: NeededAzureRole,
  ids: IdentityIds,
): AdministratorRequest {
  const { known, ...whom } = holder(needed.name, identity, ids);
  return {
    what: `${one.role} on ${scopeText(one)}`,
    ...whom,
    why: `the pipeline ${one.why}`,
    risk: STATE_RISKS[one.role] ?? 'unknown',
    tier: 'unknown',
    approver: 'Role Based Access Control Administrator, User Access Administrator or Owner of the container or above',
    command: assignStorageRole(known, one.role, one.scope, needed.cloud),
  };
}

const STATE_RISKS: Readonly<Record<string, string>> = {
  'Storage Blob Data Reader': 'it reads the states of all stacks in the container: who may call what, and no secret',
  'Storage Blob Data Contributor': 'it changes the states of all stacks in the container, and so what the next plan of each takes for real',
};

type Holder = Pick<AdministratorRequest, 'whom' | 'id' | 'variables'> & { readonly known: KnownBy };

function holder(name: string, identity: PipelineIdentity, ids: IdentityIds): Holder {
  const whom = `the identity ${identity} of the pipeline of ${name}`;
  const own = ids[identity];
  if (own !== undefined) return { whom, id: own.clientId, variables: [], known: { objectId: own.objectId } };
  const variable: RequestVariable = {
    name: `${identity.toUpperCase()}_CLIENT_ID`,
    how: `client id of ${whom}: output "identities" of the bootstrap stack, or the registration you chose`,
  };
  return { whom, variables: [variable], known: { variable: variable.name } };
}
