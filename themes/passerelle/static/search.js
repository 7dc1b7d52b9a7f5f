// The page to search with. Without this script it is a way to the listings. The engine (pagefind) is loaded when
// somebody begins to search; its answers are shown with the names that this page already has.

const AT_ONCE = 10;
const PAUSE = 250; // milliseconds without a key, before what is typed is looked for
const PATIENCE = 400; // milliseconds before it is said that something is going on

const find = (selector) => document.querySelector(selector);
const form = find('.search-form');
const input = form.elements.q;
const [status, found, list, more, browse] = ['status', 'found', 'results', 'more', 'browse'].map((part) => find(`.search-${part}`));
const boxes = [...form.querySelectorAll('[type="checkbox"]')];
const strings = JSON.parse(find('#search-strings').textContent);
const plural = new Intl.PluralRules(form.dataset.locale);
const number = new Intl.NumberFormat(form.dataset.locale);

// Words

/** A string of the theme for a number, with its arguments in their places. What readers typed is isolated. */
function say(name, { count = 0, ...others } = {}) {
  const forms = strings[name];
  const text = typeof forms === 'string' ? forms : (forms[plural.select(count)] ?? forms.other);
  return text.replace(/\{(\w+)\}/g, (_, argument) => (argument === 'count' ? number.format(count) : `\u2068${others[argument]}\u2069`));
}

/** A word without what people leave out or write in several ways: accents, vowel marks, hamza, ta marbuta. */
function fold(word) {
  const bare = word.normalize('NFD').replace(/[\p{M}\u0640]/gu, '').toLowerCase();
  return bare.replaceAll('ة', 'ه').replaceAll('ى', 'ي');
}

const WORDS = /[\p{L}\p{M}\p{N}\u0640]+/gu;
const ARABIC_PREFIX = /^[وف]?(?:ال|لل|بال|كال|[بكل])?(?=.{3})/u;
const forms = (word) => [fold(word), fold(word).replace(ARABIC_PREFIX, '')];

/** The words of a query; elided articles, and words that say nothing, only where there are no others. */
function wordsOf(query) {
  const all = query.normalize('NFC').match(WORDS) ?? [];
  const ignored = strings.ignored.split(' ').map(fold);
  const telling = all.filter((word) => [...word].length > 1 && !ignored.includes(fold(word)));
  return telling.length ? telling : all;
}

/** Whether a word of a text is one that was asked for, as far as its beginning tells. */
function isAsked(word, asked) {
  return asked.some((term) => forms(term).some((start) => forms(word).some((own) => start.length > 1 && own.startsWith(start))));
}

/** Whether a word begins as the one that was asked for: most of that one, or all of a longer beginning. */
function isAkin(word, term) {
  const begins = (own, wanted) => {
    const most = Math.min(wanted.length, Math.max(3, Math.ceil(0.6 * wanted.length)));
    const common = commonStart(own, wanted);
    return common >= most || (common >= 4 && common === own.length);
  };
  return forms(term).some((wanted) => forms(word).some((own) => begins(own, wanted)));
}

