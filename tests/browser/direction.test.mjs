// What stands where on Arabic pages, measured from the rendered letters: numbers and Latin names run from left to right
// and stay whole, and what belongs together follows from right to left.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { discloseAll, start } from './browser.mjs';
import { places } from './positions.mjs';
import { PAGES, pagesOfEachKind } from './site.mjs';

const MINUTE = { timeout: 60_000 };
const DATED = { name: 'ar project with a date', path: `ar/${PAGES.project}` };
const ARABIC = [...pagesOfEachKind().filter(({ language }) => language === 'ar'), DATED];
const MONTHS = 'جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر';

/** Each character to the right of the one before it. */
const LEFT_TO_RIGHT = {
  'a number': '\\d[\\d.,]*\\d',
  'a Latin name': '\\p{Script=Latin}[\\p{Script=Latin}\\d.:/@-]*\\p{Script=Latin}',
  'a Latin name with a number': 'G7 \\+7',
  'a licence': 'CC-BY-4\\.0',
};

/** Each group to the left of the one before it. */
const RIGHT_TO_LEFT = {
  'a day, its month and its year': `(\\d{1,2})[ \\u00a0](${MONTHS})[ \\u00a0](\\d{4})`,
  'an amount and its currency': '(\\d[\\d.]*)[ \\u00a0](دولار|دولارا|دولارات)(?!\\p{L})',
  'a count and what is counted': '(\\d+)[ \\u00a0](بطاقات|بطاقة|شريكا|شركاء|مشاريع)(?!\\p{L})',
  'a name and its acronym': '(\\p{Script=Arabic}{3,})[ \\u00a0]\\([\\u2066-\\u2069]?(\\p{Script=Latin}{2,})[\\u2066-\\u2069]?\\)',
  'a prefix and its number': '(?<!\\p{L})(و)(\\d{4})(?!\\d)',
};

let site;
const pages = [];
before(async () => {
  site = await start();
  for (const { name, path } of ARABIC) {
    const { page } = await site.open(path);
    await discloseAll(page);
    pages.push({ name, page });
  }
}, { timeout: 120_000 });
after(() => site?.close(), MINUTE);

/** What is wrong with the order of the boxes; `onward` tells whether one stands behind the one before it. */
function disorder(found, onward) {
  const wrong = found.filter(({ boxes }) => boxes.slice(1).some((box, index) => !onward(boxes[index], box)));
  return wrong.map(({ text, boxes }) => `${text}: ${boxes.map(({ left, right }) => `${left.toFixed(0)}–${right.toFixed(0)}`).join(' ')}`);
}

const toTheRight = (one, other) => other.left >= one.left + 0.1;
const toTheLeft = (one, other) => other.right <= one.left + 1;

async function check(patterns, onward) {
  for (const [what, source] of Object.entries(patterns)) {
    let seen = 0;
    for (const { name, page } of pages) {
      const found = await page.evaluate(places, { source });
      seen += found.length;
      assert.deepEqual(disorder(found, onward), [], `${what} on the page ${name}`);
    }
    assert.ok(seen > 0, `no page shows ${what}`);
  }
}

describe('on Arabic pages', () => {
  test('numbers and Latin names run from left to right', MINUTE, () => check(LEFT_TO_RIGHT, toTheRight));
  test('dates, amounts, counts and acronyms follow from right to left', MINUTE, () => check(RIGHT_TO_LEFT, toTheLeft));

  for (const [name, kind] of [['the amount', 'project with a date'], ['the date', 'project with a date'], ['the date', 'timeline'], ['the amount', 'figures'], ['the amount', 'partner']]) {
    test(`${name} is on the page ${kind}`, MINUTE, async () => {
      const { page } = pages.find((page) => page.name === `ar ${kind}`);
      const source = { 'the amount': '(?<![\\d.])(3|5)\\.000\\.000(?![\\d.])', 'the date': '10[ \\u00a0]ماي[ \\u00a0]2018' }[name];
      assert.notDeepEqual(await page.evaluate(places, { source }), []);
    });
  }
});

// What is right only because it is isolated, and what is wrong without: so the measure can fail.
test('a number grouped with ordinary spaces, and a range turned round, are caught', MINUTE, () =>
  site.on('ar/about/', {}, async (page) => {
    await page.evaluate(() => {
      const paragraph = document.querySelector('main p');
      paragraph.textContent = 'المبلغ 3 000 000 دولار، من \u202a2016 – 2018\u202c';
    });
    const number = await page.evaluate(places, { source: '3 000 000', within: 'main' });
    assert.notDeepEqual(disorder(number, toTheRight), []);
    const range = await page.evaluate(places, { source: '(2016) – (2018)', within: 'main' });
    assert.notDeepEqual(disorder(range, toTheLeft), []);
  }),
);
