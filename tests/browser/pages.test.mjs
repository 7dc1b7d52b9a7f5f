// Every kind of page in each language: it fits a narrow screen, says its language and direction, fetches nothing
// from elsewhere, and is accessible by two checkers that see different mistakes.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { discloseAll, start } from './browser.mjs';
import { COMMON_PAGES, LANGUAGES, PAGES, basePath } from './site.mjs';

const script = (name) => readFileSync(createRequire(import.meta.url).resolve(name), 'utf8');
const AXE = script('axe-core/axe.min.js');
const HTMLCS = script('html_codesniffer/build/HTMLCS.js');
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const SCREENSHOTS = resolve(import.meta.dirname, '../../target/screenshots');
const MINUTE = { timeout: 60_000 };

let site;
before(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  site = await start();
}, MINUTE);
after(() => site?.close(), MINUTE);

/** Runs `check` on a page with its disclosures open, and closes it. */
async function on(path, options, check) {
  const opened = await site.open(path, options);
  try {
    await discloseAll(opened.page);
    await check(opened.page, opened);
  } finally {
    await opened.close();
  }
}

const pages = Object.keys(LANGUAGES).flatMap((language) =>
  Object.entries(PAGES).map(([name, path]) => ({ name: `${language} ${name}`, path: `${language}/${path}`, language })),
);
const common = Object.entries(COMMON_PAGES).map(([name, path]) => ({ name, path, language: undefined }));

for (const { name, path, language } of [...pages, ...common]) {
  describe(name, () => {
    test('answers, fetches nothing elsewhere and logs no error', MINUTE, () =>
      on(path, { until: 'networkidle' }, async (page, { answer, complaints, elsewhere }) => {
        assert.equal(answer.status(), 200, `/${path}`);
        assert.deepEqual(elsewhere, []);
        assert.deepEqual(complaints, []);
      }),
    );

    if (language) {
      test('says its language and direction', MINUTE, () =>
        on(path, {}, async (page) => {
          const [lang, dir] = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
          assert.equal(lang.split('-')[0], language);
          assert.equal(dir, LANGUAGES[language]);
        }),
      );

      test('links to the same page in the other language', MINUTE, () =>
        on(path, {}, async (page) => {
          const other = language === 'fr' ? 'ar' : 'fr';
          const address = `${basePath()}${other}/${path.slice(3)}`;
          const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => new URL(a.href).pathname));
          assert.ok(links.includes(address), `no link to ${address}`);
        }),
      );
    }

    for (const width of [320, 1280]) {
      test(`needs no sideways scrolling at ${width} px`, MINUTE, () =>
        on(path, { width }, async (page) => {
          await page.screenshot({ path: join(SCREENSHOTS, `${name.replaceAll(' ', '-')}-${width}.png`), fullPage: true });
          assert.deepEqual(await page.evaluate(tooWide), []);
        }),
      );
    }

    for (const colorScheme of ['light', 'dark']) {
      test(`has no violation of WCAG 2.2 AA that axe sees (${colorScheme})`, MINUTE, () =>
        on(path, { colorScheme }, async (page) => assert.deepEqual(await axeViolations(page), [])),
      );
    }

    test('has no error that HTML CodeSniffer sees', MINUTE, () =>
      on(path, {}, async (page) => assert.deepEqual(await codeSnifferErrors(page), [])),
    );
  });
}

/** In the page: what reaches over an edge of the screen, if the page scrolls sideways. */
function tooWide() {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const over = [...document.body.querySelectorAll('*')].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && (left < -0.5 || right > root.clientWidth + 0.5);
  });
  const names = over.map((element) => `<${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 40)}`);
  return [`${root.scrollWidth} px wide`, ...names.slice(-5)];
}

async function axeViolations(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (tags) => {
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 5).map((n) => [n.html, n.failureSummary]) }));
  }, WCAG_22_AA);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.flat().join('\n')}`);
}

async function codeSnifferErrors(page) {
  await page.evaluate(HTMLCS);
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const done = () => {
          const errors = HTMLCS.getMessages().filter(({ type }) => type === HTMLCS.ERROR);
          resolve(errors.map(({ code, msg, element }) => `${code}: ${msg}\n${element.outerHTML?.slice(0, 200) ?? ''}`));
        };
        HTMLCS.process('WCAG2AA', document, done, () => reject(new Error('the checker failed')));
      }),
  );
}
