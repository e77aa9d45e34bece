import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A type in the notation of `terraform providers schema -json`. */
type AttributeType =
  string | readonly ['set' | 'list' | 'map', AttributeType] | readonly ['object', Readonly<Record<string, AttributeType>>];

interface Attribute {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, BlockType>>;
}

interface BlockType {
  readonly nesting_mode: 'single' | 'list' | 'set';
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: Block;
}

type Json = Readonly<Record<string, unknown>>;

const schema = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'terraform', 'azuread.schema.json'), 'utf8')) as {
  readonly resources: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
};

/** Arguments that belong to Terraform, in any block. The framework adds `//`. */
const META = ['lifecycle', 'depends_on', 'for_each', 'count', 'provider', '//'];
const META_OF_RESOURCES = ['provisioner', 'connection'];

/**
 * Where the `azuread_*` blocks of a synthesized stack differ from the provider's schema: unknown or missing
 * attributes and blocks, wrong types, too few or too many items.
 *
 * @param cdkTfJson the parsed `cdk.tf.json`
 */
export function azureadProblems(cdkTfJson: unknown): string[] {
  const stack = cdkTfJson as Json;
  return [
    ...blocksOf(stack['resource']).flatMap((found) => checkNamed(found, schema.resources, '', [...META, ...META_OF_RESOURCES])),
    ...blocksOf(stack['data']).flatMap((found) => checkNamed(found, schema.data, 'data.', META)),
  ];
}

interface Found {
  readonly type: string;
  readonly name: string;
  readonly body: unknown;
}

function blocksOf(section: unknown): readonly Found[] {
  if (!isObject(section)) return [];
  return Object.entries(section)
    .filter(([type]) => type.startsWith('azuread_'))
    .flatMap(([type, named]) =>
      isObject(named) ? Object.entries(named).map(([name, body]) => ({ type, name, body })) : [{ type, name: '', body: named }],
    );
}

function checkNamed(
  { type, name, body }: Found,
  known: Readonly<Record<string, Block>>,
  prefix: string,
  meta: readonly string[],
): string[] {
  const where = `${prefix}${type}.${name}`;
  const block = Object.hasOwn(known, type) ? known[type] : undefined;
  if (block === undefined) return [`${where}: no schema for ${type}`];
  if (!isObject(body)) return [`${where}: expected an object`];
  const own = Object.fromEntries(Object.entries(body).filter(([property]) => !meta.includes(property)));
  return checkBlock(own, block, where);
}

function checkBlock(body: Json, block: Block, where: string): string[] {
  const attributes = block.attributes ?? {};
  const blocks = block.block_types ?? {};
  return [
    ...Object.keys(body)
      .filter((name) => !Object.hasOwn(attributes, name) && !Object.hasOwn(blocks, name))
      .map((name) => `${where}: unknown ${JSON.stringify(name)}`),
    ...Object.entries(attributes).flatMap(([name, attribute]) => checkAttribute(body[name], attribute, `${where}.${name}`)),
    ...Object.entries(blocks).flatMap(([name, type]) => checkNested(body[name], type, `${where}.${name}`)),
  ];
}

function checkAttribute(value: unknown, attribute: Attribute, where: string): string[] {
  if (value === undefined || value === null) return attribute.required === true ? [`${where}: missing`] : [];
  if (attribute.required !== true && attribute.optional !== true) return [`${where}: is computed and cannot be set`];
  return checkType(value, attribute.type, where);
}

function checkNested(value: unknown, { nesting_mode, min_items, max_items, block }: BlockType, where: string): string[] {
  if (value === undefined || value === null) return (min_items ?? 0) > 0 ? [`${where}: missing`] : [];
  if (nesting_mode === 'single' && Array.isArray(value)) return [`${where}: is one object, not a list`];
  // Terraform's JSON takes one block as an object too.
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return [
    ...(items.length < (min_items ?? 0) ? [`${where}: ${items.length} blocks, at least ${min_items}`] : []),
    ...(items.length > (max_items ?? Infinity) ? [`${where}: ${items.length} blocks, at most ${max_items}`] : []),
    ...items.flatMap((item, index) =>
      isObject(item) ? checkBlock(item, block, `${where}[${index}]`) : [`${where}[${index}]: expected a block`],
    ),
  ];
}

function checkType(value: unknown, type: AttributeType, where: string): string[] {
  if (isReference(value)) return [];
  const wrong = [`${where}: expected ${JSON.stringify(type)}, found ${JSON.stringify(value)}`];
  if (typeof type === 'string') {
    const expected = type === 'bool' ? 'boolean' : type;
    return typeof value === expected ? [] : wrong;
  }
  const [kind, of] = type;
  if (kind === 'list' || kind === 'set') {
    if (!Array.isArray(value)) return wrong;
    const repeated = kind === 'set' && new Set(value.map((item) => JSON.stringify(item))).size < value.length;
    return [
      ...(repeated ? [`${where}: a set with repeats`] : []),
      ...value.flatMap((item, index) => checkType(item, of as AttributeType, `${where}[${index}]`)),
    ];
  }
  if (!isObject(value)) return wrong;
  if (kind === 'map') return Object.entries(value).flatMap(([name, item]) => checkType(item, of as AttributeType, `${where}.${name}`));
  const fields = of as Readonly<Record<string, AttributeType>>;
  return [
    ...Object.keys(value)
      .filter((name) => !Object.hasOwn(fields, name))
      .map((name) => `${where}: unknown ${JSON.stringify(name)}`),
    ...Object.entries(fields).flatMap(([name, field]) =>
      value[name] === undefined ? [] : checkType(value[name], field, `${where}.${name}`),
    ),
  ];
}

/** What an expression yields cannot be told from its text. */
function isReference(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('${');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
