// The engine of the search, without a page: which records of the sample's indexes some words find.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { OUTPUT, serve } from './site.mjs';

let server, engine;
const indexes = {};
before(async () => {
  server = await serve();
  const script = readdirSync(join(OUTPUT, 'assets')).find((name) => /^search-index\..*js$/.test(name));
  engine = await import(pathToFileURL(join(OUTPUT, 'assets', script)));
  for (const language of ['fr', 'ar']) {
    indexes[language] = await engine.open(`${server.origin}${server.base}search-index/${language}/`, language);
  }
});
after(() => server?.close());

async function found(language, query, { chosen = {}, phrase = false } = {}) {
  const index = indexes[language];
  const asked = engine.words(query);
  const answer = await index.search(asked, chosen, phrase ? asked : []);
  const records = await Promise.all(answer.results.map((at) => index.record(at)));
  return { ...answer, slugs: records.map(({ url }) => url.split('/').at(-2)), records };
}

describe('what is typed in another form than it stands', () => {
  const cases = {
    fr: [
      ['événement', 'iij-events'],
      ['EVENEMENTS', 'iij-events'],
      ['institutions', 'iij-events'],
      ['locaux', 'gcerf-local'],
      ['locale', 'gcerf-local'],
      ['communautés', 'gcerf-local'],
      ['demandes', 'gcerf-local'],
      ['extrém', 'gcerf-local'],
      ['زرافة', null],
      ['٢١٧٨', 'resolutions-1624-2178'],
    ],
    ar: [
      ['تجميد', 'asset-freezing'],
      ['التجميد', 'asset-freezing'],
      ['وبتجميد', 'asset-freezing'],
      ['الشريك', 'asset-freezing'],
      ['منظومة', 'asset-freezing'],
      ['المَنظُومَة', 'asset-freezing'],
      ['تونسي', 'asset-freezing'],
      ['للجنه', 'asset-freezing'],
      ['لجنة', 'asset-freezing'],
    ],
  };
  for (const [language, queries] of Object.entries(cases)) {
    for (const [query, wanted] of queries) {
      test(`${language}: ${query} → ${wanted}`, async () => {
        const { slugs } = await found(language, query);
        if (wanted) assert.ok(slugs.includes(wanted), slugs.join(' '));
        else assert.deepEqual(slugs, []);
      });
    }
  }
});

test('the title counts before the text, and the word itself before one that begins with it', async () => {
  const { slugs } = await found('fr', 'gel');
  assert.equal(slugs[0], 'asset-freezing');
});

test('all words are needed, in any order; a phrase needs its own', async () => {
  assert.ok((await found('fr', 'violent extrémisme')).slugs.includes('gcerf-local'));
  assert.deepEqual((await found('fr', 'violent extrémisme', { phrase: true })).slugs, []);
  assert.ok((await found('fr', 'extrémisme violent au niveau local', { phrase: true })).slugs.includes('gcerf-local'));
  assert.deepEqual((await found('fr', 'extrémisme xylophone')).slugs, []);
});

test('what is chosen narrows the results, and counts are of the words alone', async () => {
  const all = await found('fr', 'terrorisme');
  const chosen = await found('fr', 'terrorisme', { chosen: { type: ['multilateral'] } });
  assert.ok(chosen.slugs.length > 0 && chosen.slugs.length < all.slugs.length);
  assert.equal(chosen.slugs.length, all.counts.type.multilateral);
  assert.deepEqual(chosen.counts, all.counts);
  const either = await found('fr', '', { chosen: { type: ['multilateral', 'bilateral', 'private'] } });
  assert.equal(either.slugs.length, 13, 'without words, all entries; pages have no type');
});

test('an excerpt is around the words that were found, which are marked', async () => {
  const { records, terms } = await found('fr', 'dollar');
  const local = records.find(({ url }) => url.includes('gcerf-local'));
  const parts = engine.excerpt(local.text, terms, 'fr', 12);
  const marked = parts.filter(([, isTerm]) => isTerm).map(([text]) => text);
  assert.ok(marked.includes('dollar') && marked.includes('dollars'), marked.join(' '));
  assert.deepEqual([parts[0][0], parts.at(-1)[0]], ['… ', ' …']);
  assert.equal(engine.marked('والشباب', new Set(['شباب']), 'ar')[1][1], true);
});
