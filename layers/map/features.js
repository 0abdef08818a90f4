/* Corridors and places on the map, and what is common to both: show, hide, describe. */
const features = new Map(); // "corridor:id" or "place:id" → { type, data, group, latlng, bounds, map }
const TARGET = 24; // pixels that a finger or an unsteady hand needs to meet a mark
const keyOf = (type, id) => type + ":" + id;
const crowd = { places: corpus !== null || atlas.places.length > 300, corridors: atlas.corridors.length > 60 }; // too many for elements of their own

/** Colours of a feature's marks, and of its letters: its author's, else those of its kind or mode; light, then dark. */
const colorsOf = ({ type, data }) =>
  data.own?.[0] ?? (type === "place" ? looks.kinds[data.look].colors : looks.modeColors[data.mode]);
const letterColorsOf = (feature) => feature.data.own?.[1] ?? colorsOf(feature);
/** Where its name stands, as its author wants it. */
const labelOf = ({ data }) => data.own?.[2] ?? "auto";

function prepare(map) {
  for (const [name, level] of [
    ["ways", 410],
    ["lettering", 420],
    ["dots", 600],
    ["names", 610],
  ]) {
    map.createPane(name).style.zIndex = level;
  }
  map.getPane("lettering").classList.add("still");
  map.getPane("names").classList.add("still");
  map.ways = L.svg({ pane: "ways", padding: 0.4 });
  map.createPane("base").style.zIndex = 200;
  map.ground = L.svg({ pane: "base", padding: 0.6 });
  map.awaited = []; // what the first frame does without
  map.afterFirst = (work) => {
    if (map.awaited) map.awaited.push(work);
    else work();
  };
  map.stage = L.layerGroup(); // all features until the view is known: what is on the map is drawn anew with every view
}

/** Put a feature on the map or take it off. */
function setShown(map, feature, on) {
  feature.isShown = on;
  if (feature.group && map.hasLayer(feature.group) !== on) map[on ? "addLayer" : "removeLayer"](feature.group);
}

/** @param {any} map @param {any} lines @param {any} stroke */
function strokeLayer(map, lines, stroke) {
  const [role, width, dash, cap, light, dark, opacity] = stroke;
  /** @type {any} */
  const layer = L.polyline(lines, {
    renderer: map.ways,
    pane: "ways",
    interactive: false,
    noClip: true,
    smoothFactor: 0.6,
    className: "way " + role,
    weight: width,
    dashArray: dash || null,
    lineCap: cap,
    lineJoin: "round",
    opacity,
    fill: false,
  });
  layer.on("add", () => paint(layer.getElement(), light, dark));
  layer.stroke = stroke;
  return layer;
}

function addCorridor(map, data) {
  const all = [];
  for (const leg of data.legs) {
    leg.points = leg.lines.map((text) => line(text, 10000));
    all.push(...leg.points);
  }
  const feature = {
    type: "corridor",
    data,
    isShown: true,
    bounds: L.latLngBounds(all.flat()),
    latlng: middle(all),
    points: all,
    map,
  };
  features.set(keyOf("corridor", data.id), feature);
  feature.group = crowd.corridors ? paintedCorridor(map, feature) : drawnCorridor(map, feature);
  return feature.group;
}

function drawnCorridor(map, feature) {
  const { data, points: all } = feature;
  const group = L.layerGroup();
  const halo = L.polyline(all, {
    renderer: map.ways,
    pane: "ways",
    interactive: false,
    noClip: true,
    className: "halo",
    weight: 9,
  });
  group.addLayer(halo);
  for (const leg of data.legs) {
    for (const stroke of looks.lines[leg.look]) {
      const layer = strokeLayer(map, leg.points, stroke);
      layer.base = looks.lines[leg.look][0][1];
      group.addLayer(layer);
    }
  }
  if (data.directed) group.addLayer(arrow(map, longest(all), feature));
  const touch = L.polyline(all, {
    renderer: map.ways,
    pane: "ways",
    noClip: true,
    className: "touch",
    weight: 20,
    bubblingMouseEvents: false,
  });
  group.addLayer(touch);
  touch.on("click", (event) => choose(feature, { at: event.latlng }));
  touch.on("add", () => {
    const element = touch.getElement();
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", describe(feature));
    element.setAttribute("data-id", data.id);
    element.setAttribute("data-key", keyOf("corridor", data.id));
    feature.element = element;
  });
  touch.on("mouseover focus", () => halo.getElement().classList.add("lit"));
  touch.on("mouseout blur", () => halo.getElement().classList.remove("lit"));
  feature.halo = halo;
  return group;
}

/** The point halfway along the longest part. */
function middle(parts, share = 0.5) {
  const part = longest(parts);
  let left = span(part) * share;
  for (let i = 1; i < part.length; i += 1) {
    const step = Math.hypot(part[i][0] - part[i - 1][0], part[i][1] - part[i - 1][1]);
    if (step >= left && step > 0) {
      const t = left / step;
      return L.latLng(
        part[i - 1][0] + (part[i][0] - part[i - 1][0]) * t,
        part[i - 1][1] + (part[i][1] - part[i - 1][1]) * t,
      );
    }
    left -= step;
  }
  return L.latLng(part[part.length - 1]);
}

