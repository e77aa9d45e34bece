import {
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineExternalClient,
  defineRoutes,
  assign,
  grant,
  group,
  person,
} from '../../lib';
import { TokenIssuer, type IssuedToken } from '../../lib/access';
import { environmentInput, guid, TENANT } from '../support/organisation';

const orders = defineApi({
  name: 'orders',
  team: 'sales',
  roles: {
    'Orders.Read.All': { for: 'applications', description: 'Read every order' },
    'Orders.Both': { for: 'both', description: 'Read orders' },
    'Orders.Approve': { for: 'people', description: 'Approve orders' },
  },
  scopes: {
    'Orders.Use': { consent: 'admin', description: 'Use orders' },
    'Orders.Browse': { consent: 'users', description: 'Browse orders' },
  },
});
const open = defineApi({
  name: 'open',
  team: 'sales',
  open: true,
  roles: { 'Open.Read': { for: 'applications', description: 'Read' } },
  scopes: { 'Open.Use': { consent: 'users', description: 'Use' } },
});
const invoicing = defineClient({ name: 'invoicing', kind: 'daemon', team: 'billing' });
const idle = defineClient({ name: 'idle', kind: 'daemon', team: 'billing' });
const shop = defineClient({ name: 'shop', kind: 'web', team: 'sales', redirectUris: 'shop' });
const app = defineClient({ name: 'app', kind: 'spa', team: 'sales', redirectUris: 'shop' });
const phone = defineClient({ name: 'phone', kind: 'native', team: 'sales', redirectUris: 'shop' });
const robot = defineClient({ name: 'robot', kind: 'managed-identity', team: 'sales', identity: 'robot' });
const partner = defineExternalClient({ name: 'partner' });
const model = defineAccess({
  apis: [orders, open],
  clients: [invoicing, idle, shop, app, phone, robot],
  externalClients: [partner],
  grants: [
    grant(invoicing, orders, { roles: ['Orders.Read.All', 'Orders.Both'] }),
    grant(robot, orders, { roles: ['Orders.Read.All'] }),
    grant(partner, orders, { roles: ['Orders.Read.All'] }),
    grant(shop, orders, { scopes: ['Orders.Use', 'Orders.Browse'] }),
    grant(app, orders, { scopes: ['Orders.Use'] }),
    grant(open, orders, { roles: ['Orders.Both'] }),
    grant(shop, open, { scopes: ['Open.Use'] }),
  ],
  assignments: [
    assign(group('managers'), orders, ['Orders.Approve']),
    assign(group('staff'), orders),
    assign(person('boss'), orders, ['Orders.Both']),
  ],
  routes: defineRoutes(
    orders,
    { host: 'public', allow: [{ roles: ['Orders.Read.All'] }] },
    { read: { methods: ['GET'], path: '/orders' } },
  ),
});
const outside = { clientId: guid(31), objectId: guid(32) };
const input = environmentInput({
  redirectUris: { shop: ['https://shop.example.com/cb'] },
  managedIdentities: { robot: outside },
  externalClients: { partner: { clientId: guid(33), objectId: guid(34) } },
  groups: { managers: guid(41), staff: guid(42) },
  people: { boss: guid(43) },
});
const environment = defineEnvironment(input);
const bindings = { orders: guid(1), open: guid(2), invoicing: guid(3), shop: guid(4), app: guid(5) };
const issuer = new TokenIssuer(model, environment, { bindings, now: 1_000 });

function claims(token: IssuedToken): Readonly<Record<string, unknown>> {
  if ('refusal' in token) throw new Error(token.refusal.code);
  return token.claims;
}

function refused(token: IssuedToken): string {
  return 'refusal' in token ? token.refusal.code : 'issued';
}

const times = { tid: TENANT, iat: 1_000, nbf: 1_000, exp: 4_600 };
const common = { ver: '2.0', iss: `https://login.microsoftonline.com/${TENANT}/v2.0`, aud: guid(1), ...times };

test('a daemon gets its own roles, is both object and subject, and is told to be an application', () => {
  const token = claims(issuer.issue({ caller: 'invoicing', api: 'orders' }));

  expect(token).toEqual({
    ...common,
    azp: guid(3),
    oid: token['sub'],
    sub: token['oid'],
    idtyp: 'app',
    roles: ['Orders.Both', 'Orders.Read.All'],
  });
});

