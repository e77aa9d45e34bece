import { type SynthOutput } from '../../../lib/review';
import { madeUp } from '../entra-blocks';
import { configurationOf } from './configuration';
import { schemaOf, type SchemaBlock } from './schema';
import { hasUnknown, instancesOf, isReplacing, isSame, replacing, UNKNOWN, valuesOf, type Instance, type Json, type World } from './world';

/** What a test wants of a plan otherwise. */
export interface PlanOptions {
  /** Addresses that somebody asked to make anew. */
  readonly replaced?: readonly string[];
}

/**
 * The head with a plan of each of its stacks, as Terraform and its provider make one where the base is deployed. Ids are made up of
 * addresses, so that they are the same wherever the same thing is meant.
 */
export function plannedFrom(base: SynthOutput, head: SynthOutput, options: PlanOptions = {}): SynthOutput {
  return {
    ...head,
    stacks: head.stacks.map((stack) => ({
      ...stack,
      plan: { source: `${stack.name}.plan.json`, text: JSON.stringify(planOf(stack.name, base, head, options)) },
    })),
  };
}

/** What the plan of one stack prints. */
export function planOf(name: string, base: SynthOutput, head: SynthOutput, { replaced = [] }: PlanOptions = {}): Json {
  const [was, now] = [contentOf(base, name), contentOf(head, name)];
  const prior = new Planned(name, base, was);
  const [moved, removed, imported] = ['moved', 'removed', 'import'].map((kind) => (now[kind] ?? []) as readonly Json[]);
  const movedFrom = new Map((moved ?? []).map(({ from, to }) => [String(to), String(from)]));
  const state = new Map([...prior.instances].map(([address, instance]) => [address, prior.known(instance)]));
  const fromOf = (address: string): string => {
    const from = movedFrom.get(address);
    return from !== undefined && state.has(from) ? from : address;
  };
  const taken = new Map((imported ?? []).map(({ to, id }) => [String(to).replace(/^\$\{|\}$/g, ''), id]));
  const next = new Planned(name, head, now, { state, fromOf, replaced, base });
  const goes = [...state.keys()].filter((address) => ![...next.instances.keys()].some((one) => fromOf(one) === address));
  const forgotten = new Set((removed ?? []).map(({ from }) => String(from)));
  const changes = [
    ...[...next.instances.values()].map((instance) => {
      const from = fromOf(instance.address);
      const importing = taken.get(instance.address);
      const before = state.get(from) ?? (importing === undefined ? undefined : prior.known(instance));
      const change = changeOf(instance, before, next.planned(instance), next.actions(instance, before));
      return {
        ...change,
        ...(from !== instance.address && { previous_address: from }),
        ...(importing !== undefined && !state.has(from) && { change: { ...change.change, importing: { id: importing } } }),
      };
    }),
    ...goes.flatMap((address) => {
      const instance = prior.instances.get(address);
      return instance === undefined
        ? []
        : [changeOf(instance, state.get(address), undefined, [forgotten.has(address) ? 'forget' : 'delete'])];
    }),
  ];
  const outputs = outputsOf(was, prior);
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      root_module: {
        resources: [...next.instances.values()].map((instance) => ({ ...named(instance), values: split(next.planned(instance)).known })),
      },
    },
    resource_changes: changes,
    output_changes: outputChanges(outputs, outputsOf(now, next), now),
    prior_state: {
      format_version: '1.0',
      values: {
        outputs: Object.fromEntries(
          Object.entries(outputs).map(([output, value]) => [output, { value, sensitive: isSensitive(was, output) }]),
        ),
        root_module: {
          resources: [
            ...next.data(),
            ...[...prior.instances.values()].map((instance) => ({
              ...named(instance),
              // What moves is in the state under its new address by the time it is planned.
              address: [...movedFrom].find(([, from]) => from === instance.address)?.[0] ?? instance.address,
              values: state.get(instance.address),
            })),
          ],
        },
      },
    },
    configuration: configurationOf(now),
  };
}

function contentOf({ stacks }: SynthOutput, name: string): Json {
  return JSON.parse(stacks.find((stack) => stack.name === name)?.files['cdk.tf.json'] ?? '{}') as Json;
}

interface Next {
  readonly state: ReadonlyMap<string, Json>;
  readonly fromOf: (address: string) => string;
  readonly replaced: readonly string[];
  readonly base: SynthOutput;
}

/** A stack whose expressions are worked out: all of it where it is deployed, else as far as a plan knows. */
class Planned implements World {
  public readonly instances: ReadonlyMap<string, Instance>;
  public readonly tenant: unknown;

