import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { type SandboxConsole } from '../../lib/sandbox';

/** A console that is open in a browser, and all that happened on it besides what was asked for. */
export interface OpenConsole {
  readonly page: Page;
  /** Messages of the browser's console, errors of the script, dialogs, requests to anything but the console. */
  readonly incidents: readonly string[];
  close(): Promise<void>;
}

/** Opens a console by its address. */
export async function openConsole(browser: Browser, console: SandboxConsole, options: BrowserContextOptions = {}): Promise<OpenConsole> {
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
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${console.origin}/`) && !url.startsWith('data:')) incidents.push(`request: ${url}`);
  });
  await page.goto(console.url);
  await page.locator('.drawing').waitFor();
  return { page, incidents, close: () => context.close() };
}
