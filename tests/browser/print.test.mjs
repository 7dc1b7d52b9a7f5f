// Home and project on paper: A4, with everything that the screen hides behind a disclosure, without what paper can't
// do, and with nothing cut off at its edge.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { start } from './browser.mjs';
import { tooWide, unreadable } from './layout.mjs';
import { LANGUAGES, PAGES } from './site.mjs';

const PRINTS = resolve(import.meta.dirname, '../../target/screenshots');
const MINUTE = { timeout: 60_000 };
const MM = 72 / 25.4;
const A4 = [210 * MM, 297 * MM];
/** The width of the paper without its margins, in CSS pixels, at the most. */
const LINE = Math.floor((190 / 25.4) * 96);
const OF_THE_SCREEN = 'nav, .skip, [data-filter], button, input, select, .site-footer ul';

let site;
before(async () => {
  mkdirSync(PRINTS, { recursive: true });
  site = await start();
}, MINUTE);
after(() => site?.close(), MINUTE);

for (const language of Object.keys(LANGUAGES)) {
  for (const name of ['home', 'project', 'partner', 'figures']) {
    const path = `${language}/${PAGES[name]}`;

    test(`${language} ${name}: prints on A4`, MINUTE, () =>
      site.on(path, {}, async (page) => {
        const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true });
        writeFileSync(join(PRINTS, `${language}-${name}.pdf`), pdf);
        const sheets = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
        assert.ok(sheets.length >= 1 && sheets.length <= 6, `${sheets.length} sheets`);
        for (const [, ...size] of sheets) {
          assert.ok(size.every((points, at) => Math.abs(points - A4[at]) < 2), `${size.join(' by ')} points`);
        }
      }),
    );

    // Scripts are off: who prints without them gets the same.
    test(`${language} ${name}: has all its text on paper, and none of what is for the screen`, MINUTE, () =>
      site.on(path, { width: LINE, javaScriptEnabled: false }, async (page) => {
        const texts = await page.evaluate(text);
        await page.emulateMedia({ media: 'print' });
        const printed = (await page.evaluate(text)).join(' ');
        assert.deepEqual(texts.filter((words) => !printed.includes(words)), []);
        assert.deepEqual(await page.evaluate(shown, OF_THE_SCREEN), []);
        assert.deepEqual(await page.evaluate(closed), []);
        assert.deepEqual([...(await page.evaluate(tooWide)), ...(await page.evaluate(unreadable))], []);
      }),
    );

    test(`${language} ${name}: prints dark on white from a dark screen`, MINUTE, () =>
      site.on(path, { colorScheme: 'dark' }, async (page) => {
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        assert.deepEqual(await page.evaluate(pale), []);
      }),
    );
  }
}

test('a disclosure that is closed on the screen is open on paper', MINUTE, () =>
  site.on(`fr/${PAGES.project}`, { javaScriptEnabled: false }, async (page) => {
    const before = (await page.evaluate(closed)).length;
    await page.evaluate(() => document.querySelector('main').insertAdjacentHTML('beforeend', '<details><summary>Plus</summary><p>Tout</p></details>'));
    assert.equal((await page.evaluate(closed)).length, before + 1);
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.evaluate(closed), []);
  }),
);

test('text too pale for paper is caught', MINUTE, () =>
  site.on(`fr/${PAGES.project}`, { colorScheme: 'dark' }, async (page) => assert.notDeepEqual(await page.evaluate(pale), [])),
);

/** In the page: what is shown of what a selector names. */
function shown(selector) {
  return [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).map(({ outerHTML }) => outerHTML.slice(0, 100));
}

/** In the page: its headings, paragraphs, items and facts, but for what leads on or takes away, and news, which paper outlives. */
function text() {
  const parts = [...document.querySelectorAll('main :is(h1, h2, h3, h4, p, li, dt, dd, td, th)')];
  const shown = parts.filter((part) => part.checkVisibility() && !part.closest('nav, .filter, .list-take, .actions, .all, .news'));
  return shown.map(({ textContent }) => textContent.trim().replace(/\s+/g, ' '));
}

/** In the page: closed disclosures that keep their content to themselves. */
function closed() {
  const hidden = [...document.querySelectorAll('details:not([open])')].filter(
    (details) => details.checkVisibility() && ![...details.children].slice(1).some((part) => part.getBoundingClientRect().height > 0 && part.checkVisibility()),
  );
  return hidden.map(({ outerHTML }) => outerHTML.slice(0, 100));
}

/** In the page: text too pale for white paper. */
function pale() {
  const own = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = [...document.querySelectorAll('main *, header *')].filter((element) => own(element) && element.checkVisibility());
  const light = texts.filter((element) => 1.05 / (luminance(getComputedStyle(element).color) + 0.05) < 4.5);
  return light.map((element) => `${getComputedStyle(element).color}: ${element.textContent.trim().slice(0, 40)}`);
}
