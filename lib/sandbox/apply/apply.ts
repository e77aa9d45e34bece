import { META_ARGUMENTS, type Json, type TerraformResource, type TerraformStackState } from '../../terraform';
import { GraphError, NOT_MADE, type Tenants } from '../directory';
import { strangers } from './arguments';
import { Evaluation, refused, type Attributes } from './evaluation';
import { RESOURCE_KINDS } from './resources';

/** Outputs by stack. */
export type Applied = Readonly<Record<string, Attributes>>;

/** Providers whose resources stand for nothing in Entra. */
const ELSEWHERE = /^(?:terraform_|azurerm_|null_|random_|time_|local_)/;

/**
 * Makes in the directories what synthesized stacks ask for, as Terraform and its provider would: each object after those that it refers
 * to, by the rules of the directory. Nobody is asked for permissions: that is what the real terraform is for, as an identity of its own.
 *
 * @throws DefinitionError where something cannot be made, or is not understood
 */
export function applyStacks(stacks: readonly TerraformStackState[], tenants: Tenants): Applied {
  const tenantsOf = new Map(stacks.map((stack) => [stack.name, tenantIdsOf(stack)]));
  const evaluation = new Evaluation(stacks, (resource, values) => {
    const type = resource.mode === 'data' ? `data.${resource.type}` : resource.type;
    const kind = Object.hasOwn(RESOURCE_KINDS, type) ? RESOURCE_KINDS[type] : undefined;
    if (kind === undefined) {
      throw refused(
        resource,
        `is of a type that the sandbox does not make: ${resource.type}`,
        `take one of ${Object.keys(RESOURCE_KINDS).join(', ')}, or let terraform apply it: --terraform`,
      );
    }
    const provider = providerOf(resource);
    const id = tenantsOf.get(resource.stack)?.get(provider);
    if (id === undefined)
      throw refused(resource, `has no tenant: its stack has no provider ${provider} that names one`, 'set tenant_id of the provider');
    assertKnown(resource, values, kind.known);
    try {
      return kind.make(tenants.ensure(id), values);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      if (error.code === NOT_MADE) throw refused(resource, error.message, 'ask for none of it here; Entra makes it');
      throw refused(
        resource,
        `is refused by the directory: ${error.code}: ${error.message}`,
        'change the definition; Entra refuses it as well',
      );
    }
  });
  for (const resource of stacks.flatMap(({ resources }) => resources)) {
    if (!ELSEWHERE.test(resource.type)) evaluation.of(resource);
  }
  return Object.fromEntries(stacks.map((stack) => [stack.name, evaluation.outputs(stack)]));
}

/** Addresses of what is no part of Entra, and so is not made: whoever runs the stacks is to be told. What is Terraform's own stands for nothing anywhere. */
export function notMade(stacks: readonly TerraformStackState[]): readonly string[] {
  return stacks.flatMap(({ name, resources }) =>
    resources.filter(({ type }) => ELSEWHERE.test(type) && !type.startsWith('terraform_')).map(({ address }) => `${name} ${address}`),
  );
}

/** Meta-arguments that change nothing in what is made once. */
const HARMLESS = ['//', 'lifecycle', 'depends_on', 'provider'];

function assertKnown(resource: TerraformResource, values: Json, known: readonly string[]): void {
  const several = Object.keys(values).find((name) => META_ARGUMENTS.includes(name) && !HARMLESS.includes(name));
  if (several !== undefined)
    throw refused(resource, `has ${several}, which only terraform works out`, 'let terraform apply it: --terraform');
  const [stranger] = strangers(values, [...known, ...META_ARGUMENTS]);
  if (stranger === undefined) return;
  throw refused(
    resource,
    `has an argument that the sandbox does not know: ${stranger}`,
    `take one of ${known.join(', ')}, or let terraform apply it: --terraform`,
  );
}

/** Tenants by the provider that they are reached through, such as `azuread` and `azuread.partner`. */
function tenantIdsOf({ providers }: TerraformStackState): ReadonlyMap<string, string> {
  return new Map(
    (providers['azuread'] ?? []).flatMap(({ alias, tenant_id: id }) =>
      typeof id === 'string' ? [[typeof alias === 'string' ? `azuread.${alias}` : 'azuread', id.toLowerCase()] as const] : [],
    ),
  );
}

/** The provider that a resource names; by itself it is the one without an alias. */
function providerOf({ values }: TerraformResource): string {
  const named = values['provider'];
  return typeof named === 'string' ? named : 'azuread';
}
