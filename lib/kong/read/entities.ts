import type { GroupPlugin } from './consumer-groups';
import type { Examined } from './examine';
import { isEmpty } from './fields';
import type { Item } from './items';
import { targetOf } from './references';
import type { KongConsumer, KongEntities, KongEntity, KongFilterChain, KongPlugin, KongRoute, KongService } from './types';
import { own, tableOf, type Value } from './value';

/** What a file that is in order holds, as flat entities. */
export function entitiesOf({ items, directory, groupPlugins, withPartials }: Examined): KongEntities {
  const ofKind = (kind: string): readonly Item[] => items.filter((item) => item.kind.name === kind);
  const made = new Map<Item, KongEntity>();
  const linked = (item: Item, field: string): KongEntity | null => {
    const target = targetOf(item, field, directory);
    return target === undefined ? null : (made.get(target) ?? null);
  };
  const make = <Entity extends KongEntity>(kind: string, fields: (item: Item) => object): readonly Entity[] =>
    ofKind(kind).map((item) => {
      const entity = { ...identified(item), ...fields(item) } as Entity;
      made.set(item, entity);
      return entity;
    });
  make('certificates', () => ({}));
  const services = make<KongService>('services', (item) => ({
    client_certificate: linked(item, 'client_certificate'),
    ...(!isEmpty(own(item.fields, 'tls_sans')) && { tls_sans: own(item.fields, 'tls_sans') }),
  }));
  const routes = make<KongRoute>('routes', (item) => ({ service: linked(item, 'service') }));
  const consumers = make<KongConsumer>('consumers', (item) => ({ custom_id: own(item.fields, 'custom_id') ?? null }));
  const plugins = make<KongPlugin>('plugins', (item) => ({
    config: tableOf(own(item.fields, 'config') ?? null) ?? {},
    ...(typeof item.id === 'string' && withPartials.has(item.id) && { partials: true }),
    service: linked(item, 'service'),
    route: linked(item, 'route'),
    consumer: linked(item, 'consumer'),
  }));
  const filterChains = make<KongFilterChain>('filter_chains', (item) => ({
    service: linked(item, 'service'),
    route: linked(item, 'route'),
  }));
  return { services, routes, plugins: [...plugins, ...groupPlugins.map(ofGroup)], consumers, filterChains };
}

/** A plugin of a consumer group, as decK and Kong Enterprise write it. */
function ofGroup({ fields, group }: GroupPlugin): KongPlugin {
  const unset = { id: null, tags: null, instance_name: null, service: null, route: null, consumer: null };
  const seldom = Object.fromEntries([...SELDOM].flatMap((name) => (isEmpty(own(fields, name)) ? [] : [[name, own(fields, name)]])));
  const config = tableOf(own(fields, 'config') ?? null) ?? {};
  return {
    ...unset,
    ...seldom,
    name: String(own(fields, 'name')),
    enabled: own(fields, 'enabled') !== false,
    config,
    consumer_group: group,
  };
}

/** Fields Kong sets by the clock. */
const UNREAD = new Set(['id', 'updated_at']);

/** Of a plugin: where and when it runs besides, told where the file says it. */
const SELDOM = new Set(['created_at', 'ordering', 'condition', 'partials', '_config', 'consumer_group', 'protocols']);

function identified({ kind, values, id }: Item): object {
  const fields: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    if (UNREAD.has(name) || (value === null && (name === 'created_at' || (kind.name === 'plugins' && SELDOM.has(name))))) continue;
    fields[name] = value;
  }
  return { ...(id === undefined ? {} : { id }), ...fields };
}
