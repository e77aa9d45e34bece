import { assign, defineAccess, defineApi, defineClient, defineRoutes, grant, group, person, type Deployment } from '../../lib';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { environment, guid } from '../support/organisation';
import { failuresOf, reportOn } from '../support/policies';

const deployment: Deployment = { model: organisation, environment: dev };
const PEOPLE = 'https://api.dev.contoso.example';
const APPLICATIONS = 'https://apps.dev.contoso.example';

const LIST = [
  'erp-sync',
  'invoices',
  'shipments',
  { caller: 'backoffice', for: ['group staff', 'group order-managers'] },
  { caller: 'storefront', for: ['group staff', 'group order-managers'] },
];

test('an expectation that lists exactly those who may holds', () => {
  expect(failuresOf(deployment, { route: 'orders.list', callers: LIST })).toEqual([]);
});

test('a caller that gets in and is not listed is named, with what lets it in and where to change it', () => {
  const { expectations } = reportOn(deployment, { route: 'orders.list', callers: LIST.filter((caller) => caller !== 'shipments') });

  expect(expectations[0]?.failures).toEqual([
    {
      caller: 'shipments',
      expected: 'may not',
      found: 'gets in by role Orders.Read.All',
      request: `GET ${APPLICATIONS}/orders`,
      route: 'orders.list.applications-dev',
      trace: expect.arrayContaining([expect.objectContaining({ what: 'roles', outcome: 'pass' })]),
      change:
        'list it in `callers`, or take away what lets it in: grant(shipments, orders, { roles: ["Orders.Read.All"] }), or `allow` of orders.list',
    },
  ]);
});

test('a listed caller to whom Entra issues no token is told so, with its code and what to grant', () => {
  const { expectations } = reportOn(deployment, { route: 'orders.list', callers: [...LIST, 'warehouse-robot'] });

  expect(expectations[0]?.failures).toEqual([
    {
      caller: 'warehouse-robot',
      expected: 'may',
      found: 'gets no token (AADSTS501051)',
      trace: [],
      refusal: { code: 'AADSTS501051', reason: expect.stringContaining('is assigned no role of orders'), fix: expect.anything() },
      change: 'grant warehouse-robot a role of orders',
    },
  ]);
});

test('a listed caller that the gateway refuses is told what was expected and found, and the property to change', () => {
  const { expectations } = reportOn(deployment, { route: 'orders.create', may: ['shipments'] });
  const [failure] = expectations[0]?.failures ?? [];

  expect(failure).toMatchObject({ caller: 'shipments', found: 'is refused with 403', request: `POST ${APPLICATIONS}/orders` });
  expect(failure?.trace.at(-1)).toMatchObject({
    what: 'roles',
    outcome: 'fail',
    expected: '"Orders.Write.All"',
    found: 'roles: ["Orders.Read.All"]',
  });
  expect(failure?.change).toMatch(/^grant\(shipments, orders, \{ roles: \["Orders\.Write\.All"\] \}\)/);
});

test.each([
  ['a person in no group that is assigned', { caller: 'backoffice', for: 'group drivers' }, 'gets no token (AADSTS50105)'],
  ['a client that signs nobody in', { caller: 'erp-sync', for: 'group staff' }, 'gets no token (AADSTS500113)'],
  ['a client without a credential', 'storefront', 'gets no token (AADSTS7000218)'],
  ['a client without a grant', { caller: 'field-app', for: 'group staff' }, 'gets no token (AADSTS65001)'],
  ['nobody in particular', { openSet: 'anonymous' as const }, 'is refused with 401 or 403'],
  ['a set that the API does not have', { openSet: 'any-person' as const }, 'gets no token'],
  ['other tenants', { openSet: 'other-tenants' as const, as: 'person' as const }, 'gets no token'],
])('%s may not, whoever says so', (_, caller, found) => {
  const failures = failuresOf(deployment, { route: 'orders.list', may: [caller] }, { route: 'orders.list', mayNot: [caller] });

  expect(failures).toEqual([expect.stringMatching(/ may, but /)]);
  expect(failures[0]?.endsWith(found)).toBe(true);
});

test('some who may and may not are checked alone', () => {
  const said = { may: ['erp-sync'], mayNot: ['nightly-report', { openSet: 'anonymous' as const }] };

  expect(failuresOf(deployment, { route: 'orders.list', ...said })).toEqual([]);
  expect(failuresOf(deployment, { route: 'orders.list', may: said.mayNot, mayNot: said.may })).toHaveLength(3);
});

