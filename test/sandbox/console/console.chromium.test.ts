import { type Locator, type Page } from 'playwright-core';
import { defineAccess, defineApi, defineClient, defineEnvironment, defineRoutes, grant } from '../../../lib';
import { secretOf } from '../../support/console';
import { consolesInBrowser, texts } from '../../support/console-page';
import { environmentInput, guid } from '../../support/organisation';
import { synthesizedDeployment } from '../../support/sandbox';

const { testInBrowser, show } = consolesInBrowser();

async function getToken(page: Page, client: string, api: string, groups?: readonly string[]): Promise<void> {
  await page.locator('#token-client').selectOption(client);
  await page.locator('#token-api').selectOption(api);
  await page.getByRole('radio', { name: groups === undefined ? 'The client itself' : 'A person' }).check();
  for (const group of groups ?? []) await page.getByRole('checkbox', { name: group, exact: true }).check();
  const before = await page.locator('#call-token option').count();
  await page.getByRole('button', { name: 'Get a token' }).click();
  await page.locator(`#call-token option:nth-child(${String(before + 1)})`).waitFor({ state: 'attached' });
}

/** Calls as the form says, and gives the verdict with the outcomes of the five steps. */
async function call(page: Page, door?: string): Promise<readonly string[]> {
  if (door !== undefined) {
    const label = (await texts(page.locator('#door option'))).find((text) => text.endsWith(` ${door}`)) ?? '';
    await page.locator('#door').selectOption({ label });
  }
  await page.evaluate("document.getElementById('steps').replaceChildren()");
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.locator('.step').nth(4).waitFor();
  const outcomes = await texts(page.locator('.step > h3 > .mark > .unseen'));
  return [(await texts(page.locator('#steps > header .badge')))[0] ?? '', ...outcomes.map((text) => text.replace(': ', ''))];
}

function statusOf(badge: Locator): Promise<string | null> {
  return badge.textContent();
}

testInBrowser('the page opens by its address, hides the secret, and shows the organisation', async () => {
  const { page, incidents, console } = await show();

  expect(page.url()).toBe(`${console.origin}/`);
  expect(await page.title()).toMatch(/^Sandbox console: /);
  expect(await texts(page.locator('.honest span'))).toEqual(['Embedded gateway, not Kong', 'Embedded Entra, not Entra']);
  expect(await texts(page.locator('.tile'))).toEqual(['Clients8', 'Groups4', 'APIs4', 'Roles and scopes13', 'Routes15', 'Open to anyone1']);
  expect(await page.content()).not.toContain(secretOf(console));
  expect(await page.evaluate('JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage), document.cookie])')).toBe(
    '[[],[],""]',
  );
  expect(incidents).toEqual([]);
});

testInBrowser('without the secret the page shows nothing but where to paste it, and with a wrong one neither', async () => {
  const { page, incidents, console } = await show();
  const shown = (): Promise<readonly boolean[]> => Promise.all(['#lock', '#open'].map((id) => page.locator(id).isVisible()));
  await page.goto('about:blank');
  await page.goto(console.origin);
  const before = await shown();
  await page.getByLabel('Address or secret').fill('https://evil.example/#short');
  await page.keyboard.press('Enter');
  const said = await page.locator('#lock-said').textContent();
  expect(incidents).toEqual([]);
  await page.getByLabel('Address or secret').fill('A'.repeat(43));
  await page.keyboard.press('Enter');
  await page.getByText('The secret is not the one of this run.').waitFor();
  const wrong = await shown();
  await page.getByLabel('Address or secret').fill(console.url);
  await page.keyboard.press('Enter');
  await page.locator('.drawing').waitFor();

  expect([before, said, wrong, await shown()]).toEqual([
    [true, false],
    'That is no address of a console, and no secret.',
    [true, false],
    [false, true],
  ]);
});

