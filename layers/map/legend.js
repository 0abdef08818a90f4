/* The legend, which is also the control of what is shown. */
function row(sample, words, count, layers, map) {
  const label = make("label", { class: "row" });
  if (layers) {
    const box = make("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      for (const layer of layers) box.checked ? map.addLayer(layer) : map.removeLayer(layer);
    });
    label.append(box);
  }
  label.append(make("span", { class: "symbol" }, sample), make("span", { class: "words" }, words));
  if (count) label.append(" ", make("span", { class: "count" }, String(count)));
  return label;
}

function block(title, rows) {
  return rows.length ? make("fieldset", { class: rows.length > 5 ? "long" : null }, make("legend", null, title), ...rows) : "";
}

function fillLegend(map) {
  const all = [...features.values()];
  const layersOf = (type, test) => all.filter((f) => f.type === type && test(f.data)).map((f) => f.group);
  const modes = Object.entries(looks.samples).map(([mode, strokes]) => {
    const layers = layersOf("corridor", (data) => data.mode === mode);
    return row(lineSample(strokes), looks.labels.mode[mode], layers.length, layers, map);
  });
  const legs = atlas.corridors.flatMap((corridor) => corridor.legs);
  const certainty = [];
  if (legs.some((leg) => leg.precision === "schematic")) certainty.push(row(lineSample(looks.schematic), looks.labels.precision.schematic));
  if (legs.some((leg) => leg.precision === "straight")) certainty.push(row(lineSample(looks.straight), looks.labels.precision.straight));
  if (legs.some((leg) => leg.basis === "inferred")) certainty.push(row(lineSample(looks.inferred), looks.labels.basis.inferred));
  const statuses = Object.entries(looks.statuses)
    .filter(([status]) => status !== "operating" && status !== "unknown")
    .map(([status, strokes]) => row(lineSample(strokes), looks.labels.status[status]));
  const kinds = Object.entries(looks.kinds).map(([key, kind]) => {
    const layers = layersOf("place", (data) => data.look === key);
    return row(icon(key), kind.label, layers.length, layers, map);
  });
  const border = draw("svg", { viewBox: "0 0 40 14", width: 40, height: 14, class: "sample", "aria-hidden": "true" });
  border.append(draw("path", { d: "M1 7H39", class: "border disputed" }));
  byId("legend-body").append(block("Corridors", modes), block("Status", statuses), block("How sure the line is", certainty),
    block("Borders", [row(border, "Disputed (UN view)")]), block("Places", kinds));
  byId("legend-body").classList.toggle("two", byId("legend-body").querySelectorAll(".row").length > 9);
}
