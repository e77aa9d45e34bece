import {
  assign,
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineExternalApi,
  defineExternalClient,
  defineRoutes,
  grant,
  group,
  person,
  type AccessModel,
  type EnvironmentInput,
  type EnvironmentModel,
} from '../../lib';
import { checkedTemplate } from '../../lib/gateway/checked-template';
import type { GatewayTemplate } from '../../lib/kong';
import { DEPLOYER, guid, TENANT } from '../support/organisation';

/** Every text a definition and an environment take, with a harmless value. */
export const USUAL = {
  'api key': 'orders',
  'api name': 'Orders',
  'api team': 'sales',
  'api description': 'All orders',
  'identifier URI': 'https://contoso.example/orders',
  'owner name': 'lead',
  'tenant name': 'partner',
  'upstream name': 'orders-upstream',
  'role value': 'Orders.Read',
  'role display name': 'Read orders',
  'role description': 'Read every order',
  'scope value': 'Orders.Use',
  'scope display name': 'Use orders',
  'scope description': 'Use orders for the person',
  'client key': 'portal',
  'client name': 'Portal',
  'client team': 'web',
  'client description': 'Where people order',
  'redirect set name': 'portal-uris',
  'managed identity name': 'nightly',
  'group name': 'managers',
  'group key': 'managers',
  'person name': 'ada',
  'person key': 'ada',
  'external API name': 'tax',
  'external role value': 'Tax.Report',
  'external client name': 'carrier',
  'retired key': 'fax',
  'route key': 'list',
  'route name': 'list',
  'route path': '/orders',
  'host name': 'public',
  method: 'GET',
  'header name': 'X-Kind',
  'header value': 'order',
  'forwarded header': 'X-Object-Id',
  'origins name': 'shop',
  'CORS header': 'X-Trace',
  'exposed header': 'X-Total',
  'networks name': 'office',
  'public reason': 'Probed by the load balancer',
  'correlation header': 'X-Correlation-ID',
  'environment key': 'test',
  'environment name': 'Test',
  suffix: '-t',
  'tenant id': TENANT,
  'group id': guid(1),
  'redirect URI': 'https://portal.example/cb',
  host: 'api.example',
  'application host': 'apps.example',
  'upstream URL': 'https://orders.internal',
  origin: 'https://shop.example',
  network: '10.0.0.0/8',
  'trusted proxy': '10.1.0.0/16',
  'Kong version': '3.14.0.1',
  'select tag': 'mine',
  'caller header': 'X-Caller',
  'caller header value': 'application',
  'log endpoint': 'https://logs.example/kong',
  'log header': 'Authorization',
  'log secret': '{vault://env/log-token}',
  'redis host': 'limits.internal',
  'redis user': 'kong',
  'redis secret': '{vault://env/redis-password}',
  'sync command': 'kong-entra',
  'state resource group': 'terraform',
  'state account': 'statefiles',
  'state container': 'kong-entra',
  'audit resource group': 'security',
  'audit location': 'westeurope',
  'audit workspace': 'entra-audit',
} as const;

export type Field = keyof typeof USUAL;
export type Texts = Readonly<Record<Field, string>>;

/** Shapes a text must have to be taken at all, so that what is hostile comes as far as it can. */
export const FRAMES: Readonly<Partial<Record<Field, (text: string) => string>>> = {
  'identifier URI': (text) => `https://contoso.example/${text}`,
  'route path': (text) => `/orders/${text}`,
  suffix: (text) => `-${text}`,
  'redirect URI': (text) => `https://portal.example/${text}`,
  host: (text) => `${text}.example`,
  'upstream URL': (text) => `https://orders.internal/${text}`,
  origin: (text) => `https://${text}.example`,
  network: (text) => `10.0.0.0/${text}`,
  'log endpoint': (text) => `https://logs.example/${text}`,
  'log secret': (text) => `{vault://env/${text}}`,
  'redis secret': (text) => `{vault://env/${text}}`,
  'sync command': (text) => `kong-entra ${text}`,
};

/** Applications are told apart by a header, except where the host they would have instead is what is tried. */
const byHost = (say: Texts): boolean => say['application host'] !== USUAL['application host'];

/** An object with this property, whatever the name means to the language. */
function named<Value>(name: string, value: Value): Readonly<Record<string, Value>> {
  return Object.fromEntries([[name, value]]);
}

