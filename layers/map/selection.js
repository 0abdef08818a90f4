/* Choosing: card on the map, sentence in the panel, address in the bar; and going there. */
let chosen = null;

function mark(feature, on) {
  if (feature.button) feature.button.setAttribute("aria-pressed", String(on));
  if (feature.halo && feature.halo.getElement()) feature.halo.getElement().classList.toggle("lit", on);
  if (feature.type === "place" && feature.element) feature.element.classList.toggle("lit", on);
  lightTint(feature, on);
  feature.lit = on;
}

function clear() {
  for (const feature of features.values()) if (feature.lit) mark(feature, false);
  for (const item of document.querySelectorAll(".evidence .lit")) item.classList.remove("lit");
  if (chosen) {
    const { map } = chosen;
    if (!passes(chosen)) setShown(map, chosen, false);
    chosen = null;
    map.fire("relit");
  }
}

/** Show all features of one sentence. */
function light(here, item) {
  const { map } = here[0];
  shutCard();
  clear();
  item.classList.add("lit");
  for (const feature of here) {
    mark(feature, true);
    if (corpus) setShown(map, feature, true);
  }
  map.fire("relit");
  fly(
    map,
    here.reduce((box, feature) => box.extend(feature.bounds), L.latLngBounds([])),
  );
  say(t("said.features", { n: here.length, names: here.map((feature) => feature.data.name).join(", ") }));
}

/** @param {any} feature
 * @param {{ at?: any, fly?: any }} [how] */
function choose(feature, { at, fly: travel } = {}) {
  const { map } = feature;
  shutCard();
  const opener = document.activeElement;
  clear();
  chosen = feature;
  setShown(map, feature, true);
  openCard(card(feature), feature.data.name, (hadFocus) => {
    if (chosen === feature) {
      clear();
      keepAddress(map);
    }
    if (!hadFocus) return;
    const back = opener && opener !== document.body && document.contains(opener) ? opener : feature.button;
    back?.focus({ preventScroll: !isNarrow() }); // a small screen has moved to the map meanwhile
  });
  mark(feature, true);
  map.fire("relit");
  if (isNarrow()) byId("map").parentElement.scrollIntoView({ block: "nearest", behavior: "instant" });
  if (travel) goTo(map, feature);
  else if (!feature.isListOnly) clearOfCard(map, at || feature.group?.mark?.getLatLng() || spotOf(feature));
  showEvidence(feature);
  keepAddress(map);
  say(describe(feature));
}

/** Mark its sentences, and bring the first into view where the panel stands beside the map. */
function showEvidence(feature) {
  for (const [at] of feature.data.evidence) {
    needSentence(at);
    byId("s" + at)?.classList.add("lit");
  }
  const first = feature.data.evidence[0] && byId("s" + feature.data.evidence[0][0]);
  if (first && !isTable && window.matchMedia("(min-width: 800px)").matches)
    first.scrollIntoView({ block: "nearest", behavior: "instant" });
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Near enough to see what lies around it, not nearer. */
const goTo = (map, feature) =>
  feature.isListOnly
    ? false
    : fly(
        map,
        feature.wide || feature.bounds,
        feature.data.precision === "area" ? Math.max(map.startZoom, 5) : undefined,
      );

/** Go there; tells whether the map moves on after this returns. */
function fly(map, bounds, closest = Math.max(map.startZoom + 2, 7)) {
  const options = {
    paddingTopLeft: [Math.max(60, legend.room[0]), 60],
    paddingBottomRight: [Math.max(60, legend.room[1]), 60 + roomBelow(map)],
    maxZoom: closest,
  };
  if (!calm()) {
    map.flyToBounds(bounds, { ...options, duration: 0.6 });
    return true;
  }
  map.fitBounds(bounds, { ...options, animate: false });
  return false;
}
