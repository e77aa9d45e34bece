import { TerraformResource, TerraformStack, type TerraformDataSource } from 'cdktf';
import { terraformName } from '../model';

const taken = new WeakMap<TerraformStack, Set<string>>();

/**
 * Gives a resource the address that belongs to keys of the definition, whatever its place among
 * the constructs. Part of the contract: another address replaces the resource. To be called
 * before anything refers to the resource.
 */
export function pinByKeys<Element extends TerraformResource | TerraformDataSource>(
  element: Element,
  kind: string,
  ...keys: readonly string[]
): Element {
  return pinByName(element, terraformName(kind, ...keys));
}

/** Gives a resource of which a stack has one this name in Terraform. */
export function pinByName<Element extends TerraformResource | TerraformDataSource>(element: Element, name: string): Element {
  const prefix = TerraformResource.isTerraformResource(element) ? '' : 'data.';
  claim(TerraformStack.of(element), `${prefix}${element.terraformResourceType}.${name}`);
  element.overrideLogicalId(name);
  return element;
}

// The framework lets the second of two equal addresses replace the first without a word.
function claim(stack: TerraformStack, address: string): void {
  const addresses = taken.get(stack) ?? new Set();
  if (addresses.has(address)) throw new Error(`stack "${stack.node.id}" already has a resource ${address}`);
  addresses.add(address);
  taken.set(stack, addresses);
}
