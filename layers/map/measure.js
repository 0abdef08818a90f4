/* Measuring: lengths by the shortest way over the globe, and along a corridor where both points lie on one. */
const RADIUS_KM = 6371.0088; // of a sphere of the Earth's size
const ON_LINE = 14; // pixels within which a point is on a line
const ARC_STEPS = 48;
const measure = { isOn: false, points: [], layers: null };

function prepareMeasure(map) {
  measure.layers = L.layerGroup().addTo(map);
  measure.button = map.zoomBox.querySelector(".measure");
  map.on("click", (event) => {
    if (measure.isOn) addMeasured(map, event.latlng);
  });
  document.addEventListener("keydown", (event) => measureKey(map, event));
}

/** Escape ends it; on the map, Enter adds its middle, and the backspace key takes the last point away. */
function measureKey(map, event) {
  if (!measure.isOn) return;
  if (event.key === "Escape") toggleMeasure(map);
  if (event.target !== map.getContainer()) return;
  if (event.key === "Enter") addMeasured(map, map.getCenter());
  if (event.key === "Backspace") {
    measure.points.pop();
    drawMeasured(map);
  }
}

function toggleMeasure(map) {
  measure.isOn = !measure.isOn;
  measure.points = [];
  measure.button.setAttribute("aria-pressed", String(measure.isOn));
  map.getContainer().classList.toggle("measuring", measure.isOn);
  if (measure.isOn) shutCard();
  drawMeasured(map);
}

function addMeasured(map, latlng) {
  measure.points.push(latlng);
  drawMeasured(map);
}

function drawMeasured(map) {
  const { points, layers, isOn } = measure;
  layers.clearLayers();
  const options = { renderer: map.ways, pane: "ways", interactive: false, className: "measured" };
  if (points.length > 1)
    layers.addLayer(
      L.polyline(
        points.slice(1).map((point, i) => arc(points[i], point)),
        options,
      ),
    );
  for (const point of points)
    layers.addLayer(L.circleMarker(point, { ...options, radius: 3, className: "measured at" }));
  const box = byId("measured");
  box.hidden = !isOn;
  const words = points.length < 2 ? t("measure.hint") : measuredWords(map);
  box.textContent = words;
  if (isOn) say(words);
}

function measuredWords(map) {
  const { points } = measure;
  const lengths = points.slice(1).map((point, i) => arcKm(points[i], point));
  const said = [t("measure.straight", { length: km(lengths.reduce((sum, length) => sum + length, 0)) })];
  const along = alongCorridor(map, points.at(-2), points.at(-1));
  if (along) said.push(t("measure.along", { length: km(along.km), name: along.name }));
  return said.join("; ");
}

const radians = (degrees) => (degrees * Math.PI) / 180;
const unit = ({ lat, lng }) => [
  Math.cos(radians(lat)) * Math.cos(radians(lng)),
  Math.cos(radians(lat)) * Math.sin(radians(lng)),
  Math.sin(radians(lat)),
];

/** The angle between two points, seen from the middle of the Earth. */
function angle(one, other) {
  const [a, b] = [unit(one), unit(other)];
  return 2 * Math.asin(Math.min(1, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) / 2));
}

const arcKm = (one, other) => RADIUS_KM * angle(one, other);

/** Points of the shortest way, which is bent on a map; longitudes run on past 180. */
function arc(one, other) {
  const whole = angle(one, other);
  if (whole < 1e-6) return [one, other];
  const [a, b] = [unit(one), unit(other)];
  let before = one.lng;
  return Array.from({ length: ARC_STEPS + 1 }, (_, i) => {
    const [p, q] = [
      Math.sin(whole * (1 - i / ARC_STEPS)) / Math.sin(whole),
      Math.sin((whole * i) / ARC_STEPS) / Math.sin(whole),
    ];
    const [x, y, z] = [0, 1, 2].map((axis) => a[axis] * p + b[axis] * q);
    const lng = (Math.atan2(y, x) * 180) / Math.PI;
    before = lng + 360 * Math.round((before - lng) / 360);
    return [(Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, before];
  });
}

/** The length between two points along a corridor on which both lie, as it is drawn. */
function alongCorridor(map, one, other) {
  for (const feature of features.values()) {
    if (feature.type !== "corridor" || !feature.isShown) continue;
    for (const chain of chainsOf(feature)) {
      const [a, b] = [one, other].map((point) => kmAt(map, chain, point));
      if (a !== null && b !== null) return { km: Math.abs(a - b), name: feature.data.name };
    }
  }
  return null;
}

/** How far along a line a point lies, nothing where it lies off it. */
function kmAt(map, chain, latlng) {
  const at = map.latLngToLayerPoint(latlng);
  let [best, found, sum] = [ON_LINE, null, 0];
  for (let i = 1; i < chain.length; i += 1) {
    const [from, to] = [L.latLng(chain[i - 1]), L.latLng(chain[i])];
    const length = arcKm(from, to);
    const [p, q] = [map.latLngToLayerPoint(from), map.latLngToLayerPoint(to)];
    const near = L.LineUtil.closestPointOnSegment(at, p, q);
    if (near.distanceTo(at) < best) {
      best = near.distanceTo(at);
      found = sum + (p.equals(q) ? 0 : (length * near.distanceTo(p)) / q.distanceTo(p));
    }
    sum += length;
  }
  return found;
}
