// What a reader sees of a page's layout: measured in the page, on what is rendered.

/** In the page: what reaches over an edge of the screen, if the page scrolls sideways. */
export function tooWide() {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const over = [...document.body.querySelectorAll('*')].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && (left < -0.5 || right > root.clientWidth + 0.5);
  });
  const names = over.map((element) => `<${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 40)}`);
  return [`${root.scrollWidth} px wide`, ...names.slice(-5)];
}

/**
 * In the page: text that is cut off by a box that hides what does not fit, that stands outside its own box, or
 * that another text lies upon.
 */
export function unreadable() {
  const name = (element) => `<${element.localName} class="${element.className.baseVal ?? element.className}">`;
  // What is there for screen readers only is clipped to nothing on purpose.
  const unseen = (element) => {
    const { clipPath, position } = getComputedStyle(element);
    return position === 'absolute' && clipPath.startsWith('inset(50%');
  };
  const isShown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
    !ancestors(element).some(unseen);
  function ancestors(element) {
    const line = [];
    for (let at = element; at; at = at.parentElement) line.push(at);
    return line;
  }

  // What is scrolled out of a box of its own, the page's edges apart, lies upon nothing.
  const scrolls = (element) => element !== document.documentElement && element !== document.body && /auto|scroll/.test(getComputedStyle(element).overflowY);

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || node.parentElement.closest('script, style, noscript, option') || !isShown(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const scrollers = ancestors(node.parentElement).filter((element) => scrolls(element)).map((element) => element.getBoundingClientRect());
    const inView = ({ top, bottom }) => scrollers.every((view) => top > view.top - 1 && bottom < view.bottom + 1);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1 && inView(box));
    texts.push({ node, words: node.data.trim().replace(/\s+/g, ' ').slice(0, 40), boxes });
  }

  const wrong = [];
  for (const { node, words, boxes } of texts) {
    const line = ancestors(node.parentElement);
    for (const element of line) {
      const { overflowX, overflowY, display } = getComputedStyle(element);
      const hides = [overflowX, overflowY].some((value) => value === 'hidden' || value === 'clip');
      if (hides && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) {
        wrong.push(`cut off by ${name(element)}: ${words}`);
      }
      if (/auto|scroll/.test(overflowX)) break;
      const { left, right } = element.getBoundingClientRect();
      if (display !== 'inline' && display !== 'contents' && !(element instanceof SVGElement) && boxes.some((box) => box.left < left - 2 || box.right > right + 2)) {
        wrong.push(`outside of ${name(element)}: ${words}`);
        break;
      }
    }
  }

  const all = texts.flatMap(({ words, boxes }, at) => boxes.map((box) => ({ at, words, box })));
  all.sort((one, other) => one.box.top - other.box.top);
  all.forEach((one, index) => {
    for (const other of all.slice(index + 1)) {
      if (other.box.top >= one.box.bottom) break;
      if (one.at === other.at) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
      // The boxes of lines in a script with tall letters reach into each other; their letters do not.
      if (across > 2 && down > 0.5 * Math.min(one.box.height, other.box.height)) wrong.push(`one upon the other: ${one.words} / ${other.words}`);
    }
  });
  return [...new Set(wrong)];
}

/** The least that a reader may set (WCAG 2.2 SC 1.4.12), and nothing may get lost by it. */
export const TEXT_SPACING = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }
`;
