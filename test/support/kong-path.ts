/** Bytes that stay encoded: they mean something in a URL. */
const RESERVED = "!*'();:@&=+$,/?%#[]";

/**
 * The path of a request target as the router compares it: percent-encodings decoded except those of reserved
 * characters, dot segments resolved, repeated slashes joined. Undefined when the server refuses the target.
 */
export function normalizedPath(target: string): string | undefined {
  const query = target.indexOf('?', 1);
  const raw = query === -1 ? target : target.slice(0, query);
  if (raw === '' || raw === '/') return raw;
  if (/%(?![0-9A-Fa-f]{2})/.test(raw) || /%00/.test(raw)) return undefined;
  const decoded = decode(raw);
  return decoded === undefined ? undefined : withoutDots(decoded.replace(/\/{2,}/g, '/'));
}

function decode(raw: string): string | undefined {
  const bytes = raw.split(/(%[0-9A-Fa-f]{2})/).map((part) => {
    if (!/^%[0-9A-Fa-f]{2}$/.test(part)) return Buffer.from(part, 'utf8');
    const byte = parseInt(part.slice(1), 16);
    return RESERVED.includes(String.fromCharCode(byte)) ? Buffer.from(part.toUpperCase()) : Buffer.from([byte]);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes));
  } catch {
    return undefined;
  }
}

/** RFC 3986, 5.2.4; the gateway joins repeated slashes before. */
function withoutDots(path: string): string {
  const segments = path.split('/').slice(1);
  const kept: string[] = [];
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
    if (last && (segment === '..' || segment === '.')) kept.push('');
  });
  return `/${kept.join('/')}`;
}
