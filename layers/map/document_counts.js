/* Weights: how many documents speak of a feature, in all or in one month; circles by their area, lines by their width. */
let when = null; // the place of the month that is shown, null for all of them
const RADIUS = { least: 2.2, first: 5, most: 22 }; // pixels: of the smallest, of one document where few speak, of the largest
const WIDTH = { least: 1.4, first: 1.8, most: 9 };
const PALEST = 0.5; // opacity of the thinnest lines
const OVERLAP = 0.8; // circles nearer to each other than this share of their radii do not both stand
const SPACED = 14; // pixels that lie between the middles of two circles at least
const ALL_FROM = 10; // the zoom from which all features are drawn
const AT_A_TIME = 150; // corridors in sight that are drawn: those with most documents
const WITH_ICON = 8.5; // pixels of a radius that has room for an icon
const CLOSER = 1.5; // levels of zoom after which many arrowheads no longer tangle

/** Documents by month, of a feature or a pair. */
const byMonth = (data) =>
  (data.counts ??= new Map(line(data.months, 1).map(([documents, month]) => [month, documents])));
const weightIn = (data, month) => (month === null ? data.documents : byMonth(data).get(month) || 0);
const weightOf = ({ data }) => weightIn(data, when);

/** The most documents that any feature of a type has: in all, or in any month, so that months can be compared. */
function peakOf(type) {
  const known = (peakOf[type] ||= {});
  const key = when === null ? "all" : "month";
  return (known[key] ||= Math.max(
    1,
    ...(type === "place" ? atlas.places : atlas.corridors).map((data) =>
      when === null ? data.documents : Math.max(0, ...byMonth(data).values()),
    ),
  ));
}

/** Areas in step with documents; the largest has room on the map as it is, small or large. */
function radiusFor(documents) {
  const peak = peakOf("place");
  const most = Math.min(
    byId("map").offsetWidth < 500 ? 0.7 * RADIUS.most : RADIUS.most,
    RADIUS.first * Math.sqrt(peak),
  );
  return Math.max(RADIUS.least, most * Math.sqrt(documents / peak));
}

/** Widths in step with documents: so many pixels for each. */
const pixelsApiece = () => Math.min(WIDTH.most / peakOf("corridor"), WIDTH.first);
const widthFor = (documents) => Math.max(WIDTH.least, pixelsApiece() * documents);

/** A stroke of a symbol as it is for a line of some width; the thinnest are pale, or their number would hide the rest. */
function weighed([role, own, dash, cap, , , opaque], base, width) {
  const factor = width / base;
  const stretch = cap === "round" ? Math.max(0.6, factor) : Math.max(0.7, Math.sqrt(factor));
  const weight = role === "line" ? width : role === "core" ? width * 0.48 : width + own - base;
  const dashArray = dash
    ? dash
        .split(" ")
        .map((part) => (Number(part) < 0.5 ? part : (Number(part) * stretch).toFixed(1)))
        .join(" ")
    : null;
  return {
    weight,
    dashArray,
    opacity: opaque * Math.min(1, PALEST + ((1 - PALEST) * (width - WIDTH.least)) / WIDTH.least),
  };
}

const corridorsOf = (list) => heaviestFirst([...list].filter(({ type }) => type === "corridor"));

/** Give every corridor the width of its documents. */
function weighCorridors() {
  for (const feature of corridorsOf(features.values())) {
    const width = widthFor(weightOf(feature));
    feature.group.eachLayer((layer) => {
      if (layer.stroke) layer.setStyle(weighed(layer.stroke, layer.base, width));
    });
    feature.element?.setAttribute("aria-label", describe(feature));
  }
}

/** The corridors to be drawn: of those in sight the ones with most documents, and what the reader has chosen.
 * @returns {[any[], number]} */
function corridorsInSight(map) {
  const passing = corridorsOf(features.values()).filter(passes);
  if (passing.length <= AT_A_TIME || map.getZoom() >= ALL_FROM) return [passing, passing.length];
  const bounds = map.getBounds();
  const there = passing.filter((feature) => bounds.intersects(feature.bounds));
  return [there.filter((feature, rank) => rank < AT_A_TIME || feature.lit), there.length];
}

