import { type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { visible } from '../../../lib/access';
import { reviewHtml, type ReviewReport } from '../../../lib/review';
import { settingRows } from '../../../lib/review/rows/settings';
import { findChromium, launch, open, type OpenPage } from '../../support/chromium';
import { testWith } from '../../support/required';
import {
  HOSTILE,
  hostileReport,
  largeReport,
  LIST,
  people,
  quietDeployment,
  reportOf,
  sampleDeployment,
  sampleReport,
} from '../../support/review-report';

const executable = findChromium();
const testInBrowser = testWith('chromium', executable !== undefined, 'no Chromium is in CHROME_PATH or PATH');

let browser: Browser | undefined;
const opened: OpenPage[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
afterAll(async () => browser?.close());

async function show(report: ReviewReport, options?: BrowserContextOptions): Promise<OpenPage> {
  browser ??= await launch(executable ?? '');
  const one = await open(browser, reviewHtml(report), options);
  opened.push(one);
  return one;
}

function texts(locator: Locator): Promise<readonly string[]> {
  return locator.evaluateAll((all: readonly { textContent: string }[]) => all.map(({ textContent }) => textContent));
}

/** Callers of the access rows that are shown. */
function accessCallers(page: Page): Promise<readonly string[]> {
  return texts(page.locator('#access summary > :nth-child(2) .who > :first-child, #access summary > :nth-child(2) .who:not(:has(*))'));
}

/** Names of the routes in the matrix. */
function matrixRoutes(page: Page): Promise<readonly string[]> {
  return texts(page.locator('#matrix th[scope=row] .route > .name'));
}

/** What a route's row of the matrix says of each caller, in words. */
async function matrixRow(page: Page, route: string): Promise<Readonly<Record<string, string>>> {
  const heads = await texts(page.locator('#matrix th.caller'));
  const row = page.locator('#matrix tbody tr', { has: page.locator('.route > .name', { hasText: new RegExp(`^${route}$`) }) });
  const cells = await texts(row.locator('td:not(.need) .unseen'));
  return Object.fromEntries(heads.map((head, at) => [head, cells[at] ?? 'absent']));
}

/** One of the lists to choose from. */
function choice(page: Page, name: string): Locator {
  return page.getByRole('combobox', { name, exact: true });
}

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.id || document.activeElement.textContent');
}

function style(page: Page, selector: string, name: string): Promise<string> {
  return page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${name}`);
}

testInBrowser('the page opens from its file, asks for nothing else, and breaks no rule of its policy', async () => {
  const { page, address, incidents, requests } = await show(sampleReport());

  expect(await page.title()).toBe('Access review: trading-prod');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('trading-prod');
  expect(await page.locator('#status').textContent()).toBe('5 access changes, 5 routes shown');
  expect(requests).toEqual([address]);
  expect(incidents).toEqual([]);
});

testInBrowser('the policy stops whatever script, handler or style gets into the page all the same', async () => {
  const { page, incidents } = await show(sampleReport());

  await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src="https://example.com/x.png" onerror="window.caught = 1"><p style="color:red" id="p"></p>');
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.caught = 2' }))`);
  await page.waitForTimeout(100);

  expect(await page.evaluate('window.caught')).toBeUndefined();
  expect(incidents.filter((one) => /Content Security Policy/.test(one))).toHaveLength(4);
});

testInBrowser('every section has what the report says', async () => {
  const { page } = await show(sampleReport());

  expect(await texts(page.locator('main section:not([hidden]) h2'))).toEqual([
    'Before you trust this',
    'Access',
    'Who can call what',
    'Matrix',
    'Other changes',
    'Unexplained values',
    'Lint',
    'Resources',
    'What was compared',
  ]);
  expect(await texts(page.locator('.tile'))).toEqual([
    'Blocking2',
    'To review5',
    'Access gained3',
    'Access lost1',
    'Access unknown1',
    'Open to anyone1',
    'New consents1high risk',
    'Outages1',
    'Unexplained1',
    'Lint errors0',
  ]);
  expect(await texts(page.locator('#changes h3'))).toEqual([
    'Consents 1',
    'Checks of the gateway 1',
    'People and groups 1',
    'Registrations 1',
  ]);
  expect(await texts(page.locator('#unexplained li'))).toEqual([
    'stacks/trading-prod/cdk.tf.json:12 terraform › backend › azurerm › keywas "prod.tfstate" → , is "prod-2.tfstate"',
  ]);
  expect(await texts(page.locator('#lint summary .badge'))).toEqual(['!Warning', '✓Accepted']);
});

