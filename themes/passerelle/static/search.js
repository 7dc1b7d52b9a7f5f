// The page to search with. Without this script it is a way to the listings. The engine (search-index.js) and the index
// are loaded when somebody begins to search; answers are shown with the names that this page already has.

const AT_ONCE = 10;
const PAUSE = 250; // milliseconds without a key, before what is typed is looked for
const PATIENCE = 400; // milliseconds before it is said that something is going on
const EXCERPT = 26; // words

const find = (selector) => document.querySelector(selector);
const form = find('.search-form');
const input = form.elements.q;
const [status, found, list, more, browse] = ['status', 'found', 'results', 'more', 'browse'].map((part) => find(`.search-${part}`));
const boxes = [...form.querySelectorAll('[type="checkbox"]')];
const strings = JSON.parse(find('#search-strings').textContent);
const { lang } = document.documentElement;
const plural = new Intl.PluralRules(form.dataset.locale);
const number = new Intl.NumberFormat(form.dataset.locale);

// Words

/** A string of the theme for a number, with its arguments in their places. What readers typed is isolated. */
function say(name, { count = 0, ...others } = {}) {
  const forms = strings[name];
  const text = typeof forms === 'string' ? forms : (forms[plural.select(count)] ?? forms.other);
  return text.replace(/\{(\w+)\}/g, (_, argument) => (argument === 'count' ? number.format(count) : `\u2068${others[argument]}\u2069`));
}

// The engine

const indexes = new Map();
let engineIs; // a promise of the engine
let attempts = 0;

/** The engine, loaded once; browsers remember the address of a script that could not be loaded. */
function engine() {
  engineIs ??= import(form.dataset.engine + (attempts++ ? `?${attempts}` : '')).catch((error) => {
    engineIs = null;
    throw error;
  });
  return engineIs;
}

/** An index, loaded once; one that could not be loaded is tried anew. */
function indexOf(folder, language) {
  if (!indexes.has(folder)) indexes.set(folder, engine().then(({ open }) => open(folder, language)));
  return indexes.get(folder);
}

/** The words of a query; elided articles, and words that say nothing, only where there are no others. */
function wordsOf(query, { words, fold }) {
  const all = words(query.normalize('NFC'));
  const ignored = strings.ignored.split(' ').map(fold);
  const telling = all.filter((word) => [...word].length > 1 && !ignored.includes(fold(word)));
  return telling.length ? telling : all;
}

/** What an index has for a query within what is chosen: records, and how many there are for each choice. */
async function ask(folder, language, query, chosen) {
  const nothing = { results: [], counts: {}, terms: new Set() };
  if (!folder) return nothing;
  try {
    const { words, fold } = await engine();
    const asked = wordsOf(query, { words, fold });
    if (query && !asked.length) return nothing;
    const index = await indexOf(folder, language);
    const phrase = /^["«“].*["»”]$/.test(query) ? words(query) : [];
    return { ...(await index.search(asked, chosen, phrase)), index };
  } catch (error) {
    indexes.delete(folder);
    throw error;
  }
}

// What is asked, in the form and in the address

function asked() {
  const chosen = {};
  for (const box of boxes.filter((box) => box.checked)) (chosen[box.name] ??= []).push(box.value);
  return { query: input.value.trim(), chosen };
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

/** The parts of a text, with those marked that were asked for. */
const shown = (parts) => parts.map(([text, isTerm]) => (isTerm ? element('mark', '', text) : text));

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function item({ url, title, text, filters }, terms, { excerpt, marked }) {
  const link = element('a', '', ...shown(marked(title, terms, lang)));
  link.href = form.dataset.base + url;
  const facts = ['type', 'status', 'partner', 'year'].flatMap((name) => (filters[name] ?? []).map((id) => fact(name, id)));
  const parts = [element('p', 'item-title', link), element('p', 'item-summary', ...shown(excerpt(text, terms, lang, EXCERPT)))];
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
  const next = await Promise.all(answer.results.slice(from, from + AT_ONCE).map((at) => answer.index.record(at)));
  const parts = await engine();
  if (!isMine()) return;
  list.append(...next.map((record) => item(record, answer.terms, parts)));
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
  countChoices(answer.counts);
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
async function showElsewhere(query, chosen, isMine) {
  for (const link of document.querySelectorAll('.search-elsewhere a')) {
    link.parentElement.hidden = true;
    if (!query || navigator.connection?.saveData) continue;
    const { results } = await ask(link.dataset.index, link.hreflang, query, chosen).catch(() => ({ results: [] }));
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
  const { query, chosen } = asked();
  const count = Object.values(chosen).flat().length;
  form.querySelector('.search-chosen').textContent = count ? number.format(count) : '';
  form.querySelector('.search-clear').hidden = !count;
  document.querySelectorAll('.search-elsewhere').forEach((part) => (part.hidden = true));
  if (!query && !count) return rest();
  const waiting = setTimeout(() => isMine() && status.replaceChildren(say('loading')), PATIENCE);
  try {
    const answer = await ask(form.dataset.index, lang, query, chosen);
    if (isMine()) await show(answer, query, isMine);
  } catch {
    if (isMine()) fail();
    return;
  } finally {
    clearTimeout(waiting);
  }
  if (isMine()) await showElsewhere(query, chosen, isMine);
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

const prepare = () => form.dataset.index && indexOf(form.dataset.index, lang).catch(() => indexes.delete(form.dataset.index));

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
