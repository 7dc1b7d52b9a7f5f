// The search of the built sample in each language: what people type finds what they mean, with a keyboard alone, on a
// narrow screen, and without scripts there is a way to everything.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { launch, start } from './browser.mjs';
import { serve } from './site.mjs';

const script = (name) => readFileSync(createRequire(import.meta.url).resolve(name), 'utf8');
const AXE = script('axe-core/axe.min.js');
const HTMLCS = script('html_codesniffer/build/HTMLCS.js');
const MINUTE = { timeout: 60_000 };

let site;
before(async () => {
  site = await start();
}, MINUTE);
after(() => site?.close(), MINUTE);

/** Runs `check` on a language's page to search with; whatever it complains of fails the test. */
async function on(address, options, check) {
  const opened = await site.open(address, options);
  try {
    await check(opened.page);
    assert.deepEqual(opened.complaints, []);
    assert.deepEqual(opened.elsewhere, []);
  } finally {
    await opened.close();
  }
}

const search = (language, fields = {}) => `${language}/search/${Object.keys(fields).length ? `?${new URLSearchParams(fields)}` : ''}`;
const titles = (page) => page.$$eval('.search-results .item-title', (all) => all.map((one) => one.textContent.trim()));
const slugs = (page) => page.$$eval('.search-results a', (all) => all.map((one) => one.pathname.split('/').at(-2)));
const told = (page) => page.textContent('.search-status').then((text) => text.replace(/[\u2066-\u2069]/g, ''));
const settled = (page) => page.waitForFunction(() => /\d|واحدة|نتيجتان|Auc|لا توجد/.test(document.querySelector('.search-status').textContent));

// What is typed, and a write-up that it must find.
const FOUND = {
  fr: [
    ['societe', 'eu-civil-society'],
    ['Société civile', 'eu-civil-society'],
    ['ETAT', 'pve-human-rights'],
    ['gel des avoirs', 'asset-freezing'],
    ['extremisme', 'pve-human-rights'],
    ["l'extrémisme violent", 'pve-human-rights'],
    ['PNUD', 'pve-human-rights'],
    ['هداية', 'hedayah-capacity'],
    ['2178', 'resolutions-1624-2178'],
  ],
  ar: [
    ['الارهاب', 'asset-freezing'],
    ['لجنه', 'eu-justice-security'],
    ['مكافحه', 'canada-expert-network'],
    ['مُكافَحة الإِرهاب', 'asset-freezing'],
    ['تونس', 'gcerf-board'],
    ['لتونس', 'gcerf-board'],
    ['اموال', 'asset-freezing'],
    ['تنسيق', 'g7-working-group-5'],
    ['التنسيق', 'g7-working-group-5'],
    ['وبالتنسيق', 'g7-working-group-5'],
    ['هدايه', 'hedayah-capacity'],
    ['PNUD', 'pve-human-rights'],
  ],
};

for (const [language, cases] of Object.entries(FOUND)) {
  describe(language, () => {
    for (const [query, wanted] of cases) {
      test(`« ${query} » finds ${wanted}`, MINUTE, () =>
        on(search(language, { q: query }), {}, async (page) => {
          await page.waitForSelector('.search-results a');
          const more = page.locator('.search-more');
          if (await more.isVisible()) await more.click();
          await page.waitForFunction(() => document.querySelector('.search-more').hidden);
          assert.ok((await slugs(page)).includes(wanted), `${await told(page)}: ${await slugs(page)}`);
        }),
      );
    }

    if (language === 'fr') test('titles and excerpts have the apostrophes of the page', MINUTE, () =>
      on(search('fr', { q: 'extremisme' }), {}, async (page) => {
        await page.waitForSelector('.search-results a');
        const shown = await page.textContent('.search-results');
        assert.match(shown, /l’extrémisme/);
        assert.doesNotMatch(shown, /\p{L}'\p{L}/u);
      }),
    );

    test('what is in no entry is said so, with a way on', MINUTE, () =>
      on(search(language, { q: language === 'fr' ? 'xylophone' : 'زرافة' }), {}, async (page) => {
        await settled(page);
        assert.match(await told(page), language === 'fr' ? /^Aucun résultat/ : /^لا توجد نتائج/);
        assert.deepEqual(await titles(page), []);
        assert.ok(await page.isVisible('.search-browse'));
      }),
    );

    for (const colorScheme of ['light', 'dark']) {
      test(`has no violation of WCAG 2.2 AA with results and open filters (${colorScheme})`, MINUTE, () =>
        on(search(language, { q: language === 'fr' ? 'terrorisme' : 'الإرهاب', type: 'multilateral' }), { colorScheme }, async (page) => {
          await page.waitForSelector('.search-results a');
          assert.deepEqual(await axe(page), []);
          assert.deepEqual(await codeSniffer(page), []);
        }),
      );
    }

    test('needs no sideways scrolling at 320 px', MINUTE, () =>
      on(search(language, { q: language === 'fr' ? 'terrorisme' : 'الإرهاب', type: 'bilateral' }), { width: 320 }, async (page) => {
        await page.waitForSelector('.search-results a');
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      }),
    );
  });
}

test('an acronym that is nowhere does not find its beginning', MINUTE, () =>
  on(search('fr', { q: 'UNESCO' }), {}, async (page) => {
    await settled(page);
    assert.deepEqual(await titles(page), []);
  }),
);

test('the engine is loaded when somebody begins to search, and not before', MINUTE, () =>
  on(search('fr'), { until: 'networkidle' }, async (page) => {
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    assert.equal(await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('search-index')).length), 0);
    await page.focus('#search-words');
    await page.waitForResponse((response) => /search-index\/fr\/choices\./.test(response.url()));
    assert.ok(asked.every((url) => !url.includes('worker')));
  }),
);

