// The browser's part of the preview: keeps what is shown in step with the files, without a reload.
// All tabs share one stream of events, since a browser opens six connections to a host at most: the tab that
// holds the lock listens, and passes on what it hears.
(() => {
  'use strict';
  if (window.jisrClient) return;
  window.jisrClient = true;

  const PANEL = 'jisr-panel-place';
  const BAR = 'jisr-bar-place';
  const place = (id, doc = document) => doc.getElementById(id);
  const parse = (html) => new DOMParser().parseFromString(html, 'text/html');
  const ask = async (url) => fetch(url, { cache: 'no-store' });

  // --- One stream for all tabs

  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('jisr') : null;

  function listen() {
    const source = new EventSource('/_jisr/events');
    const pass = (event) => {
      const told = JSON.parse(event.data);
      channel?.postMessage(told);
      hear(told);
    };
    source.addEventListener('hello', pass);
    source.addEventListener('build', pass);
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    });
  }

  if (channel && navigator.locks) {
    channel.addEventListener('message', (event) => hear(event.data));
    navigator.locks.request('jisr-events', () => new Promise(listen));
  } else {
    listen();
  }

  let instance = place(BAR)?.dataset.instance;

  function hear(told) {
    // After a new start of the server nobody knows which files are others.
    if (told.instance !== instance) restyle(null);
    instance = told.instance;
    if (told.css.length) restyle(told.css);
    if (told.changed.some((url) => url !== location.pathname)) replace(told.changed);
    update();
  }

  // --- This page

  let updating = false;
  let again = false;

  async function update() {
    again = true;
    if (updating || document.hidden) return;
    updating = true;
    while (again) {
      again = false;
      // Where the server is away the stream tells when it is back.
      await refresh().catch(() => {});
    }
    updating = false;
  }

  // A tab that nobody sees waits.
  document.addEventListener('visibilitychange', () => again && update());
  window.addEventListener('pageshow', (event) => event.persisted && update());

  async function refresh() {
    const response = await ask(`/_jisr/bar?of=${encodeURIComponent(location.pathname)}`);
    const fresh = parse(await response.text());
    const [own, other] = [place(BAR), place(BAR, fresh)];
    if (!own || !other) return;
    if (own.dataset.key !== other.dataset.key) await renew();
    else for (const id of [PANEL, BAR]) renewPlace(id, fresh);
    document.dispatchEvent(new CustomEvent('jisr:updated'));
  }

  function renewPlace(id, fresh) {
    const [own, other] = [place(id), place(id, fresh)];
    if (own && other) morph(own, other);
  }

  async function renew() {
    const response = await ask(location.href);
    const type = response.headers.get('content-type') || '';
    if (response.redirected || !type.startsWith('text/html')) return location.reload();
    const fresh = parse(await response.text());
    if (scripts(fresh) !== scripts(document)) return location.reload();
    const [x, y] = [scrollX, scrollY];
    morph(document.documentElement, fresh.documentElement);
    scrollTo({ left: x, top: y, behavior: 'instant' });
  }

  const scripts = (doc) => [...doc.querySelectorAll('script[src]')].map((script) => script.getAttribute('src')).join();

  // --- Files of the theme

  const path = (address) => new URL(address, location.href).pathname;

  // Fetches style sheets anew, all where it is not clear which; the old one stays until the new one is there.
  function restyle(names) {
    const links = [...document.querySelectorAll('link[rel~="stylesheet"]')];
    const own = names && names.every((name) => links.some((link) => path(link.href) === name));
    for (const link of links) {
      if (own && !names.includes(path(link.href))) continue;
      const fresh = link.cloneNode();
      fresh.href = `${path(link.href)}?jisr=${Date.now()}`;
      fresh.onload = fresh.onerror = () => link.remove();
      link.after(fresh);
    }
  }

  function replace(names) {
    const changed = (address) => address && names.includes(path(address));
    if ([...document.scripts].some((script) => changed(script.src))) return location.reload();
    for (const image of document.images) {
      if (changed(image.src)) image.src = `${path(image.src)}?jisr=${Date.now()}`;
    }
    if (names.some((name) => /\.(woff2?|ttf|otf)$/.test(name))) restyle(null);
  }

  // --- Changing a tree into another one, touching only what differs: scroll, focus, selection and what the
  // reader has opened stay.

  function morph(own, other) {
    if (own.isEqualNode(other)) return;
    if (own.nodeType !== Node.ELEMENT_NODE) {
      own.nodeValue = other.nodeValue;
      return;
    }
    morphAttributes(own, other);
    morphChildren(own, [...other.childNodes]);
  }

  function morphAttributes(own, other) {
    const keeps = (name) =>
      (name === 'open' && own.localName === 'details') ||
      (name === 'href' && own.localName === 'link' && path(own.href) === path(other.getAttribute('href') || ''));
    for (const { name, value } of [...other.attributes]) {
      if (own.getAttribute(name) !== value && !keeps(name)) own.setAttribute(name, value);
    }
    for (const { name } of [...own.attributes]) {
      if (!other.hasAttribute(name) && !keeps(name)) own.removeAttribute(name);
    }
  }

  function morphChildren(own, wanted) {
    let next = own.firstChild;
    wanted.forEach((want, at) => {
      const same = ahead(next, (node) => node.isEqualNode(want));
      if (same) {
        while (next !== same) next = dropped(next);
        next = next.nextSibling;
      } else if (next && fits(next, want) && !wanted.slice(at + 1, at + FAR).some((later) => next.isEqualNode(later))) {
        morph(next, want);
        next = next.nextSibling;
      } else {
        own.insertBefore(document.importNode(want, true), next);
      }
    });
    while (next) next = dropped(next);
  }

  // How far to look for a node that has moved.
  const FAR = 50;

  function ahead(node, test) {
    for (let steps = 0; node && steps < FAR; steps += 1, node = node.nextSibling) {
      if (test(node)) return node;
    }
    return null;
  }

  const fits = (node, want) => node.nodeName === want.nodeName && (node.id || '') === (want.id || '');

  function dropped(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
  }

  // What was built between this page's answer and the first event.
  update();
})();
