"use strict";
/* The studio: one article at a time; its address is #ID/TAB, so that reload and back go where one was. */
const TOKEN = document.querySelector("meta[name=corridors-token]").content;
const byId = (id) => document.getElementById(id);
const TABS = ["map", "check", "words", "take"];
const FORMATS = {
  html: "Map (HTML)", png: "Figure (PNG)", svg: "Figure (SVG)", pdf: "Figure (PDF)", docx: "Report (Word)", md: "Report (Markdown)",
  geojson: "GeoJSON", gpkg: "GeoPackage", kml: "KML", csv: "Tables (CSV)", parquet: "GeoParquet", gpx: "GPX", embed: "For web pages",
};
const FIRST = new Set(["html", "png", "docx", "geojson"]);
const LINES = { title: "Title", subtitle: "Subtitle", byline: "By", note: "Note to the reader", "source-line": "Source line", language: "Language", detail: "Base map", legend: "Legend" };
let article = null;  // its id
let shown = "";      // stamp of the map in the frame
let wording = null;  // as the server gives it
let dirty = false;   // words typed and not yet saved

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element && typeof value !== "string") element[key] = value; else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function complain(words) { byId("fault").textContent = words; byId("fault").hidden = !words; }
function say(words) { byId("busy").textContent = words; byId("busy").hidden = !words; }

async function ask(path, { body, raw } = {}) {
  const headers = { "X-Corridors-Token": TOKEN };
  const options = { headers };
  if (body !== undefined) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
  if (raw !== undefined) Object.assign(options, { method: "POST", body: raw });
  let told;
  try {
    const response = await fetch(path, options);
    const text = await response.text();
    try { told = JSON.parse(text); } catch { told = { error: text || "The server gave no answer." }; }
  } catch {
    told = { error: "The studio does not answer any more. What was saved is in the folder; start corridors open again to go on." };
  }
  if (told.error && path.indexOf("/progress") < 0) { complain(told.error); throw new Error(told.error); }
  return told;
}

const withToken = (path) => path + (path.includes("?") ? "&" : "?") + "token=" + encodeURIComponent(TOKEN);
const here = (rest) => "/a/" + article + "/" + rest;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Ask for formats and wait until they are there; gives the progress, or null where there is no map. */
async function made(formats, finish = {}) {
  const id = article;
  let told = await ask(here("make"), { body: { formats, ...finish, reader: byId("reader").value, model: byId("reader-model").value } });
  while (told.step && id === article) {
    say(told.step.charAt(0).toUpperCase() + told.step.slice(1) + " …");
    await wait(250);
    told = await ask(here("progress"));
  }
  if (id !== article) return null;
  say("");
  if (told.error) { complain(told.error); return null; }
  if (!formats.every((name) => name === "html") && !told.files.length) return null;
  return told;
}

async function showMap() {
  const told = await made(["html"]);
  if (!told) return;
  complain(told.notes.length ? told.notes.join(" ") : "");
  if (told.stamp === shown) return;
  shown = told.stamp;
  byId("map-frame").src = withToken(here("file/map.html") + "?v=" + shown);
}

function showCheck() {
  const frame = byId("check-frame");
  const address = withToken(here("check/"));
  if (!frame.src.endsWith(address)) frame.src = address;
}

function field(key, label, value, choices) {
  const id = "line-" + key;
  const input = choices
    ? make("select", { id, "data-key": key }, make("option", { value: "" }, "as it is"), ...choices.map((each) => make("option", { value: each }, each)))
    : make("input", { id, "data-key": key, autocomplete: "off" });
  input.value = value || "";
  return make("div", {}, make("label", { for: id }, label), input);
}

function choice(name, values, value, label) {
  const select = make("select", { "data-key": name, "aria-label": label }, ...values.map(([key, words]) => make("option", { value: key }, words)));
  select.value = value || "";
  if (select.selectedIndex < 0) { select.append(make("option", { value }, value)); select.value = value; }
  return select;
}

async function showWords() {
  if (dirty) return;
  if (!(await made(["html"]))) return;
  wording = await ask(here("words"));
  const { said, features, choices } = wording;
  const lines = byId("lines");
  lines.replaceChildren(lines.firstElementChild, ...Object.entries(LINES).map(([key, label]) => field(key, label, said[key], choices[key])));
  byId("looks").replaceChildren(...features.map((each, number) => make("tr", { "data-number": String(number) },
    make("th", { scope: "row" }, each.feature, " ", make("span", { class: "soft" }, each.target)),
    make("td", { "data-label": "Name on the map" }, Object.assign(make("input", { "data-key": "name", "aria-label": "Name on the map of " + each.feature, autocomplete: "off" }), { value: each.name })),
    make("td", { "data-label": "Colour" }, choice("colour", [["", "of its kind"], ...choices.colour.map(([name, value]) => [value, name])], each.colour, "Colour of " + each.feature)),
    make("td", { "data-label": "Dash" }, each.target === "corridor" ? choice("dash", [["", "of its status"], ...choices.dash.map((name) => [name, name])], each.dash, "Dash of " + each.feature) : "–"),
    make("td", { "data-label": "Label" }, choice("label", choices.label[each.target].map((name) => [name, name]), each.label, "Label of " + each.feature)),
    make("td", { "data-label": "Hide" }, make("input", { type: "checkbox", "data-key": "hide", checked: each.hide, "aria-label": "Hide " + each.feature })))));
}

