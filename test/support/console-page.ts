import { type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { Sandbox, startConsole, type SandboxConsole } from '../../lib/sandbox';
import { type SynthesizedDeployment } from '../../lib/sandbox/stacks';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { findChromium, launch } from './chromium';
import { testWith } from './required';
import { synthesizedDeployment } from './sandbox';

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

/** An open console with what stands behind it. */
export interface ShownConsole extends OpenConsole {
  readonly sandbox: Sandbox;
  readonly console: SandboxConsole;
}

/** Consoles in a browser for the tests of a file: each is closed after its test, the browser after all. */
export function consolesInBrowser(): {
  readonly testInBrowser: typeof test;
  readonly show: (options?: BrowserContextOptions, deployment?: SynthesizedDeployment) => Promise<ShownConsole>;
} {
  const executable = findChromium();
  let browser: Browser | undefined;
  const shown: ShownConsole[] = [];
  afterEach(async () => {
    for (const one of shown.splice(0)) {
      await one.close();
      await one.console.close();
      await one.sandbox.close();
    }
  });
  afterAll(async () => browser?.close());
  const show = async (options?: BrowserContextOptions, deployment = synthesizedDeployment(organisation, dev)): Promise<ShownConsole> => {
    browser ??= await launch(executable ?? '');
    const sandbox = await Sandbox.start(deployment);
    const console = await startConsole(sandbox);
    const one = { ...(await openConsole(browser, console, options)), sandbox, console };
    shown.push(one);
    return one;
  };
  return { testInBrowser: testWith('chromium', executable !== undefined, 'no Chromium is in CHROME_PATH or PATH'), show };
}

/** Texts of all that is found, in their order. */
export function texts(locator: Locator): Promise<readonly string[]> {
  return locator.evaluateAll((all: readonly { textContent: string }[]) => all.map(({ textContent }) => textContent));
}
