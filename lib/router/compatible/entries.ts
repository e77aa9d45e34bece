import { bytesOf, type ByteString } from '../bytes';
import { type RouteCalculation, type RouterRoute } from '../types';
import { uuid5 } from '../uuid';
import { priorityOf, type PathGroup } from './priority';

const GROUP_NAMESPACE = '7f145bf90dce4f9198ebdebbce4b9f6b';

/** What the router tries for a route: one entry for all its regular expressions, one for each length of its prefixes. */
export interface Ranked<Route extends RouterRoute> {
  readonly route: Route;
  /** Undefined where the route has none, so that ties cannot be decided. */
  readonly id: string | undefined;
  /** Of one group, in the order listed; regular expressions with their `~`. */
  readonly paths: readonly ByteString[];
  readonly priority: bigint;
}

/** The entries of all routes, those tried first at the beginning: by priority, then by greater id. */
export function rankedEntries<Route extends RouterRoute>(
  routes: readonly Route[],
  calculation: RouteCalculation,
): readonly Ranked<Route>[] {
  const entries = routes.flatMap((route) => entriesOf(route, calculation));
  return entries.sort((a, b) => {
    if (a.priority !== b.priority) return a.priority > b.priority ? -1 : 1;
    return (a.id ?? '') > (b.id ?? '') ? -1 : 1;
  });
}

function entriesOf<Route extends RouterRoute>(route: Route, calculation: RouteCalculation): readonly Ranked<Route>[] {
  const groups = pathGroups((route.paths ?? []).map(bytesOf));
  const id = route.id?.toLowerCase();
  return groups.map((group, index) => ({
    route,
    id: id === undefined || groups.length === 1 ? id : uuid5(GROUP_NAMESPACE, `${id}#${index + 1}`),
    paths: group.paths,
    priority: priorityOf(route, group, calculation),
  }));
}

/** Regular expressions together, prefixes by length, in order of first appearance. */
function pathGroups(paths: readonly ByteString[]): readonly (PathGroup & { readonly paths: readonly ByteString[] })[] {
  if (paths.length === 0) return [{ regex: false, length: 0, paths }];
  const groups = new Map<number, ByteString[]>();
  for (const path of paths) {
    const key = isRegex(path) ? 0 : path.length;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [path]);
    else group.push(path);
  }
  return [...groups.values()].map((group) => {
    const [first = ''] = group;
    return { regex: isRegex(first), length: isRegex(first) ? 0 : first.length, paths: group };
  });
}

/** True for a path that is a regular expression. */
export function isRegex(path: ByteString): boolean {
  return path.startsWith('~');
}