async function saveWords() {
  const said = Object.fromEntries([...byId("lines").querySelectorAll("[data-key]")].map((input) => [input.dataset.key, input.value]));
  const features = [...byId("looks").children].map((row) => {
    const values = { ...wording.features[Number(row.dataset.number)] };
    for (const input of row.querySelectorAll("[data-key]")) values[input.dataset.key] = input.type === "checkbox" ? input.checked : input.value;
    return values;
  });
  await ask(here("words"), { body: { said, features } });
  dirty = false;
  complain("");
  location.hash = article + "/map";
}

async function showTake() {
  const box = byId("formats");
  if (box.children.length < 2) {
    box.append(...Object.entries(FORMATS).map(([key, words]) => make("label", {}, make("input", { type: "checkbox", value: key, checked: FIRST.has(key) }), " " + words)));
  }
  const told = await ask(here("progress"));
  listFiles(told.files);
}

function listFiles(files) {
  byId("files").replaceChildren(...files.map((name) => make("li", {}, make("a", { href: withToken(here("file/" + name) + "?take"), download: name }, name))));
  byId("zip").hidden = !files.length;
  byId("zip").href = withToken(here("zip"));
}

async function take() {
  const formats = [...byId("formats").querySelectorAll("input:checked")].map((input) => input.value);
  if (!formats.length) { complain("Choose at least one kind of file."); return; }
  const told = await made(formats, { size: byId("size").value, theme: byId("theme").value });
  if (!told) return;
  complain("");
  listFiles(told.files);
  const figure = byId("figure");
  figure.hidden = !told.files.includes("figure.png");
  if (!figure.hidden) { figure.alt = "The figure as it was made"; figure.src = withToken(here("file/figure.png") + "?v=" + told.stamp); }
  byId("take").querySelector("ul").scrollIntoView({ block: "nearest" });
}

async function showStart() {
  const told = await ask("/shelf");
  byId("folder").textContent = told.folder;
  byId("recent").replaceChildren(...told.articles.map((each) => make("li", {}, make("a", { href: "#" + each.id + "/map" }, each.name))));
  if (!told.articles.length) byId("recent").append(make("li", { class: "soft" }, "Nothing yet."));
}

const SHOW = { map: showMap, check: showCheck, words: showWords, take: showTake };

/** Go where the address says. */
async function route() {
  const [id, tab] = decodeURIComponent(location.hash.slice(1)).split("/");
  const wanted = id ? (TABS.includes(tab) ? tab : "map") : "start";
  if (dirty && wanted !== "words") {
    if (!window.confirm("Leave without saving the words and looks?")) { history.back(); return; }
    dirty = false;
  }
  if ((id || null) !== article) { article = id || null; shown = ""; wording = null; byId("map-frame").removeAttribute("src"); byId("check-frame").removeAttribute("src"); byId("figure").hidden = true; say(""); }
  complain("");
  for (const section of ["start", ...TABS]) byId(section).hidden = section !== wanted;
  byId("tabs").hidden = !id;
  byId("name").textContent = id ? id.replace(/-[0-9a-f]{8}$/, "").replaceAll("-", " ") : "";
  document.title = id ? byId("name").textContent + " – Corridors" : "Corridors";
  for (const link of byId("tabs").children) {
    link.href = "#" + id + "/" + link.dataset.tab;
    if (link.dataset.tab === wanted) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  byId("main").focus({ preventScroll: true });
  try { await (wanted === "start" ? showStart() : SHOW[wanted]()); } catch (error) { complain(error.message); }
}

async function open(told) { byId("paste-title").value = ""; byId("paste-text").value = ""; location.hash = told.id + "/map"; }

async function drop(file) {
  say("Reading " + file.name + " …");
  try { await open(await ask("/drop?name=" + encodeURIComponent(file.name), { raw: file })); } catch { say(""); }
}

function submitting(form, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    try { await work(); } catch { /* it was said */ } finally { button.disabled = false; }
  });
}

submitting(byId("paste"), async () => open(await ask("/paste", { body: { title: byId("paste-title").value, text: byId("paste-text").value } })));
submitting(byId("wording"), saveWords);
submitting(byId("taking"), take);
byId("wording").addEventListener("input", (event) => { if (event.target.id !== "find") dirty = true; });
byId("find").addEventListener("input", (event) => {
  const wanted = event.target.value.toLocaleLowerCase();
  for (const row of byId("looks").children) row.hidden = !row.firstElementChild.textContent.toLocaleLowerCase().includes(wanted);
});
byId("file").addEventListener("change", (event) => { if (event.target.files.length) drop(event.target.files[0]); event.target.value = ""; });
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) drop(event.dataTransfer.files[0]);
  });
}
window.addEventListener("hashchange", route);
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
history.replaceState(null, "", location.pathname + location.hash);
route().then(() => document.documentElement.classList.add("ready"));
