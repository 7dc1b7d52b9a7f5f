// Makes the editor quicker. Without it the form works the same: rows are added by saving, problems are told on saving.
(() => {
  const form = document.getElementById('editor');
  if (!form) return;
  const words = form.dataset;
  const key = `jisr-text:${words.name}`;
  const problems = document.getElementById('problems');
  const dirty = document.getElementById('dirty');
  let changed = false;
  let timer;
  let asked = 0;

  const button = (text, act) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  };
  const state = () => [...new FormData(form)].filter(([name]) => name !== 'token');
  const bases = (pairs) => JSON.stringify(pairs.filter(([name]) => name.endsWith('.base')));

  // What was typed is kept by the browser until it is saved.
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify(state()));
    } catch {
      // Without room the text is only in the page.
    }
  };
  const forget = () => localStorage.removeItem(key);

  const check = async () => {
    const number = ++asked;
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`/_jisr/check/${words.name}`, { method: 'POST', body });
      if (answer.ok && number === asked) problems.innerHTML = await answer.text();
    } catch {
      // The preview has ended: what was typed is kept.
    }
  };
  const edited = () => {
    changed = true;
    dirty.textContent = words.dirty;
    clearTimeout(timer);
    timer = setTimeout(() => {
      keep();
      check();
    }, 250);
  };
  form.addEventListener('input', edited);
  form.addEventListener('submit', () => {
    keep();
    changed = false;
  });
  addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault();
  });
  addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  const restore = (pairs) => {
    const byName = new Map(pairs);
    for (const box of form.querySelectorAll('input[type=checkbox]')) box.checked = byName.has(box.name);
    for (const [name, value] of pairs) {
      const input = form.elements.namedItem(name);
      if (input && input.type !== 'hidden' && input.type !== 'checkbox') input.value = value;
    }
    edited();
  };
  const found = () => {
    if (words.saved) return forget();
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(key) ?? 'null');
    } catch {
      return forget();
    }
    const now = state();
    if (!kept || bases(kept) !== bases(now) || JSON.stringify(kept) === JSON.stringify(now)) return;
    const told = document.createElement('p');
    told.className = 'told found';
    told.setAttribute('role', 'status');
    const use = () => {
      restore(kept);
      told.remove();
    };
    const drop = () => {
      forget();
      told.remove();
    };
    told.append(`${words.found} `, button(words.use, use), button(words.drop, drop));
    form.before(told);
  };
  found();

  // Rows of lists.
  const renumber = (row, at) => {
    for (const input of row.querySelectorAll('[name]')) {
      const depth = row.parentElement.dataset.depth;
      const parts = input.name.split('.');
      parts[depth] = at;
      input.name = parts.join('.');
      const label = input.id && row.querySelector(`label[for="${CSS.escape(input.id)}"]`);
      input.id = `in-${input.name}`;
      if (label) label.htmlFor = input.id;
      if (input.matches('input[type=text], select')) input.removeAttribute('aria-describedby');
    }
  };
  for (const rows of form.querySelectorAll('.rows')) {
    const first = rows.querySelector('[name]');
    if (!first) continue;
    rows.dataset.depth = first.closest('.control').id.split('.').length;
    const add = () => {
      const row = rows.lastElementChild.cloneNode(true);
      for (const input of row.querySelectorAll('[name]')) {
        if (input.type === 'checkbox') input.checked = false;
        else input.value = '';
      }
      rows.append(row);
      renumber(row, rows.children.length - 1);
      row.querySelector('[name]').focus();
    };
    rows.after(button(rows.dataset.add, add));
  }

  // A toolbar above each text.
  const around = (area, before, after) => {
    const { selectionStart: start, selectionEnd: end, value } = area;
    area.focus();
    area.setRangeText(before + value.slice(start, end) + after, start, end, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const lines = (area, mark) => {
    const start = area.value.lastIndexOf('\n', area.selectionStart - 1) + 1;
    const text = area.value.slice(start, area.selectionEnd);
    area.focus();
    area.setRangeText(text.replace(/^/gm, mark), start, area.selectionEnd, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  for (const area of form.querySelectorAll('.of-body textarea')) {
    const tools = document.createElement('div');
    tools.className = 'format';
    tools.setAttribute('role', 'group');
    tools.setAttribute('aria-label', words.tools);
    tools.append(
      button(words.heading, () => lines(area, '## ')),
      button(words.bold, () => around(area, '**', '**')),
      button(words.list, () => lines(area, '- ')),
      button(words.link, () => around(area, '[', '](https://)')),
    );
    area.before(tools);
    area.addEventListener('keydown', (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'b') {
        event.preventDefault();
        around(area, '**', '**');
      }
    });
  }
})();
