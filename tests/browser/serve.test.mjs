// The preview in a browser, as staff see it: they save a file, and the page that they look at is another one, without
// a reload; they break a file, and the page stays under a panel until it is mended.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launch } from './browser.mjs';
import { preview } from './preview.mjs';

const TOP = resolve(import.meta.dirname, '../..');
const PROJECT = 'content/projects/hedayah-capacity.fr.md';
const PAGE = 'fr/projects/hedayah-capacity/';
const MINUTE = { timeout: 60_000 };

let browser;
let context;
let root;
let server;

before(async () => {
  browser = await launch();
}, MINUTE);
after(() => browser?.close(), MINUTE);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'jisr-serve-'));
  for (const part of ['content', 'site.yaml']) cpSync(join(TOP, part), join(root, part), { recursive: true });
  server = await preview(root);
  context = await browser.newContext({ viewport: { width: 1000, height: 500 }, reducedMotion: 'reduce' });
  context.setDefaultTimeout(10_000);
}, MINUTE);

afterEach(async () => {
  await context.close();
  await server.end();
  rmSync(root, { recursive: true });
}, MINUTE);

const read = (at) => readFileSync(join(root, at), 'utf8');
const write = (at, text) => writeFileSync(join(root, at), text);

function edit(at, from, to) {
  const text = read(at);
  assert.ok(text.includes(from), `${at} has no ${from}`);
  write(at, text.replace(from, to));
}

/** A page with a mark that a reload would lose. */
async function open(path = PAGE) {
  const page = await context.newPage();
  await page.goto(server.origin + path, { waitUntil: 'load' });
  await page.waitForFunction(() => window.jisrClient);
  await page.evaluate(() => (window.mark = true));
  return page;
}

const isMarked = (page) => page.evaluate(() => window.mark === true);
const body = (text) => ['\n---\n', `\n---\n${text}\n\n`];

test('a saved text is there without a reload, and the scroll stays', MINUTE, async () => {
  edit(PROJECT, ...body('Ligne.\n\n'.repeat(80)));
  const page = await open();
  await page.evaluate(() => window.scrollTo(0, 600));
  await page.locator('main a, header a').first().focus();
  await page.evaluate(() => window.scrollTo(0, 600));
  const focused = await page.evaluate(() => document.activeElement.outerHTML);
  write(PROJECT, `${read(PROJECT)}\nUn mot ajouté.\n`);
  await page.getByText('Un mot ajouté.').waitFor({ state: 'attached' });
  assert.equal(await page.evaluate(() => window.scrollY), 600);
  assert.equal(await page.evaluate(() => document.activeElement.outerHTML), focused);
  assert.ok(await isMarked(page));
});

test('a page that did not change does not move', MINUTE, async () => {
  const page = await open('ar/about/');
  await page.evaluate(() => {
    window.touched = 0;
    new MutationObserver((records) => (window.touched += records.length)).observe(document.querySelector('main'), {
      subtree: true, childList: true, attributes: true, characterData: true,
    });
  });
  const built = await page.locator('#jisr-bar-place').getAttribute('data-build');
  edit(PROJECT, ...body('Un mot.'));
  await page.waitForFunction((last) => document.getElementById('jisr-bar-place').dataset.build !== last, built);
  assert.equal(await page.evaluate(() => window.touched), 0);
  assert.ok(await isMarked(page));
});

test('a broken file shows its panel above the last good page, until it is mended', MINUTE, async () => {
  const page = await open();
  const title = await page.locator('main h1').innerText();
  edit(PROJECT, 'title:', 'titre:');
  await page.locator('jisr-panel').getByText('titre').first().waitFor();
  assert.equal(await page.locator('main h1').innerText(), title);
  edit(PROJECT, 'titre:', 'title:');
  await page.locator('jisr-panel').waitFor({ state: 'detached' });
  assert.ok(await isMarked(page));
});

test('the panel is written from right to left in Arabic', MINUTE, async () => {
  await server.end();
  server = await preview(root, { lang: 'ar' });
  const page = await open();
  edit(PROJECT, 'title:', 'titre:');
  const panel = page.locator('jisr-panel');
  await panel.waitFor();
  assert.deepEqual([await panel.getAttribute('dir'), await panel.getAttribute('lang')], ['rtl', 'ar']);
});