testInBrowser('a token is got and described, a call goes through five steps, and stands in log and metrics', async () => {
  const { page, incidents } = await show();
  await getToken(page, 'erp-sync', 'orders');
  const claims = await texts(page.locator('#token-said .claims').first().locator('tr'));
  const verdict = await call(page, 'orders.list.applications-dev');

  expect(claims).toContain('roles["Orders.Read.All","Orders.Write.All"]');
  expect(await page.locator('#token-said').innerText()).not.toMatch(/ey[\w-]{20}/);
  expect(verdict).toEqual(['✓Let in: 200', 'passed', 'passed', 'passed', 'passed', 'passed']);
  expect(await texts(page.locator('.step:nth-child(4) tbody th bdi'))).toEqual(['route', 'audience', 'roles', 'calls per minute']);
  expect(await texts(page.locator('#calls .row .name'))).toEqual(['erp-sync']);
  expect(await texts(page.locator('#counts tbody tr'))).toEqual(['orders.list.applications-dev1200 × 1 ']);

  await page.getByRole('button', { name: 'Show the token' }).click();
  expect(await page.getByLabel('Token', { exact: true }).last().inputValue()).toMatch(/^ey[\w-]+\.ey[\w-]+\.[\w-]+$/);
  await page.getByRole('button', { name: 'Hide the token' }).click();
  expect(await page.content()).not.toMatch(/ey[\w-]{20}\.ey/);
  expect(incidents).toEqual([]);
});

testInBrowser('a denied call says why, and its line in the log keeps what the real log holds apart', async () => {
  const { page, incidents, sandbox } = await show();
  await getToken(page, 'shipments', 'orders');
  const verdict = await call(page, 'orders.create.applications-dev');
  await page.locator('#calls summary').click();
  await page.locator('.two').waitFor();

  expect(verdict).toEqual(['✕Denied: 403', 'passed', 'passed', 'passed', 'failed', 'passed']);
  expect(await page.locator('#call-said').innerText()).toContain('roles: expected "Orders.Write.All", found roles: ["Orders.Read.All"]');
  expect(await texts(page.locator('.checks .fail th bdi'))).toEqual(['roles', 'roles']);
  expect(await texts(page.locator('#calls .tag'))).toEqual(['claimed']);
  const [real, only] = [await page.locator('.two .real').innerText(), await page.locator('.two .only').innerText()];
  const id = sandbox.clientIds['shipments'] ?? 'nothing';
  expect([real.includes('"authenticated": false'), real.includes(id), only.includes(id)]).toEqual([true, false, true]);
  expect(only).toContain('Who the token claims, unproven');
  expect(incidents).toEqual([]);
});

testInBrowser('keys roll over, and what is signed by either verifies; after an emergency the old does not', async () => {
  const { page, incidents } = await show();
  const keys = async (name: string, said: string): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.locator('#keys-said', { hasText: said }).waitFor();
  };
  await getToken(page, 'erp-sync', 'orders');
  const verdicts = [(await call(page, 'orders.list.applications-dev'))[0]];
  await keys('Announce a key', 'A further key is published.');
  await page.getByLabel('Put the clock of everything forward by').fill('31');
  await page.getByRole('button', { name: 'Put forward' }).click();
  await page.locator('#clock-said', { hasText: '31 s ahead of' }).waitFor();
  await keys('Roll over', 'The newest key signs from now on.');
  expect(await texts(page.locator('#keys-now .tag'))).toEqual(['no longer signs, still verifies', 'signs, and verifies']);
  verdicts.push((await call(page))[0]);
  await getToken(page, 'erp-sync', 'orders');
  verdicts.push((await call(page))[0]);
  await keys('Replace all', 'All keys are replaced.');
  await keys('Let the gateway forget', 'The gateway has forgotten the keys');
  verdicts.push((await call(page))[0]);

  expect(verdicts).toEqual(['✓Let in: 200', '✓Let in: 200', '✓Let in: 200', '✕Denied: 401']);
  expect(await page.locator('#call-said').innerText()).toContain('signature: expected made with a key of the issuer, found key: ');
  expect(incidents).toEqual([]);
});

testInBrowser('a grant that is revoked is dashed in the graph, and missing in the next token; the old token still works', async () => {
  const { page, incidents } = await show();
  await getToken(page, 'erp-sync', 'orders');
  await page.getByRole('button', { name: 'erp-sync, daemon' }).click();
  const revoke = page.locator('#inspector').getByRole('button', { name: 'Revoke Orders.Read.All of orders, caller erp-sync' });
  await revoke.click();
  await page.locator('#inspector-said', { hasText: 'Tokens that were issued before keep it until they end.' }).waitFor();
  const focused = await page.evaluate('document.activeElement.getAttribute("aria-label")');
  const dashed = await page.locator('.link.revoked').count();
  const old = await call(page, 'orders.list.applications-dev');
  await getToken(page, 'erp-sync', 'orders');
  const next = await call(page);

  expect([focused, dashed]).toEqual(['Give back Orders.Read.All of orders, caller erp-sync', 1]);
  expect([old[0], next[0]]).toEqual(['✓Let in: 200', '✕Denied: 403']);
  expect(incidents).toEqual([]);
});

