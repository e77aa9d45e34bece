import { type ByteString } from './bytes';
import { splitTarget } from './path';
import { type RouterRequest } from './types';

/** A target of a longer kind is refused by most servers, and what Kong does with it is a matter of its buffers. */
const LONGEST_TARGET = 1 << 20;
/** Kong reads 100 headers, Host among them, unless told otherwise. */
const MOST_HEADERS = 99;

/**
 * Undefined where a request reaches the router; `refused` where nginx answers 400 before; else why that cannot be
 * told.
 */
export function acceptance(request: RouterRequest, target: ByteString): 'refused' | { readonly unknown: string } | undefined {
  if (target.length > LONGEST_TARGET) return { unknown: 'the request target is longer than 1 MB' };
  if ((request.headers?.length ?? 0) > MOST_HEADERS) return { unknown: 'the request has more headers than the gateway reads' };
  if (!target.startsWith('/')) return { unknown: 'the request target does not start with /' };
  if (hasControl(target)) return 'refused';
  const { path } = splitTarget(target);
  return isBroken(path) || climbsAboveRoot(path) ? 'refused' : undefined;
}

function hasControl(target: ByteString): boolean {
  for (let at = 0; at < target.length; at++) {
    const byte = target.charCodeAt(at);
    if (byte <= 0x20 || byte === 0x7f) return true;
  }
  return false;
}

/** nginx reads encodings up to a fragment, and refuses broken ones and NUL. */
function isBroken(path: ByteString): boolean {
  return path.includes('%') && /^[^#]*?%(?:00|(?![0-9A-Fa-f]{2}))/.test(path);
}

function climbsAboveRoot(path: ByteString): boolean {
  if (!path.includes('..') && !path.includes('%')) return false;
  const [before = ''] = path.split('#', 1);
  let depth = 0;
  for (const segment of before.replace(/%2e/gi, '.').replace(/%2f/gi, '/').split('/')) {
    if (segment === '..') depth -= 1;
    else if (segment !== '' && segment !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
