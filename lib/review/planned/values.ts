import {
  isEqual,
  isEvaluated,
  isObject,
  itemsOf,
  literalOf,
  META_ARGUMENTS,
  valueAt,
  type Json,
  type TerraformResource,
  type TerraformStackState,
} from '../../terraform';

/** Arguments that a plan gives another value than the synthesized stack says, as `<address> <argument>`. */
export function plannedOtherwise(synthesized: TerraformStackState, plan: TerraformStackState): readonly string[] {
  const compare = new Comparison(plan);
  const planned = new Map(plan.resources.filter(({ mode }) => mode === 'managed').map((one) => [one.address, one]));
  return [
    ...synthesized.resources
      .filter(({ mode, values }) => mode === 'managed' && values['count'] === undefined && values['for_each'] === undefined)
      .flatMap((resource) => {
        const own = planned.get(resource.address);
        return own === undefined ? [resource.address] : compare.arguments(resource, own).map((name) => `${resource.address} ${name}`);
      }),
    ...compare.providers(synthesized),
    ...compare.outputs(synthesized),
  ];
}

class Comparison {
  private readonly byAddress: ReadonlyMap<string, TerraformResource>;

  constructor(private readonly plan: TerraformStackState) {
    this.byAddress = new Map(plan.resources.map((resource) => [resource.address, resource]));
  }

  /** Names of the arguments that differ. */
  arguments({ values: written }: TerraformResource, { values: planned, unknown }: TerraformResource): readonly string[] {
    return Object.entries(written)
      .filter(([name]) => !META_ARGUMENTS.includes(name))
      .filter(([name, value]) => !this.isSame(value, planned[name], unknown.includes(name)))
      .map(([name]) => name);
  }

  /** Of providers what the synthesized stack says by itself: the rest is the environment's, and in no plan. */
  providers({ providers }: TerraformStackState): readonly string[] {
    return Object.entries(providers).flatMap(([name, written]) => {
      const planned = this.plan.providers[name] ?? [];
      const isOther = written.some((block) => {
        const literal = Object.entries(block).filter(([, value]) => !isObject(value) && !Array.isArray(value) && !isExpression(value));
        return !planned.some((one) => literal.every(([field, value]) => field === '//' || this.isSame(value, one[field], false)));
      });
      return isOther ? [`provider ${name}`] : [];
    });
  }

  outputs({ outputs }: TerraformStackState): readonly string[] {
    return Object.entries(outputs)
      .filter(([name, value]) => !this.isSame(value, this.plan.outputs[name], true))
      .map(([name]) => `output ${name}`);
  }

  /** @param mayBeUnknown Whether the plan says that a value is not known before it is applied */
  private isSame(written: unknown, planned: unknown, mayBeUnknown: boolean): boolean {
    if (written === null || written === undefined || isEqual(written, planned)) return true;
    if (typeof written === 'string') return this.isText(written, planned, mayBeUnknown);
    if (Array.isArray(written)) return this.isList(written, planned, mayBeUnknown);
    if (isObject(written)) return this.isBlock(written, planned, mayBeUnknown);
    return String(written) === String(planned);
  }

  private isText(written: string, planned: unknown, mayBeUnknown: boolean): boolean {
    if (!isEvaluated(written))
      return literalOf(written) === planned || (written === '' && planned === undefined) || written === String(planned);
    const attribute = attributeIn(written);
    // Of more than one attribute, the words alone are compared: those of the plan's configuration.
    if (attribute === undefined) return true;
    const value = this.valueOf(attribute);
    if (planned === undefined) return mayBeUnknown || value === undefined;
    return value === undefined ? planned === written : isEqual(value, planned) || String(value) === String(planned);
  }

  /** What an attribute comes to by the plan; undefined where that is known after apply alone. */
  private valueOf({ address, path }: Attribute): unknown {
    const value = valueAt(this.byAddress.get(address)?.values, ...path);
    return typeof value === 'string' && isEvaluated(value) ? undefined : value;
  }

  /** Sets are in another order in a plan. */
  private isList(written: readonly unknown[], planned: unknown, mayBeUnknown: boolean): boolean {
    const left = [...itemsOf(planned)];
    if (!Array.isArray(planned)) return written.length === 0 || (mayBeUnknown && planned === undefined);
    const isFound = written.every((one) => {
      const at = left.findIndex((other) => (isObject(one) ? this.isFields(one, other, false) : this.isSame(one, other, false)));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
    return isFound && left.length === 0;
  }

  /** A block may stand alone, and a plan has a list of one; a map has no more in it than is written. */
  private isBlock(written: Json, planned: unknown, mayBeUnknown: boolean): boolean {
    if (planned === undefined || planned === null) return mayBeUnknown || Object.keys(written).length === 0;
    if (Array.isArray(planned)) return planned.length === 1 && this.isFields(written, planned[0], mayBeUnknown);
    const isMap = isObject(planned) && Object.entries(planned).every(([name, value]) => value === null || Object.hasOwn(written, name));
    return isMap && this.isFields(written, planned, mayBeUnknown);
  }

  private isFields(written: Json, planned: unknown, mayBeUnknown: boolean): boolean {
    return isObject(planned) && Object.entries(written).every(([name, value]) => this.isSame(value, planned[name], mayBeUnknown));
  }
}

/** One attribute of a resource, and where within it. */
interface Attribute {
  readonly address: string;
  readonly path: readonly string[];
}

const ATTRIBUTE = /^\$\{((?:data\.)?[A-Za-z][\w-]*\.[A-Za-z_][\w-]*)((?:\.[\w-]+|\["[^"\\]*"\]|\[\d+\])+)\}$/;

function attributeIn(text: string): Attribute | undefined {
  const [, address, rest = ''] = ATTRIBUTE.exec(text) ?? [];
  if (address === undefined) return undefined;
  return { address, path: [...rest.matchAll(/\.([\w-]+)|\["([^"]*)"\]|\[(\d+)\]/g)].map(([, name, key, at]) => name ?? key ?? at ?? '') };
}

function isExpression(value: unknown): boolean {
  return typeof value === 'string' && isEvaluated(value);
}
