/* Words and elements. What comes from an article is only ever put into text nodes. */
const byId = (id) => document.getElementById(id);
const TOLD = JSON.parse(byId("told").textContent);
/** A text of the page's language with its values. */
const t = (key, values = {}) => TOLD.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
/** What a mode, kind, status or basis is called; in English as it stands in the file. */
const called = (part, key) => (TOLD.labels[part] && TOLD.labels[part][key]) || key;

/** Make an element: attributes in an object ("onclick" and the like are listeners), children as text or elements. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const button = (words, onclick, attributes, key) =>
  make(
    "button",
    { type: "button", onclick, "aria-keyshortcuts": key || null, ...attributes },
    words,
    key ? make("kbd", { "aria-hidden": "true" }, key) : null,
  );

/** Tell a screen reader. */
function say(words) {
  byId("live").textContent = words;
}

let faultTimer = 0;
/** Show what went wrong until the next change, or for a while. */
function complain(words) {
  byId("fault").textContent = words;
  byId("fault").hidden = !words;
  clearTimeout(faultTimer);
  if (words)
    faultTimer = setTimeout(() => {
      byId("fault").hidden = true;
    }, 12000);
}

const where = (record) => [called("kinds", record.kind), record.region, record.country].filter(Boolean).join(", ");
const signOf = (feature) => t("sign." + feature.verdict);
