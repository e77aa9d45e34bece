import { bytesOf, normalizedPath } from '../../router';
import { readHost } from './host-name';
import { networkOf } from './ip-address';
import { quoted } from './problems';
import { regexProblem } from './regex-refusals';

// What Kong asks of texts: kong/db/schema/typedefs.lua. Each check answers with what is wrong, undefined where nothing is.

/** A check of a text. */
export type TextCheck = (text: string) => string | undefined;

/** A check by a pattern. */
function like(pattern: RegExp, expected: string): TextCheck {
  return (text) => (pattern.test(text) ? undefined : `${quoted(text)} is not allowed: ${expected}`);
}

export const isUuid = like(
  /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  'expected a UUID such as 8f4bd5ac-5bdd-4dc9-9e5f-fa3f5b1d8e0e',
);
export const isName = like(
  /^[A-Za-z0-9.\-_~\u0080-\u{10ffff}]+$/u,
  'a name has letters, digits and . - _ ~, and no space; replace the others, for instance with -',
);
export const isTag = like(
  /^[ !-+\-.0-~\u0080-\u{10ffff}]+$/u,
  'a tag has printable characters, and neither a comma nor a slash; write several tags as items of the list',
);
export const isMethod = like(/^[A-Z]+$/, 'a method has capital letters only, such as GET');
export const isIpOrRange: TextCheck = (text) =>
  networkOf(text) === undefined ? `${quoted(text)} is no IP address and no range such as 10.0.0.0/8` : undefined;

/** The name of a header a route asks for. */
export const isHeaderName: TextCheck = (text) => {
  if (/^host$/i.test(text)) return 'the Host header is matched by the field hosts; move its values there';
  return /^[A-Za-z0-9\-_]+\n?$/.test(text) ? undefined : `${quoted(text)} is no header name: it has letters, digits, - and _ only`;
};

/** The host of a service: no port, no wildcard. */
export const isServiceHost: TextCheck = (text) => {
  const host = readHost(text);
  if ('error' in host && host.error === 'invalid')
    return `${quoted(text)} is neither a host name nor an IP address; leave out scheme, path and wildcards`;
  return 'error' in host || host.port !== undefined ? `${quoted(text)} has a port; write it as the field port` : undefined;
};

/** The host of a route: an optional port, and a wildcard as the first or the last label. */
export const isRouteHost: TextCheck = (text) => {
  if (text.split('*').length > 2) return `${quoted(text)} has more than one wildcard; write one host for each`;
  if (text.includes('*') && !text.startsWith('*.') && !text.endsWith('.*'))
    return `${quoted(text)} has its wildcard inside; it is the whole first or last label, as in *.example.com or example.*`;
  const host = readHost(text.replace('*', 'abc'));
  if (!('error' in host)) return undefined;
  return host.error === 'port'
    ? `${quoted(text)} has a port above 65535`
    : `${quoted(text)} is neither a host name nor an IP address; leave out scheme and path`;
};

/** A server name of TLS without wildcard, as the flavor `traditional` has it. */
export const isPlainSni: TextCheck = (text) => {
  const host = readHost(text);
  if ('error' in host && host.error === 'invalid') return `${quoted(text)} is no server name; this router flavor takes no wildcards here`;
  if (!('error' in host) && host.type !== 'name') return `${quoted(text)} is an IP address, and TLS sends names only`;
  return 'error' in host || host.port !== undefined ? `${quoted(text)} has a port; TLS sends the name alone` : undefined;
};

/** A server name of TLS, with a wildcard at its beginning or end. */
export const isSni: TextCheck = (text) => {
  const at = text.indexOf('*');
  if (at > 0 && at !== text.length - 1) return `${quoted(text)} has its wildcard inside; it is the first or the last character`;
  if (text.split('*').length > 2) return `${quoted(text)} has more than one wildcard; write one name for each`;
  return isPlainSni(text.replace('*', 'wildcard'));
};

const URL_PATH = /^\/[A-Za-z0-9.\-_~/%:@!$&'()*+,;=]*$/;

/** The path of a service. */
export const isServicePath: TextCheck = (text) => {
  if (!text.startsWith('/')) return `${quoted(text)} does not start with /`;
  if (text.includes('//')) return `${quoted(text)} has an empty segment (//); remove one slash`;
  if (!URL_PATH.test(text)) return `${quoted(text)} has characters that a URL path does not; percent-encode them`;
  return wrongEncoding(text);
};

function wrongEncoding(text: string): string | undefined {
  return text.replace(/%[0-9a-fA-F]{2}/g, '').includes('%')
    ? `${quoted(text)} has a % without two hexadecimal digits after it; write %25 for the character itself`
    : undefined;
}

/** A path of a route: a prefix in the form the router compares, or ~ and a regular expression. */
export const isRoutePath: TextCheck = (text) => {
  if (text.includes('//')) return `${quoted(text)} has an empty segment (//); the router joins slashes before it compares, so write one`;
  if (!text.startsWith('/') && !text.startsWith('~/'))
    return `${quoted(text)} starts neither with / (prefix) nor with ~/ (regular expression)`;
  if (text.startsWith('~')) {
    const wrong = regexProblem('pcre', text.slice(1));
    return wrong === undefined ? undefined : `${quoted(text)} is no regular expression to PCRE: ${wrong}`;
  }
  const wrong = URL_PATH.test(text) ? wrongEncoding(text) : undefined;
  if (wrong !== undefined) return wrong;
  const bytes = bytesOf(text);
  const normalized = normalizedPath(bytes);
  return normalized === bytes
    ? undefined
    : `${quoted(text)} is not the form the router compares and could never match; write ${quoted(Buffer.from(normalized, 'latin1').toString('utf8'))}`;
};
