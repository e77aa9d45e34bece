import { roleId, scopeId, terraformName } from '../../lib/model';
import { guid } from '../support/organisation';
import type { Field, Texts } from './hostile-definition';

/** What the readers made of one stack: Terraform of its blocks, a YAML reader of the gateway's file. */
export interface Seen {
  /** Attributes of a stand-in for azuread by type, kind and keys. */
  readonly azuread: (type: string, kind: string, ...keys: readonly string[]) => unknown;
  readonly addresses: readonly string[];
  readonly backend: unknown;
  readonly audit: unknown;
  /** Command of the provisioner that deploys the gateway. */
  readonly command: unknown;
  /** What the carrier of the gateway is replaced for. */
  readonly gateway: unknown;
  readonly kong: unknown;
}

/** What was found and what it has to be. */
export type Reading = readonly [found: unknown, said: unknown];

/** The value at a place, `undefined` where there is none. A number in a path is a position. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
}

type Read = (seen: Seen, say: Texts) => readonly Reading[];

const api = (seen: Seen, say: Texts, ...path: readonly (string | number)[]): unknown =>
  at(seen.azuread('application', 'api', say['api key']), 'input', ...path);
const client = (seen: Seen, say: Texts, ...path: readonly (string | number)[]): unknown =>
  at(seen.azuread('application', 'client', say['client key']), 'input', ...path);
const held = (seen: Seen, field: string, kind: string, ...keys: readonly string[]): unknown =>
  at(seen.azuread('app_role_assignment', kind, ...keys), 'triggers_replace', field);

const service = (seen: Seen, ...path: readonly (string | number)[]): unknown => at(seen.kong, 'services', 0, ...path);
const serviceNamed = (say: Texts): string => `${say['api key']}${say.suffix}`;

function entityNamed(entities: unknown, name: string): unknown {
  return Array.isArray(entities) ? entities.find((entity) => at(entity, 'name') === name) : undefined;
}

const routeNamed = (seen: Seen, say: Texts, name: string): unknown =>
  entityNamed(service(seen, 'routes'), `${say['api key']}.${name}${say.suffix}`);
const route = (seen: Seen, say: Texts): unknown => routeNamed(seen, say, say['route key']);
const forApplications = (seen: Seen, say: Texts): unknown => routeNamed(seen, say, 'both-doors.applications');
const plugin = (entity: unknown, name: string, ...path: readonly (string | number)[]): unknown =>
  at(entityNamed(at(entity, 'plugins'), name), 'config', ...path);
const onService = (seen: Seen, name: string, ...path: readonly (string | number)[]): unknown => plugin(service(seen), name, ...path);

/** A pattern of the gateway, with the first sign of a regex removed, matches this path and nothing that is longer. */
function matchesOnly(found: unknown, path: string): readonly Reading[] {
  const pattern = typeof found === 'string' ? new RegExp(`^${found.slice(1)}`) : /^never/;
  return [
    [pattern.test(path), true],
    [pattern.test(`${path}x`), false],
    [pattern.test(`x${path}`), false],
  ];
}

function urlParts(text: string): { readonly host: string; readonly path: string } {
  const [, host = '', path = ''] = /^https?:\/\/([^/]*)(.*)$/s.exec(text) ?? [];
  return { host, path: path.replace(/\/$/, '') };
}

