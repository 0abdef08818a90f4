/* Lettering: names that do not collide. The most important are placed first; who finds no room waits for more zoom. */
const SIDES = [
  ["right", 0],
  ["left", 0],
  ["above", 0],
  ["below", 0],
  ["above", 1],
  ["below", 1],
  ["above", -1],
  ["below", -1],
  ["right", 1],
  ["right", -1],
  ["left", 1],
  ["left", -1],
];
const OWN_SIDES = Object.fromEntries(
  ["left", "right", "above", "below"].map((own) => [own, SIDES.filter(([side]) => side === own)]),
);
const ON = [
  ["on", 0],
  ["above", 0],
  ["below", 0],
];
const LED = 3; // the last rank of places whose names may stand apart; the others wait for more zoom
const GROUND = 100; // from here on the names of the base map
const isOfGround = (name) => name.order >= GROUND;
const LONGEST = 90; // characters of a name that the map letters; the list has all of it
const MOST_TRIED = 160; // names of features that are tried where there are thousands
const CROWD = 24; // features in sight beyond which lines that lead to names of places would tangle; those of corridors are few
const MUCH = 4; // points of corridors that a name may cover before it had better stand apart
const SEA_ZOOM = [0, 1.5, 2.5, 3.4, 4.6, 6.5]; // from which zoom a sea of each rank is lettered

function letteringFor(map) {
  const names = [];
  for (const feature of features.values()) {
    if (feature.isListOnly || labelOf(feature) === "off") continue;
    names.push(feature.type === "place" ? placeName(map, feature) : corridorName(map, feature));
  }
  const [placed, countries] = [new Map(), new Map()]; // places by their names, countries by the name of the country
  for (const feature of [...features.values()].reverse()) {
    if (feature.type !== "place") continue;
    if (feature.data.kind === "country") countries.set(countryName(feature.data.country), feature);
    placed.set(feature.data.name, feature);
  }
  for (const [kind, name, lon, lat, rank] of atlas.base.labels) {
    const marked = (kind === "country" && countries.get(name)) || placed.get(name);
    if (marked && (kind !== "country" || marked.isTinted)) continue;
    names.push(baseName(map, kind, name, L.latLng(lat, lon), rank, marked));
  }
  const ends = endNames(map);
  names.push(...ends, ...terrainNames(map, ends));
  names.sort((a, b) => a.order - b.order);
  let waiting = 0;
  const place = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => arrange(map, names));
  };
  map.on("zoomend moveend resize refiltered relit", place);
  arrange(map, names);
  return () => arrange(map, names);
}

function written(map, pane, name, className) {
  const words = name.length > LONGEST ? name.slice(0, LONGEST).trimEnd() + "…" : name;
  const lines = (className === "corridor-name" ? [words] : brokenUp(words)).flatMap((words, i) =>
    i ? [make("br"), words] : [words],
  );
  const element = make("span", { class: "name " + className, "aria-hidden": "true", dir: "auto" }, ...lines);
  map.getPane(pane).append(element);
  return element;
}

/** Long names in lines of about the same length, broken between words. */
function brokenUp(words, most = 22) {
  const lines = Math.min(3, Math.ceil(words.length / most));
  const parts = words.split(/\s+/);
  if (lines < 2 || parts.length < 2) return [words];
  const found = [""];
  for (const part of parts) {
    const line = found[found.length - 1];
    const left = words.length / lines - line.length;
    if (line && found.length < lines && left < (part.length + 1) / 2) found.push(part);
    else found[found.length - 1] = line ? line + " " + part : part;
  }
  return found;
}

/** A name whose element is made when it is first measured: of thousands, few are ever written. */
function lazily(name, build) {
  let element = null;
  let spelled = null;
  name.make = () => (element ||= build());
  return Object.defineProperties(name, {
    element: { get: name.make },
    isMade: { get: () => element !== null },
    plain: { get: () => (spelled ??= plain(name.words)) },
  });
}

function placeName(map, feature) {
  const kind = looks.kinds[feature.data.look];
  const className =
    (kind.area ? "area-name" : kind.water ? "water-name" : "place-name") + (kind.rank === 1 ? " major" : "");
  const build = () => {
    const element = paint(written(map, "names", feature.data.short, className), ...letterColorsOf(feature));
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      choose(feature);
    }); // a click on the map shuts cards
    return element;
  };
  const plain = kind.badge ? 13 : 10;
  return lazily(
    {
      feature,
      words: feature.data.short,
      get latlng() {
        return spotOf(feature);
      },
      get gap() {
        return corpus ? feature.radius + 4 : plain;
      },
      sides: OWN_SIDES[labelOf(feature)] ?? SIDES,
      led: labelOf(feature) === "auto" && !kind.water && (kind.area || kind.rank <= LED),
      order: orderOf(feature, kind.rank * 10 - Math.min(feature.data.mentions, 9)),
    },
    build,
  );
}

