import { itemsOf } from '../json';
import { type TerraformResource, type TerraformStackState } from '../types';
import { applicationsOf, isPartOfApplication } from './applications';
import { Identities } from './identities';
import { type Application, type Directory, type RoleAssignment, type ScopeGrant } from './types';

export type * from './types';
export { Identities } from './identities';

/**
 * What some stacks of one deployment, together, say of the directory: read from what Terraform will apply alone.
 *
 * @see https://registry.terraform.io/providers/hashicorp/azuread/latest/docs
 */
export function directoryOf(stacks: readonly TerraformStackState[]): Directory {
  const identities = new Identities(stacks);
  const resources = stacks.flatMap((stack) => stack.resources);
  const applications = applicationsOf(resources, identities);
  const byIdentity = new Map(applications.map((application) => [application.identity, application]));
  return {
    tenantId: tenantOf(stacks),
    applications,
    roleAssignments: managed(resources, 'azuread_app_role_assignment').map((resource) => assignmentOf(resource, identities, byIdentity)),
    scopeGrants: [
      ...managed(resources, 'azuread_service_principal_delegated_permission_grant').map((resource) => grantOf(resource, identities)),
      ...managed(resources, 'azuread_application_pre_authorized').map((resource) => preAuthorizationOf(resource, identities)),
    ],
    unread: resources.filter(({ type, mode }) => mode === 'managed' && type.startsWith('azuread_') && !isRead(type)),
  };
}

const GRANTS = [
  'azuread_app_role_assignment',
  'azuread_service_principal_delegated_permission_grant',
  'azuread_application_pre_authorized',
];

function isRead(type: string): boolean {
  return isPartOfApplication(type) || GRANTS.includes(type);
}

function managed(resources: readonly TerraformResource[], type: string): readonly TerraformResource[] {
  return resources.filter((resource) => resource.mode === 'managed' && resource.type === type);
}

function tenantOf(stacks: readonly TerraformStackState[]): string | null {
  const tenants = new Set(stacks.flatMap(({ providers }) => (providers['azuread'] ?? []).map((provider) => provider['tenant_id'])));
  const [only] = tenants;
  return tenants.size === 1 && typeof only === 'string' ? only.toLowerCase() : null;
}

function assignmentOf(resource: TerraformResource, identities: Identities, byIdentity: ReadonlyMap<string, Application>): RoleAssignment {
  const { values, stack } = resource;
  const api = identities.of(values['resource_object_id'], stack);
  return {
    holder: identities.of(values['principal_object_id'], stack),
    api,
    roleId: roleIdOf(values['app_role_id'], stack, identities, byIdentity.get(api)),
    place: { resource },
  };
}

/**
 * A role's id as it is written, or that of the role whose value a reference names, as in `app_role_ids["Orders.Read.All"]`; the value
 * itself, where the application is not of these stacks, such as Microsoft Graph.
 */
function roleIdOf(value: unknown, stack: string, identities: Identities, api: Application | undefined): string {
  const text = identities.text(value, stack);
  const [, named] = /\.app_role_ids\["((?:[^"\\]|\\.)*)"\]\}$/.exec(text) ?? [];
  const role = named === undefined ? undefined : api?.roles.find((one) => one.value === named);
  return role?.id ?? named ?? text.toLowerCase();
}

function grantOf(resource: TerraformResource, identities: Identities): ScopeGrant {
  const { values, stack } = resource;
  const person = identities.text(values['user_object_id'], stack);
  return {
    client: identities.of(values['service_principal_object_id'], stack),
    api: identities.of(values['resource_service_principal_object_id'], stack),
    values: itemsOf(values['claim_values']).map((value) => identities.text(value, stack)),
    scopeIds: [],
    ...(person !== '' && { person }),
    isPreAuthorized: false,
    place: { resource },
  };
}

function preAuthorizationOf(resource: TerraformResource, identities: Identities): ScopeGrant {
  const { values, stack } = resource;
  return {
    client: identities.of(values['authorized_client_id'], stack),
    api: identities.of(values['application_id'], stack),
    values: [],
    scopeIds: itemsOf(values['permission_ids']).map((id) => identities.text(id, stack).toLowerCase()),
    isPreAuthorized: true,
    place: { resource },
  };
}
