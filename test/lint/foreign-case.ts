import { readKongFile, type KongEntities } from '../../lib';
import { lintInput, runLint, type LintInput, type LintOptions, type LintParts, type LintReport } from '../../lib/lint';
import { readPlan, readSynthesized } from '../../lib/terraform';
import { guid } from '../support/organisation';

export type Json = { readonly [name: string]: unknown };

/** Everything a rule may look at, as data that was read from files of others. */
export interface ForeignCase {
  /** What `terraform show -json` prints. */
  readonly plan?: Json;
  /** A cdk.tf.json instead. */
  readonly stack?: Json;
  readonly kong?: Json;
  /** The plan before the change. */
  readonly base?: Json;
  /** The Kong file of another environment. */
  readonly beside?: Json;
  readonly version?: string;
  readonly organisation?: LintOptions['organisation'];
  readonly today?: string;
}

export const TENANT = guid(900);
export const ORDERS = guid(1);
export const INVOICING = guid(2);
export const PORTAL = guid(3);
export const READ_ALL = guid(11);
export const APPROVE = guid(12);
export const USE = guid(13);
const [ALICE, PIPELINE] = [guid(21), guid(22)];

/** The service principal of an application. */
export function principal(clientId: string): string {
  return `9${clientId.slice(1)}`;
}

function application(name: string, clientId: string, more: Json = {}): Json {
  return resource('azuread_application', name, {
    client_id: clientId,
    object_id: `8${clientId.slice(1)}`,
    display_name: name,
    sign_in_audience: 'AzureADMyOrg',
    owners: [ALICE, PIPELINE],
    api: [{ requested_access_token_version: 2, oauth2_permission_scope: [] }],
    app_role: [],
    web: [{ redirect_uris: [], implicit_grant: [{ access_token_issuance_enabled: false, id_token_issuance_enabled: false }] }],
    ...more,
  });
}

export function resource(type: string, name: string, values: Json): Json {
  return { address: `${type}.${name}`, mode: 'managed', type, name, values };
}

function servicePrincipal(name: string, clientId: string, more: Json = {}): Json {
  return resource('azuread_service_principal', name, { client_id: clientId, object_id: principal(clientId), ...more });
}

function role(id: string, value: string, kind: string): Json {
  return { id, value, display_name: value, description: value, allowed_member_types: [kind], enabled: true };
}

/** Hand-written registrations after their first apply. */
export const PLAN: Json = {
  format_version: '1.2',
  planned_values: {
    root_module: {
      resources: [
        application('orders', ORDERS, {
          identifier_uris: ['api://orders'],
          api: [
            {
              requested_access_token_version: 2,
              oauth2_permission_scope: [{ id: USE, value: 'Orders.Use', type: 'Admin', enabled: true, admin_consent_display_name: 'Use' }],
            },
          ],
          app_role: [role(READ_ALL, 'Orders.Read.All', 'Application'), role(APPROVE, 'Orders.Approve', 'User')],
        }),
        servicePrincipal('orders', ORDERS, { app_role_assignment_required: true }),
        application('invoicing', INVOICING, {
          required_resource_access: [{ resource_app_id: ORDERS, resource_access: [{ id: READ_ALL, type: 'Role' }] }],
        }),
        servicePrincipal('invoicing', INVOICING),
        resource('azuread_app_role_assignment', 'invoicing', {
          app_role_id: READ_ALL,
          principal_object_id: principal(INVOICING),
          resource_object_id: principal(ORDERS),
        }),
        application('portal', PORTAL, {
          web: [
            {
              redirect_uris: ['https://portal.contoso.example/signin'],
              implicit_grant: [{ access_token_issuance_enabled: false, id_token_issuance_enabled: false }],
            },
          ],
        }),
      ],
    },
  },
  configuration: { provider_config: { azuread: { name: 'azuread', expressions: { tenant_id: { constant_value: TENANT } } } } },
};

/** Places in {@link PLAN}. */
export const RESOURCES = 'planned_values.root_module.resources';
export const ORDERS_AT = `${RESOURCES}.0.values`;
export const PRINCIPAL_AT = `${RESOURCES}.1.values`;
export const INVOICING_AT = `${RESOURCES}.2.values`;
export const PORTAL_AT = `${RESOURCES}.5.values`;

