// The desk writes: what a press officer does in the browser, and that what an editor does to the same files meanwhile
// is never lost.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { complaintsOf } from './accessible.mjs';
import { launch } from './browser.mjs';
import { JISR, preview } from './preview.mjs';

const FRENCH = 'content/projects/suivi.fr.md';
const MINUTE = { timeout: 120_000 };

let browser;
let context;
let root;
let server;

before(async () => {
  browser = await launch();
}, MINUTE);
after(() => browser?.close(), MINUTE);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'jisr-edit-'));
  execFileSync(JISR, ['init', root], { stdio: 'ignore' });
  server = await preview(root);
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  context.setDefaultTimeout(20_000);
}, MINUTE);

afterEach(async () => {
  await context.close();
  await server.end();
  rmSync(root, { recursive: true });
}, MINUTE);

const read = (at) => readFileSync(join(root, at), 'utf8');
const write = (at, text) => writeFileSync(join(root, at), text);

async function open(path, of = context) {
  const page = await of.newPage();
  await page.goto(server.origin + path, { waitUntil: 'load' });
  return page;
}

const save = (page) => page.locator('.save button').click();

/** A new project, as the desk makes one. */
async function create() {
  const page = await open('_jisr/new');
  await page.fill('[name="fr.title"]', 'Suivi : phase 2');
  await page.fill('[name="ar.title"]', 'متابعة: المرحلة الثانية');
  await page.fill('#slug', 'suivi');
  await page.selectOption('#type', 'bilateral');
  await page.selectOption('#partner', 'canada');
  await save(page);
  await page.waitForURL('**/edit/suivi?done=created');
  return page;
}

test('a project is created, a wrong date is corrected with one click, and a former version comes back', MINUTE, async () => {
  const page = await create();
  assert.equal(
    read(FRENCH),
    '---\ntitle: "Suivi : phase 2"\ndraft: true\ntype: bilateral\npartners: [canada]\n---\n',
  );
  assert.equal(read('content/projects/suivi.ar.md'), '---\ntitle: "متابعة: المرحلة الثانية"\ndraft: true\n---\n');

  await page.fill('[name="fr.text"]', 'Le projet suit les travaux.\n');
  await page.fill('[name="fact.status_date"], [name="fact.dates.launched"]', '01/07/2026');
  await save(page);
  await page.waitForURL('**/edit/suivi?done=saved');
  assert.match(read(FRENCH), /launched: 01\/07\/2026/);
  assert.match(read(FRENCH), /---\n\nLe projet suit les travaux\.\n$/);
  await page.getByText('dates.launched: 2026-07-01').or(page.getByText('launched: 2026-07-01')).first().waitFor();
  await page.getByRole('button', { name: 'Corriger et enregistrer' }).first().click();
  await page.waitForURL('**/edit/suivi?done=saved');
  await page.waitForFunction(() => !document.querySelector('.mistakes .error'));
  assert.match(read(FRENCH), /launched: 2026-07-01/);

  const history = await open('_jisr/history/suivi');
  await history.locator('.version').first().locator('del', { hasText: '01/07/2026' }).waitFor();
  await history.getByRole('button', { name: /Rétablir/ }).first().click();
  await history.waitForURL('**/edit/suivi?done=restored');
  assert.match(read(FRENCH), /launched: 01\/07\/2026/);
});

test('nothing but what was changed is written', MINUTE, async () => {
  const at = 'content/projects/mediator-training.fr.md';
  const text = read(at).replaceAll('\n', '\r\n');
  write(at, `\ufeff${text}`);
  const page = await open('_jisr/edit/mediator-training');
  await save(page);
  await page.waitForURL('**?done=unchanged');
  assert.equal(read(at), `\ufeff${text}`);
  await page.fill('[name="fact.funding.0.amount"]', '300000');
  await save(page);
  await page.waitForURL('**?done=saved');
  assert.equal(read(at), `\ufeff${text.replace('amount: 250000', 'amount: 300000')}`);
});

test('a file that was changed meanwhile is shown in three versions, and keeps both changes', MINUTE, async () => {
  const page = await create();
  await page.fill('[name="fr.text"]', 'Du navigateur.\n');
  write(FRENCH, read(FRENCH).replace('type: bilateral', 'type: bilateral\nkind: support # à vérifier'));
  const on_disk = read(FRENCH);
  await save(page);
  await page.getByRole('heading', { name: 'Le fichier a changé entre-temps' }).waitFor();
  assert.equal(read(FRENCH), on_disk, 'nothing was written');
  assert.equal(await page.locator('.versions pre').count(), 3);
  assert.match(await page.locator('.versions pre').nth(1).innerText(), /kind: support/);
  assert.match(await page.locator('.versions pre').nth(2).innerText(), /Du navigateur/);
  await save(page);
  await page.waitForURL('**?done=saved');
  assert.equal(read(FRENCH), `${on_disk}\nDu navigateur.\n`);
});

