import { type SandboxCall } from '../../lib/sandbox';
import { HeaderList } from '../../lib/sandbox/gateway/header-list';
import { TrustedProxies } from '../../lib/sandbox/gateway/trusted-proxies';
import { prod } from '../../stacks/environments/prod';
import { organisation } from '../../stacks/organisation';
import { edited, shop } from '../support/review-shop';
import { deploymentIn, synthesizedDeployment, within } from '../support/sandbox';

const CONF = { trusted_ips: '10.0.0.0/8,2001:db8::/32', real_ip_header: 'X-Forwarded-For', real_ip_recursive: 'on' };

test.each<readonly [what: string, peer: string, said: readonly string[], clientIp: string]>([
  ['nobody is asked where the connection is of no proxy', '198.51.100.1', ['10.0.0.1'], '198.51.100.1'],
  ['a proxy that says nothing is the caller', '10.0.0.1', [], '10.0.0.1'],
  ['a proxy names the caller', '10.0.0.1', ['198.51.100.1'], '198.51.100.1'],
  ['what stands before the last that is no proxy is said by the caller', '10.0.0.1', ['192.0.2.1, 198.51.100.1'], '198.51.100.1'],
  ['proxies stand behind one another', '10.0.0.1', ['192.0.2.1, 198.51.100.1, 10.2.3.4,10.9.9.9'], '198.51.100.1'],
  ['repeats are read as one', '10.0.0.1', ['192.0.2.1, 198.51.100.1', '10.2.3.4'], '198.51.100.1'],
  ['where all are proxies it is the first of them', '10.0.0.1', ['10.1.1.1, 10.2.2.2'], '10.1.1.1'],
  ['what is no address ends the list', '10.0.0.1', ['198.51.100.1, unknown, 10.2.2.2'], '10.2.2.2'],
  ['a port is not of the address', '10.0.0.1', ['198.51.100.1:4711'], '198.51.100.1'],
  ['nor is it of IPv6', '2001:db8::1', ['[2001:ffff::9]:443'], '2001:ffff::9'],
  ['nor is a port beyond all ports', '10.0.0.1', ['198.51.100.1:99999'], '10.0.0.1'],
  ['nor is IPv4 in brackets', '10.0.0.1', ['[198.51.100.1]:443'], '10.0.0.1'],
  ['nor is a zone', '10.0.0.1', ['fe80::1%eth0'], '10.0.0.1'],
  ['nor is IPv4 within IPv6', '10.0.0.1', ['::ffff:198.51.100.1'], '10.0.0.1'],
  ['IPv6 needs no brackets', '10.0.0.1', ['2001:ffff::9'], '2001:ffff::9'],
])('%s', (_what, peer, said, clientIp) => {
  const received = HeaderList.of(said.map((value) => ['X-Forwarded-For', value]));

  expect(new TrustedProxies(CONF, 'kong.json').originOf(peer, received).clientIp).toBe(clientIp);
});

test('without real_ip_recursive the last counts, and without real_ip_header it is X-Real-IP', () => {
  const received = HeaderList.of([
    ['X-Forwarded-For', '192.0.2.1, 10.2.2.2'],
    ['x-real-ip', '192.0.2.7'],
  ]);
  const { trusted_ips, real_ip_header } = CONF;

  expect(new TrustedProxies({ trusted_ips, real_ip_header }, 'kong.json').originOf('10.0.0.1', received).clientIp).toBe('10.2.2.2');
  expect(new TrustedProxies({ trusted_ips }, 'kong.json').originOf('10.0.0.1', received).clientIp).toBe('192.0.2.7');
});

test.each([
  ['trusted_ips', 'proxies.example.com'],
  ['real_ip_header', 'proxy protocol'],
  ['real_ip_recursive', 'yes'],
  ['untrusted_lua', 'on'],
])('a setting that is not enforced is refused, naming it: %s [SANDBOX_GATEWAY]', async (name, value) => {
  const deployment = deploymentIn(edited(shop(), 'gateway.json', ['kongConf', name], value));

  await expect(within(deployment, () => Promise.resolve())).rejects.toThrow(`kongConf.${name}`);
});