function commonStart(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

// The engine

const engines = new Map();
let attempts = 0;

/** The engine of an index, loaded once; one that could not be loaded is tried anew. */
function engineOf(index) {
  if (!engines.has(index)) engines.set(index, load(index));
  return engines.get(index);
}

async function load(index) {
  const again = attempts++ ? `?${attempts}` : '';
  const { createInstance } = await import(`${index}pagefind.js${again}`);
  const options = { basePath: index, baseUrl: form.dataset.base, noWorker: true, excerptLength: 26, excerptEllipsis: '…' };
  const engine = createInstance(options);
  await engine.filters(); // all of them, for the counts beside the choices
  return engine;
}

/** What an index has for some words within some filters: results, and how many there are for each choice. */
async function ask(index, query, filters) {
  const nothing = { results: [], totalFilters: {}, words: wordsOf(query) };
  if (!index || (query && !nothing.words.length)) return nothing;
  try {
    const engine = await engineOf(index);
    for (const words of spellings(nothing.words)) {
      const phrase = words.join(' ');
      const isExact = /^["«“].*["»”]$/.test(query);
      const answer = await engine.search(query ? (isExact ? `"${phrase}"` : phrase) : null, { filters });
      if (answer.results.length && (await isPlausible(answer.results[0], words))) return { ...answer, words };
      if (!query) return { ...answer, words };
    }
    return nothing;
  } catch (error) {
    engines.delete(index);
    throw error;
  }
}

/** As typed; then without what Arabic writes in one with a word: conjunction, particle, article. */
function spellings(words) {
  const bare = words.map((word) => word.replace(/^[وف]?(?:لل|[بكلس]?(?:ال)?)(?=...)/u, ''));
  return bare.join() === words.join() ? [words] : [words, bare];
}

/** The engine answers a word that it does not know with the longest beginning that it knows, `UNDP` with `un`. */
async function isPlausible(result, words) {
  const { content, locations, meta } = await result.data();
  const all = content.split(/\s+/);
  const matched = `${locations.map((at) => all[at] ?? '').join(' ')} ${Object.values(meta).join(' ')}`.match(WORDS) ?? [];
  return words.every((term) => matched.some((word) => isAkin(word, term)));
}

// What is asked, in the form and in the address

function asked() {
  const filters = {};
  for (const box of boxes.filter((box) => box.checked)) (filters[box.name] ??= { any: [] }).any.push(box.value);
  return { query: input.value.trim(), filters };
}

function address() {
  const fields = [...new FormData(form)].filter(([, value]) => value.trim());
  const query = new URLSearchParams(fields).toString();
  return query ? `?${query}` : '';
}

function note(how) {
  const to = location.pathname + address();
  if (to !== location.pathname + location.search) history[how](null, '', to);
}

function restore() {
  const query = new URLSearchParams(location.search);
  input.value = query.get('q') ?? '';
  for (const box of boxes) box.checked = query.getAll(box.name).includes(box.value);
  if (boxes.some((box) => box.checked)) form.querySelector('details').open = true;
}

// What is shown

/** A text with the words marked that the engine marked, and those that begin as the ones asked for. */
function marked(text, words) {
  const fragment = document.createDocumentFragment();
  let isMarked = false;
  for (const part of curly(text).split(/(<\/?mark>)/)) {
    if (/^<\/?mark>$/.test(part)) isMarked = part === '<mark>';
    else fragment.append(...(isMarked ? markWord(part) : markWords(part, words)));
  }
  return fragment;
}

function markWords(text, words) {
  const parts = text.split(/([\p{L}\p{M}\p{N}\u0640]+)/u);
  return parts.map((part, at) => (at % 2 && isAsked(part, words) ? mark(part) : plain(part)));
}

/** What the engine marks has the punctuation beside it. */
function markWord(text) {
  const [, before, word, after] = text.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su);
  return [plain(before), mark(word), plain(after)];
}

function mark(text) {
  const element = document.createElement('mark');
  element.textContent = plain(text);
  return element;
}

