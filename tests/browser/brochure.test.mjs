// The brochure as a PDF: made by the command with the browser that is there, tagged, with bookmarks, on A4.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const TOP = resolve(import.meta.dirname, '../..');
const JISR = process.env.JISR || join(TOP, 'target/debug/jisr');
const MINUTES = { timeout: 180_000 };
const folder = mkdtempSync(join(tmpdir(), 'jisr-brochure-'));
after(() => rmSync(folder, { recursive: true }));

function brochure(...more) {
  const came = spawnSync(JISR, ['export', 'brochure', '--root', TOP, '--output', folder, ...more], { encoding: 'utf8' });
  assert.equal(came.status, 0, came.stderr);
  return came.stderr;
}

/** Objects of a PDF that stand in it as they are, not compressed. */
const pdf = (name) => readFileSync(join(folder, name), 'latin1');

test('one PDF for each language, and nothing else', MINUTES, () => {
  const told = brochure();
  assert.deepEqual(readdirSync(folder).sort(), ['brochure-ar.pdf', 'brochure-fr.pdf']);
  for (const name of readdirSync(folder)) assert.ok(told.includes(name), told);
});

test('it is tagged, has bookmarks and a language, and is A4', MINUTES, () => {
  for (const [language, title] of [['fr', 'Coopération internationale'], ['ar', 'التعاون الدولي']]) {
    const bytes = pdf(`brochure-${language}.pdf`);
    assert.match(bytes, /\/MarkInfo\s*<<[^>]*\/Marked true/, language);
    assert.match(bytes, new RegExp(`/Lang \\(${language}\\)`));
    assert.match(bytes, /\/MediaBox \[0 0 594\.\d+ 841\.\d+\]/, language);
    // Three types and thirteen projects, and the headings over them.
    const bookmarks = bytes.match(/\/Title /g).length;
    assert.ok(bookmarks >= 16, `${language}: ${bookmarks} bookmarks`);
    const utf16 = Buffer.from(`\ufeff${title}`, 'utf16le').swap16().toString('hex').toUpperCase();
    assert.ok(bytes.includes(utf16), `${language} has no title`);
  }
});