  constructor(
    private readonly stack: string,
    private readonly output: SynthOutput,
    private readonly content: Json,
    private readonly next?: Next,
  ) {
    this.instances = instancesOf(content);
    const [provider] = ((content['provider'] as Json | undefined)?.['azuread'] ?? []) as readonly Json[];
    this.tenant = provider?.['tenant_id'];
  }

  value(written: unknown): unknown {
    if (typeof written === 'string') return this.text(written);
    if (Array.isArray(written)) return written.map((item) => this.value(item));
    if (typeof written !== 'object' || written === null) return written;
    return Object.fromEntries(Object.entries(written).map(([name, value]) => [name, this.value(value)]));
  }

  /** What is deployed, ids and all. */
  known(instance: Instance): Json {
    return valuesOf(instance, this.stack, this, true);
  }

  /** What there will be; an object that is made has no id yet. */
  planned(instance: Instance): Json {
    const before = this.next?.state.get(this.next.fromOf(instance.address));
    const isMade = this.actions(instance, before).includes('create');
    const { address } = instance;
    const after = valuesOf({ ...instance, address: this.next?.fromOf(address) ?? address }, this.stack, this, !isMade);
    return isMade ? after : { ...after, ...kept(before, after), ...this.ignored(instance, before) };
  }

  actions(instance: Instance, before: Json | undefined): readonly string[] {
    if (before === undefined) return ['create'];
    const { address, type, written } = instance;
    const triggers = ((written['lifecycle'] as Json | undefined)?.['replace_triggered_by'] ?? []) as readonly string[];
    const isTriggered = triggers.some((one) => {
      const trigger = this.instances.get(one.replace(/^\$\{|\}$/g, ''));
      return trigger !== undefined && this.actions(trigger, this.next?.state.get(trigger.address)).join() !== 'no-op';
    });
    const from = this.next?.fromOf(address) ?? address;
    const own = valuesOf({ ...instance, address: from }, this.stack, this, true);
    const after = { ...own, ...kept(before, own), ...this.ignored(instance, before) };
    if (this.next?.replaced.includes(address) === true || isTriggered || isReplacing(type, before, after)) return ['delete', 'create'];
    return isSame(before, after) ? ['no-op'] : ['update'];
  }

  /** Data sources, as they are read while it is planned. */
  data(): readonly Json[] {
    return Object.entries((this.content['data'] ?? {}) as Record<string, Record<string, Json>>).flatMap(([type, all]) =>
      Object.entries(all).map(([name, block]) => ({
        address: `data.${type}.${name}`,
        mode: 'data',
        type,
        name,
        provider_name: type === 'terraform_remote_state' ? 'terraform.io/builtin/terraform' : 'registry.terraform.io/hashicorp/azuread',
        values: { ...block, ...this.read(type, name) },
      })),
    );
  }

  private ignored(instance: Instance, before: Json | undefined): Json {
    const names = ((instance.written['lifecycle'] as Json | undefined)?.['ignore_changes'] ?? []) as readonly string[];
    return before === undefined ? {} : Object.fromEntries(names.map((name) => [name, before[name]]));
  }

  private read(type: string, name: string): Json {
    const other = /^cross-stack-reference-input-(.+)$/.exec(name)?.[1];
    if (other === undefined || type !== 'terraform_remote_state') return { object_id: madeUp(`data.${type}.${name}.object_id`) };
    // What the other stack is about to hand on is taken as handed on: it is deployed first.
    const outputs = [this.next?.base ?? this.output, this.output].map((one) => {
      const content = contentOf(one, other);
      return outputsOf(content, new Planned(other, one, content));
    });
    return { outputs: Object.assign({}, ...outputs) as Json };
  }

  private text(written: string): unknown {
    const reference = /^\$\{((?:data\.)?[\w-]+\.[\w-]+)\.([\w-]+)(.*)\}$/.exec(written);
    if (reference === null) return written.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{');
    const [, address = '', attribute = '', rest = ''] = reference;
    const [, type = '', name = ''] = /^(?:data\.)?([\w-]+)\.([\w-]+)$/.exec(address) ?? [];
    const values = address.startsWith('data.') ? this.read(type, name) : this.valuesAt(address);
    if (values === undefined) return written;
    const inner = /^(?:\.([\w-]+)|\["(.*)"\])$/.exec(rest);
    const step = inner?.[1] ?? inner?.[2];
    const value = values[attribute];
    if (value === UNKNOWN) return UNKNOWN;
    return step === undefined ? value : (value as Json | undefined)?.[step];
  }

  private valuesAt(address: string): Json | undefined {
    const instance = this.instances.get(address);
    if (instance === undefined) return undefined;
    return this.next === undefined ? this.known(instance) : this.planned(instance);
  }
}

/** What a provider works out when something is made, and not again; ids by name, anew where they become others. */
function kept(before: Json | undefined, after: Json): Json {
  const tenant = 'application_tenant_id';
  const maps = ['app_role_ids', 'oauth2_permission_scope_ids'].filter((name) => name in after && !isSame(before?.[name], after[name]));
  return {
    ...(before !== undefined && tenant in before && { [tenant]: before[tenant] }),
    ...Object.fromEntries(maps.map((name) => [name, UNKNOWN])),
  };
}

function outputsOf(content: Json, world: World): Json {
  const outputs = (content['output'] ?? {}) as Record<string, Json>;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, world.value(value)]));
}

