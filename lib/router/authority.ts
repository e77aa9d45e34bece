import { type ByteString } from './bytes';

/** Name and port, as the flavors `traditional_compatible` and `expressions` part a host. */
export interface NamedPort {
  readonly name: ByteString;
  /** NaN never equals a port. */
  readonly port?: number;
}

// Lua's `tonumber` reads more than digits: spaces around, signs, fractions, exponents and hexadecimal.
const LUA_NUMBER = /^[ \t\n\v\f\r]*([+-]?)(0[xX](?:[0-9a-fA-F]+)|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[ \t\n\v\f\r]*$/;

/** Parts at the first colon, where a number follows. As `split_host_port` of kong/router/transform.lua. */
export function splitHostPort(host: ByteString): NamedPort {
  const colon = host.indexOf(':');
  if (colon === -1) return { name: host };
  const [, sign, digits] = LUA_NUMBER.exec(host.slice(colon + 1)) ?? [];
  if (digits === undefined) return { name: host };
  return { name: host.slice(0, colon), port: Number(digits) * (sign === '-' ? -1 : 1) };
}

/** Host without and with a port, the port of the scheme where none was sent. As `split_port` of kong/router/traditional.lua. */
export function splitAuthority(host: ByteString, defaultPort: number): readonly [bare: ByteString, full: ByteString] {
  const withPort = (name: ByteString): ByteString => `${name}:${defaultPort}`;
  if (host.startsWith('[')) return splitBracketed(host, defaultPort, withPort);
  const colon = host.indexOf(':');
  if (colon === -1) return [host, withPort(host)];
  const bare = host.slice(0, colon);
  if (colon === host.length - 1) return [bare, withPort(bare)];
  return isNumber(host.slice(colon + 1)) ? [bare, host] : [host, `[${host}]:${defaultPort}`];
}

function splitBracketed(
  host: ByteString,
  defaultPort: number,
  withPort: (name: ByteString) => ByteString,
): readonly [ByteString, ByteString] {
  if (host.endsWith(']')) return [host.slice(1, -1), withPort(host)];
  const end = host.indexOf(']:', 1);
  if (end !== -1) {
    if (end === host.length - 2) return [host.slice(1, end), `${host}${defaultPort}`];
    if (isNumber(host.slice(end + 2))) return [host.slice(1, end), host];
  }
  return [host, withPort(host)];
}

/** True when a host of a route ends in a port, brackets and further colons considered. */
export function hasPort(host: ByteString): boolean {
  const end = host.startsWith('[') ? host.indexOf(']:', 1) + 1 : host.indexOf(':');
  return end > 0 && end < host.length - 1 && isNumber(host.slice(end + 1));
}

function isNumber(text: string): boolean {
  return /^[0-9]+$/.test(text);
}
