import { DefinitionError } from '../errors';
import { blocksOf, isObject, valueAt, type Json } from './json';
import { type TerraformResource, type TerraformStackState } from './types';

/**
 * A stack as it was synthesized: the content of its `cdk.tf.json`.
 *
 * @throws DefinitionError with `TERRAFORM_FILE_INVALID` where it is no configuration in Terraform's JSON form
 */
export function readSynthesized(parsed: unknown, name: string, source: string): TerraformStackState {
  if (!isObject(parsed)) throw invalid(source, 'is not an object', 'name the cdk.tf.json of a synthesized stack');
  for (const kind of ['resource', 'data', 'output', 'provider']) {
    if (parsed[kind] !== undefined && !isObject(parsed[kind])) {
      throw invalid(source, `has a ${JSON.stringify(kind)} that is not an object`, 'synthesize the stack again');
    }
  }
  const outputs = Object.entries(isObject(parsed['output']) ? parsed['output'] : {});
  const providers = Object.entries(isObject(parsed['provider']) ? parsed['provider'] : {});
  return {
    name,
    source,
    form: 'synthesized',
    resources: [...resourcesOf(parsed['resource'], 'managed', name), ...resourcesOf(parsed['data'], 'data', name)],
    outputs: Object.fromEntries(outputs.map(([output, content]) => [output, valueAt(content, 'value')])),
    providers: Object.fromEntries(providers.map(([provider, content]) => [provider, blocksOf(content)])),
    changes: [],
    content: parsed,
  };
}

function resourcesOf(byType: unknown, mode: TerraformResource['mode'], stack: string): readonly TerraformResource[] {
  return Object.entries(isObject(byType) ? byType : {}).flatMap(([type, byName]) =>
    Object.entries(isObject(byName) ? byName : {}).flatMap(([name, content]) => {
      // One block may be written as a list of one.
      const [block] = blocksOf(content);
      if (block === undefined) return [];
      const { '//': comment, ...values } = block;
      const construct = valueAt(comment, 'metadata', 'path');
      return [
        {
          address: mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`,
          mode,
          type,
          name,
          stack,
          values,
          unknown: [],
          ...(typeof construct === 'string' && { construct }),
        },
      ];
    }),
  );
}

/** The one problem of a file. */
export function invalid(source: string, what: string, fix: string): DefinitionError {
  return new DefinitionError([{ where: source, what, fix, code: 'TERRAFORM_FILE_INVALID' }]);
}

/** True for an object with names of a configuration in Terraform's JSON form. */
export function isSynthesized(parsed: unknown): parsed is Json {
  return isObject(parsed) && (isObject(parsed['resource']) || isObject(parsed['terraform'])) && parsed['format_version'] === undefined;
}
