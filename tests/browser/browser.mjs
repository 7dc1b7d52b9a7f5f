// A browser on the built sample: every page is opened fresh, whatever it fetches or complains of is noted, and
// nothing that it asks of another host leaves this machine.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from './site.mjs';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. */
export function launch() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: FLAGS, timeout: 60_000 });
}

/** Starts the browser with a port for programs that drive it themselves, and says which. */
export async function launchWithPort(profile) {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  const args = [...FLAGS, '--remote-debugging-port=0'];
  const context = await chromium.launchPersistentContext(profile, { executablePath, args, timeout: 60_000 });
  const port = Number((await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')[0]);
  return { port, close: () => context.close() };
}

/** Starts server and browser; `close` ends both. */
export async function start() {
  const site = await serve();
  const browser = await launch();
  const close = async () => {
    await browser.close();
    await site.close();
  };
  const opened = (path, options) => open(browser, site, path, options);
  /** Opens a page, looks at it, and closes it whatever was seen. */
  const on = async (path, options, look) => {
    const shown = await opened(path, options);
    try {
      return await look(shown.page, shown);
    } finally {
      await shown.close();
    }
  };
  return { open: opened, on, close };
}

/** `path` is that of a page of the site; `until` is when it counts as open; what else is asked for goes to Playwright. */
async function open(browser, site, path, { width = 1280, height = 800, until = 'load', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: 'light', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  const elsewhere = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await context.route(
    (url) => url.origin !== site.origin && url.protocol.startsWith('http'),
    (route) => {
      elsewhere.push(route.request().url());
      return route.abort();
    },
  );
  const answer = await page.goto(site.origin + site.base + path, { waitUntil: until });
  return { page, answer, complaints, elsewhere, close: () => context.close() };
}

/** Opens every disclosure, so that what it holds is looked at too. */
export function discloseAll(page) {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}
