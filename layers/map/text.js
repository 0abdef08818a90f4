/* Words and elements. Text from the article is only ever put into text nodes. */
/** Of what contract.d.ts declares, rows are packed and legs numbered until the lines below have been through it.
 * @type {Omit<Told, "corridors" | "sentences"> & { corridors: any[], sentences: any[] }} */
const atlas = JSON.parse(document.getElementById("atlas").textContent);
const looks = atlas.styles;
const { language, corpus = null } = atlas; // corpus: numbers of many documents, by month; null where the map is of an article

/** Rows that were written without their keys. */
function unpacked({ keys, inner, rows }) {
  const object = (names, values) => Object.fromEntries(names.map((name, i) => [name, values[i]]));
  return rows.map((row) => {
    const found = object(keys, row);
    for (const [key, names] of Object.entries(inner)) found[key] = found[key].map((values) => object(names, values));
    return found;
  });
}

for (const part of ["places", "corridors", "sentences"]) atlas[part] = unpacked(atlas[part]);
/* A sentence of a corpus cites the document that it stands in. */
if (corpus) {
  const papers = corpus.papers.map(([title, publisher, date, url]) => ({
    outlet: [title, publisher].filter(Boolean).join(", "),
    date,
    accessed: false,
    url,
  }));
  for (const sentence of atlas.sentences)
    sentence.citations = sentence.citations.map((citation) => papers[citation.document]);
}
/* Legs share their words: five numbers of words, then their lines. */
for (const corridor of atlas.corridors) {
  corridor.legs = corridor.legs.map(([look, start, end, source, reason, lines]) => {
    const [, , basis, precision] = atlas.words[look].split("/");
    const [from, to, drawnFrom, why] = [start, end, source, reason].map((number) => atlas.words[number]);
    return { look: atlas.words[look], basis, precision, start: from, end: to, source: drawnFrom, reason: why, lines };
  });
}
const SVG = "http://www.w3.org/2000/svg";
const plurals = new Intl.PluralRules(language.code);

/** The page's own words, in its language; `{name}` stands for a value, `n` chooses the plural. */
function t(key, values = {}) {
  let words = language.words[key] ?? key;
  if (typeof words === "object") words = words[plurals.select(values.n)] ?? words.other;
  return words.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values
      ? name === "n"
        ? count(values.n)
        : typeof values[name] === "number"
          ? figures(values[name])
          : values[name]
      : whole,
  );
}

/** Make an element; attributes in an object, children as strings (text nodes) or elements. */
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

function draw(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Give an element its colours on a light and on a dark page. */
function paint(element, light, dark) {
  element.style.setProperty("--ink", light === "paper" ? "var(--land)" : light);
  element.style.setProperty("--ink-dark", dark === "paper" ? "var(--land)" : dark);
  return element;
}

const byId = (id) => document.getElementById(id);
/** Numbers in the language's own digits. */
const figures = (value) =>
  language.digits ? String(value).replace(/\d/g, (digit) => language.digits[digit]) : String(value);
const count = (value) => figures(String(value).replace(/\B(?=(\d{3})+$)/g, language.words.thousands));
const km = (value) => t("km", { n: Math.round(value) });
const percent = (value) => t("percent", { n: Math.round(value * 100) });
const countryName = (code) => (code ? language.countries[code] || code : "");

/** Words without case, accents and marks: what two spellings have in common. */
const plain = (words) =>
  words
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/ı/g, "i")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

function day(iso) {
  const [year, month, number] = iso.split("-").map(Number);
  return t("date", { day: number, month: language.words.months[month - 1], year });
}

function cited(citation) {
  if (!citation.date) return citation.outlet;
  return t(citation.accessed ? "cited.accessed" : "cited.dated", { outlet: citation.outlet, date: day(citation.date) });
}

/** What a sentence cites; the document that it stands in, in a corpus, with a link where it has an address. */
function sourcesOf({ citations: list }) {
  const linked = (citation) =>
    corpus && /^https?:\/\//i.test(citation.url || "")
      ? make("a", { href: citation.url, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, cited(citation))
      : cited(citation);
  return list.flatMap((citation, i) => [i ? "; " : "", linked(citation)]);
}

/** A point as people write it, northern and eastern by letter. */
function coordinates({ lat, lng }, digits = 3) {
  const turned = lng - 360 * Math.round(lng / 360);
  const written =
    t(lat < 0 ? "south" : "north", { degrees: figures(Math.abs(lat).toFixed(digits)) }) +
    ", " +
    t(turned < 0 ? "west" : "east", { degrees: figures(Math.abs(turned).toFixed(digits)) });
  return document.documentElement.dir === "rtl" ? "\u2067" + written + "\u2069" : written; // whatever stands around it
}

function say(words) {
  byId("live").textContent = words;
}

/** A small sample of a line for the legend and the lists; of two lines, half of each. */
function lineSample(strokes, others = null) {
  const svg = draw("svg", { viewBox: "0 0 40 14", width: 40, height: 14, class: "sample", "aria-hidden": "true" });
  const passes = others
    ? [...strokes.map((stroke) => ["M1 7H19", stroke]), ...others.map((stroke) => ["M21 7H39", stroke])]
    : strokes.map((stroke) => ["M1 7H39", stroke]);
  for (const [d, [role, width, dash, cap, light, dark, opacity]] of passes) {
    const line = draw("path", { d, "stroke-width": width, "stroke-linecap": cap, class: "way " + role });
    if (dash) line.setAttribute("stroke-dasharray", dash);
    line.setAttribute("stroke-opacity", opacity);
    svg.append(paint(line, light, dark));
  }
  return svg;
}

/** The drawing of a kind of place. */
function icon(key, colors = looks.kinds[key].colors) {
  const kind = looks.kinds[key];
  const svg = draw("svg", {
    viewBox: "0 0 16 16",
    class: "icon " + (kind.badge ? "badge" : "bare"),
    "aria-hidden": "true",
  });
  if (kind.badge) svg.append(draw("circle", { cx: 8, cy: 8, r: 8, class: "disc" }));
  const glyph = draw("path", { d: kind.icon, "fill-rule": "evenodd", class: "glyph" });
  if (kind.badge) glyph.setAttribute("transform", "translate(1.9 1.9) scale(.762)");
  svg.append(glyph);
  return paint(svg, ...colors);
}
