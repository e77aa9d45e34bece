import type { Value } from './value';

/** What the shorthand `url` of a service stands for; it wins over the fields written beside it. */
export function fieldsOfUrl(url: string): { readonly protocol: Value; readonly host: Value; readonly port: Value; readonly path: Value } {
  const { scheme, host, port, path } = parseUrl(url);
  const number = port === undefined ? undefined : toNumber(port);
  const protocol = scheme ?? (number === 443 ? 'https' : 'http');
  return {
    protocol,
    host: host ?? null,
    port: number ?? port ?? (protocol === 'https' ? 443 : 80),
    path: path ?? null,
  };
}

interface Parts {
  readonly scheme?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly path?: string | undefined;
}

/** As `parse` of LuaSocket 3.0-rc1: the authority ends at a slash alone, and parameters and query are dropped from the path. */
function parseUrl(url: string): Parts {
  let rest = url.replace(/#.*$/s, '');
  const [head, scheme] = /^([A-Za-z0-9][A-Za-z0-9+\-.]*):/.exec(rest) ?? [];
  rest = rest.slice(head?.length ?? 0);
  const [slashes, authority] = /^\/\/([^/]*)/.exec(rest) ?? [];
  rest = rest
    .slice(slashes?.length ?? 0)
    .replace(/\?.*/s, '')
    .replace(/;.*/s, '');
  const path = rest === '' ? undefined : rest;
  if (authority === undefined) return { scheme, path };
  const address = authority.replace(/^[^@]*@/, '');
  const [end, port] = /:([^:\]]*)$/.exec(address) ?? [];
  const host = address.slice(0, address.length - (end?.length ?? 0));
  return { scheme, path, port, host: host === '' ? undefined : (/^\[(.+)\]$/s.exec(host)?.[1] ?? host) };
}

/** As Lua's `tonumber`. */
function toNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return /^[+-]?(?:0x[0-9a-f]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?)$/i.test(trimmed)
    ? Number(trimmed.replace(/^[+-]/, '')) * (trimmed.startsWith('-') ? -1 : 1)
    : undefined;
}
