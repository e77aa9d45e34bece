import fc from 'fast-check';
import { probeAll, type Probe } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { prod } from '../../stacks/environments/prod';
import { organisation as sample } from '../../stacks/organisation';
import { Floors } from '../support/floors';
import { build, organisation } from '../support/generate';
import { GATEWAY, guid } from '../support/organisation';
import { edited, shop, type ShopChanges } from '../support/review-shop';
import { deploymentIn, partlyPlain, synthesizedDeployment, within } from '../support/sandbox';

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

test('where the proxies that are trusted hold the addresses that are usual in examples, others call from elsewhere', async () => {
  const trustedProxies = ['203.0.113.0/24', '198.51.100.0/24'];
  const environment = { ...prod, gateway: { ...prod.gateway, trustedProxies } };

  expect(wrongIn(await within(synthesizedDeployment(sample, environment), (sandbox) => probeAll(sandbox)))).toEqual([]);
});

test('of many trusted proxies each is tried, and one that the gateway does not trust is found', async () => {
  const trustedProxies = ['192.0.2.0/28', '198.51.100.0/24', '203.0.113.0/24'];
  const output = shop({ environment: { gateway: { ...GATEWAY, trustedProxies } } });
  const without = edited(output, 'gateway.json', ['kongConf', 'trusted_ips'], '192.0.2.0/28,198.51.100.0/24');
  const proxied = ({ tried }: Probe): boolean => tried.includes('203.0.113.0');
  const [kept, lost] = [
    await within(deploymentIn(output), (sandbox) => probeAll(sandbox)),
    await within(deploymentIn(without), (sandbox) => probeAll(sandbox)),
  ];

  expect([wrongIn(kept), kept.filter(proxied).length]).toEqual([[], 2]);
  expect(wrongIn(lost).filter(proxied)).toHaveLength(2);
});

test(`so it does of generated organisations (seed ${String(SEED)})`, async () => {
  const kinds = new Floors();
  for (const [index, generated] of fc.sample(organisation, { seed: SEED, numRuns: 40 }).entries()) {
    const { model, environment } = build(generated);
    const probes = await within(synthesizedDeployment(model, partlyPlain(model, environment, index)), (sandbox) => probeAll(sandbox));

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
