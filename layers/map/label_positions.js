/* Where a name may stand: beside its point, or a little way off with a thin line that leads to it; never on what is taken. */
const CELL_SIDE = 32; // pixels
const REACH_OF_NAMES = [16, 22, 28, 34, 42, 52, 66, 82]; // pixels from a point at which its name may stand apart
const LITTLE = 1; // points of corridors that the name of a town or a sea of the base map may cover
const DIRECTIONS = Array.from({ length: 24 }, (_, turn) => [
  Math.cos((turn * Math.PI) / 12),
  Math.sin((turn * Math.PI) / 12),
]);

/* Thousands of places for names are tried before the browser has made these loops fast: they are plain on purpose. */

/** Call with each cell of the map that a box touches. */
function eachCell(box, work) {
  const lastI = Math.floor(box[2] / CELL_SIDE);
  const lastK = Math.floor(box[3] / CELL_SIDE);
  for (let i = Math.floor(box[0] / CELL_SIDE); i <= lastI; i += 1) {
    for (let k = Math.floor(box[1] / CELL_SIDE); k <= lastK; k += 1) work(i * 65536 + k);
  }
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
      eachCell(box, (key) => {
        const cell = this.cells.get(key);
        if (cell) cell.push(box);
        else this.cells.set(key, [box]);
      });
    }
  }
  get length() {
    return this.boxes.length;
  }
  /** Give up what was taken last: each cell ends with it. */
  cutTo(length) {
    while (this.boxes.length > length)
      eachCell(this.boxes.pop(), (key) => {
        this.cells.get(key).pop();
      });
  }
  /** Whether any box nearer than a margin has no foot within it. */
  meets(box, margin, foot = null) {
    const west = box[0] - margin;
    const east = box[2] + margin;
    const north = box[1];
    const south = box[3];
    const lastI = Math.floor(east / CELL_SIDE);
    const lastK = Math.floor(south / CELL_SIDE);
    for (let i = Math.floor(west / CELL_SIDE); i <= lastI; i += 1) {
      for (let k = Math.floor(north / CELL_SIDE); k <= lastK; k += 1) {
        const cell = this.cells.get(i * 65536 + k);
        if (!cell) continue;
        for (let n = 0; n < cell.length; n += 1) {
          const t = cell[n];
          if (
            west < t[2] &&
            east > t[0] &&
            north < t[3] &&
            south > t[1] &&
            !(foot && foot.x > t[0] - 1 && foot.x < t[2] + 1 && foot.y > t[1] - 1 && foot.y < t[3] + 1)
          )
            return true;
        }
      }
    }
    return false;
  }
}

function isFree(box, taken, size) {
  if (box[0] < 2 || box[1] < 2 || box[2] > size.x - 2 || box[3] > size.y - 2) return false;
  return !taken.meets(box, 2);
}

/** Points along the corridors that show, a few pixels apart, by cells of the map: x and y in turn. */
function wayPoints(map, size) {
  const cells = new Map();
  const put = (x, y) => {
    if (x < -CELL_SIDE || y < -CELL_SIDE || x > size.x + CELL_SIDE || y > size.y + CELL_SIDE) return;
    const key = Math.floor(x / CELL_SIDE) * 65536 + Math.floor(y / CELL_SIDE);
    const cell = cells.get(key);
    if (cell) cell.push(x, y);
    else cells.set(key, [x, y]);
  };
  for (const feature of features.values()) {
    if (feature.type !== "corridor" || !feature.isShown) continue;
    for (const part of feature.points) {
      let last = null;
      for (const latlng of part) {
        const point = map.latLngToContainerPoint(latlng);
        const steps = last ? Math.min(200, Math.ceil(last.distanceTo(point) / 6)) : 1;
        for (let i = 1; i <= steps; i += 1)
          last
            ? put(last.x + ((point.x - last.x) * i) / steps, last.y + ((point.y - last.y) * i) / steps)
            : put(point.x, point.y);
        last = point;
      }
    }
  }
  return cells;
}

/** How much of the corridors a name would cover. */
function over(box, ways) {
  if (!ways.size) return 0;
  const west = box[0];
  const north = box[1];
  const east = box[2];
  const south = box[3];
  const lastI = Math.floor(east / CELL_SIDE);
  const lastK = Math.floor(south / CELL_SIDE);
  let count = 0;
  for (let i = Math.floor(west / CELL_SIDE); i <= lastI; i += 1) {
    for (let k = Math.floor(north / CELL_SIDE); k <= lastK; k += 1) {
      const cell = ways.get(i * 65536 + k);
      if (!cell) continue;
      for (let n = 0; n < cell.length; n += 2)
        if (cell[n] > west && cell[n] < east && cell[n + 1] > north && cell[n + 1] < south) count += 1;
    }
  }
  return count;
}

