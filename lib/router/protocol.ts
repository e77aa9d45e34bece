import { textOf, bytesOf } from './bytes';
import { type RouterRequest, type RouterRoute } from './types';

/** What a matched route answers by itself, before any plugin of the access phase. */
export interface ProtocolAnswer {
  readonly status: number | null;
  readonly location?: string;
  readonly unknown?: string;
}

const GOES_ON: ProtocolAnswer = { status: 200 };

/** Whether a matched route takes the request, sends it to HTTPS, or refuses it for not being gRPC. */
export function protocolAnswer(route: RouterRoute, request: RouterRequest): ProtocolAnswer {
  const { protocols } = route;
  if (protocols === undefined || protocols === null) return GOES_ON;
  const scheme = request.forwardedScheme ?? request.scheme ?? 'https';
  if (protocols.includes('https') && !protocols.includes('http') && scheme !== 'https') return towardsHttps(route, request);
  if (!protocols.includes('grpc') && !protocols.includes('grpcs')) return GOES_ON;
  const type = (request.headers ?? []).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (!type.startsWith('application/grpc')) return { status: 415 };
  return { status: null, unknown: 'a gRPC request: what follows depends on HTTP/2, which a request here does not tell' };
}

function towardsHttps(route: RouterRoute, request: RouterRequest): ProtocolAnswer {
  const status = route.https_redirect_status_code ?? 426;
  if (status === 426) return { status };
  if (request.host === null || request.host === '')
    return { status, unknown: 'a redirect without a Host header leads to the name of the server' };
  return { status, location: `https://${serverHost(request.host)}${textOf(bytesOf(request.path))}` };
}

/** Host as nginx reads it: in small letters, without a port. */
export function serverHost(host: string): string {
  const [, name = host] = /^(\[[^\]]*\]|[^:]*)/.exec(host) ?? [];
  return name.toLowerCase().replace(/\.$/, '');
}
