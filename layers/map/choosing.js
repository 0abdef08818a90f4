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
  map.closePopup();
  clear();
  item.classList.add("lit");
  for (const feature of here) {
    mark(feature, true);
    if (corpus) setShown(map, feature, true);
  }
  map.fire("relit");
  fly(map, here.reduce((box, feature) => box.extend(feature.bounds), L.latLngBounds([])));
  say(t("said.features", { n: here.length, names: here.map((feature) => feature.data.name).join(", ") }));
}

function choose(feature, { at, fly: travel } = {}) {
  const { map } = feature;
  const opener = document.activeElement;
  map.closePopup();
  clear();
  chosen = feature;
  setShown(map, feature, true);
  const popup = L.popup({ maxWidth: Math.min(340, map.getSize().x - 84), minWidth: 200, maxHeight: Math.min(430, Math.max(180, map.getSize().y - 110)),
    autoPanPaddingTopLeft: [Math.max(52, legend.room[0]), 16], autoPanPaddingBottomRight: [Math.max(16, legend.room[1]), 16], className: "card-box", offset: feature.type === "place" ? [0, -6] : [0, 0] });
  popup.setContent(card(feature)).setLatLng(at || (feature.isListOnly ? map.getCenter() : feature.group?.mark?.getLatLng() || spotOf(feature)));
  popup.on("remove", () => {
    if (chosen === feature) { clear(); keepAddress(map); }
    if (opener && opener !== document.body && document.contains(opener)) opener.focus({ preventScroll: true });
    else feature.button?.focus({ preventScroll: true });
  });
  const open = () => {
    if (chosen !== feature) return;
    popup.openOn(map);
    const box = popup.getElement();
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", feature.data.name);
    box.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", t("close"));
    box.querySelector("h2").focus({ preventScroll: true });
  };
  mark(feature, true);
  map.fire("relit");
  if (travel && goTo(map, feature)) map.once("moveend", open);
  else open();
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
  if (first && !isTable && window.matchMedia("(min-width: 800px)").matches) first.scrollIntoView({ block: "nearest", behavior: "instant" });
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Near enough to see what lies around it, not nearer. */
const goTo = (map, feature) => (feature.isListOnly ? false : fly(map, feature.wide || feature.bounds, feature.data.precision === "area" ? Math.max(map.startZoom, 5) : undefined));

/** Go there; tells whether the map moves on after this returns. */
function fly(map, bounds, closest = Math.max(map.startZoom + 2, 7)) {
  const options = { paddingTopLeft: [Math.max(60, legend.room[0]), 60], paddingBottomRight: [Math.max(60, legend.room[1]), 60 + storyRoom(map)], maxZoom: closest };
  if (!calm()) {
    map.flyToBounds(bounds, { ...options, duration: 0.6 });
    return true;
  }
  map.fitBounds(bounds, { ...options, animate: false });
  return false;
}
