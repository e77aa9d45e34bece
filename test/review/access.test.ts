import { type SynthOutput } from '../../lib/review';
import { whoText } from '../../lib/review/output/wording';
import { GATEWAY } from '../support/organisation';
import { edited, reviewed, shop, type ShopChanges } from '../support/review-shop';

const LOGIN = 'https://login.microsoftonline.com';
const STRANGE = '99999999-9999-4999-8999-999999999999';

/** What an output has for a plugin of a route. */
function told(output: SynthOutput, route: string, value: unknown): SynthOutput {
  return edited(output, 'gateway.json', ['apis', 'orders', 'service', 'routes', `orders.${route}`, 'plugins', 'openid-connect'], value);
}

function rowsOf(base: SynthOutput, head: SynthOutput): readonly string[] {
  return reviewed(base, head).deployments.flatMap(({ access, notJudged }) => [
    ...access.flatMap(({ direction, who, routes }) =>
      who.map((one) => `${direction} ${whoText(one)} @ ${routes.map(({ name }) => name).join()}`),
    ),
    ...notJudged,
  ]);
}

/** What a plugin of a route is told. */
function conditionOf(output: SynthOutput, route: string): Readonly<Record<string, unknown>> {
  const text = output.stacks.find(({ files }) => files['gateway.json'])?.files['gateway.json'] ?? '';
  const parsed = JSON.parse(text) as { apis: { orders: { service: { routes: Record<string, { plugins: Record<string, never> }> } } } };
  return parsed.apis.orders.service.routes[`orders.${route}`]?.plugins['openid-connect'] ?? {};
}

test('a second tenant that an API serves is told although others got in before', () => {
  const serving = (...tenants: readonly string[]): SynthOutput =>
    shop({ tenants, environment: { tenants: { reseller: STRANGE, outlet: 'aaaaaaaa-9999-4999-8999-999999999999' } } });

  const rows = rowsOf(serving('home', 'reseller'), serving('home', 'reseller', 'outlet'));

  expect(rows).toEqual([
    'gained other-tenants (any person of tenant outlet, aaaaaaaa-9999-4999-8999-999999999999) @ orders.approve',
    'gained other-tenants (any person of tenant outlet, aaaaaaaa-9999-4999-8999-999999999999) @ orders.browse',
    'gained other-tenants (any application of tenant outlet, aaaaaaaa-9999-4999-8999-999999999999) @ orders.list.applications',
    'gained other-tenants (any application of tenant outlet, aaaaaaaa-9999-4999-8999-999999999999) @ orders.write.applications',
  ]);
});

test('without an audience every tenant whose issuer is taken gets in, with any token of its own', () => {
  const base = shop();
  const own = conditionOf(base, 'browse');
  const issuers = [`${LOGIN}/${STRANGE}/v2.0`];

  const rows = rowsOf(base, told(base, 'browse', { ...own, audience_required: null, issuers_allowed: issuers }));

  expect(rows.filter((row) => !row.startsWith('lost'))).toEqual([`gained any-token (any person of ${STRANGE}) @ orders.browse`]);
});

test('a tenant that is served and whose every token is good enough now is told', () => {
  const base = shop({ tenants: ['home', 'reseller'] });

  const rows = rowsOf(base, told(base, 'browse', { ...conditionOf(base, 'browse'), audience_required: null }));

  expect(rows).toEqual([
    'gained any-token (any person) @ orders.browse',
    'gained any-token (any person of tenant reseller, 00000000-0000-4000-8000-000000000006) @ orders.browse',
  ]);
});

test('an issuer that names no tenant is not known to be anybody’s', () => {
  const base = shop();
  const own = conditionOf(base, 'browse');

  const rows = rowsOf(base, told(base, 'browse', { ...own, audience_required: null, issuers_allowed: ['https://id.example.com'] }));

  expect(rows.filter((row) => !row.startsWith('lost'))).toEqual([
    'unknown any-token (any person of https://id.example.com) @ orders.browse',
  ]);
});

test('where a token is looked for keeps nobody out, and hides nobody who is let in besides', () => {
  const base = shop();
  const { roles_required: _roles, ...open } = conditionOf(base, 'list.applications');

  const moved = rowsOf(base, told(base, 'browse', { ...conditionOf(base, 'browse'), bearer_token_param_type: ['query'] }));
  const opened = rowsOf(
    base,
    told(base, 'list.applications', { ...open, bearer_token_param_type: ['body'], bearer_token_header_name: 'x-own' }),
  );

  expect(moved).toEqual([]);
  expect(opened).toContain('gained robot (application) @ orders.list.applications');
});

test('a person who consents to a client besides what it was granted is told as that client’s', () => {
  const both: ShopChanges = { browse: 'users', routes: { both: { methods: ['GET'], path: '/both', allow: [] } } };
  const open: ShopChanges = {
    ...both,
    portalScopes: ['Orders.Use'],
    routes: { both: { methods: ['GET'], path: '/both', allow: [{ scopes: ['Orders.Use', 'Orders.Browse'] }] } },
  };

  const rows = rowsOf(shop({ ...both, portalScopes: ['Orders.Use'] }), shop(open));

  expect(rows).toEqual([
    'gained portal (person of group staff, 00000000-0000-4000-8000-000000000001, who consents to more of the client himself) @ orders.both',
  ]);
});

