// The desk and the pair view: filters, scrolling together, headings on one line. What they do hangs on style sheets
// of their own, so that bringing the page up to date undoes none of it.
(() => {
  'use strict';
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);

  // --- The desk

  let state = 'all';
  const input = () => document.getElementById('filter');
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

  function filter() {
    const words = fold(input()?.value ?? '').split(/\s+/).filter(Boolean);
    const attributes = words.map((word) => `[data-text*=${JSON.stringify(word)}]`);
    if (state !== 'all') attributes.push(`[data-states~=${JSON.stringify(state)}]`);
    const row = `tr.row${attributes.join('')}`;
    sheet.replaceSync(attributes.length === 0 ? '' : `
      tr.row:not(${row}) { display: none !important }
      tbody:not(:has(${row})) { display: none !important }
      main:not(:has(${row})) .nothing { display: block }
      main:not(:has(${row})) thead { display: none !important }`);
    for (const button of document.querySelectorAll('[data-filter]')) {
      button.setAttribute('aria-pressed', String(button.dataset.filter === state));
    }
  }

  // --- The pair view

  const texts = () => [...document.querySelectorAll('.column .text')];
  const isOn = (id) => document.getElementById(id)?.checked;
  let leader = null;

  // Headings that correspond begin at the same height: the one that comes first is pushed down.
  function align() {
    const columns = [...document.querySelectorAll('.column')].map((column) => column.querySelector('jisr-text')?.shadowRoot);
    for (const root of columns.filter(Boolean)) {
      for (const heading of root.querySelectorAll('[data-pushed]')) {
        heading.style.removeProperty('margin-block-start');
        delete heading.dataset.pushed;
      }
    }
    const place = document.querySelector('.columns');
    if (!place || !isOn('aligned') || !sideBySide()) return;
    for (const row of JSON.parse(place.dataset.aligned)) {
      const headings = row.map((id, at) => id && columns[at]?.getElementById(id)).filter(Boolean);
      if (headings.length < 2) continue;
      pushDown(headings);
    }
  }

  function pushDown(headings) {
    const top = (heading) => {
      const text = heading.getRootNode().host.parentElement;
      return heading.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop;
    };
    const lowest = Math.max(...headings.map(top));
    for (const heading of headings) {
      const gap = lowest - top(heading);
      if (gap < 1) continue;
      const own = Number.parseFloat(getComputedStyle(heading).marginBlockStart) || 0;
      heading.style.setProperty('margin-block-start', `${own + gap}px`);
      heading.dataset.pushed = '';
    }
  }

  function sideBySide() {
    const [first, second] = texts();
    return Boolean(second) && Math.abs(first.getBoundingClientRect().top - second.getBoundingClientRect().top) < 40;
  }

  // The part that the reader scrolls leads; the others stand at the same part of their length, and exactly beside it
  // where headings are aligned.
  function follow(event) {
    const text = event.target;
    if (!isOn('linked') || !text.classList?.contains('text') || (leader && leader !== text)) return;
    for (const other of texts().filter((other) => other !== text)) {
      const share = text.scrollTop / Math.max(1, text.scrollHeight - text.clientHeight);
      const beside = isOn('aligned') && sideBySide();
      other.scrollTop = beside ? text.scrollTop : share * (other.scrollHeight - other.clientHeight);
    }
  }

  const lead = (event) => {
    leader = event.target.closest?.('.text') ?? null;
  };

  function jump(event) {
    const link = event.composedPath().find((node) => node.localName === 'a');
    const root = link?.getRootNode();
    const id = link?.getAttribute('href')?.match(/^#(.+)$/)?.[1];
    if (!id || !(root instanceof ShadowRoot)) return;
    event.preventDefault();
    root.getElementById(decodeURIComponent(id))?.scrollIntoView();
  }

  // --- Both

  // What a link leads to may be folded away.
  function reveal() {
    const id = decodeURIComponent(location.hash.slice(1));
    const folded = id && document.getElementById(id)?.closest('details:not([open])');
    if (folded) {
      folded.open = true;
      folded.scrollIntoView({ block: 'nearest' });
    }
  }

  window.addEventListener('hashchange', reveal);
  window.addEventListener('load', reveal);

  function refresh() {
    if (document.body.classList.contains('desk')) filter();
    if (document.body.classList.contains('pair')) align();
  }

  document.addEventListener('input', (event) => event.target === input() && filter());
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-filter]');
    if (button) {
      state = state === button.dataset.filter ? 'all' : button.dataset.filter;
      filter();
    }
    jump(event);
  });
  document.addEventListener('change', (event) => event.target.closest?.('.switches') && align());
  document.addEventListener('scroll', follow, true);
  for (const name of ['pointerenter', 'pointerdown', 'wheel', 'touchstart', 'focusin']) {
    document.addEventListener(name, lead, { capture: true, passive: true });
  }
  window.addEventListener('resize', refresh);
  window.addEventListener('load', refresh);
  document.addEventListener('jisr:part', refresh);
  document.addEventListener('jisr:updated', refresh);
  refresh();

  // --- Staying up to date. The script of the server changes this page in place and then tells of it; where it tells
  // of a build only, the page is fetched here.

  window.addEventListener('jisr:build', async (event) => {
    if (String(event.detail?.build) === document.body.dataset.build) return;
    const response = await fetch(location.href, { cache: 'no-store' });
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (fresh.body.dataset.build === document.body.dataset.build) return;
    morph(document.querySelector('main'), fresh.querySelector('main'));
    document.body.dataset.build = fresh.body.dataset.build;
    refresh();
  });

  // Changes a tree into another one, touching only what differs: scroll and focus stay.
  function morph(own, other) {
    if (own.isEqualNode(other)) return;
    if (own.nodeType !== Node.ELEMENT_NODE) {
      own.nodeValue = other.nodeValue;
      return;
    }
    for (const { name, value } of [...other.attributes]) own.setAttribute(name, value);
    for (const { name } of [...own.attributes]) if (!other.hasAttribute(name) && name !== 'open') own.removeAttribute(name);
    const keyed = new Map([...own.children].filter((child) => child.id).map((child) => [child.id, child]));
    let at = own.firstChild;
    for (const next of [...other.childNodes]) {
      const fits = at && !at.id && at.nodeName === next.nodeName && !next.id;
      const match = next.id ? keyed.get(next.id) : fits ? at : null;
      if (!match) own.insertBefore(document.importNode(next, true), at);
      else if (match === at) at = at.nextSibling;
      else own.insertBefore(match, at);
      if (match) morph(match, next);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }
})();
