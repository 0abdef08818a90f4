/* The rim: a place far from all the rest does not frame the map; at the edge an arrow says where it is and how far. */
const RIM = 10; // pixels between a sign and the edge

function addRim(map) {
  const signs = atlas.far.map((id) => rimSign(map, features.get(keyOf("place", id))));
  if (!signs.length) return;
  const place = () => {
    const taken = furniture(map);
    for (const { element, feature, point } of signs) {
      const size = map.getSize();
      const at = map.latLngToContainerPoint(feature.latlng);
      element.hidden = !feature.isShown || within(at, size);
      if (element.hidden) continue;
      point(at, size);
      const box = boxAtRim(element, at, size, taken);
      element.style.left = box[0] + "px";
      element.style.top = box[1] + "px";
      taken.push(box);
    }
  };
  map.on("zoomend moveend resize refiltered relit", () => {
    for (const { element } of signs) element.hidden = true;
    place();
  });
  place();
}

function rimSign(map, feature) {
  const arrowhead = draw("path", { d: "M-5-5.5 6 0-5 5.5-2 0Z" });
  const words = make("span", { dir: "auto" });
  const element = make(
    "button",
    { type: "button", class: "rim", onclick: () => choose(feature, { fly: true }) },
    draw("svg", { viewBox: "-7 -7 14 14", "aria-hidden": "true" }, arrowhead),
    words,
  );
  L.DomEvent.disableClickPropagation(element);
  map.getContainer().append(element);
  const point = (at, size) => {
    const angle = Math.atan2(at.y - size.y / 2, at.x - size.x / 2);
    arrowhead.setAttribute("transform", "rotate(" + ((angle * 180) / Math.PI).toFixed(0) + ")");
    words.textContent = t("rim.away", {
      name: feature.data.name,
      length: km(roundly(map.getCenter().distanceTo(feature.latlng) / 1000)),
    });
  };
  return { element, feature, point };
}

/** To two figures: the middle of a map is no exact place. */
const roundly = (value) => Number(value.toPrecision(2));

/** Where the way there leaves the map; along the edge to where nothing else stands. */
function boxAtRim(element, at, size, taken) {
  const [w, h] = [element.offsetWidth, element.offsetHeight];
  const [dx, dy] = [at.x - size.x / 2, at.y - size.y / 2];
  const share = Math.min((size.x / 2 - RIM) / Math.abs(dx || 1e-9), (size.y / 2 - RIM) / Math.abs(dy || 1e-9));
  const [x, y] = [size.x / 2 + dx * share, size.y / 2 + dy * share];
  const fit = (left, top) => [
    Math.min(Math.max(left, RIM), size.x - RIM - w),
    Math.min(Math.max(top, RIM), size.y - RIM - h),
  ];
  const isSide = Math.abs(dx) * size.y > Math.abs(dy) * size.x;
  const tries = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 8, -8, 10, -10].map((step) => step * 36);
  for (const step of tries) {
    const [left, top] = isSide ? fit(x - w / 2, y - h / 2 + step) : fit(x - w / 2 + step, y - h / 2);
    const box = [left, top, left + w, top + h];
    if (
      !taken.some(
        (other) => box[0] < other[2] + 4 && box[2] > other[0] - 4 && box[1] < other[3] + 4 && box[3] > other[1] - 4,
      )
    )
      return box;
  }
  const [left, top] = fit(x - w / 2, y - h / 2);
  return [left, top, left + w, top + h];
}
