import { isIP } from 'node:net';
import { flag, guid, integer, key, line, list, object, oneOf, optional, pattern, record, text, variant, type Check } from './shape';
import { gatewayText, headerName, headerValue, name, ownHeaderName } from './shapes';
import { isHost, parseUrl } from './url';

/** Releases each dialect is rendered for. */
export const RELEASES = {
  'openid-connect': ['3.10', '3.12', '3.13', '3.14', '3.15'],
  oidc: ['3.9'],
} as const;

/** A host as the gateway compares it: the caller's Host header, to the letter, any port. */
const host: Check = text((value) => {
  if (value.includes('*')) return { what: 'has a wildcard', fix: 'name each host; a wildcard would also catch hosts nobody thought of' };
  if (value.includes(':')) return { what: 'has a scheme or a port', fix: 'write the bare host name; any port is matched' };
  if (value !== value.toLowerCase())
    return { what: 'has capital letters, which the gateway compares to the letter', fix: `write ${value.toLowerCase()}` };
  if (!isHost(value)) return { what: 'is not a host name', fix: 'write a name such as api.example.com' };
  return undefined;
}, 'HOST_INVALID');

const upstream: Check = text((value) => {
  const parsed = parseUrl(value);
  return 'wrong' in parsed ? { what: parsed.wrong, fix: parsed.fix } : undefined;
}, 'UPSTREAM_INVALID');

/** An origin as a browser sends it; other characters would make the gateway take it for a regular expression. */
const origin: Check = text((value) => {
  const [whole, scheme, host = '', port] = /^(https?):\/\/([a-z0-9.-]+)(?::([0-9]{1,5}))?$/.exec(value) ?? [];
  const local = host === 'localhost' || host === '127.0.0.1';
  const usual =
    port === undefined || (port === String(Number(port)) && Number(port) <= 65_535 && port !== (scheme === 'https' ? '443' : '80'));
  if (whole !== undefined && usual && (scheme === 'https' || local) && isHost(host)) return undefined;
  return {
    what: 'is not an origin',
    fix: 'write https://<host>[:<port>] in lower case, without path, wildcard or default port; plain http only for localhost',
  };
}, 'ORIGIN_INVALID');

const network: Check = text((value) => {
  const [address = '', bits, ...more] = value.split('/');
  const family = isIP(address);
  if (
    family === 0 ||
    // A zone is a name of one machine's own.
    address.includes('%') ||
    more.length > 0 ||
    (bits !== undefined && !(/^(?:0|[1-9][0-9]{0,2})$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)))
  )
    return { what: 'is not an IP address or network', fix: 'write one such as 10.0.0.0/8' };
  return undefined;
}, 'NETWORK_INVALID');

/** Trusting everybody's forwarded headers would let each caller choose his address. */
const proxyNetwork: Check = (value, where, report) => {
  network(value, where, report);
  if (typeof value === 'string' && /\/0$/.test(value))
    report({
      where,
      what: `${value} trusts every caller to say where he comes from`,
      fix: 'name the networks of the proxies',
      code: 'NETWORK_INVALID',
    });
};

/** @see https://learn.microsoft.com/entra/identity-platform/reply-url */
const redirectUri: Check = text((value) => {
  if (value.length > 256) return { what: `has ${value.length} characters`, fix: 'use at most 256' };
  if (/[*#!$'(),;\s"<>\\]/.test(value)) return { what: 'has a wildcard, fragment or character Entra refuses', fix: 'write the exact URI' };
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?]+)(\/[^?]*)?(?:\?.*)?$/i.exec(value);
  if (parts === null)
    return { what: 'is not a URI with a scheme and a host', fix: 'write one such as https://portal.example.com/callback' };
  const [, scheme = '', authority = ''] = parts;
  if (authority.includes('@')) return { what: 'has user information before the host', fix: 'remove it' };
  if (/^(?:javascript|data|file|vbscript|blob)$/i.test(scheme))
    return { what: `has the scheme ${scheme}`, fix: 'use https, or the own scheme of a native client' };
  if (scheme.toLowerCase() === 'http' && !/^(?:localhost|127\.0\.0\.1)(?::[0-9]+)?$/.test(authority))
    return { what: 'is plain http', fix: 'use https; plain http only for localhost and 127.0.0.1' };
  return undefined;
}, 'REDIRECT_URI_INVALID');

