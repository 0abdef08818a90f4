/* The map: ground, what was found, the candidates of what is being checked. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = new Map([...LETTERS].map((letter, value) => [letter, value]));
let map = null,
  drawn = null,
  lit = null;
let placing = null; // what a click on the map does, where it does anything
const night = window.matchMedia("(prefers-color-scheme: dark)");
const inkOf = (feature) => feature.colors[night.matches ? 1 : 0];
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Read a line as the server packs it: differences in base 64, five bits a letter; gives [latitude, longitude]. */
function unpack(text) {
  const points = [],
    sum = [0, 0];
  let axis = 0,
    value = 0,
    factor = 1;
  for (const letter of text) {
    const digit = VALUE.get(letter);
    value += (digit & 31) * factor;
    if (digit & 32) {
      factor *= 32;
      continue;
    }
    sum[axis] += value % 2 ? -(value + 1) / 2 : value / 2;
    if (axis === 1) points.push([sum[1] / 1000, sum[0] / 1000]);
    axis = 1 - axis;
    value = 0;
    factor = 1;
  }
  return points;
}

async function drawGround() {
  const ground = await ask("ground");
  const [west, south, east, north] = ground.frame;
  map = L.map("map", {
    attributionControl: false,
    zoomSnap: 0.25,
    minZoom: 1.5,
    maxZoom: 13,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    markerZoomAnimation: !calm,
  });
  map.createPane("base").style.zIndex = 200;
  const options = (name) => ({
    pane: "base",
    interactive: false,
    className: name,
    smoothFactor: 0.8,
    renderer: baseRenderer,
  });
  const baseRenderer = L.svg({ pane: "base", padding: 0.6 });
  L.polygon(ground.land.map(unpack), { ...options("land"), stroke: false }).addTo(map);
  for (const kind of ["international", "disputed"])
    L.polyline(ground[kind].map(unpack), options("border " + kind)).addTo(map);
  map.fitBounds(
    [
      [south, west],
      [north, east],
    ],
    { padding: [24, 24], animate: false, maxZoom: 8 },
  );
  map.createPane("lettering").style.zIndex = 250;
  const names = ground.labels.map(([kind, name, lon, lat]) => {
    const marker = L.marker([lat, lon], {
      pane: "lettering",
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: "label " + kind, iconSize: [0, 0], html: "" }),
    }).addTo(map);
    marker.getElement().append(make("span", null, name));
    return marker;
  });
  map.on("zoomend", () => thin(names));
  thin(names);
  map.getPane("lettering").setAttribute("aria-hidden", "true");
  drawn = L.layerGroup().addTo(map);
  lit = L.layerGroup().addTo(map);
  night.addEventListener("change", drawFeatures);
  map.on("click", (event) => {
    if (placing) placing(round(event.latlng));
  });
  byId("map").append(make("p", { class: "unseen" }, ground.view));
}

/** Leave out names that would lie on others at this zoom: the first of those that meet, as the server orders them, stays. */
function thin(names) {
  const taken = [];
  for (const marker of names) {
    const span = marker.getElement().firstElementChild;
    span.hidden = false;
    const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
    const [width, height] = [span.offsetWidth / 2 + 4, span.offsetHeight / 2 + 2];
    const box = [x - width, y - height, x + width, y + height];
    span.hidden = taken.some(
      (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3],
    );
    if (!span.hidden) taken.push(box);
  }
}

/** @type {(at: any) => any} */
const round = ({ lat, lng }) => [
  Number(L.Util.wrapNum(lng, [-180, 180], true).toFixed(5)),
  Number(Math.max(-90, Math.min(90, lat)).toFixed(5)),
];

function dot(point, classes, size, words, options) {
  return L.marker([point[1], point[0]], {
    icon: L.divIcon({ className: "dot " + classes, iconSize: [size, size], html: "" }),
    title: words,
    alt: words,
    keyboard: false,
    ...options,
  });
}

/** Draw everything that was found; what is being checked lies above it. */
function drawFeatures() {
  if (!map) return;
  drawn.clearLayers();
  lit.clearLayers();
  placing = null;
  for (const feature of state.features) {
    if (feature.key === chosen || feature.verdict === "rejected") continue;
    if (feature.target === "corridor") {
      for (const part of feature.lines) {
        const way = L.polyline(
          part.points.map(([lon, lat]) => [lat, lon]),
          {
            color: inkOf(feature),
            weight: 2.5,
            opacity: 0.6,
            dashArray: part.traced && feature.basis !== "inferred" ? null : "5 5",
          },
        );
        way
          .on("click", (event) => {
            if (!placing) {
              L.DomEvent.stop(event);
              choose(feature.key);
            }
          })
          .bindTooltip(feature.name, { sticky: true })
          .addTo(drawn);
      }
    } else if (feature.point && feature.role !== "associative") {
      dot(feature.point, feature.said ? "done" : "", 12, feature.name)
        .on("click", () => choose(feature.key))
        .addTo(drawn);
    }
  }
  const feature = current();
  if (!feature) return;
  if (feature.target === "corridor") drawRoute(feature);
  else drawPlace(feature);
  byId("map").classList.toggle("placing", Boolean(placing));
}

function drawPlace(feature) {
  feature.alternatives.forEach((other, index) => {
    const mark = dot([other.lon, other.lat], "candidate", 22, index + 1 + ": " + other.name + ", " + where(other), {
      zIndexOffset: 500,
    });
    mark
      .on("click", () => pick(feature, other))
      .bindTooltip(other.name + ", " + where(other))
      .addTo(lit);
    mark.getElement().textContent = index + 1;
  });
  if (feature.point) {
    const mark = dot(feature.point, feature.verdict === "rejected" ? "rejected" : "current", 20, feature.name, {
      draggable: feature.verdict !== "rejected",
      autoPan: true,
      zIndexOffset: 1000,
    });
    mark
      .on("dragend", () => movePlace(feature, round(mark.getLatLng())))
      .bindTooltip(t("map.move", { name: feature.name }))
      .addTo(lit);
  } else {
    placing = (point) => movePlace(feature, point);
  }
}

/** Show where a feature lies, if it does not show already. */
function goTo(feature) {
  if (!map || !feature) return;
  const points =
    feature.target === "corridor"
      ? feature.lines.flatMap((part) => part.points)
      : [feature.point, ...feature.alternatives.slice(0, 3).map((other) => [other.lon, other.lat])].filter(Boolean);
  if (!points.length) return;
  const bounds = L.latLngBounds(points.map(([lon, lat]) => [lat, lon]));
  if (
    feature.target === "place" &&
    feature.point &&
    map.getBounds().pad(-0.1).contains([feature.point[1], feature.point[0]]) &&
    !feature.alternatives.length
  )
    return;
  map.fitBounds(bounds, { padding: [40, 40], maxZoom: Math.max(7, Math.min(map.getZoom(), 9)), animate: !calm });
}
