/* Below the features: shaded relief, rivers, railways, roads, inner borders, and towns for orientation. */
const LINES = [
  ["rivers", "river"],
  ["roads", "track road"],
  ["railways", "track rail"],
  ["regions", "region"],
];
const MOST_TOWNS = 40; // names of towns that are tried in one view
const SHARP = 6; // zoom to which the relief is as sharp as the screen
const MARKED = 0.12; // degrees within which another dot is of the same town
const MOST_RIVERS = 8; // names of rivers in one view

function drawTerrain(map) {
  const { terrain } = atlas.base;
  if (!terrain) return;
  if (terrain.relief) drawRelief(map, terrain.relief);
  const layers = LINES.flatMap(([kind, className]) =>
    [...byZoom(terrain[kind])].map(([from, lines]) => {
      const layer = new Ground(
        lines.map((text) => part(numbers(text))),
        { renderer: map.ground, className },
      );
      layer.on("add", () => toGround(layer.getElement(), kind));
      return { from, layer };
    }),
  );
  const show = () => {
    const zoom = map.getZoom();
    for (const { from, layer } of layers)
      if (map.hasLayer(layer) !== zoom >= from) map[zoom >= from ? "addLayer" : "removeLayer"](layer);
  };
  map.on("zoomend", show);
  show();
}

/** Lines that appear at the same zoom are one layer. */
function byZoom(rows) {
  const found = new Map();
  for (const row of rows) {
    if (!found.has(row[0])) found.set(row[0], []);
    found.get(row[0]).push(...row.at(-1));
  }
  return found;
}

/** Rivers run into lakes and below coasts; roads and railways lie on the land; borders above them. */
function toGround(element, kind) {
  const before = element.parentNode.querySelector(kind === "rivers" ? ".lake" : ".border");
  if (before) element.parentNode.insertBefore(element, before);
}

/** Light and shade over land and water; a level place leaves the colour below as it is. */
/** @param {any} map @param {any} relief */
function drawRelief(map, [[west, south, east, north], picture]) {
  map.createPane("relief").style.zIndex = 210;
  map.getPane("relief").classList.add("relief");
  const layer = L.imageOverlay(
    picture,
    [
      [south, west],
      [north, east],
    ],
    { pane: "relief", interactive: false, alt: "" },
  ).addTo(map);
  layer.getElement().setAttribute("aria-hidden", "true");
  const fade = () => {
    map
      .getPane("relief")
      .style.setProperty("--near", Math.min(1, Math.max(0.4, 1 - (map.getZoom() - SHARP) / 6)).toFixed(2));
  };
  map.on("zoomend", fade); // seen from near it is coarse
  fade();
}

/** Names of towns with their dots, and of rivers along them, after all others; what has a mark already needs no other. */
function terrainNames(map, ends) {
  const { terrain } = atlas.base;
  if (!terrain) return [];
  const marked = [
    ...ends.map(({ latlng }) => latlng),
    ...[...features.values()]
      .filter((feature) => feature.type === "place" && !isArea(feature))
      .map(({ latlng }) => latlng),
  ];
  /** @param {any} town */
  const isMarked = ([, lon, lat]) =>
    marked.some((at) => Math.abs(at.lat - lat) < MARKED && Math.abs(at.lng - lon) < MARKED);
  const courses = new Map();
  for (const [from, name, lines] of terrain.rivers) {
    if (!name) continue;
    if (!courses.has(name)) courses.set(name, { from, lines: [] });
    courses.get(name).lines.push(...lines);
  }
  return [
    ...terrain.towns
      .filter((town) => !isMarked(town))
      .map(([name, lon, lat, from], i) => townName(map, name, L.latLng(lat, lon), from, i)),
    ...[...courses].map(([name, { from, lines }], i) => riverName(map, name, lines, from, i)),
  ];
}

function townName(map, words, latlng, from, i) {
  const build = () => written(map, "lettering", words, "town-name");
  return lazily(
    { words, latlng, gap: 5, sides: SIDES, kind: "town", from, rank: 0, order: GROUND + 15 + i / 1000, dot: latlng },
    build,
  );
}

function riverName(map, words, lines, from, i) {
  const build = () => written(map, "lettering", words, "river-name");
  let read = null; // when the map is near enough for the name
  const course = () => {
    const points = lines.map((text) => line(text, 1000));
    return { points, bounds: L.latLngBounds(points.flat()) };
  };
  return lazily(
    {
      words,
      get course() {
        return (read ??= course());
      },
      along: true,
      kind: "river",
      from: from + 0.5,
      rank: 0,
      order: GROUND + 17 + i / 1000,
    },
    build,
  );
}

/** Whether a name of the ground is out of sight, waits for more zoom, or comes after enough others. */
function isSpared(map, name, size, counts) {
  if (map.getZoom() < name.from) return true;
  if (name.kind === "river")
    return !map.getBounds().intersects(name.course.bounds) || (counts.river += 1) > MOST_RIVERS;
  return !within(map.latLngToContainerPoint(name.latlng), size) || (counts.town += 1) > MOST_TOWNS;
}