test('a style sheet is swapped without a reload', MINUTE, async () => {
  const page = await open();
  mkdirSync(join(root, 'static'));
  for (const color of ['rgb(1, 2, 3)', 'rgb(4, 5, 6)']) {
    write('static/site.css', `main { color: ${color} }`);
    await page.waitForFunction((color) => getComputedStyle(document.querySelector('main')).color === color, color);
  }
  await page.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet][href*="site.css"]').length === 1);
  assert.ok(await isMarked(page));
});

test('what the reader has opened stays open', MINUTE, async () => {
  edit(PROJECT, ...body('<details><summary>Plus</summary>Caché.</details>\n\nFin.'));
  const page = await open();
  await page.locator('summary', { hasText: 'Plus' }).click();
  edit(PROJECT, 'Fin.', 'Autre fin.');
  await page.getByText('Autre fin.').waitFor();
  assert.ok(await page.getByText('Caché.').isVisible());
});

test('tabs share one stream, and the others go on when one is closed', MINUTE, async () => {
  const streams = [];
  context.on('request', (request) => request.url().endsWith('/_jisr/events') && streams.push(request.url()));
  const tabs = [];
  for (let count = 0; count < 12; count += 1) tabs.push(await open());
  assert.equal(streams.length, 1);
  edit(PROJECT, ...body('Premier mot.'));
  for (const tab of tabs) await tab.getByText('Premier mot.').waitFor();
  await tabs[0].close();
  edit(PROJECT, 'Premier mot.', 'Second mot.');
  for (const tab of tabs.slice(1)) await tab.getByText('Second mot.').waitFor();
});

test('a server that starts again finds its tabs, with what was written meanwhile', MINUTE, async () => {
  const page = await open();
  await server.end();
  edit(PROJECT, ...body('Entre-temps.'));
  server = await preview(root, { port: server.port });
  await page.getByText('Entre-temps.').waitFor();
  edit(PROJECT, 'Entre-temps.', 'Ensuite.');
  await page.getByText('Ensuite.').waitFor();
});

test('the desk shows a new translation', MINUTE, async () => {
  const arabic = PROJECT.replace('.fr.', '.ar.');
  const text = read(arabic);
  rmSync(join(root, arabic));
  const page = await open('_jisr/');
  const rows = () => page.locator('main').innerText();
  await page.waitForFunction(() => document.querySelector('main'));
  const before = await rows();
  write(arabic, text);
  await page.waitForFunction((before) => document.querySelector('main').innerText !== before, before);
  assert.notEqual(await rows(), before);
  assert.ok(await isMarked(page));
});

test('the desk searches and filters without a reload, and goes on when something is saved', MINUTE, async () => {
  edit(PROJECT, 'title:', 'draft: true\ntitle:');
  const page = await open('_jisr/');
  const rows = (count) => page.waitForFunction((count) => document.querySelectorAll('tr.row').length === count, count);
  const all = await page.locator('tr.row').count();
  await page.locator('#filter').pressSequentially('ETRANGERS');
  await page.waitForURL('**/?q=ETRANGERS');
  await rows(1);
  write(PROJECT, `${read(PROJECT)}\n[Nulle part](nowhere.fr.md)\n`);
  await page.locator('.to-mend').getByText('nowhere.fr.md').first().waitFor();
  await rows(1);
  assert.equal(await page.locator('#filter').inputValue(), 'ETRANGERS');
  await page.locator('#filter').fill('');
  await rows(all);
  await page.locator('a.filter.draft').click();
  await rows(1);
  assert.equal(await page.locator('a.filter.draft').getAttribute('aria-current'), 'true');
  await page.goBack();
  await rows(all);
  assert.ok(await isMarked(page));
});

test('a mistake that shows only against other files keeps the last good page', MINUTE, async () => {
  const page = await open();
  const title = await page.locator('main h1').innerText();
  edit(PROJECT, 'partners: [hedayah]', 'partners: [hedaya]');
  await page.locator('jisr-panel').getByText('hedaya').first().waitFor();
  assert.equal(await page.locator('main h1').innerText(), title);
  assert.ok((await page.locator('main').innerText()).includes('Hedayah'));
  edit(PROJECT, 'partners: [hedaya]', 'partners: [hedayah]');
  await page.locator('jisr-panel').waitFor({ state: 'detached' });
  assert.ok(await isMarked(page));
});

test('a site that is broken from the start is mended in the browser', MINUTE, async () => {
  const good = read('site.yaml');
  await server.end();
  write('site.yaml', good.replace('base_url', 'base_adress'));
  server = await preview(root);
  const page = await context.newPage();
  await page.goto(server.origin);
  await page.getByText('base_adress').first().waitFor();
  write('site.yaml', good);
  await page.locator('.choice').first().waitFor();
});
