/* The article: its words with what was found marked; offsets count Unicode code points, as the server does. */
let text = "",
  units = null;

function indexText(words) {
  text = words;
  const starts = [];
  for (let at = 0; at < words.length; at += words.codePointAt(at) > 0xffff ? 2 : 1) starts.push(at);
  starts.push(words.length);
  units = starts;
}

const slice = (start, end) => text.slice(units[start], units[end]);

/** Draw the article anew: runs of words, each within the features it belongs to; the shortest is the one to click. */
function drawArticle() {
  const article = byId("article");
  const top = article.scrollTop;
  const features = draft ? [draft, ...state.features] : state.features; // of two as long, the first is shown
  const edges = new Set([0, units.length - 1]);
  for (const feature of features)
    for (const [start, end] of feature.spans) {
      edges.add(start);
      edges.add(end);
    }
  const sorted = [...edges].sort((a, b) => a - b);
  const owners = new Map();
  for (const feature of features) {
    for (const [start, end] of feature.spans) {
      for (let i = lowest(sorted, start); sorted[i] < end; i += 1) {
        const held = owners.get(sorted[i]);
        if (!held || end - start < held.length) owners.set(sorted[i], { feature, length: end - start });
      }
    }
  }
  const paragraphs = [make("p")];
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const owner = owners.get(sorted[i]);
    let at = sorted[i];
    slice(sorted[i], sorted[i + 1])
      .split(/(\n[ \t]*\n\s*)/)
      .forEach((words, part) => {
        if (part % 2) paragraphs.push(make("p"));
        else if (words) paragraphs[paragraphs.length - 1].append(run(words, at, owner && owner.feature));
        at += Array.from(words).length;
      });
  }
  article.replaceChildren(...paragraphs.filter((paragraph) => paragraph.firstChild));
  article.scrollTop = top;
}

function lowest(sorted, value) {
  let low = 0,
    high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function run(words, at, feature) {
  if (!feature) return make("span", { "data-at": at }, words);
  const classes = [
    feature.target,
    feature.role === "associative" ? "associative" : "",
    feature.verdict,
    feature.key === chosen ? "current" : "",
  ];
  return make(
    "mark",
    {
      class: classes.filter(Boolean).join(" "),
      "data-at": at,
      "data-key": feature.key,
      title: feature.name + ", " + signOf(feature),
      onclick: () => {
        if (getSelection().isCollapsed) choose(feature.key);
      },
    },
    words,
  );
}

/** Bring the sentence of a feature into view. */
function showSentence(feature) {
  const mark = byId("article").querySelector("mark[data-key=" + JSON.stringify(feature.key) + "]");
  if (mark) reveal(byId("article"), mark, 0.4);
}

/** Scroll a box, and nothing else, until something in it shows; at a share of its height if it did not. */
function reveal(box, element, share) {
  const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
  if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
  box.scrollTo({
    top: box.scrollTop + inner.top - outer.top - outer.height * share,
    behavior: calm ? "instant" : "smooth",
  });
}

/** The code points that are selected in the article, without white space at the ends; null where none are.
 * @returns {[number, number] | null} */
function selectedSpan() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!byId("article").contains(range.commonAncestorContainer)) return null;
  let start = offsetOf(range.startContainer, range.startOffset, false),
    end = offsetOf(range.endContainer, range.endOffset, true);
  if (start === null || end === null) return null;
  while (start < end && /\s/.test(slice(start, start + 1))) start += 1;
  while (end > start && /\s/.test(slice(end - 1, end))) end -= 1;
  return start < end && end - start < 400 ? [start, end] : null;
}

function offsetOf(node, offset, isEnd) {
  if (node.nodeType !== Node.TEXT_NODE) {
    const child = node.childNodes[isEnd ? offset - 1 : offset];
    const inner = child && document.createTreeWalker(child, NodeFilter.SHOW_TEXT);
    let last = inner && (child.nodeType === Node.TEXT_NODE ? child : inner.nextNode());
    if (isEnd && last) for (let next = inner.nextNode(); next; next = inner.nextNode()) last = next;
    return last ? offsetOf(last, isEnd ? last.data.length : 0, isEnd) : null;
  }
  const holder = node.parentElement.closest("[data-at]");
  return holder ? Number(holder.dataset.at) + Array.from(node.data.slice(0, offset)).length : null;
}
