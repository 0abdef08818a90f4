/* Filters: what of the features is on the map, in the lists and in the table. One state, many switches for it. */
const FACETS = {
  // name → the value of a feature, undefined where the facet does not concern it
  mode: ({ type, data }) => (type === "corridor" ? data.mode : undefined),
  status: ({ type, data }) => (type === "corridor" ? data.status : undefined),
  basis: ({ type, data }) => (type === "corridor" ? data.basis : undefined),
  look: ({ type, data }) => (type === "place" ? data.look : undefined),
  role: ({ type, data }) => (type === "place" ? data.role : undefined),
};
const hidden = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, new Set()]));
const wanted = { confidence: 0, words: "", inSight: false };

/** Whether filters let a feature onto the map. */
function passes(feature) {
  if (corpus && !weightOf(feature)) return false;
  if (feature.type === "place" && feature.data.confidence < wanted.confidence) return false;
  return Object.entries(FACETS).every(([facet, value]) => !hidden[facet].has(value(feature)));
}

/** Whether the lists show it: on the map, with the words that are looked for and, if so wished, in sight. */
function isListed(feature) {
  if (!passes(feature) || (wanted.words && !isFound(searchable(feature)))) return false;
  return !wanted.inSight || feature.map.getBounds().intersects(feature.wide || feature.bounds);
}

function searchable(feature) {
  feature.words ??= [feature.data.name, aboutFeature(feature), ...(feature.data.waypoints || [])]
    .map((words) => plain(words))
    .join(" ");
  return feature.words;
}

const isFiltered = () =>
  (corpus && when !== null) || wanted.confidence > 0 || Object.values(hidden).some((values) => values.size > 0);

/** How often each value of a facet occurs. */
function valuesOf(facet) {
  const counts = new Map();
  for (const feature of features.values()) {
    const value = FACETS[facet](feature);
    if (value !== undefined) counts.set(value, (counts.get(value) || 0) + 1);
  }
  return counts;
}

/** A box that shows or hides all features with one value, or several; the same value may have several boxes. */
function switchFor(map, facet, ...values) {
  const box = make("input", { type: "checkbox", "data-facet": facet, "data-value": values.join(" ") });
  box.addEventListener("change", () => {
    for (const value of values) hidden[facet][box.checked ? "delete" : "add"](value);
    refilter(map);
  });
  box.checked = isOn(box);
  return box;
}

/** Whether any of a box's values is let through; a key of a style may hold no space but a status does. */
function isOn(box) {
  const [facet, value] = [box.getAttribute("data-facet"), box.getAttribute("data-value")];
  return facet === "look" ? value.split(" ").some((one) => !hidden[facet].has(one)) : !hidden[facet].has(value);
}

const FACET_LABELS = {
  mode: (value) => looks.labels.mode[value],
  status: (value) => looks.labels.status[value],
  basis: (value) => looks.labels.basis[value],
  look: (value) => looks.kinds[value].label,
  role: (value) => t("role." + value),
};

function fillFilters(map) {
  const blocks = Object.keys(FACETS).map((facet) => {
    const counts = valuesOf(facet);
    if (counts.size < 2) return "";
    const known = facet === "look" ? looks.kinds : looks.labels[facet];
    const order = known ? Object.keys(known) : [...counts.keys()];
    const rows = order
      .filter((value) => counts.has(value))
      .map((value) =>
        make(
          "label",
          { class: "row" },
          switchFor(map, facet, value),
          make("span", { class: "words" }, FACET_LABELS[facet](value)),
          make("span", { class: "count" }, count(counts.get(value))),
        ),
      );
    return make("fieldset", null, make("legend", null, t("filter." + facet)), ...rows);
  });
  byId("filter-body").prepend(...blocks.filter(Boolean));
  const confidence = byId("confidence");
  const tell = () => {
    byId("confidence-value").textContent = t("filter.least", { percent: percent(wanted.confidence) });
  };
  confidence.addEventListener("input", () => {
    wanted.confidence = Number(confidence.value) / 100;
    tell();
    refilter(map);
  });
  tell();
  confidence.closest("fieldset").hidden = !atlas.places.length;
  byId("in-sight").addEventListener("change", (event) => {
    wanted.inSight = event.target.checked;
    relist(map);
  });
  byId("search").addEventListener("input", (event) => {
    look(event.target.value);
    relist(map);
  });
  byId("reset").addEventListener("click", () => resetFilters(map));
  byId("fit").addEventListener("click", () => {
    const listed = [...features.values()].filter(isListed);
    if (listed.length)
      fly(
        map,
        listed.reduce((box, feature) => box.extend(feature.bounds), L.latLngBounds([])),
      );
  });
  map.on("moveend", () => {
    if (wanted.inSight) relist(map);
  });
}

function resetFilters(map) {
  for (const values of Object.values(hidden)) values.clear();
  Object.assign(wanted, { confidence: 0, inSight: false });
  look("");
  byId("confidence").value = 0;
  byId("confidence").dispatchEvent(new Event("input"));
  byId("in-sight").checked = false;
  if (corpus) showMonth(map, null);
  byId("search").value = "";
  refilter(map);
}

/** Bring map, switches, lists and table in step with the filters. */
function refilter(map) {
  for (const box of document.querySelectorAll("input[data-facet]")) {
    box.checked = isOn(box);
  }
  for (const feature of features.values()) {
    if (!corpus || feature.type === "place") setShown(map, feature, passes(feature) || feature === chosen);
  }
  if (corpus) drawCorridors(map);
  map.fire("refiltered");
  relist(map);
}

let listedBefore;
/** Bring lists and table in step, and say how much is left. */
function relist(map) {
  const shown = [...features.values()].filter(isListed);
  const listed = corpus ? heaviestFirst(shown) : shown;
  fillLists(map, listed);
  const words =
    listed.length === features.size
      ? t("filter.all", { n: listed.length })
      : t("filter.some", { n: listed.length, all: count(features.size) });
  byId("tally").textContent = words;
  byId("reset").hidden = !(isFiltered() || wanted.words || wanted.inSight);
  byId("download").textContent = t("download", { n: listed.length });
  if (listed.length !== listedBefore) say(words);
  if (listedBefore !== undefined) keepAddress(map); // not before the address was read
  listedBefore = listed.length;
}
