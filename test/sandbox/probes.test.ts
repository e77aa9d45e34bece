import fc from 'fast-check';
import { compareAll, probeAll, type Probe } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { prod } from '../../stacks/environments/prod';
import { organisation as sample } from '../../stacks/organisation';
import { Floors } from '../support/floors';
import { build, organisation } from '../support/generate';
import { GATEWAY, guid } from '../support/organisation';
import { edited, shop, valueIn, type ShopChanges } from '../support/review-shop';
import { deploymentIn, synthesizedDeployment, within } from '../support/sandbox';

const SEED = Number(process.env['SEED'] ?? 20261126);

const wrongIn = (probes: readonly Probe[]): readonly Probe[] => probes.filter(({ disagreements }) => disagreements.length > 0);

test.each([
  ['dev', dev],
  ['prod', prod],
])('whatever else is tried of the sample organisation comes out as predicted: %s', async (_name, environment) => {
  const probes = await within(synthesizedDeployment(sample, environment), (sandbox) => probeAll(sandbox));
  const kinds = new Floors();
  for (const { kind } of probes) kinds.count(kind);

  expect(wrongIn(probes)).toEqual([]);
  kinds.assertAtLeast(['token', 'request'], 400);
  kinds.assertAtLeast(['claims', 'open set'], 80);
  kinds.assertAtLeast(['message'], 50);
  kinds.assertAtLeast(['sign-in'], 15);
  kinds.assertAtLeast(['upstream'], 4);
});

test(`so it does of generated organisations (seed ${String(SEED)})`, async () => {
  const kinds = new Floors();
  for (const [index, generated] of fc.sample(organisation, { seed: SEED, numRuns: 40 }).entries()) {
    const { model, environment } = build(generated);
    const probes = await within(synthesizedDeployment(model, environment), (sandbox) => probeAll(sandbox));

    expect({ index, wrong: wrongIn(probes) }).toEqual({ index, wrong: [] });
    for (const { kind } of probes) kinds.count(kind);
  }
  kinds.assertAtLeast(['token', 'claims', 'request', 'open set'], 1_000);
  kinds.assertAtLeast(['message', 'sign-in'], 100);
}, 300_000);

test.each<[string, ShopChanges, RegExp]>([
  [
    'an open API',
    { open: true, list: { allow: [{ roles: ['Orders.Read'] }, { scopes: ['Orders.Use'] }] } },
    /a client of the tenant \(a token\)/,
  ],
  ['an API of other tenants', { tenants: ['home', 'reseller'] }, /a client of the tenant reseller \(a token\)/],
  ['people who consent themselves', { browse: 'users' }, /a client that a person consents to \(a token\)/],
])('callers whom nobody named come with tokens where they may: %s', async (_name, changes, called) => {
  const tenants = { reseller: guid(6), stranger: guid(66) };
  const probes = await within(deploymentIn(shop({ ...changes, environment: { tenants } })), (sandbox) => probeAll(sandbox));

  expect(wrongIn(probes)).toEqual([]);
  expect(probes.filter(({ kind, tried }) => kind === 'open set' && called.test(tried)).length).toBeGreaterThan(2);
});

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

test('a definition of several methods, hosts and values agrees, and each of them is tried', async () => {
  const probes = await within(deploymentIn(several), (sandbox) => probeAll(sandbox));
  const tried = probes.filter(({ kind }) => kind === 'request').map((one) => one.tried);

  expect(wrongIn(probes)).toEqual([]);
  for (const one of ['PUT apps.example.com/orders, by PUT', 'at robots.example.com', 'with x-version: 3']) {
    expect(tried.filter((text) => text.includes(one)).length).toBeGreaterThan(0);
  }
});

test('a host that the gateway does not have gets as far as its router', async () => {
  await within(deploymentIn(shop()), async (sandbox) => {
    expect(await sandbox.call({ host: 'nobody.example.com', path: '/orders' })).toMatchObject({ status: 404, observed: { ended: {} } });
  });
});
