// Two checkers of accessibility that see different mistakes: axe takes the shaping of Arabic for an icon font and
// does not look at its contrast; HTML CodeSniffer does.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const script = (name) => readFileSync(createRequire(import.meta.url).resolve(name), 'utf8');
const AXE = script('axe-core/axe.min.js');
const HTMLCS = script('html_codesniffer/build/HTMLCS.js');
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What breaks WCAG 2.2 AA on a page, as either checker puts it. */
export async function complaintsOf(page) {
  return [...(await axeViolations(page)), ...(await codeSnifferErrors(page))];
}

export async function axeViolations(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (tags) => {
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 5).map((n) => [n.html, n.failureSummary]) }));
  }, WCAG_22_AA);
  return violations.map(({ id, help, nodes }) => `axe ${id}: ${help}\n${nodes.flat().join('\n')}`);
}

export async function codeSnifferErrors(page) {
  await page.evaluate(HTMLCS);
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const done = () => {
          const errors = HTMLCS.getMessages().filter(({ type }) => type === HTMLCS.ERROR);
          resolve(errors.map(({ code, msg, element }) => `htmlcs ${code}: ${msg}\n${element.outerHTML?.slice(0, 200) ?? ''}`));
        };
        HTMLCS.process('WCAG2AA', document, done, () => reject(new Error('the checker failed')));
      }),
  );
}