const longest = (parts) => parts.reduce((a, b) => (span(b) > span(a) ? b : a));

function span(part) {
  let sum = 0;
  for (let i = 1; i < part.length; i += 1) sum += Math.hypot(part[i][0] - part[i - 1][0], part[i][1] - part[i - 1][1]);
  return sum;
}

/** An arrowhead two thirds along, where the article states a direction. */
function arrow(map, points, feature) {
  const at = middle([points], 0.66);
  const [a, b] = [middle([points], 0.64), middle([points], 0.68)].map((p) => L.CRS.EPSG3857.latLngToPoint(p, 6));
  const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
  const svg = draw("svg", { viewBox: "-8 -8 16 16", class: "arrow", "aria-hidden": "true" });
  svg.append(draw("path", { d: "M-5-5.5 6 0-5 5.5-2 0Z", transform: "rotate(" + angle.toFixed(1) + ")" }));
  paint(svg, ...colorsOf(feature));
  return L.marker(at, {
    pane: "dots",
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ className: "arrow-box", html: svg, iconSize: [16, 16] }),
  });
}

function addPlace(map, data) {
  const latlng = L.latLng(data.lat, data.lon);
  const feature = { type: "place", data, isShown: true, latlng, bounds: L.latLngBounds([latlng, latlng]), map };
  features.set(keyOf("place", data.id), feature);
  if (crowd.places) return;
  if (LIST_ONLY.has(data.look)) {
    feature.isListOnly = true;
    return;
  }
  if (isArea(feature)) {
    feature.group = L.layerGroup();
    addTint(feature, feature.group);
    feature.group.mark = drawnPlace(feature).addTo(feature.group);
    feature.group.addTo(map.stage);
    return;
  }
  feature.group = drawnPlace(feature);
  if (data.area.length) addDoubt(map, feature);
  feature.group.addTo(map.stage);
}

/** The circle in which a place lies that is reckoned from another one comes and goes with its mark. */
function addDoubt(map, feature) {
  const circle = L.layerGroup();
  addTint(feature, circle);
  feature.group.on("add", () => circle.addTo(map.stage));
  feature.group.on("remove", () => circle.remove());
}

function drawnPlace(feature) {
  const { data } = feature;
  const kind = looks.kinds[data.look];
  const classes =
    "place" +
    (kind.badge ? " with-badge" : "") +
    (kind.area ? " is-area" : "") +
    (data.role === "associative" ? " associative" : "") +
    (data.precision === "approximate" ? " approximate" : "");
  const marker = L.marker(feature.latlng, {
    pane: "dots",
    keyboard: true,
    riseOnHover: true,
    bubblingMouseEvents: false,
    icon: L.divIcon({ className: classes, html: icon(data.look, colorsOf(feature)), iconSize: [TARGET, TARGET] }),
  });
  marker.on("add", () => {
    const element = marker.getElement();
    element.setAttribute("aria-label", describe(feature));
    element.setAttribute("role", "button");
    element.setAttribute("data-id", data.id);
    element.setAttribute("data-key", keyOf("place", data.id));
    element.setAttribute("title", data.name);
    element.setAttribute("data-precision", data.precision);
    feature.element = element;
  });
  marker.on("click", () => choose(feature));
  addCourse(feature, marker);
  if (isArea(feature) || data.course.length) {
    marker.on("mouseover focus", () => lightTint(feature, true));
    marker.on("mouseout blur", () => lightTint(feature, Boolean(feature.lit)));
  }
  return marker;
}

/** One line of words for a feature: what screen readers hear. */
function describe({ type, data }) {
  const number = corpus ? documents(weightOf({ data })) : "";
  if (type === "place") {
    return [data.name, lower(looks.kinds[data.look].label), countryName(data.country), number]
      .filter(Boolean)
      .join(", ");
  }
  return [
    data.name,
    lower(looks.labels.mode[data.mode]),
    lower(looks.labels.status[data.status]),
    data.basis === "inferred" ? lower(looks.labels.basis.inferred) : "",
    number,
  ]
    .filter(Boolean)
    .join(", ");
}

const lower = (words) => words.toLocaleLowerCase(language.code);

/** The features were added by mode and kind; all else goes by the order in which the article names them. */
function inReadingOrder() {
  const order = new Map(
    [
      ...atlas.corridors.map(({ id }) => keyOf("corridor", id)),
      ...atlas.places.map(({ id }) => keyOf("place", id)),
    ].map((key, i) => [key, i]),
  );
  const entries = [...features].sort(([a], [b]) => order.get(a) - order.get(b));
  features.clear();
  for (const [key, feature] of entries) features.set(key, feature);
}
