import { type ByteString } from './bytes';

/** Bytes that stay encoded, since they mean something in a URL. */
const RESERVED = new Set([..."!*'();:@&=+$,/?%#[]"].map((char) => char.charCodeAt(0)));
const [SLASH, PERCENT, DOT, HASH, QUESTION] = [0x2f, 0x25, 0x2e, 0x23, 0x3f];
const ENCODED = /%([0-9A-Fa-f]{2})/g;
const TO_ESCAPE = /[^!#$&'()*+,/:;=?@[\]A-Za-z0-9\-_.~%]/g;

/**
 * The path of a target in which there is nothing to decode, to remove or to refuse, which is what most targets are; undefined
 * where a closer look is needed.
 */
export function plainPath(target: string): ByteString | undefined {
  if (target.charCodeAt(0) !== SLASH) return undefined;
  let end = target.length;
  for (let at = 1; at < target.length; at++) {
    const byte = target.charCodeAt(at);
    if (byte <= 0x20 || byte >= 0x7f) return undefined;
    if (end < target.length) continue;
    if (byte === PERCENT || byte === DOT || byte === HASH || (byte === SLASH && target.charCodeAt(at - 1) === SLASH)) return undefined;
    if (byte === QUESTION) end = at;
  }
  return end === target.length ? target : target.slice(0, end);
}

/** A request target, cut where Kong's router cuts it: at the first `?`, which is not its first byte. */
export function splitTarget(target: ByteString): { readonly path: ByteString; readonly query?: ByteString } {
  const mark = target.indexOf('?', 1);
  return mark === -1 ? { path: target } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/**
 * The path as Kong's router compares it: percent-encodings decoded except those of reserved characters, dot segments
 * removed, repeated slashes joined. As `normalize` of kong/tools/uri.lua.
 */
export function normalizedPath(path: ByteString): ByteString {
  if (path === '' || path === '/') return path;
  const decoded = path.includes('%') ? path.replace(ENCODED, decode) : path;
  return decoded.includes('.') || decoded.includes('//') ? withoutDots(decoded) : decoded;
}

function decode(encoded: string, hex: string): string {
  const byte = parseInt(hex, 16);
  return RESERVED.has(byte) ? encoded.toUpperCase() : String.fromCharCode(byte);
}

function withoutDots(path: ByteString): ByteString {
  const kept: string[] = [];
  let at = 0;
  while (at < path.length) {
    const next = stepOver(path, at);
    if (next !== undefined) {
      at = next.at;
      if (next.up) kept.pop();
      if (next.slash) kept.push('/');
      continue;
    }
    const slash = path.indexOf('/', at + 1);
    const end = slash === -1 ? path.length : slash;
    kept.push(path.slice(at, end));
    at = end;
  }
  return kept.join('');
}

/** What is dropped at a place; `slash` where it is replaced by a last one. Undefined where a segment begins. */
function stepOver(path: string, at: number): { readonly at: number; readonly up?: boolean; readonly slash?: boolean } | undefined {
  const rest = path.length - at;
  if (rest === 2 && path.startsWith('/.', at)) return { at: path.length, slash: true };
  if (rest === 3 && path.startsWith('/..', at)) return { at: path.length, up: true, slash: true };
  if ((rest === 1 && path[at] === '.') || (rest === 2 && path.startsWith('..', at))) return { at: path.length };
  if (path.startsWith('../', at)) return { at: at + 3 };
  if (path.startsWith('./', at)) return { at: at + 2 };
  if (path.startsWith('/./', at)) return { at: at + 2 };
  if (path.startsWith('/../', at)) return { at: at + 3, up: true };
  return path.startsWith('//', at) ? { at: at + 1 } : undefined;
}

/** A path as Kong writes it towards the upstream. As `escape` of kong/tools/uri.lua. */
export function escapedPath(path: ByteString): ByteString {
  return path.replace(TO_ESCAPE, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
