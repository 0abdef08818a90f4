/* The base map: land, borders and their lettering, all of it inside this file. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = new Uint8Array(128);
[...LETTERS].forEach((letter, value) => { VALUE[letter.charCodeAt(0)] = value; });

/** Read a line: differences in base 64, five bits a letter; gives [latitude, longitude] pairs. */
function line(text, units) {
  const points = [];
  let [lon, lat, isLat, value, factor] = [0, 0, false, 0, 1];
  for (let i = 0; i < text.length; i += 1) {
    const digit = VALUE[text.charCodeAt(i)];
    value += (digit & 31) * factor;
    if (digit & 32) { factor *= 32; continue; }
    const step = value % 2 ? -(value + 1) / 2 : value / 2;
    if (isLat) {
      lat += step;
      points.push([lat / units, lon / units]);
    } else {
      lon += step;
    }
    isLat = !isLat; value = 0; factor = 1;
  }
  return points;
}

/** Leave out the stretches of a ring where the map was cut: they are no coast. */
function coasts(ring, near, world) {
  const cut = (axis, value) => near[axis] === value || near[axis + 2] === value || world[axis] === value ||
    world[axis + 2] === value || (axis === 0 && Math.abs(value) === 180000);
  const parts = [];
  let own = [];
  for (let i = 2; i < ring.length; i += 2) {
    const ax = ring[i - 2];
    const ay = ring[i - 1];
    const bx = ring[i];
    const by = ring[i + 1];
    if ((ax === bx && cut(0, ax)) || (ay === by && cut(1, ay))) {
      if (own.length) parts.push(own);
      own = [];
    } else {
      if (!own.length) own.push(ax, ay);
      own.push(bx, by);
    }
  }
  if (own.length) parts.push(own);
  return parts;
}

const ground = (map, lists, className, options = {}) => new Ground(lists.map(part), { renderer: map.ground, className, ...options }).addTo(map);
const coastOf = (rings) => rings.flatMap((ring) => coasts(ring, atlas.base.near, atlas.base.world));

/** Land, which the first frame shows. */
function drawLand(map) {
  const { world: [west, , east] } = atlas.base;
  const around = [west - 90000, -89000, east + 90000, -89000, east + 90000, 89000, west - 90000, 89000];
  map.sea = ground(map, [around], "sea", { isFilled: true }); // below the relief, which blends with it
  map.shore = atlas.base.land.map(numbers);
  map.land = ground(map, map.shore, "land", { isFilled: true });
}

/** Coasts, lakes and borders, which may follow in the second. */
function drawDetail(map) {
  const lakes = atlas.base.lakes.map(numbers);
  ground(map, coastOf(map.shore), "coast");
  ground(map, lakes, "lake", { isFilled: true });
  ground(map, coastOf(lakes), "coast");
  for (const kind of ["international", "disputed"]) ground(map, atlas.base[kind].map(numbers), "border " + kind);
}
