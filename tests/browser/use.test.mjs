// The pages as people use them: with the keyboard, on a telephone, without scripts, with colours of their own, on paper.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { complaintsOf } from './accessible.mjs';
import { start } from './browser.mjs';
import { LANGUAGES, PAGES } from './site.mjs';

const MINUTE = { timeout: 60_000 };
let site;
before(async () => {
  site = await start();
}, MINUTE);
after(() => site?.close(), MINUTE);

async function on(path, options, check) {
  const opened = await site.open(path, options);
  try {
    await check(opened.page, opened);
  } finally {
    await opened.close();
  }
}

const titles = (page) => page.locator('#jisr-catalogue .item:visible .item-title').allTextContents();
const query = (page) => new URL(page.url()).search;

/** What has the focus, in the words of somebody who hears it. */
const focused = (page) =>
  page.evaluate(() => {
    const { localName, className, textContent, labels } = document.activeElement;
    return { name: localName, className, text: (labels?.[0] ?? { textContent }).textContent.trim() };
  });

/** Presses Tab until `wanted` has the focus; fails when it never does. */
async function tabTo(page, wanted, most = 40) {
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((selector) => document.activeElement.matches(selector), wanted)) return;
  }
  assert.fail(`Tab does not lead to ${wanted}: ${JSON.stringify(await focused(page))}`);
}

