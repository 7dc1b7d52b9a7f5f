// Where the letters of a page stand: the order that a reader sees, which the source does not tell.

/**
 * In the page: for each visible match of a pattern, in the text of the page as one string, `text` and the box of
 * each of its characters, or of each of its groups where it has some. A match over two lines is left out; the end of
 * a block is the end of a line.
 */
export function places({ source, flags = 'gu', within = 'body' }) {
  const nodes = [];
  const walker = document.createTreeWalker(document.querySelector(within), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement } = walker.currentNode;
    if (parentElement.checkVisibility() && !parentElement.closest('script, style, option')) nodes.push({ node: walker.currentNode, start: 0 });
  }
  const block = (element) => (getComputedStyle(element).display.startsWith('inline') ? block(element.parentElement) : element);
  let whole = '';
  let last;
  for (const entry of nodes) {
    const within = block(entry.node.parentElement);
    if (last && within !== last) whole += '\n';
    last = within;
    entry.start = whole.length;
    whole += entry.node.data;
  }
  const place = (index) => {
    const { node, start } = nodes.findLast((entry) => entry.start <= index);
    return [node, index - start];
  };
  const box = ([from, to]) => {
    const range = document.createRange();
    range.setStart(...place(from));
    const [node, offset] = place(to - 1);
    range.setEnd(node, offset + 1);
    const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
    if (!boxes.length) return undefined;
    const [left, right] = [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
    return { left, right, top: Math.min(...boxes.map((box) => box.top)), bottom: Math.max(...boxes.map((box) => box.bottom)) };
  };
  const found = [];
  for (const match of whole.matchAll(new RegExp(source, `${flags}d`))) {
    const groups = match.indices.slice(1).filter(Boolean);
    let at = match.index;
    const letters = [...match[0]].map((letter) => [at, (at += letter.length)]);
    const boxes = (groups.length ? groups : letters).map(box);
    if (boxes.some((one) => !one)) continue;
    const height = Math.min(...boxes.map(({ top, bottom }) => bottom - top));
    const middles = boxes.map(({ top, bottom }) => (top + bottom) / 2);
    if (Math.max(...middles) - Math.min(...middles) < height / 2) found.push({ text: match[0], boxes });
  }
  return found;
}
