import { madeUp } from './entra-blocks';

type Json = Readonly<Record<string, unknown>>;

/** Attributes whose change makes the provider replace a resource; everything else it updates in place. */
const REPLACES: Readonly<Record<string, readonly string[]>> = {
  azuread_application: ['template_id'],
  azuread_service_principal: ['client_id'],
  azuread_app_role_assignment: ['app_role_id', 'principal_object_id', 'resource_object_id'],
  azuread_service_principal_delegated_permission_grant: [
    'service_principal_object_id',
    'resource_service_principal_object_id',
    'user_object_id',
  ],
  azuread_application_pre_authorized: ['application_id', 'authorized_client_id'],
  azuread_application_api_access: ['application_id', 'api_client_id'],
};

/** Arguments of Terraform that a stand-in keeps. */
const KEPT = ['for_each', 'count', 'depends_on', 'lifecycle', 'provisioner'];

/** Places where Terraform wants a bare reference instead of a template. */
const BARE = ['depends_on', 'replace_triggered_by', 'from', 'to'];

/**
 * A synthesized stack in which `terraform_data` stands for every `azuread_*` resource, so that the real terraform
 * plans and applies it without the provider. What other resources see stays the same: an id is unknown until the
 * resource is made, stays through updates, and is unknown again when an attribute that forces replacement
 * changes. Data sources become known values. State addresses are `terraform_data.<type>__<name>`.
 */
export function standIn(cdkTfJson: unknown): Json {
  const stack = cdkTfJson as Json;
  const rewriting = new Rewriting(stack);
  const { terraform, resource, data, provider, import: imports, ...rest } = rewriting.value(stack) as Record<string, Json>;
  void imports;
  const stands: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [type, named] of Object.entries(resource ?? {})) {
    if (!type.startsWith('azuread_')) others[type] = named;
    else for (const [name, block] of Object.entries(named as Json)) stands[`${type}__${name}`] = standFor(type, block as Json);
  }
  const terraformData = { ...(others['terraform_data'] as Json | undefined), ...stands };
  const providers = withoutAzuread(provider);
  const sources = withoutAzuread(data);
  return {
    ...rest,
    terraform: { ...terraform, required_providers: without((terraform?.['required_providers'] ?? {}) as Json, ['azuread']) },
    ...(Object.keys(providers).length === 0 ? {} : { provider: providers }),
    ...(Object.keys(sources).length === 0 ? {} : { data: sources }),
    resource: { ...others, terraform_data: terraformData },
  };
}

function standFor(type: string, block: Json): Json {
  const replaces = Object.fromEntries(
    (REPLACES[type] ?? []).filter((name) => block[name] !== undefined).map((name) => [name, block[name]]),
  );
  const lifecycle = block['lifecycle'] === undefined ? undefined : without(first(block['lifecycle']), ['ignore_changes']);
  const kept = Object.fromEntries(
    KEPT.filter((name) => block[name] !== undefined && name !== 'lifecycle').map((name) => [name, block[name]]),
  );
  return {
    ...kept,
    ...(lifecycle === undefined || Object.keys(lifecycle).length === 0 ? {} : { lifecycle }),
    ...(Object.keys(replaces).length === 0 ? {} : { triggers_replace: replaces }),
    input: without(block, [...KEPT, ...Object.keys(replaces), 'provider', '//']),
  };
}

class Rewriting {
  private readonly tenantId: string;

  constructor(private readonly stack: Json) {
    const provider = ((stack['provider'] as Json | undefined)?.['azuread'] as readonly Json[] | undefined)?.[0];
    this.tenantId = typeof provider?.['tenant_id'] === 'string' ? provider['tenant_id'] : madeUp('tenant');
  }

  /** The value with every reference to an `azuread_*` block turned to its stand-in. */
  public value(value: unknown, field = ''): unknown {
    if (typeof value === 'string') return BARE.includes(field) ? this.expression(value) : this.template(value);
    if (Array.isArray(value)) return value.map((entry) => this.value(entry, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, this.value(entry, name)]));
  }

  /** Only what stands between unescaped `${` and `}` is evaluated, and rewritten. */
  private template(text: string): string {
    let out = '';
    for (let index = 0; index < text.length; index += 1) {
      if (text.startsWith('$${', index)) {
        out += '$${';
        index += 2;
      } else if (text.startsWith('${', index)) {
        const end = closing(text, index + 2);
        out += `\${${this.expression(text.slice(index + 2, end))}}`;
        index = end;
      } else out += text[index] ?? '';
    }
    return out;
  }

  private expression(text: string): string {
    return text
      .replace(
        /\bdata\.(azuread_[a-z_]+)\.([A-Za-z0-9_-]+)\.([a-z_]+)(\["[^"]*"\])?/g,
        (_, type: string, name: string, attribute: string, index = '') =>
          JSON.stringify(this.looked(type, name, attribute, index as string)),
      )
      .replace(
        /(?<![\w."-])(azuread_[a-z_]+)\.([A-Za-z0-9_-]+)(\[[^\]]*\])?(?:\.([a-z_]+))?/g,
        (_, type: string, name: string, index = '', attribute?: string) => this.made(type, name, index as string, attribute),
      );
  }

  private looked(type: string, name: string, attribute: string, index: string): string {
    const block = (((this.stack['data'] as Json | undefined)?.[type] as Json | undefined)?.[name] ?? {}) as Json;
    if (type === 'azuread_client_config' && attribute === 'tenant_id') return this.tenantId;
    const configured = block[attribute];
    return typeof configured === 'string' && !configured.includes('${') ? configured : madeUp(`data.${type}.${name}.${attribute}${index}`);
  }

  private made(type: string, name: string, index: string, attribute: string | undefined): string {
    const address = `terraform_data.${type}__${name}${index}`;
    if (attribute === undefined) return address;
    const configured = (((this.stack['resource'] as Json | undefined)?.[type] as Json | undefined)?.[name] as Json | undefined)?.[
      attribute
    ];
    const reference = typeof configured === 'string' ? /^\$\{(.*)\}$/s.exec(configured)?.[1] : undefined;
    // A configured attribute is known as soon as what it was given.
    if (reference !== undefined) return this.expression(reference);
    if (typeof configured === 'string') return JSON.stringify(configured);
    return `${address}.id`;
  }
}

function closing(text: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\' && quoted) index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}') depth -= 1;
    if (depth === 0) return index;
  }
  throw new Error(`${text} has an unclosed template`);
}

function withoutAzuread(section: Json | undefined): Json {
  return Object.fromEntries(Object.entries(section ?? {}).filter(([name]) => !name.startsWith('azuread')));
}

function without(record: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

function first(value: unknown): Json {
  return (Array.isArray(value) ? value[0] : value) as Json;
}
