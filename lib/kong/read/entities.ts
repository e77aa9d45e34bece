import type { Examined } from './examine';
import type { Item } from './items';
import { targetOf } from './references';
import type { KongConsumer, KongEntities, KongEntity, KongPlugin, KongRoute, KongService } from './types';
import { own, tableOf, type Value } from './value';

/** What a file that is in order holds, as flat entities. */
export function entitiesOf({ items, directory }: Examined): KongEntities {
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
  const services = make<KongService>('services', (item) => ({ client_certificate: linked(item, 'client_certificate') }));
  const routes = make<KongRoute>('routes', (item) => ({ service: linked(item, 'service') }));
  const consumers = make<KongConsumer>('consumers', (item) => ({ custom_id: own(item.fields, 'custom_id') ?? null }));
  const plugins = make<KongPlugin>('plugins', (item) => ({
    config: tableOf(own(item.fields, 'config') ?? null) ?? {},
    service: linked(item, 'service'),
    route: linked(item, 'route'),
    consumer: linked(item, 'consumer'),
  }));
  return { services, routes, plugins, consumers };
}

/** Fields Kong sets by the clock, and such as are not read. */
const UNREAD = new Set(['id', 'updated_at', 'ordering', 'condition', 'partials', '_config', 'consumer_group']);

function identified({ kind, values, id }: Item): object {
  const fields: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    if (UNREAD.has(name) || (name === 'created_at' && value === null) || (kind.name === 'plugins' && name === 'protocols')) continue;
    fields[name] = value;
  }
  return { ...(id === undefined ? {} : { id }), ...fields };
}
