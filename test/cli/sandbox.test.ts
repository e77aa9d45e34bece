import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { setTimeout } from 'node:timers/promises';
import { scripts as SCRIPTS } from '../../package.json';
import { type SynthOutput } from '../../lib/review';
import { testWith } from '../support/required';
import { edited, shop, valueIn } from '../support/review-shop';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-cli-'));
const AUTHORITY = join(folder, 'authority.pem');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function written(name: string, { stacks }: SynthOutput): string {
  for (const { name: stack, files } of stacks) {
    const path = join(folder, name, 'stacks', stack);
    mkdirSync(path, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  }
  return join(folder, name);
}

/** Whether a process runs; one that has ended may stay in the list until whoever took it over has noticed. */
function isRunning(pid: string): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function cli(...args: readonly string[]): Promise<Ran> {
  return cliIn(process.env, ...args);
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

function cliIn(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', join(__dirname, '../../lib/cli/main.ts'), 'sandbox', ...args],
      { env },
      (_error, out, talk) => {
        resolve({ code: child.exitCode ?? -1, out, talk });
      },
    );
  });
}

test('every route is called as every caller, and all is as predicted', async () => {
  const { code, out, talk } = await cli('check', '--synth', written('base', shop()));

  expect([code, out]).toEqual([0, expect.stringContaining('56 calls of 7 callers: 5 reached an upstream, all as predicted')]);
  expect(out).toMatch(/^embedded gateway, not Kong: shop-test\n/);
  expect(out).toMatch(/1\. \S+ asks Entra for a token of orders.*2\. .*3\. .*4\. .*5\. /s);
  expect(talk).toContain('56 of 56 calls');
  // Whoever holds a token may call: none is shown.
  expect(`${out}${talk}`).not.toMatch(/eyJ[\w-]+\.eyJ/);
});

test('what is not made is named in one line, whatever it is called', async () => {
  const hostile = ['resource', 'azurerm_key_vault_secret', 'a\n::error::b\u001b[31m'];
  const { code, talk } = await cli('check', '--synth', written('elsewhere', edited(shop(), 'cdk.tf.json', hostile, { name: 'x' })));

  expect(code).toBe(0);
  expect(talk).toContain('not made here, as they are no part of Entra: shop-test azurerm_key_vault_secret.a\\u000a::error::b\\u001b[31m\n');
});

test('a gateway that lets in others than the definition says is found out', async () => {
  const roles = ['apis', 'orders', 'service', 'routes', 'orders.list.applications', 'plugins', 'openid-connect', 'roles_required'];
  const { code, out } = await cli('check', '--synth', written('open', edited(shop(), 'gateway.json', roles, ['Orders.Write'])));

  expect(code).toBe(1);
  expect(out).toContain('disagrees: billing: GET apps.example.com/orders: matrix: lets in, but the upstream was not reached');
});

test('what disagrees is told with what it hangs on, the same together, and the last line is the verdict', async () => {
  const issuer = ['pluginDefaults', 'openid-connect', 'issuer'];
  const elsewhere = 'https://evil.example/.well-known/openid-configuration';
  const { code, out } = await cli('check', '--synth', written('issuer', edited(shop(), 'gateway.json', issuer, elsewhere)));

  expect(code).toBe(1);
  expect(out).toMatch(/^disagrees: .*; and \d+ more: .*because of openid-connect, keys: .*evil\.example/m);
  expect(out).toMatch(
    /3\. .*\n(?: {5}ok .*\n)* {5}FAIL openid-connect, keys: .*evil\.example.*\n4\. .* {5}so the call ends here: 500\n5\. /s,
  );
  expect(out).toMatch(/\ndisagrees: \d+ of 56 calls and \d+ of \d+ further tries did not come out as predicted\n$/);
});

test('where Entra gives no token that was predicted, that is what is traced', async () => {
  const output = shop();
  const [name = ''] = Object.keys(valueIn(output, 'cdk.tf.json', ['resource', 'azuread_app_role_assignment']) as object);
  const without = edited(output, 'cdk.tf.json', ['resource', 'azuread_app_role_assignment', name], undefined);
  const { code, out } = await cli('check', '--synth', written('ungranted', without));

  expect([code, out]).toEqual([
    1,
    expect.stringMatching(
      /^1\. \S+ asks Entra for a token of orders, and is refused, so it calls without:\n {5}FAIL AADSTS501051\n2\. .*so the call ends here: 401/ms,
    ),
  ]);
});

