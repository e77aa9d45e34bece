import { DefinitionError, type Problem } from '../../errors';
import { type AccessModel, type Bindings, type EnvironmentModel } from '../../model';
import { type PermissionsNeeded } from '../types';
import { signIn } from './commands';
import { definitionRequests } from './definition';
import { type IdentityIds, pipelineRequests } from './pipeline';
import { type RequestBundle } from './types';

/** What a bundle is made of. */
export interface RequestBundleInput {
  /** What the identities of the pipeline need, over all stacks of the environment. */
  readonly needed: PermissionsNeeded;
  /** The definition; its grants are requested where its consent mode is `request-only`. */
  readonly definition?: { readonly model: AccessModel; readonly environment: EnvironmentModel };
  /** Client ids by key, as the output `client_ids` has them. @default - commands ask for them by variables */
  readonly clientIds?: Bindings;
  /** @default - commands ask for them by variables */
  readonly identities?: IdentityIds;
}

/**
 * Everything of an environment that needs an administrator, ready to hand over.
 *
 * @throws DefinitionError `TENANT_UNKNOWN` where the stacks do not say one tenant; `AZURE_NAME_INVALID` for names no Azure resource has
 */
export function requestBundle({ needed, definition, clientIds = {}, identities = {} }: RequestBundleInput): RequestBundle {
  const { name, tenantId, cloud } = needed;
  const problems = [...(tenantId === null ? [unknownTenant(name)] : []), ...wrongNames(needed)];
  if (tenantId === null || problems.length > 0) throw new DefinitionError(problems);
  const isRequested = definition?.environment.consent === 'request-only';
  return {
    name,
    tenantId,
    cloud,
    signIn: signIn(tenantId, cloud),
    requests: [
      ...pipelineRequests(needed, identities),
      ...(definition !== undefined && isRequested ? definitionRequests(definition.model, definition.environment, clientIds) : []),
    ],
    byPeople: needed.people.map(({ what, roles, why }) => `${what}, as ${roles.join(' and ')}: ${why}`),
  };
}

function unknownTenant(name: string): Problem {
  return {
    where: name,
    what: 'does not say one tenant, and a request is for one',
    fix: 'write tenant_id into the provider block, and name the stacks of one environment',
    code: 'TENANT_UNKNOWN',
  };
}

// Quoted, they could not do harm; but what is no name of a resource is a mistake, or worse.
const NAMES = [
  ['storageAccount', /^[a-z0-9]{3,24}$/],
  ['container', /^[a-z0-9](?:-?[a-z0-9]){2,62}$/],
  ['resourceGroup', /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u],
] as const;

function wrongNames({ name, identities }: PermissionsNeeded): readonly Problem[] {
  const scopes = identities.flatMap(({ azure }) => azure.map(({ scope }) => scope));
  const wrong = NAMES.flatMap(([field, form]) => [...new Set(scopes.map((scope) => scope[field]).filter((text) => !form.test(text)))]);
  return wrong.map((text) => ({
    where: `${name} backend azurerm`,
    what: `${JSON.stringify(text)} is no name that Azure gives a storage account, container or resource group`,
    fix: 'correct where the environment keeps its state, and synthesize again',
    code: 'AZURE_NAME_INVALID',
  }));
}
