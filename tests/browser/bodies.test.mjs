// Write-ups that are hard to set, in a site of their own: words of the other language with all kinds of signs between
// them, and tables, addresses and code that are wider than a telephone.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { places } from './positions.mjs';
import { preview } from './preview.mjs';

const TOP = resolve(import.meta.dirname, '../..');
const MINUTE = { timeout: 60_000 };

/** What stands on an Arabic page and is read from left to right, from its first letter to its last. */
const LATIN = [
  'Mise en œuvre : phase 2, lot B',
  'Rapport final (version 3) du comité',
  'OMS/2024/17-b',
  'contact@institution.tn',
  'rapport-2024_v2.pdf',
  'S/RES/2178 (2014), annexe',
];

/** What stands on a French page and is read from right to left: the words of each, apart from numbers. */
const ARABIC = ['اللجنة الوطنية، مكتب المتابعة', 'المرحلة الأولى: الدعم والتكوين'];

const row = (cells) => `| ${cells.join(' | ')} |\n`;
const table = (phrases) => row(phrases.map((_, at) => at + 1)) + row(phrases.map(() => '---')) + row(phrases);
const body = (before, phrases) => `${before} ${phrases.join(` ${before} `)}.

## ${before} ${phrases[0]}

${phrases.map((phrase) => `- ${before} ${phrase}`).join('\n')}

${phrases.map((phrase) => `${before} ${phrase}`).join('\n\n')}

> ${before} ${phrases[1]}

${table(phrases.map((phrase) => `${before} ${phrase}`))}
`;

const WIDE = `Un paragraphe ordinaire, assez long pour occuper plusieurs lignes sur un téléphone, sans mot démesuré.[^1]

${table(Array.from({ length: 9 }, (_, at) => `1 234 567,${at}`))}

https://exemple-de-domaine.tn/un/chemin/vraiment/tres/long/sans/aucune/espace/jusqu-a-la-fin-de-la-ligne-et-encore-apres.html

\`un_nom_de_variable_beaucoup_trop_long_pour_un_telephone_et_pour_toute_ligne_de_cette_page\`

\`\`\`
une ligne de programme qui est plus longue que l'écran d'un téléphone et qui ne doit pas être coupée
\`\`\`

[^1]: Voir https://exemple-de-domaine.tn/une/note/avec/une/adresse/vraiment/tres/longue/sans/aucune/espace.html
`;

const WRITE_UPS = {
  'runs.fr': ['title: "Suivi : اللجنة الوطنية، مكتب المتابعة"', body('Selon', ARABIC), true],
  'runs.ar': ['title: "متابعة: Mise en œuvre : phase 2, lot B"', body('حسب', LATIN)],
  'wide.fr': ['title: Un tableau large', WIDE, true],
  'wide.ar': ['title: جدول عريض', `فقرة عادية.\n\n${table(Array.from({ length: 9 }, (_, at) => `خانة عدد ${at}`))}`],
};

let browser;
let server;
const root = mkdtempSync(join(tmpdir(), 'jisr-bodies-'));
before(async () => {
  mkdirSync(join(root, 'content/projects'), { recursive: true });
  for (const part of ['site.yaml', 'content/partners.yaml']) cpSync(join(TOP, part), join(root, part));
  for (const [name, [title, text, facts]] of Object.entries(WRITE_UPS)) {
    const stated = facts ? 'type: multilateral\npartners: [undp]\n' : '';
    writeFileSync(join(root, `content/projects/${name}.md`), `---\n${title}\n${stated}---\n\n${text}`);
  }
  server = await preview(root);
  browser = await launch();
}, MINUTE);
after(async () => {
  await browser?.close();
  await server?.end();
  rmSync(root, { recursive: true });
}, MINUTE);

async function on(path, width, look) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.goto(server.origin + path, { waitUntil: 'load' });
    return await look(page);
  } finally {
    await context.close();
  }
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const SPACE = '[ \\u00a0\\u202f]';
/** The phrase as a page shows it: the typography of a language may have set a space before a sign. */
const pattern = (text) => [...text].map((sign) => `${':;!?»'.includes(sign) ? `${SPACE}?` : ''}${sign === ' ' ? `${SPACE}?` : escaped(sign)}`).join('[\\u2066-\\u2069]*');

/** Each letter stands behind the one before it in the direction of the phrase; signs between them do not count. */
function disorder(found, onward) {
  return found.filter(({ text, boxes }) => {
    const letters = boxes.filter((_, at) => /[\p{L}]/u.test([...text][at]));
    return letters.slice(1).some((box, at) => !onward(letters[at], box));
  });
}

describe('a run of the other language is read in its own direction', () => {
  const toTheRight = (one, other) => other.left >= one.left - 0.1;
  const toTheLeft = (one, other) => other.right <= one.right + 0.1;
  for (const [language, phrases, onward] of [['ar', LATIN, toTheRight], ['fr', ARABIC, toTheLeft]]) {
    for (const phrase of phrases) {
      test(`${phrase} in ${language}`, MINUTE, () =>
        on(`${language}/projects/runs/`, 2400, async (page) => {
          const found = await page.evaluate(places, { source: pattern(phrase), within: 'main' });
          assert.ok(found.length >= 2, `it is seen ${found.length} times`);
          assert.deepEqual(disorder(found, onward).map(({ text }) => text), []);
        }),
      );
    }
    test(`in titles of lists in ${language}`, MINUTE, () =>
      on(`${language}/projects/`, 2400, async (page) => {
        const found = await page.evaluate(places, { source: pattern(phrases[0]), within: 'main' });
        assert.ok(found.length >= 1, 'it is not seen');
        assert.deepEqual(disorder(found, onward).map(({ text }) => text), []);
      }),
    );
  }

  test('a phrase whose pieces are isolated one by one is caught', MINUTE, () =>
    on('ar/projects/runs/', 2400, async (page) => {
      await page.$$eval('main bdi', (all) => {
        for (const one of all) one.outerHTML = one.textContent.split(' ').map((word) => `<bdi>${word}</bdi>`).join(' ');
      });
      const found = await page.evaluate(places, { source: pattern(LATIN[0]), within: 'main' });
      assert.notDeepEqual(disorder(found, toTheRight), []);
    }),
  );
});

describe('nothing but a table or a program is wider than the screen', () => {
  for (const language of ['fr', 'ar']) {
    for (const width of [320, 360, 768, 1280]) {
      test(`${language}, ${width} px`, MINUTE, () =>
        on(`${language}/projects/wide/`, width, async (page) => {
          const wide = await page.evaluate(() => {
            const screen = document.documentElement.clientWidth;
            const all = [...document.querySelectorAll('main *')].filter((one) => !one.parentElement.closest('.table, pre') && !one.closest('.visually-hidden'));
            const over = ({ left, right }) => right > screen + 1 || left < -1;
            return all.filter((one) => over(one.getBoundingClientRect())).map((one) => `${one.tagName} ${one.className}`);
          });
          assert.deepEqual(wide, []);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
        }),
      );
    }
  }
});