test('nobody may call a closed route, and everybody a public one', () => {
  expect(
    failuresOf(deployment, { route: 'invoices.purge', callers: [] }, { route: 'orders.health', callers: [{ openSet: 'anonymous' }] }),
  ).toEqual([]);
  expect(failuresOf(deployment, { route: 'orders.health', callers: [] })).toEqual(['* anonymous may not, but gets in']);
});

test('a request is routed as the gateway does it, whatever its path seems to say', () => {
  const health = `GET ${PEOPLE}/orders/health`;

  expect(failuresOf(deployment, { request: health, callers: [{ openSet: 'anonymous' }] })).toEqual([]);
  expect(failuresOf(deployment, { request: health, route: 'orders.read', callers: [{ openSet: 'anonymous' }] })).toEqual([
    'it must be taken by orders.read, but is taken by orders.health',
  ]);
  expect(failuresOf(deployment, { request: health, route: 'orders.health', callers: [{ openSet: 'anonymous' }] })).toEqual([]);
});

test('each door lets in those for whom it is', () => {
  const people = LIST.filter((caller) => typeof caller !== 'string');
  const applications = LIST.filter((caller) => typeof caller === 'string');

  expect(
    failuresOf(
      deployment,
      { request: `GET ${PEOPLE}/orders`, callers: people },
      { request: `GET ${APPLICATIONS}/orders`, callers: applications },
    ),
  ).toEqual([]);
});

test('nobody gets in by a request that no route takes, or that is not encrypted', () => {
  const requests = [
    `GET ${PEOPLE}/nothing`,
    `DELETE ${PEOPLE}/orders`,
    'GET https://elsewhere.example/orders',
    'GET http://api.dev.contoso.example/orders',
  ];

  expect(failuresOf(deployment, ...requests.map((request) => ({ request, callers: [] })))).toEqual([]);
  const { expectations } = reportOn(deployment, { request: `GET ${PEOPLE}/oders`, callers: ['erp-sync'] });
  expect(expectations[0]?.failures).toMatchObject([
    { found: 'is refused with 404', route: null, change: expect.stringMatching(/the nearest is orders\.list-dev: path: .*"oders"/) },
  ]);
});

test('what cannot be told is a way in, and none that anybody may rely on', () => {
  const audit = `GET ${PEOPLE}/invoices/7/audit`;
  const auditor = { caller: 'backoffice', for: 'group auditors' };
  const from = (clientIp: string): object => ({ request: audit, clientIp });

  expect(failuresOf(deployment, { request: audit, may: [auditor] }, { request: audit, mayNot: [auditor] })).toEqual([
    'backoffice for group auditors may, but is not known to get in',
    'backoffice for group auditors may not, but is not known to be kept out, which counts as a way in',
  ]);
  expect(failuresOf(deployment, { request: audit, callers: [] })).toEqual([expect.stringContaining('which counts as a way in')]);
  expect(failuresOf(deployment, { ...from('192.0.2.1'), callers: [auditor] }, { ...from('203.0.113.1'), callers: [] })).toEqual([]);
});

test('a caller that another covers is to be left out', () => {
  expect(failuresOf(deployment, { route: 'orders.health', callers: [{ openSet: 'anonymous' }, 'erp-sync'] })).toEqual([
    'erp-sync may, and nobody listed covers it, but gets in as * anonymous does',
  ]);
  const both = { caller: 'field-app', for: ['group drivers', 'group drivers and group staff'] };
  expect(failuresOf(deployment, { route: 'shipments.deliver', callers: [both] })).toEqual([
    'field-app for group drivers and group staff may, and nobody listed covers it, but gets in as field-app for group drivers does',
  ]);
});