const vaultReference: Check = pattern(
  /^\{vault:\/\/[a-z][a-z0-9-]*\/[A-Za-z0-9_\-/]+\}$/,
  'a reference to a vault such as {vault://env/redis-password}; a secret itself is never taken',
  'SECRET_LITERAL',
);

/** A tag of entities on the gateway. */
export const tag: Check = text((value) => {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value) || /[,/]/.test(value) || value.length > 128)
    return { what: 'is not a tag', fix: 'use printable ASCII without "," and "/"' };
  return gatewayText(value);
}, 'TAG_INVALID');

const httpsUrl: Check = text((value) => {
  const parsed = parseUrl(value);
  if ('wrong' in parsed) return { what: parsed.wrong, fix: parsed.fix };
  return parsed.protocol === 'https' ? undefined : { what: 'is plain http', fix: 'use https' };
}, 'URL_INVALID');

const outside = object({ clientId: guid, objectId: guid });
const guids = record(name, guid);

const gateway = object({
  dialect: oneOf('openid-connect', 'oidc'),
  version: pattern(
    /^[0-9]+\.[0-9]+\.[0-9]+(?:\.[0-9]+)?$/,
    'a version of Kong, such as 3.14.0.1 (Enterprise) or 3.9.3 (open source)',
    'KONG_VERSION',
  ),
  flavor: oneOf('traditional_compatible', 'traditional', 'expressions'),
  selectTags: list(tag, { min: 1 }),
  trustedProxies: optional(list(proxyNetwork)),
  applicationCalls: optional(
    variant('by', {
      host: object({ by: oneOf('host'), hosts: record(name, list(host, { min: 1, distinct: true })) }),
      header: object({ by: oneOf('header'), name: ownHeaderName, value: headerValue }),
    }),
  ),
  accessLog: optional(
    variant('to', {
      stdout: object({ to: oneOf('stdout') }),
      http: object({ to: oneOf('http'), endpoint: httpsUrl, headers: record(headerName, vaultReference) }),
    }),
  ),
  redis: optional(
    object({
      host,
      port: integer(1, 65_535),
      username: optional(pattern(/^[A-Za-z0-9._@-]{1,128}$/, 'a user name of letters, digits and ". _ @ -"', 'NAME_INVALID')),
      password: optional(vaultReference),
    }),
  ),
  sync: optional(
    object({
      with: oneOf('deck'),
      command: pattern(/^[A-Za-z0-9 ./_@:=+-]{1,200}$/, 'a plain command without shell characters', 'SYNC_COMMAND'),
    }),
  ),
});

/** Shape of an environment. */
export const environmentModel: Check = object({
  key,
  name,
  suffix: pattern(/^(?:-[a-z0-9][a-z0-9-]{0,30})?$/, 'empty or a suffix such as -dev', 'SUFFIX_INVALID'),
  cloud: oneOf('global', 'usgovernmentl4', 'usgovernmentl5', 'china'),
  tenantId: guid,
  protected: flag,
  consent: oneOf('grant', 'request-only', 'separate-stack'),
  deployers: list(guid, { min: 1 }),
  owners: guids,
  groups: guids,
  people: guids,
  tenants: guids,
  managedIdentities: record(name, outside),
  externalClients: record(name, outside),
  externalApis: record(name, outside),
  redirectUris: record(name, list(redirectUri, { min: 1 })),
  hosts: record(name, list(host, { min: 1, distinct: true })),
  upstreams: record(name, upstream),
  origins: record(name, list(origin, { min: 1 })),
  networks: record(name, list(network, { min: 1 })),
  gateway,
  tokens: object({
    leewaySeconds: integer(0, 300),
    rediscoverySeconds: integer(5, 300),
    tokenLifetimeMinutes: integer(10, 1440),
    keyCacheSeconds: integer(60, 86_400),
  }),
  state: variant('kind', {
    local: object({ kind: oneOf('local') }),
    azure: object({
      kind: oneOf('azure'),
      resourceGroup: line(90),
      storageAccount: pattern(/^[a-z0-9]{3,24}$/, 'the name of a storage account', 'STATE_INVALID'),
      container: pattern(/^[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])$/, 'the name of a blob container', 'STATE_INVALID'),
    }),
  }),
  audit: optional(
    object({
      subscriptionId: guid,
      resourceGroup: line(90),
      location: pattern(/^[a-z0-9]+$/, 'an Azure region such as westeurope', 'AUDIT_INVALID'),
      workspace: pattern(/^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/, 'the name of a Log Analytics workspace', 'AUDIT_INVALID'),
      retentionDays: integer(30, 730),
    }),
  ),
});
