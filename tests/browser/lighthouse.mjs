// Home and project on a slow telephone, as Lighthouse measures them: its mobile preset, which stands for a phone of
// some years ago on a slow 4G line. A suite of its own, because what else runs beside it spoils the figures.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import { launchWithPort } from './browser.mjs';
import { LANGUAGES, PAGES, serve } from './site.mjs';

const MINUTES = { timeout: 120_000 };
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const LEAST = 98;
// The aim is one second, which the figures that are printed show on a machine without other work; a busy one must not
// fail what has not changed.
const LATEST_PAINT_MS = 1500;
const HOME_BYTES = 60_000;

let site;
let browser;
const profile = mkdtempSync(join(tmpdir(), 'jisr-lighthouse-'));
before(async () => {
  site = await serve();
  browser = await launchWithPort(profile);
}, MINUTES);
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}, MINUTES);

for (const language of Object.keys(LANGUAGES)) {
  for (const name of ['home', 'project']) {
    test(`${language} ${name}: ${LEAST} of 100 at least, painted in time`, MINUTES, async (context) => {
      await compressed(`${language}/${PAGES[name]}`);
      const seen = await best(`${language}/${PAGES[name]}`);
      context.diagnostic(`${language} ${name}: ${Object.values(seen.scores).join(' ')}, painted after ${seen.paint} ms, ${seen.bytes} bytes`);
      for (const id of CATEGORIES) assert.ok(seen.scores[id] >= LEAST, `${id}: ${seen.scores[id]} (${seen.lost[id].join(', ')})`);
      assert.ok(seen.paint < LATEST_PAINT_MS, `largest contentful paint after ${seen.paint} ms`);
      assert.ok(name !== 'home' || seen.bytes < HOME_BYTES, `${seen.bytes} bytes over the wire`);
    });
  }
}

/** Asks for a page and its files once: a host has them compressed before anybody measures, which takes longer than a paint. */
async function compressed(path) {
  const html = await (await fetch(site.origin + site.base + path)).text();
  const files = [...html.matchAll(/ (?:src|href)="([^"]*\/assets\/[^"]+)"/g)].map(([, address]) => address);
  for (const file of files) await (await fetch(new URL(file, site.origin))).arrayBuffer();
}

/** What was measured; where it was too slow, the better of two, because a busy machine makes any page slow. */
async function best(path) {
  const first = await measured(path);
  if (first.scores.performance >= LEAST && first.paint < LATEST_PAINT_MS) return first;
  const second = await measured(path);
  return second.paint < first.paint ? second : first;
}

async function measured(path) {
  const flags = { port: browser.port, onlyCategories: CATEGORIES, logLevel: 'error', formFactor: 'mobile' };
  const { lhr } = await lighthouse(site.origin + site.base + path, flags);
  assert.equal(lhr.runtimeError, undefined);
  const { categories, audits } = lhr;
  const each = (value) => Object.fromEntries(CATEGORIES.map((id) => [id, value(categories[id])]));
  return {
    scores: each(({ score }) => Math.round(score * 100)),
    lost: each(({ auditRefs }) => auditRefs.filter(({ id, weight }) => weight && (audits[id].score ?? 1) < 0.9).map(({ id }) => id)),
    paint: Math.round(audits['largest-contentful-paint'].numericValue),
    bytes: audits['network-requests'].details.items.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
}