describe('people who need several groups', () => {
  const vault = defineApi({
    name: 'vault',
    team: 'ops',
    roles: { Left: { for: 'people', description: 'Left key' }, Right: { for: 'people', description: 'Right key' } },
    scopes: { 'Vault.Use': { consent: 'admin', description: 'Use the vault' } },
  });
  const desk = defineClient({ name: 'desk', kind: 'web', team: 'ops' });
  const model = defineAccess({
    apis: [vault],
    clients: [desk],
    grants: [grant(desk, vault, { scopes: ['Vault.Use'] })],
    assignments: [
      assign(group('lefts'), vault, ['Left']),
      assign(group('more-lefts'), vault, ['Left']),
      assign(group('rights'), vault, ['Right']),
      assign(person('boss'), vault, ['Left', 'Right']),
      assign(group('visitors'), vault),
    ],
    routes: defineRoutes(
      vault,
      { host: 'public' },
      { open: { methods: ['POST'], path: '/open', allow: [{ roles: ['Left', 'Right'], scopes: ['Vault.Use'] }] } },
    ),
  });
  const built = {
    model,
    environment: environment({
      groups: { lefts: guid(1), 'more-lefts': guid(2), rights: guid(3), visitors: guid(4) },
      people: { boss: guid(5) },
      redirectUris: { desk: ['https://desk.example.com/callback'] },
      upstreams: { vault: 'https://vault.internal' },
    }),
  };
  const every = ['person boss', 'group lefts and group rights', 'group rights and group more-lefts'];
  const failures = (...who: readonly string[]): readonly string[] =>
    failuresOf(built, { route: 'vault.open', callers: [{ caller: 'desk', for: who }] });

  test('every smallest combination that gets in is to be listed', () => {
    expect(failures(...every)).toEqual([]);
    expect(every.map((left) => failures(...every.filter((one) => one !== left)).length)).toEqual([1, 1, 1]);
  });

  test('a combination that no one needs is not one of those', () => {
    expect(failures(...every, 'group lefts')).toEqual(['desk for group lefts may, but is refused with 403']);
    expect(failures(...every, 'group rights and person boss')).toHaveLength(1);
    expect(failures('person boss', 'group lefts and group rights and group visitors', 'group rights and group more-lefts')).toEqual([
      'desk for group lefts and group rights may not, but gets in by role Left and role Right and scope Vault.Use',
    ]);
  });

  test('whoever may not be let in for anybody is not for those who need several groups either', () => {
    const anybody = { caller: 'desk', for: 'anybody' };

    expect(failuresOf(built, { route: 'vault.open', mayNot: [anybody] })).toEqual([
      expect.stringContaining('desk for person boss may not, but gets in'),
    ]);
    expect(failuresOf(built, { request: 'POST https://api.example.com/shut', mayNot: [anybody] })).toEqual([]);
  });
});

describe('a route of every method that pages may call', () => {
  const shop = defineApi({ name: 'shop', team: 'sales', roles: { Read: { for: 'applications', description: 'Read' } } });
  const robot = defineClient({ name: 'robot', kind: 'daemon', team: 'sales' });
  const model = defineAccess({
    apis: [shop],
    clients: [robot],
    grants: [grant(robot, shop, { roles: ['Read'] })],
    routes: defineRoutes(shop, { host: 'public', allow: [{ roles: ['Read'] }] }, { any: { path: '/any', cors: { origins: 'pages' } } }),
  });
  const built = {
    model,
    environment: environment({
      groups: {},
      origins: { pages: ['https://shop.example.com'] },
      upstreams: { shop: 'https://shop.internal' },
    }),
  };

  test('is called by those who may, though the gateway answers preflights itself', () => {
    expect(failuresOf(built, { route: 'shop.any', callers: ['robot'] })).toEqual([]);
    expect(failuresOf(built, { request: 'OPTIONS https://apps.example.com/any', callers: [] })).toEqual([]);
  });
});

test('where there are too many combinations of groups to tell, that is a way in', () => {
  const numbers = Array.from({ length: 14 }, (_, number) => number);
  const roles = numbers.map((number) => `Key${number}`);
  const safe = defineApi({
    name: 'safe',
    team: 'ops',
    roles: Object.fromEntries(roles.map((role) => [role, { for: 'people', description: role } as const])),
    scopes: { 'Safe.Use': { consent: 'admin', description: 'Use the safe' } },
  });
  const desk = defineClient({ name: 'desk', kind: 'web', team: 'ops' });
  const model = defineAccess({
    apis: [safe],
    clients: [desk],
    grants: [grant(desk, safe, { scopes: ['Safe.Use'] })],
    assignments: numbers.map((number) => assign(group(`holders-${number}`), safe, [`Key${number}`])),
    routes: defineRoutes(
      safe,
      { host: 'public' },
      { open: { methods: ['POST'], path: '/open', allow: [{ roles, scopes: ['Safe.Use'] }] } },
    ),
  });
  const built = {
    model,
    environment: environment({
      groups: Object.fromEntries(numbers.map((number) => [`holders-${number}`, guid(number)])),
      redirectUris: { desk: ['https://desk.example.com/callback'] },
      upstreams: { safe: 'https://safe.internal' },
    }),
  };
  const all = { caller: 'desk', for: numbers.map((number) => `group holders-${number}`).join(' and ') };

  expect(failuresOf(built, { route: 'safe.open', may: [all] })).toEqual([]);
  expect(failuresOf(built, { route: 'safe.open', callers: [all] })).toEqual([
    'desk for anybody may not, but has more combinations of groups than can be looked through, which counts as a way in',
  ]);
  expect(failuresOf(built, { route: 'safe.open', mayNot: [{ caller: 'desk', for: 'anybody' }] })).toHaveLength(1);
});