test('nobody is told to gain what needs the scopes of two clients together', () => {
  const apart = { portalScopes: ['Orders.Use'], partnerScopes: ['Orders.Browse'], open: true } as const;
  const both = (allow: readonly unknown[]): ShopChanges => ({
    ...apart,
    routes: { both: { methods: ['GET'], path: '/both', allow } as never },
  });

  const rows = rowsOf(shop(both([])), shop(both([{ scopes: ['Orders.Use', 'Orders.Browse'] }])));

  expect(rows).toEqual([]);
});

test('an application that is assigned to an API as such gets tokens of it', () => {
  const base = shop();
  const { roles_required: _roles, ...any } = conditionOf(base, 'list.applications');
  const opened = told(base, 'list.applications', any);
  const assigned = edited(opened, 'cdk.tf.json', ['resource', 'azuread_app_role_assignment', 'stranger'], {
    app_role_id: '00000000-0000-0000-0000-000000000000',
    principal_object_id: STRANGE,
    resource_object_id: '${azuread_service_principal.orders_03d5e290.object_id}',
  });

  expect(rowsOf(opened, assigned)).toContain(`gained ${STRANGE} (application) @ orders.list.applications`);
});

test.each([
  ['traditional_compatible', 'traditional'],
  ['traditional', 'expressions'],
  ['expressions', 'traditional_compatible'],
] as const)('from the router %s to %s nobody gains or loses anything, and nothing is left unjudged', (was, now) => {
  const by = (flavor: typeof was | typeof now): SynthOutput => shop({ flavor });

  expect(rowsOf(by(was), by(now))).toEqual([]);
});

test('tokens for an API of elsewhere are told, whoever gives them', () => {
  const base = shop();

  const rows = rowsOf(base, told(base, 'browse', { ...conditionOf(base, 'browse'), audience_required: [STRANGE] }));

  expect(rows.filter((row) => !row.startsWith('lost'))).toEqual([
    'unknown outside-audience (any person of tenant home, 11111111-1111-4111-8111-111111111111) @ orders.browse',
  ]);
});

test('who loses several routes by one change loses each of them', () => {
  const routes: ShopChanges['routes'] = { more: { methods: ['GET'], path: '/more', allow: [{ roles: ['Orders.Read'] }] } as never };

  expect(rowsOf(shop({ routes }), shop({ routes, billingRoles: ['Orders.Export'] }))).toEqual([
    'lost billing (application) @ orders.list.applications,orders.more.applications',
  ]);
});

test('requests of a route that goes are those of the route behind it, which is as it was', () => {
  const behind: ShopChanges['routes'] = { any: { methods: ['GET'], path: '/reports/{id}', allow: [{ roles: ['Orders.Write'] }] } };
  const before: ShopChanges['routes'] = {
    ...behind,
    own: { methods: ['GET'], path: '/reports/yearly', allow: [{ roles: ['Orders.Read'] }] },
  };

  expect(rowsOf(shop({ routes: before as never }), shop({ routes: behind as never }))).toEqual([
    'gained robot (application) @ orders.any.applications',
    'lost billing (application) @ orders.own.applications',
  ]);
});

const OFFICE: ShopChanges['environment'] = {
  gateway: { ...GATEWAY, trustedProxies: [] } as never,
  networks: { office: ['192.0.2.0/24', '2001:db8::/32'], lab: ['192.0.2.128/25'] },
};

/** Rows with what was and is needed. */
function needsOf(base: SynthOutput, head: SynthOutput): readonly string[] {
  return reviewed(base, head).deployments.flatMap(({ access }) =>
    access.map(({ direction, was, now, who, rank }) => `${direction} ${who.map(whoText).join()}: ${was} -> ${now}, ${String(rank)}`),
  );
}

test('a public route that is called from anywhere and no longer from a network is open to everybody', () => {
  const from = (networks?: string): SynthOutput =>
    shop({
      environment: OFFICE,
      routes: { health: { methods: ['GET'], path: '/health', public: 'probes', ...(networks && { networks }) } as never },
    });

  const office = 'no token from 192.0.2.0/24 and 2001:db8::/32';
  expect(needsOf(from('office'), from())).toEqual([`gained anyone, without a token: ${office} -> no token from anywhere, 0`]);
  expect(needsOf(from(), from('office'))).toEqual([`lost anyone, without a token: no token from anywhere -> ${office}, 5`]);
  expect(needsOf(from('office'), from('lab'))).toEqual([`lost anyone, without a token: ${office} -> no token from 192.0.2.128/25, 5`]);
});

test('a guarded route that may be called from elsewhere is said to be, with who gains that', () => {
  const from = (networks?: string): SynthOutput =>
    shop({ environment: OFFICE, list: { allow: [{ roles: ['Orders.Read'] }], ...(networks && { networks }) } as never });
  const needs = ['role Orders.Read from 192.0.2.128/25', 'role Orders.Read from 192.0.2.0/24 and 2001:db8::/32'] as const;

  expect(needsOf(from('lab'), from('office'))).toEqual([`gained billing (application),partner (application): ${needs.join(' -> ')}, 4`]);
  expect(needsOf(from('office'), from('office'))).toEqual([]);
});

test('who gains a route altogether is not said to gain it from some addresses besides', () => {
  const at = (route: object): SynthOutput => shop({ environment: OFFICE, list: route as never });
  const rows = needsOf(at({ allow: [{ roles: ['Orders.Read'] }], networks: 'lab' }), at({ allow: [{ roles: ['Orders.Write'] }] }));

  expect(rows).toEqual([
    'gained partner (application): role Orders.Read from 192.0.2.128/25 -> role Orders.Write from anywhere, 4',
    'gained robot (application): role Orders.Read -> role Orders.Write, 4',
    'lost billing (application): role Orders.Read -> role Orders.Write, 5',
  ]);
});
