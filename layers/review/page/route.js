/* A corridor's way: waypoints that can be dragged, put in, moved and taken out; each change is traced at once. */
const MIDDLE = 0.5;

function stopsOf(feature) {
  return feature.waypoints.map(({ name, lon, lat, record }) => ({ name, lon, lat, record }));
}

function told(stops) {
  return stops.map(({ name, lon, lat, record }) => (record && !record.startsWith("review:") ? { name, record } : { name, point: [lon, lat] }));
}

async function reroute(feature, stops, words) {
  if (feature === draft) {
    draft.waypoints = stops;
    if (stops.length < 2) { refresh(); say(words); return; }
  } else if (stops.length < 2) { complain("A line needs two waypoints or more."); drawFeatures(); return; }
  const values = { waypoints: told(stops) };
  if (feature === draft) Object.assign(values, { mode: feature.mode, verdict: "add" });
  else if (feature.verdict === "unresolved") Object.assign(values, { mode: feature.mode || "multimodal", verdict: null });
  if (await change(feature, values)) {
    const now = current();
    say(words + ", " + (now && now.length_km ? now.length_km + " km" : ""));
  } else drawFeatures();
}

function drawRoute(feature) {
  for (const part of feature.lines) {
    const way = L.polyline(part.points.map(([lon, lat]) => [lat, lon]), { color: inkOf(feature), weight: 5, opacity: feature.verdict === "rejected" ? 0.35 : 0.95, dashArray: part.traced ? null : "7 6" }).addTo(lit);
    way.bindTooltip(feature.name + ": click the line to put in a waypoint", { sticky: true });
    way.on("click", (event) => { L.DomEvent.stop(event); putIn(feature, round(event.latlng)); });
  }
  if (feature.verdict === "rejected") return;
  feature.waypoints.forEach((stop, index) => {
    const mark = dot([stop.lon, stop.lat], "waypoint", 20, index + 1 + ": " + stop.name, { draggable: true, autoPan: true, zIndexOffset: 900 });
    mark.on("dragend", () => {
      const stops = stopsOf(feature);
      const [lon, lat] = round(mark.getLatLng());
      stops[index] = { name: stop.name, lon, lat, record: null };
      reroute(feature, stops, stop.name + " moved");
    }).bindTooltip(stop.name + ": drag to move").addTo(lit);
    mark.getElement().textContent = index + 1;
  });
  placing = (point) => putIn(feature, point);
}

/** Put a point into a way where it makes the least detour; at an end where it lies beyond it. */
function putIn(feature, [lon, lat], name) {
  const stops = stopsOf(feature);
  const fresh = { name: name || "Point " + lon.toFixed(2) + ", " + lat.toFixed(2), lon, lat, record: null };
  const apart = (a, b) => Math.hypot((a.lon - b.lon) * Math.cos((a.lat + b.lat) * MIDDLE * Math.PI / 180), a.lat - b.lat);
  let best = stops.length, least = stops.length ? apart(stops[stops.length - 1], fresh) : 0;
  if (stops.length && apart(stops[0], fresh) < least) { best = 0; least = apart(stops[0], fresh); }
  for (let i = 1; i < stops.length; i += 1) {
    const detour = apart(stops[i - 1], fresh) + apart(fresh, stops[i]) - apart(stops[i - 1], stops[i]);
    if (detour < least) { best = i; least = detour; }
  }
  stops.splice(best, 0, fresh);
  return reroute(feature, stops, fresh.name + " put in as waypoint " + (best + 1));
}

async function putInByName(feature, name) {
  const wanted = name.trim();
  if (!wanted) return;
  const [found] = await ask("candidates?name=" + encodeURIComponent(wanted));
  if (!found) { complain("The gazetteer knows no place called " + wanted + "; click the map instead."); return; }
  const stops = stopsOf(feature);
  stops.push({ name: wanted, lon: found.lon, lat: found.lat, record: found.record });
  await reroute(feature, stops, wanted + " put in at the end");
}

function corridorParts(feature) {
  const stops = stopsOf(feature);
  const shift = (index, by) => { const [stop] = stops.splice(index, 1); stops.splice(index + by, 0, stop); reroute(feature, stops, stop.name + " moved to place " + (index + by + 1)); };
  const list = make("ol", { class: "stops" }, ...stops.map((stop, index) => make("li", null, make("div", null,
    make("span", { class: "stop", dir: "auto" }, stop.name),
    button("↑", () => shift(index, -1), { "aria-label": "Move " + stop.name + " up", "data-control": "up-" + index, disabled: index === 0 }),
    button("↓", () => shift(index, 1), { "aria-label": "Move " + stop.name + " down", "data-control": "down-" + index, disabled: index === stops.length - 1 }),
    button("×", () => { stops.splice(index, 1); reroute(feature, stops, stop.name + " taken out"); }, { "aria-label": "Take out " + stop.name, "data-control": "out-" + index })))));
  const name = make("input", { id: "stop-name", autocomplete: "off", "data-control": "stop-name", onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); putInByName(feature, event.target.value); } } });
  const mode = (value) => { if (feature === draft) { draft.mode = value; refresh(); } else change(feature, { mode: value }); };
  return [
    make("fieldset", null, make("legend", null, "Waypoints, in the order of travel"), list,
      make("div", { class: "row" }, make("label", { for: "stop-name" }, "Add"), name, button("Add at the end", () => putInByName(feature, name.value), { "data-control": "stop-add" })),
      make("p", { class: "soft" }, "Or click the map where the way should pass; drag a waypoint to move it.")),
    make("div", { class: "fields" },
      ...choice("Mode", "mode", feature.mode ? MODES : ["", ...MODES], feature.mode, mode),
      ...(feature === draft ? [] : choice("Status", "status", feature.status ? STATUSES : ["", ...STATUSES], feature.status, (value) => change(feature, { status: value })))),
    feature.note ? make("p", { class: "soft" }, feature.note) : "",
  ];
}
