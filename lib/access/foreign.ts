import { type KongDocument, type KongEntities, type KongEntity } from '../kong';
import { type KongFileContent } from './gateway';

/**
 * What else is on a gateway, out of a dump of all of it: without the entities that carry every one of a deployment's tags, which
 * the next deployment replaces or takes away, and without those of the same ids.
 */
export function foreignOf(dumped: KongEntities, selectTags: readonly string[], document: KongDocument): KongEntities {
  const ids = idsIn(document);
  const isOwn = ({ id, tags }: KongEntity): boolean =>
    (typeof id === 'string' && ids.has(id)) || (selectTags.length > 0 && selectTags.every((tag) => tags?.includes(tag) === true));
  const isOf = (entity: KongEntity | null): boolean => entity !== null && isOwn(entity);
  return {
    services: dumped.services.filter((service) => !isOwn(service)),
    routes: dumped.routes.filter((route) => !isOwn(route) && !isOf(route.service)),
    plugins: dumped.plugins.filter((plugin) => !isOwn(plugin) && !isOf(plugin.service) && !isOf(plugin.route)),
    consumers: dumped.consumers.filter((consumer) => !isOwn(consumer)),
    filterChains: dumped.filterChains.filter((chain) => !isOwn(chain) && !isOf(chain.service) && !isOf(chain.route)),
  };
}

/** A document with what else is on the gateway. */
export function withForeign(document: KongDocument, foreign: readonly KongEntities[]): KongFileContent {
  const all = <Kind extends keyof KongEntities>(kind: Kind): readonly unknown[] => [
    ...((document[kind] ?? []) as readonly unknown[]),
    ...foreign.flatMap((entities) => [...entities[kind]]),
  ];
  return { ...document, services: all('services'), routes: all('routes'), plugins: all('plugins'), filterChains: all('filterChains') };
}

/** Ids of all that a document has. */
export function idsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const one of value as readonly unknown[]) idsIn(one, found);
  else if (typeof value === 'object' && value !== null) {
    const { id, services, routes, plugins } = value as Readonly<Record<string, unknown>>;
    if (typeof id === 'string') found.add(id);
    for (const list of [services, routes, plugins]) idsIn(list, found);
  }
  return found;
}
