/* Buttons and readings on the map: zoom, all, full screen, scale, the point under the pointer. */
function addControls(map) {
  map.scaleBar = L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  const zoom = L.control
    .zoom({ position: "topleft", zoomInTitle: t("zoom.in"), zoomOutTitle: t("zoom.out") })
    .addTo(map);
  const box = zoom.getContainer();
  map.zoomBox = box;
  box.append(
    control("home", t("zoom.all"), "⤢", () => {
      shutCard();
      map.fitAll();
      keepAddress(map);
    }),
  );
  const stage = map.getContainer().parentElement;
  if (document.fullscreenEnabled) {
    const full = control("full", t("fullscreen"), "⛶", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else stage.requestFullscreen().catch(() => say(t("fullscreen.refused")));
    });
    document.addEventListener("fullscreenchange", () =>
      full.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))),
    );
    box.append(full);
  }
  const ruler = control("measure", t("measure.open"), "↔", () => toggleMeasure(map));
  ruler.setAttribute("aria-pressed", "false");
  box.append(
    control("tell", t("story.open"), "▷", () => openStory(map)),
    ruler,
  );
  addReading(map);
}

function control(name, words, sign, act) {
  const button = make("a", { href: "#", role: "button", title: words, "aria-label": words, class: name }, sign);
  L.DomEvent.disableClickPropagation(button);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
  return button;
}

/** Where the pointer is; without a pointer, the middle of the map. */
function addReading(map) {
  /** @type {any} */
  const Reading = L.Control.extend({
    options: { position: "bottomleft" },
    onAdd: () => make("div", { class: "reading", "aria-hidden": "true" }),
  });
  map.reading = new Reading().addTo(map);
  const show = (latlng) => {
    map.reading.getContainer().textContent = coordinates(latlng, map.getZoom() > 6 ? 3 : 2);
  };
  map.on("mousemove", (event) => show(event.latlng));
  map.on("moveend", () => show(map.getCenter()));
}