/** The engine is given straight apostrophes. */
const curly = (text) => text.replace(/(?<=\p{L})'(?=\p{L}|<mark>)/gu, '’');

/** The engine escapes angle brackets. */
const plain = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>');

function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

function item({ url, meta, excerpt, filters }, words) {
  const link = element('a', '', marked(meta.title, words));
  link.href = url;
  const facts = ['type', 'status', 'partner', 'year'].flatMap((name) => (filters[name] ?? []).map((id) => fact(name, id)));
  const parts = [element('p', 'item-title', link), element('p', 'item-summary', marked(excerpt, words))];
  if (facts.some(Boolean)) parts.push(element('p', 'facts', ...facts.filter(Boolean)));
  return element('li', 'item', ...parts);
}

/** A fact of a result in the words of the filters. */
function fact(name, id) {
  const box = boxes.find((box) => box.name === name && box.value === id);
  const words = box?.parentElement.querySelector('.search-term').cloneNode(true).childNodes;
  return words && element('span', name === 'status' ? `status status-${id}` : '', ...words);
}

async function showMore(answer, isMine) {
  const from = list.children.length;
  const next = await Promise.all(answer.results.slice(from, from + AT_ONCE).map((result) => result.data()));
  if (!isMine()) return;
  list.append(...next.map((data) => item(data, answer.words)));
  const left = answer.results.length - list.children.length;
  more.hidden = left <= 0;
  if (left > 0) more.textContent = say('more', { count: Math.min(left, AT_ONCE) });
  more.onclick = async () => {
    await showMore(answer, isMine);
    list.children[from + AT_ONCE]?.querySelector('a').focus();
  };
}

async function show(answer, query, isMine) {
  const count = answer.results.length;
  list.replaceChildren();
  await showMore(answer, isMine);
  if (!isMine()) return;
  found.hidden = count === 0;
  browse.hidden = count > 0;
  countChoices(answer.totalFilters);
  status.replaceChildren(outcome(count, query));
  if (count === 0) status.append(' ', say('advice'));
}

function outcome(count, query) {
  if (count) return say(query ? 'found_for' : 'found', { count, query });
  return say(query ? 'none_for' : 'none', { query });
}

/** Beside each choice, how many entries answer to the words; as the page came, where there are none. */
function countChoices(counts) {
  for (const box of boxes) {
    const shown = box.closest('label').querySelector('.count');
    shown.dataset.all ??= shown.textContent;
    shown.textContent = counts ? number.format(counts[box.name]?.[box.value] ?? 0) : shown.dataset.all;
  }
}

function rest() {
  list.replaceChildren();
  status.replaceChildren();
  found.hidden = true;
  browse.hidden = false;
  countChoices();
}

function fail() {
  rest();
  const retry = element('button', '', say('retry'));
  retry.type = 'button';
  retry.onclick = () => run();
  status.append(say('failed'), ' ', retry);
}

/** How much the other languages have, once there is nothing more urgent. */
async function showElsewhere(query, filters, isMine) {
  for (const link of document.querySelectorAll('.search-elsewhere a')) {
    link.parentElement.hidden = true;
    if (!query || navigator.connection?.saveData) continue;
    const { results } = await ask(link.dataset.index, query, filters).catch(() => ({ results: [] }));
    if (!isMine()) return;
    link.textContent = say('elsewhere', { count: results.length, language: link.dataset.label });
    link.search = address();
    link.parentElement.hidden = results.length === 0;
  }
}

let turn = 0;

async function run() {
  const mine = ++turn;
  const isMine = () => mine === turn;
  const { query, filters } = asked();
  const chosen = Object.values(filters).flatMap(({ any }) => any).length;
  form.querySelector('.search-chosen').textContent = chosen ? number.format(chosen) : '';
  form.querySelector('.search-clear').hidden = !chosen;
  document.querySelectorAll('.search-elsewhere').forEach((part) => (part.hidden = true));
  if (!query && !chosen) return rest();
  const waiting = setTimeout(() => isMine() && status.replaceChildren(say('loading')), PATIENCE);
  try {
    const answer = await ask(form.dataset.index, query, filters);
    if (isMine()) await show(answer, query, isMine);
  } catch {
    if (isMine()) fail();
    return;
  } finally {
    clearTimeout(waiting);
  }
  if (isMine()) await showElsewhere(query, filters, isMine);
}

let pause;
let isTyping = false; // what was asked before has its place in the history; letters on the way have not

function later() {
  clearTimeout(pause);
  pause = setTimeout(() => {
    note(isTyping ? 'replaceState' : 'pushState');
    isTyping = true;
    run();
  }, PAUSE);
}

function now() {
  clearTimeout(pause);
  note('pushState');
  isTyping = false;
  run();
}

const prepare = () => form.dataset.index && engineOf(form.dataset.index).catch(() => engines.delete(form.dataset.index));

input.addEventListener('focus', prepare, { once: true });
input.addEventListener('input', later);
input.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !input.value) return;
  event.preventDefault();
  input.value = '';
  now();
});
form.addEventListener('change', (event) => event.target !== input && now());
form.addEventListener('submit', (event) => {
  event.preventDefault();
  now();
});
form.querySelector('.search-clear').addEventListener('click', () => {
  for (const box of boxes) box.checked = false;
  now();
});
addEventListener('popstate', () => {
  isTyping = false;
  restore();
  run();
});

restore();
run();
