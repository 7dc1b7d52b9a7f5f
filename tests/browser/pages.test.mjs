// Every kind of page in each language: it fits a narrow screen, says its language and direction, fetches nothing
// from elsewhere, and is accessible in both colour schemes.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { codeSnifferErrors, complaintsOf } from './accessible.mjs';
import { discloseAll, start } from './browser.mjs';
import { COMMON_PAGES, LANGUAGES, PAGES, basePath } from './site.mjs';

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

describe('each page', { concurrency: 2 }, () => {
  for (const { name, path, language } of [...pages, ...common]) {
    test(`${name} answers in its language, asks nobody else, and is accessible`, MINUTE, () =>
      on(path, {}, async (page, { answer, complaints, elsewhere }) => {
        assert.equal(answer.status(), 200, `/${path}`);
        if (language) await speaks(page, language, path);
        assert.deepEqual(await complaintsOf(page), []);
        await fits(page, name);
        assert.deepEqual(elsewhere, []);
        assert.deepEqual(complaints, []);
      }),
    );

    test(`${name} is accessible in the dark`, MINUTE, () =>
      on(path, { colorScheme: 'dark' }, async (page) => assert.deepEqual(await complaintsOf(page), [])),
    );
  }
});

async function speaks(page, language, path) {
  const [lang, dir, links] = await page.evaluate(() => {
    const { lang, dir } = document.documentElement;
    return [lang, dir, [...document.querySelectorAll('a[href]')].map((a) => new URL(a.href).pathname)];
  });
  assert.equal(lang.split('-')[0], language);
  assert.equal(dir, LANGUAGES[language]);
  const address = `${basePath()}${language === 'fr' ? 'ar' : 'fr'}/${path.slice(3)}`;
  assert.ok(links.includes(address), `no link to ${address}, the same page in the other language`);
}

/** Needs no sideways scrolling: on a wide screen, at 200 %, at 400 %, and with the spacing of WCAG 1.4.12. */
async function fits(page, name) {
  for (const width of [1280, 640, 320]) {
    await page.setViewportSize({ width, height: 800 });
    if (width !== 640) await page.screenshot({ path: join(SCREENSHOTS, `${name.replaceAll(' ', '-')}-${width}.png`), fullPage: true });
    assert.deepEqual(await page.evaluate(tooWide), [], `at ${width} px`);
  }
  await page.addStyleTag({
    content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
  });
  assert.deepEqual(await page.evaluate(tooWide), [], 'with wide spacing');
  assert.deepEqual(await page.evaluate(cutOff), [], 'with wide spacing');
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

/** In the page: texts that do not fit the box that clips them. */
function cutOff() {
  const clips = ({ overflowX, overflowY }) => [overflowX, overflowY].some((value) => value === 'hidden' || value === 'clip');
  const boxes = [...document.body.querySelectorAll('*:not(.visually-hidden, .skip, svg, svg *, select, input)')];
  const cut = boxes.filter((box) => clips(getComputedStyle(box)) && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1));
  return cut.map((box) => `<${box.localName} class="${box.className}"> ${box.textContent.trim().slice(0, 40)}`);
}

test('a pale page in Arabic is found, in either colour scheme', MINUTE, async () => {
  for (const [colorScheme, pale] of [['light', '#b5b0a5'], ['dark', '#555048']]) {
    await on('ar/about/', { colorScheme }, async (page) => {
      await page.addStyleTag({ content: `.prose p { color: ${pale} }` });
      const errors = await codeSnifferErrors(page);
      assert.ok(errors.some((error) => error.includes('1_4_3')), `${colorScheme}: ${errors}`);
    });
  }
});
