// Every kind of page in each language: it says its language and direction, leads to its translation, fetches nothing
// from elsewhere, and is accessible in both colour schemes.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { discloseAll, start } from './browser.mjs';
import { axeViolations, codeSnifferErrors, complaintsOf } from './accessible.mjs';
import { LANGUAGES, basePath, pagesOfEachKind } from './site.mjs';

const MINUTE = { timeout: 60_000 };
const TOGETHER = { concurrency: 2 };
const PAGES = pagesOfEachKind();

let site;
before(async () => {
  site = await start();
}, MINUTE);
after(() => site?.close(), MINUTE);

test('every kind of page is there in each language', () => {
  const kinds = (wanted) => PAGES.filter(({ language }) => language === wanted).map(({ kind }) => kind).sort();
  assert.deepEqual(kinds(undefined), ['choice', 'not-found']);
  assert.deepEqual(kinds('ar'), kinds('fr'));
  for (const kind of ['home', 'project', 'partner', 'type', 'figures', 'timeline', 'glossary', 'page']) {
    assert.ok(kinds('ar').includes(kind), `no page is a ${kind}`);
  }
});

describe('each kind of page', TOGETHER, () => {
  for (const { name, path, language } of PAGES) {
    test(`${name}: answers, fetches nothing elsewhere and logs no error`, MINUTE, () =>
      site.on(path, { until: 'networkidle' }, async (page, { answer, complaints, elsewhere }) => {
        assert.equal(answer.status(), 200, `/${path}`);
        assert.deepEqual(elsewhere, []);
        assert.deepEqual(complaints, []);
        if (language) await speaks(page, language, path);
      }),
    );

    for (const colorScheme of ['light', 'dark']) {
      test(`${name}: has no violation of WCAG 2.2 AA (${colorScheme})`, MINUTE, () =>
        site.on(path, { colorScheme }, async (page) => {
          await discloseAll(page);
          assert.deepEqual(await complaintsOf(page), []);
        }),
      );
    }
  }
});

/** The page says its language and direction, and leads to itself in the other language. */
async function speaks(page, language, path) {
  const { lang, dir, links } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    links: [...document.querySelectorAll('a[href]')].map((link) => new URL(link.href).pathname),
  }));
  assert.equal(lang.split('-')[0], language);
  assert.equal(dir, LANGUAGES[language]);
  const other = `${basePath()}${language === 'fr' ? 'ar' : 'fr'}/${path.slice(3)}`;
  assert.ok(links.includes(other), `no link to ${other}`);
}

// A page whose text is too pale, so that a checker which no longer looks is noticed.
for (const [colorScheme, pale] of Object.entries({ light: '#a5a29b', dark: '#5a564e' })) {
  for (const language of Object.keys(LANGUAGES)) {
    test(`a pale ${language} page is caught (${colorScheme})`, MINUTE, () =>
      site.on(`${language}/projects/pve-human-rights/`, { colorScheme }, async (page) => {
        await page.addStyleTag({ content: `main p { color: ${pale} !important }` });
        const contrast = (found) => found.filter((violation) => /contrast/i.test(violation));
        assert.notDeepEqual(contrast(await codeSnifferErrors(page)), []);
        if (language === 'fr') assert.notDeepEqual(contrast(await axeViolations(page)), []);
      }),
    );
  }
}
