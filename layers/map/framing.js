/* Framing: the first view shows all of the frame, clear of the legend, the buttons and the edges. */
const EDGE = { top: 30, right: 34, bottom: 34, left: 34 }; // pixels that a mark on the rim needs
const CORNERS = ["bottom-right", "bottom-left", "top-right"];
const PLACES_TRIED = [0.5, 0.35, 0.65, 0.2, 0.8, 0, 1]; // where in the spare room the frame stands
const CLOSEST = 8;
const FURTHEST = 1.5; // zoom beyond which nobody need go out, but on small screens
/** @type {[number, number]} */
const SCALE = [136, 52]; // pixels that scale bar and coordinates take
const TOO_LARGE = 0.2; // share of the map at which the legend begins folded
const TOO_FAR = 0.6; // levels of zoom that an open legend may cost

/** The corners in which the legend may stand: the author's, else whichever covers least. */
const cornersOf = (wish) => (CORNERS.includes(wish) ? [wish] : CORNERS);

const legend = {
  get box() {
    return byId("legend");
  },
  /** Size in pixels, as it would be open or folded. */
  size(open) {
    const was = this.box.open;
    this.box.open = open;
    const size = [this.box.offsetWidth + 24, this.box.offsetHeight + 28];
    this.box.open = was;
    return size;
  },
  moveTo(map, corner) {
    this.box.setAttribute("data-corner", corner);
    const free = corner === "bottom-left" ? "bottomright" : "bottomleft";
    map.scaleBar.setPosition(free);
    map.reading.setPosition(free);
  },
  /** Pixels that the open legend takes of the map on its side: left, right. */
  get room() {
    const width = this.box.offsetWidth;
    if (!this.box.open || this.box.hidden || story.at !== null || width > byId("map").offsetWidth / 2) return [0, 0];
    return this.box.getAttribute("data-corner") === "bottom-left" ? [width + 26, 0] : [0, width + 26];
  },
};

function framingFor(map, bounds) {
  let moving = false;
  let atHome = true;
  let byReader = false;
  const printing = () => document.documentElement.classList.contains("printing");
  const fit = () => {
    moving = true;
    map.invalidateSize({ animate: false, pan: false });
    map.options.minZoom = 0; // a phone shows the whole Earth, too
    map.setMinZoom(Math.min(FURTHEST, map.getBoundsZoom(bounds, false, PADDING)));
    const view = printing() ? bestView(map, bounds, null) : withLegend(map, bounds, byReader);
    map.setView(view.center, view.zoom, { animate: false });
    map.startZoom = map.getZoom();
    [moving, atHome] = [false, true];
  };
  map.atHome = () => atHome;
  map.on("movestart", () => {
    if (!moving) atHome = false;
  });
  map.on("resize", () => {
    if (!moving && atHome) fit();
  });
  legend.box.querySelector("summary").addEventListener("click", () => {
    byReader = true;
  });
  new ResizeObserver(() => {
    if (!moving) map.invalidateSize({ animate: false, debounceMoveend: true });
  }).observe(map.getContainer());
  return fit;
}

/** The best view with the legend open, or folded where it is too large or costs too much; puts the legend in its corner. */
function withLegend(map, bounds, byReader) {
  const size = map.getSize();
  const wish = atlas.wishes.legend;
  legend.box.hidden = wish === "off";
  const isFolded = wish === "folded" || wish === "off" || crowd.places || crowd.corridors; // open it would lie on some of thousands
  const mayOpen = byReader ? legend.box.open : !isFolded;
  const [width, height] = mayOpen ? legend.size(true) : [0, 0];
  const opened =
    mayOpen && (byReader || width * height < size.x * size.y * TOO_LARGE)
      ? bestView(map, bounds, [width, height])
      : null;
  // the folded legend is measured, which costs a layout of the page, where the open one costs more than a little zoom
  const isCheap = opened && (byReader || (opened.clear && opened.zoom >= closestZoom(map, bounds) - TOO_FAR));
  const folded = isCheap ? null : bestView(map, bounds, wish === "off" ? [0, 0] : legend.size(false));
  const open = Boolean(isCheap || (opened?.clear && opened.zoom >= folded.zoom - TOO_FAR));
  const view = open ? opened : folded;
  legend.box.open = open;
  legend.moveTo(map, view.corner);
  return view;
}

const PADDING = L.point(EDGE.left + EDGE.right, EDGE.top + EDGE.bottom);
const closestZoom = (map, bounds) => Math.min(CLOSEST, map.getBoundsZoom(bounds, false, PADDING));