/** The same for a name turned by an angle around its middle. */
function crossed(cx, cy, w, h, angle, ways) {
  if (!ways.size) return 0;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const ex = (Math.abs(cos) * w + Math.abs(sin) * h) / 2;
  const ey = (Math.abs(sin) * w + Math.abs(cos) * h) / 2;
  let count = 0;
  eachCell([cx - ex, cy - ey, cx + ex, cy + ey], (key) => {
    const cell = ways.get(key) ?? [];
    for (let n = 0; n < cell.length; n += 2) {
      const x = cell[n] - cx;
      const y = cell[n + 1] - cy;
      if (Math.abs(x * cos + y * sin) < w / 2 && Math.abs(y * cos - x * sin) < h / 2) count += 1;
    }
  });
  return count;
}

/** Beside the point, on the side where the name covers least of the corridors. */
function spotBeside(map, name, taken, size, ways) {
  const [w, h] = measured(name);
  const p = map.latLngToContainerPoint(name.latlng);
  let best = null;
  for (const [side, shift] of name.sides) {
    const x =
      side === "right" ? p.x + name.gap : side === "left" ? p.x - name.gap - w : p.x - w / 2 + shift * (w / 2 - 4);
    const y =
      side === "above"
        ? p.y - name.gap - h + 2
        : side === "below"
          ? p.y + name.gap - 2
          : side === "on"
            ? p.y - h / 2
            : p.y - h / 2 + shift * (h / 2 - 2);
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
  const [w, h] = measured(name);
  const drawn = { taken, size, ways, w, h };
  let best = null;
  for (const foot of feet) {
    if (!within(foot, size)) continue;
    for (const away of [...REACH_OF_NAMES, ...(name.along ? [104, 130] : [])]) {
      if (best && away / 8 >= best.cost) break; // further off nothing is better
      for (const direction of DIRECTIONS) best = ledSpot(name, foot, away, direction, best, drawn);
    }
  }
  if (!best || best.cost >= (name.along ? 40 : 14)) return null; // a line without its name is worse than one that is crossed
  best.boxes.push(...beads(best.leader));
  return best;
}

/** The name at the end of a thin line in one direction, if that is free and better than the best so far. */
/** @param {any} name @param {any} foot @param {number} away @param {any} direction @param {any} best @param {any} drawn */
function ledSpot(name, foot, away, direction, best, drawn) {
  const [dx, dy, w, h, ways] = [direction[0], direction[1], drawn.w, drawn.h, drawn.ways];
  const ex = foot.x + dx * away;
  const ey = foot.y + dy * away;
  const isMiddle = Math.abs(dx) < 0.3;
  const x = isMiddle ? ex - w / 2 : dx > 0 ? ex + 2 : ex - w - 2;
  const y = Math.abs(dy) < 0.3 ? ey - h / 2 : dy > 0 ? ey : ey - h;
  const box = [x, y, x + w, y + h];
  if (!isFree(box, drawn.taken, drawn.size)) return best;
  let cost = over(box, ways) + away / 8;
  if (best && cost >= best.cost) return best;
  const begin = name.along ? 3 : name.gap;
  const leader = [foot.x + dx * begin, foot.y + dy * begin, ex, ey];
  const steps = beads(leader);
  if (steps.some((bead) => drawn.taken.meets([bead[0] + 1, bead[1] + 1, bead[0] + 1, bead[1] + 1], 0, foot)))
    return best;
  for (let i = 2; i < steps.length; i += 1) cost += over(steps[i], ways); // it would tangle with other lines
  return best && cost >= best.cost
    ? best
    : { x, y, boxes: [box], leader, cost, align: isMiddle ? "center" : dx > 0 ? "start" : "end" };
}

/** Small boxes along a leader, close enough that no other leader slips between them. */
/** @param {any} leader */
function beads([x1, y1, x2, y2]) {
  const count = Math.max(2, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 4));
  const boxes = [];
  for (let i = 1; i <= count; i += 1) {
    const x = x1 + (x2 - x1) * (i / count);
    const y = y1 + (y2 - y1) * (i / count);
    boxes.push([x - 1, y - 1, x + 1, y + 1]);
  }
  return boxes;
}

/** Small boxes that together cover a turned name. */
function turned(cx, cy, w, h, angle) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const count = Math.max(1, Math.round(w / h));
  const [half, ex, ey] = [
    w / count / 2,
    (Math.abs(cos) * w) / count / 2 + (Math.abs(sin) * h) / 2,
    (Math.abs(sin) * w) / count / 2 + (Math.abs(cos) * h) / 2,
  ];
  return Array.from({ length: count }, (_, i) => {
    const along = (2 * i + 1) * half - w / 2;
    const [x, y] = [cx + cos * along, cy + sin * along];
    return [x - ex, y - ey, x + ex, y + ey];
  });
}
