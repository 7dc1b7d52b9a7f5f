// The built sample: where its pages are, what its write-ups are called, and a server for it on loopback.

import { createServer } from 'node:http';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const TOP = resolve(import.meta.dirname, '../..');
export const OUTPUT = join(TOP, 'output');

export const LANGUAGES = { fr: 'ltr', ar: 'rtl' };

/** The pages that a test opens by their name, in either language. */
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
  search: 'search/',
};

/**
 * One page of each kind in each language, the fullest of its kind: `{ kind, language, path }`. The kind is what
 * the class of `body` says, so that a new kind of page is looked at without a line here; the choice of language
 * and the page for dead addresses have no language.
 */
export function pagesOfEachKind() {
  const fullest = new Map();
  for (const file of readdirSync(OUTPUT, { recursive: true }).sort()) {
    if (!file.endsWith('.html')) continue;
    const html = readFileSync(join(OUTPUT, file), 'utf8');
    const kind = html.match(/<body[^>]*\bclass="page-([\w-]+)/)?.[1];
    if (!kind) continue;
    const language = Object.keys(LANGUAGES).find((language) => file.startsWith(language + sep));
    const path = file.split(sep).join('/').replace(/(^|\/)index\.html$/, '$1');
    const name = [language, kind].filter(Boolean).join(' ');
    if (html.length > (fullest.get(name)?.length ?? 0)) fullest.set(name, { name, kind, language, path, length: html.length });
  }
  return [...fullest.values()].map(({ length, ...page }) => page);
}

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

/** What a host compresses; pictures and fonts are so already. */
const COMPRESSIBLE = /^text\/|json|javascript|xml/;

/** Names in `assets/` have the hash of their content, so that a host may let browsers keep them for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Serves the built site under its base path on a free port of the loopback address, as a host would: compressed,
 * and each file read and compressed once.
 */
export async function serve() {
  const base = basePath();
  const answers = new Map();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (!answers.has(path)) answers.set(path, answerTo(path, base));
    const { status, headers, body, small } = await answers.get(path);
    const brotli = small && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    response.writeHead(status, brotli ? { ...headers, 'content-encoding': 'br' } : headers);
    response.end(brotli ? small : body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, base, close };
}

async function answerTo(path, base) {
  const file = path.startsWith(base) ? fileOf(path.slice(base.length)) : undefined;
  const found = file && (await readFile(file).catch(() => undefined));
  const body = found ?? (await readFile(join(OUTPUT, '404.html')).catch(() => Buffer.from('not found')));
  const type = (found && MEDIA_TYPES[extname(file)]) ?? MEDIA_TYPES['.html'];
  const headers = {
    'content-type': type,
    'cache-control': found && path.startsWith(`${base}assets/`) ? FOR_EVER : 'public, max-age=300',
    vary: 'accept-encoding',
  };
  return { status: found ? 200 : 404, headers, body, small: COMPRESSIBLE.test(type) && brotliCompressSync(body) };
}

function fileOf(path) {
  const file = join(OUTPUT, normalize(`/${path}`));
  return path === '' || path.endsWith('/') ? join(file, 'index.html') : file;
}
