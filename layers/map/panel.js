/* The panel: the same content as text, in step with the map. */
let chosen = null;

const numberOf = new Map(atlas.sentences.map((sentence, index) => [sentence.at, index + 1]));

/** On paper: the numbers of the sentences that name it. */
function noted(data) {
  const numbers = [...new Set(data.evidence.map(([at]) => numberOf.get(at)))];
  return numbers.length ? make("span", { class: "noted" }, " · sentence" + (numbers.length > 1 ? "s " : " ") + numbers.join(", ")) : null;
}

function entry(feature) {
  const { type, data } = feature;
  const symbol = type === "place" ? icon(data.look) : lineSample(looks.lines[data.legs[0].look]);
  const about = type === "place"
    ? [looks.kinds[data.look].label, countryName(data.country)].filter(Boolean).join(" · ")
    : [looks.labels.mode[data.mode], km(data.length_km), data.basis === "inferred" ? "inferred" : ""].filter(Boolean).join(" · ");
  feature.button = make("button", { type: "button", class: "entry", "aria-pressed": "false", onclick: () => choose(feature, { fly: true }) },
    make("span", { class: "symbol " + type }, symbol),
    make("span", { class: "words" }, make("span", { class: "title", dir: "auto" }, data.name), make("span", { class: "about" }, about, noted(data))));
  return make("li", { "data-words": [data.name, about].join(" ").toLowerCase() }, feature.button);
}

/** A sentence; each phrase in it leads to its feature, phrases within phrases too. */
function evidenceEntry(sentence) {
  const spans = [...features.values()].flatMap((feature) => feature.data.evidence
    .filter(([at]) => at === sentence.at).map(([, from, to]) => ({ feature, from, to })));
  const here = [...new Set(spans.map((span) => span.feature))];
  const words = make("p", { class: "quoted", dir: "auto" }, ...phrases(sentence.text, spans));
  const item = make("li", { id: "s" + sentence.at, "data-words": sentence.text.toLowerCase() }, words);
  const sources = sentence.citations.map(cited).join("; ");
  const all = here.length > 1 ? make("button", { type: "button", class: "all", onclick: () => light(here, item) }, "Show all " + here.length) : null;
  if (sources || all) item.append(make("p", { class: "cited" }, sources, sources && all ? make("span", { class: "all-before" }, " · ") : null, all));
  return item;
}

/** The text cut where phrases begin and end; a piece belongs to the shortest phrase around it. */
function phrases(text, spans) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  const pieces = cuts.slice(1).map((to, i) => {
    const around = spans.filter((span) => span.from <= cuts[i] && span.to >= to)
      .sort((a, b) => a.to - a.from - (b.to - b.from) || (a.feature.type === "place" ? -1 : 1));
    return { words: text.slice(cuts[i], to), own: around[0], way: around.find((span) => span.feature.type === "corridor") };
  });
  const links = new Map(); // for each phrase its longest piece: there keys reach it
  for (const piece of pieces) {
    if (piece.own && !(links.get(piece.own)?.words.length >= piece.words.length)) links.set(piece.own, piece);
  }
  return pieces.map((piece) => (piece.own ? phrase(piece, links.get(piece.own) === piece) : piece.words));
}

function phrase({ words, own, way }, isLink) {
  const { type, data } = own.feature;
  const classes = "phrase" + (type === "place" ? " of-place" : "") + (way ? " of-corridor" : "");
  const select = (event) => { event.preventDefault(); choose(own.feature, { fly: true }); };
  const element = isLink
    ? make("a", { class: classes, href: "#" + type + "=" + encodeURIComponent(data.id), title: data.name, "aria-label": data.name, onclick: select }, words)
    : make("span", { class: classes, title: data.name, onclick: select }, words);
  return way ? paint(element, ...looks.modeColors[way.feature.data.mode]) : element;
}

/** Show all features of one sentence. */
function light(here, item) {
  const { map } = here[0];
  map.closePopup();
  clear();
  item.classList.add("lit");
  for (const feature of here) mark(feature, true);
  const bounds = here.reduce((box, feature) => box.extend(feature.bounds), L.latLngBounds([]));
  fly(map, bounds);
  say(here.length + (here.length === 1 ? " feature: " : " features: ") + here.map((feature) => feature.data.name).join(", "));
}

function mark(feature, on) {
  if (feature.button) feature.button.setAttribute("aria-pressed", String(on));
  if (feature.halo && feature.halo.getElement()) feature.halo.getElement().classList.toggle("lit", on);
  if (feature.type === "place" && feature.element) feature.element.classList.toggle("lit", on);
}

function clear() {
  for (const feature of features.values()) mark(feature, false);
  for (const item of document.querySelectorAll(".evidence .lit")) item.classList.remove("lit");
  chosen = null;
}