const CALL: SandboxCall = { host: 'api.contoso.example', path: '/orders/health', headers: [] };
const PROXY = '203.0.113.3';

test('what a proxy tells of the caller counts for limits, log and upstream; what anybody else tells does not', async () => {
  await within(synthesizedDeployment(organisation, prod), async (sandbox) => {
    const through = (from: string, ...headers: (readonly [string, string])[]): ReturnType<typeof sandbox.call> =>
      sandbox.call({ ...CALL, from, headers });
    const [first, second, other] = [
      await through(PROXY, ['X-Forwarded-For', '192.0.2.1'], ['X-Forwarded-Host', 'shop.example'], ['X-Forwarded-Port', '8443']),
      await through('203.0.113.4', ['X-Forwarded-For', '192.0.2.1']),
      await through('198.51.100.1', ['X-Forwarded-For', '192.0.2.1'], ['X-Forwarded-Host', 'shop.example'], ['X-Forwarded-Port', '8443']),
    ];
    const left = [first, second, other].map(({ headers }) => Number(headers['x-ratelimit-remaining-minute']));
    const upstream = [first, other].map(({ body }) => (JSON.parse(body) as { readonly headers: Record<string, string> }).headers);

    expect([first.status, left[1], left[2]]).toEqual([200, (left[0] ?? 0) - 1, left[0]]);
    expect([first, second, other].map(({ observed }) => observed?.clientIp)).toEqual(['192.0.2.1', '192.0.2.1', '198.51.100.1']);
    expect(sandbox.gateway.log.all().map(({ record }) => record['client_ip'])).toEqual(['192.0.2.1', '192.0.2.1', '198.51.100.1']);
    expect(upstream).toMatchObject([
      {
        'x-real-ip': '192.0.2.1',
        'x-forwarded-for': `192.0.2.1, ${PROXY}`,
        'x-forwarded-host': 'shop.example',
        'x-forwarded-port': '8443',
      },
      {
        'x-real-ip': '198.51.100.1',
        'x-forwarded-for': '192.0.2.1, 198.51.100.1',
        'x-forwarded-host': CALL.host,
        'x-forwarded-port': '443',
      },
    ]);
  });
});

test('by the scheme that a proxy tells it is decided whether HTTPS is asked for; by that of anybody else it is not', async () => {
  await within(synthesizedDeployment(organisation, prod), async (sandbox) => {
    const status = async (from: string, scheme: 'http' | 'https', ...told: readonly string[]): Promise<number> => {
      const headers = told.map((one) => ['X-Forwarded-Proto', one] as const);
      return (await sandbox.call({ ...CALL, from, scheme, headers })).status;
    };

    expect(await status(PROXY, 'http', 'https')).toBe(200);
    expect(await status(PROXY, 'http')).toBe(426);
    expect(await status(PROXY, 'https', 'http')).toBe(426);
    expect(await status(PROXY, 'http', 'HTTPS')).toBe(426);
    expect(await status(PROXY, 'http', 'https', 'http')).toBe(426);
    expect(await status('198.51.100.1', 'http', 'https')).toBe(426);
    expect(await status('198.51.100.1', 'https', 'http')).toBe(200);
  });
});

test('an upstream hears the port of the gateway, and not the one that a caller writes beside the host', async () => {
  await within(synthesizedDeployment(organisation, prod), async (sandbox) => {
    const { status, body } = await sandbox.call({ ...CALL, host: `${CALL.host}:8443` });
    const { headers } = JSON.parse(body) as { readonly headers: Record<string, string> };

    expect([status, headers['x-forwarded-host'], headers['x-forwarded-port']]).toEqual([200, CALL.host, '443']);
  });
});
