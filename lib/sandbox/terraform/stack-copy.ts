import { isObject, type Json, type TerraformStackState } from '../../terraform';

/** What reaches out of a stack when it is applied: commands, and where to. */
const REACHING_OUT = ['provisioner', 'connection'];

/** A stack as it may be applied here: its state beside it, no commands, and the states that it reads beside it too. */
export function copyOf({ content }: TerraformStackState): Json {
  const terraform = isObject(content['terraform']) ? content['terraform'] : {};
  const data = isObject(content['data']) ? content['data'] : undefined;
  return {
    ...content,
    terraform: { ...terraform, backend: { local: { path: 'terraform.tfstate' } } },
    ...(isObject(content['resource']) && { resource: blocksIn(content['resource'], harmless) }),
    ...(data !== undefined && { data: blocksIn(data, (block, type, name) => (type === 'terraform_remote_state' ? local(name) : block)) }),
  };
}

function blocksIn(byType: Json, change: (block: Json, type: string, name: string) => Json): Json {
  return Object.fromEntries(
    Object.entries(byType).map(([type, byName]) => [
      type,
      Object.fromEntries(
        Object.entries(isObject(byName) ? byName : {}).map(([name, block]) => [name, isObject(block) ? change(block, type, name) : block]),
      ),
    ]),
  );
}

function harmless(block: Json): Json {
  return Object.fromEntries(Object.entries(block).filter(([name]) => !REACHING_OUT.includes(name)));
}

/** The state of another stack, where the copies lie side by side. */
function local(name: string): Json {
  const stack = name.replace(/^cross-stack-reference-input-/, '');
  return { backend: 'local', config: { path: `../${stack}/terraform.tfstate` } };
}
