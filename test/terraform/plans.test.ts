import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assign, defineAccess, defineApi, defineClient, defineRoutes, grant, group, type AccessModel } from '../../lib';
import { expectGolden } from '../support/golden';
import { environment, guid } from '../support/organisation';
import { standIn, type TerraformFolder } from '../support/terraform';
import { inDeployed, stateOf, synthesize, withTerraform } from './deployed';

/** What is said differently from one plan to the next. */
interface Said {
  readonly ordersName?: string;
  readonly readRole?: string;
  readonly readRoleName?: string;
  readonly invoicingName?: string;
  readonly listMethods?: readonly string[];
  readonly listRoles?: readonly ('Orders.Read.All' | 'Orders.Write.All')[];
  readonly withReturns?: boolean;
  readonly withRobot?: boolean;
  readonly retired?: AccessModel['retired'];
}

/** Two APIs that call each other's data, a client of every sign-in, mixed grants; a third API on demand. */
function shop(said: Said = {}): AccessModel {
  const read = said.readRole ?? 'Orders.Read.All';
  const orders = defineApi({
    name: said.ordersName ?? 'orders',
    key: 'orders',
    team: 'sales',
    roles: {
      [read]: {
        for: 'applications',
        description: 'Read every order',
        key: 'Orders.Read.All',
        displayName: said.readRoleName ?? 'Read orders',
      },
      'Orders.Write.All': { for: 'applications', description: 'Write every order' },
      'Orders.Approve': { for: 'people', description: 'Approve orders' },
    },
    scopes: { 'Orders.Use': { consent: 'admin', description: 'Use orders for the signed-in person' } },
  });
  const stock = defineApi({
    name: 'stock',
    team: 'warehouse',
    roles: { 'Stock.Read.All': { for: 'applications', description: 'Read the stock' } },
  });
  const returns = defineApi({
    name: 'returns',
    team: 'sales',
    roles: { 'Returns.Read.All': { for: 'applications', description: 'Read returns' } },
    scopes: { 'Returns.Use': { consent: 'users', description: 'Use returns' } },
  });
  const invoicing = defineClient({ name: said.invoicingName ?? 'invoicing', key: 'invoicing', kind: 'daemon', team: 'billing' });
  const storefront = defineClient({ name: 'storefront', kind: 'spa', team: 'sales' });
  const backoffice = defineClient({ name: 'backoffice', kind: 'web', team: 'billing' });
  const robot = defineClient({ name: 'robot', kind: 'daemon', team: 'warehouse' });
  const refunds = defineClient({ name: 'refunds', kind: 'daemon', team: 'billing' });
  const { withRobot = true, withReturns = false } = said;

  return defineAccess({
    apis: [orders, stock, ...(withReturns ? [returns] : [])],
    clients: [invoicing, storefront, backoffice, ...(withRobot ? [robot] : []), ...(withReturns ? [refunds] : [])],
    grants: [
      grant(invoicing, orders, { roles: [read, 'Orders.Write.All'] }),
      grant(storefront, orders, { scopes: ['Orders.Use'] }),
      grant(backoffice, orders, { scopes: ['Orders.Use'] }),
      grant(orders, stock, { roles: ['Stock.Read.All'] }),
      ...(withRobot ? [grant(robot, stock, { roles: ['Stock.Read.All'] })] : []),
      ...(withReturns ? [grant(refunds, returns, { roles: ['Returns.Read.All'] })] : []),
    ],
    assignments: [
      assign(group('order-managers'), orders, ['Orders.Approve']),
      ...(withReturns ? [assign(group('order-managers'), returns)] : []),
    ],
    routes: [
      defineRoutes(
        orders,
        { host: 'public', allow: [{ roles: [read] }, { scopes: ['Orders.Use'] }] },
        {
          list: {
            methods: said.listMethods ?? ['GET'],
            path: '/orders',
            allow: (said.listRoles ?? ['Orders.Read.All']).map((role) => ({ roles: [role === 'Orders.Read.All' ? read : role] })),
          },
          read: { methods: ['GET'], path: '/orders/{id}' },
          approve: { methods: ['POST'], path: '/orders/{id}/approve', allow: [{ roles: ['Orders.Approve'], scopes: ['Orders.Use'] }] },
        },
      ),
      defineRoutes(
        stock,
        { host: 'public', allow: [{ roles: ['Stock.Read.All'] }] },
        { shelf: { methods: ['GET'], path: '/stock/{shelf}' } },
      ),
      ...(withReturns
        ? [
            defineRoutes(
              returns,
              { host: 'public' },
              {
                list: { methods: ['GET'], path: '/returns', allow: [{ roles: ['Returns.Read.All'] }] },
                own: { methods: ['GET', 'POST'], path: '/returns/own', allow: [{ scopes: ['Returns.Use'] }] },
              },
            ),
          ]
        : []),
    ],
    ...(said.retired === undefined ? {} : { retired: said.retired }),
  });
}

