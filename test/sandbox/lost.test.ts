import { compareAll, probeAll } from '../../lib/sandbox';
import { GATEWAY } from '../support/organisation';
import { edited, shop, valueIn } from '../support/review-shop';
import { deploymentIn, within } from '../support/sandbox';

/** A route of several methods, hosts and values of a header: what a file may lose in part. */
const several = shop({
  list: { methods: ['GET', 'PATCH', 'PUT'], headers: { 'x-version': ['2', '3'] }, allow: [{ roles: ['Orders.Read'] }] } as never,
  environment: {
    hosts: { public: ['api.example.com', 'www.example.com'] },
    gateway: { ...GATEWAY, applicationCalls: { by: 'host', hosts: { public: ['apps.example.com', 'robots.example.com'] } } },
  },
});
const PLACE = ['apis', 'orders', 'service', 'routes', 'orders.list.applications'];
const kept = valueIn(several, 'gateway.json', PLACE, 'shop-test') as { readonly [field: string]: readonly string[] };

test.each([
  ...['methods', 'hosts'].flatMap((field) =>
    (kept[field] ?? []).map((value) => ({
      field,
      value,
      path: [...PLACE, field],
      rest: kept[field]?.filter((one) => one !== value),
    })),
  ),
  ...['2', '3'].map((value) => ({
    field: 'headers',
    value,
    path: [...PLACE, 'headers', 'x-version'],
    rest: ['2', '3'].filter((one) => one !== value),
  })),
  { field: 'hosts', value: 'all', path: [...PLACE, 'hosts'], rest: ['elsewhere.example.com'] },
  { field: 'methods', value: 'all but DELETE', path: [...PLACE, 'methods'], rest: ['DELETE'] },
])('what a file has lost is asked for all the same: $value of $field', async ({ path, rest }) => {
  const [calls, probes] = await within(deploymentIn(edited(several, 'gateway.json', path, rest)), async (sandbox) => [
    await compareAll(sandbox),
    await probeAll(sandbox),
  ]);

  expect([...calls, ...probes].filter(({ disagreements }) => disagreements.length > 0).length).toBeGreaterThan(0);
});

test('what every door of a route has lost is asked for all the same', async () => {
  const doors = ['orders.list', 'orders.list.applications'].map((door) => [
    'apis',
    'orders',
    ...(door === 'orders.list' ? [] : ['service']),
    'routes',
    door,
    'methods',
  ]);
  const lost = doors.reduce((output, path) => edited(output, 'gateway.json', path, ['GET', 'PUT']), several);
  const probes = await within(deploymentIn(lost), (sandbox) => probeAll(sandbox));

  expect(doors.map((path) => valueIn(lost, 'gateway.json', path, 'shop-test'))).toEqual([
    ['GET', 'PUT'],
    ['GET', 'PUT'],
  ]);
  expect(probes.filter(({ tried, disagreements }) => tried.includes('by PATCH') && disagreements.length > 0).length).toBeGreaterThan(0);
});

test('a definition of several methods, hosts and values agrees, and each of them is tried', async () => {
  const probes = await within(deploymentIn(several), (sandbox) => probeAll(sandbox));
  const tried = probes.filter(({ kind }) => kind === 'request').map((one) => one.tried);

  expect(probes.filter(({ disagreements }) => disagreements.length > 0)).toEqual([]);
  for (const one of ['PUT apps.example.com/orders, by PUT', 'at robots.example.com', 'with x-version: 3']) {
    expect(tried.filter((text) => text.includes(one)).length).toBeGreaterThan(0);
  }
});

test('a host that the gateway does not have gets as far as its router', async () => {
  await within(deploymentIn(shop()), async (sandbox) => {
    expect(await sandbox.call({ host: 'nobody.example.com', path: '/orders' })).toMatchObject({ status: 404, observed: { ended: {} } });
  });
});
