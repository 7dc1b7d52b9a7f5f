// Filters, sorts and pages a listing. Without this script the page is one of a static listing; with it, a button
// fetches the index of all projects, and the items come from the static pages that have them. The address follows.

const tools = document.querySelector('[data-list]');
const items = document.querySelector('main .items');
const paging = document.querySelector('main .paging');
const [open, panel, choices, marks, count, nothing] = ['open', 'panel', 'choices', 'marks', 'count', 'nothing']
  .map((part) => tools.querySelector(`.list-${part}`));
const json = (id) => JSON.parse(document.getElementById(id).textContent);
const strings = json('jisr-list-words');
const own = { status: json('jisr-list-status'), sdg: json('jisr-list-sdg') };
const { locale, facet: fixedFacet, value: fixedValue } = tools.dataset;
const plural = new Intl.PluralRules(locale);
const number = new Intl.NumberFormat(locale);
const [lead, order] = ['.page-header .lead, .entries .counts', '.list-order'].map((part) => document.querySelector(part));
const before = { items: [...items.children], paging };
const SIZE = 20;
/** Limits of the bands of amounts, in the leading currency. */
const BANDS = [0, 1e6, 1e7, 1e8];

let index;
let state;
let turn = 0;

/** A string of the theme for a number, with its arguments in their places, isolated. */
function say(name, { count = 0, ...others } = {}) {
  const forms = strings[name];
  const text = typeof forms === 'string' ? forms : (forms[plural.select(count)] ?? forms.other);
  return text.replace(/\{(\w+)\}/g, (_, argument) => (argument === 'count' ? number.format(count) : `\u2068${others[argument]}\u2069`));
}

/** A text without what people leave out or write in several ways. */
function fold(text) {
  const bare = text.normalize('NFD').replace(/[\p{M}\u0640]/gu, '').toLowerCase().replaceAll('’', "'");
  return bare.replaceAll('ة', 'ه').replaceAll('ى', 'ي').replace(/[أإآ]/g, 'ا');
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(address);
  return response;
}

// The index

async function load() {
  if (index) return;
  const data = await (await fetched(tools.dataset.index)).json();
  const listed = (row) => (Array.isArray(row) ? row : [row]);
  const facets = data.facets.map(({ id, values, rows }) => ({
    id,
    values: values.map(([value, name]) => ({ value, name: name ?? own[id]?.[value.replace(/^0/, '')] ?? value })),
    rows: rows.map(listed),
  }));
  if (data.currency) facets.push(bands(data));
  for (const facet of facets) facet.positions = new Map(facet.values.map(({ value }, at) => [value, at]));
  index = { ...data, facets, length: data.dates.length };
  for (const facet of facets) if (facet.id !== fixedFacet) choices.append(field(facet));
  choices.append(wordsField(), sortField());
}

/** The amounts of the leading currency, as a facet of bands. */
function bands({ amounts, currency }) {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code', notation: 'compact', maximumFractionDigits: 0 });
  const name = (from, at) => (BANDS[at + 1]
    ? say('band', { from: money.format(from), to: money.format(BANDS[at + 1]) })
    : say('band_last', { from: money.format(from) }));
  const band = (amount) => BANDS.findLastIndex((from) => amount >= from);
  return {
    id: 'amount',
    values: BANDS.map((from, at) => ({ value: String(from), name: name(from, at) })),
    rows: amounts.map((amount) => (amount ? [band(amount)] : [])),
  };
}

function labelled(id, label, control) {
  control.id = `list-${id}`;
  return element('div', { className: 'choice-field' }, element('label', { htmlFor: control.id, textContent: label }), control);
}

function field(facet) {
  const select = element('select', {}, new Option(strings.any, ''));
  // Years are shown latest first as they come; names in the order of the alphabet.
  const order = facet.values.map((value, at) => ({ ...value, at }));
  if (['partner', 'funder', 'place', 'sector', 'topic', 'audience'].includes(facet.id)) {
    order.sort((a, b) => a.name.localeCompare(b.name, locale));
  }
  select.append(...order.map(({ value, name }) => new Option(name, value)));
  facet.select = select;
  select.addEventListener('change', () => change({ [facet.id]: select.value }));
  return labelled(facet.id, strings[`facet.${facet.id}`], select);
}

function wordsField() {
  const input = element('input', { type: 'search', maxLength: 200, autocomplete: 'off' });
  let wait;
  input.addEventListener('input', () => {
    clearTimeout(wait);
    wait = setTimeout(() => change({ q: input.value.trim() }), 250);
  });
  index.input = input;
  return labelled('words', strings.words, input);
}