/** The same definition as another hand wrote it: other order, constants taken out, defaults spelled out. */
function refactored(): AccessModel {
  const everyOrder = 'Orders.Read.All';
  const toRead = { methods: ['GET'] as const, host: 'public' };
  const stock = defineApi({
    key: 'stock',
    name: 'stock',
    upstream: 'stock',
    open: false,
    team: 'warehouse',
    scopes: {},
    roles: { 'Stock.Read.All': { description: 'Read the stock', for: 'applications', displayName: 'Stock.Read.All' } },
  });
  const orders = defineApi({
    scopes: { 'Orders.Use': { description: 'Use orders for the signed-in person', consent: 'admin' } },
    roles: {
      'Orders.Approve': { for: 'people', description: 'Approve orders' },
      'Orders.Write.All': { for: 'applications', description: 'Write every order' },
      [everyOrder]: { for: 'applications', description: 'Read every order', displayName: 'Read orders' },
    },
    team: 'sales',
    name: 'orders',
  });
  const [robot, invoicing] = (['robot', 'invoicing'] as const).map((name) =>
    defineClient({ name, kind: 'daemon', team: name === 'robot' ? 'warehouse' : 'billing' }),
  );
  if (robot === undefined || invoicing === undefined) throw new Error('two were made');
  const backoffice = defineClient({ name: 'backoffice', kind: 'web', team: 'billing', redirectUris: 'backoffice' });
  const storefront = defineClient({ name: 'storefront', kind: 'spa', team: 'sales' });
  const onStock = { roles: ['Stock.Read.All'] } as const;
  return defineAccess({
    clients: [robot, storefront, invoicing, backoffice],
    apis: [stock, orders],
    routes: [
      defineRoutes(stock, {}, { shelf: { ...toRead, path: '/stock/{shelf}', allow: [onStock] } }),
      defineRoutes(
        orders,
        { host: 'public' },
        {
          approve: { methods: ['POST'], path: '/orders/{id}/approve', allow: [{ scopes: ['Orders.Use'], roles: ['Orders.Approve'] }] },
          read: { ...toRead, path: '/orders/{id}', allow: [{ scopes: ['Orders.Use'] }, { roles: [everyOrder] }] },
        },
      ),
      defineRoutes(orders, toRead.host === 'public' ? { host: 'public', allow: [{ roles: [everyOrder] }] } : {}, {
        list: { methods: ['GET'], path: '/orders' },
      }),
    ],
    assignments: [assign(group('order-managers'), orders, ['Orders.Approve'])],
    grants: [
      grant(robot, stock, onStock),
      grant(orders, stock, onStock),
      grant(backoffice, orders, { scopes: ['Orders.Use'] }),
      grant(invoicing, orders, { roles: ['Orders.Write.All'] }),
      grant(invoicing, orders, { roles: [everyOrder] }),
      grant(storefront, orders, { scopes: ['Orders.Use'] }),
    ],
  });
}

const dev = environment({
  upstreams: { orders: 'https://orders.internal', stock: 'https://stock.internal', returns: 'https://returns.internal:8443/v1' },
  redirectUris: { storefront: ['https://shop.example.com/'], backoffice: ['https://office.example.com/signin'] },
  groups: { 'order-managers': guid(1) },
});

/** A plan as a reviewer reads it. */
interface Reviewed {
  readonly ok: boolean;
  readonly text: string;
  readonly lines: number;
  /** Address to actions; `no-op` left out. */
  readonly changes: Readonly<Record<string, string>>;
}

const GATEWAY = 'terraform_data.gateway';
const ORDERS = 'terraform_data.azuread_application__orders_03d5e290';

/** Deploys one definition with the real terraform and plans another. */
function planAfter(next: AccessModel, args: readonly string[] = [], first: AccessModel = shop(), of = dev): Reviewed {
  return inDeployed(synthesize(first, of), (folder) => {
    // Indented as the framework writes it, so that messages quote a line.
    writeFileSync(join(folder.path, 'cdk.tf.json'), JSON.stringify(standIn(synthesize(next, of).terraform), undefined, 2));
    const { status, stdout, stderr } = folder.run(['plan', '-no-color', '-input=false', '-out=plan.bin', ...args]);
    const text = readable(status === 0 ? stdout : stderr, folder);
    return { ok: status === 0, text, lines: text.split('\n').length - 1, changes: status === 0 ? changesIn(folder) : {} };
  });
}

function changesIn(folder: TerraformFolder): Readonly<Record<string, string>> {
  interface Shown {
    readonly resource_changes?: readonly { readonly address: string; readonly change: { readonly actions: readonly string[] } }[];
  }
  const { resource_changes: changes = [] } = JSON.parse(folder.run(['show', '-json', 'plan.bin']).stdout) as Shown;
  return Object.fromEntries(
    changes.map(({ address, change }) => [address, change.actions.join('+')] as const).filter(([, actions]) => actions !== 'no-op'),
  );
}