/** Draw them, the widest on top. */
function drawCorridors(map) {
  const [drawn, there] = corridorsInSight(map);
  const own = new Set(drawn);
  for (const feature of features.values()) {
    if (feature.type === "corridor") setShown(map, feature, own.has(feature) || feature === chosen);
  }
  for (const { group } of drawn.reverse()) group.eachLayer((layer) => layer.bringToFront?.());
  tellDrawn("drawn-corridors", "corpus.drawn.corridors", drawn.length, there);
}

const heaviestFirst = (list) => [...list].sort((a, b) => weightOf(b) - weightOf(a));

/** Places as circles: of those that would lie on each other, the one with most documents; the others when one comes closer. */
/** @type {any} */
const Bubbles = Crowd.extend({
  gather(margin) {
    const map = this._map;
    const [factor, size] = [2 ** map.getZoom(), map.getSize()];
    const corner = map.project(map.containerPointToLatLng([0, 0]));
    const sorted = this.places
      .filter(({ feature }) => feature.isShown)
      .sort((a, b) => weightOf(b.feature) - weightOf(a.feature));
    let [drawn, there] = [0, 0];
    this.items = [];
    for (const { feature } of this.places) feature.isSingle = false;
    for (const { feature, at } of sorted) {
      const [gx, gy] = [at.x * factor, at.y * factor];
      const [x, y] = [gx - corner.x, gy - corner.y];
      if (x < -margin || y < -margin || x > size.x + margin || y > size.y + margin) continue;
      const isIn = x > 0 && y > 0 && x < size.x && y < size.y;
      there += Number(isIn);
      const radius = radiusFor(weightOf(feature));
      if (
        map.getZoom() < ALL_FROM &&
        !feature.lit &&
        this.items.some(
          (other) => Math.hypot(other.x - x, other.y - y) < Math.max(SPACED, OVERLAP * (other.list[0].radius + radius)),
        )
      )
        continue;
      drawn += Number(isIn);
      Object.assign(feature, { isSingle: true, radius });
      this.items.push({ list: [feature], x, y });
    }
    tellDrawn("drawn-places", "corpus.drawn.places", drawn, there);
  },
  drawMark(pen, { list: [feature], x, y }, land) {
    const kind = looks.kinds[feature.data.look];
    const [color, { radius }] = [inkOf(...kind.colors), feature];
    const circle = (size) => {
      pen.beginPath();
      pen.arc(x, y, size, 0, 2 * Math.PI);
    };
    pen.save();
    if (feature.lit) {
      circle(radius + 6);
      pen.fillStyle = "#ffcf3f";
      pen.fill();
    }
    circle(radius + 1);
    pen.strokeStyle = land;
    pen.lineWidth = 1.2;
    pen.stroke();
    circle(radius);
    pen.fillStyle = color;
    pen.globalAlpha = kind.area ? 0.16 : feature.lit ? 1 : 0.72;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = color;
    pen.lineWidth = 1.2;
    if (kind.area) pen.setLineDash([3, 2.4]);
    pen.stroke();
    if (kind.badge && radius >= WITH_ICON) {
      pen.translate(x, y);
      pen.scale(0.8, 0.8);
      pen.translate(-8, -8);
      pen.fillStyle = kind.area ? color : land;
      pen.fill(this.glyphs.get(feature.data.look), "evenodd");
    }
    pen.restore();
  },
  /** The smallest circle under a point, or the nearest that a finger may have meant. */
  near(point) {
    let best = null;
    for (const item of this.items) {
      const { radius } = item.list[0];
      const away = Math.hypot(item.x - point.x, item.y - point.y) - radius;
      const rank = away < 0 ? radius - 1000 : away;
      if (away < Math.max(2, 9 - radius) && (!best || rank < best.rank)) best = { item, rank };
    }
    return best && best.item;
  },
  hovered(event) {
    const item = this.near(event.containerPoint);
    this._map.getContainer().classList.toggle("on-mark", Boolean(item));
    this._map.getContainer().title = item ? item.list[0].data.name + ": " + documents(weightOf(item.list[0])) : "";
  },
});

const documents = (n) => t("corpus.documents", { n });

/** Seen from afar, the arrowheads of many corridors would hide them. */
function thinArrows(map) {
  const tell = () =>
    map.getContainer().classList.toggle("far", crowd.corridors && map.getZoom() < map.startZoom + CLOSER);
  map.on("zoomend", tell);
  tell();
}

function tellDrawn(id, words, drawn, there) {
  byId(id).textContent = drawn < there ? t(words, { n: count(drawn), all: count(there) }) : "";
}