export function definitionOf(say: Texts): AccessModel {
  const orders = defineApi<string, string>({
    key: say['api key'],
    name: say['api name'],
    team: say['api team'],
    description: say['api description'],
    identifierUri: say['identifier URI'],
    owners: [say['owner name']],
    tenants: ['home', say['tenant name']],
    upstream: say['upstream name'],
    roles: named(say['role value'], {
      for: 'applications',
      key: 'read',
      displayName: say['role display name'],
      description: say['role description'],
    }),
    scopes: named(say['scope value'], {
      consent: 'users',
      key: 'use',
      displayName: say['scope display name'],
      description: say['scope description'],
    }),
  });
  const tax = defineExternalApi<string>({
    key: 'tax-office',
    name: say['external API name'],
    roles: named(say['external role value'], { for: 'applications', id: guid(30), key: 'report' }),
  });
  const portal = defineClient({
    kind: 'web',
    key: say['client key'],
    name: say['client name'],
    team: say['client team'],
    description: say['client description'],
    redirectUris: say['redirect set name'],
    owners: [say['owner name']],
  });
  const nightly = defineClient({ kind: 'managed-identity', name: 'nightly-job', team: 'ops', identity: say['managed identity name'] });
  const carrier = defineExternalClient({ key: 'carrier-hub', name: say['external client name'] });
  return defineAccess({
    apis: [orders],
    clients: [portal, nightly],
    externalApis: [tax],
    externalClients: [carrier],
    grants: [
      grant(portal, orders, { roles: [say['role value']], scopes: [say['scope value']] }),
      grant(portal, tax, { roles: [say['external role value']] }),
      grant(nightly, orders, { roles: [say['role value']] }),
      grant(carrier, orders, { scopes: [say['scope value']] }),
    ],
    assignments: [
      assign(group(say['group name'], { key: say['group key'] }), orders),
      assign(person(say['person name'], { key: say['person key'] }), orders),
    ],
    routes: defineRoutes(
      orders,
      {
        host: say['host name'],
        forward: { headers: { ...named(say['forwarded header'], 'object-id' as const), 'X-Tenant': 'tenant-id' as const } },
      },
      Object.fromEntries([
        [
          say['route name'],
          {
            key: say['route key'],
            methods: [say.method],
            path: say['route path'],
            headers: named(say['header name'], [say['header value']]),
            allow: [{ scopes: [say['scope value']] }],
            cors: { origins: say['origins name'], headers: [say['CORS header']], exposedHeaders: [say['exposed header']] },
            networks: say['networks name'],
            rateLimit: { perMinute: 60 },
          },
        ],
        [
          'both doors',
          { key: 'both-doors', path: '/both/doors', allow: [{ roles: [say['role value']] }, { scopes: [say['scope value']] }] },
        ],
        ['health check', { key: 'health-check', path: '/health/check', public: say['public reason'] }],
      ]),
    ),
    retired: [{ key: say['retired key'], kind: 'client', then: 'keep' }],
    observability: { accessLog: true, correlationId: say['correlation header'] },
  });
}

export function environmentOf(say: Texts): EnvironmentModel {
  const sync: Pick<EnvironmentInput['gateway'], 'sync'> =
    say['sync command'] === USUAL['sync command'] ? {} : { sync: { with: 'deck', command: say['sync command'] } };
  return defineEnvironment({
    key: say['environment key'],
    name: say['environment name'],
    suffix: say.suffix,
    tenantId: say['tenant id'],
    protected: false,
    deployers: [DEPLOYER],
    owners: named(say['owner name'], guid(20)),
    tenants: named(say['tenant name'], guid(21)),
    groups: named(say['group name'], say['group id']),
    people: named(say['person name'], guid(22)),
    managedIdentities: named(say['managed identity name'], { clientId: guid(23), objectId: guid(24) }),
    externalClients: named(say['external client name'], { clientId: guid(25), objectId: guid(26) }),
    externalApis: named(say['external API name'], { clientId: guid(27), objectId: guid(28) }),
    redirectUris: named(say['redirect set name'], [say['redirect URI']]),
    hosts: named(say['host name'], [say.host]),
    upstreams: named(say['upstream name'], say['upstream URL']),
    origins: named(say['origins name'], [say.origin]),
    networks: named(say['networks name'], [say.network]),
    gateway: {
      dialect: 'openid-connect',
      version: say['Kong version'],
      selectTags: [say['select tag']],
      trustedProxies: [say['trusted proxy']],
      applicationCalls: byHost(say)
        ? { by: 'host', hosts: named(say['host name'], [say['application host']]) }
        : { by: 'header', name: say['caller header'], value: say['caller header value'] },
      accessLog: { to: 'http', endpoint: say['log endpoint'], headers: named(say['log header'], say['log secret']) },
      redis: { host: say['redis host'], port: 6380, username: say['redis user'], password: say['redis secret'] },
      ...sync,
    },
    state: {
      kind: 'azure',
      resourceGroup: say['state resource group'],
      storageAccount: say['state account'],
      container: say['state container'],
    },
    audit: {
      subscriptionId: guid(29),
      resourceGroup: say['audit resource group'],
      location: say['audit location'],
      workspace: say['audit workspace'],
      retentionDays: 90,
    },
  });
}

/** All that can be known before constructs are made. */
export interface Checked {
  readonly model: AccessModel;
  readonly environment: EnvironmentModel;
  readonly template: GatewayTemplate;
}

/** @throws what a user meets when the definition or the environment is refused */
export function check(say: Texts): Checked {
  const model = definitionOf(say);
  const environment = environmentOf(say);
  return { model, environment, template: checkedTemplate(model, environment) };
}