testInBrowser('what the change would have of settings comes before everything else', async () => {
  const changes = settingRows({ organisation: { minOwners: 2 }, waivers: [] }, { organisation: {}, waivers: [] });
  const { page } = await show(sampleReport({ changes }));

  expect((await texts(page.locator('main section:not([hidden]) h2')))[0]).toBe('Standards and waivers that this change would have');
  expect(await texts(page.locator('#settings summary .name'))).toEqual(['minOwners']);
});

testInBrowser('sections without anything are left out, and a deployment without a matrix draws its access rows', async () => {
  const { page } = await show(reportOf([{ ...quietDeployment('quiet'), access: sampleDeployment().access, matrix: undefined as never }]));

  expect(await texts(page.locator('main section:not([hidden]) h2'))).toEqual([
    'Access',
    'Who can call what',
    'Matrix',
    'What was compared',
  ]);
  expect(await matrixRow(page, 'orders.list')).toMatchObject({ 'reporting application': 'gained', 'legacy-report application': 'lost' });
});

testInBrowser('search finds callers, routes, APIs and groups, in rows, graph and matrix at once', async () => {
  const { page } = await show(sampleReport());
  const search = page.getByRole('searchbox', { name: 'Search' });

  await search.fill('LEGACY');
  expect(await accessCallers(page)).toEqual(['legacy-report']);
  expect(await texts(page.locator('.callers .node'))).toEqual(['legacy-report application']);
  expect(await matrixRoutes(page)).toEqual(['orders.list']);
  expect(await page.locator('#status').textContent()).toBe('1 access change, 1 route shown');

  await search.fill('auditors approve');
  expect(await accessCallers(page)).toEqual(['portal']);
  expect(await matrixRoutes(page)).toEqual(['orders.approve']);

  await search.fill('invoices');
  expect(await matrixRoutes(page)).toEqual(['invoices.create', 'invoices.export']);

  await search.fill('nobody has this name');
  expect(await texts(page.locator('#access .empty, #graph .empty, #matrix .empty'))).toEqual(
    Array<string>(3).fill('Nothing here matches the filters.'),
  );
});

testInBrowser('filters by direction, API and caller narrow each other, and are taken back together', async () => {
  const { page } = await show(sampleReport());

  await choice(page, 'Direction').selectOption('gained');
  expect(await accessCallers(page)).toEqual(['Anyone, without a token', 'reporting', 'portal']);
  expect(await matrixRow(page, 'orders.list')).toEqual({
    'Anyone, without a token': 'no access',
    'portal person of finance or auditors': 'no access',
    'reporting application': 'gained',
  });
  await choice(page, 'API').selectOption('orders');
  expect(await accessCallers(page)).toEqual(['reporting', 'portal']);
  await choice(page, 'Caller').selectOption('reporting');
  expect(await accessCallers(page)).toEqual(['reporting']);
  expect(await matrixRoutes(page)).toEqual(['orders.list', 'orders.read']);
  await page.getByRole('button', { name: 'Clear' }).click();

  expect(await accessCallers(page)).toHaveLength(5);
  expect(await choice(page, 'Caller').inputValue()).toBe('');
  expect(await page.getByRole('button', { name: 'Clear' }).isDisabled()).toBe(true);
});

testInBrowser('before, after and changes show who could call, who can, and what became of it', async () => {
  const { page } = await show(sampleReport());
  const steady = { 'portal person of order-managers': 'can call', 'invoicing application': 'can call' };
  const lines = (): Promise<readonly string[]> =>
    page
      .locator('.drawing .line')
      .evaluateAll((all: readonly { getAttribute(name: string): string }[]) => all.map((one) => one.getAttribute('class')));

  expect(await matrixRow(page, 'orders.list')).toMatchObject({
    ...steady,
    'reporting application': 'gained',
    'legacy-report application': 'lost',
  });
  expect(new Set(await lines())).toEqual(new Set(['line same', 'line unknown', 'line lost', 'line gained']));

  await page.getByRole('radio', { name: 'Before' }).check();
  const before = await matrixRow(page, 'orders.list');
  expect(before).toMatchObject({ ...steady, 'legacy-report application': 'can call' });
  expect(before).not.toHaveProperty('reporting application');
  expect(before).not.toHaveProperty('any-application any application');
  expect(new Set(await lines())).toEqual(new Set(['line same']));

  await page.getByRole('radio', { name: 'After' }).check();
  const after = await matrixRow(page, 'orders.list');
  expect(after).toMatchObject({ ...steady, 'reporting application': 'can call' });
  expect(after).not.toHaveProperty('legacy-report application');
  expect(await matrixRow(page, 'invoices.create')).toMatchObject({ 'any-application any application': 'cannot be told' });
  expect(new Set(await lines())).toEqual(new Set(['line same', 'line unknown']));
});