const OIDC: Json = {
  issuer: `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
  auth_methods: ['bearer'],
  bearer_token_param_type: ['header'],
  audience_required: [ORDERS],
  issuers_allowed: [`https://login.microsoftonline.com/${TENANT}/v2.0`],
  scopes_claim: ['scp'],
  roles_claim: ['roles'],
  leeway: 60,
  ssl_verify: true,
};

function route(name: string, path: string, required: Json): Json {
  return {
    name,
    hosts: ['api.contoso.example'],
    paths: [path],
    methods: ['GET'],
    protocols: ['https'],
    plugins: [{ name: 'openid-connect', config: { ...OIDC, ...required } }],
  };
}

/** A hand-written Kong file in front of them. */
export const KONG: Json = {
  _format_version: '3.0',
  services: [
    {
      name: 'orders',
      url: 'https://orders.internal',
      routes: [
        route('list', '/orders', { roles_required: ['Orders.Read.All'] }),
        route('approve', '/approvals', { roles_required: ['Orders.Approve'], scopes_required: ['Orders.Use'] }),
      ],
    },
  ],
};

/** Places in {@link KONG}. */
export const LIST_AT = 'services.0.routes.0';
export const LIST_CONFIG = `${LIST_AT}.plugins.0.config`;
export const APPROVE_CONFIG = 'services.0.routes.1.plugins.0.config';

/** What a case is before something of it is changed. */
export const CLEAN: ForeignCase = { plan: PLAN, kong: KONG };

/** Data with one value in another place, or without it. */
export function changed<Data>(data: Data, path: string, value: unknown): Data {
  const [first = '', ...rest] = path.split('.');
  const at = data as Json | readonly unknown[];
  const inner = rest.length === 0 ? value : changed((at as Json)[first], rest.join('.'), value);
  if (Array.isArray(at)) {
    const list = [...(at as readonly unknown[])];
    if (inner === undefined) list.splice(Number(first), 1);
    else list[first === '+' ? list.length : Number(first)] = inner;
    return list as Data;
  }
  const { [first]: _old, ...others } = at as Json;
  return (inner === undefined ? others : { ...at, [first]: inner }) as Data;
}

export function entitiesOf(kong: Json): KongEntities {
  const read = readKongFile(JSON.stringify(kong), { flavor: 'traditional_compatible', edition: 'enterprise' });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.entities;
}

function gateway(kong: Json, version?: string): NonNullable<LintParts['gateway']> {
  return { content: entitiesOf(kong), settings: { flavor: 'traditional_compatible', ...(version !== undefined && { version }) } };
}

export function inputOf({ plan, stack, kong, base, version }: ForeignCase): LintInput {
  const stacks = [
    ...(plan ? [readPlan(plan, 'prod', 'plan.json')] : []),
    ...(stack ? [readSynthesized(stack, 'prod', 'cdk.tf.json')] : []),
  ];
  return lintInput({
    name: 'prod',
    ...(stacks.length > 0 && { stacks }),
    ...(kong && { gateway: gateway(kong, version) }),
    ...(base && { base: lintInput({ name: 'prod', stacks: [readPlan(base, 'prod', 'base.json')] }) }),
  });
}

export function lintForeign(one: ForeignCase, options: LintOptions = {}): LintReport {
  return runLint([inputOf(one)], {
    ...(one.organisation && { organisation: one.organisation }),
    ...(one.today !== undefined && { today: one.today }),
    ...(one.beside && { beside: [lintInput({ name: 'dev', gateway: gateway(one.beside) })] }),
    ...options,
  });
}

/** Places in which two inputs differ: a value, or one thing that only one of them has. */
export function differences(a: unknown, b: unknown, path = ''): readonly string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (Array.isArray(a) && Array.isArray(b)) return listDifferences(a, b, path);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return [path];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap((name) => differences((a as Json)[name], (b as Json)[name], `${path}.${name}`));
}

function listDifferences(a: readonly unknown[], b: readonly unknown[], path: string): readonly string[] {
  const [mine, theirs] = [a, b].map((list) => JSON.stringify(list.map((one) => JSON.stringify(one)).sort()));
  if (mine === theirs) return [`${path}: order`];
  if (a.length === b.length) return a.flatMap((one, at) => differences(one, b[at], `${path}[${at}]`));
  const [more, less] = a.length > b.length ? [a, b] : [b, a];
  const added = more.findIndex((_, at) => JSON.stringify(more.filter((_one, other) => other !== at)) === JSON.stringify(less));
  return more.length - less.length === 1 && added !== -1 ? [`${path}[${added}]`] : [`${path}: several`, path];
}
