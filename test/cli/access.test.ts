import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineExternalClient,
  defineRoutes,
  grant,
  renderGateway,
  writeAccess,
  type Api,
} from '../../lib';
import { run } from '../../lib/cli/main';

const folder = mkdtempSync(join(tmpdir(), 'kong-entra-access-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function cli(...args: readonly string[]): { readonly code: number; readonly out: string; readonly talk: string } {
  let [out, talk] = ['', ''];
  const code = run(args, { out: (text) => (out += text), talk: (text) => (talk += text), environment: {} });
  return { code, out, talk };
}

const environment = (name: string, tag: string): ReturnType<typeof defineEnvironment> =>
  defineEnvironment({
    name: 'dev',
    protected: false,
    tenantId: '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11',
    deployers: ['5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01'],
    hosts: { public: 'api.example.com' },
    upstreams: { [name]: `https://${name}.internal` },
    externalClients:
      name === 'orders'
        ? { picker: { clientId: '11111111-2222-4333-8444-555555555555', objectId: '11111111-2222-4333-8444-666666666666' } }
        : {},
    gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: [tag] },
  });
const api = (name: string): Api<'Read'> =>
  defineApi({ name, team: 'sales', roles: { Read: { for: 'applications', description: 'Read' } } });
const [orders, stock] = [api('orders'), api('stock')];
const routes = (of: Api<'Read'>): ReturnType<typeof defineRoutes> =>
  defineRoutes(of, { host: 'public', allow: [{ roles: ['Read'] }] }, { read: { methods: ['GET'], path: `/${of.name}/{id}` } });
const picker = defineClient({ name: 'picker', kind: 'daemon', team: 'logistics' });
const outside = defineExternalClient({ name: 'picker' });

const sales = file(
  'sales.json',
  writeAccess(
    defineAccess({
      apis: [orders],
      externalClients: [outside],
      grants: [grant(outside, orders, { roles: ['Read'] })],
      routes: routes(orders),
    }),
    environment('orders', 'sales'),
  ),
);
const logistics = file(
  'logistics.json',
  writeAccess(
    defineAccess({ apis: [stock], clients: [picker], grants: [grant(picker, stock, { roles: ['Read'] })], routes: routes(stock) }),
    environment('stock', 'logistics'),
  ),
);
const dump = (route: object): string =>
  JSON.stringify({
    _format_version: '3.0',
    services: [{ name: 'legacy', url: 'http://legacy.internal', routes: [{ name: 'legacy.all', ...route }] }],
  });

test('the table is of all deployments that are named', () => {
  expect(cli('access', '--access', sales, '--access', logistics)).toEqual({
    code: 0,
    out: [
      'ROUTE        CALLER  AS           WHO  BY',
      'orders.read  picker  application  -    role Read',
      'stock.read   picker  application  -    role Read',
      '',
    ].join('\n'),
    talk: '',
  });
});

test('what else is on the gateway takes part, and what a dump has of the deployments themselves does not', () => {
  const taking = { hosts: ['api.example.com'], paths: ['~/orders/.*'], regex_priority: 900, methods: ['GET'] };
  const callers = (path: string): unknown =>
    (
      JSON.parse(cli('access', '--access', sales, '--access', logistics, '--foreign', path, '--format', 'json').out) as {
        entries: { caller: string }[];
      }
    ).entries.map(({ caller }) => caller);

  expect(callers(file('taking.json', dump(taking)))).toEqual(['anonymous', 'picker']);
  expect(callers(file('own.json', dump({ ...taking, tags: ['logistics'] })))).toEqual(['picker', 'picker']);
});

test('conflicts between deployments, and a dump Kong would refuse, are told with their places', () => {
  const conflict = cli(
    'access',
    '--access',
    sales,
    '--access',
    file('again.json', writeAccess(defineAccess({ apis: [orders], routes: routes(orders) }), environment('orders', 'sales'))),
  );
  const broken = cli(
    'access',
    '--access',
    sales,
    '--foreign',
    file('broken.yaml', '_format_version: "3.0"\nservices:\n- name: a\n  hots: b\n'),
  );

  expect([conflict.code, conflict.out]).toEqual([2, '']);
  expect(conflict.talk).toMatch(
    /merge orders: is registered by .*sales\.json and by .*again\.json\n {2}fix: .* \[MERGE_REGISTERED_TWICE\]/,
  );
  expect([broken.code, broken.out]).toEqual([2, '']);
  expect(broken.talk).toMatch(/broken\.yaml services\[0\]\.hots: .*\n {2}fix: .* \[KONG_FILE_REFUSED\]/);
});

