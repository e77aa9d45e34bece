import { DefinitionError, type Problem } from '../../errors';
import { isEvaluated, isObject, literalOf, type Json, type TerraformResource, type TerraformStackState } from '../../terraform';

/** Attributes that an object has once it is made. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Makes an object of a resource whose arguments are known, or finds the one of a data source. */
export type Make = (resource: TerraformResource, values: Json) => Attributes;

const REFERENCE = /\$\{((?:data\.)?[A-Za-z][\w-]*\.[A-Za-z_][\w-]*)((?:\.[\w-]+|\["[^"\\]*"\])+)\}/g;

/** What Terraform works out by itself and nothing here depends on. */
const WORKSPACE = '${terraform.workspace}';

/**
 * Works out what Terraform would: each resource once, after those that it refers to. Only references are understood, which is all that
 * a synthesized stack of this library holds.
 */
export class Evaluation {
  private readonly stacks: ReadonlyMap<string, TerraformStackState>;
  private readonly resources = new Map<string, TerraformResource>();
  private readonly made = new Map<string, Attributes>();
  private readonly underWay = new Set<string>();

  constructor(
    stacks: readonly TerraformStackState[],
    private readonly make: Make,
  ) {
    this.stacks = new Map(stacks.map((stack) => [stack.name, stack]));
    for (const resource of stacks.flatMap((stack) => stack.resources)) this.resources.set(keyOf(resource), resource);
  }

  /** Attributes of a resource, which is made where it is not there yet. @throws DefinitionError where it cannot be */
  of(resource: TerraformResource): Attributes {
    const key = keyOf(resource);
    const known = this.made.get(key);
    if (known !== undefined) return known;
    if (this.underWay.has(key))
      throw refused(resource, 'refers to itself, by way of others', 'break the cycle; terraform refuses it as well');
    this.underWay.add(key);
    const values = this.value(resource.values, resource) as Json;
    const attributes = { ...values, ...this.make(resource, values) };
    this.underWay.delete(key);
    this.made.set(key, attributes);
    return attributes;
  }

  /** Outputs of a stack. @throws DefinitionError where one cannot be worked out */
  outputs(stack: TerraformStackState): Attributes {
    const at = { stack: stack.name, address: 'output' };
    return this.value(stack.outputs, at) as Attributes;
  }

  private value(value: unknown, at: Place): unknown {
    if (typeof value === 'string') return this.text(value, at);
    if (Array.isArray(value)) return value.map((one) => this.value(one, at));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === 'lifecycle' ? one : this.value(one, at)]));
  }

  private text(text: string, at: Place): unknown {
    if (!isEvaluated(text) || text === WORKSPACE) return literalOf(text);
    const [whole] = [...text.matchAll(REFERENCE)];
    if (whole?.[0] === text) return this.reference(whole[1] ?? '', whole[2] ?? '', at);
    const filled = text.replace(REFERENCE, (_all, address: string, path: string) => {
      const part = this.reference(address, path, at);
      if (typeof part !== 'string' && typeof part !== 'number')
        throw refused(at, `puts ${address}${path} into a text, which is none`, 'refer to a text');
      return String(part);
    });
    if (isEvaluated(filled)) throw refused(at, `has an expression that is not a reference: ${text}`, 'let terraform apply it: --terraform');
    return literalOf(filled);
  }

  private reference(address: string, path: string, at: Place): unknown {
    const names = [...path.matchAll(/\.([\w-]+)|\["([^"]*)"\]/g)].map(([, name, key]) => name ?? key ?? '');
    const resource = this.resources.get(`${at.stack}/${address}`);
    if (resource === undefined) throw refused(at, `refers to ${address}, which the stack does not have`, 'synthesize again');
    const root = resource.type === 'terraform_remote_state' ? { outputs: this.remote(resource) } : this.of(resource);
    const found = names.reduce<unknown>((inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), root);
    if (found === undefined)
      throw refused(at, `refers to ${address}${path}, which is not known here`, 'let terraform apply it: --terraform');
    return found;
  }

  /** Outputs of another stack: the one whose name the framework puts into that of the data source. */
  private remote(resource: TerraformResource): Attributes {
    const [, name = ''] = /^cross-stack-reference-input-(.+)$/.exec(resource.name) ?? [];
    const stack = this.stacks.get(name);
    if (stack === undefined) {
      throw refused(
        resource,
        `reads the state of a stack that is not here: ${name || resource.name}`,
        `load the stacks that it needs: ${[...this.stacks.keys()].join(', ')}`,
      );
    }
    return this.outputs(stack);
  }
}

/** Where an expression stands. */
interface Place {
  readonly stack: string;
  readonly address: string;
}

/** What the sandbox does not take of a stack. */
export function refused({ stack, address }: Place, what: string, fix: string): DefinitionError {
  const problem: Problem = { where: `${stack} ${address}`, what, fix, code: 'SANDBOX_STACK' };
  return new DefinitionError([problem]);
}

function keyOf({ stack, address }: TerraformResource): string {
  return `${stack}/${address}`;
}
