/* What a reader takes along: citations, links to what is in sight, the data. */

/** Put text on the clipboard; where the browser refuses, show it ready to be copied by hand. */
async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
    return notice(done);
  } catch {
    /* no clipboard in a shut frame */
  }
  const field = make("textarea", { readonly: true, rows: "5", "aria-label": t("copy.label") }, text);
  const opener = document.activeElement;
  const close = () => {
    box.close();
  };
  const box = make(
    "dialog",
    { class: "by-hand", "aria-label": t("copy.label") },
    make("p", null, t("copy.hand")),
    field,
    make("button", { type: "button", onclick: close }, t("close")),
  );
  box.addEventListener("close", () => {
    box.remove();
    opener?.focus({ preventScroll: true });
  });
  document.body.append(box);
  box.showModal();
  field.focus();
  field.select();
}

let noticed = 0;

/** A word of confirmation that goes by itself. */
function notice(words) {
  clearTimeout(noticed);
  byId("notice").textContent = words;
  noticed = setTimeout(() => {
    byId("notice").textContent = "";
  }, 4000);
}

/** The article as one would cite it. */
function articleCitation() {
  const { title, publisher, date, url } = atlas.document;
  return ["“" + title + "”", publisher, date && day(date), url].filter(Boolean).join(", ");
}

/** A feature as one would cite it: the words, what they cite, the article, the record. */
function citation({ type, data }) {
  const lines = [];
  for (const at of new Set(data.evidence.map(([start]) => start))) {
    const { text, citations: list } = sentenceAt.get(at);
    const sources = list.map(cited).join("; ");
    if (text !== null) lines.push("“" + text.trim() + "”" + (sources ? " (" + sources + ")" : ""));
    else if (sources) lines.push(sources);
  }
  const what =
    type === "place"
      ? [data.name, coordinates({ lat: data.lat, lng: data.lon }), data.record].join(", ")
      : [data.name, km(data.length_km), looks.labels.basis[data.basis], looks.labels.precision[data.precision]].join(
          ", ",
        );
  return [...lines, t("cite.from", { article: articleCitation() }), t("cite.feature", { feature: what })].join("\n");
}

/** What the reader has filtered, as it stands in an address. */
function filtersOf() {
  const off = Object.entries(hidden).flatMap(([facet, values]) => [...values].map((value) => facet + ":" + value));
  return [
    off.length && "off=" + encodeURIComponent(off.join("|")),
    wanted.confidence > 0 && "least=" + Math.round(wanted.confidence * 100),
    byId("search").value.trim() && "words=" + encodeURIComponent(byId("search").value.trim()),
  ].filter(Boolean);
}

/** Filter as an address says; what it does not know of is passed over. */
function filterAs(map, { off, least, words }) {
  for (const one of (off || "").split("|")) {
    const [facet, value] = [one.slice(0, one.indexOf(":")), one.slice(one.indexOf(":") + 1)];
    if (Object.hasOwn(FACETS, facet) && valuesOf(facet).has(value)) hidden[facet].add(value);
  }
  if (Number(least) > 0 && Number(least) <= 100) {
    byId("confidence").value = least;
    byId("confidence").dispatchEvent(new Event("input"));
  }
  if (words) {
    byId("search").value = words;
    look(words);
  }
  if (off || least || words) refilter(map);
}

/** What follows the # in an address: what is filtered, a feature, and the middle and zoom of the view. */
function addressOf(map, feature) {
  const { lat, lng } = map.getCenter();
  const view = "view=" + [map.getZoom().toFixed(2), lat.toFixed(4), lng.toFixed(4)].join("/");
  const month = corpus && when !== null ? "month=" + corpus.months[when] : "";
  if (story.at !== null && !feature) return "#step=" + (story.at + 1);
  return (
    "#" +
    [...filtersOf(), month, feature && feature.type + "=" + encodeURIComponent(feature.data.id), view]
      .filter(Boolean)
      .join("&")
  );
}

function permalink(map, feature) {
  return location.href.split("#")[0] + addressOf(map, feature);
}

/** Keep the address in step with what is chosen and what is in sight. */
function keepAddress(map) {
  try {
    const hash =
      chosen || story.at !== null || !map.atHome() || filtersOf().length || (corpus && when !== null)
        ? addressOf(map, chosen)
        : location.pathname + location.search;
    history.replaceState(null, "", hash);
  } catch {
    /* a page without an address of its own, such as a frame in a notebook */
  }
}

