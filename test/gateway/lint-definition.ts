import {
  assign,
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineRoutes,
  grant,
  group,
  microsoftGraph,
  type AccessModel,
  type EnvironmentModel,
  type RoleInput,
} from '../../lib';
import { type LintAtSynthesis } from '../../lib/gateway';
import { environmentInput, GATEWAY, guid } from '../support/organisation';

/** A definition in an environment, with the standards of its organisation. */
export interface Definition {
  readonly model: AccessModel;
  readonly environment: EnvironmentModel;
  readonly lint?: LintAtSynthesis;
}

/** What a test wants otherwise. */
export interface Changes {
  /** Permission of Microsoft Graph that invoicing holds. */
  readonly graph?: (typeof GRAPH_ROLES)[number];
  readonly redirect?: string;
  /** Owners of invoicing. */
  readonly owners?: readonly string[];
  readonly open?: boolean;
  readonly leewaySeconds?: number;
  readonly host?: string;
  /** True for one more role, which no route requires. */
  readonly audit?: boolean;
}

/** Permissions of Microsoft Graph that the definition knows; it grants one of them. */
const GRAPH_ROLES = ['User.Read.All', 'Sites.Read.All', 'AppRoleAssignment.ReadWrite.All'] as const;

/** An API, a daemon and a website, of which no rule finds anything. */
export function definition(changes: Changes): Definition {
  const {
    graph,
    redirect = 'https://portal.contoso.example/signin',
    owners = ['lead'],
    open = false,
    leewaySeconds,
    host,
    audit = false,
  } = changes;
  const orders = defineApi({
    name: 'orders',
    team: 'sales',
    owners: ['lead'],
    open,
    roles: {
      'Orders.Read.All': { for: 'applications', description: 'Read every order' },
      ...(audit && { 'Orders.Audit': { for: 'applications', description: 'Read who read orders' } }),
    } as { 'Orders.Read.All': RoleInput },
    scopes: { 'Orders.Use': { consent: 'admin', description: 'Use orders for the signed-in person' } },
  });
  const invoicing = defineClient({ name: 'invoicing', kind: 'daemon', team: 'billing', owners: [...owners] });
  const portal = defineClient({ name: 'portal', kind: 'web', team: 'partners', owners: ['lead'] });
  const defined = defineAccess({
    apis: [orders],
    externalApis: graph === undefined ? [] : [microsoftGraph],
    clients: [invoicing, portal],
    grants: [
      grant(invoicing, orders, { roles: ['Orders.Read.All'] }),
      grant(portal, orders, { scopes: ['Orders.Use'] }),
      ...(graph === undefined ? [] : [grant(invoicing, microsoftGraph, { roles: [...GRAPH_ROLES] })]),
    ],
    assignments: [assign(group('staff'), orders)],
    routes: defineRoutes(
      orders,
      { host: 'public' },
      {
        list: { methods: ['GET'], path: '/orders', allow: [{ roles: ['Orders.Read.All'] }] },
        mine: { methods: ['GET'], path: '/my-orders', allow: [{ scopes: ['Orders.Use'] }] },
      },
    ),
  });
  const grants = defined.grants.map((one) =>
    one.api === 'microsoft-graph' ? { ...one, roles: one.roles.filter((role) => role === graph) } : one,
  );
  const model = { ...defined, grants };
  const environment = defineEnvironment({
    ...environmentInput(),
    owners: { lead: guid(31) },
    groups: { staff: guid(32) },
    redirectUris: { portal: [redirect] },
    hosts: { public: host ?? 'api.contoso.example' },
    gateway: GATEWAY,
    ...(leewaySeconds !== undefined && { tokens: { leewaySeconds } }),
  });
  const organisation = { allowedRedirectHosts: ['*.contoso.example'], allowedHosts: ['*.contoso.example'], leewaySeconds: 120 };
  return { model, environment, lint: { organisation } };
}
