// Every kind of page by the keyboard alone, on a desk and on a telephone: each link and control is reached in the order
// in which the page is read, is in view, and shows that it has the focus; nothing holds the focus back.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { discloseAll, start } from './browser.mjs';
import { LANGUAGES, pagesOfEachKind } from './site.mjs';

const MINUTE = { timeout: 60_000 };
const TOGETHER = { concurrency: 2 };

let site;
before(async () => {
  site = await start();
}, MINUTE);
after(() => site?.close(), MINUTE);

describe('the keyboard on each kind of page', TOGETHER, () => {
  for (const { name, path, language } of pagesOfEachKind()) {
    for (const options of [{ width: 1280 }, { width: 360 }, { width: 1280, forcedColors: 'active' }]) {
      const how = `${options.width} px${options.forcedColors ? ', forced colours' : ''}`;
      test(`${name}: reaches everything, in order and in sight (${how})`, MINUTE, () =>
        site.on(path, options, async (page) => {
          await discloseAll(page);
          const stops = await walk(page);
          assert.deepEqual(stops.map(({ at }) => at), stops.map((_, index) => index), 'each in turn');
          assert.deepEqual(stops.filter(({ faults }) => faults.length).map(({ name, faults }) => `${name}: ${faults.join(', ')}`), []);
          assert.deepEqual(backward(stops, LANGUAGES[language] ?? 'ltr'), []);
          if (language) inTurn(stops);
        }),
      );
    }
  }
});

/** Presses Tab from the top of the page to its end; what has the focus after each. */
async function walk(page) {
  const count = await page.evaluate(number);
  const stops = [];
  while (stops.length < count) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(stop));
    if (stops.at(-1).at === undefined) break;
  }
  assert.equal(stops.length, count, `the focus left the page after ${stops.at(-1)?.name}`);
  return stops;
}

/** In the page: numbers everything that Tab should reach, in the order of the page. */
function number() {
  const reachable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const shown = [...document.querySelectorAll(reachable)].filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
  shown.forEach((element, at) => (element.dataset.stop = at));
  return shown.length;
}

/** In the page: what has the focus, where it stands, and what is wrong with how it shows. */
function stop() {
  const element = document.activeElement;
  const lines = [...element.getClientRects()];
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const name = `<${element.localName} class="${element.className}"> ${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)}`;
  const opaque = (color) => !/^rgba\(.*, 0\)$|^transparent$/.test(color);
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (at) => {
    for (; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (opaque(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };

  const faults = [];
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const [lighter, darker] = [luminance(outlineColor), luminance(behind(element.parentElement))].sort((one, other) => other - one);
  const contrast = (lighter + 0.05) / (darker + 0.05);
  if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2 || !opaque(outlineColor)) faults.push('no outline');
  else if (contrast < 3) faults.push(`its outline has a contrast of ${contrast.toFixed(1)}`);
  if (!element.matches(':focus-visible')) faults.push('not :focus-visible');
  if (right - left < 8 || bottom - top < 8) faults.push(`${right - left} by ${bottom - top} px`);
  const [first] = lines;
  const seen = document.elementFromPoint((first.left + first.right) / 2, (first.top + first.bottom) / 2);
  if (!seen || !(element.contains(seen) || seen.contains(element))) faults.push(`hidden behind <${seen?.localName} class="${seen?.className}">`);
  const part = ['header.site-header', 'main', 'footer.site-footer'].find((part) => element.closest(part));
  const places = { skip: '.skip', menu: '.menu, .menu-open', languages: '.languages' };
  const role = Object.keys(places).find((role) => element.closest(places[role])) ?? part;
  const at = element.dataset.stop && Number(element.dataset.stop);
  const onPage = ({ left, right, top, bottom }) => ({ left: left + scrollX, right: right + scrollX, top: top + scrollY, bottom: bottom + scrollY });
  return { at, name, faults, role, part, begins: onPage(first), ends: onPage(lines.at(-1)) };
}

/** Steps that lead up the page and against the reading direction at once: a reader would lose the way. */
function backward(stops, dir) {
  const steps = stops.slice(1).map((to, index) => [stops[index], to]);
  const wrong = steps.filter(([one, other]) => {
    if (one.part !== other.part || one.role === 'skip') return false;
    const [from, to] = [one.ends, other.begins];
    const up = to.bottom <= from.top + 1;
    const sameLine = !up && to.top < from.bottom - 1;
    const onward = dir === 'rtl' ? to.right <= from.right + 1 : to.left >= from.left - 1;
    return (up || sameLine) && !onward;
  });
  return wrong.map(([from, to]) => `${from.name} to ${to.name}`);
}

/** The skip link, then menu and languages, then the page, then its foot. */
function inTurn(stops) {
  assert.equal(stops[0].role, 'skip');
  const order = ['skip', 'header', 'main', 'footer.site-footer'];
  const parts = stops.map(({ role }) => order.indexOf(['skip', 'main', 'footer.site-footer'].includes(role) ? role : 'header'));
  assert.deepEqual(parts, [...parts].sort(), `parts of the page in turn: ${stops.map(({ role }) => role)}`);
  for (const role of ['menu', 'languages']) assert.ok(stops.some((stop) => stop.role === role), `Tab does not reach ${role}`);
}

for (const language of Object.keys(LANGUAGES)) {
  test(`${language}: the skip link leads into the page, at its first item`, MINUTE, () =>
    site.on(`${language}/types/multilateral/`, {}, async (page) => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement === document.querySelector('main :is(a[href], button, summary, select, input)')));
    }),
  );
}

// What the walk is for, each on a page that is spoilt on purpose.
for (const [what, script, said] of [
  ['a focus that does not show', "document.head.append(Object.assign(document.createElement('style'), { textContent: '* { outline: none !important }' }))", /no outline/],
  ['an order of one’s own', "document.querySelector('main a').tabIndex = 1", /each in turn/],
  ['a trap', "document.querySelector('main a').addEventListener('keydown', (event) => event.preventDefault())", /each in turn|left the page/],
]) {
  test(`${what} is caught`, MINUTE, () =>
    site.on('fr/about/', {}, async (page) => {
      await page.evaluate(script);
      await assert.rejects(async () => {
        const stops = await walk(page);
        assert.deepEqual(stops.map(({ at }) => at), stops.map((_, index) => index), 'each in turn');
        assert.deepEqual(stops.flatMap(({ faults }) => faults), []);
      }, said);
    }),
  );
}