function sortField() {
  const sorts = ['', 'date', 'title', 'amount'].filter((sort) => sort !== 'amount' || index.currency);
  const select = element('select', {}, ...sorts.map((sort) => new Option(strings[`sort.${sort || 'own'}`], sort)));
  select.addEventListener('change', () => change({ sort: select.value }));
  index.sort = select;
  return labelled('sort', strings.sort, select);
}

// What is asked for

const KEYS = () => index.facets.map(({ id }) => id).concat('q', 'sort');

function read() {
  const address = new URLSearchParams(location.search);
  state = { page: Math.max(1, Number.parseInt(address.get('page'), 10) || 1) };
  for (const key of KEYS()) state[key] = address.get(key) ?? '';
  for (const { id, positions } of index.facets) if (!positions.has(state[id])) state[id] = '';
  if (fixedFacet) state[fixedFacet] = fixedValue;
}

function change(changes) {
  Object.assign(state, { page: 1 }, changes);
  const address = new URL(location.href);
  address.search = '';
  address.hash = '';
  for (const key of KEYS()) if (state[key] && key !== fixedFacet) address.searchParams.set(key, state[key]);
  if (state.page > 1) address.searchParams.set('page', state.page);
  history.pushState(null, '', address);
  return show();
}

/**
 * The positions of the projects that fit, and beside each choice how many it would leave, in one pass: a project that
 * fails one facet alone still counts for the choices of that facet.
 */
function weigh(found) {
  const facets = index.facets.map(({ id, rows, values, positions }) => (
    { rows, wanted: state[id] ? positions.get(state[id]) : -1, counts: new Array(values.length).fill(0) }));
  const add = ({ rows, counts }, at) => { for (const value of rows[at]) counts[value] += 1; };
  const chosen = facets.filter(({ wanted }) => wanted >= 0);
  const fit = [];
  for (let at = 0; at < index.length; at += 1) {
    if (found && !found.has(at)) continue;
    let missed;
    let misses = 0;
    for (const facet of chosen) {
      if (facet.rows[at].includes(facet.wanted)) continue;
      missed = facet;
      misses += 1;
      if (misses > 1) break;
    }
    if (misses === 1) add(missed, at);
    if (misses) continue;
    fit.push(at);
    for (const facet of facets) add(facet, at);
  }
  return { fit, counts: facets.map(({ counts }) => counts) };
}

/** The positions of the projects with all of the words; none where no words are asked for. */
async function withWords() {
  if (!state.q) return undefined;
  index.words ??= (await (await fetched(tools.dataset.words)).json()).map((text) => fold(text ?? ''));
  const asked = fold(state.q).split(/\s+/).map((word) => word.replace(/^(?:[وف]?[بك]?ال|لل)(?=.{3})/u, ''));
  const found = new Set();
  index.words.forEach((text, at) => { if (asked.every((word) => text.includes(word))) found.add(at); });
  return found;
}

function sorted(positions) {
  const by = { date: (at) => -index.dates[at], title: (at) => index.titles[at], amount: (at) => -index.amounts[at] }[state.sort];
  return by ? positions.toSorted((a, b) => by(a) - by(b) || a - b) : positions;
}

// What is shown

function countChoices(counts) {
  index.facets.forEach((facet, which) => {
    if (!facet.select) return;
    for (const option of facet.select.options) {
      if (!option.value) continue;
      const at = facet.positions.get(option.value);
      const count = counts[which][at];
      option.disabled = !count && option.value !== state[facet.id];
      if (option.count === count) continue;
      option.count = count;
      option.text = `\u2068${facet.values[at].name}\u2069 (${number.format(count)})`;
    }
    facet.select.value = state[facet.id];
    facet.select.classList.toggle('chosen', state[facet.id] !== '');
  });
}

function showMarks() {
  const chosen = index.facets.filter(({ id, select }) => select && state[id])
    .map(({ id, values, positions }) => [id, `${strings[`facet.${id}`]} : `, values[positions.get(state[id])].name]);
  if (state.q) chosen.push(['q', '', `« ${state.q} »`]);
  const mark = ([id, , name]) => {
    const button = element('button', { type: 'button', textContent: `${name} ×` });
    button.setAttribute('aria-label', say('remove', { name }));
    button.addEventListener('click', () => { change({ [id]: '' }); open.focus(); });
    return element('li', {}, button);
  };
  marks.replaceChildren(...chosen.map(mark));
  if (chosen.length > 1) {
    const all = element('button', { type: 'button', textContent: strings.clear });
    all.addEventListener('click', clear);
    marks.append(element('li', {}, all));
  }
}

function clear() {
  change(Object.fromEntries(KEYS().filter((key) => key !== fixedFacet).map((key) => [key, ''])));
  open.focus();
}

