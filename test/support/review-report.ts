import {
  type AccessRow,
  type DeploymentReview,
  type LeafChange,
  type MatrixShown,
  type Person,
  type Place,
  type ReviewReport,
  type RouteShown,
  type Verdict,
  type Who,
} from '../../lib/review';
import { guid, TENANT } from './organisation';

/** A report of the sample organisation with a row of every kind. */
export function sampleReport(changes: Partial<DeploymentReview> = {}): ReviewReport {
  return reportOf([{ ...sampleDeployment(), ...changes }]);
}

export function reportOf(deployments: readonly DeploymentReview[]): ReviewReport {
  return {
    formatVersion: 1,
    version: '0.1.0',
    command: 'kong-entra review base head --format html',
    digest: 'ab'.repeat(32),
    deployments,
  };
}

/** A deployment in which nothing changes. */
export function quietDeployment(name: string): DeploymentReview {
  const nothing = { gained: 0, lost: 0, unknown: 0, consents: 0, outages: 0, unauthenticated: 0, unexplained: 0, lintErrors: 0 };
  return {
    name,
    stacks: [name],
    environment: 'prod',
    tenantId: TENANT,
    kongVersion: '3.14.0.1',
    verdict: { level: 'clean', blocking: 0, toReview: 0, ...nothing, line: `${name}: nothing changes who can call what` },
    inputs: [
      { side: 'base', what: `synthesized stack ${name}`, digest: '1'.repeat(64) },
      { side: 'head', what: `synthesized stack ${name}`, digest: '2'.repeat(64) },
    ],
    disagreements: [],
    access: [],
    changes: [],
    unexplained: [],
    lint: [],
    resources: [],
    deceptiveNames: [],
    notJudged: [],
    matrix: [],
  };
}

/** An application. */
export function application(caller: string): Who {
  return { caller, isOpenSet: false, as: 'application', people: [], together: false };
}

/** People by way of a client. */
export function people(caller: string, ...groups: readonly string[]): Who {
  return { caller, isOpenSet: false, as: 'person', people: groups.map(group), together: false };
}

export const ANYONE: Who = { caller: 'anonymous', isOpenSet: true, as: 'anonymous', people: [], together: false };
export const ANY_APPLICATION: Who = { caller: 'any-application', isOpenSet: true, as: 'application', people: [], together: false };

function group(name: string, at: number): Person {
  return { kind: 'group', name, objectId: guid(at + 1) };
}

/** A route of an API, by the last part of its name. */
export function route(api: string, name: string, method = 'GET', path = `/${api}`): RouteShown {
  return {
    name: `${api}.${name}`,
    api,
    methods: [method],
    hosts: ['api.example.com'],
    path,
    example: `${method} https://api.example.com${path.replace(/\{\w+\}/g, 'sample')}`,
  };
}

export function place(file: string, line: number | undefined, path: readonly string[], side: Place['side'] = 'head'): Place {
  return { file, path, side, ...(line !== undefined && { line }) };
}

export function leaf(at: Place, was?: string, now?: string): LeafChange {
  return { place: at, ...(was !== undefined && { was }), ...(now !== undefined && { now }) };
}

const GATEWAY = 'stacks/trading-prod/gateway.json';
const TERRAFORM = 'stacks/trading-prod/cdk.tf.json';

export const LIST = route('orders', 'list');
export const READ = route('orders', 'read', 'GET', '/orders/{id}');
const APPROVE = route('orders', 'approve', 'POST', '/orders/{id}/approve');
const CREATE = route('invoices', 'create', 'POST', '/invoices');
const EXPORT = route('invoices', 'export', 'GET', '/invoices/export');
const HEALTH = route('invoices', 'health', 'GET', '/invoices/health');

function row(changes: Pick<AccessRow, 'direction' | 'who' | 'routes' | 'was' | 'now'> & Partial<AccessRow>): AccessRow {
  return { causes: [], teams: [], actors: [], notes: [], rank: 0, ...changes };
}

