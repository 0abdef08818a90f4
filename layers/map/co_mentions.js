/* Ties: places that the same documents name. A tie is no way, and nothing about it looks like one. */
const ties = (corpus.ties || []).map(([a, b, number, months, lines]) => ({
  a,
  b,
  data: { documents: number, months },
  lines,
}));
const TIES_AT_FIRST = 40;
const TIE_WIDTH = { least: 0.7, most: 3.2 };
let tiesShown = true;
let tieLayer = null;

/** The ties of the month, as thin dashed lines below all else. */
function drawTies(map) {
  if (!corpus.ties) return;
  if (!tieLayer) {
    map.createPane("ties").style.zIndex = 405;
    tieLayer = L.layerGroup().addTo(map);
    tieLayer.pen = L.svg({ pane: "ties", padding: 0.4 });
  }
  tieLayer.clearLayers();
  const most = Math.max(1, ...ties.map(({ data }) => weightIn(data, when)));
  for (const tie of tiesShown ? tiesOfMonth() : []) {
    const weight = TIE_WIDTH.least + (TIE_WIDTH.most - TIE_WIDTH.least) * (weightIn(tie.data, when) / most);
    tieLayer.addLayer(
      L.polyline(
        tie.lines.map((text) => line(text, 1000)),
        {
          renderer: tieLayer.pen,
          pane: "ties",
          interactive: false,
          className: "tie",
          weight,
          dashArray: "2 3.5",
          fill: false,
          smoothFactor: 0.8,
        },
      ),
    );
  }
  listTies();
}

/** Those of the month whose places the filters let onto the map. */
const tiesOfMonth = () =>
  ties.filter(
    ({ data, a, b }) => weightIn(data, when) > 0 && [a, b].every((id) => passes(features.get(keyOf("place", id)))),
  );

function listTies() {
  const own = tiesOfMonth().sort((x, y) => weightIn(y.data, when) - weightIn(x.data, when));
  byId("n-ties").textContent = count(own.length);
  byId("ties").replaceChildren(
    ...own.slice(0, TIES_AT_FIRST).map((tie) => {
      const pair = [tie.a, tie.b].map((id) => features.get(keyOf("place", id)));
      const item = make("li", null);
      item.append(
        make(
          "button",
          { type: "button", class: "entry", onclick: () => light(pair, item) },
          make("span", { class: "symbol corridor" }, tieSample()),
          make(
            "span",
            { class: "words" },
            make("span", { class: "title", dir: "auto" }, pair.map(({ data }) => data.name).join(" – ")),
            make("span", { class: "about" }, documents(weightIn(tie.data, when))),
          ),
        ),
      );
      return item;
    }),
  );
}

function tieSample() {
  const svg = draw("svg", { viewBox: "0 0 40 14", width: 40, height: 14, class: "sample", "aria-hidden": "true" });
  svg.append(draw("path", { d: "M1 7H39", class: "tie", "stroke-width": 1.6, "stroke-dasharray": "2 3.5" }));
  return svg;
}

function addTies(map) {
  if (!corpus.ties) return;
  const section = make(
    "section",
    { "aria-labelledby": "h-ties" },
    make("h2", { id: "h-ties" }, t("corpus.ties") + " ", make("span", { class: "count", id: "n-ties" })),
    make("p", { class: "hint" }, t("corpus.ties.hint")),
    make("ul", { id: "ties", class: "list" }),
  );
  byId("places").closest("section").after(section);
  map.on("refiltered", () => drawTies(map));
  drawTies(map);
}

/** The row of the legend, which also hides and shows them. */
function tieBlock(map) {
  if (!corpus.ties) return "";
  const box = make("input", { type: "checkbox", id: "show-ties" });
  box.checked = true;
  box.addEventListener("change", () => {
    tiesShown = box.checked;
    drawTies(map);
  });
  return make("fieldset", null, row(tieSample(), t("corpus.ties"), 0, box));
}
