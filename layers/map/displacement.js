/* Marks that would lie on one another step aside, each with a thin stem to its own point, so that each can be met. */
const APART_PX = TARGET + 2; // marks stand on whole pixels
const MOST_ASIDE = 44; // pixels: further off, a mark says nothing of its point
const STEADY = 0.35; // how far a dot gives way where a badge gives way by one

/** Where the mark of a place stands now. */
const spotOf = (feature) => feature.spot || feature.latlng;

function stepAside(map) {
  if (crowd.places) return;
  const size = map.getSize();
  const marks = [];
  for (const feature of features.values()) {
    if (feature.type !== "place" || !feature.group || isArea(feature)) continue;
    const own = map.latLngToContainerPoint(feature.latlng);
    const isNear = own.x > -60 && own.y > -60 && own.x < size.x + 60 && own.y < size.y + 60;
    if (feature.isShown && isNear)
      marks.push({ feature, own, x: own.x, y: own.y, gives: looks.kinds[feature.data.look].badge ? 1 : STEADY });
    else settle(map, feature, null);
  }
  const pairs = [];
  marks.forEach((one, i) =>
    marks.slice(i + 1).forEach((other, k) => {
      if (one.own.distanceTo(other.own) < 2 * MOST_ASIDE + APART_PX) pairs.push([one, other, (i * 7 + k) % 12]);
    }),
  );
  let moved = pairs.length > 0;
  for (let round = 0; round < 60 && moved; round += 1) {
    moved = false;
    for (const pair of pairs) moved = pushApart(...pair) || moved;
  }
  for (const { feature, own, x, y } of marks)
    settle(map, feature, Math.hypot(x - own.x, y - own.y) < 1 ? null : L.point(x, y), own);
}

/** Push two marks apart by what they lack; the same marks always go the same way. */
function pushApart(one, other, turn) {
  let [dx, dy] = [other.x - one.x, other.y - one.y];
  if (Math.abs(dx) < 0.5 && Math.abs(dy) < 0.5)
    [dx, dy] = [Math.cos((turn * Math.PI) / 6), Math.sin((turn * Math.PI) / 6)];
  const away = Math.max(Math.abs(dx), Math.abs(dy)); // what fingers meet is a square
  if (away >= APART_PX - 0.2) return false;
  const sum = one.gives + other.gives;
  const [lx, ly] =
    Math.abs(dx) >= Math.abs(dy) ? [Math.sign(dx) * (APART_PX - away), 0] : [0, Math.sign(dy) * (APART_PX - away)];
  shift(one, (-lx * one.gives) / sum, (-ly * one.gives) / sum);
  shift(other, (lx * other.gives) / sum, (ly * other.gives) / sum);
  return true;
}

function shift(mark, dx, dy) {
  const [x, y] = [mark.x + dx - mark.own.x, mark.y + dy - mark.own.y];
  const part = Math.min(1, MOST_ASIDE / (Math.hypot(x, y) || 1));
  [mark.x, mark.y] = [mark.own.x + x * part, mark.own.y + y * part];
}

/** Put a mark where it was pushed, or back on its point. */
function settle(map, feature, at, own) {
  if (!at) {
    if (!feature.spot) return;
    feature.spot = null;
    feature.group.setLatLng(feature.latlng);
    feature.stem?.leader?.remove();
    return;
  }
  feature.spot = map.containerPointToLatLng(at);
  feature.group.setLatLng(feature.spot);
  feature.stem ||= {};
  lead(map, feature.stem, at.distanceTo(own) > 5 ? [own.x, own.y, at.x, at.y] : null, "stem");
}
