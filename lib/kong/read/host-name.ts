/** What Kong takes a text for where a host is expected. */
export interface Host {
  readonly type: 'ipv4' | 'ipv6' | 'name';
  readonly port?: number;
}

/** Why it takes it for none. */
export interface NoHost {
  readonly error: 'invalid' | 'port';
}

const NO_HOST: NoHost = { error: 'invalid' };

/** A host with an optional port, as `normalize_ip` of kong/tools/ip.lua reads it. */
export function readHost(text: string): Host | NoHost {
  const parts = text.split(':');
  if (parts.length > 2) return readIpv6(text);
  return /^[0-9.]+$/.test(parts.join('')) ? readIpv4(text) : readName(text);
}

function readIpv4(text: string): Host | NoHost {
  const [, address, port] = /^([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::([0-9]+))?$/.exec(text) ?? [];
  if (address?.split('.').some((octet) => Number(octet) > 255) !== false) return NO_HOST;
  return withPort('ipv4', port);
}

function readIpv6(text: string): Host | NoHost {
  const [, inner, port] = /^\[([^[\]]*)\](?::([0-9]+))?$/.exec(text) ?? [];
  const address = inner ?? text;
  const bounded = `${address.startsWith(':') ? '0' : ''}${address}${address.endsWith(':') ? '0' : ''}`;
  const missing = Math.max(0, 8 - (bounded.split(':').length - 1));
  const groups = bounded.replace('::', `:${'0:'.repeat(missing)}`);
  if (!/^[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){7}$/.test(groups)) return NO_HOST;
  return withPort('ipv6', port);
}

function readName(text: string): Host | NoHost {
  const [, port] = /:([0-9]+)$/.exec(text) ?? [];
  if (Number(port ?? 0) > 65535) return { error: 'port' };
  const name = port === undefined ? text : text.slice(0, -port.length - 1);
  if (!/^[A-Za-z0-9\-._]+$/.test(name)) return NO_HOST;
  const labels = name.split('.');
  // The last label may be empty: a name may end in a dot.
  if (labels.some((label, index) => label.endsWith('-') || (label === '' && index !== labels.length - 1))) return NO_HOST;
  return withPort('name', port);
}

function withPort(type: Host['type'], port: string | undefined): Host | NoHost {
  if (port === undefined) return { type };
  return Number(port) > 65535 ? { error: 'port' } : { type, port: Number(port) };
}