test('shadows of a Kong file are listed with an example, and nothing is said of one without', () => {
  const bad = file(
    'bad.yaml',
    '_format_version: "3.0"\nservices:\n- name: a\n  host: b\n  routes:\n  - {name: any, paths: ["~/[a-z]+"]}\n  - {name: secret, paths: ["/secret/"]}\n',
  );
  const good = file(
    'good.yaml',
    '_format_version: "3.0"\nservices:\n- name: a\n  host: b\n  routes:\n  - {name: any, paths: ["/"]}\n  - {name: secret, paths: ["/secret/"]}\n',
  );

  expect(cli('shadows', '--config', bad)).toEqual({
    code: 1,
    out:
      'route "any" takes requests of route "secret"; for example GET https://other.invalid/secret/\n' +
      'route "secret" never gets a request: others take all that it matches; for example GET https://other.invalid/secret/\n',
    talk: '',
  });
  expect(JSON.parse(cli('shadows', '--config', bad, '--format', 'json').out)).toEqual({
    formatVersion: 1,
    shadows: [
      { kind: 'takes', route: 'secret', by: 'any', request: 'GET https://other.invalid/secret/' },
      { kind: 'never-matches', route: 'secret', by: 'any', request: 'GET https://other.invalid/secret/' },
    ],
  });
  expect(cli('shadows', '--config', good)).toEqual({ code: 0, out: 'no route stands in the way of another\n', talk: '' });
});

test('shadows of deployments are those beside what else is on the gateway', () => {
  const grab = file('grab.json', dump({ hosts: ['api.example.com'], paths: ['~/orders/1$'], regex_priority: 900, methods: ['GET'] }));

  expect(cli('shadows', '--access', sales)).toMatchObject({ code: 0 });
  expect(cli('shadows', '--access', sales, '--foreign', grab)).toMatchObject({
    code: 1,
    out: 'route "legacy.all" takes requests of route "orders.read"; for example GET https://api.example.com/orders/1\n',
  });
});

test('what is missing from the command line is said', () => {
  expect(cli('access')).toMatchObject({ code: 2, out: '', talk: expect.stringContaining('needs --access') as string });
  expect(cli('shadows')).toMatchObject({ code: 2, out: '', talk: expect.stringContaining('needs one of --access and --config') as string });
  expect(cli('shadows', '--access', sales, '--config', sales)).toMatchObject({ code: 2, out: '' });
  expect(cli('shadows', '--config', sales, '--foreign', sales)).toMatchObject({
    code: 2,
    out: '',
    talk: expect.stringContaining('--foreign') as string,
  });
});

test('explain and replay see what else is on the gateway of a template and of a definition', () => {
  const grab = file('grab-all.json', dump({ hosts: ['api.example.com'], paths: ['~/orders/1$'], regex_priority: 900, methods: ['GET'] }));
  const ids = file('ids.json', JSON.stringify({ orders: '11111111-2222-4333-8444-777777777777' }));
  const record = { request: { method: 'GET', url: 'https://api.example.com/orders/1' }, claims: null, route: 'orders.read', status: 401 };
  const template = file(
    'gateway.json',
    JSON.stringify(renderGateway(defineAccess({ apis: [orders], routes: routes(orders) }), environment('orders', 'sales'))),
  );
  const explained = (...more: readonly string[]): string =>
    cli('explain', '--template', template, '--client-ids', ids, '--no-token', '--request', 'GET https://api.example.com/orders/1', ...more)
      .out;
  let rest = Buffer.from(`${JSON.stringify(record)}\n`);
  const input = (buffer: Uint8Array): number => {
    const read = rest.copy(buffer);
    rest = rest.subarray(read);
    return read;
  };
  let out = '';
  const io = { out: (text: string) => void (out += text), talk: () => undefined, environment: {}, input };

  expect(explained()).toContain('by route orders.read');
  expect(explained('--foreign', grab)).toContain('by route legacy.all');
  expect(run(['replay', '--access', sales, '--client-ids', ids, '--foreign', grab], io)).toBe(1);
  expect(out).toContain('legacy.all');
  expect(cli('explain', '--config', grab, '--foreign', grab, '--no-token', '--request', 'GET https://a.com/')).toMatchObject({ code: 2 });
});
