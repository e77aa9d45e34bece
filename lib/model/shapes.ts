import { isReservedHeader, isSecretHeader } from './headers';
import { parsePath } from './path';
import { flag, guid, integer, key, line, list, object, oneOf, optional, pattern, record, text, title, variant, type Check } from './shape';

/** Longest name: with a suffix it stays below Entra's 256 characters. */
const NAME_LENGTH = 180;

/** @see https://learn.microsoft.com/graph/api/resources/approle for the characters of a value */
export const permissionValue: Check = text((value) => {
  if (value === '' || value.length > 120) return { what: `has ${value.length} characters`, fix: 'use 1 to 120' };
  if (value.startsWith('.')) return { what: 'starts with "."', fix: 'start with another character' };
  const wrong = /[^A-Za-z0-9!#$%&'()*+,\-./:;<=>?@[\]^_{|}~`]/.exec(value);
  if (wrong !== null)
    return {
      what: `has the character ${JSON.stringify(wrong[0])}`,
      fix: 'use letters, digits and the punctuation Entra allows; no space, quote or backslash',
    };
  return gatewayText(value);
}, 'PERMISSION_VALUE_INVALID');

/** What decK or Kong would evaluate is refused in every text that reaches the gateway. */
export function gatewayText(value: string): { what: string; fix: string } | undefined {
  if (value.includes('${{')) return { what: "has decK's mark of a template", fix: 'remove "${{"' };
  return value.includes('{vault:') ? { what: 'looks like a reference to a vault', fix: 'remove "{vault:"' } : undefined;
}

const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

/** A header the definition or environment gives a meaning. */
const ownHeaderName: Check = text((value) => {
  if (!HEADER_NAME.test(value)) return { what: 'is not a header name', fix: 'use letters, digits and "-"' };
  return isReservedHeader(value) ? { what: 'has a meaning of its own', fix: 'choose a name such as X-Client-Id' } : undefined;
}, 'HEADER_NAME_INVALID');

/** A header a route is found by, with its values. */
const criterionName: Check = text((value) => {
  if (!HEADER_NAME.test(value)) return { what: 'is not a header name', fix: 'use letters, digits and "-"' };
  return isSecretHeader(value)
    ? {
        what: 'carries a secret, which a definition must not hold',
        fix: 'match a header that says what kind of call it is; `allow` says who may call',
      }
    : undefined;
}, 'HEADER_NAME_INVALID');

const headerName: Check = pattern(HEADER_NAME, 'a header name of letters, digits and "-"', 'HEADER_NAME_INVALID');

const headerValue: Check = text((value) => {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,254}[\x21-\x7e])?$/.test(value))
    return { what: 'is not a header value', fix: 'use 1 to 256 printable ASCII characters without space around' };
  if (value.startsWith('~*')) return { what: 'would be read as a regular expression', fix: 'name the exact values' };
  return gatewayText(value);
}, 'HEADER_VALUE_INVALID');

const method: Check = pattern(/^[A-Z]+$/, 'an HTTP method in capital letters, such as GET', 'METHOD_INVALID');

const path: Check = text((value) => {
  const parsed = parsePath(value);
  return 'wrong' in parsed ? { what: parsed.wrong, fix: parsed.fix } : gatewayText(value);
}, 'PATH_INVALID');

/** Entra takes 255 characters; the environment's suffix needs some of them. @see https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions */
const identifierUri: Check = text((value) => {
  if (value.length > 220) return { what: `has ${value.length} characters`, fix: 'use at most 220' };
  if (/^(?:api|https):\/\/[A-Za-z0-9](?:[A-Za-z0-9._~-]|\/(?=[^/]))*[A-Za-z0-9_~-]$/.test(value)) return undefined;
  return { what: 'is not an identifier URI', fix: 'write one such as api://contoso.com/orders, without a slash at the end' };
}, 'IDENTIFIER_URI_INVALID');

const name = title(NAME_LENGTH);
const description = line(1024);
const refs = list(permissionValue);

const role = object({
  key: permissionValue,
  value: permissionValue,
  id: guid,
  for: oneOf('applications', 'people', 'both'),
  displayName: title(256),
  description,
});

const scope = object({
  key: permissionValue,
  value: permissionValue,
  id: guid,
  consent: oneOf('admin', 'users'),
  displayName: title(256),
  description,
});

const api = object({
  key,
  name,
  team: title(120),
  description: optional(description),
  owners: list(name),
  roles: list(role),
  scopes: list(scope),
  identifierUri: optional(identifierUri),
  tenants: list(name),
  open: flag,
  upstream: name,
});

const client = object({
  key,
  name,
  kind: oneOf('daemon', 'web', 'spa', 'native', 'managed-identity'),
  team: title(120),
  description: optional(description),
  owners: list(name),
  redirectUris: optional(name),
  managedIdentity: optional(name),
});

const principal = object({ kind: oneOf('group', 'person'), key, name });

const rateLimit = object({
  perSecond: optional(integer(1, 1e9)),
  perMinute: optional(integer(1, 1e9)),
  perHour: optional(integer(1, 1e9)),
});

const cors = object({
  origins: name,
  headers: list(headerName),
  exposedHeaders: list(headerName),
  credentials: flag,
  maxAgeSeconds: integer(0, 86_400),
});

const access = variant('kind', {
  public: object({ kind: oneOf('public'), reason: line(500) }),
  allow: object({ kind: oneOf('allow'), alternatives: list(object({ roles: refs, scopes: refs })) }),
});

const route = object({
  key,
  name,
  api: key,
  host: name,
  methods: optional(list(method, { min: 1 })),
  path,
  headers: record(criterionName, list(headerValue, { min: 1 })),
  access,
  forward: object({
    token: flag,
    headers: record(ownHeaderName, oneOf('client-id', 'object-id', 'tenant-id', 'roles', 'scopes')),
  }),
  rateLimit: optional(rateLimit),
  cors: optional(cors),
  networks: optional(name),
});

/** Shape of an access model. */
export const accessModel: Check = object({
  apis: list(api),
  clients: list(client),
  externalApis: list(object({ key, name, clientId: optional(guid), roles: list(role), scopes: list(scope) })),
  externalClients: list(object({ key, name })),
  grants: list(object({ caller: key, api: key, roles: refs, scopes: refs })),
  assignments: list(object({ principal, api: key, roles: refs })),
  routes: list(route),
  retired: list(object({ key, kind: oneOf('api', 'client'), then: oneOf('keep', 'delete') })),
  observability: object({ correlationIdHeader: optional(ownHeaderName), accessLog: flag, metrics: flag }),
});
export { headerName, headerValue, name, ownHeaderName };