test('what was not saved is found again, and mistakes are told as one types', MINUTE, async () => {
  const page = await create();
  await page.fill('[name="fact.dates.launched"]', '01/07/2026');
  await page.locator('#problems .error').first().waitFor();
  await page.fill('[name="fr.summary"]', 'Une phrase.');
  await page.waitForFunction(() => localStorage.getItem('jisr-text:suivi')?.includes('Une phrase.'));
  page.on('dialog', (dialog) => dialog.accept());
  await page.close({ runBeforeUnload: false });
  const again = await open('_jisr/edit/suivi');
  await again.getByRole('button', { name: 'Le reprendre' }).click();
  assert.equal(await again.inputValue('[name="fr.summary"]'), 'Une phrase.');
  assert.ok(!read(FRENCH).includes('Une phrase'));
});

test('rows are added by script and, without one, by saving', MINUTE, async () => {
  const at = 'content/projects/mediator-training.fr.md';
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await open('_jisr/edit/mediator-training', plain);
  await page.selectOption('[name="fact.partners.1"]', 'canada');
  await save(page);
  await page.waitForURL('**?done=saved');
  assert.match(read(at), /partners: \[undp, canada\] /);
  await plain.close();
  const quick = await open('_jisr/edit/mediator-training');
  await quick.locator('[id="fact.partners"] button').click();
  await quick.selectOption('[name="fact.partners.3"]', 'institution');
  await save(quick);
  await quick.waitForURL('**?done=saved');
  assert.match(read(at), /partners: \[undp, canada, institution\] /);
});

test('only the preview’s own pages may write', MINUTE, async () => {
  const page = await open('_jisr/edit/mediator-training');
  const token = await page.inputValue('[name=token]');
  const before = read('content/projects/mediator-training.fr.md');
  const origin = server.origin.replace(/\/$/, '');
  const form = (extra) => new URLSearchParams({ token, 'fr.title': 'Pris', ...extra });
  const send = async (path, headers, body) =>
    (await fetch(server.origin + path, { method: 'POST', headers, body, redirect: 'manual' })).status;
  const own = { origin };
  assert.equal(await send('_jisr/edit/mediator-training', {}, form()), 403, 'without an origin');
  assert.equal(await send('_jisr/edit/mediator-training', { origin: 'https://evil.example' }, form()), 403);
  assert.equal(await send('_jisr/edit/mediator-training', own, form({ token: 'x' })), 403, 'without the token');
  assert.equal(await send('_jisr/edit/..%2F..%2Fsite', own, form()), 404, 'out of the content');
  assert.equal(await send('_jisr/edit/page:../../site', own, form()), 404);
  assert.equal(await send('fr/', own, form()), 405, 'a page of the site');
  assert.equal(await send('_jisr/edit/mediator-training', own, form({ 'fr.text': 'x'.repeat(3 << 20) })), 413);
  assert.equal(await send('_jisr/new', own, form({ slug: '../x', type: 'bilateral', partner: 'canada' })), 422);
  assert.equal(read('content/projects/mediator-training.fr.md'), before);
  assert.ok(!existsSync(join(root, 'content/x.fr.md')));
});

for (const lang of ['fr', 'ar']) {
  test(`the editor is accessible and does not scroll sideways, in ${lang}`, MINUTE, async () => {
    await server.end();
    server = await preview(root, { lang });
    const pages = ['edit/mediator-training', 'new', 'history/mediator-training', 'edit/page:about'];
    for (const width of [360, 1280]) {
      const narrow = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
      for (const path of pages) {
        const page = await open(`_jisr/${path}`, narrow);
        for (const more of await page.locator('details').all()) await more.evaluate((own) => (own.open = true));
        assert.deepEqual(await complaintsOf(page), [], `${path} at ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${path} is ${wide} pixels too wide at ${width}`);
        if (process.env.SHOTS) {
          await page.screenshot({ path: `${process.env.SHOTS}/${path.replace(/\W/g, '-')}-${lang}-${width}.png`, fullPage: true });
        }
      }
      await narrow.close();
    }
  });
}