const pages = new Map();

/** The items of a static page of all projects. */
function pageOf(at) {
  const page = Math.floor(at / index.size) + 1;
  const address = page === 1 ? index.list : `${index.list}page/${page}/`;
  if (!pages.has(page)) {
    pages.set(page, fetched(address).then((response) => response.text())
      .then((html) => [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('main .items > .item')]));
  }
  return pages.get(page);
}

const itemAt = async (at) => document.importNode((await pageOf(at))[at % index.size], true);

function numbered(length) {
  const last = Math.ceil(length / SIZE);
  const nav = element('nav', { className: 'paging' });
  nav.setAttribute('aria-label', strings.pages);
  if (last < 2) return nav;
  let before = 0;
  for (let page = 1; page <= last; page += 1) {
    if (page !== 1 && page !== last && Math.abs(page - state.page) > 2) continue;
    if (page > before + 1) nav.append(element('span', { textContent: '…' }));
    const button = element('button', { type: 'button', textContent: number.format(page) });
    if (page === state.page) button.setAttribute('aria-current', 'page');
    button.addEventListener('click', async () => { await change({ page }); tools.scrollIntoView(); });
    nav.append(button);
    before = page;
  }
  return nav;
}

let shownPaging = paging;

function place(children, nav) {
  items.replaceChildren(...children);
  if (shownPaging) shownPaging.replaceWith(nav ?? '');
  else if (nav) items.after(nav);
  shownPaging = nav;
}

async function show() {
  const mine = turn += 1;
  try {
    const found = await withWords();
    if (mine !== turn) return;
    const asked = KEYS().some((key) => state[key] && key !== fixedFacet) || state.page > 1;
    const { fit, counts } = weigh(found);
    const ranked = sorted(fit);
    state.page = Math.min(state.page, Math.max(1, Math.ceil(fit.length / SIZE)));
    tell(asked, ranked, counts);
    const onPage = ranked.slice((state.page - 1) * SIZE, state.page * SIZE);
    const shown = asked ? await Promise.all(onPage.map(itemAt)) : before.items;
    if (mine === turn) place(shown, asked ? numbered(fit.length) : before.paging);
  } catch {
    if (mine === turn) count.textContent = strings.failed;
  }
}

/** Says what was found; the items follow. */
function tell(asked, fit, counts) {
  count.textContent = say(asked ? 'found' : 'all', { count: fit.length });
  countChoices(counts);
  showMarks();
  index.sort.value = state.sort;
  if (document.activeElement !== index.input) index.input.value = state.q;
  nothing.hidden = fit.length > 0;
  // What the page says of the whole list is not true of a part of it.
  if (lead) lead.hidden = asked;
  if (order) order.hidden = state.sort !== '';
  tools.fit = asked ? fit : undefined;
  for (const link of document.querySelectorAll('.languages a')) link.search = location.search;
}

async function begin() {
  panel.hidden = false;
  open.setAttribute('aria-expanded', 'true');
  count.textContent = strings.loading;
  try {
    await load();
  } catch {
    count.textContent = strings.failed;
    return;
  }
  read();
  await show();
}

open.addEventListener('click', () => {
  if (panel.hidden) begin();
  else {
    panel.hidden = true;
    open.setAttribute('aria-expanded', 'false');
  }
});
nothing.querySelector('button').addEventListener('click', clear);
addEventListener('popstate', () => { if (index) { read(); show(); } });
if (location.search.length > 1) begin();

// What is shown, to take away

/** The records of a CSV file as they stand in it, line ends left out. */
const records = (text) => text.match(/(?:"(?:[^"]|"")*"|[^"\r\n])+/g) ?? [];

const KINDS = {
  csv: { type: 'text/csv', pick: (text, fit) => { const [head, ...rows] = records(text); return [head, ...fit.map((at) => rows[at])].join('\r\n') + '\r\n'; } },
  json: { type: 'application/json', pick: (text, fit) => { const rows = JSON.parse(text); return JSON.stringify(fit.map((at) => rows[at]), null, 2); } },
};

for (const link of document.querySelectorAll('[data-take]')) {
  link.addEventListener('click', async (event) => {
    if (!tools.fit) return;
    event.preventDefault();
    const { type, pick } = KINDS[link.dataset.take];
    // The file of all projects has their order, which is that of the index.
    const bytes = await (await fetched(`${index.list}data.${link.dataset.take}`)).arrayBuffer();
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const address = URL.createObjectURL(new Blob([pick(text, tools.fit)], { type }));
    element('a', { href: address, download: `projects.${link.dataset.take}` }).click();
    URL.revokeObjectURL(address);
  });
}
