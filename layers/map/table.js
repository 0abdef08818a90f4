/* The table: the same features in columns that can be sorted. */
const COLUMNS = {
  corridor: [
    ["name", ({ data }) => data.name],
    ["mode", ({ data }) => looks.labels.mode[data.mode]],
    ["status", ({ data }) => looks.labels.status[data.status]],
    ["basis", ({ data }) => looks.labels.basis[data.basis]],
    ["line", ({ data }) => looks.labels.precision[data.precision]],
    ["length", ({ data }) => data.length_km, km],
    ["published", ({ data }) => data.published_km, km],
    ["mentions", ({ data }) => data.mentions, count],
    ["cited", ({ data }) => citedFor(data)],
  ],
  place: [
    ["name", ({ data }) => data.name],
    ["kind", ({ data }) => looks.kinds[data.look].label],
    ["country", ({ data }) => countryName(data.country)],
    ["role", ({ data }) => t("role." + data.role)],
    ["precision", ({ data }) => looks.labels.point[data.precision]],
    ["confidence", ({ data }) => data.confidence, percent],
    ["mentions", ({ data }) => data.mentions, count],
    ["latitude", ({ data }) => data.lat, (value) => value.toFixed(4)],
    ["longitude", ({ data }) => data.lon, (value) => onEarth(value).toFixed(4)],
    ["record", ({ data }) => data.record],
    ["cited", ({ data }) => citedFor(data)],
  ],
};
const sorting = { corridor: null, place: null }; // [column, 1 or -1], null for reading order

function citedFor(data) {
  const list = [...new Set(data.evidence.map(([at]) => at))].flatMap((at) => sentenceAt.get(at).citations.map(cited));
  return [...new Set(list)].join("; ");
}

function tableOf(map, type, listed, redraw) {
  const columns = COLUMNS[type];
  const rows = sorted(type, listed);
  const heads = columns.map(([key, , write], i) => {
    const [column, way] = sorting[type] || [];
    const turn = () => {
      sorting[type] = column === i ? (way === 1 ? [i, -1] : null) : [i, 1];
      redraw("sort-" + type + "-" + i);
    };
    return make(
      "th",
      {
        scope: "col",
        class: write ? "number" : null,
        "aria-sort": column === i ? (way === 1 ? "ascending" : "descending") : null,
      },
      make("button", { type: "button", id: "sort-" + type + "-" + i, onclick: turn }, t("column." + key)),
    );
  });
  const caption = make("caption", { class: "unseen" }, t(type === "corridor" ? "corridors" : "places"));
  const body = make("tbody", null, ...rows.slice(0, limits[type]).map((feature) => tableRow(feature, columns)));
  return make(
    "div",
    {
      class: "sheet",
      tabindex: "0",
      role: "region",
      "aria-label": t("table") + ": " + t(type === "corridor" ? "corridors" : "places"),
    },
    make("table", null, caption, make("thead", null, make("tr", null, ...heads)), body),
  );
}

function tableRow(feature, columns) {
  feature.button = make(
    "button",
    {
      type: "button",
      class: "cell",
      "aria-pressed": String(feature === chosen),
      onclick: () => choose(feature, { fly: true }),
    },
    feature.data.name,
  );
  return make(
    "tr",
    null,
    make("th", { scope: "row", dir: "auto" }, feature.button),
    ...columns.slice(1).map(([, value, write]) => {
      const found = value(feature);
      return make(
        "td",
        { class: write ? "number" : null, dir: "auto" },
        found === null || found === undefined ? "" : write ? write(found) : found,
      );
    }),
  );
}

function sorted(type, listed) {
  if (!sorting[type]) return listed;
  const [column, way] = sorting[type];
  const value = COLUMNS[type][column][1];
  const compare = new Intl.Collator(language.code, { numeric: true }).compare;
  return [...listed].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null); // what is not known stands last
    return way * (typeof a === "number" ? a - b : compare(a, b));
  });
}