testInBrowser('a caller for other people than before is one line that says so, and what cannot be told is said', async () => {
  const [first] = sampleDeployment().matrix ?? [];
  if (first === undefined) throw new Error('the sample has a matrix');
  const moved = { ...first, route: LIST, was: [people('portal', 'finance')], now: [people('portal', 'auditors')] };
  const { page } = await show(sampleReport({ matrix: [first, moved] }));

  expect(await page.getByRole('button', { name: 'portal, person' }).getAttribute('aria-label')).toBe('portal, person: 1 changed');
  expect(await page.locator('.drawing .line.both text').textContent()).toBe('±');
  expect(await matrixRow(page, 'invoices.create')).toMatchObject({ 'any-application any application': 'cannot be told' });
});

testInBrowser('where no route changes, the page says how to see them all', async () => {
  const { page } = await show(reportOf([{ ...quietDeployment('quiet'), matrix: [...(sampleDeployment().matrix ?? [])].slice(2, 3) }]));

  expect(await page.locator('#matrix .empty').textContent()).toBe('No route changes. Switch “Changed only” off to see all of them.');
});

testInBrowser('routes in which nothing changes are shown when they are asked for', async () => {
  const { page } = await show(sampleReport());

  expect(await matrixRoutes(page)).not.toContain('invoices.health');
  await page.getByLabel('Changed only').uncheck();

  expect(await matrixRoutes(page)).toContain('invoices.health');
  expect(await page.locator('#graph .number').textContent()).toBe('6');
});

testInBrowser('the keyboard alone is enough', async () => {
  const { page, incidents } = await show(sampleReport());
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

  await press('Tab');
  expect(await focused(page)).toBe('Skip to the review');
  await press('Enter');
  expect(await focused(page)).toBe('main');

  await press('/');
  expect(await focused(page)).toBe('search');
  await page.keyboard.type('report');
  expect(await accessCallers(page)).toEqual(['reporting', 'legacy-report']);
  await press('Escape');
  expect(await accessCallers(page)).toHaveLength(5);

  await page.locator('#access summary').nth(1).focus();
  await press('Enter');
  await page.locator('#access details[open] dl').waitFor();
  expect(await texts(page.locator('#access details[open] dt'))).toEqual(['Because of', 'Routes', 'Must agree', 'Can act as the caller']);

  await page.locator('.callers .node').first().focus();
  await press('End');
  expect(await focused(page)).toBe('reporting application');
  expect(await page.locator('.line.on').count()).toBe(2);
  await press('ArrowRight', 'Home', 'ArrowDown', 'ArrowLeft');
  expect(await focused(page)).toBe('Anyone, without a token');
  expect(await texts(page.locator('.callers .node[tabindex="0"]'))).toEqual(['Anyone, without a token']);
  await press('End', 'Enter');
  expect(await accessCallers(page)).toEqual(['reporting']);
  expect(await focused(page)).toBe('clear');
  await press('Enter');
  expect(await accessCallers(page)).toHaveLength(5);
  expect(await focused(page)).toBe('search');

  await choice(page, 'Caller').selectOption('portal');
  await page.locator('#theme').focus();
  await press('Escape');
  expect(await accessCallers(page)).toHaveLength(5);
  expect(incidents).toEqual([]);
});

testInBrowser('what has the focus is seen to have it', async () => {
  const { page } = await show(sampleReport());
  await page.keyboard.press('/');

  expect(await style(page, '#search', 'outlineStyle')).toBe('solid');
});

testInBrowser('the theme is the one of the system, until the page is told another', async () => {
  const { page } = await show(sampleReport(), { colorScheme: 'dark' });
  const theme = page.getByRole('button', { name: 'Theme' });
  const [dark, light] = ['rgb(16, 19, 24)', 'rgb(246, 247, 249)'];

  expect(await style(page, 'body', 'backgroundColor')).toBe(dark);
  await theme.click();
  expect([await style(page, 'body', 'backgroundColor'), await theme.textContent()]).toEqual([light, 'Theme: light']);
  await page.emulateMedia({ colorScheme: 'light' });
  await theme.click();
  expect([await style(page, 'body', 'backgroundColor'), await theme.textContent()]).toEqual([dark, 'Theme: dark']);
});