export function sampleDeployment(): DeploymentReview {
  return {
    ...quietDeployment('trading-prod'),
    stacks: ['trading-prod', 'trading-prod-identity'],
    verdict: sampleVerdict(),
    disagreements: [
      {
        what: 'client id of orders',
        was: 'the id that the registration has',
        now: 'the audience that the route requires',
        place: place(GATEWAY, 41, ['apis', 'orders', 'service', 'routes', 'orders.list', 'audience']),
      },
    ],
    access: sampleAccess(),
    changes: [
      {
        section: 'registrations',
        subject: 'orders',
        what: 'the registration is replaced',
        effect: 'neutral',
        isBlocking: true,
        notes: ['the client id changes: 3 clients and the audience of 4 routes break until they are deployed again'],
        places: [leaf(place(TERRAFORM, 210, ['resource', 'azuread_application', 'orders']))],
      },
      {
        section: 'consents',
        subject: 'reporting',
        what: 'is granted Directory.Read.All of Microsoft Graph',
        now: 'Directory.Read.All',
        effect: 'broadened',
        isBlocking: false,
        risk: 'high',
        approver: 'Privileged Role Administrator',
        notes: [],
        places: [leaf(place(TERRAFORM, 322, ['resource', 'azuread_app_role_assignment', 'reporting']), undefined, '"Directory.Read.All"')],
      },
      {
        section: 'hardening',
        subject: 'orders.list',
        what: 'clocks may differ by more',
        was: '60 s',
        now: '300 s',
        effect: 'broadened',
        isBlocking: false,
        notes: [],
        places: [leaf(place(GATEWAY, 52, ['pluginDefaults', 'openid-connect', 'leeway']), '60', '300')],
      },
      {
        section: 'people',
        subject: 'order-managers',
        what: 'no longer hold Orders.Approve',
        was: 'Orders.Approve',
        effect: 'narrowed',
        isBlocking: false,
        notes: [],
        places: [leaf(place(TERRAFORM, 97, ['resource', 'azuread_app_role_assignment', 'managers'], 'base'), '"Orders.Approve"')],
      },
    ],
    unexplained: [leaf(place(TERRAFORM, 12, ['terraform', 'backend', 'azurerm', 'key']), '"prod.tfstate"', '"prod-2.tfstate"')],
    lint: [
      {
        rule: 'KNG011',
        severity: 'warning',
        key: 'KNG011[orders.list]',
        message: 'the leeway is 300 s, and 60 s is enough for clocks that are set',
        fix: 'set leewaySeconds to 60 or less',
        place: place(GATEWAY, 52, ['pluginDefaults', 'openid-connect', 'leeway']),
      },
      {
        rule: 'CON001',
        severity: 'error',
        key: 'CON001[reporting -> Directory.Read.All]',
        message: 'the grant reaches the whole directory',
        fix: 'ask for a narrower permission',
        place: place(TERRAFORM, 322, ['resource', 'azuread_app_role_assignment', 'reporting']),
        waiver: { reason: 'agreed with the directory team', expires: '2027-01-31' },
      },
    ],
    resources: [
      { stack: 'trading-prod', from: 'synthesized', create: 3, update: 5, destroy: 1, replace: 1, import: 0, move: 0 },
      { stack: 'trading-prod-identity', from: 'plan', create: 1, update: 0, destroy: 0, replace: 0, import: 1, move: 2 },
    ],
    deceptiveNames: ['оrders-admin: mixes Cyrillic (U+043E) and Latin'],
    notJudged: ["whether a request that orders.legacy took before is orders.list's now"],
    matrix: sampleMatrix(),
  };
}

function sampleVerdict(): Verdict {
  return {
    level: 'blocking',
    blocking: 2,
    toReview: 5,
    gained: 3,
    lost: 1,
    unknown: 1,
    consents: 1,
    consentRisk: 'high',
    outages: 1,
    unauthenticated: 1,
    unexplained: 1,
    lintErrors: 0,
    line: '2 blocking, 5 to review; access: 3 gained, 1 lost, 1 unknown; 1 new consent (high); 1 outage; 1 value unexplained',
  };
}

function sampleAccess(): readonly AccessRow[] {
  return [
    row({
      direction: 'gained',
      who: [ANYONE],
      routes: [EXPORT],
      was: 'role Invoices.Read.All',
      now: 'public',
      causes: [leaf(place(GATEWAY, 88, ['apis', 'invoices', 'service', 'routes', 'invoices.export', 'plugins', 'openid-connect']), '{…}')],
      teams: ['billing'],
      actors: ['everybody who reaches api.example.com'],
      notes: ['the route no longer authenticates'],
      rank: 0,
    }),
    row({
      direction: 'gained',
      who: [application('reporting')],
      routes: [LIST, READ],
      was: 'no access',
      now: 'role Orders.Read.All',
      causes: [
        leaf(place(TERRAFORM, 301, ['resource', 'azuread_app_role_assignment', 'reporting_orders']), undefined, '"Orders.Read.All"'),
      ],
      teams: ['sales'],
      actors: ['whoever may act as repo:example/reporting:environment:prod'],
      notes: [],
      rank: 1,
    }),
    row({
      direction: 'gained',
      who: [people('portal', 'finance', 'auditors')],
      routes: [APPROVE],
      was: 'all of the roles Orders.Approve, Orders.Use',
      now: 'any of the roles Orders.Approve, Orders.Use',
      causes: [leaf(place(GATEWAY, 64, ['apis', 'orders', 'service', 'routes', 'orders.approve', 'roles_required']), '"a b"', '"a","b"')],
      teams: ['sales', 'finance'],
      actors: [],
      notes: ['one of several roles is enough now'],
      rank: 2,
    }),
    row({
      direction: 'unknown',
      who: [ANY_APPLICATION],
      routes: [CREATE],
      was: 'role Invoices.Write',
      now: 'an unknown plugin decides',
      causes: [leaf(place(GATEWAY, 92, ['apis', 'invoices', 'service', 'routes', 'invoices.create', 'plugins', 'acl']), undefined, '{…}')],
      teams: [],
      actors: [],
      notes: [],
      rank: 3,
    }),
    row({
      direction: 'lost',
      who: [application('legacy-report')],
      routes: [LIST],
      was: 'role Orders.Read.All',
      now: 'no access',
      causes: [leaf(place(TERRAFORM, 280, ['resource', 'azuread_app_role_assignment', 'legacy'], 'base'), '"Orders.Read.All"')],
      teams: ['sales'],
      actors: [],
      notes: ['issued tokens live on for up to 90 minutes'],
      rank: 4,
    }),
  ];
}

