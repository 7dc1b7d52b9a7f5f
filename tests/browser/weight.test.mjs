// What a first visit fetches, compressed as the least able host does it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { LANGUAGES, OUTPUT, basePath, pagesOfEachKind } from './site.mjs';

const KB = 1000;
const weight = (file) => gzipSync(readFileSync(join(OUTPUT, file))).length;
const sum = (files) => files.reduce((total, file) => total + weight(file), 0);

/** The files of the site that the head and body of a page name: style sheets, scripts, icons. */
function fetched(path) {
  const file = path.endsWith('.html') ? path : `${path}index.html`;
  const html = readFileSync(join(OUTPUT, file), 'utf8');
  const addresses = [...html.matchAll(/<(?:link\b[^>]*\brel="(?:stylesheet|icon|modulepreload|preload)"[^>]*\bhref|script\b[^>]*\bsrc)="([^"]+)"/g)];
  const files = [...new Set(addresses.map(([, address]) => address.slice(basePath().length)))];
  assert.ok(files.some((name) => name.endsWith('.css')), `${file} names no style sheet`);
  return { file, files };
}

for (const { name, kind, path } of pagesOfEachKind()) {
  test(`${name}: style sheets under 20 KB, scripts under 10 KB`, () => {
    const { files } = fetched(path);
    const styles = sum(files.filter((file) => file.endsWith('.css')));
    assert.ok(styles < 20 * KB, `style sheets: ${styles} bytes`);
    const scripts = sum(files.filter((file) => file.endsWith('.js')));
    if (kind !== 'search') assert.ok(scripts < 10 * KB, `scripts: ${scripts} bytes`);
  });
}

for (const language of Object.keys(LANGUAGES)) {
  test(`${language}: the home page and what it fetches are under 60 KB`, (context) => {
    const { file, files } = fetched(`${language}/`);
    const bytes = sum([file, ...files.filter((name) => !/\.(woff2|png|jpe?g|webp|avif)$/.test(name))]);
    context.diagnostic(`${language} home: ${bytes} bytes`);
    assert.ok(bytes < 60 * KB, `${bytes} bytes: ${files}`);
  });
}