function corridorName(map, feature) {
  const words = feature.data.name + (feature.data.basis === "inferred" ? " (" + t("inferred") + ")" : "");
  const build = () => {
    const element = paint(written(map, "names", words, "corridor-name"), ...letterColorsOf(feature));
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      choose(feature);
    }); // a click on the map shuts cards
    return element;
  };
  return lazily(
    {
      feature,
      words: feature.data.name,
      along: true,
      led: true,
      order: orderOf(feature, feature.data.basis === "inferred" ? 48 : 8),
    },
    build,
  );
}

/** Which name is written before which: in a corpus by the share of its documents in those of the most spoken of. */
const orderOf = ({ type, data }, order) => (corpus ? 98 - (97 * data.documents) / peakOf(type) : order);

/** A country that the article names has its mark; where that is out of sight, its name stands on the part that shows. */
function baseName(map, kind, words, latlng, rank, marked) {
  const build = () => written(map, "lettering", words, kind + "-name rank-" + rank + (marked ? " mentioned" : ""));
  const order = marked ? 45 : GROUND + rank * 10 + { country: 0, sea: 5, lake: 8 }[kind];
  return lazily(
    {
      words,
      latlng,
      gap: kind === "lake" ? 5 : 0,
      sides: kind === "lake" ? SIDES : ON,
      kind,
      rank: marked ? 1 : rank,
      order,
      unless: marked,
    },
    build,
  );
}

/** Put every name where it fits, most important first. */
function arrange(map, names) {
  stepAside(map);
  inSight.clear();
  const size = map.getSize();
  const wanted = new Set(names.filter(likely(map, size)));
  for (const name of wanted) name.make(); // all before the first is measured: else each would cost a layout of the page
  const taken = new Taken();
  taken.push(...furniture(map));
  const isCrowd = crowd.places || crowd.corridors;
  for (const feature of features.values()) {
    if (
      feature.type === "place" &&
      feature.isShown &&
      feature.isSingle !== false &&
      (corpus || crowd.places || !isArea(feature)) &&
      !feature.isListOnly
    ) {
      const p = map.latLngToContainerPoint(spotOf(feature));
      const half = corpus ? feature.radius : looks.kinds[feature.data.look].badge ? 9 : 6;
      taken.push([p.x - half, p.y - half, p.x + half, p.y + half]);
    }
  }
  for (const { list, x, y } of map.crowd?.items ?? []) {
    const half = list.length > 1 ? map.crowd.radius(list.length) : 0;
    if (half) taken.push([x - half, y - half, x + half, y + half]);
  }
  const ways = crowd.corridors ? new Map() : wayPoints(map, size);
  for (const name of wanted) measured(name);
  const crowded =
    [...features.values()].filter((feature) => within(map.latLngToContainerPoint(feature.latlng), size)).length > CROWD;
  const said = []; // what is lettered, so that nothing is twice
  const isSaid = (name) =>
    said.some(
      ([words, x, y, isOfText]) => words === name.plain && (!name.feature || !isOfText || isBeside(map, name, x, y)),
    );
  const write = (name, spot) => {
    if (!spot && !name.isMade) return;
    name.element.classList.toggle("placed", Boolean(spot));
    lead(map, name, spot && spot.leader);
    if (name.feature && isArea(name.feature)) underName(map, name, spot);
    if (name.end || name.dot) markEnd(map, name, Boolean(spot));
    if (!spot) return;
    taken.push(...spot.boxes);
    said.push([name.plain, spot.x, spot.y, Boolean(name.feature)]);
    const corner = map.containerPointToLayerPoint([spot.x, spot.y]);
    name.element.style.textAlign = spot.align || "start";
    name.element.style.transform =
      "translate(" +
      corner.x.toFixed(1) +
      "px," +
      corner.y.toFixed(1) +
      "px)" +
      (spot.angle ? " rotate(" + spot.angle.toFixed(1) + "deg)" : "");
  };
  const close = (name) =>
    (name.along ? spotAlong : name.feature && isArea(name.feature) && !isCrowd ? spotInside : spotBeside)(
      map,
      name,
      taken,
      size,
      ways,
    );
  const later = []; // names without room beside: when all others of the article have theirs
  const writeLater = () => {
    const waiting = later.splice(0);
    if (!waiting.length) return;
    // dots first or lines first: whichever leaves fewer without a name, and covers less
    const isMixed = waiting.some(({ along }) => along) && waiting.some(({ along }) => !along);
    const tries = [1, -1].slice(0, isMixed ? 2 : 1).map((sign) =>
      tried(
        map,
        [...waiting].sort((a, b) => sign * (Number(Boolean(a.along)) - Number(Boolean(b.along)))),
        close,
        taken,
        size,
        ways,
      ),
    );
    const best = tries[1]?.cost < tries[0].cost ? tries[1] : tries[0];
    for (const [name, spot] of best.spots) write(name, spot);
  };
  const waters = new Set(); // a sea has several places for its name: the first that is free takes it
  for (const name of names) {
    if (isOfGround(name)) writeLater();
    const marked = name.unless && name.unless.isShown && within(map.latLngToContainerPoint(name.unless.latlng), size);
    const hidden =
      !wanted.has(name) ||
      marked ||
      waters.has(name.words) ||
      (name.end && isEndMarked(map, name)) ||
      (!isCrowd && isSaid(name));
    const spot = hidden ? null : close(name);
    if (!hidden && (!crowded || name.along) && name.led && !(spot?.cost <= MUCH)) later.push(name);
    else write(name, spot);
    if (spot && name.kind === "sea") waters.add(name.words);
  }
  writeLater();
}

