/* The ends of lines that are no places of the text have a small dot and their name, so that a line says where it leads. */
const END_NEAR = 16; // pixels within which a place's own mark stands for the end

function endNames(map) {
  if (corpus || crowd.corridors) return [];
  const known = new Map();
  const hidden = new Set(atlas.wishes.hidden.map(plain)); // by the map's author
  for (const feature of features.values()) {
    if (feature.type !== "corridor" || !feature.data.legs.length) continue;
    const [first, last] = [feature.data.legs[0], feature.data.legs.at(-1)];
    for (const [words, part, at] of [
      [first.start, first.points[0], 0],
      [last.end, last.points.at(-1), -1],
    ]) {
      if (!words || !part?.length || hidden.has(plain(words))) continue;
      const latlng = L.latLng(part.at(at));
      const key = plain(words);
      const end = known.get(key);
      if (end) end.ways.push(feature);
      else known.set(key, { words, latlng, ways: [feature] });
    }
  }
  return [...known.values()].map((end) => endName(map, end));
}

function endName(map, { words, latlng, ways }) {
  const build = () => written(map, "names", words, "end-name");
  return lazily({ words, latlng, gap: 6, sides: SIDES, led: true, order: 49, end: { ways, latlng } }, build);
}

/** Whether a place of the text stands where a line ends, or no line that ends there shows. */
function isEndMarked(map, { words, end }) {
  if (!end.ways.some((feature) => feature.isShown)) return true;
  const at = map.latLngToContainerPoint(end.latlng);
  for (const feature of features.values()) {
    if (feature.type !== "place" || !feature.isShown || feature.isListOnly) continue;
    if (isArea(feature)) {
      if (plain(feature.data.name) === plain(words)) return true; // Hong Kong is a town and an area: once is enough
      continue;
    }
    if (
      plain(feature.data.name) === plain(words) ||
      map.latLngToContainerPoint(feature.latlng).distanceTo(at) < END_NEAR
    )
      return true;
  }
  return false;
}

function markEnd(map, name, isOn) {
  if (!isOn) {
    name.foot?.remove();
    return;
  }
  name.foot ||= make("i", { class: name.dot ? "foot town" : "foot", "aria-hidden": "true" });
  if (!name.foot.isConnected) map.getPane(name.dot ? "lettering" : "names").prepend(name.foot);
  const { x, y } = map.latLngToLayerPoint(name.dot ?? name.end.latlng);
  name.foot.style.transform = "translate(" + x.toFixed(1) + "px," + y.toFixed(1) + "px)";
}