/** Tell the page around, where it asks, which part of the Earth is in sight: west, south, east, north in degrees. */
function answerFrame(map) {
  window.addEventListener("message", ({ data, source }) => {
    if (data !== "corridors:view" || source !== window.parent || source === window) return;
    const seen = map.getBounds();
    const [west, east] =
      seen.getEast() - seen.getWest() < 360 ? [onEarth(seen.getWest()), onEarth(seen.getEast())] : [-180, 180];
    const [south, north] = [Math.max(-85, seen.getSouth()), Math.min(85, seen.getNorth())];
    source.postMessage({ "corridors:view": [west, south, east, north] }, "*");
  });
}

/** Go where the address says: a view, a feature, or both. */
function followAddress(map) {
  let [feature, view, month, step] = [null, null, -1, 0];
  /** @type {any} */
  const filters = {};
  for (const part of location.hash.slice(1).split("&")) {
    const [type, value = ""] = part.split("=");
    try {
      if (type === "month" && corpus) month = corpus.months.indexOf(value);
      else if (["off", "least", "words"].includes(type)) filters[type] = decodeURIComponent(value);
      else if (type === "step") step = Number(value);
      else if (type === "view") view = value.split("/").map(Number);
      else feature ||= features.get(keyOf(type, decodeURIComponent(value)));
    } catch {
      /* not written by us */
    }
  }
  const seen = view && view.length === 3 && view.every(Number.isFinite) && Math.abs(view[1]) <= 90;
  if (seen) map.setView([view[1], view[2]], view[0], { animate: false });
  if (month >= 0) showMonth(map, month);
  filterAs(map, filters);
  if (Number.isInteger(step) && step >= 1 && step <= story.stops.length && step - 1 !== story.at)
    openStory(map, step - 1);
  if (feature) choose(feature, { fly: !seen });
}

/** The features as GeoJSON (RFC 7946), with names and simplestyle as in atlas.geojson, and the sources with their licences. */
function geojson(list) {
  const found = list.map((feature) => ({
    type: "Feature",
    id: feature.data.id,
    geometry: geometryOf(feature),
    properties: propertiesOf(feature),
  }));
  const { title, publisher, date, url, source, sha256 } = atlas.document;
  return {
    type: "FeatureCollection",
    document: { title, publisher, date, url, source, sha256 },
    sources: atlas.sources,
    features: found,
  };
}

const onEarth = (lon) => {
  const turned = lon - 360 * Math.round(lon / 360);
  return Number(turned.toFixed(5));
};

function geometryOf({ type, data, points }) {
  if (type === "place") return { type: "Point", coordinates: [onEarth(data.lon), data.lat] };
  const parts = points.map((part) => {
    const turns = 360 * Math.round(part.reduce((sum, [, lon]) => sum + lon, 0) / part.length / 360);
    return part.map(([lat, lon]) => [Number((lon - turns).toFixed(5)), lat]);
  });
  return parts.length === 1
    ? { type: "LineString", coordinates: parts[0] }
    : { type: "MultiLineString", coordinates: parts };
}

function propertiesOf({ type, data }) {
  const evidence = data.evidence.map(([at]) => {
    const { text, citations: list } = sentenceAt.get(at);
    return text === null
      ? { start: at, citations: list }
      : { quote: text, start: at, end: at + [...text].length, citations: list };
  });
  const { id, english, mentions, precision } = data;
  const name = english ?? data.name;
  const counted = corpus
    ? {
        documents: data.documents,
        first: data.first,
        last: data.last,
        months: Object.fromEntries([...byMonth(data)].map(([month, n]) => [corpus.months[month], n])),
      }
    : {};
  const named = { layer: type, id, name, title: name, ...counted };
  if (type === "place") {
    const { kind, country, role, confidence, record: row } = data;
    return {
      ...named,
      kind,
      country,
      role,
      precision,
      confidence,
      record: row,
      mentions,
      evidence,
      description: looks.kinds[data.look].label,
      "marker-color": colorsOf({ type, data })[0],
    };
  }
  const { mode, status, basis, waypoints, length_km: length, published_km: published, directed, note } = data;
  return {
    ...named,
    mode,
    status,
    basis,
    precision,
    waypoints,
    length_km: length,
    published_km: published,
    directed,
    note,
    mentions,
    evidence,
    description: looks.labels.mode[mode],
    stroke: colorsOf({ type, data })[0],
  };
}

/** Hand a file to the reader; its content is made here, nothing is fetched. */
function save(name, text, type) {
  const address = URL.createObjectURL(text instanceof Blob ? text : new Blob([text], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
