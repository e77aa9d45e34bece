import { normalizedPath } from './kong-path';
import { effectivePlugins, readDocument, type GatewayDocument, type GatewayRoute } from './gateway-document';
import { runPlugin } from './gateway-plugins';
import { TOKEN_TEXT, type OracleOptions, type PluginState, type Routing, type TestToken } from './gateway-state';
import { matchingRoutes, type GatewayRequest } from './kong-router';
import { traditionalRoute } from './kong-traditional';

export type { GatewayRequest } from './kong-router';
export type { Calculation } from './kong-priority';
export { DEFAULT_NOW, ROUTINGS, TOKEN_TEXT, type OracleOptions, type Routing, type TestToken } from './gateway-state';

/** What became of a request. */
export interface GatewayVerdict {
  /** Name of the route that matched. */
  readonly route: string | null;
  readonly status: number;
  readonly reachesUpstream: boolean;
  /** Headers the upstream receives, names in lower case; empty unless it is reached. */
  readonly upstreamHeaders: Readonly<Record<string, string>>;
  /** Headers the caller sent and the upstream does not receive, names in lower case; empty unless it is reached. */
  readonly upstreamHeadersRemoved: readonly string[];
  /** True when the token reaches the upstream in any header. */
  readonly tokenReachesUpstream: boolean;
  /** Value of Access-Control-Allow-Origin in the answer. */
  readonly allowedOrigin: string | null;
  /** Methods of Access-Control-Allow-Methods in the answer to a preflight. */
  readonly allowedMethods: readonly string[];
  readonly reason: string;
}

/**
 * What a Kong with this document does with a request. An interpreter of its own: it shares nothing with the renderer.
 *
 * @throws when the document has a plugin or field that could change the verdict and is not interpreted
 */
export function call(document: unknown, request: GatewayRequest, token: TestToken | null, options: OracleOptions): GatewayVerdict {
  const gateway = read(document);
  if (normalizedPath(request.path) === undefined) return refused(null, 400, 'the server refuses the target');
  const sent = presented(request, token);
  const route = routeFor(gateway, sent.request, options);
  if (route === undefined) return refused(null, 404, 'no route matches');
  const redirect = protocolAnswer(route, request);
  if (redirect !== undefined) return refused(route.name, redirect, 'the route is for https');

  const state: PluginState = {
    request: sent.request,
    token,
    options,
    headers: headerMap(sent.request),
    groups: undefined,
    identified: false,
    allowedOrigin: null,
    allowedMethods: [],
  };
  for (const plugin of effectivePlugins(gateway, route, request.scheme ?? 'https')) {
    const exit = runPlugin(plugin, state);
    if (exit !== undefined)
      return {
        ...refused(route.name, exit.status, `${plugin.name}: ${exit.reason}`),
        allowedOrigin: state.allowedOrigin,
        allowedMethods: state.allowedMethods,
      };
  }
  if (route.service === undefined)
    return {
      ...refused(route.name, 503, 'the route has no service'),
      allowedOrigin: state.allowedOrigin,
      allowedMethods: state.allowedMethods,
    };
  return {
    route: route.name,
    status: 200,
    reachesUpstream: true,
    upstreamHeaders: Object.fromEntries(state.headers),
    upstreamHeadersRemoved: [...headerMap(sent.request).keys()].filter((name) => !state.headers.has(name)),
    tokenReachesUpstream: [...state.headers.values(), sent.request.path].some((value) => value.includes(TOKEN_TEXT)),
    allowedOrigin: state.allowedOrigin,
    allowedMethods: state.allowedMethods,
    reason: 'every plugin let it pass',
  };
}

function routeFor({ routes }: GatewayDocument, request: GatewayRequest, { flavor, calculation, ties }: Routing): GatewayRoute | undefined {
  if (flavor === 'traditional') return traditionalRoute(routes, request, ties ?? 'listed');
  // Each other list of protocols becomes a condition there.
  const conditional = flavor === 'expressions' ? routes.find(({ protocols }) => protocols.join() !== 'https') : undefined;
  if (conditional !== undefined) throw new Error(`expressions: protocols ${conditional.protocols.join()} are not interpreted`);
  return matchingRoutes(routes, request, calculation ?? 'original')[0];
}

const documents = new WeakMap<object, GatewayDocument>();

/** Many requests are asked of one document, which therefore must not be changed in between. */
function read(document: unknown): GatewayDocument {
  if (typeof document !== 'object' || document === null) return readDocument(document);
  const known = documents.get(document) ?? readDocument(document);
  documents.set(document, known);
  return known;
}

function refused(route: string | null, status: number, reason: string): GatewayVerdict {
  return {
    route,
    status,
    reachesUpstream: false,
    upstreamHeaders: {},
    upstreamHeadersRemoved: [],
    tokenReachesUpstream: false,
    allowedOrigin: null,
    allowedMethods: [],
    reason,
  };
}

function protocolAnswer(route: GatewayRoute, request: GatewayRequest): number | undefined {
  if (route.protocols.some((protocol) => protocol !== 'http' && protocol !== 'https'))
    throw new Error(`protocols ${route.protocols.join()} are not interpreted`);
  const httpsOnly = route.protocols.length > 0 && !route.protocols.includes('http');
  return httpsOnly && request.scheme === 'http' ? (route.https_redirect_status_code ?? 426) : undefined;
}

/** The request with the token where the caller puts it. */
function presented(request: GatewayRequest, token: TestToken | null): { readonly request: GatewayRequest } {
  if (token === null) return { request };
  const place = token.in ?? 'authorization';
  const headers = request.headers ?? [];
  if (place === 'body') return { request };
  if (place === 'query')
    return { request: { ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}access_token=${TOKEN_TEXT}` } };
  const header = place === 'cookie' ? (['cookie', `access_token=${TOKEN_TEXT}`] as const) : ([place, `Bearer ${TOKEN_TEXT}`] as const);
  return { request: { ...request, headers: [...headers, header] } };
}

function headerMap(request: GatewayRequest): Map<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of request.headers ?? [])
    map.set(name.toLowerCase(), [map.get(name.toLowerCase()), value].filter((part) => part !== undefined).join(', '));
  return map;
}