function isSensitive(content: Json, output: string): boolean {
  return ((content['output'] as Record<string, Json> | undefined)?.[output]?.['sensitive'] ?? false) === true;
}

function outputChanges(before: Json, after: Json, content: Json): Json {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return Object.fromEntries(
    names.map((name) => {
      const [was, now] = [before[name], after[name]];
      const { known, unknown } = split(now);
      const actions = was === undefined ? ['create'] : now === undefined ? ['delete'] : isSame(was, now) ? ['no-op'] : ['update'];
      const sensitive = isSensitive(content, name);
      const change = { actions, before: was ?? null, after: known ?? null, after_unknown: unknown };
      return [name, { ...change, before_sensitive: sensitive, after_sensitive: sensitive }];
    }),
  );
}

function named({ address, type, name, index }: Instance): Json {
  const provider =
    type === 'terraform_data' ? 'terraform.io/builtin/terraform' : `registry.terraform.io/hashicorp/${type.split('_')[0] ?? ''}`;
  return { address, mode: 'managed', type, name, provider_name: provider, ...(index !== undefined && { index }) };
}

function changeOf(
  instance: Instance,
  before: Json | undefined,
  after: Json | undefined,
  actions: readonly string[],
): Json & { change: Json } {
  const { known, unknown } = split(after);
  return {
    ...named(instance),
    change: {
      actions,
      before: before ?? null,
      after: known ?? null,
      after_unknown: after === undefined ? {} : unknown,
      before_sensitive: before === undefined ? false : sensitiveIn(schemaOf(instance.type, instance.written)),
      after_sensitive: after === undefined ? false : {},
      ...(actions.length === 2 && { replace_paths: replacing(instance.type, before ?? {}, after ?? {}).map((name) => [name]) }),
    },
  };
}

function sensitiveIn({ attributes = {} }: SchemaBlock): Json {
  return Object.fromEntries(Object.entries(attributes).flatMap(([name, { sensitive }]) => (sensitive === true ? [[name, true]] : [])));
}

/** Values that are known, and marks where those are that are not. */
function split(value: unknown): { readonly known: unknown; readonly unknown: unknown } {
  if (value === UNKNOWN) return { known: undefined, unknown: true };
  if (Array.isArray(value)) {
    const items = value.map(split);
    return { known: items.map(({ known }) => known ?? null), unknown: items.map(({ unknown }) => unknown) };
  }
  if (typeof value !== 'object' || value === null) return { known: value, unknown: false };
  const entries = Object.entries(value).map(
    ([name, inner]) => [name, split(inner), hasUnknown(inner) || typeof inner === 'object'] as const,
  );
  return {
    known: Object.fromEntries(entries.filter(([, { known }]) => known !== undefined).map(([name, { known }]) => [name, known])),
    unknown: Object.fromEntries(entries.filter(([, , isMarked]) => isMarked).map(([name, { unknown }]) => [name, unknown])),
  };
}

/** An output whose stack carries the configuration of the gateway that stands beside it: where files contradict each other, one of them is deployed. */
export function carried(output: SynthOutput): SynthOutput {
  return {
    ...output,
    stacks: output.stacks.map((stack) => {
      const template = stack.files['gateway.json'];
      if (template === undefined) return stack;
      const content = JSON.parse(stack.files['cdk.tf.json'] ?? '{}') as {
        resource: { terraform_data: { gateway: { triggers_replace: Json } } };
      };
      const { apis, losses: _losses, ...settings } = JSON.parse(template) as { readonly apis: Json; readonly losses: unknown };
      const { gateway } = content.resource.terraform_data;
      const text = (value: unknown): string => JSON.stringify(value).replace(/[$%]/g, (mark) => (mark === '$' ? '\\u0024' : '\\u0025'));
      gateway.triggers_replace = {
        ...gateway.triggers_replace,
        settings: text(settings),
        apis: Object.fromEntries(Object.entries(apis).map(([key, api]) => [key, text(api)])),
      };
      return { ...stack, files: { ...stack.files, 'cdk.tf.json': `${JSON.stringify(content, null, 2)}\n` } };
    }),
  };
}
