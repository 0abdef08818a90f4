/* Puts the page together. The calls at the end of this script are written by folium's elements. */
function fillMasthead() {
  const {
    title,
    subtitle,
    byline,
    note,
    source_line: sourceLine,
    publisher,
    date,
    date_basis: basis,
    url,
    source,
  } = atlas.document;
  document.title = title;
  byId("title").textContent = title;
  byId("kicker").textContent = publisher || "";
  byId("subtitle").textContent = subtitle || "";
  byId("note").textContent = note || "";
  byId("note").hidden = !note;
  const words = [byline].filter(Boolean);
  if (corpus) {
    words.push(documents(corpus.documents));
    if (corpus.months.length) words.push([...new Set([0, corpus.months.length - 1])].map(monthName).join(" – "));
  }
  if (sourceLine) words.push(sourceLine);
  else if (date) words.push(day(date) + (basis === "inferred" ? " (" + t("date.inferred") + ")" : ""));
  const line = byId("dateline");
  line.textContent = words.join(" · ");
  if (url && /^https?:\/\//i.test(url)) {
    line.append(
      words.length ? " · " : "",
      make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, t("source.article")),
    );
  } else if (!sourceLine && source && source !== "<text>") {
    line.append(words.length ? " · " : "", source);
  }
}

/** Leave out the lists that the author does without. */
function leaveOutLists() {
  const { lists } = atlas.wishes;
  if (!lists) return;
  for (const [name, id] of Object.entries({
    corridors: "h-corridors",
    places: "h-places",
    sentences: "h-evidence",
    actors: "h-actors",
    "not-drawn": "h-unresolved",
  })) {
    if (!lists.includes(name)) byId(id).closest("section").classList.add("unlisted");
  }
}

/** On paper the map has a size of its own, all of the frame and no card. */
function preparePrint(map, arrangeNames) {
  const forPrint = (on) => {
    if (on === document.documentElement.classList.contains("printing")) return;
    if (on) shutCard();
    document.documentElement.classList.toggle("printing", on);
    map.fitAll();
    if (crowd.places || crowd.corridors) recolor(map);
    arrangeNames();
  };
  window.addEventListener("beforeprint", () => forPrint(true));
  window.addEventListener("afterprint", () => forPrint(false));
  window.matchMedia("print").addEventListener("change", (event) => forPrint(event.matches));
}

/** Let the reader see the map before the rest is made; where nothing is painted, in a tab behind, do not wait for it. */
function afterPaint(work) {
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    work();
  };
  requestAnimationFrame(() => setTimeout(once, 0));
  setTimeout(once, 300);
}

const Page = {
  map(bounds, options) {
    /** @type {any} */
    const map = L.map("map", {
      ...options,
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.25,
      zoomDelta: 0.75,
      minZoom: 1.5,
      maxZoom: 12,
      worldCopyJump: false,
      trackResize: false,
      maxBoundsViscosity: 0.9,
      zoomAnimation: !calm(),
      fadeAnimation: !calm(),
    });
    if (calm()) map.panBy = (offset) => L.Map.prototype.panBy.call(map, offset, { animate: false });
    map.setView(L.latLngBounds(bounds).getCenter(), 3, { animate: false });
    const [west, south, east, north] = atlas.base.world;
    map.setMaxBounds([
      [south / 1000, west / 1000],
      [north / 1000, east / 1000],
    ]);
    map.frame = L.latLngBounds(bounds);
    prepare(map);
    return map;
  },

  base(map) {
    map.drawGround = () => drawLand(map);
    map.drawDetail = () => drawDetail(map);
  },

  /** Tiles from the web, which the reader asked for; our own ground gives way to them where they arrive. */
  background(map, { url, attribution, subdomains, max_zoom: maxNativeZoom }) {
    const layer = L.tileLayer(url, {
      pane: "tilePane",
      subdomains,
      maxNativeZoom,
      maxZoom: 12,
      referrerPolicy: "origin",
    });
    layer.once("tileload", () => document.documentElement.classList.add("tiled"));
    layer.addTo(map);
    map.getContainer().append(make("p", { class: "credit" }, attribution));
    byId("network").hidden = false;
  },

  corridors(map, mode) {
    for (const data of atlas.corridors) if (data.mode === mode) addCorridor(map, data).addTo(map.stage);
  },

  places(map, look) {
    for (const data of atlas.places) if (data.look === look) addPlace(map, data);
  },

  controls(map) {
    inReadingOrder();
    fillMasthead();
    leaveOutLists();
    addControls(map);
    if (corpus) addTime(map);
    fillLegend(map);
    if (corpus) {
      fillSizes();
      weighCorridors();
      addNotes();
    }
    map.fitAll = framingFor(map, map.frame);
    map.fitAll();
    map.drawGround();
    map.stage.addTo(map);
    if (corpus) thinArrows(map);
    afterPaint(() => {
      Page.detail(map);
      setTimeout(() => Page.rest(map), 0);
    });
  },

  /** What lies below the features, and areas. */
  detail(map) {
    for (const work of map.awaited.splice(0)) work(); // coasts and borders lie above the tints
    map.awaited = null;
    map.drawDetail();
    drawTerrain(map);
  },

  /** What is said beside the map and on it. */
  rest(map) {
    fillPanel(map);
    fillFilters(map);
    prepareHolder(map);
    prepareStory(map);
    prepareMeasure(map);
    if (crowd.places)
      map.crowd = new (corpus ? Bubbles : Crowd)([...features.values()].filter(({ type }) => type === "place")).addTo(
        map,
      );
    if (crowd.places || crowd.corridors)
      window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => recolor(map));
    refilter(map);
    if (corpus) {
      addTies(map);
      map.on("moveend", () => drawCorridors(map));
    }
    addRim(map);
    const arrangeNames = letteringFor(map);
    prepareGestures(map);
    preparePrint(map, arrangeNames);
    window.addEventListener("hashchange", () => followAddress(map));
    map.on("moveend", () => keepAddress(map));
    followAddress(map);
    if (location.hash) arrangeNames(); // where the address leads elsewhere, names follow in the next frame; ready means now
    if (isFramed) answerFrame(map);
    document.documentElement.classList.add("ready");
  },
};