/** One, two or five times a power of ten, not above a number. */
function roundDown(number) {
  const power = 10 ** Math.floor(Math.log10(number));
  return [5, 2, 1].find((step) => step * power <= number) * power;
}

const samplesUpTo = (peak) => [...new Set([peak, peak / 4, peak / 20].filter((number) => number >= 1).map(roundDown))];

/** Circles in each other, and lines below each other, with the documents that they stand for. */
function sizeSamples() {
  const circles = samplesUpTo(peakOf("place"));
  const most = radiusFor(circles[0]);
  const svg = draw("svg", {
    viewBox: [0, 0, 2 * most + 60, 2 * most + 4].join(" "),
    width: 2 * most + 60,
    height: 2 * most + 4,
    class: "sizes",
    "aria-hidden": "true",
  });
  circles.forEach((number, i) => {
    const radius = radiusFor(number);
    const top = 2 * most + 2 - 2 * radius;
    const y = Math.max(top + 4, 8 + i * 12);
    svg.append(
      draw("circle", { cx: most + 2, cy: 2 * most + 2 - radius, r: radius }),
      draw("path", { d: "M" + (most + 2) + " " + top + "L" + (2 * most + 10) + " " + (y - 4) }),
    );
    const words = draw("text", { x: 2 * most + 13, y });
    words.textContent = count(number);
    svg.append(words);
  });
  const lines = lineSamples().map(([number, words]) => {
    const sample = draw("svg", { viewBox: "0 0 40 12", width: 40, height: 12, class: "sizes", "aria-hidden": "true" });
    sample.append(draw("path", { d: "M1 6H39", class: "width", "stroke-width": widthFor(number) }));
    return plainRow(sample, words);
  });
  return [svg, lines];
}

/** Numbers whose lines differ in width, and the one up to which all are as thin as lines get. */
function lineSamples() {
  const wide = samplesUpTo(peakOf("corridor"))
    .filter((number) => widthFor(number) > WIDTH.least)
    .map((number) => [number, count(number)]);
  const thin = Math.floor(WIDTH.least / pixelsApiece());
  return thin ? [...wide, [thin, "≤ " + count(thin)]] : wide;
}

/** The part of the legend that says what sizes mean; drawn anew where the scale is another. */
function fillSizes() {
  const [circles, lines] = sizeSamples();
  byId("circle-sizes").replaceChildren(
    circles,
    make("span", { class: "unseen" }, samplesUpTo(peakOf("place")).map(count).join(", ")),
  );
  byId("line-sizes").replaceChildren(...lines);
}

function sizeBlocks() {
  const blocks = [
    ["corpus.circles", "circle-sizes", "drawn-places", atlas.places],
    ["corpus.widths", "line-sizes", "drawn-corridors", atlas.corridors],
  ];
  return blocks.map(([words, id, drawn, list]) =>
    make(
      "fieldset",
      { hidden: list.length === 0 },
      make("legend", null, t(words)),
      make("div", { id }),
      make("p", { class: "hint drawn", id: drawn }),
    ),
  );
}

const shareOf = (number) =>
  number * 100 < corpus.documents ? t("percent", { n: "<1" }) : percent(number / corpus.documents);

/** What the numbers of a feature are, for its card. */
function weightFacts({ data }) {
  const all = t("corpus.of", {
    n: count(data.documents),
    all: count(corpus.documents),
    percent: shareOf(data.documents),
  });
  const now = when === null ? "" : monthName(when) + ": " + count(weightOf({ data }));
  const span = data.first && (data.first === data.last ? day(data.first) : day(data.first) + " – " + day(data.last));
  const votes = (part) => {
    const found = Object.entries(data.facts[part] || {});
    return found.length > 1
      ? found.map(([value, n]) => looks.labels[part][value] + " (" + count(n) + ")").join("; ")
      : "";
  };
  return [
    ["column.documents", [all, now].filter(Boolean).join("; ")],
    [
      "corpus.months",
      corpus.months.length > 1 && data.first
        ? [
            bars(
              corpus.months.map((_, month) => weightIn(data, month)),
              150,
              22,
            ),
          ]
        : "",
    ],
    ["corpus.span", span || ""],
    ["column.mentions", count(data.mentions)],
    ["column.status", votes("status")],
    ["column.basis", votes("basis")],
  ];
}

for (const columns of Object.values(COLUMNS)) columns.splice(1, 0, ["documents", weightOf, count]);
