import { madeUp } from '../entra-blocks';
import { REPLACING, schemaOf, type SchemaBlock } from './schema';

/** Any object of a JSON document. */
export type Json = Readonly<Record<string, unknown>>;

/** Stands for what is known after apply alone. */
export const UNKNOWN = Symbol('known after apply');

/** One object that Terraform manages. */
export interface Instance {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string;
  readonly written: Json;
}

/** A stack with what its expressions come to. */
export interface World {
  /** What an expression or literal of the stack comes to. */
  readonly value: (written: unknown) => unknown;
  /** Tenant of its provider. */
  readonly tenant: unknown;
}

const META = ['//', 'lifecycle', 'depends_on', 'provider', 'for_each', 'count', 'provisioner', 'connection'];

/** Objects of a configuration by their addresses, those of `for_each` one by one. */
export function instancesOf(content: Json): ReadonlyMap<string, Instance> {
  const found = new Map<string, Instance>();
  for (const [type, named] of Object.entries((content['resource'] ?? {}) as Record<string, Record<string, Json>>)) {
    for (const [name, block] of Object.entries(named)) {
      const written = (Array.isArray(block) ? block[0] : block) as Json;
      const each = written['for_each'];
      if (typeof each !== 'object') found.set(`${type}.${name}`, { address: `${type}.${name}`, type, name, written });
      else
        for (const index of Object.keys(each as Json)) {
          const address = `${type}.${name}[${JSON.stringify(index)}]`;
          found.set(address, { address, type, name, index, written });
        }
    }
  }
  return found;
}

/** Arguments of a block, without those of Terraform itself. */
export function argumentsOf(written: Json): Json {
  return Object.fromEntries(Object.entries(written).filter(([name]) => !META.includes(name)));
}

/** What the provider keeps of an object: arguments evaluated, blocks as lists, sets in an order of its own, whatever it works out itself. */
export function valuesOf({ type, address, written }: Instance, stack: string, world: World, isKnown: boolean): Json {
  const own = argumentsOf(written);
  const values = ofBlock(own, schemaOf(type, own), world) as Record<string, unknown>;
  return { ...values, ...computed(type, `${stack}/${address}`, values, isKnown, world) };
}

function ofBlock(written: Json, schema: SchemaBlock, world: World): Json {
  const attributes = Object.entries(schema.attributes ?? {}).map(
    ([name, { type }]) => [name, ofAttribute(written[name], type, world, name)] as const,
  );
  const blocks = Object.entries(schema.block_types ?? {})
    .filter(([name]) => name !== 'timeouts')
    .map(([name, { nesting_mode: mode, block }]) => {
      const given = written[name];
      const all = given === undefined ? [] : ((Array.isArray(given) ? given : [given]) as readonly Json[]);
      const list = all.map((one) => ofBlock(one, block, world));
      return [name, mode === 'set' ? shuffled(list) : list] as const;
    });
  return { ...Object.fromEntries([...attributes, ...blocks]), ...('timeouts' in (schema.block_types ?? {}) && { timeouts: null }) };
}

/** What is on unless somebody says otherwise. */
const ENABLED = /enabled$/;

function ofAttribute(written: unknown, type: unknown, world: World, name: string): unknown {
  const [kind] = Array.isArray(type) ? (type as readonly unknown[]) : [type];
  if (written === undefined || written === null)
    return kind === 'set' ? [] : kind === 'string' ? '' : kind === 'bool' ? ENABLED.test(name) : null;
  const value = world.value(written);
  return kind === 'set' && Array.isArray(value) ? shuffled(value) : value;
}

/** A set in the order of what its items hash to, which is another one than anybody writes. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const key = (item: Item): string => madeUp(JSON.stringify(item, (_, value: unknown) => (value === UNKNOWN ? 'unknown' : value)));
  return [...items].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function computed(type: string, place: string, values: Json, isKnown: boolean, world: World): Json {
  const made = (attribute: string): unknown => (isKnown ? madeUp(`${place}.${attribute}`) : UNKNOWN);
  const prefixed = (prefix: string): unknown => (isKnown ? `${prefix}${String(made('object_id'))}` : UNKNOWN);
  const ids = (blocks: unknown): Json =>
    Object.fromEntries(((blocks ?? []) as readonly Json[]).map(({ id, value }) => [String(value), id]));
  if (type === 'azuread_application') {
    const [api = {}] = (values['api'] ?? []) as readonly Json[];
    return {
      id: prefixed('/applications/'),
      client_id: made('client_id'),
      object_id: made('object_id'),
      app_role_ids: ids(values['app_role']),
      oauth2_permission_scope_ids: ids(api['oauth2_permission_scope']),
      publisher_domain: isKnown ? 'shop.example' : UNKNOWN,
      logo_url: isKnown ? 'https://logo.example/x' : UNKNOWN,
      tags: isKnown ? ['HideApp'] : UNKNOWN,
      feature_tags: isKnown ? [{ custom_single_sign_on: false, enterprise: false, gallery: false, hide: true }] : UNKNOWN,
    };
  }
  if (type === 'azuread_service_principal')
    return {
      id: prefixed('/servicePrincipals/'),
      object_id: made('object_id'),
      display_name: made('display_name'),
      service_principal_names: isKnown ? [values['client_id']] : UNKNOWN,
      application_tenant_id: world.tenant,
    };
  if (type === 'azuread_application_password') return { id: made('id'), key_id: made('key_id'), value: isKnown ? SECRET : UNKNOWN };
  if (type === 'terraform_data') return { id: made('id'), output: values['input'] ?? null, input: values['input'] ?? null };
  return { id: made('id') };
}

/** What no report may have. */
export const SECRET = 'canary-kept-Aq8Q~secretsecret';

/** Whether a change of values makes the provider make the object anew. */
export function isReplacing(type: string, before: Json, after: Json): boolean {
  return replacing(type, before, after).length > 0;
}

/** Arguments whose change makes the provider make the object anew. */
export function replacing(type: string, before: Json, after: Json): readonly string[] {
  return (REPLACING[type] ?? []).filter((name) => !isSame(before[name], after[name]));
}

/** Whether two values are the same; what is unknown is like nothing else. */
export function isSame(one: unknown, other: unknown): boolean {
  return !hasUnknown(one) && !hasUnknown(other) && JSON.stringify(one) === JSON.stringify(other);
}

export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown);
}
