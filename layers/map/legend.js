/* The legend, which is also a control of what is shown. */
function row(sample, words, number, box) {
  const label = make(
    "label",
    { class: "row" },
    box,
    make("span", { class: "symbol" }, sample),
    make("span", { class: "words" }, words),
  );
  if (number) label.append(" ", make("span", { class: "count" }, count(number)));
  return label;
}

const plainRow = (sample, words) =>
  make("div", { class: "row" }, make("span", { class: "symbol" }, sample), make("span", { class: "words" }, words));

function block(title, rows) {
  if (!rows.length) return "";
  const heading = make("p", { class: "heading", "aria-hidden": "true" }, title);
  return make(
    "div",
    { class: "block" + (rows.length > 5 ? " long" : ""), role: "group", "aria-label": title },
    make("div", { class: "together-with-heading" }, heading, ...rows.slice(0, 2)),
    ...rows.slice(2),
  );
}

function fillLegend(map) {
  const [ofMode, ofLook] = [valuesOf("mode"), valuesOf("look")];
  const legs = atlas.corridors.flatMap((corridor) => corridor.legs.map((leg) => ({ ...leg, of: corridor.mode })));
  const modes = Object.keys(looks.samples).map((mode) =>
    ofMode.has(mode)
      ? row(modeSample(mode, legs), looks.labels.mode[mode], ofMode.get(mode), switchFor(map, "mode", mode))
      : plainRow(lineSample(looks.samples[mode]), looks.labels.mode[mode]),
  );
  const ownLook = ({ legs }) => legs.find(({ look }) => look.split("/").length > 4); // as its author wants it
  modes.push(
    ...atlas.corridors
      .filter(ownLook)
      .map((corridor) => plainRow(lineSample(looks.lines[ownLook(corridor).look]), corridor.name)),
  );
  const certainty = [];
  if (legs.some((leg) => leg.precision === "schematic"))
    certainty.push(plainRow(lineSample(looks.schematic), looks.labels.precision.schematic));
  if (legs.some((leg) => leg.precision === "straight"))
    certainty.push(plainRow(lineSample(looks.straight), looks.labels.precision.straight));
  if (looks.shortest) certainty.push(plainRow(lineSample(looks.shortest), looks.labels.precision["great-circle"]));
  if (legs.some((leg) => leg.basis === "inferred"))
    certainty.push(plainRow(lineSample(looks.inferred), looks.labels.basis.inferred));
  if (atlas.corridors.some((corridor) => corridor.directed)) certainty.push(plainRow(arrowSample(), t("legend.arrow")));
  const statuses = Object.entries(looks.statuses)
    .filter(([status]) => status !== "operating" && status !== "unknown")
    .map(([status, strokes]) => plainRow(lineSample(strokes), looks.labels.status[status]));
  const kinds = Object.entries(looks.kinds)
    .filter(([key, kind]) => corpus || !(kind.area || LIST_ONLY.has(key)))
    .map(([key, kind]) => row(icon(key), kind.label, ofLook.get(key), switchFor(map, "look", key)));
  if (atlas.places.some((place) => place.precision === "approximate" && !looks.kinds[place.look].area))
    kinds.push(plainRow(pointSample("approximate"), capital(looks.labels.point.approximate)));
  if (atlas.places.some((place) => place.role === "associative" && !looks.kinds[place.look].area))
    kinds.push(plainRow(pointSample("associative"), t("legend.faded")));
  if (!corpus) kinds.push(...[areaRow(map, ofLook)].filter(Boolean));
  const ground = [row(ruled("graticule"), t("legend.graticule"), 0, graticuleSwitch(map))];
  if (atlas.base.disputed.length) ground.push(disputedRow(map));
  if (corpus) byId("legend-body").append(...sizeBlocks(), tieBlock(map));
  byId("legend-body").append(
    block(t("corridors"), modes),
    block(t("legend.status"), statuses),
    block(t("legend.certainty"), certainty),
    block(t("legend.ground"), ground),
    block(t("places"), kinds),
  );
  byId("legend-body").classList.toggle("two", byId("legend-body").querySelectorAll(".row").length > 9);
}

/** The row for disputed borders, there as long as one is in sight. */
function disputedRow(map) {
  const found = plainRow(ruled("border disputed"), t("legend.disputed"));
  const lines = atlas.base.disputed.map((text) => L.latLngBounds(line(text, 1000)));
  const show = () => {
    found.hidden = !lines.some((bounds) => map.getBounds().intersects(bounds));
  };
  map.on("moveend", show);
  return found;
}

/** A way of several modes is drawn leg by leg: its sample is the first two of them. */
function modeSample(mode, legs) {
  const own = legs.filter((leg) => leg.of === mode).map((leg) => leg.look.split("/")[0]);
  const drawn = [...new Set(own)];
  if (drawn.includes(mode) || !drawn.length) return lineSample(looks.samples[mode]);
  return lineSample(looks.samples[drawn[0]], looks.samples[drawn[1] ?? drawn[0]]);
}

const capital = (words) => words.charAt(0).toLocaleUpperCase(language.code) + words.slice(1);

/** A dot as it is where the point is not exact, or where its name stands for people. */
function pointSample(className) {
  const svg = draw("svg", { viewBox: "0 0 16 16", class: "icon bare " + className, "aria-hidden": "true" });
  paint(svg, "var(--soft)", "var(--soft)");
  svg.append(draw("circle", { cx: 8, cy: 8, r: 4.2, class: "glyph" }));
  if (className === "approximate") svg.append(draw("circle", { cx: 8, cy: 8, r: 7, class: "ring" }));
  return svg;
}

function ruled(className) {
  const svg = draw("svg", { viewBox: "0 0 40 14", width: 40, height: 14, class: "sample", "aria-hidden": "true" });
  svg.append(draw("path", { d: "M1 7H39", class: className }));
  return svg;
}

function arrowSample() {
  const svg = draw("svg", {
    viewBox: "-20 -7 40 14",
    width: 40,
    height: 14,
    class: "sample arrow-sample",
    "aria-hidden": "true",
  });
  svg.append(draw("path", { d: "M-19 0H-2" }), draw("path", { d: "M-5-5.5 6 0-5 5.5-2 0Z", class: "head" }));
  return svg;
}

function graticuleSwitch(map) {
  const layer = new Graticule();
  const box = make("input", { type: "checkbox", id: "graticule" });
  box.addEventListener("change", () => {
    map[box.checked ? "addLayer" : "removeLayer"](layer);
  });
  return box;
}
