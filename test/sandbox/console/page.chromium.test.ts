import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { type Sandbox, type SandboxConsole } from '../../../lib/sandbox';
import { SCRIPT } from '../../../lib/sandbox/console/page/script';
import { dev } from '../../../stacks/environments/dev';
import { organisation } from '../../../stacks/organisation';
import { findChromium, launch } from '../../support/chromium';
import { withConsole } from '../../support/console';
import { scriptProblems } from '../../support/page-script';
import { testWith } from '../../support/required';
import { shop } from '../../support/review-shop';
import { deploymentIn, synthesizedDeployment } from '../../support/sandbox';

const executable = findChromium();
const testInBrowser = testWith('chromium', executable !== undefined, 'no Chromium is in CHROME_PATH or PATH');

let browser: Browser | undefined;
afterAll(async () => browser?.close());

interface Visit {
  readonly page: Page;
  /** Messages of the browser's console, errors, dialogs, and addresses other than the console's. */
  readonly incidents: string[];
}

/** Opens the console as its user does. */
async function visit(url: string, options: BrowserContextOptions, run: (visit: Visit) => Promise<void>): Promise<void> {
  browser ??= await launch(executable ?? '');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const incidents: string[] = [];
  page.on('console', (message) => incidents.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const { origin } = new URL(url);
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && request.url() !== 'data:,') incidents.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForSelector('.drawing');
  await run({ page, incidents });
  await context.close();
}

async function chooseDoor(page: Page, name: string): Promise<void> {
  await page.selectOption('#door', {
    label: await page.locator('#door option', { hasText: new RegExp(` ${name.replaceAll('.', '[.]')}$`) }).innerText(),
  });
}

/** Presses the button of the call, and gives what it says. */
async function call(page: Page): Promise<string> {
  await page.evaluate("document.querySelector('#call-said').replaceChildren()");
  await page.click('#call-form .main-button');
  return page.locator('#call-said .result').innerText();
}

async function getToken(page: Page, client: string, api: string): Promise<string> {
  await page.evaluate("document.querySelector('#token-said').replaceChildren()");
  await page.selectOption('#token-client', client);
  await page.selectOption('#token-api', api);
  await page.click('#token-form .main-button');
  return page.locator('#token-said .result').innerText();
}

test('the script uses no name that is not there, and leaves none unused', () => {
  expect(scriptProblems(SCRIPT)).toEqual([]);
});

testInBrowser.each(['light', 'dark'] as const)('token, call, denied call, rollover, revoked grant and log: %s', async (colorScheme) => {
  await withConsole(synthesizedDeployment(organisation, dev), async (opened) => {
    await visit(opened.url, { colorScheme }, async ({ page, incidents }) => {
      // Nobody who looks at the address has the secret.
      expect(page.url()).toBe(`${opened.origin}/`);

      expect(await getToken(page, 'erp-sync', 'orders')).toContain('A token for 60 minutes');
      await chooseDoor(page, 'orders.list.applications-dev');
      expect(await call(page)).toContain('Let in: 200');
      expect(await page.locator('#steps .step.pass').count()).toBe(5);

      await getToken(page, 'warehouse-robot', 'shipments');
      expect(await call(page)).toContain('Denied: 403');
      expect(await page.locator('#steps .step.fail tr.fail').innerText()).toContain('audience');

      const newest = page.locator('#calls > .row').first();
      expect(await newest.locator('.reason').innerText()).toContain('audience');
      await newest.locator('summary').click();
      await newest.locator('.only').waitFor();
      expect(await newest.innerText()).toContain('What the gateway’s real log holds');
      expect(await newest.innerText()).toContain('What only the console knows');

      // The gateway looks for keys again only after its pause, or when it has forgotten them.
      for (const [button, said] of [
        ['Announce a key', 'A further key is published'],
        ['Let the gateway forget', 'The gateway has forgotten'],
        ['Roll over', 'The newest key signs'],
      ] as const) {
        await page.getByRole('button', { name: button }).click();
        await page.locator('#keys-card', { hasText: said }).waitFor();
      }
      await getToken(page, 'erp-sync', 'orders');
      expect(await call(page)).toContain('Let in: 200');

      const rows = page.locator('#grants-now tr', { hasText: 'erp-sync' }).filter({ hasText: 'orders' });
      for (const value of ['Orders.Read.All', 'Orders.Write.All'])
        await rows.filter({ hasText: value }).getByRole('button', { name: 'Revoke' }).click();
      await rows.filter({ hasText: 'revoked' }).nth(1).waitFor();
      expect(await call(page)).toContain('Let in: 200');
      expect(await getToken(page, 'erp-sync', 'orders')).toContain('AADSTS501051');

      expect(await page.locator('body').innerText()).not.toMatch(/eyJ[\w-]+\.eyJ/);
      expect(incidents).toEqual([]);
    });
  });
});

