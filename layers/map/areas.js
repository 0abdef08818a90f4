/* Areas: countries and regions as a light tint of their outline, whose names are the marks; rivers as lines of water. */
const LIST_ONLY = new Set(["continent", "ocean"]); // too large for a mark
const isArea = ({ type, data }) => type === "place" && looks.kinds[data.look].area;
const NO_WAYS = new Map();
const AREA_SPOTS = 9; // rows and columns of points in sight at which a name may stand

/** Tint an area; its outline is read after the first frame, which shows the marks. */
function addTint(feature, group) {
  const { data, map } = feature;
  if (!data.area.length) return;
  feature.isTinted = true;
  map.afterFirst(() => {
    const lists = data.area.map(numbers);
    const parts = lists.map(part);
    feature.tints = [
      new Ground(parts, { renderer: map.ground, className: "tint", isFilled: true }),
      new Ground(coastOf(lists, parts), { renderer: map.ground, className: "tint-edge", weight: 1 }),
    ];
    feature.tints[0].on("add", () => {
      feature.tints[0].bringToBack();
      map.land.bringToBack();
      map.sea.bringToBack();
    }); // lakes and coasts lie above
    for (const tint of feature.tints) group.addLayer(tint);
    feature.wide = mainPart(lists);
  });
}

/** The course of a river comes and goes with its mark. */
function addCourse(feature, marker) {
  const { data, map } = feature;
  if (!data.course.length) return;
  map.afterFirst(() => {
    const lists = data.course.map(numbers);
    const course = new Ground(lists.map(part), { renderer: map.ground, className: "course", weight: 2 });
    feature.tints = [course];
    feature.wide = mainPart(lists);
    if (map.hasLayer(marker)) course.addTo(map);
    marker.on("add", () => course.addTo(map));
    marker.on("remove", () => course.remove());
  });
}

/** The bounds of an outline, in thousandths of degrees, without its far islands. */
function mainPart(lists) {
  const boxes = lists.map((list) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] < box[0]) box[0] = list[i];
      if (list[i] > box[2]) box[2] = list[i];
      if (list[i + 1] < box[1]) box[1] = list[i + 1];
      if (list[i + 1] > box[3]) box[3] = list[i + 1];
    }
    return box;
  });
  const sizeOf = ([west, south, east, north]) => (east - west) * (north - south);
  const largest = Math.max(...boxes.map(sizeOf));
  return boxes
    .filter((box) => sizeOf(box) > largest / 8)
    .reduce(
      (all, [west, south, east, north]) =>
        all.extend([
          [south / 1000, west / 1000],
          [north / 1000, east / 1000],
        ]),
      L.latLngBounds([]),
    );
}

function lightTint(feature, on) {
  for (const tint of feature.tints || []) tint.getElement()?.classList.toggle("lit", on);
}

/** Where the name of an area may stand: its own point, then points of its largest part in sight, the nearest to their middle first. */
function areaSpots(map, feature) {
  if (!feature.isTinted) return [feature.latlng];
  const spots = largestPart(spotsInSight(map, feature));
  if (!spots.length) return [feature.latlng];
  const lat = spots.reduce((sum, spot) => sum + spot.lat, 0) / spots.length;
  const lon = spots.reduce((sum, spot) => sum + spot.lon, 0) / spots.length;
  const away = (spot) => Math.hypot(spot.lat - lat, (spot.lon - lon) * 0.6); // names are wide: rather up or down
  spots.sort((one, other) => away(one) - away(other));
  const own = map.getBounds().contains(feature.latlng) ? [feature.latlng] : [];
  return [...own, ...spots.map((spot) => L.latLng(spot.lat, spot.lon))];
}

/** Points of an area in sight, in rows and columns. */
function spotsInSight(map, { tints, wide }) {
  const shown = map.getBounds();
  const [south, north] = [Math.max(shown.getSouth(), wide.getSouth()), Math.min(shown.getNorth(), wide.getNorth())];
  const [west, east] = [Math.max(shown.getWest(), wide.getWest()), Math.min(shown.getEast(), wide.getEast())];
  const spots = [];
  if (south >= north || west >= east) return spots;
  for (let row = 0; row < AREA_SPOTS; row += 1) {
    const lat = south + ((north - south) * (row + 0.5)) / AREA_SPOTS;
    const edges = crossings(tints[0].rings ?? [], map.latLngToLayerPoint([lat, west]).y);
    for (let column = 0; column < AREA_SPOTS; column += 1) {
      const lon = west + ((east - west) * (column + 0.5)) / AREA_SPOTS;
      const { x } = map.latLngToLayerPoint([lat, lon]);
      if (edges.filter((edge) => edge > x).length % 2) spots.push({ lat, lon, row, column }); // inside, by the even-odd rule
    }
  }
  return spots;
}

/** The most points that hang together: the mainland, not an exclave or islands. */
function largestPart(spots) {
  const left = new Map(spots.map((spot) => [spot.row * AREA_SPOTS + spot.column, spot]));
  let largest = [];
  for (const first of spots) {
    const found = [];
    const next = [first];
    while (next.length) {
      const { row, column } = next.pop();
      const spot = left.get(row * AREA_SPOTS + column);
      if (!spot || !left.delete(row * AREA_SPOTS + column)) continue;
      found.push(spot);
      next.push({ row: row + 1, column }, { row: row - 1, column });
      if (column + 1 < AREA_SPOTS) next.push({ row, column: column + 1 });
      if (column) next.push({ row, column: column - 1 });
    }
    if (found.length > largest.length) largest = found;
  }
  return largest;
}

/** Where outlines of alternating x and y cross a level. */
function crossings(rings, y) {
  const found = [];
  for (const ring of rings) {
    let ax = ring.at(-2);
    let ay = ring.at(-1);
    for (let i = 0; i < ring.length; i += 2) {
      const bx = ring[i];
      const by = ring[i + 1];
      if (ay > y !== by > y) found.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
      ax = bx;
      ay = by;
    }
  }
  return found;
}

function spotInside(map, name, taken, size, ways) {
  for (const latlng of areaSpots(map, name.feature)) {
    const spot = spotBeside(
      map,
      {
        ...name,
        feature: name.feature,
        latlng,
        sides: [["on", 0]],
        gap: 0,
        width: measured(name)[0],
        height: name.height,
      },
      taken,
      size,
      NO_WAYS,
    );
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
  Object.assign(feature.element.style, {
    width: width + "px",
    height: height + "px",
    marginLeft: -width / 2 + "px",
    marginTop: -height / 2 + "px",
  });
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
  return draw(
    "svg",
    { viewBox: "0 0 22 14", width: 22, height: 14, class: "swatch", "aria-hidden": "true" },
    draw("rect", { ...box, class: "tint" }),
    draw("rect", { ...box, class: "tint-edge" }),
  );
}
