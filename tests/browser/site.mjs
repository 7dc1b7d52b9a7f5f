// The built sample: where its pages are, what its write-ups are called, and a server for it on loopback.

import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const TOP = resolve(import.meta.dirname, '../..');
const OUTPUT = join(TOP, 'output');

export const LANGUAGES = { fr: 'ltr', ar: 'rtl' };

/** The pages that are looked at in each language, by what they show. */
export const PAGES = {
  home: '',
  project: 'projects/pve-human-rights/',
  type: 'types/multilateral/',
  group: 'groups/gctf/',
  partner: 'partners/gcerf/',
  partners: 'partners/',
  listing: 'projects/',
  status: 'status/launched/',
  timeline: 'timeline/',
  figures: 'figures/',
  glossary: 'glossary/',
  about: 'about/',
};

/** Pages that belong to no language. */
export const COMMON_PAGES = { choice: '', 'not-found': '404.html' };

export const WRITE_UPS = [
  'asset-freezing',
  'resolutions-1624-2178',
  'pve-human-rights',
  'g7-working-group-5',
  'hedayah-capacity',
  'gcerf-board',
  'gcerf-local',
  'iij-events',
  'eu-justice-security',
  'eu-civil-society',
  'france-cipdr-agreement',
  'canada-expert-network',
  'canada-early-intervention',
];

/** The path of `base_url` in site.yaml, with a slash at both ends. */
export function basePath() {
  const address = readFileSync(join(TOP, 'site.yaml'), 'utf8').match(/^base_url:\s*["']?([^"'\s#]+)/m)?.[1];
  return address ? new URL(address).pathname.replace(/\/*$/, '/') : '/';
}

/** The title of a write-up as its author typed it. */
export function title(writeUp, language) {
  const places = [`${writeUp}.${language}.md`, `${writeUp}/index.${language}.md`];
  const file = places.map((place) => join(TOP, 'content/projects', place)).find(existsSync);
  if (!file) throw new Error(`content/projects has no ${places.join(' and no ')}`);
  const found = readFileSync(file, 'utf8').match(/^title:[ \t]*([|>][-+]?\r?\n(?:[ \t]+.*\r?\n)+|.*)/m);
  if (!found) throw new Error(`${file} has no title`);
  return unquoted(found[1].replace(/^[|>][-+]?\r?\n/, '').trim());
}

function unquoted(yaml) {
  if (/^"[^]*"$/.test(yaml)) return JSON.parse(yaml);
  if (/^'[^]*'$/.test(yaml)) return yaml.slice(1, -1).replaceAll("''", "'");
  return yaml;
}

const MEDIA_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

const COMPRESSED = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.xml']);

/** Serves the built site under its base path on a free port of the loopback address, as a host would: compressed. */
export async function serve() {
  const base = basePath();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = path.startsWith(base) ? fileOf(path.slice(base.length)) : undefined;
    const body = file && (await readFile(file).catch(() => undefined));
    const sent = body ?? (await readFile(join(OUTPUT, '404.html')).catch(() => Buffer.from('not found')));
    const type = extname(file ?? '.html');
    const headers = { 'content-type': MEDIA_TYPES[type] ?? MEDIA_TYPES['.html'], 'cache-control': 'no-cache' };
    const zipped = COMPRESSED.has(type) && /\bgzip\b/.test(request.headers['accept-encoding']);
    response.writeHead(body ? 200 : 404, zipped ? { ...headers, 'content-encoding': 'gzip' } : headers);
    response.end(zipped ? gzipSync(sent) : sent);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, base, close };
}

function fileOf(path) {
  const file = join(OUTPUT, normalize(`/${path}`));
  return path === '' || path.endsWith('/') ? join(file, 'index.html') : file;
}
