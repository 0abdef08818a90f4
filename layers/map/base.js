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
  let part = [];
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]];
    const seam = (a[1] === b[1] && cut(0, Math.round(a[1] * 1000))) || (a[0] === b[0] && cut(1, Math.round(a[0] * 1000)));
    if (seam) {
      if (part.length) parts.push(part);
      part = [];
    } else {
      if (!part.length) part.push(a);
      part.push(b);
    }
  }
  if (part.length) parts.push(part);
  return parts;
}

const groundOptions = (map, name) => ({ renderer: map.ground, pane: "base", interactive: false, className: name, smoothFactor: 0.8 });

/** Land, which the first frame shows. */
function drawLand(map) {
  const { world: [west, , east] } = atlas.base;
  map.sea = L.rectangle([[-89, west / 1000 - 90], [89, east / 1000 + 90]], { ...groundOptions(map, "sea"), stroke: false }).addTo(map); // below the relief, which blends with it
  map.shore = atlas.base.land.map((text) => line(text, 1000));
  map.land = L.polygon(map.shore, { ...groundOptions(map, "land"), stroke: false }).addTo(map);
}

/** Coasts, lakes and borders, which may follow in the second. */
function drawDetail(map) {
  const { near, world } = atlas.base;
  L.polyline(map.shore.flatMap((ring) => coasts(ring, near, world)), groundOptions(map, "coast")).addTo(map);
  const lakes = atlas.base.lakes.map((text) => line(text, 1000));
  L.polygon(lakes, { ...groundOptions(map, "lake"), stroke: false }).addTo(map);
  L.polyline(lakes.flatMap((ring) => coasts(ring, near, world)), groundOptions(map, "coast")).addTo(map);
  for (const kind of ["international", "disputed"]) {
    L.polyline(atlas.base[kind].map((text) => line(text, 1000)), groundOptions(map, "border " + kind)).addTo(map);
  }
}
