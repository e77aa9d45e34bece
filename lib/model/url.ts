import { isIPv4 } from 'node:net';

/** A URL taken apart. */
export interface PlainUrl {
  readonly protocol: 'http' | 'https';
  /** In lower case. */
  readonly host: string;
  readonly port: number;
  /** Without a slash at the end; empty for the root. */
  readonly path: string;
}

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST_NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`);

// What ends in a number some read as an address, in whatever base it is written, and others as a name.
const ENDS_IN_A_NUMBER = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/i;

/** Whether a text is a host name or an IPv4 address that everybody reads alike. */
export function isHost(value: string): boolean {
  return ENDS_IN_A_NUMBER.test(value) ? isIPv4(value) : HOST_NAME.test(value);
}

const PLAIN_URL = /^(https?):\/\/([A-Za-z0-9._-]+)(?::([0-9]{1,5}))?((?:\/[A-Za-z0-9._~-]+)*\/?)$/;

/** Longest URL; nothing anybody writes comes near. */
const MAX_LENGTH = 1024;

/**
 * A URL as it is written, or what is wrong with the text: nothing in it may need decoding or resolving, since the gateway
 * takes host, port and path to the letter.
 */
export function parseUrl(value: string): PlainUrl | { readonly wrong: string; readonly fix: string } {
  if (value.length > MAX_LENGTH) return { wrong: `has ${value.length} characters`, fix: `use at most ${MAX_LENGTH}` };
  const [whole, protocol, host = '', port = protocol === 'https' ? '443' : '80', path = ''] = PLAIN_URL.exec(value) ?? [];
  if (whole === undefined) {
    return {
      wrong: 'is not a plain http or https URL',
      fix: 'write one such as https://orders.internal:8443/v1, without credentials, query or encoded characters',
    };
  }
  if (!isHost(host.replace(/_/g, '-'))) return { wrong: 'has no usable host name', fix: 'write a host name or an IPv4 address' };
  if (Number(port) < 1 || Number(port) > 65_535) return { wrong: `has the port ${port}`, fix: 'write a port from 1 to 65535' };
  if (path.split('/').some((segment) => segment === '.' || segment === '..'))
    return { wrong: 'has a "." or ".." in its path', fix: 'write the path it leads to' };
  return { protocol: protocol === 'https' ? 'https' : 'http', host: host.toLowerCase(), port: Number(port), path: path.replace(/\/$/, '') };
}

/** A URL that has been validated, taken apart. */
export function plainUrl(value: string): PlainUrl {
  const parsed = parseUrl(value);
  if ('wrong' in parsed) throw new Error(`URL ${value} was not validated`);
  return parsed;
}
