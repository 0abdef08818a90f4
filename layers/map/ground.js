/* Ground: coasts, borders, rivers and roads, drawn without an object for each of their many thousand points. */
const FINEST = 1.1; // pixels within which the next point says nothing new
const EDGE_LAT = 85051.1287798; // thousandths of degrees, where Web Mercator ends
const RADIANS = Math.PI / 180000;
const WORLD_A_UNIT = 256 / 360000; // pixels at zoom 0

/* The loops below run once over all points, before the browser has made them fast: they are plain on purpose. */

/** Read a line as `line` does, into one array of alternating longitudes and latitudes, in the units it was written in. */
function numbers(text) {
  const found = [];
  const { length } = text;
  let lon = 0;
  let lat = 0;
  let isLat = false;
  let value = 0;
  let shift = 0;
  for (let i = 0; i < length; i += 1) {
    const digit = VALUE[text.charCodeAt(i)];
    value |= (digit & 31) << shift;
    if (digit & 32) {
      shift += 5;
      continue;
    }
    const step = value & 1 ? -((value + 1) >> 1) : value >> 1;
    if (isLat) found.push(lon, (lat += step));
    else lon += step;
    isLat = !isLat;
    value = 0;
    shift = 0;
  }
  return found;
}

/** Thousandths of degrees as pixels of the whole world at zoom 0, and the box around them: a part of a ground. */
function part(list) {
  const { length } = list;
  const points = new Float64Array(length);
  for (let i = 0; i < length; i += 2) {
    const lat = list[i + 1];
    const sine = Math.sin((lat > EDGE_LAT ? EDGE_LAT : lat < -EDGE_LAT ? -EDGE_LAT : lat) * RADIANS);
    points[i] = list[i] * WORLD_A_UNIT + 128;
    points[i + 1] = 128 - Math.log((1 + sine) / (1 - sine)) * (64 / Math.PI);
  }
  return boxed(points);
}

/** Points, and the box around them. */
function boxed(points) {
  const { length } = points;
  let west = Infinity;
  let north = Infinity;
  let east = -Infinity;
  let south = -Infinity;
  for (let i = 0; i < length; i += 2) {
    const x = points[i];
    const y = points[i + 1];
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  return { points, box: [west, north, east, south] };
}

/** A layer of many lines or outlines that nobody clicks. */
/** @type {any} */
const Ground = L.Path.extend({
  initialize(parts, options) {
    L.setOptions(this, {
      interactive: false,
      pane: "base",
      fill: Boolean(options.isFilled),
      stroke: !options.isFilled,
      ...options,
    });
    this.parts = parts;
  },
  _project() {},
  _update() {
    if (!this._map) return;
    const scale = 2 ** this._map.getZoom();
    const origin = this._map.getPixelOrigin();
    const { min, max } = this._renderer._bounds;
    const frame = [min.x, min.y, max.x, max.y];
    const [isFilled, drawn] = [this.options.isFilled, []];
    for (const {
      points,
      box: [west, north, east, south],
    } of this.parts) {
      if (
        west * scale - origin.x > max.x ||
        east * scale - origin.x < min.x ||
        north * scale - origin.y > max.y ||
        south * scale - origin.y < min.y
      )
        continue;
      drawn.push((isFilled ? outline : strokes)(points, scale, origin, frame));
    }
    if (isFilled) this.rings = drawn;
    const d = isFilled ? drawn.map((ring) => (ring.length > 5 ? "M" + ring.join(" ") + "Z" : "")) : drawn;
    this._renderer._setPath(this, d.join("") || "M0 0");
  },
});

/** On which sides of a frame a point lies, a bit each; two points with a bit in common have nothing of the frame between them. */
const sides = (x, y, frame) => (x < frame[0] ? 1 : x > frame[2] ? 2 : 0) | (y < frame[1] ? 4 : y > frame[3] ? 8 : 0);

/** The corners of a closed outline; of what runs outside the frame on one side, they are left out. */
function outline(points, scale, origin, frame) {
  const kept = [];
  const { length } = points;
  let lastX = Infinity;
  let lastY = Infinity;
  let lastSide = 0;
  let beforeSide = 0; // of the corner before the last
  for (let i = 0; i < length; i += 2) {
    const x = Math.round(points[i] * scale - origin.x);
    const y = Math.round(points[i + 1] * scale - origin.y);
    if (Math.abs(x - lastX) + Math.abs(y - lastY) <= FINEST) continue;
    const side = sides(x, y, frame);
    if (side & lastSide & beforeSide) kept.length -= 2;
    else beforeSide = lastSide;
    kept.push(x, y);
    lastX = x;
    lastY = y;
    lastSide = side;
  }
  return kept;
}

/** A line, of which only the stretches that may be in the frame are drawn. */
function strokes(points, scale, origin, frame) {
  let d = "";
  const last = points.length - 2;
  let lastX = Math.round(points[0] * scale - origin.x);
  let lastY = Math.round(points[1] * scale - origin.y);
  let lastSide = sides(lastX, lastY, frame);
  let isDown = false;
  for (let i = 2; i <= last; i += 2) {
    const x = Math.round(points[i] * scale - origin.x);
    const y = Math.round(points[i + 1] * scale - origin.y);
    if (i < last && Math.abs(x - lastX) + Math.abs(y - lastY) <= FINEST) continue;
    const side = sides(x, y, frame);
    if (side & lastSide) isDown = false;
    else {
      d += (isDown ? " " : "M" + lastX + " " + lastY + "L") + x + " " + y;
      isDown = true;
    }
    lastX = x;
    lastY = y;
    lastSide = side;
  }
  return d;
}
