// What the home pages show, as a reader sees it: every write-up, the amounts and the date in each language's
// form, and numbers and Latin names that keep their direction inside Arabic text.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { discloseAll, start } from './browser.mjs';
import { LANGUAGES, WRITE_UPS, title } from './site.mjs';

const MINUTE = { timeout: 60_000 };
const homes = {};
let site;

before(async () => {
  site = await start();
  for (const language of Object.keys(LANGUAGES)) {
    const { page } = await site.open(`${language}/`);
    await discloseAll(page);
    homes[language] = { page, text: await page.evaluate(() => document.body.innerText) };
  }
}, MINUTE);
after(() => site?.close(), MINUTE);

/** Text without what typography changes: spaces, apostrophes, direction marks, case. */
function plain(text) {
  const bare = text.normalize('NFC').replace(/[\s\u200e\u200f\u2066-\u2069]/gu, '');
  return bare.replace(/[\u2018\u2019]/g, "'").toLowerCase();
}

for (const language of Object.keys(LANGUAGES)) {
  test(`the ${language} home shows every title`, MINUTE, () => {
    const shown = plain(homes[language].text);
    const missing = WRITE_UPS.filter((writeUp) => !shown.includes(plain(title(writeUp, language))));
    assert.deepEqual(missing, []);
  });

  test(`the ${language} home has no number that a line could break or turn round`, MINUTE, () => {
    assert.deepEqual(homes[language].text.match(/\d{1,3}(?: \d{3})+/g), null);
  });
}

test('the French home shows amounts and the date in French', MINUTE, () => {
  const { text } = homes.fr;
  assert.match(text, /3\u202f000\u202f000[ \u00a0\u202f]dollars/);
  assert.match(text, /5\u202f000\u202f000[ \u00a0\u202f]dollars/);
  assert.match(text, /10[ \u00a0]mai[ \u00a0]2018/);
});

test('the Arabic home shows amounts and the date as Tunisia writes them', MINUTE, () => {
  const text = homes.ar.text.replace(/[\u200e\u200f\u2066-\u2069]/g, '');
  assert.match(text, /(?<![\d.])3\.000\.000(?![\d.])/);
  assert.match(text, /(?<![\d.])5\.000\.000(?![\d.])/);
  assert.match(text, /10[ \u00a0]ماي[ \u00a0]2018/);
});

const RUNS = { '': ['3.000.000', 'GCERF'], 'projects/pve-human-rights/': ['3.000.000', '2018'], 'partners/gcerf/': ['5.000.000', 'GCERF'], 'figures/': ['3.000.000'], 'glossary/': ['UNOCT'] };

for (const [path, texts] of Object.entries(RUNS)) {
  for (const text of texts) {
    test(`${text} in Arabic text runs left to right: ${path || 'home'}`, MINUTE, () => onArabic(path, (page) => runsLeftToRight(text, page)));
  }
}

test('the number of a list stands to the right of what it counts in Arabic', MINUTE, () =>
  onArabic('partners/', async (page) => {
    const [[number], [word]] = [await boxes(/11(?= شريكا)/, { page }), await boxes(/(?<=11 )شريكا/, { page })];
    assert.ok(number.left >= word.right - 1, `11 at ${number.left}, the word up to ${word.right}`);
  }),
);

async function onArabic(path, check) {
  if (path === '') return check(homes.ar.page);
  const opened = await site.open(`ar/${path}`);
  try {
    return await check(opened.page);
  } finally {
    await opened.close();
  }
}

test('the day stands to the right of the month in Arabic', MINUTE, async () => {
  const [[day], [month]] = [await boxes(/10(?=[ \u00a0]ماي)/), await boxes(/(?<=10[ \u00a0])ماي/)];
  assert.ok(Math.abs(day.top - month.top) < day.height, 'day and month stand on two lines');
  assert.ok(day.left >= month.right - 1, `day at ${day.left}, month up to ${month.right}`);
});

async function runsLeftToRight(text, page) {
  const letters = await boxes(new RegExp(text.replaceAll('.', '\\.')), { each: true, page });
  assert.equal(letters.length, text.length);
  for (const [before, after] of letters.slice(1).map((box, index) => [letters[index], box])) {
    assert.ok(after.left > before.left, `${text}: ${letters.map(({ left }) => left.toFixed(1)).join(' ')}`);
  }
}

/** Where the first visible match stands on a page, the Arabic home: one box, or one for each character. */
async function boxes(pattern, { each = false, page = homes.ar.page } = {}) {
  const found = await page.evaluate(measure, { source: pattern.source, each });
  assert.notEqual(found.length, 0, `${pattern} is nowhere on the page`);
  return found;
}

/** In the page: the match may reach over several text nodes. */
function measure({ source, each }) {
  const nodes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.checkVisibility()) nodes.push({ node: walker.currentNode, start: 0 });
  }
  let whole = '';
  for (const entry of nodes) {
    entry.start = whole.length;
    whole += entry.node.data;
  }
  const place = (index) => {
    const { node, start } = nodes.findLast((entry) => entry.start <= index);
    return [node, index - start];
  };
  const box = (from, to) => {
    const range = document.createRange();
    range.setStart(...place(from));
    const [node, offset] = place(to - 1);
    range.setEnd(node, offset + 1);
    return range.getClientRects()[0]?.toJSON();
  };
  for (const match of whole.matchAll(new RegExp(source, 'g'))) {
    const end = match.index + match[0].length;
    const spans = each ? [...match[0]].map((_, at) => [match.index + at, match.index + at + 1]) : [[match.index, end]];
    const found = spans.map(([from, to]) => box(from, to));
    if (found.every((rect) => rect?.width > 0)) return found;
  }
  return [];
}

test('Arabic is neither spaced out nor slanted', MINUTE, async () => {
  const wrong = await homes.ar.page.evaluate(() => {
    const own = (element) => [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const arabic = [...document.body.querySelectorAll('*')].filter(
      (element) => element.checkVisibility() && own(element).some(({ data }) => /\p{Script=Arabic}/u.test(data)),
    );
    const odd = arabic.filter((element) => {
      const { letterSpacing, fontStyle } = getComputedStyle(element);
      return (letterSpacing !== 'normal' && parseFloat(letterSpacing) !== 0) || fontStyle !== 'normal';
    });
    return odd.map((element) => element.outerHTML.slice(0, 120));
  });
  assert.deepEqual(wrong, []);
});
