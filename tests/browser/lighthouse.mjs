// Home and project on a slow telephone, as Lighthouse measures them: its mobile preset, which stands for a phone of
// some years ago on a slow 4G line.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import { launchWithPort } from './browser.mjs';
import { LANGUAGES, PAGES, serve } from './site.mjs';

const MINUTE = { timeout: 60_000 };
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const LEAST = 98;
const LATEST_PAINT_MS = 1000;
const HOME_BYTES = 60 * 1024;

let site;
let browser;
const profile = mkdtempSync(join(tmpdir(), 'jisr-lighthouse-'));
before(async () => {
  site = await serve();
  browser = await launchWithPort(profile);
}, MINUTE);
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}, MINUTE);

for (const language of Object.keys(LANGUAGES)) {
  for (const name of ['home', 'project']) {
    test(`${language} ${name}: ${LEAST} of 100 at least, painted within a second`, MINUTE, async () => {
      const { categories, audits } = await measured(`${language}/${PAGES[name]}`);
      for (const id of CATEGORIES) {
        const score = Math.round(categories[id].score * 100);
        const lost = categories[id].auditRefs.filter(({ id, weight }) => weight && (audits[id].score ?? 1) < 0.9).map(({ id }) => id);
        assert.ok(score >= LEAST, `${id}: ${score} (${lost.join(', ')})`);
      }
      const paint = audits['largest-contentful-paint'].numericValue;
      assert.ok(paint < LATEST_PAINT_MS, `largest contentful paint after ${Math.round(paint)} ms`);
      assert.ok(name !== 'home' || bytes(audits) < HOME_BYTES, `${bytes(audits)} bytes over the wire`);
    });
  }
}

async function measured(path) {
  const flags = { port: browser.port, onlyCategories: CATEGORIES, logLevel: 'error', formFactor: 'mobile' };
  const { lhr } = await lighthouse(site.origin + site.base + path, flags);
  assert.equal(lhr.runtimeError, undefined);
  return lhr;
}

function bytes(audits) {
  return audits['network-requests'].details.items.reduce((sum, { transferSize }) => sum + transferSize, 0);
}
