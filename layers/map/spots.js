/* Where a name may stand: beside its point, or a little way off with a thin line that leads to it; never on what is taken. */
const CELL_SIDE = 32; // pixels
const REACH_OF_NAMES = [16, 22, 28, 34, 42, 52, 66, 82]; // pixels from a point at which its name may stand apart
const LITTLE = 1; // points of corridors that the name of a town or a sea of the base map may cover
const DIRECTIONS = Array.from({ length: 24 }, (_, turn) => [Math.cos((turn * Math.PI) / 12), Math.sin((turn * Math.PI) / 12)]);

/** Call with each cell of the map that a box touches; stops where the answer is true, and says so. */
function someCell([west, north, east, south], test) {
  for (let i = Math.floor(west / CELL_SIDE); i <= Math.floor(east / CELL_SIDE); i += 1) {
    for (let k = Math.floor(north / CELL_SIDE); k <= Math.floor(south / CELL_SIDE); k += 1) if (test(i * 65536 + k)) return true;
  }
  return false;
}

/** Boxes on the map in which nothing else may stand, by cells, so that a new one is held against those near it alone. */
class Taken {
  constructor() {
    this.boxes = [];
    this.cells = new Map();
  }
  push(...boxes) {
    for (const box of boxes) {
      this.boxes.push(box);
      someCell(box, (key) => {
        const cell = this.cells.get(key);
        if (cell) cell.push(box);
        else this.cells.set(key, [box]);
      });
    }
  }
  get length() { return this.boxes.length; }
  /** Give up what was taken last: each cell ends with it. */
  cutTo(length) {
    while (this.boxes.length > length) someCell(this.boxes.pop(), (key) => { this.cells.get(key).pop(); });
  }
  /** Whether any box nearer than a margin passes a test. */
  some(box, margin, test) {
    const [west, north, east, south] = [box[0] - margin, box[1], box[2] + margin, box[3]];
    return someCell([west, north, east, south], (key) => (this.cells.get(key) ?? [])
      .some((t) => west < t[2] && east > t[0] && north < t[3] && south > t[1] && test(t)));
  }
}

const always = () => true;

function isFree(box, taken, size) {
  if (box[0] < 2 || box[1] < 2 || box[2] > size.x - 2 || box[3] > size.y - 2) return false;
  return !taken.some(box, 2, always);
}

/** Points along the corridors that show, a few pixels apart, by cells of the map. */
function wayPoints(map, size) {
  const cells = new Map();
  const put = (x, y) => {
    if (x < -CELL_SIDE || y < -CELL_SIDE || x > size.x + CELL_SIDE || y > size.y + CELL_SIDE) return;
    const key = Math.floor(x / CELL_SIDE) * 65536 + Math.floor(y / CELL_SIDE);
    const cell = cells.get(key);
    if (cell) cell.push([x, y]);
    else cells.set(key, [[x, y]]);
  };
  for (const feature of features.values()) {
    if (feature.type !== "corridor" || !feature.isShown) continue;
    for (const part of feature.points) {
      let last = null;
      for (const latlng of part) {
        const point = map.latLngToContainerPoint(latlng);
        const steps = last ? Math.min(200, Math.ceil(last.distanceTo(point) / 6)) : 1;
        for (let i = 1; i <= steps; i += 1) last ? put(last.x + ((point.x - last.x) * i) / steps, last.y + ((point.y - last.y) * i) / steps) : put(point.x, point.y);
        last = point;
      }
    }
  }
  return cells;
}

/** How much of the corridors a name would cover. */
function over(box, ways) {
  if (!ways.size) return 0;
  const [west, north, east, south] = box;
  let count = 0;
  someCell(box, (key) => { for (const [x, y] of ways.get(key) ?? []) if (x > west && x < east && y > north && y < south) count += 1; });
  return count;
}

/** The same for a name turned by an angle around its middle. */
function crossed(cx, cy, w, h, angle, ways) {
  if (!ways.size) return 0;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [ex, ey] = [(Math.abs(cos) * w + Math.abs(sin) * h) / 2, (Math.abs(sin) * w + Math.abs(cos) * h) / 2];
  let count = 0;
  someCell([cx - ex, cy - ey, cx + ex, cy + ey], (key) => {
    for (const [x, y] of ways.get(key) ?? []) if (Math.abs((x - cx) * cos + (y - cy) * sin) < w / 2 && Math.abs((y - cy) * cos - (x - cx) * sin) < h / 2) count += 1;
  });
  return count;
}

