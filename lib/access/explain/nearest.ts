import { type RouterRequest } from '../../router';
import { type Gateway, type GatewayRoute } from '../gateway';
import { headerOf } from '../plugins/state';
import { pathDifference } from './path-difference';

/** A route a request nearly got. */
export interface NearRoute {
  readonly route: string;
  /** What differs, each in words. */
  readonly differs: readonly string[];
}

interface Candidate {
  readonly route: GatewayRoute;
  readonly cost: number;
  readonly differs: readonly string[];
}

/** More than this is another request altogether. */
const FARTHEST = 2.5;

/** The routes nearest to a request that none takes, the nearest first: at most three. */
export function nearestRoutes(gateway: Gateway, request: RouterRequest): readonly NearRoute[] {
  const candidates = gateway.routes.map((route) => candidate(route, request)).filter(({ cost }) => cost <= FARTHEST);
  return candidates
    .sort((a, b) => a.cost - b.cost)
    .slice(0, 20)
    .map((one) => ({ ...one, differs: [...one.differs, ...unexplained(gateway, one, request)] }))
    .filter(({ differs }) => differs.length > 0)
    .slice(0, 3)
    .map(({ route, differs }) => ({ route: route.name ?? route.id ?? '', differs }));
}

function candidate(route: GatewayRoute, request: RouterRequest): Candidate {
  const { methods, hosts } = route;
  const differs: string[] = [];
  if (isListed(methods) && !methods.includes(request.method))
    differs.push(`method: it is ${request.method}, the route takes ${some(methods)}`);
  if (isListed(hosts) && !hosts.some((pattern) => isHost(pattern, request.host ?? '')))
    differs.push(`host: it is ${request.host ?? 'absent'}, the route is at ${some(hosts)}`);
  for (const [name, values] of Object.entries(route.headers ?? {})) {
    const sent = headerOf(request, name.toLowerCase());
    const isMet = sent !== undefined && values.some((value) => value.startsWith('~*') || value.toLowerCase() === sent.toLowerCase());
    if (!isMet) differs.push(`header: the route wants ${name}: ${some(values)}`);
  }
  const path = (route.paths ?? [])
    .map((one) => pathDifference(one, request.path))
    .reduce<{ cost: number; text: string } | undefined>(
      (best, one) => (best === undefined || one.cost < best.cost ? one : best),
      undefined,
    );
  const cost = differs.length + (path?.cost ?? 0);
  return { route, cost, differs: path === undefined || path.text === '' ? differs : [...differs, `path: ${path.text}`] };
}

/** Where all seems to fit and the router still sends the request elsewhere, it is the path, to the letter. */
function unexplained({ router }: Gateway, { route, differs }: Candidate, request: RouterRequest): readonly string[] {
  if (differs.some((text) => text.startsWith('path: '))) return [];
  const taken = router.find(likeRoute(route, request)).route;
  return taken === null ? [`path: it does not match ${some(route.paths ?? [])}`] : [];
}

/** The request as a route would have it, but for the path. */
export function likeRoute({ methods, hosts, headers }: GatewayRoute, request: RouterRequest): RouterRequest {
  const host = isListed(hosts) && !hosts.some((pattern) => isHost(pattern, request.host ?? '')) ? hosts[0] : undefined;
  const wanted = Object.entries(headers ?? {}).map(([name, values]): [string, string] => [name, values[0] ?? '']);
  const others = (request.headers ?? []).filter(([name]) => !wanted.some(([own]) => own.toLowerCase() === name.toLowerCase()));
  return {
    ...request,
    ...(isListed(methods) && !methods.includes(request.method) && { method: methods[0] ?? '' }),
    ...(host !== undefined && { host: host.replace('*', 'sample'), sni: host.replace('*', 'sample').replace(/:.*$/, '') }),
    headers: [...others, ...wanted],
  };
}

function isListed(values: readonly string[] | null | undefined): values is readonly string[] {
  return values !== null && values !== undefined && values.length > 0;
}

function isHost(pattern: string, host: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/:[0-9]*$/, '');
  const [wanted, sent] = [bare(pattern), bare(host)];
  if (wanted.startsWith('*.')) return sent.endsWith(wanted.slice(1));
  if (wanted.endsWith('.*')) return sent.startsWith(wanted.slice(0, -1));
  return wanted === sent;
}

function some(values: readonly string[]): string {
  return `${values.slice(0, 4).join(' or ')}${values.length > 4 ? ' or others' : ''}`.slice(0, 300);
}
