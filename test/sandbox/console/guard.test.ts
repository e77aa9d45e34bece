import { shop } from '../../support/review-shop';
import { deploymentIn } from '../../support/sandbox';
import { sendTo, withConsole, type ConsoleRequest } from '../../support/console';

const deployment = deploymentIn(shop());
const REVOKE = { path: '/api/keys', body: '{"action":"replace all"}' };

/** Requests of somebody else, each of which would replace all keys if it were believed. */
const ATTACKS: Readonly<Record<string, readonly [number, ConsoleRequest]>> = {
  'without the secret': [401, { headers: { authorization: undefined } }],
  'with another secret': [401, { headers: { authorization: `Bearer ${'A'.repeat(43)}` } }],
  'with the secret in the query': [404, { path: '/api/keys?secret=x', headers: { authorization: undefined } }],
  'under another name of this machine': [421, { headers: { host: 'attacker.example' } }],
  'under a name that leads to this machine by its address': [421, { headers: { host: '127.0.0.1.nip.io' } }],
  'at another port': [421, { headers: { host: '127.0.0.1:1' } }],
  'of another page': [403, { headers: { origin: 'https://attacker.example' } }],
  'of a page without an origin': [403, { headers: { origin: 'null' } }],
  'of another port of this machine': [403, { headers: { origin: 'http://127.0.0.1:3000' } }],
  'of another site': [403, { headers: { origin: undefined, 'sec-fetch-site': 'cross-site' } }],
  'of the same site at another port': [403, { headers: { origin: undefined, 'sec-fetch-site': 'same-site' } }],
  'as a form': [415, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'action=replace+all' }],
  'as text': [415, { headers: { 'content-type': 'text/plain' } }],
  'without a type': [415, { headers: { 'content-type': undefined } }],
  'by GET': [405, { method: 'GET' }],
  'by PUT': [405, { method: 'PUT' }],
  'by OPTIONS, as a browser asks before': [405, { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }],
  'with more than is read': [413, { body: JSON.stringify({ action: 'replace all', more: 'x'.repeat(70_000) }) }],
  'that is no JSON': [400, { body: 'action' }],
  'with a field that nobody asked for': [400, { body: '{"action":"replace all","then":"run"}' }],
  'at a path beside it': [404, { path: '/api/../api/keys' }],
  'at a path with an escape': [404, { path: '/api%2fkeys' }],
  'at a path with two slashes': [404, { path: '//api/keys' }],
};

test('nothing changes for anybody but the console’s own page with the secret of the run', async () => {
  await withConsole(deployment, async (opened, { entra }) => {
    const { kid } = entra.keys;
    for (const [name, [status, request]] of Object.entries(ATTACKS)) {
      const reply = await sendTo(opened, { ...REVOKE, ...request });

      expect([name, reply.status]).toEqual([name, status]);
      expect([name, reply.headers['access-control-allow-origin']]).toEqual([name, undefined]);
      expect(reply.body).toMatch(/"problems":\[\{"where":.*"what":.*"fix":/);
    }
    expect(entra.keys.kid).toBe(kid);

    expect((await sendTo(opened, REVOKE)).status).toBe(200);
    expect(entra.keys.kid).not.toBe(kid);
  });
});

test('the page holds nothing of the deployment, and its policy lets nothing run but its own script, in no frame', async () => {
  await withConsole(deployment, async (opened) => {
    const { status, headers, body } = await sendTo(opened, {
      method: 'GET',
      path: '/',
      headers: { authorization: undefined, origin: undefined },
    });
    const policy = String(headers['content-security-policy']);

    expect(status).toBe(200);
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; connect-src 'self';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'none'");
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(body).not.toContain('billing');
    expect(body).not.toContain(new URL(opened.url).hash.slice(1));
  });
});

test('it listens on this machine’s own address alone', async () => {
  await withConsole(deployment, (opened) => {
    expect(new URL(opened.url).hostname).toBe('127.0.0.1');
    expect(new URL(opened.url).hash).toMatch(/^#[\w-]{43}$/);
    return Promise.resolve();
  });
});