for (const language of Object.keys(LANGUAGES)) {
  describe(`${language}: the quick filter`, () => {
    test('narrows the page, follows in the address, and goes back', MINUTE, () =>
      on(`${language}/`, {}, async (page) => {
        assert.equal((await titles(page)).length, 13);
        await page.locator('#filter-type').selectOption('private');
        assert.equal((await titles(page)).length, 4);
        assert.equal(query(page), '?type=private');
        assert.equal(await page.locator('.type:visible').count(), 1, 'empty headings are hidden');
        await page.locator('#filter-status').selectOption('under-review');
        assert.equal((await titles(page)).length, 1);
        assert.equal(query(page), '?type=private&status=under-review');
        assert.match(await page.locator('.outcome [role=status]').innerText(), /1\D+13/);
        await page.goBack();
        assert.equal((await titles(page)).length, 4);
        assert.equal(await page.locator('#filter-status').inputValue(), '');
        await page.locator('.outcome .clear').click();
        assert.equal((await titles(page)).length, 13);
        assert.equal(query(page), '');
      }),
    );

    test('is read from the address, and says so where nothing is left', MINUTE, () =>
      on(`${language}/?type=bilateral&year=2018&status=no-such`, {}, async (page) => {
        assert.deepEqual(await titles(page), []);
        assert.ok(await page.locator('.nothing').isVisible());
        const other = language === 'fr' ? 'ar' : 'fr';
        const link = page.locator(`.languages a[lang=${other}]`);
        assert.match(await link.getAttribute('href'), /\?type=bilateral&year=2018/, 'the other language takes the choices along');
        assert.deepEqual(await complaintsOf(page), []);
        await page.locator('.nothing .clear').click();
        assert.equal((await titles(page)).length, 13);
      }),
    );

    test('offers no choice that leaves nothing', MINUTE, () =>
      on(`${language}/?partner=gcerf`, {}, async (page) => {
        const open = await page.locator('#filter-type option:not([disabled])').evaluateAll((all) => all.map(({ value }) => value));
        assert.deepEqual(open, ['', 'private']);
      }),
    );

    test('has its room before its script arrives', MINUTE, () =>
      on(`${language}/`, {}, async (page) => {
        const top = () => page.locator('#jisr-catalogue').evaluate((element) => element.getBoundingClientRect().top + scrollY);
        const scripted = await top();
        await page.route('**/filter*.js', (route) => route.abort());
        await page.reload();
        assert.equal(await page.locator('.filter select').count(), 0);
        assert.ok(Math.abs((await top()) - scripted) < 8, `what is below moves from ${await top()} to ${scripted}`);
      }),
    );

    test('is links to listings without scripts', MINUTE, () =>
      on(`${language}/`, { javaScriptEnabled: false }, async (page) => {
        assert.equal(await page.locator('.filter select, .filter .outcome:visible').count(), 0);
        await page.locator('.facet').first().locator('summary').click();
        await page.locator('.facet a').first().click();
        assert.match(page.url(), new RegExp(`/${language}/types/[a-z]+/$`));
      }),
    );
  });

  test(`${language}: the keyboard leads through skip link, menu, switch and filter`, MINUTE, () =>
    on(`${language}/`, {}, async (page) => {
      await page.keyboard.press('Tab');
      assert.equal((await focused(page)).className, 'skip');
      assert.ok(await page.locator('.skip').evaluate((link) => link.getBoundingClientRect().width > 40), 'it can be seen');
      await tabTo(page, '.languages a');
      await tabTo(page, '.menu a[aria-current=page]');
      await tabTo(page, '#filter-type');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      assert.notEqual(query(page), '');
      await tabTo(page, '.outcome .clear');
      await page.keyboard.press('Enter');
      assert.equal(query(page), '');
      assert.equal((await focused(page)).name, 'select', 'the focus is not lost');
      await page.reload();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'jisr-main-content');
    }),
  );

  test(`${language}: on a telephone a button opens the menu, without scripts too`, MINUTE, () =>
    on(`${language}/`, { width: 360, javaScriptEnabled: false }, async (page) => {
      assert.ok(!(await page.locator('.menu a').first().isVisible()));
      await page.locator('.menu-open').focus();
      await page.keyboard.press('Enter');
      assert.ok(await page.locator('.menu a').first().isVisible());
      await page.keyboard.press('Escape');
      assert.ok(!(await page.locator('.menu a').first().isVisible()));
      await page.locator('.menu-open').click();
      await page.locator('.menu a[href$="/partners/"]').click();
      assert.match(page.url(), /\/partners\/$/);
    }),
  );

  test(`${language}: the open menu on a telephone is accessible`, MINUTE, () =>
    on(`${language}/${PAGES.project}`, { width: 360 }, async (page) => {
      await page.locator('.menu-open').click();
      assert.deepEqual(await complaintsOf(page), []);
    }),
  );

  test(`${language}: without scripts no button stands that does nothing`, MINUTE, () =>
    on(`${language}/${PAGES.project}`, { javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.locator('.actions button:visible').count(), 0);
      assert.ok(await page.locator('.actions a').first().isVisible());
    }),
  );

  test(`${language}: the address is copied, and that is said`, MINUTE, () =>
    on(`${language}/${PAGES.project}`, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.locator('[data-action=copy]').click();
      await page.locator('[role=status]:has-text("ien")').or(page.locator('[role=status]:has-text("الرابط")')).waitFor({ state: 'attached' });
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
    }),
  );

  test(`${language}: in colours of the reader's own nothing is lost`, MINUTE, () =>
    on(`${language}/${PAGES.figures}`, { forcedColors: 'active' }, async (page) => {
      const bars = await page.locator('.bar-chart rect').evaluateAll((all) => all.map((bar) => getComputedStyle(bar).fill));
      const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      assert.ok(bars.length > 3 && bars.every((fill) => fill !== paper), `${bars} on ${paper}`);
    }),
  );

  test(`${language}: bars begin where the language begins, and years run with it`, MINUTE, () =>
    on(`${language}/${PAGES.figures}`, {}, async (page) => {
      const bars = await page.locator('.bar-chart, .part-chart svg').evaluateAll((all) =>
        all.map((bar) => [bar.getBoundingClientRect(), bar.parentElement.getBoundingClientRect()].map(({ left, right }) => ({ left, right }))),
      );
      const side = LANGUAGES[language] === 'rtl' ? 'right' : 'left';
      assert.ok(bars.length > 3);
      for (const [bar, line] of bars) assert.ok(Math.abs(bar[side] - line[side]) < 1, `${side}: ${bar[side]} in ${line[side]}`);
    }),
  );

  test(`${language}: on paper nothing is hidden and no navigation is left`, MINUTE, () =>
    on(`${language}/`, {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      assert.equal((await titles(page)).length, 13);
      assert.equal(await page.locator(':is(.menu, .languages, .filter, .contents, .site-footer ul):visible').count(), 0);
      assert.ok(await page.locator('.print-only').isVisible(), 'the address is spelt out');
      assert.ok((await page.pdf()).length > 10_000);
    }),
  );
}
