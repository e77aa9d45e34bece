import { throwIfAny, type Problem } from '../../errors';
import { isObject, type Json, type TerraformStackState } from '../../terraform';

/** What reaches out of a stack when it is applied: commands, and where to. */
const REACHING_OUT = ['provisioner', 'connection'];

/** Arguments of the provider that say which tenant is meant. All others say who signs in, and where: the sandbox says that. */
const OF_THE_PROVIDER = ['tenant_id', 'environment', 'alias'];

const SOURCES = ['hashicorp/azuread', 'registry.terraform.io/hashicorp/azuread'];

/** Whose resources and data sources terraform makes here: of the provider that talks to the embedded Entra, and its own that keep a value. */
const MADE = { resource: /^(?:azuread_\w+|terraform_data)$/, data: /^(?:azuread_\w+|terraform_remote_state)$/ };

/**
 * A stack as it may be applied here: its state beside it, no commands, no sign-in and no host of its own, and the states that it reads
 * beside it too.
 *
 * @throws DefinitionError with everything of it that would run something else, or reach something else [SANDBOX_STACK]
 */
export function copyOf(stack: TerraformStackState): Json {
  throwIfAny(foreignIn(stack));
  const { content } = stack;
  const own = Object.fromEntries(['//', 'output', 'moved', 'import'].flatMap((kind) => (kind in content ? [[kind, content[kind]]] : [])));
  const terraform = isObject(content['terraform']) ? content['terraform'] : {};
  const providers = isObject(content['provider']) ? content['provider'] : {};
  const data = isObject(content['data']) ? content['data'] : undefined;
  return {
    ...own,
    terraform: {
      ...(terraform['required_providers'] !== undefined && { required_providers: terraform['required_providers'] }),
      backend: { local: { path: 'terraform.tfstate' } },
    },
    ...(providers['azuread'] !== undefined && {
      provider: { azuread: listOf(providers['azuread']).map((block) => (isObject(block) ? only(block, OF_THE_PROVIDER) : block)) },
    }),
    ...(content['removed'] !== undefined && {
      removed: listOf(content['removed']).map((block) => (isObject(block) ? harmless(block) : block)),
    }),
    ...(isObject(content['resource']) && { resource: blocksIn(content['resource'], harmless) }),
    ...(data !== undefined && { data: blocksIn(data, (block, type, name) => (type === 'terraform_remote_state' ? local(name) : block)) }),
  };
}

function foreignIn({ name, content }: TerraformStackState): readonly Problem[] {
  const keysOf = (kind: string): readonly string[] => Object.keys(isObject(content[kind]) ? content[kind] : {});
  const terraform = isObject(content['terraform']) ? content['terraform'] : {};
  const required = isObject(terraform['required_providers']) ? terraform['required_providers'] : {};
  const foreign = [
    ...(['resource', 'data'] as const).flatMap((kind) =>
      keysOf(kind)
        .filter((type) => !MADE[kind].test(type))
        .map((type) => `${kind} ${type}`),
    ),
    ...keysOf('provider')
      .filter((provider) => provider !== 'azuread')
      .map((provider) => `provider ${provider}`),
    ...Object.entries(required)
      .filter(([provider, one]) => provider !== 'azuread' || !isKnownSource(one))
      .map(([provider]) => `required provider ${provider}`),
  ];
  return foreign.map((what) => ({
    where: name,
    what: `has ${what}, which the sandbox does not let terraform run`,
    fix: 'leave it to a stack of its own: of azuread and terraform_data alone is applied here',
    code: 'SANDBOX_STACK',
  }));
}

function isKnownSource(required: unknown): boolean {
  const source = isObject(required) ? required['source'] : undefined;
  return source === undefined || SOURCES.includes(String(source));
}

function listOf(blocks: unknown): readonly unknown[] {
  return Array.isArray(blocks) ? (blocks as readonly unknown[]) : [blocks];
}

function blocksIn(byType: Json, change: (block: Json, type: string, name: string) => Json): Json {
  return Object.fromEntries(
    Object.entries(byType).map(([type, byName]) => [
      type,
      Object.fromEntries(
        Object.entries(isObject(byName) ? byName : {}).map(([name, blocks]) => {
          // One block may be written as a list of one.
          const changed = listOf(blocks).map((block) => (isObject(block) ? change(block, type, name) : block));
          return [name, Array.isArray(blocks) ? changed : changed[0]];
        }),
      ),
    ]),
  );
}

function harmless(block: Json): Json {
  return only(
    block,
    Object.keys(block).filter((name) => !REACHING_OUT.includes(name)),
  );
}

function only(block: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(block).filter(([name]) => names.includes(name)));
}

/** The state of another stack, where the copies lie side by side. */
function local(name: string): Json {
  const stack = name.replace(/^cross-stack-reference-input-/, '');
  return { backend: 'local', config: { path: `../${stack}/terraform.tfstate` } };
}
