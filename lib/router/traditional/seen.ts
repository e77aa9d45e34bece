import { splitAuthority } from '../authority';
import { asciiLower, bytesOf, type ByteString } from '../bytes';
import { headerTable, type HeaderTable } from '../headers';
import { type RouterRequest } from '../types';

/** A request, prepared as the flavor `traditional` sees it. */
export interface Seen {
  readonly method: ByteString;
  readonly secure: boolean;
  /** The Host header, empty where none was sent. */
  readonly host: ByteString;
  /** Host without and with a port; undefined where no Host was sent. */
  readonly bare: ByteString | undefined;
  readonly full: ByteString | undefined;
  readonly path: ByteString;
  readonly sni: ByteString;
  /** Values in small letters of ASCII. */
  readonly headers: HeaderTable;
}

/** A request of a normalized path as this flavor sees it. */
export function seenRequest(request: RouterRequest, path: ByteString): Seen {
  const secure = request.scheme !== 'http';
  const host = request.host === null ? undefined : bytesOf(request.host);
  const [bare, full] = host === undefined ? [] : splitAuthority(host, secure ? 443 : 80);
  return {
    method: bytesOf(request.method),
    secure,
    host: host ?? '',
    bare,
    full,
    path,
    sni: bytesOf(request.sni ?? ''),
    headers: headerTable((request.headers ?? []).map(([name, value]) => [name, asciiLower(value)])),
  };
}

/** Under which names hosts of routes may be filed that cover a request's. */
export function hostKeys({ host, bare, full }: Seen): ReadonlySet<ByteString> {
  if (bare === undefined || full === undefined) return new Set();
  return new Set([host, bare, full, full.replace(/:[0-9]+$/, '')]);
}