test('a managed identity and an external client have the ids the environment names', () => {
  expect(claims(issuer.issue({ caller: 'robot', api: 'orders' }))).toMatchObject({
    azp: outside.clientId,
    oid: outside.objectId,
    azpacr: '2',
    roles: ['Orders.Read.All'],
  });
  expect(claims(issuer.issue({ caller: 'partner', api: 'orders' }))).toMatchObject({ azp: guid(33), oid: guid(34) });
});

test("a person's token has the client's scopes and the roles of the person's own and of the groups, and no word of an application", () => {
  const both = [{ kind: 'group', key: 'managers' } as const, { kind: 'person', key: 'boss' } as const];
  const token = claims(issuer.issue({ caller: 'shop', api: 'orders', person: { principals: both, objectId: guid(43) } }));

  expect(token).toEqual({
    ...common,
    azp: guid(4),
    oid: guid(43),
    sub: token['sub'],
    scp: 'Orders.Browse Orders.Use',
    roles: ['Orders.Approve', 'Orders.Both'],
  });
  expect(token['sub']).not.toBe(guid(43));
});

test('a person assigned to the API as such has scopes and no roles; a public client says that it proved nothing', () => {
  const token = claims(issuer.issue({ caller: 'app', api: 'orders', person: { principals: [{ kind: 'group', key: 'staff' }] } }));

  expect(token).toMatchObject({ scp: 'Orders.Use', azpacr: '0' });
  expect(token).not.toHaveProperty('roles');
  expect(token).not.toHaveProperty('idtyp');
});

test('the subject of a person is another one at each client', () => {
  const subject = (caller: string): unknown =>
    claims(issuer.issue({ caller, api: 'orders', person: { principals: [{ kind: 'group', key: 'staff' }], objectId: guid(50) } }))['sub'];

  expect(subject('shop')).not.toBe(subject('app'));
});

test.each([
  ['a daemon without a role', { caller: 'idle', api: 'orders' }, 'AADSTS501051'],
  ['a public client for itself', { caller: 'app', api: 'orders' }, 'AADSTS7000218'],
  ['a client on a device for itself', { caller: 'phone', api: 'orders' }, 'AADSTS7000218'],
  ['a daemon for a person', { caller: 'invoicing', api: 'orders', person: { principals: [] } }, 'AADSTS500113'],
  ['a client without consent', { caller: 'app', api: 'open', person: { principals: [] } }, 'AADSTS65001'],
  ['a person without an assignment', { caller: 'shop', api: 'orders', person: { principals: [] } }, 'AADSTS50105'],
])('%s is refused', (_who, request, code) => {
  expect(refused(issuer.issue(request))).toBe(code);
});

test('an open API serves who is not assigned, without roles', () => {
  expect(claims(issuer.issue({ caller: 'idle', api: 'open' }))).not.toHaveProperty('roles');
  expect(claims(issuer.issue({ caller: 'shop', api: 'open', person: { principals: [] } }))).toMatchObject({ scp: 'Open.Use' });
});

test('what is only requested is not held', () => {
  const requested = new TokenIssuer(model, { ...environment, consent: 'request-only' });

  expect(refused(requested.issue({ caller: 'invoicing', api: 'orders' }))).toBe('AADSTS501051');
  expect(refused(requested.issue({ caller: 'shop', api: 'orders', person: { principals: [{ kind: 'group', key: 'staff' }] } }))).toBe(
    'AADSTS65001',
  );
});

test.each([
  ['global', 2, `https://login.microsoftonline.com/${TENANT}/v2.0`],
  ['usgovernmentl4', 2, `https://login.microsoftonline.us/${TENANT}/v2.0`],
  ['usgovernmentl5', 2, `https://login.microsoftonline.us/${TENANT}/v2.0`],
  ['china', 2, `https://login.partner.microsoftonline.cn/${TENANT}/v2.0`],
  ['global', 1, `https://sts.windows.net/${TENANT}/`],
  ['china', 1, `https://sts.chinacloudapi.cn/${TENANT}/`],
  ['usgovernmentl4', 1, undefined],
] as const)('in the cloud %s tokens of version %d have the issuer %s', (cloud, version, iss) => {
  const token = claims(new TokenIssuer(model, { ...environment, cloud }, { version }).issue({ caller: 'invoicing', api: 'orders' }));

  expect(token['iss']).toBe(iss);
  expect(token['ver']).toBe(`${version}.0`);
  expect(Object.keys(token).filter((name) => /^(?:azp|appid)$/.test(name))).toEqual([version === 2 ? 'azp' : 'appid']);
});
