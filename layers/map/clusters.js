/* Thousands of features: places in clusters and corridors as strokes, both painted on a canvas. */
const CELL = 58; // pixels within which places stand together
const REACH = 15; // pixels from a mark at which a click still means it
const isDark = () => window.matchMedia("screen and (prefers-color-scheme: dark)").matches;
const cssColor = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The colour of a stroke on the page as it is now. */
function inkOf(light, dark) {
  const color = isDark() ? dark : light;
  return color === "paper" ? cssColor("--land") : color;
}

function paintedCorridor(map, feature) {
  map.canvas ||= L.canvas({ pane: "ways", padding: 0.4, tolerance: 7 });
  const group = L.layerGroup();
  const click = (event) => {
    L.DomEvent.stopPropagation(event);
    const near = map.crowd?.near(event.containerPoint);
    if (near) map.crowd.open(near);
    else choose(feature, { at: event.latlng });
  };
  for (const leg of feature.data.legs) {
    for (const stroke of looks.lines[leg.look]) {
      const [role, width, dash, cap, light, dark, opacity] = /** @type {any} */ (stroke);
      const layer = L.polyline(leg.points, {
        renderer: map.canvas,
        pane: "ways",
        interactive: role === "line",
        bubblingMouseEvents: false,
        smoothFactor: 1.2,
        weight: width,
        dashArray: dash || null,
        lineCap: cap,
        color: inkOf(light, dark),
        opacity,
        fill: false,
      });
      Object.assign(layer, { colors: [light, dark], stroke, base: looks.lines[leg.look][0][1] });
      if (role === "line") layer.on("click", click);
      group.addLayer(layer);
    }
  }
  if (feature.data.directed) group.addLayer(arrow(map, longest(feature.points), feature.data));
  return group;
}

/** Colours anew, when night falls or the page goes to paper. */
function recolor(map) {
  for (const { type, group } of features.values()) {
    if (type === "corridor")
      group.eachLayer((layer) => {
        if (layer.colors) layer.setStyle({ color: inkOf(...layer.colors) });
      });
  }
  map.crowd?.redraw();
}

