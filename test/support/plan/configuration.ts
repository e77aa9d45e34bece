import { schemaOf, type SchemaBlock } from './schema';
import { argumentsOf, type Json } from './world';

/** What a plan prints of the configuration it was made from: of JSON, each argument in the words that were written. */
export function configurationOf(content: Json): Json {
  const resources = (['resource', 'data'] as const).flatMap((mode) =>
    Object.entries((content[mode] ?? {}) as Record<string, Record<string, Json>>).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => {
        const written = (Array.isArray(block) ? block[0] : block) as Json;
        const own = argumentsOf(written);
        return {
          address: mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`,
          mode: mode === 'data' ? 'data' : 'managed',
          type,
          name,
          expressions: expressionsOf(own, schemaOf(type, own)),
          ...(written['for_each'] !== undefined && { for_each_expression: { constant_value: written['for_each'] } }),
        };
      }),
    ),
  );
  const [provider] = ((content['provider'] as Json | undefined)?.['azuread'] ?? []) as readonly Json[];
  const outputs = (content['output'] ?? {}) as Record<string, Json>;
  return {
    provider_config: { azuread: { name: 'azuread', expressions: expressionsOf(provider ?? {}, {}) } },
    root_module: {
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, { expression: expressionOf(value) }])),
      resources,
    },
  };
}

function expressionsOf(written: Json, schema: SchemaBlock): Json {
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => {
      const block = schema.block_types?.[name]?.block;
      if (block === undefined) return [name, expressionOf(value)];
      return [name, ((Array.isArray(value) ? value : [value]) as readonly Json[]).map((one) => expressionsOf(one, block))];
    }),
  );
}

function expressionOf(value: unknown): Json {
  const references = [...JSON.stringify(value ?? null).matchAll(/\$\{((?:data\.)?[\w-]+\.[\w-]+)((?:\.[\w-]+)+)/g)].flatMap(
    ([, address = '', path = '']) => [`${address}${path}`, address],
  );
  return { constant_value: value, ...(references.length > 0 && { references }) };
}