/** Whether something lettered stands so near that the same words there mean the same. */
function isBeside(map, name, x, y) {
  if (name.course) return true;
  const p = map.latLngToContainerPoint(name.latlng || name.feature.latlng);
  return Math.hypot(p.x - x, p.y - y) < 160;
}

/** Among thousands: a place that stands alone in sight, a corridor long enough to carry its name. */
function isWorthTrying(map, { type, latlng, bounds, isSingle }, size) {
  if (type === "place") return isSingle !== false && within(map.latLngToContainerPoint(latlng), size);
  if (!map.getBounds().intersects(bounds)) return false;
  const [a, b] = [map.latLngToContainerPoint(bounds.getSouthWest()), map.latLngToContainerPoint(bounds.getNorthEast())];
  return Math.hypot(a.x - b.x, a.y - b.y) > 140;
}

/** Where names would stand if they were written in this order, and what that costs; writes nothing. */
function tried(map, order, close, taken, size, ways) {
  const before = taken.length;
  let cost = 0;
  const spots = order.map((name) => {
    const [near, apart] = [close(name), spotApart(map, name, taken, size, ways)];
    const spot = apart && !(near?.cost <= apart.cost) ? apart : near;
    if (spot) taken.push(...spot.boxes);
    cost += spot ? spot.cost : 100;
    return [name, spot];
  });
  taken.cutTo(before);
  return { spots, cost };
}

const within = ({ x, y }, size) => x > 0 && y > 0 && x < size.x && y < size.y;

/** What stands on the map in a fixed place: buttons, scale, legend. */
function furniture(map) {
  const ground = map.getContainer().getBoundingClientRect();
  const pieces = [
    ...map.getContainer().querySelectorAll(".leaflet-control, .rim"),
    ...(story.at === null ? [byId("legend")] : [byId("story")]),
  ];
  return pieces
    .map((piece) => piece.getBoundingClientRect())
    .map((box) => [box.left - ground.left, box.top - ground.top, box.right - ground.left, box.bottom - ground.top]);
}

/** A test for names, in their order: whether one may be lettered in this view. */
function likely(map, size) {
  const [zoom, counts] = [map.getZoom(), { town: 0, river: 0, feature: 0 }];
  const isCrowd = crowd.places || crowd.corridors;
  return (name) => {
    if (name.feature)
      return (
        name.feature.isShown &&
        (!isCrowd || (isWorthTrying(map, name.feature, size) && (counts.feature += 1) <= MOST_TRIED))
      );
    if (name.from !== undefined) return !isSpared(map, name, size, counts);
    if (!within(map.latLngToContainerPoint(name.latlng), size)) return false;
    return name.kind === "sea" ? zoom >= SEA_ZOOM[name.rank] : name.end || name.rank <= 3 + zoom - map.startZoom;
  };
}

function measured(name) {
  if (!name.width && name.element) [name.width, name.height] = [name.element.offsetWidth, name.element.offsetHeight];
  return [name.width, name.height];
}

function lead(map, name, leader, className = "") {
  if (!leader) {
    name.leader?.remove();
    return;
  }
  name.leader ||= make("i", { class: ("leader " + className).trim(), "aria-hidden": "true" });
  if (!name.leader.isConnected) map.getPane(className ? "dots" : "names").prepend(name.leader);
  const [x1, y1, x2, y2] = leader;
  const corner = map.containerPointToLayerPoint([x1, y1]);
  name.leader.style.width = Math.hypot(x2 - x1, y2 - y1).toFixed(1) + "px";
  name.leader.style.transform =
    "translate(" +
    corner.x.toFixed(1) +
    "px," +
    corner.y.toFixed(1) +
    "px) rotate(" +
    Math.atan2(y2 - y1, x2 - x1).toFixed(3) +
    "rad)";
}
