import { type Locator } from 'playwright-core';
import { consolesInBrowser, texts } from '../../support/console-page';
import { shop } from '../../support/review-shop';
import { deploymentIn } from '../../support/sandbox';

const { testInBrowser, show } = consolesInBrowser();

testInBrowser('what comes of a try is said where it was asked for, and nothing is said of the call before', async () => {
  const { page, incidents } = await show({ viewport: { width: 390, height: 800 } });
  await page.getByRole('button', { name: 'erp-sync, daemon' }).click();
  const row = page.locator('#inspector li', { hasText: /GET \/orders(?!\/)/ }).filter({ has: page.getByRole('button', { name: /^Try/ }) });
  const said = row.locator('.tried');
  await row.getByRole('button', { name: /^Try/ }).click();
  await said.locator('.badge').waitFor();
  const box = await said.boundingBox();
  const isSeen = box !== null && box.y >= 0 && box.y + box.height <= 800;
  const before = await said.locator('.badge').textContent();
  const grants = (action: string): Locator =>
    page.locator('#inspector').getByRole('button', { name: new RegExp(`^${action} .* of orders`) });
  const held = await grants('Revoke').count();
  for (let revoked = 0; revoked < held; revoked += 1) {
    await grants('Revoke').first().click();
    await grants('Give back').nth(revoked).waitFor();
  }
  await row.locator('.tag', { hasText: 'a grant is revoked' }).waitFor();
  await row.getByRole('button', { name: /^Try/ }).click();
  await said.locator('.badge').waitFor();

  expect([isSeen, before, await said.locator('.badge').textContent()]).toEqual([true, '✓Let in: 200', '✕No token: AADSTS501051']);
  expect([await page.locator('#call-said').textContent(), await page.locator('#steps').isVisible()]).toEqual(['', false]);
  expect(incidents).toEqual([]);
});

testInBrowser('of a route of several methods each can be tried', async () => {
  const several = shop({ list: { methods: ['GET', 'PATCH', 'PUT'], allow: [{ roles: ['Orders.Read'] }] } as never });
  const { page, incidents } = await show({}, deploymentIn(several));
  await page.getByRole('button', { name: 'GET PATCH PUT /orders of orders' }).click();
  await page.getByLabel('Method to try').selectOption('PUT');
  await page
    .locator('#inspector')
    .getByRole('button', { name: /^Try as partner/ })
    .click();
  await page.locator('#steps .badge').waitFor();

  expect(await page.locator('#steps').innerText()).toContain('PUT https://apps.example.com/orders');
  expect(await texts(page.locator('#door option', { hasText: 'orders.list.applications' }))).toEqual(
    ['GET', 'PATCH', 'PUT'].map((method) => `${method} apps.example.com/orders – orders.list.applications`),
  );
  await page.locator('#door').selectOption({ label: 'PATCH apps.example.com/orders – orders.list.applications' });
  expect(await page.locator('#method').inputValue()).toBe('PATCH');
  expect(incidents).toEqual([]);
});

testInBrowser('what is chosen and then filtered away is chosen no more', async () => {
  const { page } = await show();
  await page.getByRole('button', { name: 'partner-portal, web' }).click();
  await page.getByRole('searchbox', { name: 'Filter', exact: true }).fill('shipments.move');

  expect(await page.locator('#inspector').innerText()).toContain('Choose a client');
  expect(await page.locator('.drawing.marked').count()).toBe(0);
});

testInBrowser.each(['light', 'dark'] as const)(
  'what does not belong to the chosen node can be read all the same, in %s',
  async (colorScheme) => {
    const { page } = await show({ colorScheme });
    await page.getByRole('button', { name: 'partner-portal, web' }).click();
    await page.mouse.move(0, 0);
    const ratios = (await page.evaluate(`(() => {
    const parts = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const light = (colour) => {
      const [red, green, blue] = parts(colour).map((part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const seen = (element) => {
      for (let at = element, opacity = 1; at; at = at.parentElement) {
        opacity *= Number(getComputedStyle(at).opacity);
        if (opacity < 1) return 'faded';
      }
      return getComputedStyle(element).color;
    };
    const [first] = document.querySelectorAll('.bands rect');
    const backs = [getComputedStyle(first).fill, getComputedStyle(document.body).backgroundColor];
    return [...document.querySelectorAll('.node:not(.on) *')].flatMap((text) => backs.map((back) => {
      const colour = seen(text);
      if (colour === 'faded') return 0;
      const [a, b] = [light(colour), light(back)].sort((one, other) => other - one);
      return (a + 0.05) / (b + 0.05);
    }));
  })()`)) as readonly number[];

    expect(ratios.length).toBeGreaterThan(40);
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5);
  },
);

testInBrowser('who is assigned to an API without a role of it has a line to the API', async () => {
  const { page, incidents } = await show();
  const as = page.locator('.node', { hasText: 'the API as such' });
  await as.first().click();

  expect(await texts(as.locator('.kind'))).toEqual(expect.arrayContaining(['assignment']));
  expect(await page.locator('#inspector').innerText()).toMatch(/Held by\s+staff/);
  expect(await page.locator('.link.on').count()).toBeGreaterThan(0);
  expect(incidents).toEqual([]);
});

testInBrowser('a header without a colon is no header', async () => {
  const { page, incidents } = await show();
  await page.locator('.more-fields summary').click();
  await page.locator('#headers').fill('X-One: 1\nnonsense');
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.locator('#call-said .problems').waitFor();

  expect(await page.locator('#call-said').innerText()).toMatch(/"nonsense" has no colon\s+fix: write Name: value/);
  expect(incidents).toEqual([]);
});

testInBrowser('nodes are still chosen and marked in the graph after a token was got', async () => {
  const { page, incidents } = await show();
  await page.locator('#token-client').selectOption('erp-sync');
  await page.locator('#token-api').selectOption('orders');
  await page.getByRole('button', { name: 'Get a token' }).click();
  await page.locator('#token-said .badge').waitFor();
  await page.getByRole('button', { name: 'warehouse-robot, daemon' }).click();

  expect(await texts(page.locator('.node[aria-pressed=true] .name'))).toEqual(['warehouse-robot']);
  expect(await texts(page.locator('.node.on.value .name'))).toEqual(['Shipments.Move.All']);
  expect(incidents).toEqual([]);
});

testInBrowser('a request that was changed by hand is called by the name of no door', async () => {
  const { page, incidents } = await show();
  const chosen = (): Promise<string | null> => page.locator('#door option:checked').textContent();
  const before = await chosen();
  await page.locator('#path').fill('/elsewhere');

  expect([before, await chosen()]).toEqual([expect.stringMatching(/^GET \S+ – \S+$/), 'Any other request']);
  expect(incidents).toEqual([]);
});

testInBrowser('where the console cannot be opened, the page says why, and takes the address again', async () => {
  const { page, console } = await show();
  const problem = { where: 'console', what: 'ended unexpectedly: <b>x</b>', fix: 'report it', code: 'UNEXPECTED' };
  await page.route('**/api/overview', (route) => route.fulfill({ status: 500, json: { problems: [problem] } }));
  await page.goto('about:blank');
  await page.goto(console.url);
  await page.locator('#lock').waitFor();
  const said = await page.locator('#lock-said').textContent();
  await page.unroute('**/api/overview');
  await page.locator('#secret').fill(console.url);
  await page.locator('#unlock button').click();
  await page.locator('#open').waitFor();

  expect(said).toBe('console: ended unexpectedly: <b>x</b>. Fix: report it');
  expect(await page.locator('#lock').isVisible()).toBe(false);
});
