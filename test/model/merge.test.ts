import {
  accessMatrix,
  assign,
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineExternalClient,
  defineRoutes,
  DefinitionError,
  grant,
  group,
  matrixTable,
  mergeAccess,
  renderGateway,
  type AccessPart,
  type EnvironmentInput,
  type MergeOptions,
} from '../../lib';

const orders = defineApi({
  name: 'orders',
  team: 'sales',
  roles: { 'Orders.Read.All': { for: 'applications', description: 'Read every order' } },
});
const stock = defineApi({
  name: 'stock',
  team: 'logistics',
  roles: { 'Stock.Read.All': { for: 'applications', description: 'Read all stock' } },
});
const picker = defineClient({ name: 'picker', kind: 'daemon', team: 'logistics' });

const base: EnvironmentInput = {
  name: 'dev',
  suffix: '-dev',
  protected: false,
  tenantId: '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11',
  deployers: ['5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01'],
  hosts: { public: 'api.example.com' },
  gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['sales'] },
};
const ordersRoutes = defineRoutes(
  orders,
  { host: 'public', allow: [{ roles: ['Orders.Read.All'] }] },
  { read: { methods: ['GET'], path: '/orders/{id}' } },
);

/** Sales registers orders, and lets in a client that logistics registers. */
const sales: AccessPart = {
  source: 'sales',
  model: defineAccess({
    apis: [orders],
    externalClients: [defineExternalClient({ name: 'picker' })],
    grants: [grant(defineExternalClient({ name: 'picker' }), orders, { roles: ['Orders.Read.All'] })],
    routes: ordersRoutes,
  }),
  environment: defineEnvironment({
    ...base,
    upstreams: { orders: 'https://orders.internal' },
    externalClients: { picker: { clientId: '11111111-2222-4333-8444-555555555555', objectId: '11111111-2222-4333-8444-666666666666' } },
  }),
};

/** Logistics registers that client and an API of its own. */
const logistics: AccessPart = {
  source: 'logistics',
  model: defineAccess({
    apis: [stock],
    clients: [picker],
    grants: [grant(picker, stock, { roles: ['Stock.Read.All'] })],
    routes: defineRoutes(stock, { host: 'public', allow: [{ roles: ['Stock.Read.All'] }] }, { list: { methods: ['GET'], path: '/stock' } }),
  }),
  environment: defineEnvironment({
    ...base,
    upstreams: { stock: 'https://stock.internal' },
    gateway: { ...base.gateway, selectTags: ['logistics'] },
  }),
};

function conflicts(parts: readonly AccessPart[], options: MergeOptions = { settingsOf: 'sales' }): readonly string[] {
  try {
    mergeAccess(parts, options);
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems.map(({ where, what, code }) => `${where}: ${what} [${code}]`);
    throw error;
  }
}

test('what one part declares external and another one registers is that registration, and the matrix is of both', () => {
  const merged = mergeAccess([sales, logistics], { settingsOf: 'sales' });

  expect(merged.model.externalClients).toEqual([]);
  expect(merged.environment.externalClients).toEqual({});
  expect(matrixTable(accessMatrix(merged)).split('\n')).toEqual([
    'ROUTE        CALLER  AS           WHO  BY',
    'orders.read  picker  application  -    role Orders.Read.All',
    'stock.list   picker  application  -    role Stock.Read.All',
    '',
  ]);
});

test('the gateway of the whole is that of its parts', () => {
  const merged = mergeAccess([sales, logistics], { settingsOf: 'sales' });
  const apart = [sales, logistics].map(({ model, environment }) => renderGateway(model, environment).apis);

  expect(renderGateway(merged.model, merged.environment).apis).toEqual({ ...apart[0], ...apart[1] });
});

test('parts in another order make the same definition', () => {
  const [one, other] = [mergeAccess([sales, logistics], { settingsOf: 'sales' }), mergeAccess([logistics, sales], { settingsOf: 'sales' })];

  expect(JSON.stringify(one.model)).toBe(JSON.stringify(other.model));
});

test('a setting without a say in who gets in must be chosen where parts differ; one with a say cannot be', () => {
  const tenantId = '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f12';
  const elsewhere = { ...logistics, environment: { ...logistics.environment, tenantId, suffix: '-test' } };
  const asked = { ...logistics, environment: { ...logistics.environment, consent: 'request-only' as const } };

  expect(conflicts([sales, logistics], {})).toEqual([
    'merge environment gateway.selectTags: is ["sales"] in sales and ["logistics"] in logistics [MERGE_SETTING_DIFFERS]',
  ]);
  expect(conflicts([sales, elsewhere])).toEqual([
    'merge environment suffix: is "-dev" in sales and "-test" in logistics [MERGE_SETTING_DIFFERS]',
    `merge environment tenantId: is "${base.tenantId}" in sales and "${tenantId}" in logistics [MERGE_SETTING_DIFFERS]`,
  ]);
  expect(conflicts([sales, asked])).toEqual([
    'merge environment consent: is "grant" in sales and "request-only" in logistics [MERGE_SETTING_DIFFERS]',
  ]);
});

test('a registration and a role that two parts make, and a name of two values, are conflicts, all told at once', () => {
  const again: AccessPart = {
    source: 'again',
    model: { ...sales.model, externalClients: [], clients: [{ key: 'picker', name: 'Picker', kind: 'daemon', team: 'sales', owners: [] }] },
    environment: { ...sales.environment, hosts: { public: ['other.example.com'] }, externalClients: {} },
  };

  expect(conflicts([sales, logistics, again])).toEqual([
    'merge orders: is registered by sales and by again [MERGE_REGISTERED_TWICE]',
    'merge picker: is registered by logistics and by again [MERGE_REGISTERED_TWICE]',
    'merge grants picker -> orders: sales and again both grant the app role "Orders.Read.All" [MERGE_HELD_TWICE]',
    'merge environment hosts.public: is ["api.example.com"] in sales and ["other.example.com"] in again [MERGE_NAME_DIFFERS]',
  ]);
});