/**
 * Without what differs from run to run or is of the stand-ins alone: ids are called by what they belong to, and there is no
 * progress, frame, line number, advice on saving, or echo of an input as an output.
 */
function readable(text: string, folder: TerraformFolder): string {
  const named = Object.entries(stateOf(folder)).reduce((out, [address, { id }]) => {
    return typeof id === 'string' ? out.replaceAll(id, `<id of ${address.replace('terraform_data.', '')}>`) : out;
  }, text);
  // The list at the end of a warning is in another order each time.
  const ordered = named.replace(/(?:^ - terraform_data\..*\n)+/gm, (list) => `${list.trimEnd().split('\n').sort().join('\n')}\n`);
  const silent = ordered
    .replace(/^ {6}[~+-] output += (?:\(known after apply\)|\{\}(?: -> .*)?|\{\n(?: {7}.*\n)* {8}\}(?: -> .*)?)\n/gm, '')
    .replace(/(on cdk\.tf\.json) line \d+/, '$1')
    .replace(/^(│?) +\d+: +/gm, '$1  ');
  const kept = silent
    .split('\n')
    .filter((line) => !/Refreshing state\.\.\./.test(line))
    .map((line) => line.replace(/^[│╷╵] ?/, '').trimEnd());
  const end = kept.findIndex((line) => line.startsWith('────') || line.startsWith('Saved the plan'));
  return `${kept
    .slice(0, end < 0 ? undefined : end)
    .join('\n')
    .trim()}\n`;
}

/** What a plan says of the carrier of the gateway. */
function gatewayIn({ text }: Reviewed): string {
  return /# terraform_data\.gateway must be replaced[^]*?\n {4}\}\n/.exec(text)?.[0] ?? '';
}

const countOf = ({ text }: Reviewed): string | undefined => /^Plan: .*$/m.exec(text)?.[0];

