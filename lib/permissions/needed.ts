import { consentRisk } from '../lint';
import { graphPermissions, lookUp, type Cloud, type ConsentMode } from '../model';
import { type TerraformResource, type TerraformStackState } from '../terraform';
import { isAudit, peopleFor, stateRoles, strongest } from './azure';
import { type AnyOf, DATA_SOURCES, PURPOSES, type ResourceFact, RESOURCES } from './facts';
import { type Held, isRead, leastOf, type Need } from './least';
import { type IdentityPermissions, type NeededPermission, type PermissionsNeeded, type PipelineIdentity, type UnknownNeed } from './types';

const ORDER: readonly PipelineIdentity[] = ['plan', 'apply', 'consent'];

/** What is known of a deployment besides its stacks. */
export interface PermissionOptions {
  /** How consent comes about, as the definition says. @default - what the stacks do is all that is said */
  readonly consent?: ConsentMode;
}

/**
 * What a pipeline must be allowed to do for some stacks of one environment, read from what Terraform will apply alone. A stack that
 * consents and registers nothing is applied by the identity `consent`, every other one by `apply`, and all are planned by `plan`.
 */
export function permissionsNeeded(
  stacks: readonly [TerraformStackState, ...TerraformStackState[]],
  options: PermissionOptions = {},
): PermissionsNeeded {
  return {
    name: stacks[0].name,
    stacks: stacks.map(({ name }) => name),
    ...tenantOf(stacks),
    identities: ORDER.map((identity) => identityOf(identity, stacks)).filter(({ graph, azure }) => graph.length + azure.length > 0),
    people: stacks.flatMap(peopleFor),
    unknown: unknownOf(stacks),
    notes: notesOf(stacks, options),
  };
}

function identityOf(identity: PipelineIdentity, stacks: readonly TerraformStackState[]): IdentityPermissions {
  const own = stacks.filter((stack) => isPlannable(stack) && (identity === 'plan' || writerOf(stack) === identity));
  const needs = own.flatMap(({ name, resources }) =>
    resources.flatMap((resource) => needsOf(resource, identity, stacks.length > 1 ? `${name}/` : '')),
  );
  return { identity, graph: leastOf(needs).map(described), azure: strongest(own.flatMap((stack) => stateRoles(stack, identity))) };
}

/** A stack that a person must apply is not a pipeline's affair. */
function isPlannable(stack: TerraformStackState): boolean {
  return peopleFor(stack).length === 0;
}

/** The identity that applies a stack. */
function writerOf({ resources }: TerraformStackState): PipelineIdentity {
  const kinds = new Set(resources.filter(isAzuread).flatMap((resource) => factOf(resource)?.kind ?? 'other'));
  return kinds.has('consent') && kinds.size === 1 ? 'consent' : 'apply';
}

function needsOf(resource: TerraformResource, identity: PipelineIdentity, prefix: string): readonly Need[] {
  const address = `${prefix}${resource.address}`;
  const fact = factOf(resource);
  const read = resource.mode === 'data' ? (lookUp(DATA_SOURCES, resource.type) ?? []) : (fact?.read ?? []);
  const all: readonly AnyOf[] = identity === 'plan' ? read.map((anyOf) => anyOf.filter(isRead)) : [...read, ...(fact?.write ?? [])];
  return all.map((anyOf) => ({ address, anyOf }));
}

function factOf({ mode, type }: TerraformResource): ResourceFact | undefined {
  return mode === 'managed' ? lookUp(RESOURCES, type) : undefined;
}

function isAzuread({ mode, type }: TerraformResource): boolean {
  return mode === 'managed' && type.startsWith('azuread_');
}

function described({ permission, neededBy }: Held): NeededPermission {
  const { tier, risk, why: stake, approver } = consentRisk({ api: graphPermissions.appId, permission, kind: 'application' });
  const purpose = PURPOSES[permission];
  if (purpose === undefined) throw new Error(`nothing says what ${permission} is needed for`);
  return { permission, id: graphPermissions.appRoles[permission], tier, risk, stake, approver, ...purpose, neededBy };
}

function unknownOf(stacks: readonly TerraformStackState[]): readonly UnknownNeed[] {
  const byType = new Map<string, string[]>();
  for (const { name, resources } of stacks) {
    for (const resource of resources) {
      const { type, mode, address } = resource;
      const isKnown =
        !/^azure/.test(type) ||
        isAudit(type) ||
        (mode === 'data' ? lookUp(DATA_SOURCES, type) !== undefined : factOf(resource) !== undefined);
      if (!isKnown) byType.set(type, [...(byType.get(type) ?? []), stacks.length > 1 ? `${name}/${address}` : address]);
    }
  }
  return [...byType].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, addresses]) => ({ type, addresses: addresses.sort() }));
}

const CLOUDS: readonly Cloud[] = ['global', 'usgovernmentl4', 'usgovernmentl5', 'china'];

function tenantOf(stacks: readonly TerraformStackState[]): Pick<PermissionsNeeded, 'tenantId' | 'cloud'> {
  const providers = stacks.flatMap(({ providers: all }) => [...(all['azuread'] ?? []), ...(all['azurerm'] ?? [])]);
  const [tenant, ...others] = [...new Set(providers.map((provider) => provider['tenant_id']))];
  const named = providers.map(({ environment }) => environment);
  return {
    tenantId: typeof tenant === 'string' && others.length === 0 ? tenant.toLowerCase() : null,
    cloud: CLOUDS.find((cloud) => named.includes(cloud)) ?? 'global',
  };
}

function notesOf(stacks: readonly TerraformStackState[], { consent }: PermissionOptions): readonly string[] {
  const mixed = stacks.filter((stack) => writerOf(stack) === 'apply' && stack.resources.some((one) => factOf(one)?.kind === 'consent'));
  const ownerless = stacks.flatMap(({ resources }) =>
    resources.filter(({ mode, type, values }) => {
      return (
        mode === 'managed' && (type === 'azuread_application' || type === 'azuread_service_principal') && values['owners'] === undefined
      );
    }),
  );
  return [
    ...mixed.map(
      ({ name }) =>
        `${name} registers and consents in one stack, which one identity applies: it holds what consent takes. The consent mode separate-stack moves consents to a stack and an identity of their own, request-only leaves them to people`,
    ),
    ...(consent === 'request-only'
      ? ['consents are asked for, not given: `kong-entra permissions request` writes down what an administrator grants']
      : []),
    ...(ownerless.length === 0
      ? []
      : [
          `${ownerless.map(({ address }) => address).join(', ')} ${ownerless.length === 1 ? 'names' : 'name'} no owner, so an identity with Application.ReadWrite.OwnedBy could not change it again`,
        ]),
  ];
}