/** Choose a feature: card on the map, sentence in the panel, address in the bar. */
function choose(feature, { at, fly: travel } = {}) {
  const { map } = feature;
  const opener = document.activeElement;
  if (!map.hasLayer(feature.group)) map.addLayer(feature.group);
  clear();
  const popup = L.popup({ maxWidth: Math.min(340, map.getSize().x - 84), minWidth: 200, maxHeight: Math.min(430, Math.max(180, map.getSize().y - 110)),
    autoPanPaddingTopLeft: [Math.max(52, legend.room[0]), 16], autoPanPaddingBottomRight: [Math.max(16, legend.room[1]), 16], className: "card-box", offset: feature.type === "place" ? [0, -6] : [0, 0] });
  popup.setContent(card(feature)).setLatLng(at || feature.latlng);
  popup.on("remove", () => {
    if (chosen === feature) { clear(); address(null); }
    if (opener && opener !== document.body && document.contains(opener)) opener.focus({ preventScroll: true });
  });
  const open = () => {
    if (chosen !== feature) return;
    popup.openOn(map);
    const box = popup.getElement();
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", feature.data.name);
    box.querySelector("h3").focus({ preventScroll: true });
  };
  map.closePopup();
  chosen = feature;
  mark(feature, true);
  if (travel && fly(map, feature.bounds, feature.data.precision === "area")) map.once("moveend", open);
  else open();
  const first = feature.data.evidence[0] && byId("s" + feature.data.evidence[0][0]);
  for (const [sentence] of feature.data.evidence) byId("s" + sentence)?.classList.add("lit");
  if (first && window.matchMedia("(min-width: 800px)").matches) first.scrollIntoView({ block: "nearest", behavior: "instant" });
  address(feature);
  say(describe(feature));
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Go there; tells whether the map moves on after this returns. */
function fly(map, bounds, wide = false) {
  const options = { paddingTopLeft: [Math.max(60, legend.room[0]), 60], paddingBottomRight: [Math.max(60, legend.room[1]), 60], maxZoom: wide ? Math.max(map.startZoom, 5) : Math.max(map.startZoom + 2, 7) };
  if (!calm()) {
    map.flyToBounds(bounds, { ...options, duration: 0.6 });
    return true;
  }
  map.fitBounds(bounds, { ...options, animate: false });
  return false;
}

function address(feature) {
  try {
    const hash = feature ? "#" + feature.type + "=" + encodeURIComponent(feature.data.id) : " ";
    history.replaceState(null, "", feature ? hash : location.pathname + location.search);
  } catch { /* a page without an address of its own, such as a frame in a notebook */ }
}

function followAddress() {
  try {
    const [type, id] = decodeURIComponent(location.hash.slice(1)).split("=");
    const feature = features.get(keyOf(type, id));
    if (feature) choose(feature, { fly: true });
  } catch { /* no such feature */ }
}

function fillPanel() {
  const of = (type) => [...features.values()].filter((feature) => feature.type === type);
  for (const [type, list] of [["corridor", "corridors"], ["place", "places"]]) {
    const order = new Map(atlas[list].map((item, index) => [item.id, index]));
    const sorted = of(type).sort((a, b) => order.get(a.data.id) - order.get(b.data.id));
    byId(list).append(...sorted.map(entry));
    byId("n-" + list).textContent = sorted.length;
    byId(list).closest("section").hidden = sorted.length === 0;
  }
  byId("evidence").append(...atlas.sentences.map(evidenceEntry));
  byId("evidence").closest("section").hidden = atlas.sentences.length === 0;
  byId("actors").append(...atlas.actors.map((actor) => make("li", { dir: "auto" }, make("strong", null, actor.name), said(actor))));
  byId("s-actors").hidden = atlas.actors.length === 0;
  byId("unresolved").append(...atlas.unresolved.map((item) => make("li", { dir: "auto" }, make("strong", null, item.name), " – " + item.reason)));
  byId("s-unresolved").hidden = atlas.unresolved.length === 0;
  byId("view").textContent = atlas.view;
  byId("sources").append(...atlas.sources.map((source) =>
    make("li", null, [source.name + (source.attribution && source.attribution !== source.name ? ": " + source.attribution : ""), source.licence].filter(Boolean).join(", "))));
  byId("search").addEventListener("input", (event) => search(event.target.value));
}

function said(actor) {
  const [at, from, to] = actor.evidence[0] || [];
  return at === undefined ? "" : ", as “" + sentenceAt.get(at).text.slice(from, to) + "”";
}

function search(words) {
  const wanted = words.trim().toLowerCase();
  for (const item of document.querySelectorAll("#panel li[data-words]")) {
    item.hidden = Boolean(wanted) && !item.getAttribute("data-words").includes(wanted);
  }
}
