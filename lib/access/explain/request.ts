import { isIP } from 'node:net';
import { type RouterRequest } from '../../router';

const REQUEST = /^([A-Z][A-Z0-9_-]*) +(https?):\/\/([^/?#]*)([^#]*)(?:#.*)?$/i;

/** A request written as `GET https://host/path`, or what is wrong with it in words. */
export function parseRequest(text: string, headers: readonly (readonly [string, string])[] = []): RouterRequest | string {
  const [, method = '', scheme = '', host = '', target = ''] = REQUEST.exec(text) ?? [];
  if (method === '') return 'is not a method and a URL with host, such as "GET https://api.example.com/orders"';
  const place = placeOf(host);
  if (place === undefined) return 'has no host the gateway could be asked for';
  if (/[\u0000-\u0020\u007f]/.test(target)) return 'has a space or a control character in its path; write it as %20 and the like';
  const path = asSent(target);
  if (path === undefined) return 'has half a character in its path';
  const isSecure = scheme.toLowerCase() === 'https';
  return {
    method,
    scheme: isSecure ? 'https' : 'http',
    host,
    ...(place.port !== undefined && { port: place.port }),
    path,
    ...(headers.length > 0 && { headers }),
    ...(isSecure && place.isName && { sni: place.name }),
  };
}

interface Place {
  readonly name: string;
  readonly isName: boolean;
  readonly port?: number;
}

function placeOf(host: string): Place | undefined {
  const [, name, port] = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%-]+)(?::([0-9]{1,5}))?$/.exec(host) ?? [];
  if (name === undefined || Number(port ?? 1) > 65_535) return undefined;
  return { name, isName: !name.startsWith('[') && isIP(name) === 0, ...(port !== undefined && { port: Number(port) }) };
}

/** As clients send it: what is not ASCII is percent-encoded, all else is left to the letter. */
function asSent(target: string): string | undefined {
  try {
    const path = target.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
    return path.startsWith('/') ? path : `/${path}`;
  } catch {
    return undefined;
  }
}

/** A request in words, without its query, which may hold what is nobody's business. */
export function requestText({ method, scheme = 'https', host, path }: RouterRequest): string {
  const [bare = '', ...query] = path.split('?');
  return `${method} ${scheme}://${host ?? ''}${bare}${query.length > 0 ? '?…' : ''}`;
}