testInBrowser('another deployment is shown when it is chosen, with filters of its own', async () => {
  const { page } = await show(reportOf([sampleDeployment(), quietDeployment('catalog-prod')]));

  await choice(page, 'Caller').selectOption('reporting');
  await page.getByRole('button', { name: 'Clean: catalog-prod' }).click();

  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('catalog-prod');
  expect(await choice(page, 'Caller').locator('option').count()).toBe(1);
  expect(await page.locator('#deployments [aria-current=true]').textContent()).toBe('✓Clean: catalog-prod');
});

testInBrowser.each(HOSTILE.map((name, at) => [name.slice(0, 60), at] as const))('the name %j is text, and nothing else', async (_, at) => {
  const { page, address, incidents, requests } = await show(hostileReport());
  const name = visible(HOSTILE[at] ?? '');

  await page.locator('#deployments button').nth(at).click();
  for (const summary of await page.locator('summary').all()) await summary.click();
  await choice(page, 'Caller').selectOption(name);

  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name);
  expect(await texts(page.locator('#access .who .name'))).toEqual([name]);
  expect(await page.locator('script').count()).toBe(2);
  expect(await page.locator('img, iframe, object, embed, link, form, [style], a:not([href^="#"])').count()).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(requests).toEqual([address]);
  expect(incidents).toEqual([]);
});

testInBrowser('wherever a name is shown, its direction of writing stays within it', async () => {
  const { page } = await show(hostileReport());
  await page.locator('#deployments button').nth(HOSTILE.indexOf('شركة الطلبات')).click();
  for (const summary of await page.locator('summary').all()) await summary.click();
  const [outside, inside] = await page.evaluate<readonly [number, number]>(`(() => {
    const nodes = document.createTreeWalker(document.getElementById('page'), NodeFilter.SHOW_TEXT);
    const found = [0, 0];
    while (nodes.nextNode()) {
      const { textContent, parentElement } = nodes.currentNode;
      if (textContent.includes('شركة') && !parentElement.closest('option')) found[parentElement.closest('bdi') ? 1 : 0] += 1;
    }
    return found;
  })()`);

  expect(await style(page, '#access .who .name', 'unicodeBidi')).toBe('isolate');
  expect(outside).toBe(0);
  expect(inside).toBeGreaterThan(50);
});

testInBrowser('a report of 1,000 APIs with 10 routes each and 200 clients is shown in parts', async () => {
  const { page, incidents } = await show(largeReport(1_000, 10, 200));

  expect(await page.locator('#access .row').count()).toBe(50);
  await page.locator('#access .more').click();
  expect(await page.locator('#access .row').count()).toBe(100);
  expect(await page.evaluate(`document.activeElement === document.querySelectorAll('#access summary')[50]`)).toBe(true);

  await page.getByLabel('Changed only').uncheck();
  expect(await page.locator('#status').textContent()).toBe('200 access changes, 10,000 routes shown');
  expect(await page.locator('#graph-cut').textContent()).toMatch(/^Shown are 200 connections of 200,200, /);
  expect(await page.locator('#matrix th[scope=row]').count()).toBe(40);
  await page.locator('#matrix .more').first().click();
  expect(await page.locator('#matrix th[scope=row]').count()).toBe(80);
  expect(await page.locator('*').count()).toBeLessThan(12_000);

  await page.getByRole('searchbox').fill('client-7 api-997.route-3');
  expect(await matrixRoutes(page)).toEqual(['api-997.route-3']);
  expect(incidents).toEqual([]);
});

testInBrowser.each([360, 800, 1280])('at a width of %i nothing is wider than the window', async (width) => {
  const { page } = await show(sampleReport(), { viewport: { width, height: 800 } });

  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
});

testInBrowser('without a script the verdicts are there', async () => {
  const { page } = await show(reportOf([sampleDeployment(), quietDeployment('catalog-prod')]), { javaScriptEnabled: false });

  expect(await page.locator('body').innerText()).toContain(`trading-prod: blocking. ${sampleDeployment().verdict.line}`);
  expect(await page.locator('body').innerText()).toContain('catalog-prod: clean.');
});