testInBrowser('everything can be done by the keyboard, and fits a narrow window', async () => {
  await withConsole(synthesizedDeployment(organisation, dev), async (opened) => {
    await visit(opened.url, { viewport: { width: 400, height: 800 } }, async ({ page, incidents }) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);

      const erp = page.locator('.node.holder', { hasText: 'erp-sync' });
      await erp.focus();
      await page.keyboard.press('Enter');
      expect(await erp.getAttribute('aria-pressed')).toBe('true');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate("document.activeElement.classList.contains('route')")).toBe(true);

      await erp.focus();
      await page
        .locator('#inspector')
        .getByRole('button', { name: /^Try as erp-sync/ })
        .first()
        .focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('#call-said .result').innerText()).toContain('Let in: 200');
      await page.locator('#path').focus();
      await page.keyboard.press('Enter');
      await page.locator('#steps .step').first().waitFor();
      expect(incidents).toEqual([]);
    });
  });
});

testInBrowser('without the secret the page asks for it, shows nothing, and takes it', async () => {
  await withConsole(deploymentIn(shop()), async (opened) => {
    browser ??= await launch(executable ?? '');
    const page = await browser.newPage();
    await page.goto(opened.origin);
    await page.locator('#lock').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('billing');
    await page.fill('#secret', opened.url);
    await page.click('#unlock button');
    await page.waitForSelector('.drawing');
    await page.close();
  });
});

/** What a page of somebody else tries; each line of it would change something if it were let. */
function attack({ url, origin }: SandboxConsole): string {
  const secret = new URL(url).hash.slice(1);
  return `<!doctype html><iframe src="${origin}/"></iframe>
<form id="f" action="${origin}/api/keys" method="post" enctype="text/plain" target="t"><input name='{"action":"replace all","x":"' value='"}'></form><iframe name="t"></iframe>
<script>
document.getElementById('f').submit();
const tries = [
  fetch('${origin}/api/keys', { method: 'POST', body: '{"action":"replace all"}', headers: { 'content-type': 'application/json', authorization: 'Bearer ${secret}' } }),
  fetch('${origin}/api/keys', { method: 'POST', mode: 'no-cors', body: '{"action":"replace all"}' }),
  fetch('${origin}/api/state', { method: 'POST', mode: 'no-cors' }).then((answer) => answer.text()).then((text) => { if (text !== '') throw new Error('read: ' + text); }),
];
Promise.allSettled(tries).then((all) => { document.title = 'done ' + all[0].status; });
</script>`;
}

testInBrowser('a page of another origin changes and reads nothing, not even with the secret, and cannot frame the console', async () => {
  await withConsole(deploymentIn(shop()), async (opened, { entra }) => {
    const { kid } = entra.keys;
    const stranger = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(attack(opened)));
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    browser ??= await launch(executable ?? '');
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${String((stranger.address() as AddressInfo).port)}/`);
    await page.waitForFunction("document.title.startsWith('done')");

    expect(await page.title()).toBe('done rejected');
    expect(entra.keys.kid).toBe(kid);
    for (const frame of page.frames().slice(1)) expect(await frame.evaluate("document.querySelectorAll('#open').length")).toBe(0);
    await page.close();
    stranger.closeAllConnections();
    await new Promise((resolve) => stranger.close(resolve));
  });
});

/** Calls and claims that would run, or look like something else, where they are not shown as text. */
async function hostileCalls(sandbox: Sandbox): Promise<void> {
  const script = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  await sandbox.call({ host: 'apps.example.com', path: `/${encodeURIComponent(script)}<svg/onload=alert(3)>` });
  const claims = { iss: script, aud: `${script}\u202e`, azp: script, oid: script, roles: [script], exp: 1 };
  const token = await sandbox.entra.keys.sign(claims, 2);
  await sandbox.call({ host: 'apps.example.com', path: '/orders', token });
}

testInBrowser('hostile text of paths and claims is shown as text, and nothing of it runs', async () => {
  await withConsole(deploymentIn(shop()), async (opened, sandbox) => {
    await visit(opened.url, {}, async ({ page, incidents }) => {
      await hostileCalls(sandbox);
      await page.locator('#calls > .row').nth(1).waitFor();
      for (const entry of await page.locator('#calls summary').all()) await entry.click();
      await page.locator('#calls .only').nth(1).waitFor();

      expect(await page.locator('#log').innerText()).toContain('<img src=x onerror=alert(1)>');
      expect(await page.locator('#log').innerText()).toContain('\\u202e');
      expect(await page.locator('#calls :is(img, script, svg)').count()).toBe(0);
      expect(incidents).toEqual([]);
    });
  });
});