testInBrowser('what Entra refuses is said with its code', async () => {
  const { page, incidents } = await show();
  await page.locator('#secret-client').selectOption('erp-sync');
  await page.getByRole('button', { name: 'Let it end' }).click();
  await page.locator('#secrets-now', { hasText: 'erp-sync has a secret that is expired.' }).waitFor();
  await page.locator('#token-client').selectOption('erp-sync');
  await page.getByRole('button', { name: 'Get a token' }).click();

  expect(await statusOf(page.locator('#token-said .badge'))).toBe('✕Entra refuses: AADSTS7000222');
  expect(incidents).toEqual([]);
});

testInBrowser('a route tells who gets in, and lets anybody of them be tried by one press', async () => {
  const { page, incidents } = await show();
  await page.getByRole('button', { name: 'POST /orders/{id}/approve of orders' }).click();
  await page
    .locator('#inspector')
    .getByRole('button', { name: /^Try as backoffice, for order-managers/ })
    .click();
  await page.locator('#steps .badge').waitFor();

  expect(await page.locator('#steps > header .badge').textContent()).toBe('✓Let in: 200');
  expect(await page.locator('#call-token option:checked').textContent()).toContain('backoffice → orders, for somebody of order-managers');
  expect(await texts(page.locator('#calls .row .name'))).toEqual(['backoffice for somebody-of-order-managers']);
  await page.locator('#inspector').getByRole('button', { name: 'Call without a token' }).click();
  await page.getByText('Denied: 401').first().waitFor();
  expect(incidents).toEqual([]);
});