/** The closest zoom at which the marks of the frame stand free, and the position and corner that cover least. */
function bestView(map, bounds, panel) {
  const size = map.getSize();
  const closest = closestZoom(map, bounds);
  const plain = {
    center: bounds.getCenter(),
    zoom: Math.max(closest, map.getMinZoom()),
    corner: cornersOf(atlas.wishes.legend)[0],
    clear: false,
  };
  if (!panel) return plain;
  const { marks, areas } = toBeSeen(bounds);
  const buttons = map.getContainer().querySelector(".leaflet-control-zoom");
  /** @type {Box[]} */
  const fixed = [[0, 0, 12 + buttons.offsetWidth, 12 + buttons.offsetHeight]];
  for (let zoom = closest; zoom >= Math.max(closest - 2, map.getMinZoom()); zoom -= 0.25) {
    const at = (latlng) => map.project(latlng, zoom);
    const frame = L.bounds([at(bounds.getNorthWest()), at(bounds.getSouthEast())]);
    const spare = size.subtract(PADDING).subtract(frame.getSize());
    if (spare.x < 0 || spare.y < 0) continue;
    const [points, wide] = [marks.map(at), areas.map(at)];
    let best = null;
    for (const fx of PLACES_TRIED) {
      for (const fy of PLACES_TRIED) {
        const corner = frame.min.subtract([EDGE.left + spare.x * fx, EDGE.top + spare.y * fy]);
        if (covered(points, corner, fixed[0], 16)) continue;
        cornersOf(atlas.wishes.legend).forEach((name, rank) => {
          const box = cornerBox(name, panel, size);
          const cost =
            2 * Math.hypot(fx - 0.5, fy - 0.5) +
            0.1 * rank +
            0.2 * covered(wide, corner, box, 10) +
            0.5 * covered(points, corner, scaleBox(name, size), 10);
          if ((!best || cost < best.cost) && !covered(points, corner, box, 18)) best = { cost, corner, name };
        });
      }
    }
    if (best)
      return { center: map.unproject(best.corner.add(size.divideBy(2)), zoom), zoom, corner: best.name, clear: true };
  }
  return plain;
}

/** @returns {Box} */
function cornerBox(name, [width, height], size) {
  const [x, y] = [name.endsWith("left") ? 0 : size.x - width, name.startsWith("top") ? 0 : size.y - height];
  return [x, y, x + width, y + height];
}

/** Scale and coordinates stand in the lower corner that the legend leaves. */
const scaleBox = (name, size) => cornerBox(name === "bottom-left" ? "bottom-right" : "bottom-left", SCALE, size);

/** How many points lie in a box or nearer to it than a margin. */
/** @param {any} points @param {any} corner @param {Box} box @param {number} margin */
function covered(points, corner, [west, north, east, south], margin) {
  let count = 0;
  for (const point of points) {
    const [x, y] = [point.x - corner.x, point.y - corner.y];
    if (x > west - margin && x < east + margin && y > north - margin && y < south + margin) count += 1;
  }
  return count;
}

/** What must stand free (marks and lines of the frame), and what had better (countries and regions). */
function toBeSeen(bounds) {
  const [marks, areas] = [[], []];
  if (crowd.places || crowd.corridors) return { marks, areas }; // they will be covered here or there

  const room = bounds.pad(0.001);
  for (const feature of features.values()) {
    const { type, data, latlng, points } = feature;
    if (isArea(feature)) continue; // its name stands where there is room
    if (type === "corridor") marks.push(...alongLines(points));
    else (data.precision === "area" && !room.contains(latlng) ? areas : marks).push(latlng);
  }
  return { marks: marks.filter((mark) => room.contains(mark)), areas };
}

/** Points along lines, dense enough that no box passes between them. */
function alongLines(parts) {
  const step = Math.max(0.02, parts.reduce((sum, part) => sum + span(part), 0) / 60);
  const points = [];
  for (const part of parts) {
    points.push(L.latLng(part[0]));
    for (let i = 1; i < part.length; i += 1) {
      const [a, b] = [part[i - 1], part[i]];
      const steps = Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / step);
      const last = points[points.length - 1];
      if (steps <= 1 && i < part.length - 1 && Math.hypot(b[0] - last.lat, b[1] - last.lng) < step) continue;
      for (let k = 1; k <= steps; k += 1)
        points.push(L.latLng(a[0] + ((b[0] - a[0]) * k) / steps, a[1] + ((b[1] - a[1]) * k) / steps));
    }
  }
  return points;
}
