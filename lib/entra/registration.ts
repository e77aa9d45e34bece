import type { TerraformResourceLifecycle } from 'cdktf';
import { terraformLiteral, type EnvironmentModel } from '../model';

/** The value an environment has for a name of the definition. */
export function mapped<Value>(values: Readonly<Record<string, Value>>, kind: string, name: string): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  // Checked with everything else before constructs are made; whoever makes them alone learns of it here.
  if (value === undefined) throw new Error(`the environment has no ${kind} "${name}"`);
  return value;
}

/** Display name of a registration in an environment. */
export function displayName(name: string, environment: EnvironmentModel): string {
  return terraformLiteral(`${name}${environment.suffix}`);
}

/**
 * Object ids of the owners of a registration, the deploying identities among them: without these
 * the provider takes from itself the right to update what it made.
 */
export function ownerIds(names: readonly string[], environment: EnvironmentModel): string[] {
  const ids = new Set([...environment.deployers, ...names.map((name) => mapped(environment.owners, 'owner', name))]);
  return [...ids].sort().map(terraformLiteral);
}

/** Lifecycle of a registration: a protected environment neither destroys nor replaces it. */
export function registrationLifecycle(
  environment: EnvironmentModel,
  ignoreChanges: readonly string[] = [],
): { readonly lifecycle?: TerraformResourceLifecycle } {
  if (!environment.protected && ignoreChanges.length === 0) return {};
  return {
    lifecycle: {
      ...(environment.protected && { preventDestroy: true }),
      ...(ignoreChanges.length > 0 && { ignoreChanges: [...ignoreChanges] }),
    },
  };
}
