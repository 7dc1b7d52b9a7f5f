// The desk and the pair view: filters without a reload, scrolling together, headings on one line.
(() => {
  'use strict';

  // --- The desk

  // What is asked for stands in the address, and the server answers it: the list may be long. A script only saves the
  // reload. Results that were asked for earlier and come later are dropped.
  let asked = 0;

  async function show(address, keep) {
    asked += 1;
    const own = asked;
    const response = await fetch(address, { cache: 'no-store' }).catch(() => null);
    if (!response?.ok || own !== asked) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (own !== asked) return;
    if (keep) history[keep === 'typed' ? 'replaceState' : 'pushState'](null, '', address);
    for (const part of ['.to-mend', '.filters', '.results']) {
      const [before, after] = [document.querySelector(part), fresh.querySelector(part)];
      if (before && after) before.replaceWith(document.importNode(after, true));
    }
    hide(fresh);
  }

  // The fields of the form that say what else is asked for.
  function hide(fresh) {
    const form = document.querySelector('.search');
    const fields = (root) => [...root.querySelectorAll('.search input[type=hidden]')];
    for (const field of fields(document)) field.remove();
    form?.prepend(...fields(fresh).map((field) => document.importNode(field)));
  }

  const form = () => document.querySelector('.search');

  function search() {
    const data = new FormData(form());
    if (!data.get('q')) data.delete('q');
    const words = new URLSearchParams(data).toString();
    return show(words ? `/_jisr/?${words}` : '/_jisr/', 'typed');
  }

  let typing;

  function typed(event) {
    if (event.target.id !== 'filter') return;
    clearTimeout(typing);
    typing = setTimeout(search, 120);
  }

  function follow(event) {
    const link = event.target.closest?.('a.in-place');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const name = (other) => `${other.className} ${other.rel || other.querySelector('span')?.textContent || other.textContent}`;
    const [own, part] = [name(link), link.closest('.parts') && link.closest('section').id];
    document.getElementById('filter').value = new URL(link.href).searchParams.get('q') ?? '';
    show(link.href, 'followed').then(() => {
      if (part) document.getElementById(part)?.scrollIntoView({ block: 'start' });
      [...document.querySelectorAll('a.in-place')].find((other) => name(other) === own)?.focus({ preventScroll: true });
    });
  }

  if (document.body.classList.contains('desk')) {
    document.addEventListener('input', typed);
    document.addEventListener('click', follow);
    document.addEventListener('submit', (event) => {
      event.preventDefault();
      search();
    });
    window.addEventListener('popstate', () => {
      const words = new URLSearchParams(location.search).get('q') ?? '';
      document.getElementById('filter').value = words;
      show(location.href);
    });
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
  function scrollAlong(event) {
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
    if (document.body.classList.contains('pair')) align();
  }

  document.addEventListener('click', jump);
  document.addEventListener('change', (event) => event.target.closest?.('.switches') && align());
  document.addEventListener('scroll', scrollAlong, true);
  for (const name of ['pointerenter', 'pointerdown', 'wheel', 'touchstart', 'focusin']) {
    document.addEventListener(name, lead, { capture: true, passive: true });
  }
  window.addEventListener('resize', refresh);
  window.addEventListener('load', refresh);
  document.addEventListener('jisr:part', refresh);
  document.addEventListener('jisr:updated', refresh);
  refresh();
})();
