// Passing a page on and printing it: buttons that are hidden without a script, and shown where the browser can.

const link = () => location.href.split('#')[0];
const status = document.querySelector('.article-footer [role=status]');

const ACTIONS = {
  share: { able: 'share' in navigator, run: () => navigator.share({ title: document.title, url: link() }) },
  copy: { able: 'clipboard' in navigator, run: () => navigator.clipboard.writeText(link()) },
  print: { able: true, run: () => print() },
};

for (const button of document.querySelectorAll('[data-action]')) {
  const { able, run } = ACTIONS[button.dataset.action];
  button.parentElement.hidden = !able;
  button.addEventListener('click', async () => {
    try {
      await run();
      status.textContent = button.dataset.done ?? '';
      if (button.dataset.done) button.textContent = button.dataset.done;
    } catch {
      // Who closes the dialogue without sharing needs no message.
    }
  });
}

// Printed pages hide nothing.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
