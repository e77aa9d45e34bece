import { sorted } from '../../../model';
import { blocksOf, isObject, valueAt, type Json, type PlannedChange, type PlannedChanges, type PlannedOutput } from '../../../terraform';
import { type Shape } from './arguments';
import { PriorReferences } from './references';
import { isOwnSync, isUntouched, restoredResource, type RestoredResource } from './resources';
import { Restorer } from './restore';

/** Parts of a configuration that do nothing by themselves, or that no state has: they are taken as the head has them. */
const KEPT = ['//', 'variable', 'locals'];

/** Data sources that run nothing. Of any other nobody knows whether the state's configuration had it. */
const LOOKED_UP = /^(?:azuread_|azurerm_|terraform_remote_state$)/;

/**
 * The configuration of a stack as its state has it: the head's own, each resource and output put back to what the plan says it was.
 * What the state does not know, and what would run something, is left out, so that it counts as new.
 */
export function deployedContent(written: Json, planned: PlannedChanges): Json {
  const moved = movesOf(planned.changes);
  const restorer = new Restorer(new PriorReferences(planned.prior));
  const resources = groups(planned.changes).flatMap(([block, changes]) => ofGroup(block, changes, written, restorer) ?? []);
  const byType: Record<string, Record<string, Json>> = {};
  for (const { type, name, block } of sorted(resources, ({ type, name }) => `${type}.${name}`)) (byType[type] ??= {})[name] = block;
  const outputs = outputsOf(written, planned, restorer);
  return renamed(
    {
      ...Object.fromEntries(KEPT.filter((part) => written[part] !== undefined).map((part) => [part, written[part]])),
      ...partOf('data', dataOf(written['data']), written),
      ...partOf('output', outputs, written),
      ...partOf('provider', providersOf(written['provider'], planned), written),
      ...partOf('resource', byType, written),
      ...partOf('terraform', terraformOf(written['terraform'], planned), written),
      ...blocksBefore(written, planned.changes),
    },
    moved,
  ) as Json;
}

/** Changes by the resource they are of. What is within modules is not read: the whole module counts as new. */
function groups(changes: readonly PlannedChange[]): readonly (readonly [string, readonly PlannedChange[]])[] {
  const found = new Map<string, PlannedChange[]>();
  for (const change of changes) {
    if (change.module !== undefined) continue;
    const same = found.get(change.block);
    if (same === undefined) found.set(change.block, [change]);
    else same.push(change);
  }
  return [...found];
}

function ofGroup(block: string, changes: readonly PlannedChange[], written: Json, restorer: Restorer): RestoredResource | undefined {
  const [type = '', name = ''] = block.split('.');
  const [own] = blocksOf(valueAt(written, 'resource', type, name));
  const restored =
    isUntouched(changes) && own !== undefined ? { type, name, block: withoutRuns(own) } : restoredResource(own, changes, restorer);
  if (restored === undefined) return undefined;
  const from = plainAddress(changes.length === 1 ? changes[0]?.movedFrom : undefined);
  const synced = block === 'terraform_data.gateway' && valueAt(changes[0]?.before, 'triggers_replace', 'sync') !== undefined;
  const runs = synced && own !== undefined && isOwnSync(own['provisioner']) ? { provisioner: own['provisioner'] } : {};
  return { type: from?.type ?? type, name: from?.name ?? name, block: { ...restored.block, ...runs } };
}

function withoutRuns({ provisioner: _provisioner, connection: _connection, ...block }: Json): Json {
  return block;
}

/** A resource that lies in no module, by its address. */
function plainAddress(address: string | undefined): { readonly type: string; readonly name: string } | undefined {
  const [, type, name] = /^([A-Za-z][\w-]*)\.([A-Za-z_][\w-]*)$/.exec(address ?? '') ?? [];
  return type === undefined || name === undefined || type === 'module' ? undefined : { type, name };
}

/** Former addresses by those of the head. */
function movesOf(changes: readonly PlannedChange[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap(({ address, movedFrom }) => {
      const isPlain = plainAddress(address) !== undefined && plainAddress(movedFrom) !== undefined;
      return isPlain && movedFrom !== undefined ? [[address, movedFrom] as const] : [];
    }),
  );
}

/** The same with former addresses in place of those of the head, wherever something refers to them. */
function renamed(value: unknown, moved: ReadonlyMap<string, string>): unknown {
  if (moved.size === 0) return value;
  if (typeof value === 'string') return value.replace(/[A-Za-z][\w-]*\.[A-Za-z_][\w-]*/g, (address) => moved.get(address) ?? address);
  if (Array.isArray(value)) return value.map((item) => renamed(item, moved));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renamed(inner, moved)])) : value;
}

