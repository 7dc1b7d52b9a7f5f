// The parts of the preview on a page: their shadow trees, their buttons, and how long ago the site was built.
(() => {
  'use strict';
  if (customElements.get('jisr-bar')) return;

  const store = {
    get: (name) => { try { return sessionStorage.getItem(name); } catch { return null; } },
    set: (name, value) => { try { sessionStorage.setItem(name, value); } catch { /* a private window */ } },
  };

  // An element whose content comes in a template. A browser makes a shadow tree of it while it reads the page; what
  // comes later, when the page is brought up to date, is taken in here.
  class Part extends HTMLElement {
    connectedCallback() {
      this.observer ??= new MutationObserver(() => this.take());
      this.observer.observe(this, { childList: true });
      this.take();
      this.ready();
    }

    disconnectedCallback() {
      this.observer.disconnect();
    }

    take() {
      const template = this.querySelector(':scope > template[shadowrootmode]');
      if (!template) return;
      template.remove();
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      const fresh = document.importNode(template.content, true);
      const kept = root.firstElementChild;
      const next = fresh.firstElementChild;
      // The style sheet stays, so that nothing flickers.
      if (kept && next && kept.isEqualNode(next)) {
        while (kept.nextSibling) kept.nextSibling.remove();
        next.remove();
        root.append(fresh);
      } else {
        root.replaceChildren(fresh);
      }
      this.ready();
    }

    ready() {
      this.dispatchEvent(new CustomEvent('jisr:part', { bubbles: true }));
    }
  }

  const room = new CSSStyleSheet();
  document.adoptedStyleSheets.push(room);

  class Bar extends Part {
    ready() {
      const bar = this.shadowRoot?.querySelector('.bar');
      if (!bar) return;
      bar.hidden = store.get('jisr:bar') === 'closed';
      bar.querySelector('.close').onclick = () => {
        store.set('jisr:bar', 'closed');
        bar.hidden = true;
        this.makeRoom(bar);
      };
      this.built(bar);
      this.size?.disconnect();
      this.size = new ResizeObserver(() => this.makeRoom(bar));
      this.size.observe(bar);
    }

    // The page ends above the bar, and what has the focus is never behind it.
    makeRoom(bar) {
      const height = bar.hidden ? 0 : bar.offsetHeight;
      room.replaceSync(`@media screen { html { padding-block-end: ${height}px; scroll-padding-block-end: ${height}px } }`);
    }

    // The time of a build is known to who was there when it came.
    built(bar) {
      const build = bar.dataset.build;
      if (this.build !== undefined && this.build !== build) store.set('jisr:built', `${build} ${Date.now()}`);
      this.build = build;
      const [known, at] = (store.get('jisr:built') ?? '').split(' ');
      const ago = bar.querySelector('.ago');
      clearInterval(this.clock);
      ago.hidden = known !== build;
      if (ago.hidden) return;
      const show = () => { ago.textContent = since(ago, (Date.now() - Number(at)) / 1000); };
      show();
      this.clock = setInterval(show, 1000);
    }
  }

  function since(ago, seconds) {
    const { now, seconds: s, minutes, hours } = ago.dataset;
    if (seconds < 1) return now;
    const [form, count] = seconds < 60 ? [s, seconds] : seconds < 3600 ? [minutes, seconds / 60] : [hours, seconds / 3600];
    return form.replace('%', Math.floor(count));
  }

  customElements.define('jisr-bar', Bar);
  customElements.define('jisr-panel', class extends Part {});
  customElements.define('jisr-text', class extends Part {});

  // --- Copying

  document.addEventListener('click', async (event) => {
    const button = event.composedPath().find((node) => node.dataset?.copy !== undefined);
    if (!button) return;
    await copy(button.dataset.copy);
    button.classList.add('done');
    const label = button.querySelector('.hidden');
    const before = label.innerHTML;
    label.textContent = button.dataset.copied;
    label.setAttribute('role', 'status');
    setTimeout(() => {
      button.classList.remove('done');
      label.removeAttribute('role');
      label.innerHTML = before;
    }, 1500);
  });

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Not allowed but on this machine or over https.
      const area = document.body.appendChild(document.createElement('textarea'));
      area.value = text;
      area.select();
      document.execCommand('copy');
      area.remove();
    }
  }
})();