test('the call that is traced is one that was compared, headers and all', async () => {
  const headers = { 'x-version': ['2'] };
  const list = { headers, allow: [{ roles: ['Orders.Read'] }] };
  const { code, out } = await cli('check', '--synth', written('headers', shop({ list: list as never })));

  expect([code, out]).toEqual([0, expect.stringMatching(/\nagrees: 56 calls and \d+ further tries came out as predicted\n$/)]);
  expect(out).toMatch(/2\. \S+ sends it from 192\.0\.2\.1: GET https:\/\/apps\.example\.com\/orders\n {5}x-version: 2\n/);
  expect(out).toMatch(/4\. .*\n {5}ok {3}router, route: .*\n(?: {5}ok .*\n)+ {5}so the call goes through: 200\n5\. /);
  expect(out).toMatch(/expiry: found \d{10} \(20\d\d-\d\d-\d\dT[\d:]{8}Z\)/);
  expect(out).toMatch(/ {5}metrics: kong_http_requests_total\{.*route="orders\.list\.applications",code="200"/);
});

test('where only people get in, a call for one of them is traced', async () => {
  const changes = { list: { allow: [{ scopes: ['Orders.Browse'] }] }, write: { allow: [] } };
  const { code, out } = await cli('check', '--synth', written('people', shop(changes as never)));

  expect(code).toBe(0);
  expect(out).toMatch(/1\. portal for somebody in staff asks Entra for a token of orders.*so the call goes through: 200/s);
});

test('where nobody gets in, there is no call to trace', async () => {
  const closed = { allow: [] };
  const changes = {
    list: closed,
    write: closed,
    routes: { browse: { methods: ['GET'], path: '/browse', ...closed }, approve: { methods: ['PUT'], path: '/x', ...closed } },
  };
  const { code, out } = await cli('check', '--synth', written('closed', shop(changes as never)));

  expect([code, out]).toEqual([0, expect.stringContaining('\nno call to trace: nobody gets in by a token\n\nagrees: ')]);
});

test('without terraform, what asks for it is refused [SANDBOX_TERRAFORM]', async () => {
  const { code, talk } = await cliIn({ PATH: folder }, 'check', '--terraform', '--synth', written('without', shop()));

  expect([code, talk]).toEqual([
    2,
    expect.stringMatching(/^shop-test: terraform is not on the PATH\n {2}fix: install Terraform, .* \[SANDBOX_TERRAFORM\]\n$/m),
  ]);
});

test.each([
  ['SIGINT', 130, [], 1],
  ['SIGTERM', 143, ['check'], 1],
  ['SIGHUP', 129, [], 1],
  ['SIGINT', 130, [], 2],
] as const)(
  '%s while terraform applies takes back what it started, sent once or again',
  async (signal, code, words, times) => {
    const [programs, temporary] = [mkdtempSync(join(folder, 'bin-')), mkdtempSync(join(folder, 'tmp-'))];
    const started = join(programs, 'started');
    // It starts something of its own, as terraform starts its provider, and neither of them ends by itself.
    writeFileSync(join(programs, 'terraform'), `#!/bin/sh\ntrap '' TERM INT\n/bin/sleep 600 &\necho $$ $! > '${started}'\nwait\nwait\n`, {
      mode: 0o755,
    });
    const args = ['--import', require.resolve('tsx'), join(__dirname, '../../lib/cli/main.ts'), 'sandbox', ...words, '--terraform'];
    const child = spawn(process.execPath, [...args, '--synth', written('interrupted', shop())], {
      env: { PATH: programs, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let out = '';
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    const ended = new Promise((resolve) => child.on('exit', resolve));
    while (!existsSync(started) || !readFileSync(started, 'utf8').endsWith('\n')) await setTimeout(20);
    const before = readdirSync(temporary).filter((name) => name.startsWith('kong-entra-sandbox-'));
    for (let sent = 0; sent < times; sent++) {
      child.kill(signal);
      await setTimeout(200);
    }

    expect(before).toHaveLength(1);
    expect([await ended, out]).toEqual([code, '']);
    expect(readdirSync(temporary).filter((name) => name.startsWith('kong-entra-sandbox-'))).toEqual([]);
    expect(readFileSync(started, 'utf8').trim().split(' ').filter(isRunning)).toEqual([]);
  },
  30_000,
);

testWith('full-device', existsSync('/dev/full'))('where what it starts cannot be told, it ends', async () => {
  const full = openSync('/dev/full', 'w');
  const program = ['--import', require.resolve('tsx'), join(__dirname, '../../lib/cli/main.ts'), 'sandbox'];
  const child = spawn(process.execPath, [...program, '--synth', written('full', shop())], {
    stdio: ['ignore', full, 'pipe'],
  });
  let talk = '';
  child.stderr?.on('data', (chunk) => (talk += String(chunk)));
  const ended = await once(child, 'close');
  closeSync(full);

  expect([ended, talk]).toEqual([[2, null], expect.stringMatching(/ENOSPC|no space/)]);
});

test('what cannot be served is refused with what and how', async () => {
  const missing = await cli('check', '--synth', join(folder, 'nowhere'));
  const file = await cli('check', '--synth', join(__dirname, 'sandbox.test.ts'));
  const plugin = ['apis', 'orders', 'service', 'plugins', 'bot-detection'];
  const unenforced = await cli('check', '--synth', written('bots', edited(shop(), 'gateway.json', plugin, {})));

  expect([missing.code, missing.talk]).toEqual([
    2,
    expect.stringContaining('holds no synthesized stack with access.json and gateway.json beside it'),
  ]);
  expect([file.code, file.talk]).toEqual([2, expect.stringContaining('sandbox.test.ts: holds no synthesized stack')]);
  expect([unenforced.code, unenforced.talk]).toEqual([
    2,
    expect.stringMatching(
      /plugin bot-detection of service orders: is a plugin that the embedded gateway does not enforce\n {2}fix: take one of/,
    ),
  ]);
});

test('calls can go to a server of the user’s own on this machine, and to no other', async () => {
  const synth = written('own', shop());
  const elsewhere = await cli('--synth', synth, '--upstream', 'orders=https://orders.example.com', '--upstream', 'nobody=http://localhost');
  const check = await cli('check', '--synth', synth, '--upstream', 'orders=http://localhost');

  expect([elsewhere.code, elsewhere.talk]).toEqual([
    2,
    expect.stringMatching(/"orders": is .* not of this machine.*"nobody": is no API .*\n {2}fix: take one of orders, orders\.internal/s),
  ]);
  // Each route is called as each caller: what that would do to a real server is nobody's wish.
  expect([check.code, check.talk]).toEqual([2, expect.stringContaining('has no flag --upstream')]);
});

test.each([
  [
    'kong-entra sandbox',
    'shop-test',
    () => [join(__dirname, '../../lib/cli/main.ts'), 'sandbox', '--synth', written('runs', shop()), '--authority', AUTHORITY],
  ],
  ['npm run console', 'trading-dev', () => [join(__dirname, '../../', SCRIPTS.console.replace(/^tsx /, ''))]],
])(
  '%s runs with a console until it is interrupted, and tells where, with the secret where no server is told it',
  async (_what, stack, args) => {
    const child = spawn(process.execPath, ['--import', require.resolve('tsx'), ...args()], { cwd: folder });
    let [out, talk] = ['', ''];
    child.stderr.on('data', (chunk) => (talk += String(chunk)));
    await new Promise<void>((resolve, reject) => {
      child.on('exit', () => {
        reject(new Error(talk));
      });
      child.stdout.on('data', (chunk) => {
        out += String(chunk);
        if (out.endsWith('}\n')) resolve();
      });
    });
    const told = JSON.parse(out) as Readonly<Record<string, string>>;
    if (args().includes(AUTHORITY)) {
      const { port } = new URL(told['gateway'] ?? '');
      const socket = connect({ host: '127.0.0.1', port: Number(port), servername: 'api.example.com', ca: readFileSync(AUTHORITY) });
      await once(socket, 'secureConnect');
      socket.destroy();

      expect([socket.authorized, readFileSync(AUTHORITY, 'utf8')]).toEqual([true, expect.not.stringContaining('PRIVATE')]);
    }
    const { origin, hash, search } = new URL(told['console'] ?? '');
    const headers = { authorization: `Bearer ${hash.slice(1)}`, 'content-type': 'application/json' };
    const answer = await fetch(`${origin}/api/overview`, { method: 'POST', headers, body: '{}' });
    const overview = (await answer.json()) as { readonly deployment: string; readonly urls: object };
    const ended = new Promise((resolve) => child.removeAllListeners('exit').on('exit', resolve));
    child.kill('SIGINT');

    expect([hash.length, search, overview.deployment]).toEqual([44, '', stack]);
    expect(Object.keys(told)).toEqual(['stack', 'console', 'entra', 'gateway', 'gatewayWithoutTls', 'metrics']);
    expect({ stack: told['stack'], console: told['console'], ...overview.urls }).toEqual(told);
    expect(await ended).toBe(0);
    expect(talk).not.toContain(hash.slice(1));
  },
);