testInBrowser('calls that others make come into the log by themselves, unless it is paused', async () => {
  const { page, incidents, sandbox } = await show();
  await sandbox.call({ host: 'nobody.example', path: '/elsewhere', scheme: 'http' });
  await page.locator('#calls .row', { hasText: '/elsewhere' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await sandbox.call({ host: 'nobody.example', path: '/unseen', scheme: 'http' });
  await page.waitForTimeout(2_000);
  const during = await page.locator('#calls .row').count();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.locator('#calls .row', { hasText: '/unseen' }).waitFor();

  expect([during, await page.locator('#log-said').textContent()]).toEqual([1, '2 calls']);
  expect(incidents).toEqual([]);
});

testInBrowser('the filter shows what matches with what is beside it', async () => {
  const { page } = await show();
  await page.getByRole('searchbox', { name: 'Filter', exact: true }).fill('warehouse');

  expect(await texts(page.locator('.node'))).toEqual(['warehouse-robotdaemon', 'Shipments.Move.Allrole', 'PUT/shipments/{id}/position']);
  await page.getByRole('searchbox', { name: 'Filter', exact: true }).fill('no such thing');
  expect(await page.locator('#graph .empty').textContent()).toBe('Nothing here matches the filter.');
});

testInBrowser('the keyboard alone is enough', async () => {
  const { page, incidents } = await show();
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = (): Promise<string> =>
    page.evaluate('document.activeElement.id || document.activeElement.getAttribute("aria-label") || document.activeElement.textContent');

  await press('Tab');
  expect(await focused()).toBe('Skip to the console');
  await press('Enter', '/');
  expect(await focused()).toBe('filter');
  await page.keyboard.type('erp-sync');
  await press('Tab');
  expect(await focused()).toBe('erp-sync, daemon');
  await press('ArrowRight', 'ArrowRight', 'Home', 'ArrowDown', 'Enter');
  expect(await page.locator('.node[aria-pressed=true]').getAttribute('aria-label')).toBe(await focused());
  const tryIt = page.locator('#inspector').getByRole('button', { name: /^Try as erp-sync/ });
  for (let at = 0; at < 10 && !(await focused()).startsWith('Try as erp-sync'); at += 1) await press('Tab');
  expect(await tryIt.count()).toBe(1);
  await press('Enter');
  await page.locator('#steps .badge').waitFor();
  expect(await page.locator('#steps > header .badge').textContent()).toBe('✓Let in: 200');

  await page.locator('#calls summary').focus();
  await press('Enter');
  await page.locator('.two').waitFor();
  await page.locator('#path').focus();
  await page.keyboard.type('x');
  await press('Enter');
  await page.getByText('Denied: 404').first().waitFor();
  expect(incidents).toEqual([]);
});

testInBrowser('what has the focus is seen to have it, and an input that is wrong is told beside its form', async () => {
  const { page } = await show();
  await page.locator('#path').fill('no slash');
  await page.locator('#path').press('Enter');
  await page.locator('#call-said .problems').waitFor();

  expect(await page.locator('#call-said .problems').innerText()).toContain('body.path: "no slash" is not a path that begins with /');
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
});

testInBrowser.each([
  ['light', 'rgb(246, 247, 249)'],
  ['dark', 'rgb(16, 19, 24)'],
] as const)('in %s the page has the colours of the system, until it is told others', async (colorScheme, colour) => {
  const { page } = await show({ colorScheme });
  const back = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');

  expect(await back()).toBe(colour);
  await page.getByRole('button', { name: 'Theme' }).click();
  expect(await back()).toBe('rgb(246, 247, 249)');
  await page.getByRole('button', { name: 'Theme' }).click();
  expect(await back()).toBe('rgb(16, 19, 24)');
});

testInBrowser.each([360, 400, 800, 1280])('at a width of %i nothing is wider than the window', async (width) => {
  const { page } = await show({ viewport: { width, height: 800 } });
  await page.getByRole('button', { name: 'POST /orders/{id}/approve of orders' }).click();
  await page
    .locator('#inspector')
    .getByRole('button', { name: /^Try as backoffice, for order-managers/ })
    .click();
  await page.locator('#steps .badge').waitFor();
  await page.locator('#calls summary').first().click();
  await page.locator('.two').first().waitFor();

  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  // Nor is a table wider than its frame: none is to be pushed sideways to be read.
  await page.locator('#counts table').waitFor();
  const wider = "[...document.querySelectorAll('.folding')].filter((one) => one.scrollWidth > one.parentElement.clientWidth).length";
  expect(await page.evaluate(wider)).toBe(0);
  expect(await page.getByRole('row').count()).toBeGreaterThan(5);
});

testInBrowser('where the sandbox has ended the page says so', async () => {
  const { page, console } = await show();
  await console.close();
  await page.locator('#trouble', { hasText: 'The sandbox does not answer' }).waitFor();

  expect(await page.locator('#trouble').isVisible()).toBe(true);
});

testInBrowser('of hundreds of nodes as many are drawn as can be seen, and the others are counted and found by the filter', async () => {
  const apis = Array.from({ length: 90 }, (_, at) =>
    defineApi({
      name: `api-${String(at)}`,
      team: 'many',
      owners: ['lead'],
      roles: { [`Read.${String(at)}`]: { for: 'applications', description: 'Read' } },
    }),
  );
  const clients = apis.map(({ name }) => defineClient({ name: `client-of-${name}`, kind: 'daemon', team: 'many', owners: ['lead'] }));
  const model = defineAccess({
    apis,
    clients,
    grants: apis.map((api, at) => grant(clients[at] ?? clients[0] ?? never(), api, { roles: [`Read.${String(at)}`] })),
    routes: apis.flatMap((api, at) =>
      defineRoutes(
        api,
        { host: 'public' },
        {
          list: { methods: ['GET'], path: `/api-${String(at)}`, allow: [{ roles: [`Read.${String(at)}`] }] },
          read: { methods: ['GET'], path: `/api-${String(at)}/{id}`, allow: [{ roles: [`Read.${String(at)}`] }] },
        },
      ),
    ),
  });
  const input = environmentInput({ upstreams: Object.fromEntries(apis.map(({ name }) => [name, 'https://upstream.internal'])) });
  const { page, incidents } = await show({}, synthesizedDeployment(model, defineEnvironment({ ...input, owners: { lead: guid(3) } })));
  const drawn = (): Promise<readonly number[]> =>
    Promise.all(['holders', 'values', 'routes'].map((side) => page.locator(`.nodes.${side} .node`).count()));

  expect(await drawn()).toEqual([40, 60, 40]);
  expect(await page.locator('#graph-cut').textContent()).toBe(
    'and 50 more clients and groups, 30 more roles and scopes, 140 more routes: filter to see them',
  );
  await page.getByRole('searchbox', { name: 'Filter', exact: true }).fill('api-88 get');
  expect(await drawn()).toEqual([1, 1, 2]);
  expect(await page.locator('#graph-cut').count()).toBe(0);
  expect(await page.locator('*').count()).toBeLessThan(4_000);
  expect(incidents).toEqual([]);
});

function never(): never {
  throw new Error('there are as many clients as APIs');
}
