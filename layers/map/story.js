/* Reading along: the sentences that speak of what is drawn, one at a time; the map goes to each. */
const SWIPE = 45; // pixels of a finger's way that turn the page
const story = { at: null, stops: [] };

/** A sentence is a stop where it names something with a place on the map. */
function stopsOf() {
  if (corpus || (atlas.wishes.lists && !atlas.wishes.lists.includes("story"))) return [];
  return atlas.sentences
    .map((sentence) => ({
      sentence,
      here: [...new Set(spansOf(sentence).map(({ feature }) => feature))].filter((feature) => !feature.isListOnly),
    }))
    .filter(({ here }) => here.length);
}

function prepareStory(map) {
  story.stops = stopsOf();
  const box = byId("story");
  byId("read-along").hidden = story.stops.length < 2;
  map.zoomBox.querySelector(".tell").hidden = story.stops.length < 2;
  if (story.stops.length < 2) return;
  byId("read-along").addEventListener("click", () => openStory(map));
  byId("story-back").addEventListener("click", () => turn(map, -1));
  byId("story-on").addEventListener("click", () => turn(map, 1));
  byId("story-close").addEventListener("click", () => closeStory(map));
  document.addEventListener("keydown", (event) => storyKey(map, event));
  let from = null;
  box.addEventListener(
    "touchstart",
    (event) => {
      from = event.touches.length === 1 ? event.touches[0].clientX : null;
    },
    { passive: true },
  );
  box.addEventListener(
    "touchend",
    (event) => {
      const way = from === null ? 0 : event.changedTouches[0].clientX - from;
      if (Math.abs(way) > SWIPE) turn(map, way < 0 === (getComputedStyle(box).direction !== "rtl") ? 1 : -1);
      from = null;
    },
    { passive: true },
  );
}

/** Arrow keys turn the page wherever they have no other use: not in a field, not on the map, which they move. */
function storyKey(map, event) {
  if (story.at === null || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest?.("input, textarea, #map, dialog, .sheet")) return;
  const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") closeStory(map);
  else if (way) {
    event.preventDefault();
    turn(map, way);
  }
}

function openStory(map, at = 0) {
  document.documentElement.classList.add("telling");
  byId("story").hidden = false;
  map.invalidateSize({ animate: false, pan: false });
  if (isNarrow()) byId("story").parentElement.scrollIntoView({ block: "start", behavior: "instant" });
  showStop(map, at);
  byId("story-on").focus({ preventScroll: true });
}

function closeStory(map) {
  const was = byId("story").contains(document.activeElement);
  story.at = null;
  document.documentElement.classList.remove("telling");
  byId("story").hidden = true;
  clear();
  map.invalidateSize({ animate: false, pan: false });
  map.fire("relit");
  keepAddress(map);
  if (was) byId("read-along").focus({ preventScroll: true });
}

function turn(map, way) {
  const next = story.at + way;
  if (next >= 0 && next < story.stops.length) showStop(map, next);
}

/** Show one stop: its sentence, what it speaks of lit and in sight. */
function showStop(map, at) {
  shutCard();
  clear();
  story.at = at;
  const { sentence, here } = story.stops[at];
  const number = t("story.step", { at: at + 1, all: story.stops.length });
  byId("story-number").textContent = number;
  byId("story-words").replaceChildren(
    ...(sentence.text === null ? namesIn(here) : phrases(sentence.text, spansOf(sentence))),
  );
  byId("story-cited").replaceChildren(...sourcesOf(sentence));
  for (const [id, isEnd] of [
    ["story-back", at === 0],
    ["story-on", at === story.stops.length - 1],
  ])
    byId(id).setAttribute("aria-disabled", String(isEnd));
  for (const feature of here) {
    setShown(map, feature, true);
    mark(feature, true);
  }
  map.fire("relit");
  fly(
    map,
    here.reduce((all, feature) => all.extend(feature.wide || feature.bounds), L.latLngBounds([])),
    closestTo(map, here),
  );
  keepAddress(map);
  say(number + ": " + (sentence.text ?? here.map(({ data }) => data.name).join(", ")));
}

const isNarrow = () => window.matchMedia("(max-width: 799px)").matches;

/** Countries are seen from further off than towns. */
const closestTo = (map, here) =>
  here.every(({ data }) => data.precision === "area") ? Math.max(map.startZoom, 5) : undefined;

/** On paper, a stop has its number and what it speaks of below its sentence. */
function stopNote(sentence) {
  const at = story.stops.findIndex((stop) => stop.sentence === sentence);
  if (at < 0) return null;
  return make(
    "p",
    { class: "stop" },
    t("story.stop", { at: at + 1, names: story.stops[at].here.map(({ data }) => data.name).join(", ") }),
  );
}
