import { createHash } from 'node:crypto';

/** A block of Terraform JSON. */
export type Block = Readonly<Record<string, unknown>>;

/** A resource or data source with its address. */
export interface Found {
  readonly address: string;
  readonly block: Block;
}

/**
 * Several synthesized stacks of one deployment, read as Terraform would evaluate them: what is known only after
 * apply is made up from the address, the same each time.
 */
export class Blocks {
  constructor(private readonly stacks: readonly Block[]) {}

  /** Resources of a type; `data.` before the type asks for data sources. */
  public all(type: string): readonly Found[] {
    const section = type.startsWith('data.') ? 'data' : 'resource';
    const bare = type.replace(/^data\./, '');
    return this.stacks.flatMap((stack) => {
      const named = ((stack[section] as Block | undefined)?.[bare] ?? {}) as Record<string, Block>;
      return Object.entries(named).map(([name, block]) => ({ address: `${type}.${name}`, block }));
    });
  }

  public at(address: string): Found | undefined {
    return this.all(address.slice(0, address.lastIndexOf('.'))).find((found) => found.address === address);
  }

  /** Value of an output of any of the stacks. */
  public output(name: string): unknown {
    for (const stack of this.stacks) {
      const output = ((stack['output'] ?? {}) as Record<string, Block>)[name];
      if (output !== undefined) return output['value'];
    }
    throw new Error(`no output ${name}`);
  }

  /** What a string of the configuration evaluates to. */
  public resolve(text: unknown): string {
    if (typeof text !== 'string') throw new Error(`${JSON.stringify(text)} is no text`);
    const reference = /^\$\{([^{}]+)\}$/.exec(text)?.[1];
    if (reference !== undefined) return this.evaluate(reference);
    if (/(?<!\$)\$\{|(?<!%)%\{/.test(text)) throw new Error(`${text} is not interpreted`);
    return text.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{');
  }

  private evaluate(reference: string): string {
    const remote = /^data\.terraform_remote_state\.[^.]+\.outputs(?:\.([^.[\]]+)|\["([^"]+)"\])$/.exec(reference);
    if (remote !== null) return this.resolve(this.output(remote[1] ?? remote[2] ?? ''));
    const parts = /^((?:data\.)?azuread_[a-z0-9_]+\.[A-Za-z0-9_-]+)\.([a-z_]+)$/.exec(reference);
    const [, address = '', attribute = ''] = parts ?? [];
    const found = this.at(address) ?? notInterpreted(reference);
    if (found.block['for_each'] !== undefined || found.block['count'] !== undefined) notInterpreted(reference);
    const configured = found.block[attribute];
    if (configured !== undefined) return this.resolve(configured);
    if (attribute === 'id')
      return `${address.startsWith('azuread_application.') ? '/applications/' : '/servicePrincipals/'}${madeUp(`${address}.object_id`)}`;
    if (attribute !== 'client_id' && attribute !== 'object_id') notInterpreted(reference);
    return madeUp(`${address}.${attribute}`);
  }
}

/** A GUID in place of one that Entra would give, the same for the same name. */
export function madeUp(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Blocks nested in a block; Terraform takes one as an object too. */
export function nested(block: Block, name: string): readonly Block[] {
  const value = block[name];
  return value === undefined ? [] : Array.isArray(value) ? (value as Block[]) : [value as Block];
}

function notInterpreted(reference: string): never {
  throw new Error(`the reference ${reference} is not interpreted`);
}