function outputsOf(written: Json, { outputs }: PlannedChanges, restorer: Restorer): Json {
  return Object.fromEntries(
    sorted([...outputs], ([name]) => name).flatMap(([name, output]) => {
      if (output.before === undefined || output.before === null) return [];
      const [{ value, sensitive: _sensitive, ...others } = {}] = blocksOf(valueAt(written, 'output', name)) as readonly Json[];
      const { before, after, afterUnknown: unknown } = output;
      const restored = restorer.restored(value, { before, after, unknown, sensitive: false }, shapeOf(output));
      if (restored === undefined) return [];
      return [[name, { ...others, ...(output.isSensitive && { sensitive: true }), value: restored }] as const];
    }),
  );
}

/** Of an output nothing but ids is ever shown. */
function shapeOf({ before }: PlannedOutput): Shape {
  return isObject(before) ? { each: 'id' } : 'id';
}

function dataOf(data: unknown): Json {
  return Object.fromEntries(Object.entries(isObject(data) ? data : {}).filter(([type]) => LOOKED_UP.test(type)));
}

/** Configurations of providers: the head's, and the tenant in which the service principals of the state were made. */
function providersOf(written: unknown, { prior }: PlannedChanges): Json {
  const providers = isObject(written) ? written : {};
  const tenants = new Set(prior.flatMap(({ mode, type, values }) => (isPresence(mode, type) ? [values['application_tenant_id']] : [])));
  const [tenant] = tenants;
  const [azuread, ...others] = blocksOf(providers['azuread']);
  if (azuread === undefined || others.length > 0 || tenants.size !== 1 || typeof tenant !== 'string' || tenant === '') return providers;
  return { ...providers, azuread: [{ ...azuread, tenant_id: tenant }] };
}

function isPresence(mode: string, type: string): boolean {
  return mode === 'managed' && type === 'azuread_service_principal';
}

/** Providers are taken as the head has them while something in the state was made by the same one. */
function terraformOf(written: unknown, { prior }: PlannedChanges): Json {
  const [{ required_providers: required, ...others } = {}] = blocksOf(written) as readonly Json[];
  const used = new Set(prior.filter(({ mode }) => mode === 'managed').map(({ provider }) => provider));
  const known = blocksOf(required).flatMap((providers) =>
    Object.entries(providers).filter(([, provider]) => used.has(providerOf(String(valueAt(provider, 'source'))))),
  );
  return { ...others, ...partOf('required_providers', Object.fromEntries(known), { required_providers: required }) };
}

/** Source of a provider with its registry. */
function providerOf(source: string): string {
  return source.split('/').length === 2 ? `registry.terraform.io/${source}` : source;
}

/** What `moved`, `removed` and `import` said before: without what takes effect in this plan alone. */
function blocksBefore(written: Json, changes: readonly PlannedChange[]): Json {
  const moving = new Set(changes.flatMap(({ movedFrom }) => movedFrom ?? []));
  const forgotten = new Set(changes.filter(({ actions }) => actions.includes('forget')).map(({ block }) => block));
  const made = new Set(changes.filter(({ before }) => before === undefined).map(({ address }) => address));
  const isOld: Readonly<Record<string, (block: Json) => boolean>> = {
    moved: ({ from }) => !moving.has(String(from)),
    removed: ({ from }) => !forgotten.has(String(from)),
    import: ({ to }) => !made.has(String(to).replace(/^\$\{|\}$/g, '')),
  };
  return Object.fromEntries(
    Object.entries(isOld).flatMap(([kind, isKept]) => {
      const all = blocksOf(written[kind]);
      const old = all.filter(isKept);
      if (old.length === all.length) return written[kind] === undefined ? [] : [[kind, written[kind]] as const];
      return old.length === 0 ? [] : [[kind, old] as const];
    }),
  );
}

/** A part where there is anything in it, or where the head has it empty. */
function partOf(name: string, value: Json, written: Json): Json {
  const isWritten = isObject(written[name]) && Object.keys(written[name]).length === 0;
  return Object.keys(value).length === 0 && !isWritten ? {} : { [name]: value };
}

/** Addresses of resources that a configuration has and a plan does not, or the other way round; those with a count may have none. */
export function strangers(written: Json, { changes }: PlannedChanges): readonly string[] {
  const resources = isObject(written['resource']) ? written['resource'] : {};
  const own = Object.entries(resources).flatMap(([type, named]) =>
    Object.entries(isObject(named) ? named : {}).map(([name, block]) => ({ address: `${type}.${name}`, block: blocksOf(block)[0] ?? {} })),
  );
  const known = new Set(own.map(({ address }) => address));
  const planned = new Set(changes.map(({ block }) => block));
  const stays = changes.filter(({ module, after }) => module === undefined && after !== undefined);
  const goes = changes.filter(({ module, index, after }) => module === undefined && after === undefined && index === undefined);
  return [
    ...own
      .filter(({ address, block }) => !planned.has(address) && block['for_each'] === undefined && block['count'] === undefined)
      .map(({ address }) => address),
    ...stays.filter(({ block }) => !known.has(block)).map(({ block }) => block),
    ...goes.filter(({ block }) => known.has(block)).map(({ block }) => block),
  ];
}