/** @type {any} */
const Crowd = L.Layer.extend({
  initialize(list) {
    this.places = list.map((feature) => ({ feature, at: L.CRS.EPSG3857.latLngToPoint(feature.latlng, 0) }));
    this.glyphs = new Map(Object.entries(looks.kinds).map(([key, kind]) => [key, new Path2D(kind.icon)]));
    this.items = [];
  },
  onAdd(map) {
    this.canvas = make("canvas", { class: "crowd leaflet-zoom-hide", "aria-hidden": "true" });
    map.getPane("dots").append(this.canvas);
    map.on("moveend viewreset resize refiltered relit", this.redraw, this);
    map.on("click", this.clicked, this);
    map.on("mousemove", this.hovered, this);
    this.redraw();
  },
  redraw() {
    const map = this._map;
    const size = map.getSize();
    const [margin, scale] = [Math.round(size.x * 0.25), window.devicePixelRatio || 1];
    const [width, height] = [size.x + 2 * margin, size.y + 2 * margin];
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    this.canvas.style.width = width + "px";
    this.canvas.style.height = height + "px";
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([-margin, -margin]));
    this.gather(margin);
    const pen = this.canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.translate(margin, margin);
    const land = cssColor("--land");
    for (const item of this.items) this[item.list.length > 1 ? "drawCluster" : "drawMark"](pen, item, land);
  },
  /** Sort what shows into cells of the Earth's own grid, so that clusters stay when the map is moved. */
  gather(margin) {
    const map = this._map;
    const [factor, size] = [2 ** map.getZoom(), map.getSize()];
    const corner = map.project(map.containerPointToLatLng([0, 0]));
    const cells = new Map();
    for (const { feature, at } of this.places) {
      feature.isSingle = false;
      if (!feature.isShown) continue;
      const [gx, gy] = [at.x * factor, at.y * factor];
      const [x, y] = [gx - corner.x, gy - corner.y];
      if (x < -margin || y < -margin || x > size.x + margin || y > size.y + margin) continue;
      const key = feature.lit ? feature.data.id : Math.floor(gx / CELL) + ":" + Math.floor(gy / CELL);
      const cell = cells.get(key);
      if (!cell) {
        cells.set(key, { list: [feature], x, y });
        continue;
      }
      cell.list.push(feature);
      cell.x += x;
      cell.y += y;
    }
    this.items = [...cells.values()];
    for (const item of this.items) {
      item.x /= item.list.length;
      item.y /= item.list.length;
      if (item.list.length === 1) item.list[0].isSingle = true;
    }
  },
  drawCluster(pen, { list, x, y }, land) {
    const kinds = new Set(list.map((feature) => colorsOf(feature).join()));
    pen.beginPath();
    pen.arc(x, y, this.radius(list.length), 0, 2 * Math.PI);
    pen.fillStyle = kinds.size === 1 ? inkOf(...colorsOf(list[0])) : cssColor("--soft");
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = land;
    pen.stroke();
    pen.fillStyle = land;
    pen.font = "600 12px " + cssColor("--sans");
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(count(list.length), x, y + 0.5);
  },
  radius: (number) => 10 + 2.4 * Math.log2(number),
  drawMark(pen, { list: [feature], x, y }, land) {
    const kind = looks.kinds[feature.data.look];
    const color = inkOf(...colorsOf(feature));
    pen.save();
    pen.translate(x, y);
    pen.globalAlpha = feature.data.role === "associative" && !feature.lit ? 0.6 : 1;
    if (feature.lit) {
      pen.beginPath();
      pen.arc(0, 0, 15, 0, 2 * Math.PI);
      pen.fillStyle = "#ffcf3f";
      pen.fill();
    }
    pen.lineWidth = kind.badge ? 1.3 : 2;
    pen.strokeStyle = land;
    if (kind.badge) {
      pen.beginPath();
      pen.arc(0, 0, 9, 0, 2 * Math.PI);
      pen.fillStyle = color;
      pen.fill();
      pen.stroke();
      pen.scale(0.86, 0.86);
    }
    pen.translate(-8, -8);
    if (!kind.badge) pen.stroke(this.glyphs.get(feature.data.look));
    pen.fillStyle = kind.badge ? land : color;
    pen.fill(this.glyphs.get(feature.data.look), "evenodd");
    pen.restore();
  },
  near(point) {
    let best = null;
    for (const item of this.items) {
      const away =
        Math.hypot(item.x - point.x, item.y - point.y) - (item.list.length > 1 ? this.radius(item.list.length) : 0);
      if (away < (item.list.length > 1 ? 3 : REACH) && (!best || away < best.away)) best = { item, away };
    }
    return best && best.item;
  },
  clicked(event) {
    const item = this.near(event.containerPoint);
    if (item) this.open(item);
  },
  hovered(event) {
    const item = this.near(event.containerPoint);
    this._map.getContainer().classList.toggle("on-mark", Boolean(item));
    this._map.getContainer().title = item
      ? item.list.length > 1
        ? t("cluster", { n: item.list.length })
        : item.list[0].data.name
      : "";
  },
  /** A single place opens its card; a cluster is gone into, or listed where that leads no further. */
  open({ list }) {
    const map = this._map;
    if (list.length === 1) return choose(list[0]);
    const bounds = list.reduce((box, feature) => box.extend(feature.latlng), L.latLngBounds([]));
    const zoom = map.getBoundsZoom(bounds, false, L.point(120, 120));
    if (zoom > map.getZoom() + 0.2 && map.getZoom() < map.getMaxZoom()) return fly(map, bounds, map.getMaxZoom());
    const box = make(
      "div",
      { class: "card" },
      make("h2", { tabindex: "-1" }, t("cluster", { n: list.length })),
      make(
        "ul",
        { class: "together" },
        ...list
          .slice(0, AT_ONCE)
          .map((feature) =>
            make("li", null, make("button", { type: "button", onclick: () => choose(feature) }, feature.data.name)),
          ),
      ),
    );
    openCard(box, t("cluster", { n: list.length }));
  },
});
