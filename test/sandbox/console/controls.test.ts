import { type SandboxConsole } from '../../../lib/sandbox';
import { ask, withConsole } from '../../support/console';
import { shop } from '../../support/review-shop';
import { deploymentIn } from '../../support/sandbox';

const deployment = deploymentIn(shop());
const LIST = { method: 'GET', scheme: 'https', host: 'apps.example.com', path: '/orders' };

async function token(opened: SandboxConsole, client = 'billing', more: object = {}): Promise<Record<string, never>> {
  return (await ask(opened, '/api/token', { client, api: 'orders', ...more })).content;
}

async function status(opened: SandboxConsole, handle: string | undefined, more: object = {}): Promise<unknown> {
  const { content } = await ask(opened, '/api/call', { ...LIST, ...(handle !== undefined && { token: handle }), ...more });
  return content['status'];
}

test('a token is got, used and shown on demand, and stands in no other answer', async () => {
  await withConsole(deployment, async (opened) => {
    const { handle, claims } = await token(opened);
    const called = await ask(opened, '/api/call', { ...LIST, token: handle });
    const shown = await ask(opened, '/api/token/show', { handle });

    expect(claims).toContainEqual(['roles', '["Orders.Read"]']);
    expect(called.content).toMatchObject({ status: 200, isLetIn: true });
    expect((called.content['steps'] as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual([
      'pass',
      'pass',
      'pass',
      'pass',
      'skipped',
    ]);
    expect(shown.content).toEqual({ token: expect.stringMatching(/^eyJ/) });
    for (const path of ['/api/overview', '/api/state', '/api/metrics']) {
      expect(JSON.stringify((await ask(opened, path)).content)).not.toMatch(/eyJ[\w-]+\.eyJ/);
    }
    // The upstream repeats its query.
    const { token: text } = shown.content;
    const repeated = await ask(opened, '/api/call', { ...LIST, token: handle, path: `/orders?copy=${String(text)}` });

    expect(JSON.stringify(called.content)).not.toMatch(/eyJ[\w-]+\.eyJ/);
    expect(repeated.content).toMatchObject({ isLetIn: true });
    expect(JSON.stringify(repeated.content)).not.toContain(text);
  });
});

test('of several roles that are needed one is not enough', async () => {
  await withConsole(deployment, async (opened) => {
    const [one, both] = [await token(opened), await token(opened, 'partner')];

    expect(await status(opened, one['handle'], { method: 'POST' })).toBe(403);
    expect(await status(opened, both['handle'], { method: 'POST' })).toBe(200);
  });
});

test('the log tells each call, and of denied ones who they claimed to be apart from what the gateway writes', async () => {
  await withConsole(deployment, async (opened) => {
    const { handle } = await token(opened);
    await status(opened, handle);
    await status(opened, handle, { tamper: 'signature' });
    await status(opened, undefined);
    const { calls, last } = (await ask(opened, '/api/log', { since: 0 })).content as { calls: Record<string, unknown>[]; last: number };

    expect(last).toBe(3);
    expect(calls.map(({ status: got, isLetIn, who, isProven }) => [got, isLetIn, who, isProven])).toEqual([
      [200, true, 'billing', true],
      [401, false, 'billing', false],
      [401, false, 'nobody known', false],
    ]);
    expect(calls[1]?.['reason']).toMatch(/^signature: /);
  });
});

test('a grant that is revoked is in the next token no more, the old one still works, and it can be given back', async () => {
  await withConsole(deployment, async (opened) => {
    const before = await token(opened);
    const state = (await ask(opened, '/api/state')).content as { grants: { id: string; holder: { key: string }; values: string[] }[] };
    const id = state.grants.find(({ holder }) => holder.key === 'billing')?.id;

    expect((await ask(opened, '/api/grants', { id, action: 'revoke' })).status).toBe(200);
    expect(await token(opened)).toMatchObject({ refused: { code: 'AADSTS501051' } });
    expect(await status(opened, before['handle'])).toBe(200);
    expect((await ask(opened, '/api/grants', { id, action: 'give back' })).status).toBe(200);
    expect(await token(opened)).toHaveProperty('handle');
  });
});

test('keys, clocks, secrets: each control does what it says', async () => {
  await withConsole(deployment, async (opened) => {
    const { handle } = await token(opened);
    expect(await status(opened, handle)).toBe(200);

    await ask(opened, '/api/clock', { advanceSeconds: 7_200 });
    expect(await status(opened, handle)).toBe(401);
    await ask(opened, '/api/clock', { advanceSeconds: -7_200 });
    expect(await status(opened, handle)).toBe(200);

    await ask(opened, '/api/keys', { action: 'replace all' });
    await ask(opened, '/api/keys', { action: 'forget at the gateway' });
    expect(await status(opened, handle)).toBe(401);
    expect(await status(opened, (await token(opened))['handle'])).toBe(200);

    const ahead = await token(opened, 'billing', { skewSeconds: 600 });
    expect(await status(opened, ahead['handle'])).toBe(401);

    await ask(opened, '/api/secrets', { client: 'billing', action: 'expire' });
    expect(await token(opened)).toMatchObject({ refused: { code: 'AADSTS7000222' } });
    await ask(opened, '/api/secrets', { client: 'billing', action: 'renew' });
    expect(await token(opened)).toHaveProperty('handle');
    expect((await ask(opened, '/api/limits')).status).toBe(200);
  });
});

test('each wrong input is refused with everything that is wrong, and nothing is done', async () => {
  await withConsole(deployment, async (opened) => {
    const wrong: readonly (readonly [string, unknown, number])[] = [
      ['/api/token', { client: 'nobody', api: 'orders2', skewSeconds: 1.5 }, 3],
      ['/api/token', { client: 'billing', api: 'orders', person: { groups: ['nobodies'] } }, 1],
      ['/api/call', { method: 'GET /', scheme: 'ftp', host: 'a b', path: 'orders', from: 'here' }, 5],
      ['/api/call', { ...LIST, headers: [['Content-Length', '5']] }, 1],
      ['/api/call', { ...LIST, headers: [['X', 'a\r\nY: b']] }, 1],
      ['/api/call', { ...LIST, token: 'unknown' }, 1],
      ['/api/keys', { action: 'remove' }, 1],
      ['/api/clock', {}, 1],
      ['/api/grants', { id: 'unknown', action: 'revoke' }, 1],
      ['/api/secrets', { client: 'orders?', action: 'expire' }, 1],
      ['/api/log', { since: -1 }, 1],
      ['/api/overview', [], 1],
    ];
    for (const [path, body, count] of wrong) {
      const { status: got, content } = await ask(opened, path, body);

      expect([path, got, (content['problems'] as unknown[]).length]).toEqual([path, 400, count]);
    }
  });
});
