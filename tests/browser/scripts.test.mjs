// Every kind of page without scripts: it shows what it shows with them, its disclosures open, its links lead somewhere,
// and nothing stands there that only a script could bring to life.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { discloseAll, start } from './browser.mjs';
import { pagesOfEachKind } from './site.mjs';

const MINUTE = { timeout: 60_000 };
const TOGETHER = { concurrency: 2 };

let site;
before(async () => {
  site = await start();
}, MINUTE);
after(() => site?.close(), MINUTE);

describe('each kind of page without scripts', TOGETHER, () => {
  for (const { name, path } of pagesOfEachKind()) {
    test(`${name}: is complete`, MINUTE, async () => {
      const scripted = await site.on(path, {}, async (page) => {
        await discloseAll(page);
        return page.evaluate(content);
      });
      await site.on(path, { javaScriptEnabled: false }, async (page, { complaints }) => {
        await openAll(page);
        const bare = await page.evaluate(content);
        assert.deepEqual(scripted.links.filter((link) => !bare.links.includes(link)), [], 'links that only scripts show');
        assert.deepEqual(scripted.headings, bare.headings);
        assert.equal(bare.items, scripted.items);
        assert.deepEqual(await page.evaluate(dead), []);
        assert.deepEqual(complaints, []);
        await leadSomewhere(page, bare.links);
      });
    });
  }
});

/** Opens every disclosure as a reader does, the outer ones first. */
async function openAll(page) {
  const closed = page.locator('details:not([open]) > summary:visible');
  for (let left = await closed.count(); left > 0; left -= 1) {
    await closed.first().press('Enter');
  }
  assert.equal(await closed.count(), 0, 'a disclosure stays closed');
}

/** In the page: what a reader of its main part has. */
function content() {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  return {
    links: [...new Set(shown('main a[href]').map(({ href }) => href))].sort(),
    headings: shown('main :is(h1, h2, h3, h4)').map(({ textContent }) => textContent.trim()),
    items: shown('main .item').length,
  };
}

/** In the page: controls that do nothing by themselves. */
function dead() {
  const alive = (element) => element.form?.action || element.popoverTargetElement;
  const controls = [...document.querySelectorAll('button, input, select, textarea, [role=button], a:not([href])')];
  return controls.filter((element) => element.checkVisibility() && !alive(element)).map(({ outerHTML }) => outerHTML.slice(0, 120));
}

/** Each link into the site is answered, and has its fragment. */
async function leadSomewhere(page, links) {
  const here = new URL(page.url());
  for (const link of links.map((href) => new URL(href)).filter(({ origin }) => origin === here.origin)) {
    if (link.pathname === here.pathname && link.hash) {
      const target = decodeURIComponent(link.hash.slice(1));
      assert.ok(await page.evaluate((id) => document.getElementById(id) !== null, target), `nothing has the id ${target}`);
    } else {
      const answer = await page.request.head(link.href);
      assert.equal(answer.status(), 200, link.pathname);
    }
  }
}

for (const language of ['fr', 'ar']) {
  test(`${language}: in the place of the filter stand links to listings`, MINUTE, () =>
    site.on(`${language}/`, { javaScriptEnabled: false }, async (page) => {
      await openAll(page);
      const links = await page.locator('[data-filter] a:visible').evaluateAll((all) => all.map(({ href }) => new URL(href).pathname));
      for (const listing of ['types', 'partners', 'status', 'years', 'topics']) {
        assert.ok(links.some((link) => link.includes(`/${language}/${listing}/`)), `no link to ${listing}`);
      }
    }),
  );
}

test('a button without a purpose is caught', MINUTE, () =>
  site.on('fr/about/', { javaScriptEnabled: false }, async (page) => {
    await page.evaluate(() => document.querySelector('main').append(document.createElement('button')));
    assert.notDeepEqual(await page.evaluate(dead), []);
  }),
);