/** Beside the point, on the side where the name covers least of the corridors. */
function spotBeside(map, name, taken, size, ways) {
  const [w, h] = measured(name);
  const p = map.latLngToContainerPoint(name.latlng);
  let best = null;
  for (const [side, shift] of name.sides) {
    const x = side === "right" ? p.x + name.gap : side === "left" ? p.x - name.gap - w : p.x - w / 2 + shift * (w / 2 - 4);
    const y = side === "above" ? p.y - name.gap - h + 2 : side === "below" ? p.y + name.gap - 2 : side === "on" ? p.y - h / 2 : p.y - h / 2 + shift * (h / 2 - 2);
    const box = [x, y, x + w, y + h];
    if (!isFree(box, taken, size)) continue;
    const cost = over(box, ways);
    if (cost > LITTLE && (name.kind === "town" || name.kind === "sea")) continue; // the base map gives way to what the text speaks of
    const align = side === "right" ? "start" : side === "left" ? "end" : "center";
    if (!best || cost < best.cost) best = { x, y, boxes: [box], cost, align };
    if (cost === 0) break;
  }
  return best;
}

/** A little way off, with a thin line that leads to it, where there is no room beside. */
function spotApart(map, name, taken, size, ways) {
  const feet = name.along ? feetOf(map, name.feature, size) : [map.latLngToContainerPoint(name.latlng)];
  let best = null;
  for (const foot of feet) {
    if (!within(foot, size)) continue;
    for (const away of [...REACH_OF_NAMES, ...(name.along ? [104, 130] : [])]) {
      if (best && away / 8 >= best.cost) break; // further off nothing is better
      for (const direction of DIRECTIONS) best = ledSpot(name, foot, away, direction, best, [taken, size, ways]);
    }
  }
  if (!best || best.cost >= (name.along ? 40 : 14)) return null; // a line without its name is worse than one that is crossed
  best.boxes.push(...beads(best.leader));
  return best;
}

/** The name at the end of a thin line in one direction, if that is free and better than the best so far. */
/** @param {any} name @param {any} foot @param {number} away @param {any} direction @param {any} best @param {any} drawn */
function ledSpot(name, foot, away, [dx, dy], best, [taken, size, ways]) {
  const [w, h] = measured(name);
  const [ex, ey] = [foot.x + dx * away, foot.y + dy * away];
  const [isMiddle, isLevel] = [Math.abs(dx) < 0.3, Math.abs(dy) < 0.3];
  const x = isMiddle ? ex - w / 2 : dx > 0 ? ex + 2 : ex - w - 2;
  const y = isLevel ? ey - h / 2 : dy > 0 ? ey : ey - h;
  const box = [x, y, x + w, y + h];
  if (!isFree(box, taken, size)) return best;
  let cost = over(box, ways) + away / 8;
  if (best && cost >= best.cost) return best;
  const begin = name.along ? 3 : name.gap;
  const leader = [foot.x + dx * begin, foot.y + dy * begin, ex, ey];
  const own = (t) => foot.x > t[0] - 1 && foot.x < t[2] + 1 && foot.y > t[1] - 1 && foot.y < t[3] + 1;
  const steps = beads(leader);
  if (steps.some(([left, top]) => taken.some([left + 1, top + 1, left + 1, top + 1], 0, (t) => !own(t)))) return best;
  cost += steps.slice(2).reduce((sum, bead) => sum + over(bead, ways), 0); // it would tangle with other lines
  return best && cost >= best.cost ? best : { x, y, boxes: [box], leader, cost, align: isMiddle ? "center" : dx > 0 ? "start" : "end" };
}

/** Small boxes along a leader, close enough that no other leader slips between them. */
/** @param {any} leader */
function beads([x1, y1, x2, y2]) {
  const count = Math.max(2, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 4));
  return Array.from({ length: count }, (_, i) => (i + 1) / count)
    .map((t) => [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t]).map(([x, y]) => [x - 1, y - 1, x + 1, y + 1]);
}

/** Small boxes that together cover a turned name. */
function turned(cx, cy, w, h, angle) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const count = Math.max(1, Math.round(w / h));
  const [half, ex, ey] = [w / count / 2, (Math.abs(cos) * w) / count / 2 + (Math.abs(sin) * h) / 2, (Math.abs(sin) * w) / count / 2 + (Math.abs(cos) * h) / 2];
  return Array.from({ length: count }, (_, i) => {
    const along = (2 * i + 1) * half - w / 2;
    const [x, y] = [cx + cos * along, cy + sin * along];
    return [x - ex, y - ey, x + ex, y + ey];
  });
}
