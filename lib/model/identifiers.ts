import { createHash } from 'node:crypto';
import type { EnvironmentModel } from './environment';
import type { ApiModel, RouteModel } from './types';

// Namespace of every UUID this library derives. Part of the contract: changing it changes every role and entity id.
const NAMESPACE = Buffer.from('5b0e8f2c9d174e0ab6c3f41d7a92e865', 'hex');

/** Id of the default role, which stands for an assignment to an API as such. @see https://learn.microsoft.com/graph/api/resources/approleassignment */
export const DEFAULT_ROLE_ID = '00000000-0000-0000-0000-000000000000';

/**
 * UUID version 5 (RFC 9562) of a name in this library's namespace: the same name gives the same
 * id in every tenant, environment and release.
 */
export function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Identifier URI of an API. Most tenants refuse one that holds neither the tenant's id, the client id nor a verified domain. */
export function identifierUri(
  api: Pick<ApiModel, 'key' | 'identifierUri'>,
  environment: Pick<EnvironmentModel, 'tenantId' | 'suffix'>,
): string {
  return `${api.identifierUri ?? `api://${environment.tenantId}/${api.key}`}${environment.suffix}`;
}

/** Id of an app role, from the keys alone. */
export function roleId(apiKey: string, roleKey: string): string {
  return uuidOf(`${apiKey}/role/${roleKey}`);
}

/** Id of a scope, from the keys alone. */
export function scopeId(apiKey: string, scopeKey: string): string {
  return uuidOf(`${apiKey}/scope/${scopeKey}`);
}

/**
 * Name of a resource in Terraform, unique per tuple of keys: a slug for people and a hash of
 * the tuple. Part of the contract: another name replaces the resource.
 */
export function terraformName(kind: string, ...keys: readonly string[]): string {
  const slug = keys
    .join('_')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  const hash = createHash('sha256')
    .update(JSON.stringify([kind, ...keys]))
    .digest('hex')
    .slice(0, 8);
  return `${/^[a-z]/.test(slug) ? slug : `x${slug}`}_${hash}`;
}

/** Names of the Kong routes of a route: its own, and that of the applications' door. */
export function gatewayNames(
  { api, key }: Pick<RouteModel, 'api' | 'key'>,
  { suffix }: Pick<EnvironmentModel, 'suffix'>,
): readonly [string, string] {
  return [`${api}.${key}${suffix}`, `${api}.${key}.applications${suffix}`];
}
