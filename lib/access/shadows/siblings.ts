import { bytesOf, literalExpression, textOf, type PairIndex, type RequestFinder, type RouterRequest, type RouterRoute } from '../../router';
import { type Routers } from './routers';
import { type Shadow } from './types';

/** What the search for siblings shares with that for other shadows. */
interface Tools<Route extends RouterRoute> {
  readonly declared?: ReadonlySet<Route>;
  readonly index: PairIndex<Route>;
  readonly requests: RequestFinder;
  readonly routers: Routers<Route>;
}

/** More routes that stand before a prefix in one segment than these are not avoided. */
const MOST_AVOIDED = 50;

/** Prefixes that end within a segment, such as `/pay`, where another route has a longer one, such as `/payments`. */
export function siblingShadows<Route extends RouterRoute>(routes: readonly Route[], tools: Tools<Route>): readonly Shadow<Route>[] {
  return routes.flatMap((route) => {
    const prefixes = (route.paths ?? []).flatMap(prefixOf).filter((path) => !path.endsWith('/'));
    const beside =
      prefixes.length === 0 ? [] : tools.index.beside(route).filter((other) => tools.declared === undefined || tools.declared.has(other));
    return prefixes.flatMap((prefix) => ofPrefix(route, bytesOf(prefix), beside, tools));
  });
}

function ofPrefix<Route extends RouterRoute>(
  route: Route,
  prefix: string,
  beside: readonly Route[],
  tools: Tools<Route>,
): readonly Shadow<Route>[] {
  const bySegment = new Map<string, Route[]>();
  for (const other of beside) {
    for (const text of tools.index.literalsOf(other)) {
      const longer = longerSegment(text, prefix);
      if (longer === undefined) continue;
      const same = bySegment.get(longer);
      if (same === undefined) bySegment.set(longer, [other]);
      else same.push(other);
    }
  }
  return [...bySegment].flatMap(([path, others]) => shadowOf(route, path, others, tools));
}

/** The text up to the end of the segment in which a prefix of it ends; undefined where the prefix ends with a segment. */
function longerSegment(text: string, prefix: string): string | undefined {
  if (!text.startsWith(prefix) || text.length === prefix.length || text[prefix.length] === '/') return undefined;
  const end = text.indexOf('/', prefix.length);
  return end === -1 ? text : text.slice(0, end);
}

/** What a path begins with that takes all that begins so: a prefix, or an expression of nothing but text. */
function prefixOf(path: string): readonly string[] {
  if (!path.startsWith('~')) return [path];
  return /^~(?:[A-Za-z0-9/_%-]|\\[.-])+$/.test(path) ? [path.slice(1).replace(/\\(.)/g, '$1')] : [];
}

function shadowOf<Route extends RouterRoute>(
  route: Route,
  path: string,
  others: readonly Route[],
  tools: Tools<Route>,
): readonly Shadow<Route>[] {
  const paths = [textOf(`~${literalExpression(path)}$`), textOf(`${path}/`)];
  const tried = new Set<string>();
  for (const other of others) {
    const hosts = JSON.stringify(other.hosts ?? null);
    if (tried.has(hosts)) continue;
    tried.add(hosts);
    const request = takenBeside(route, { id: '', paths, ...(other.hosts && { hosts: other.hosts }) }, tools);
    if (request !== undefined) return [{ kind: 'sibling', route: other, by: route, request }];
  }
  return [];
}

/** A request of a segment that a route takes, though none of those that stand before it there do. */
function takenBeside<Route extends RouterRoute>(
  route: Route,
  within: RouterRoute,
  { requests, routers }: Tools<Route>,
): RouterRequest | undefined {
  const avoided: Route[] = [];
  while (avoided.length < MOST_AVOIDED) {
    const request = requests.find([route, within], avoided);
    if (request === null || request === 'unknown') return undefined;
    const winner = routers.usual(request);
    if (winner === route) return request;
    if (winner === null || winner === 'unknown') return undefined;
    avoided.push(winner);
  }
  return undefined;
}
