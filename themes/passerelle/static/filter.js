// The quick filter of the home page. Without this script it is links to listings; with it, each list of links
// becomes a choice that narrows this page down, and the address follows.

const filter = document.querySelector('[data-filter]');
const items = [...document.querySelectorAll('#jisr-catalogue .item')];
const outcome = filter.querySelector('.outcome');
const nothing = filter.querySelector('.nothing');
const count = outcome.querySelector('output');
const total = count.textContent;

const words = (item, facet) => (item.dataset[facet] ?? '').split(' ');
const chosen = () => choices.filter(({ select }) => select.value);
const fits = (item, wanted) => wanted.every(({ facet, select }) => words(item, facet).includes(select.value));

/** A labelled list of choices in the place of a list of links. */
function choice(details, at) {
  const select = document.createElement('select');
  select.id = `filter-${details.dataset.facet}`;
  select.append(new Option(details.dataset.any, ''));
  for (const link of details.querySelectorAll('[data-value]')) {
    select.append(new Option(link.textContent, link.dataset.value));
  }
  const label = document.createElement('label');
  label.htmlFor = select.id;
  label.textContent = details.querySelector('summary').textContent;
  const field = document.createElement('div');
  field.className = 'choice-field';
  field.append(label, select);
  details.replaceWith(field);
  const names = [...select.options].map(({ text }) => text);
  return { facet: details.dataset.facet, select, names };
}

const choices = [...filter.querySelectorAll('.facet')].map(choice);

/** What is left when nobody looks at an empty heading. */
function showParts() {
  for (const part of document.querySelectorAll('#jisr-catalogue :is(.bundle, .group, .type)')) {
    part.hidden = !part.querySelector('.item:not([hidden])');
  }
  for (const contents of document.querySelectorAll('#jisr-catalogue .contents')) {
    for (const link of contents.querySelectorAll('a')) {
      link.parentElement.hidden = document.querySelector(link.hash)?.closest('.type').hidden;
    }
    contents.hidden = !contents.querySelector('li:not([hidden])');
  }
}

/** Beside each choice, how many items it would leave. */
function countChoices(wanted) {
  for (const { facet, select, names } of choices) {
    const others = wanted.filter((choice) => choice.facet !== facet);
    const left = items.filter((item) => fits(item, others));
    [...select.options].forEach((option, at) => {
      const fitting = option.value ? left.filter((item) => words(item, facet).includes(option.value)).length : left.length;
      option.text = option.value ? `${names[at]} (${fitting})` : names[at];
      option.disabled = fitting === 0 && !option.selected && option.value !== '';
    });
  }
}

function show() {
  const wanted = chosen();
  let shown = 0;
  for (const item of items) {
    item.hidden = !fits(item, wanted);
    shown += item.hidden ? 0 : 1;
  }
  for (const details of document.querySelectorAll('#jisr-catalogue details')) {
    if (wanted.length) details.open = true;
  }
  showParts();
  countChoices(wanted);
  for (const { select } of choices) select.classList.toggle('chosen', select.value !== '');
  outcome.hidden = false;
  nothing.hidden = shown > 0;
  outcome.querySelector('.clear').hidden = !wanted.length || shown === 0;
  const text = shown === items.length ? total : String(shown);
  if (count.textContent !== text) count.textContent = text;
  for (const link of document.querySelectorAll('.languages a')) link.search = location.search;
}

/** Takes the choices from the address. What it names and the page does not have is left out. */
function read() {
  const address = new URLSearchParams(location.search);
  for (const { facet, select } of choices) {
    const value = address.get(facet) ?? '';
    select.value = [...select.options].some((option) => option.value === value) ? value : '';
  }
  show();
}

function write() {
  const address = new URL(location.href);
  for (const { facet, select } of choices) {
    if (select.value) address.searchParams.set(facet, select.value);
    else address.searchParams.delete(facet);
  }
  address.hash = '';
  history.pushState(null, '', address);
  show();
}

for (const { select } of choices) select.addEventListener('change', write);
for (const button of filter.querySelectorAll('.clear')) {
  button.addEventListener('click', () => {
    for (const { select } of choices) select.value = '';
    write();
    choices[0].select.focus();
  });
}
addEventListener('popstate', read);
read();
