/* Areas: countries and regions as a light tint of their outline, whose names are the marks; rivers as lines of water. */
const LIST_ONLY = new Set(["continent", "ocean"]); // too large for a mark
const isArea = ({ type, data }) => type === "place" && looks.kinds[data.look].area;
const AREA_SPOTS = 9; // rows and columns of points in sight at which a name may stand

function addTint(feature, group) {
  const { data, map } = feature;
  if (!data.area.length) return;
  feature.rings = data.area.map((text) => line(text, 1000));
  const { near, world } = atlas.base;
  const options = { renderer: map.ground, pane: "base", interactive: false, smoothFactor: 0.8 };
  feature.tints = [L.polygon(feature.rings, { ...options, className: "tint", stroke: false }),
    L.polyline(feature.rings.flatMap((ring) => coasts(ring, near, world)), { ...options, className: "tint-edge", fill: false, weight: 1 })];
  feature.tints[0].on("add", () => { feature.tints[0].bringToBack(); map.land.bringToBack(); map.sea.bringToBack(); }); // lakes and coasts lie above
  for (const tint of feature.tints) group.addLayer(tint);
  feature.wide = mainPart(feature.rings);
}

/** The course of a river comes and goes with its mark. */
function addCourse(feature, marker) {
  const { data, map } = feature;
  if (!data.course.length) return;
  const lines = data.course.map((text) => line(text, 1000));
  const course = L.polyline(lines, { renderer: map.ground, pane: "base", interactive: false, className: "course", fill: false, weight: 2, smoothFactor: 0.8 });
  feature.tints = [course];
  feature.wide = mainPart(lines);
  marker.on("add", () => course.addTo(map));
  marker.on("remove", () => course.remove());
}

/** The bounds of an outline without its far islands. */
function mainPart(rings) {
  const boxes = rings.map((ring) => L.latLngBounds(ring));
  const sizeOf = (box) => (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
  const largest = Math.max(...boxes.map(sizeOf));
  return boxes.filter((box) => sizeOf(box) > largest / 8).reduce((all, box) => all.extend(box), L.latLngBounds([]));
}

function lightTint(feature, on) {
  for (const tint of feature.tints || []) tint.getElement()?.classList.toggle("lit", on);
}

/** Where the name of an area may stand: its own point, then points of it in sight, the nearest to their middle first. */
function areaSpots(map, feature) {
  if (!feature.rings) return [feature.latlng];
  const shown = map.getBounds();
  const [south, north] = [Math.max(shown.getSouth(), feature.wide.getSouth()), Math.min(shown.getNorth(), feature.wide.getNorth())];
  const [west, east] = [Math.max(shown.getWest(), feature.wide.getWest()), Math.min(shown.getEast(), feature.wide.getEast())];
  if (south >= north || west >= east) return [feature.latlng];
  const spots = [];
  for (let i = 0; i < AREA_SPOTS; i += 1) {
    for (let k = 0; k < AREA_SPOTS; k += 1) {
      const point = [south + ((north - south) * (i + 0.5)) / AREA_SPOTS, west + ((east - west) * (k + 0.5)) / AREA_SPOTS];
      if (isInside(feature.rings, point)) spots.push(point);
    }
  }
  if (!spots.length) return [feature.latlng];
  const [lat, lon] = [0, 1].map((axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length);
  const away = ([a, b]) => Math.hypot(a - lat, (b - lon) * 0.6); // names are wide: rather up or down
  spots.sort((one, other) => away(one) - away(other));
  const own = shown.contains(feature.latlng) ? [feature.latlng] : [];
  return [...own, ...spots.map((spot) => L.latLng(spot))];
}

/** How far a ring reaches: south, north, east. */
function reachOf(ring) {
  const reach = [90, -90, -Infinity];
  for (const [lat, lon] of ring) {
    reach[0] = Math.min(reach[0], lat);
    reach[1] = Math.max(reach[1], lat);
    reach[2] = Math.max(reach[2], lon);
  }
  return reach;
}

/** By the even-odd rule. */
function isInside(rings, [lat, lon]) {
  let inside = false;
  for (const ring of rings) {
    const [south, north, east] = (ring.reach ||= reachOf(ring));
    if (lat < south || lat > north || lon > east) continue;
    for (let i = 1; i < ring.length; i += 1) {
      const [a, b] = [ring[i - 1], ring[i]];
      if (a[0] > lat !== b[0] > lat && lon < a[1] + ((lat - a[0]) / (b[0] - a[0])) * (b[1] - a[1])) inside = !inside;
    }
  }
  return inside;
}

function spotInside(map, name, taken, size, ways) {
  for (const latlng of areaSpots(map, name.feature)) {
    const spot = spotBeside(map, { ...name, feature: name.feature, latlng, sides: [["on", 0]], gap: 0, width: measured(name)[0], height: name.height }, taken, size, []);
    if (!spot || over(spot.boxes[0], ways) >= MUCH) continue;
    const [x, y, right, bottom] = spot.boxes[0];
    if (isFree([x - 6, y - 11, right + 6, bottom + 11], taken, size)) return spot; // room for fingers, too
  }
  return null;
}

/** The mark of an area lies under its name, so that keys and fingers meet it there; without a name it waits. */
function underName(map, { feature }, spot) {
  const mark = feature.group?.mark;
  if (!mark || !feature.element) return;
  feature.element.classList.toggle("named", Boolean(spot));
  const [x, y, right, bottom] = spot ? spot.boxes[0] : [0, 0, TARGET, TARGET];
  const [width, height] = [Math.max(TARGET, right - x), Math.max(TARGET, bottom - y)];
  Object.assign(feature.element.style, { width: width + "px", height: height + "px", marginLeft: -width / 2 + "px", marginTop: -height / 2 + "px" });
  mark.setLatLng(spot ? map.containerPointToLatLng([(x + right) / 2, (y + bottom) / 2]) : feature.latlng);
}

/** One row of the legend for all areas, with one box. */
function areaRow(map, ofLook) {
  const looked = Object.keys(looks.kinds).filter((key) => looks.kinds[key].area && !LIST_ONLY.has(key));
  if (!looked.length) return null;
  const number = looked.reduce((sum, key) => sum + ofLook.get(key), 0);
  return row(tintSample(), t("section.areas"), number, switchFor(map, "look", ...looked));
}

function tintSample() {
  const box = { x: 1, y: 1, width: 20, height: 12 };
  return draw("svg", { viewBox: "0 0 22 14", width: 22, height: 14, class: "swatch", "aria-hidden": "true" },
    draw("rect", { ...box, class: "tint" }), draw("rect", { ...box, class: "tint-edge" }));
}
