/* The base map: land, borders and their lettering, all of it inside this file. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = new Uint8Array(128);
[...LETTERS].forEach((letter, value) => {
  VALUE[letter.charCodeAt(0)] = value;
});

/** Read a line: differences in base 64, five bits a letter; gives [latitude, longitude] pairs. */
function line(text, units) {
  const points = [];
  let [lon, lat, isLat, value, factor] = [0, 0, false, 0, 1];
  for (let i = 0; i < text.length; i += 1) {
    const digit = VALUE[text.charCodeAt(i)];
    value += (digit & 31) * factor;
    if (digit & 32) {
      factor *= 32;
      continue;
    }
    const step = value % 2 ? -(value + 1) / 2 : value / 2;
    if (isLat) {
      lat += step;
      points.push([lat / units, lon / units]);
    } else {
      lon += step;
    }
    isLat = !isLat;
    value = 0;
    factor = 1;
  }
  return points;
}

/** The stretches of a ring, each by where it begins and ends in it, but for those where the map was cut: they are no coast. */
function coasts(ring, near, world) {
  const cut = (axis, value) =>
    near[axis] === value ||
    near[axis + 2] === value ||
    world[axis] === value ||
    world[axis + 2] === value ||
    (axis === 0 && Math.abs(value) === 180000);
  const found = [];
  let begin = -1;
  for (let i = 2; i < ring.length; i += 2) {
    const ax = ring[i - 2];
    const ay = ring[i - 1];
    if ((ax === ring[i] && cut(0, ax)) || (ay === ring[i + 1] && cut(1, ay))) {
      if (begin >= 0) found.push([begin, i]);
      begin = -1;
    } else if (begin < 0) begin = i - 2;
  }
  if (begin >= 0) found.push([begin, ring.length]);
  return found;
}

const ground = (map, parts, className, options = {}) =>
  new Ground(parts, { renderer: map.ground, className, ...options }).addTo(map);
/** The coasts of rings, as parts of the parts that were made of these. */
const coastOf = (rings, parts) =>
  rings.flatMap((ring, i) =>
    coasts(ring, atlas.base.near, atlas.base.world).map(([begin, end]) => boxed(parts[i].points.subarray(begin, end))),
  );

/** Land, which the first frame shows. */
function drawLand(map) {
  const {
    world: [west, , east],
  } = atlas.base;
  const around = [west - 90000, -89000, east + 90000, -89000, east + 90000, 89000, west - 90000, 89000];
  map.sea = ground(map, [part(around)], "sea", { isFilled: true }); // below the relief, which blends with it
  map.shore = atlas.base.land.map(numbers);
  map.land = ground(map, map.shore.map(part), "land", { isFilled: true });
}

/** Coasts, lakes and borders, which may follow in the second. */
function drawDetail(map) {
  const lakes = atlas.base.lakes.map(numbers);
  const waters = lakes.map(part);
  ground(map, coastOf(map.shore, map.land.parts), "coast");
  ground(map, waters, "lake", { isFilled: true });
  ground(map, coastOf(lakes, waters), "coast");
  for (const kind of ["international", "disputed"])
    ground(
      map,
      atlas.base[kind].map((text) => part(numbers(text))),
      "border " + kind,
    );
}