test('a keyboard is enough: words, filter, result, clearing', MINUTE, () =>
  on(search('fr'), {}, async (page) => {
    await page.focus('#search-words');
    await page.keyboard.type('violent');
    await page.waitForSelector('.search-results a');
    const all = await titles(page);
    await page.waitForFunction(() => location.search === '?q=violent');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => [document.activeElement.name, document.activeElement.value].join());
    assert.equal(name, 'type,multilateral');
    await page.keyboard.press('Space');
    await page.waitForFunction((before) => document.querySelectorAll('.search-results .item').length < before, all.length);
    assert.equal(new URL(page.url()).search, '?q=violent&type=multilateral');
    await page.focus('#search-words');
    await page.keyboard.press('Escape');
    assert.equal(await page.inputValue('#search-words'), '');
    await page.waitForFunction(() => location.search === '?type=multilateral');
  }),
);

test('back leads to what was asked before', MINUTE, () =>
  on(search('fr', { q: 'terrorisme' }), {}, async (page) => {
    await page.waitForSelector('.search-results a');
    await page.fill('#search-words', 'PNUD');
    await page.press('#search-words', 'Enter');
    await page.waitForFunction(() => document.querySelectorAll('.search-results .item').length === 1);
    await page.click('.search-results a');
    await page.waitForURL('**/projects/pve-human-rights/');
    await page.goBack();
    await page.waitForSelector('.search-results a');
    assert.equal(await page.inputValue('#search-words'), 'PNUD');
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll('.search-results .item').length > 1);
    assert.equal(await page.inputValue('#search-words'), 'terrorisme');
  }),
);

test('the number of results is announced, and counts stand beside the choices', MINUTE, () =>
  on(search('fr', { q: 'société civile' }), {}, async (page) => {
    await page.waitForSelector('.search-results a');
    const count = (await titles(page)).length;
    assert.equal(await page.getAttribute('.search-status', 'role'), 'status');
    assert.match(await told(page), new RegExp(`^${count} résultats? pour`));
    const counts = await page.$$eval('input[name=type]', (boxes) => boxes.map((box) => Number(box.closest('label').querySelector('.count').textContent)));
    assert.equal(counts.reduce((sum, one) => sum + one), count);
    assert.ok((await page.$$('.search-results mark')).length > 0);
  }),
);

test('more results are shown on demand, and the first of them has the focus', MINUTE, () =>
  on(search('ar', { q: 'الإرهاب' }), {}, async (page) => {
    await page.waitForSelector('.search-more:not([hidden])');
    assert.equal((await titles(page)).length, 10);
    await page.click('.search-more');
    await page.waitForFunction(() => document.activeElement.closest('.search-results'));
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('.search-results a')].indexOf(document.activeElement)), 10);
  }),
);

test('what another language has is counted, and the link asks the same there', MINUTE, () =>
  on(search('fr', { q: 'PNUD' }), {}, async (page) => {
    await page.waitForSelector('.search-elsewhere:not([hidden]) a');
    await page.click('.search-elsewhere a');
    await page.waitForURL('**/ar/search/?q=PNUD');
    await page.waitForSelector('.search-results a');
    assert.deepEqual(await slugs(page), ['pve-human-rights']);
  }),
);

test('an engine that does not load is said so, and can be tried again', MINUTE, async () => {
  const opened = await site.open(search('fr'));
  const { page } = opened;
  await page.route('**/search-index.*.js*', (route) => route.abort());
  await page.fill('#search-words', 'terrorisme');
  await page.waitForSelector('.search-status button');
  await page.unroute('**/search-index.*.js*');
  await page.click('.search-status button');
  await page.waitForSelector('.search-results a');
  await opened.close();
});

test('without scripts the page leads to the listings', MINUTE, async () => {
  const [server, browser] = [await serve(), await launch()];
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  try {
    for (const language of ['fr', 'ar']) {
      await page.goto(server.origin + server.base + search(language));
      assert.ok(!(await page.isVisible('.search-form')));
      assert.ok(await page.isVisible('.search-browse noscript p'));
      await page.click('.search-lists a >> nth=0');
      assert.match(page.url(), new RegExp(`/${language}/types/`));
    }
  } finally {
    await browser.close();
    await server.close();
  }
});

async function axe(page) {
  await page.evaluate(AXE);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), tags);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`);
}

async function codeSniffer(page) {
  await page.evaluate(HTMLCS);
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const errors = () => HTMLCS.getMessages().filter(({ type }) => type === HTMLCS.ERROR);
        const done = () => resolve(errors().map(({ code, msg, element }) => `${code}: ${msg} ${element.outerHTML?.slice(0, 200)}`));
        HTMLCS.process('WCAG2AA', document, done, () => reject(new Error('the checker failed')));
      }),
  );
}