const reports = defineApi({
  name: 'reports',
  team: 'sales',
  roles: { 'Reports.Read': { for: 'people', description: 'Read reports' } },
  scopes: {
    'Reports.Use': { consent: 'admin', description: 'Use reports' },
    'Reports.Share': { consent: 'admin', description: 'Share reports' },
  },
});
const portal = defineClient({ name: 'portal', kind: 'web', team: 'web' });

test('scopes of one pair are one consent, and one group holds a role once', () => {
  const external = defineExternalClient({ name: 'portal' });
  const owner: AccessPart = {
    source: 'owner',
    model: defineAccess({
      apis: [reports],
      externalClients: [external],
      grants: [grant(external, reports, { scopes: ['Reports.Use'] })],
      assignments: [assign(group('staff'), reports, ['Reports.Read'])],
    }),
    environment: sales.environment,
  };
  const user: AccessPart = {
    source: 'user',
    model: defineAccess({
      apis: [],
      externalApis: [reports],
      clients: [portal],
      grants: [grant(portal, reports, { scopes: ['Reports.Share'] })],
    }),
    environment: sales.environment,
  };
  const assigning = { ...user, model: { ...user.model, grants: [], assignments: owner.model.assignments } };

  expect(conflicts([owner, user], { settingsOf: 'owner' })).toEqual([
    'merge grants portal -> reports: owner and user both grant scopes, of which Entra keeps one consent [MERGE_HELD_TWICE]',
  ]);
  expect(conflicts([owner, assigning], { settingsOf: 'owner' })).toEqual([
    'merge assignments group staff -> reports: owner and user both assign "Reports.Read" [MERGE_HELD_TWICE]',
  ]);
});

test('an external API that is believed to be other than its owner declares it is a conflict', () => {
  const read = sales.model.apis[0]?.roles[0];
  const believing = (role: object): AccessPart => ({
    ...logistics,
    model: {
      ...logistics.model,
      externalApis: [{ key: 'orders', name: 'orders', roles: [{ ...read, ...role } as NonNullable<typeof read>], scopes: [] }],
    },
  });

  expect(conflicts([sales, believing({})])).toEqual([]);
  expect(conflicts([sales, believing({ value: 'Orders.Read' })])[0]).toMatch(
    /^merge orders: has the app role "Orders\.Read\.All" as "Orders\.Read" \(.*\) in logistics and as "Orders\.Read\.All" \(.*\) in sales \[MERGE_EXTERNAL_DIFFERS\]$/,
  );
  expect(conflicts([sales, believing({ key: 'Orders.Write' })])).toEqual([
    'merge orders: has no app role "Orders.Write" in sales, which logistics grants [MERGE_EXTERNAL_DIFFERS]',
  ]);
});

test('how applications’ calls are told apart must not open a door for another part', () => {
  const calls = (
    part: AccessPart,
    applicationCalls: NonNullable<AccessPart['environment']['gateway']['applicationCalls']>,
  ): AccessPart => ({
    ...part,
    environment: { ...part.environment, gateway: { ...part.environment.gateway, applicationCalls } },
  });
  const byHost = { by: 'host', hosts: { public: ['apps.example.com'] } } as const;
  const byHeader = { by: 'header', name: 'X-Caller', value: 'application' } as const;

  expect(conflicts([calls(sales, byHost), logistics])).toEqual([
    "merge environment gateway.applicationCalls.hosts: sales tells applications' calls apart on hosts that logistics has too, and logistics does not [MERGE_SETTING_DIFFERS]",
  ]);
  expect(conflicts([calls(sales, byHeader), logistics])).toEqual([]);
  expect(conflicts([calls(sales, byHeader), calls(logistics, byHost)])).toHaveLength(1);
  expect(conflicts([calls(sales, byHost), calls(logistics, byHost)])).toEqual([]);
});

test('routes of two parts that overlap are refused as those of one definition are, once the whole is rendered', () => {
  const taking = (path: string): AccessPart => ({
    ...logistics,
    model: defineAccess({
      apis: [stock],
      routes: defineRoutes(stock, { host: 'public', allow: [] }, { all: { methods: ['GET'], path } }),
    }),
  });
  const own: AccessPart = { ...sales, model: defineAccess({ apis: [orders], routes: ordersRoutes }) };
  const rendered = (other: AccessPart): unknown => {
    const { model, environment } = mergeAccess([own, other], { settingsOf: 'sales' });
    return Object.keys(renderGateway(model, environment).apis);
  };

  expect(rendered(taking('/{kind}/{id}'))).toEqual(['orders', 'stock']);
  expect(() => rendered(taking('/orders/{number}'))).toThrow(/match the same requests\n.*\[ROUTE_OVERLAP\]/);
});

test('parts without a name of their own, and none at all, are refused', () => {
  expect(conflicts([sales, sales])).toEqual(['merge: has two parts with the source "sales" [MERGE_SOURCES]']);
  expect(conflicts([sales], { settingsOf: 'other' })).toEqual(['merge settingsOf: is "other"; the sources are "sales" [MERGE_SOURCES]']);
  expect(conflicts([], {})).toEqual(['merge: has no parts [MERGE_SOURCES]']);
});
