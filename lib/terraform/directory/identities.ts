import { isEvaluated, literalOf, referenceIn } from '../expression';
import { type TerraformResource, type TerraformStackState } from '../types';
import { type Identity } from './types';

/** Types whose attributes name an application: what they are called, and the argument that points at the application. */
const OF_APPLICATION: Readonly<Record<string, string | null>> = {
  azuread_application: null,
  azuread_application_registration: null,
  azuread_service_principal: 'client_id',
};

const ATTRIBUTES = ['client_id', 'application_id', 'object_id', 'id'];

/** Finds the application that a reference, a client id or an object id of some stacks stands for. */
export class Identities {
  private readonly resources = new Map<string, TerraformResource>();
  private readonly stacks: ReadonlyMap<string, TerraformStackState>;
  private readonly byGuid = new Map<string, TerraformResource>();

  constructor(stacks: readonly TerraformStackState[]) {
    this.stacks = new Map(stacks.map((stack) => [stack.name, stack]));
    for (const resource of stacks.flatMap(({ resources }) => resources)) {
      this.resources.set(`${resource.stack}/${resource.address}`, resource);
      if (!Object.hasOwn(OF_APPLICATION, resource.type)) continue;
      for (const attribute of ATTRIBUTES) {
        const guid = guidIn(resource.values[attribute]);
        const known = guid === undefined ? undefined : this.byGuid.get(guid);
        // The application itself goes before what points at it.
        if (guid !== undefined && (known === undefined || OF_APPLICATION[known.type] !== null)) this.byGuid.set(guid, resource);
      }
    }
  }

  /** The identity a value of a stack stands for. */
  of(value: unknown, stack: string): Identity {
    return this.follow(value, stack, 0);
  }

  /** The text a value of a stack comes to: references to outputs of other stacks followed, escapes taken off. */
  text(value: unknown, stack: string): string {
    if (typeof value !== 'string') return '';
    const target = this.output(value, stack);
    if (target !== undefined) return this.text(target.value, target.stack);
    return isEvaluated(value) ? value : literalOf(value);
  }

  private follow(value: unknown, stack: string, depth: number): Identity {
    if (typeof value !== 'string' || value === '' || depth > 20) return `?${stack}`;
    const guid = guidIn(value);
    if (guid !== undefined) {
      const known = this.byGuid.get(guid);
      return known === undefined ? guid : this.ofResource(known, depth);
    }
    const reference = referenceIn(value);
    if (reference === undefined) return `?${value}`;
    const target = this.output(value, stack);
    if (target !== undefined) return this.follow(target.value, target.stack, depth + 1);
    const resource = this.resources.get(`${stack}/${reference.address}`);
    return resource === undefined || !Object.hasOwn(OF_APPLICATION, resource.type) ? `?${value}` : this.ofResource(resource, depth);
  }

  private ofResource(resource: TerraformResource, depth: number): Identity {
    const own = `${resource.stack}/${resource.address}`;
    const pointer = OF_APPLICATION[resource.type];
    if (pointer === null || pointer === undefined) return resource.mode === 'managed' ? own : (guidIn(resource.values['client_id']) ?? own);
    const at = resource.values[pointer] ?? resource.values['application_id'];
    if (at === undefined) return guidIn(resource.values['object_id']) ?? own;
    const guid = guidIn(at);
    const known = guid === undefined ? undefined : this.byGuid.get(guid);
    if (guid !== undefined && (known === undefined || known === resource)) return guid;
    return this.follow(at, resource.stack, depth + 1);
  }

  /** What another stack's output holds, where a value refers to one. */
  private output(value: string, stack: string): { readonly value: unknown; readonly stack: string } | undefined {
    const reference = referenceIn(value);
    if (reference === undefined || !reference.address.startsWith('data.terraform_remote_state.')) return undefined;
    const state = this.resources.get(`${stack}/${reference.address}`);
    const [, name] = /^cross-stack-reference-input-(.+)$/.exec(state?.name ?? '') ?? [];
    const other = name === undefined ? undefined : this.stacks.get(name);
    const output = reference.attribute.replace(/^outputs\./, '');
    return other === undefined || !Object.hasOwn(other.outputs, output) ? undefined : { value: other.outputs[output], stack: other.name };
  }
}

const GUID = /^(?:\/?(?:applications|servicePrincipals)\/)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

function guidIn(value: unknown): string | undefined {
  return typeof value === 'string' ? GUID.exec(value)?.[1]?.toLowerCase() : undefined;
}
