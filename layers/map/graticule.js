/* The graticule: meridians and parallels a round number of degrees apart, with their numbers on the rim. */
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];
const APART = 95; // pixels that lie at least between two of its lines

/** @type {any} */
const Graticule = L.Layer.extend({
  onAdd(map) {
    this.lines = L.layerGroup().addTo(map);
    this.numbers = make("div", { class: "graticule-numbers", "aria-hidden": "true" });
    map.getContainer().append(this.numbers);
    map.on("moveend resize", this.redraw, this);
    this.redraw();
  },
  onRemove(map) {
    map.off("moveend resize", this.redraw, this);
    this.lines.remove();
    this.numbers.remove();
  },
  redraw() {
    const map = this._map;
    const [bounds, size] = [map.getBounds(), map.getSize()];
    const step = STEPS.find((degrees) => (degrees * size.x) / (bounds.getEast() - bounds.getWest()) >= APART) || 30;
    const box = bounds.pad(0.6);
    const [south, north] = [Math.max(-85, box.getSouth()), Math.min(85, box.getNorth())];
    this.lines.clearLayers();
    this.numbers.replaceChildren();
    const renderer = map.ground;
    const add = (ends) =>
      this.lines.addLayer(
        L.polyline(ends, { renderer, pane: "base", interactive: false, className: "graticule", weight: 1 }),
      );
    const number = (words, style) => {
      const element = make("span", null, words);
      Object.assign(element.style, style);
      this.numbers.append(element);
    };
    for (let lon = Math.ceil(box.getWest() / step) * step; lon <= box.getEast(); lon += step) {
      add([
        [south, lon],
        [north, lon],
      ]);
      const { x } = map.latLngToContainerPoint([bounds.getCenter().lat, lon]);
      if (x > 60 && x < size.x - 40) number(degreesOf(lon, "west", "east"), { left: x + 3 + "px", top: "2px" });
    }
    for (let lat = Math.ceil(south / step) * step; lat <= north; lat += step) {
      add([
        [lat, box.getWest()],
        [lat, box.getEast()],
      ]);
      const { y } = map.latLngToContainerPoint([lat, bounds.getCenter().lng]);
      if (y > 24 && y < size.y - 30) number(degreesOf(lat, "south", "north"), { right: "3px", top: y - 15 + "px" });
    }
  },
});

function degreesOf(value, below, above) {
  const turned = below === "west" ? value - 360 * Math.round(value / 360) : value;
  const degrees = String(Number(Math.abs(turned).toFixed(1)));
  return Number(degrees) === 0 ? "0°" : t(turned < 0 ? below : above, { degrees });
}