withTerraform('one changed method and role of a route is read in the plan on at most 60 lines, and only the gateway changes', () => {
  const plan = planAfter(shop({ listMethods: ['GET', 'HEAD'], listRoles: ['Orders.Read.All', 'Orders.Write.All'] }));

  expectGolden('plans/changed-route.txt', plan.text);
  expect(plan.changes).toEqual({ [GATEWAY]: 'delete+create' });
  expect(countOf(plan)).toBe('Plan: 1 to add, 0 to change, 1 to destroy.');
  expect(plan.lines).toBeLessThanOrEqual(60);
  expect(plan.text).toMatch(
    /~ "orders\.list\.applications" = \{[^]*~ methods += \[\n[^\]]*\+ "HEAD"[^]*~ roles_required += \[\n[^\]]*\+ "Orders\.Write\.All"/,
  );
  expect(new Set(plan.text.match(/[+-] ".*"/g))).toEqual(new Set(['+ "HEAD"', '+ "Orders.Write.All"']));
  expect(plan.text).not.toMatch(/orders\.read|orders\.approve|stock\.shelf|client_ids/);
});

withTerraform('a new API is read with its client and its routes in full, and leaves every other registration as it is', () => {
  const plan = planAfter(shop({ withReturns: true }));

  expectGolden('plans/new-api.txt', plan.text);
  expect(Object.entries(plan.changes).filter(([, actions]) => actions !== 'create')).toEqual([[GATEWAY, 'delete+create']]);
  // Application and service principal of API and client, the scopes' trigger, two guards, a consent, an assignment, the gateway.
  expect(countOf(plan)).toBe('Plan: 10 to add, 0 to change, 1 to destroy.');
  const gateway = gatewayIn(plan);
  for (const said of [
    '~/returns$',
    '~/returns/own$',
    '"Returns.Read.All"',
    '"Returns.Use"',
    '"POST"',
    'returns.internal',
    '@@client_id:returns@@',
  ])
    expect(gateway).toContain(said);
  // Unknown is the one new client id, and the id of the resource itself.
  expect(gateway.match(/\S.*\(known after apply\)/g)).toEqual([
    '~ id               = "<id of gateway>" -> (known after apply)',
    '+ returns = (known after apply)',
  ]);
});

withTerraform(
  'a role, an API and a client that get other names change in place: nothing is replaced but the carrier of the gateway',
  () => {
    const plan = planAfter(
      shop({ readRole: 'Orders.View.All', readRoleName: 'View orders', ordersName: 'order desk', invoicingName: 'invoices and dunning' }),
    );

    expectGolden('plans/renamed.txt', plan.text);
    expect(plan.changes).toEqual({
      [GATEWAY]: 'delete+create',
      [ORDERS]: 'update',
      'terraform_data.azuread_application__invoicing_fee27cc4': 'update',
    });
    expect(countOf(plan)).toBe('Plan: 1 to add, 2 to change, 1 to destroy.');
    expect(plan.text).toMatch(/~ value += "Orders\.Read\.All" -> "Orders\.View\.All"/);
    // Ids and names of the gateway's entities come from keys, so what Kong holds is changed and not made anew.
    expect(gatewayIn(plan).match(/[~+-] .*"$/gm)).toBeNull();
    expect(gatewayIn(plan).match(/\S.* -> .*/g)).toEqual([
      '~ id               = "<id of gateway>" -> (known after apply)',
      ...Array.from({ length: 2 }, () => '~ "Orders.Read.All" -> "Orders.View.All",'),
    ]);
  },
);

withTerraform(
  'a registration that is replaced takes its service principal, its consents and the gateway along, whose client id is unknown',
  () => {
    const plan = planAfter(shop(), [`-replace=${ORDERS}`]);

    expectGolden('plans/replaced-registration.txt', plan.text);
    const replaced = Object.entries(plan.changes)
      .filter(([, actions]) => actions === 'delete+create')
      .map(([address]) => address.replace('terraform_data.', '').replace(/_[0-9a-f]{8}$/, ''));
    expect(replaced.sort()).toEqual([
      'azuread_app_role_assignment__group_order_managers_orders_orders_approve',
      'azuread_app_role_assignment__invoicing_orders_orders_read_all',
      'azuread_app_role_assignment__invoicing_orders_orders_write_all',
      'azuread_app_role_assignment__orders_stock_stock_read_all',
      'azuread_application__orders',
      'azuread_application_api_access__orders_stock',
      'azuread_application_pre_authorized__storefront_orders',
      'azuread_service_principal__orders',
      'azuread_service_principal_delegated_permission_grant__backoffice_orders',
      'gateway',
    ]);
    const gateway = gatewayIn(plan);
    expect(gateway).toMatch(/~ client_ids += \{\n +~ orders += "<id of azuread_application__orders_03d5e290>" -> \(known after apply\)/);
    expect(gateway).not.toContain('~ apis');
  },
);

withTerraform('in a protected environment the plan that would replace a registration fails', () => {
  const plan = planAfter(shop(), [`-replace=${ORDERS}`], shop(), { ...dev, protected: true });

  expect(plan.ok).toBe(false);
  expect(plan.text).toContain(`Resource ${ORDERS}`);
  expect(plan.text).toContain('lifecycle.prevent_destroy');
});

withTerraform('a registration that left the definition without being retired makes the plan fail, naming its kind and key', () => {
  const plan = planAfter(shop({ withRobot: false }));

  expectGolden('plans/left-unretired.txt', plan.text);
  expect(plan.ok).toBe(false);
  expect(plan.text).toContain('terraform_data.retire_before_dropping["client/robot"]');
});

withTerraform('a client retired to be kept leaves the state with its registration, and only its consent is taken away', () => {
  const plan = planAfter(shop({ withRobot: false, retired: [{ key: 'robot', kind: 'client', then: 'keep' }] }));

  expectGolden('plans/retired-keep.txt', plan.text);
  expect(
    Object.entries(plan.changes)
      .filter(([, actions]) => actions === 'delete')
      .map(([address]) => address),
  ).toEqual([expect.stringMatching(/azuread_app_role_assignment__robot_stock_/)]);
  expect(
    Object.entries(plan.changes)
      .filter(([, actions]) => actions === 'forget')
      .map(([address]) => address),
  ).toEqual([expect.stringMatching(/azuread_application__robot_/), expect.stringMatching(/azuread_service_principal__robot_/)]);
  expect(countOf(plan)).toBe('Plan: 0 to add, 0 to change, 1 to destroy.');
  expect(plan.text.match(/^ +# .* will no longer be managed by Terraform/gm)).toHaveLength(2);
});

withTerraform('a client retired to be deleted is destroyed with its consent, and nothing else is touched', () => {
  const plan = planAfter(shop({ withRobot: false, retired: [{ key: 'robot', kind: 'client', then: 'delete' }] }));

  expectGolden('plans/retired-delete.txt', plan.text);
  expect(new Set(Object.values(plan.changes))).toEqual(new Set(['delete']));
  expect(Object.keys(plan.changes).every((address) => address.includes('robot'))).toBe(true);
  expect(countOf(plan)).toBe('Plan: 0 to add, 0 to change, 3 to destroy.');
});

withTerraform('a definition written in another order, with constants taken out and defaults spelled out, changes nothing', () => {
  const plan = planAfter(refactored());

  expect(plan.changes).toEqual({});
  expect(plan.text).toMatch(/^No changes\. Your infrastructure matches the configuration\./);
});
