/* The stretches of a line that are in sight, as points a few pixels apart: along them its name is written. */
const STRIDE = 8; // pixels between the points
const MOST_BEND = 26; // pixels between a line and the middle of its name's foot
const MOST_FEET = 9; // points of a line from which a thin line may lead to its name

/** Legs that follow one another as one line each. */
function chainsOf(feature) {
  if (feature.chains) return feature.chains;
  feature.chains = [];
  for (const part of feature.points) {
    const last = feature.chains.at(-1)?.at(-1);
    if (last && Math.hypot(last[0] - part[0][0], last[1] - part[0][1]) < 0.02)
      feature.chains.at(-1).push(...part.slice(1));
    else feature.chains.push([...part]);
  }
  return feature.chains;
}

/** Stretches by feature, while names are arranged: lines stay where they are, and several names ask for each. */
const inSight = new Map();

/** The longest first. */
function stretches(map, feature, size) {
  if (!inSight.has(feature)) inSight.set(feature, stretchesOf(map, feature, size));
  return inSight.get(feature);
}

function stretchesOf(map, feature, size) {
  const found = [];
  for (const chain of chainsOf(feature)) {
    let run = [];
    let last = null;
    for (const latlng of chain) {
      const point = map.latLngToContainerPoint(latlng);
      const length = last ? last.distanceTo(point) : 0;
      const steps = last && length < 20000 ? Math.max(1, Math.round(length / STRIDE)) : 1;
      for (let i = 1; i <= steps; i += 1) {
        const at = last ? last.add(point.subtract(last).multiplyBy(i / steps)) : point;
        if (within(at, size)) {
          if (!run.length || run.at(-1).distanceTo(at) >= STRIDE * 0.75) run.push(at);
        } else if (run.length) {
          found.push(run);
          run = [];
        }
      }
      last = point;
    }
    if (run.length) found.push(run);
  }
  return found.sort((a, b) => b.length - a.length);
}

/** From the middle outwards. */
const outwards = (length) =>
  Array.from({ length }, (_, i) => i).sort((a, b) => Math.abs(a - length / 2) - Math.abs(b - length / 2));

/** From the end at which the author wants the name; without such a wish from the middle. */
function inOrder(length, label) {
  const points = Array.from({ length }, (_, i) => i);
  return label === "start" ? points : label === "end" ? points.reverse() : outwards(length);
}

/** Beside the line, turned along it, where the line is straight enough for the words. */
function spotAlong(map, name, taken, size, ways) {
  const [w, h] = measured(name);
  for (const run of stretches(map, name.course ?? name.feature, size).slice(0, 4)) {
    const reach = Math.max(1, Math.round(w / 2 / STRIDE));
    if (run.length * STRIDE < w * 0.65) break;
    for (const i of inOrder(run.length, name.feature ? labelOf(name.feature) : "auto").filter((_, k) => k % 2 === 0)) {
      const [a, b] = [run[Math.max(0, i - reach)], run[Math.min(run.length - 1, i + reach)]];
      if (a.distanceTo(b) < w * 0.6) continue; // it ends too soon
      const angle = upright(Math.atan2(b.y - a.y, b.x - a.x));
      if (bendOf(run.slice(Math.max(0, i - reach), i + reach + 1), run[i], angle) > MOST_BEND) continue;
      for (const offset of [7, -7, 12, -12].map((away) => away + Math.sign(away) * (h / 2))) {
        const [cx, cy] = [run[i].x + Math.sin(angle) * offset, run[i].y - Math.cos(angle) * offset];
        const boxes = turned(cx, cy, w, h, angle);
        if (boxes.every((box) => isFree(box, taken, size)) && crossed(cx, cy, w, h, angle, ways) < 3) {
          return { x: cx - w / 2, y: cy - h / 2, boxes, cost: 0, angle: (angle * 180) / Math.PI };
        }
      }
    }
  }
  return null;
}

/** How far a stretch strays from the straight line through one of its points. */
const bendOf = (points, { x, y }, angle) =>
  Math.max(...points.map((q) => Math.abs((q.y - y) * Math.cos(angle) - (q.x - x) * Math.sin(angle))));

function upright(angle) {
  if (angle > Math.PI / 2) return angle - Math.PI;
  if (angle < -Math.PI / 2) return angle + Math.PI;
  return angle === 0 ? 1e-9 : angle;
}

/** Points of a line in sight from which a thin line may lead to its name. */
function feetOf(map, feature, size) {
  const points = stretches(map, feature, size).flat();
  const step = Math.max(1, Math.floor(points.length / MOST_FEET));
  return outwards(points.length)
    .filter((i) => i % step === 0)
    .map((i) => points[i]);
}