function cell(shown: RouteShown, was: readonly Who[], now: readonly Who[], needsWas: string, needsNow = needsWas): MatrixShown {
  return { route: shown, was, now, needsWas, needsNow };
}

function sampleMatrix(): readonly MatrixShown[] {
  const invoicing = application('invoicing');
  const portal = people('portal', 'order-managers');
  return [
    cell(CREATE, [invoicing], [invoicing], 'role Invoices.Write', 'an unknown plugin decides'),
    cell(EXPORT, [invoicing], [invoicing, ANYONE], 'role Invoices.Read.All', 'public'),
    cell(HEALTH, [ANYONE], [ANYONE], 'public'),
    cell(APPROVE, [portal], [portal, people('portal', 'finance', 'auditors')], 'all of the roles', 'any of the roles'),
    cell(LIST, [invoicing, portal, application('legacy-report')], [invoicing, portal, application('reporting')], 'role Orders.Read.All'),
    cell(READ, [invoicing, portal], [invoicing, portal, application('reporting')], 'role Orders.Read.All'),
  ];
}

/** Names that try to be more than names. */
export const HOSTILE = [
  'line\nbreak\r\n::error::forged',
  'back`tick` | pipe | @everyone # heading',
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '</script><script>alert(3)</script><!-- <script> -->',
  `quotes ' " & &amp; &#60;b&#62;`,
  'right\u202eto left\u2066 \u200bzero \u2028 separator',
  'شركة الطلبات',
  '[link](https://evil.example/) {0} {{1}} \\[x\\](y)',
  'half \ud800 a character',
  '__proto__',
  'javascript:alert(4)',
  'long'.repeat(2_500),
] as const;

/** A report in which every text of a definition is one of those. */
export function hostileReport(): ReviewReport {
  return reportOf(HOSTILE.map(hostileDeployment));
}

function hostileDeployment(name: string): DeploymentReview {
  const shown: RouteShown = { name, api: name, methods: [name], hosts: [name], path: `/${name}`, example: name };
  const who: Who = { caller: name, isOpenSet: false, as: 'person', people: [{ kind: 'group', name, objectId: name }], together: true };
  const at: Place = { file: `stacks/${name}/cdk.tf.json`, path: [name], side: 'head', line: 3, construct: name };
  const value: LeafChange = { place: at, was: name, now: name };
  return {
    ...quietDeployment(name),
    stacks: [name],
    environment: name,
    kongVersion: name,
    verdict: { ...sampleVerdict(), line: name },
    inputs: [{ side: 'head', what: name, digest: '3'.repeat(64) }],
    disagreements: [{ what: name, was: name, now: name, place: at }],
    access: [
      row({
        direction: 'gained',
        who: [who],
        routes: [shown],
        was: name,
        now: name,
        causes: [value, value],
        teams: [name],
        actors: [name],
        notes: [name],
      }),
    ],
    changes: [
      {
        section: 'other',
        subject: name,
        what: name,
        was: name,
        now: name,
        effect: 'unknown',
        isBlocking: false,
        approver: name,
        notes: [name],
        places: [value],
      },
    ],
    unexplained: [value],
    lint: [{ rule: name, severity: 'error', key: name, message: name, fix: name, place: at, waiver: { reason: name, expires: name } }],
    resources: [{ stack: name, from: 'plan', create: 1, update: 0, destroy: 0, replace: 0, import: 0, move: 0 }],
    deceptiveNames: [name],
    notJudged: [name],
    matrix: [cell(shown, [who], [who, ANYONE], name)],
  };
}

/** A report of so many APIs with so many routes each, and so many clients, of which a few gain and lose something. */
export function largeReport(apis: number, routes: number, clients: number): ReviewReport {
  const callers = Array.from({ length: clients }, (_, at) => application(`client-${at}`));
  const matrix = Array.from({ length: apis * routes }, (_, at) => {
    const api = Math.floor(at / routes);
    // Each API has its own tenth of the clients.
    const usual = callers.filter((_caller, number) => number % 10 === api % 10);
    const now = api % 50 === 0 ? usual.slice(1).concat(callers.slice(1, 2)) : usual;
    return cell(route(`api-${api}`, `route-${at % routes}`, 'GET', `/api-${api}/${at % routes}`), usual, now, `role Api${api}.Read.All`);
  });
  const access = matrix
    .filter(({ was, now }) => was !== now)
    .map((one, rank) =>
      row({ direction: 'gained', who: callers.slice(1, 2), routes: [one.route], was: 'no access', now: one.needsNow, rank }),
    );
  return reportOf([{ ...quietDeployment('large-prod'), access, matrix, verdict: { ...sampleVerdict(), gained: access.length } }]);
}
