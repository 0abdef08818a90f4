/** What all of the studio uses: its words, elements, and questions to the server. */

const TOKEN = document.querySelector("meta[name=corridors-token]").content;
const TOLD = JSON.parse(document.getElementById("told").textContent);
const byId = (id) => document.getElementById(id);
const t = (key, values = {}) => TOLD.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
let article = null; // the id of the one that is open
let isGone = false; // the server did not answer when it was last asked

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function complain(words) {
  byId("fault").textContent = words;
  byId("fault").hidden = !words;
}
function say(words) {
  byId("busy").textContent = words;
  byId("busy").hidden = !words;
}
/** Say something that need not stay. */
function mention(words) {
  say(words);
  setTimeout(() => {
    if (byId("busy").textContent === words) say("");
  }, 1500);
}

/** Ask the server; what it refuses is said and thrown, unless the caller wants to see it itself. */
/** @param {string} path
 * @param {{ body?: any, raw?: any, quiet?: boolean }} [how] */
async function ask(path, { body, raw, quiet } = {}) {
  const options = { headers: { "X-Corridors-Token": TOKEN } };
  if (body !== undefined) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
  if (raw !== undefined) Object.assign(options, { method: "POST", body: raw });
  let text;
  try {
    text = await (await fetch(path, options)).text();
  } catch {
    isGone = true;
    complain(t("gone"));
    throw new Error(t("gone"));
  }
  if (isGone) {
    isGone = false;
    complain("");
    mention(t("back"));
  }
  let told;
  try {
    told = JSON.parse(text);
  } catch {
    told = { error: text || t("empty") };
  }
  if (told.error && !quiet) {
    complain(told.error);
    throw new Error(told.error);
  }
  return told;
}

const withToken = (path) => path + (path.includes("?") ? "&" : "?") + "token=" + encodeURIComponent(TOKEN);
const here = (rest) => "/a/" + article + "/" + rest;

/** Let a form do its work once at a time, however often its button is pressed. */
function submitting(form, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    if (button) button.disabled = true;
    try {
      await work();
    } catch {
      /* it was said */
    } finally {
      delete form.dataset.busy;
      if (button) button.disabled = false;
    }
  });
}