/** Where each text is read; what is in `access.json` alone, or only names a value, is not listed or read by its value. */
export const READINGS: Readonly<Partial<Record<Field, Read>>> = {
  'api key': (seen, say) => [
    [seen.addresses.includes(`terraform_data.retire_before_dropping["api/${say['api key']}"]`), true],
    [service(seen, 'name'), serviceNamed(say)],
  ],
  'api name': (seen, say) => [[api(seen, say, 'display_name'), `${say['api name']}${say.suffix}`]],
  'api description': (seen, say) => [[api(seen, say, 'description'), say['api description']]],
  'identifier URI': (seen, say) => [[api(seen, say, 'identifier_uris'), [`${say['identifier URI']}${say.suffix}`]]],
  'owner name': (seen, say) => [[(api(seen, say, 'owners') as readonly unknown[]).includes(guid(20)), true]],
  'tenant name': (seen, say) => [[JSON.stringify(plugin(route(seen, say), 'openid-connect', 'issuers_allowed')).includes(guid(21)), true]],
  'upstream name': (seen, say) => [[service(seen, 'host'), urlParts(say['upstream URL']).host]],
  'role value': (seen, say) => [
    [api(seen, say, 'app_role', 0, 'value'), say['role value']],
    [api(seen, say, 'app_role', 0, 'id'), roleId(say['api key'], 'read')],
    [plugin(forApplications(seen, say), 'openid-connect', 'roles_required'), [say['role value']]],
  ],
  'role display name': (seen, say) => [[api(seen, say, 'app_role', 0, 'display_name'), say['role display name']]],
  'role description': (seen, say) => [[api(seen, say, 'app_role', 0, 'description'), say['role description']]],
  'scope value': (seen, say) => [
    [api(seen, say, 'api', 'oauth2_permission_scope', 0, 'value'), say['scope value']],
    [api(seen, say, 'api', 'oauth2_permission_scope', 0, 'id'), scopeId(say['api key'], 'use')],
    [
      at(
        seen.azuread('service_principal_delegated_permission_grant', 'scope-grant', 'carrier-hub', say['api key']),
        'input',
        'claim_values',
      ),
      [say['scope value']],
    ],
    [plugin(route(seen, say), 'openid-connect', 'scopes_required'), [say['scope value']]],
  ],
  'scope display name': (seen, say) =>
    ['admin', 'user'].map((who) => [
      api(seen, say, 'api', 'oauth2_permission_scope', 0, `${who}_consent_display_name`),
      say['scope display name'],
    ]),
  'scope description': (seen, say) =>
    ['admin', 'user'].map((who) => [
      api(seen, say, 'api', 'oauth2_permission_scope', 0, `${who}_consent_description`),
      say['scope description'],
    ]),
  'client key': (seen, say) => [[seen.addresses.includes(`terraform_data.retire_before_dropping["client/${say['client key']}"]`), true]],
  'client name': (seen, say) => [[client(seen, say, 'display_name'), `${say['client name']}${say.suffix}`]],
  'client description': (seen, say) => [[client(seen, say, 'description'), say['client description']]],
  'redirect set name': (seen, say) => [[client(seen, say, 'web', 'redirect_uris'), [say['redirect URI']]]],
  'redirect URI': (seen, say) => [[client(seen, say, 'web', 'redirect_uris'), [say['redirect URI']]]],
  'managed identity name': (seen, say) => [
    [held(seen, 'principal_object_id', 'role-grant', 'nightly-job', say['api key'], 'read'), guid(24)],
  ],
  'group name': (seen, say) => [[held(seen, 'principal_object_id', 'assignment', 'group', say['group key'], say['api key']), guid(1)]],
  'group key': (seen, say) => [[held(seen, 'principal_object_id', 'assignment', 'group', say['group key'], say['api key']), guid(1)]],
  'person name': (seen, say) => [[held(seen, 'principal_object_id', 'assignment', 'person', say['person key'], say['api key']), guid(22)]],
  'person key': (seen, say) => [[held(seen, 'principal_object_id', 'assignment', 'person', say['person key'], say['api key']), guid(22)]],
  'external API name': (seen, say) => [
    [held(seen, 'resource_object_id', 'role-grant', say['client key'], 'tax-office', 'report'), guid(28)],
  ],
  'external role value': (seen, say) => [[held(seen, 'app_role_id', 'role-grant', say['client key'], 'tax-office', 'report'), guid(30)]],
  'external client name': (seen, say) => [
    [
      at(
        seen.azuread('service_principal_delegated_permission_grant', 'scope-grant', 'carrier-hub', say['api key']),
        'triggers_replace',
        'service_principal_object_id',
      ),
      guid(26),
    ],
  ],
  'retired key': (seen, say) => [[seen.addresses.includes(`terraform_data.retire_before_dropping["client/${say['retired key']}"]`), true]],
  'route key': (seen, say) => [[at(route(seen, say), 'strip_path'), false]],
  'route path': (seen, say) => matchesOnly(at(route(seen, say), 'paths', 0), say['route path']),
  'host name': (seen, say) => [[at(route(seen, say), 'hosts'), [say.host]]],
  host: (seen, say) => [[at(route(seen, say), 'hosts'), [say.host]]],
  'application host': (seen, say) => [[at(forApplications(seen, say), 'hosts'), [say['application host']]]],
  'header name': (seen, say) => [
    [Object.entries(at(route(seen, say), 'headers') as object), [[say['header name'], [say['header value']]]]],
  ],
  'header value': (seen, say) => [
    [Object.entries(at(route(seen, say), 'headers') as object), [[say['header name'], [say['header value']]]]],
  ],
  'forwarded header': (seen, say) => [
    [
      (plugin(route(seen, say), 'openid-connect', 'upstream_headers') as readonly unknown[])
        .map((entry) => [at(entry, 'header'), at(entry, 'path', 0)])
        .filter(([, claim]) => claim === 'oid'),
      [[say['forwarded header'], 'oid']],
    ],
    // In the log's function it is a text between quotes, of letters, digits and "-" alone.
    [
      [...String(onService(seen, 'http-log', 'custom_fields_by_lua', 'access')).matchAll(/h\("([A-Za-z0-9-]+)"\)/g)]
        .map((match) => match[1])
        .includes(say['forwarded header'].toLowerCase()),
      true,
    ],
  ],
  'origins name': (seen, say) => [[plugin(route(seen, say), 'cors', 'origins'), [say.origin]]],
  // Kong takes an origin with any other character for a regex. @see kong/plugins/cors/handler.lua, configure_origin
  origin: (seen, say) => [
    [plugin(route(seen, say), 'cors', 'origins'), [say.origin]],
    [/^[A-Za-z0-9.:/-]+$/.test(say.origin), true],
  ],
  'CORS header': (seen, say) => [[plugin(route(seen, say), 'cors', 'headers'), [say['CORS header']]]],
  'exposed header': (seen, say) => [[plugin(route(seen, say), 'cors', 'exposed_headers'), [say['exposed header']]]],
  'networks name': (seen, say) => [[plugin(route(seen, say), 'ip-restriction', 'allow'), [say.network]]],
  'correlation header': (seen, say) => [[onService(seen, 'correlation-id', 'header_name'), say['correlation header']]],
  'environment key': (seen, say) => [[at(seen.backend, 'key'), `shop-${say['environment key']}.tfstate`]],
  suffix: (seen, say) => [
    [api(seen, say, 'display_name'), `${say['api name']}${say.suffix}`],
    [service(seen, 'name'), serviceNamed(say)],
  ],
  'upstream URL': (seen, say) => [
    [
      `${String(service(seen, 'host'))}${String(service(seen, 'path') ?? '')}`,
      `${urlParts(say['upstream URL']).host}${urlParts(say['upstream URL']).path}`,
    ],
  ],
  'select tag': (seen, say) => [
    [at(seen.kong, '_info', 'select_tags'), [say['select tag']]],
    [service(seen, 'tags'), [say['select tag']]],
  ],
  'caller header': (seen, say) => [[Object.keys(at(forApplications(seen, say), 'headers') as object), [say['caller header']]]],
  'caller header value': (seen, say) => [
    [Object.values(at(forApplications(seen, say), 'headers') as object), [[say['caller header value']]]],
  ],
  'log endpoint': (seen, say) => [[onService(seen, 'http-log', 'http_endpoint'), say['log endpoint']]],
  'log header': (seen, say) => [
    [Object.entries(onService(seen, 'http-log', 'headers') as object), [[say['log header'], say['log secret']]]],
  ],
  'log secret': (seen, say) => [[Object.values(onService(seen, 'http-log', 'headers') as object), [say['log secret']]]],
  'redis host': (seen, say) => [[plugin(route(seen, say), 'rate-limiting', 'redis', 'host'), say['redis host']]],
  'redis user': (seen, say) => [[plugin(route(seen, say), 'rate-limiting', 'redis', 'username'), say['redis user']]],
  'redis secret': (seen, say) => [[plugin(route(seen, say), 'rate-limiting', 'redis', 'password'), say['redis secret']]],
  // Nothing in it means more to a shell than words and assignments.
  'sync command': (seen, say) => [
    [seen.command, `${say['sync command']} kong sync`],
    [/^[A-Za-z0-9 ./_@:=+-]+$/.test(say['sync command']), true],
  ],
  'state resource group': (seen, say) => [[at(seen.backend, 'resource_group_name'), say['state resource group']]],
  'state account': (seen, say) => [[at(seen.backend, 'storage_account_name'), say['state account']]],
  'state container': (seen, say) => [[at(seen.backend, 'container_name'), say['state container']]],
  'audit resource group': (seen, say) => [[at(seen.audit, 'resource_group_name'), say['audit resource group']]],
  'audit location': (seen, say) => [[at(seen.audit, 'location'), say['audit location']]],
  'audit workspace': (seen, say) => [[at(seen.audit, 'name'), say['audit workspace']]],
};

/** Fields that only people read, in `access.json`. */
export const ONLY_IN_ACCESS: readonly Field[] = ['api team', 'client team', 'route name', 'public reason', 'environment name'];

/** Fields whose grammar lets nothing hostile through. */
export const ALL_REFUSED: readonly Field[] = ['method', 'tenant id', 'group id', 'network', 'trusted proxy', 'Kong version'];

export function address(type: string, kind: string, ...keys: readonly string[]): string {
  return `terraform_data.azuread_${type}__${terraformName(kind, ...keys)}`;
}
