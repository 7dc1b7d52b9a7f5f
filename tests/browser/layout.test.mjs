// Every kind of page in each language on a desk, at 200 % and at 400 % of it (640 and 320 px), with the reader's own
// spacing of the text, and with the system's colours forced upon it: nothing scrolls sideways, is cut off, leaves its
// box or lies upon something else.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { discloseAll, start } from './browser.mjs';
import { TEXT_SPACING, tooWide, unreadable } from './layout.mjs';
import { pagesOfEachKind } from './site.mjs';

const SCREENSHOTS = resolve(import.meta.dirname, '../../target/screenshots');
const MINUTE = { timeout: 60_000 };
const TOGETHER = { concurrency: 2 };

let site;
before(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  site = await start();
}, MINUTE);
after(() => site?.close(), MINUTE);

const faults = async (page) => [...(await page.evaluate(tooWide)), ...(await page.evaluate(unreadable))];

describe('the layout of each kind of page', TOGETHER, () => {
  for (const { name, path } of pagesOfEachKind()) {
    for (const zoom of [1, 2, 4]) {
      test(`${name}: is all there at ${zoom * 100} %, with the reader's spacing too`, MINUTE, () =>
        site.on(path, { width: 1280 / zoom, height: 1024 / zoom, deviceScaleFactor: zoom }, async (page) => {
          await discloseAll(page);
          const file = `${name.replaceAll(' ', '-')}-${1280 / zoom}.png`;
          await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true, scale: 'css' });
          assert.deepEqual(await faults(page), []);
          await page.addStyleTag({ content: TEXT_SPACING });
          assert.deepEqual(await faults(page), [], 'with spacing');
        }),
      );
    }

    test(`${name}: is all there with forced colours`, MINUTE, () =>
      site.on(path, { forcedColors: 'active', width: 360 }, async (page) => {
        await discloseAll(page);
        assert.deepEqual(await faults(page), []);
      }),
    );
  }
});

// What the measures are for, each in a page that is spoilt on purpose.
for (const [what, style, said] of [
  ['a page wider than the screen', 'inline-size: 140vw !important; max-inline-size: none !important', /px wide/],
  ['text that a box cuts off', 'block-size: 0.8em !important; overflow: hidden !important', /cut off/],
  ['text that leaves its box', 'inline-size: 3em !important; white-space: nowrap !important', /outside of/],
  ['text upon text', 'margin-block-start: -2.2em !important', /one upon the other/],
]) {
  test(`${what} is caught`, MINUTE, () =>
    site.on('fr/about/', {}, async (page) => {
      await page.addStyleTag({ content: `main p { ${style} }` });
      const found = await faults(page);
      assert.ok(found.some((fault) => said.test(fault)), `${what}: ${found}`);
    }),
  );
}
