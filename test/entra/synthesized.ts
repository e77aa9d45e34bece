import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { LocalBackend, TerraformStack, Testing, type App } from 'cdktf';
import { EntraAccess } from '../../lib/entra';
import type { AccessModel, EnvironmentModel } from '../../lib/model';
import { environment } from './organisation';

/** Arguments of a resource as Terraform's JSON holds them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Terraform's JSON of one stack. */
export interface Synthesized {
  /** The whole document. */
  readonly json: Readonly<Record<string, unknown>>;
  /** All resources of a type by name, without the framework's remarks. */
  all(type: string): Readonly<Record<string, Arguments>>;
  /** The only resource of a type. */
  only(type: string): Arguments;
  /** Every address. */
  addresses(): readonly string[];
}

/** A stack with the provider the identity half needs. */
export function tenantStack(app: App, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  new AzureadProvider(stack, 'azuread', {});
  return stack;
}

/** Terraform's JSON of a stack that a function fills. */
export function synthesize(fill: (stack: TerraformStack) => void): Synthesized {
  const stack = tenantStack(Testing.app({ stackTraces: false }), 'stack');
  fill(stack);
  return readStack(stack);
}

/** Terraform's JSON of the identity half of a definition. */
export function synthesizeAccess(model: AccessModel, of: EnvironmentModel = environment()): Synthesized {
  return synthesize((stack) => new EntraAccess(stack, 'Entra', { model, environment: of }));
}

/** Terraform's JSON of a finished stack. */
export function readStack(stack: TerraformStack): Synthesized {
  stack.prepareStack();
  return read(JSON.parse(JSON.stringify(stack.toTerraform())) as Readonly<Record<string, unknown>>);
}

/** Terraform's JSON as tests ask for it. */
export function read(json: Readonly<Record<string, unknown>>): Synthesized {
  const blocks = (kind: string): Readonly<Record<string, Record<string, Arguments>>> =>
    (json[kind] ?? {}) as Record<string, Record<string, Arguments>>;
  const all = (type: string): Readonly<Record<string, Arguments>> => {
    return Object.fromEntries(Object.entries(blocks('resource')[type] ?? {}).map(([name, { '//': _, ...args }]) => [name, args]));
  };
  return {
    json,
    all,
    only(type) {
      const found = Object.values(all(type));
      if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources of type ${type}`);
      return found[0];
    },
    addresses() {
      const of = (kind: string, prefix: string): string[] => {
        return Object.entries(blocks(kind)).flatMap(([type, named]) => Object.keys(named).map((name) => `${prefix}${type}.${name}`));
      };
      return [...of('data', 'data.'), ...of('resource', '')].sort();
    },
  };
}
