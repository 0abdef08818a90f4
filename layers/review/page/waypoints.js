/* A corridor's way: waypoints that can be dragged, put in, moved and taken out; each change is traced at once. */
const MIDDLE = 0.5;

function stopsOf(feature) {
  return feature.waypoints.map(({ name, lon, lat, record }) => ({ name, lon, lat, record }));
}

function told(stops) {
  return stops.map(({ name, lon, lat, record }) =>
    record && !record.startsWith("review:") ? { name, record } : { name, point: [lon, lat] },
  );
}

async function reroute(feature, stops, words) {
  if (feature === draft) {
    draft.waypoints = stops;
    if (stops.length < 2) {
      refresh();
      say(words);
      return;
    }
  } else if (stops.length < 2) {
    complain(t("way.two"));
    drawFeatures();
    return;
  }
  const values = { waypoints: told(stops) };
  if (feature === draft) Object.assign(values, { mode: feature.mode, verdict: "add" });
  else if (feature.verdict === "unresolved")
    Object.assign(values, { mode: feature.mode || "multimodal", verdict: null });
  if (await change(feature, values)) {
    const now = current();
    say(words + ", " + (now && now.length_km ? t("what.km", { n: now.length_km }) : ""));
  } else drawFeatures();
}

function drawRoute(feature) {
  for (const part of feature.lines) {
    const way = L.polyline(
      part.points.map(([lon, lat]) => [lat, lon]),
      {
        color: inkOf(feature),
        weight: 5,
        opacity: feature.verdict === "rejected" ? 0.35 : 0.95,
        dashArray: part.traced ? null : "7 6",
      },
    ).addTo(lit);
    way.bindTooltip(t("map.unpack", { name: feature.name }), { sticky: true });
    way.on("click", (event) => {
      L.DomEvent.stop(event);
      putIn(feature, round(event.latlng));
    });
  }
  if (feature.verdict === "rejected") return;
  feature.waypoints.forEach((stop, index) => {
    const mark = dot([stop.lon, stop.lat], "waypoint", 20, index + 1 + ": " + stop.name, {
      draggable: true,
      autoPan: true,
      zIndexOffset: 900,
    });
    mark
      .on("dragend", () => {
        const stops = stopsOf(feature);
        const [lon, lat] = round(mark.getLatLng());
        stops[index] = { name: stop.name, lon, lat, record: null };
        reroute(feature, stops, t("way.moved", { name: stop.name }));
      })
      .bindTooltip(t("map.move", { name: stop.name }))
      .addTo(lit);
    mark.getElement().textContent = index + 1;
  });
  placing = (point) => putIn(feature, point);
}

/** Put a point into a way where it makes the least detour; at an end where it lies beyond it. */
function putIn(feature, [lon, lat], name) {
  const stops = stopsOf(feature);
  const fresh = {
    name: name || t("way.point", { point: lon.toFixed(2) + ", " + lat.toFixed(2) }),
    lon,
    lat,
    record: null,
  };
  const apart = (a, b) =>
    Math.hypot((a.lon - b.lon) * Math.cos(((a.lat + b.lat) * MIDDLE * Math.PI) / 180), a.lat - b.lat);
  let best = stops.length,
    least = stops.length ? apart(stops[stops.length - 1], fresh) : 0;
  if (stops.length && apart(stops[0], fresh) < least) {
    best = 0;
    least = apart(stops[0], fresh);
  }
  for (let i = 1; i < stops.length; i += 1) {
    const detour = apart(stops[i - 1], fresh) + apart(fresh, stops[i]) - apart(stops[i - 1], stops[i]);
    if (detour < least) {
      best = i;
      least = detour;
    }
  }
  stops.splice(best, 0, fresh);
  return reroute(feature, stops, t("way.in", { name: fresh.name, n: best + 1 }));
}

async function putInByName(feature, name) {
  const wanted = name.trim();
  if (!wanted) return;
  const [found] = await ask("candidates?name=" + encodeURIComponent(wanted));
  if (!found) {
    complain(t("way.unknown", { name: wanted }));
    return;
  }
  const stops = stopsOf(feature);
  stops.push({ name: wanted, lon: found.lon, lat: found.lat, record: found.record });
  await reroute(feature, stops, t("way.last", { name: wanted }));
}

function corridorParts(feature) {
  const stops = stopsOf(feature);
  const shift = (index, by) => {
    const [stop] = stops.splice(index, 1);
    stops.splice(index + by, 0, stop);
    reroute(feature, stops, t("way.shifted", { name: stop.name, n: index + by + 1 }));
  };
  const list = make(
    "ol",
    { class: "stops" },
    ...stops.map((stop, index) =>
      make(
        "li",
        null,
        make(
          "div",
          null,
          make("span", { class: "stop", dir: "auto" }, stop.name),
          button("↑", () => shift(index, -1), {
            "aria-label": t("way.up", { name: stop.name }),
            "data-control": "up-" + index,
            disabled: index === 0,
          }),
          button("↓", () => shift(index, 1), {
            "aria-label": t("way.down", { name: stop.name }),
            "data-control": "down-" + index,
            disabled: index === stops.length - 1,
          }),
          button(
            "×",
            () => {
              stops.splice(index, 1);
              reroute(feature, stops, t("way.out", { name: stop.name }));
            },
            { "aria-label": t("way.take", { name: stop.name }), "data-control": "out-" + index },
          ),
        ),
      ),
    ),
  );
  const name = make("input", {
    id: "stop-name",
    autocomplete: "off",
    "data-control": "stop-name",
    onkeydown: (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        putInByName(feature, event.target.value);
      }
    },
  });
  const mode = (value) => {
    if (feature === draft) {
      draft.mode = value;
      refresh();
    } else change(feature, { mode: value });
  };
  return [
    make(
      "fieldset",
      null,
      make("legend", null, t("way")),
      list,
      make(
        "div",
        { class: "row" },
        make("label", { for: "stop-name" }, t("way.add")),
        name,
        button(t("way.end"), () => putInByName(feature, name.value), { "data-control": "stop-add" }),
      ),
      make("p", { class: "soft" }, t("way.hint")),
    ),
    make(
      "div",
      { class: "fields" },
      ...choice(t("mode"), "mode", feature.mode ? MODES : ["", ...MODES], feature.mode, mode, TOLD.labels.modes),
      ...(feature === draft
        ? []
        : choice(
            t("status"),
            "status",
            feature.status ? STATUSES : ["", ...STATUSES],
            feature.status,
            (value) => change(feature, { status: value }),
            TOLD.labels.statuses,
          )),
    ),
    feature.note ? make("p", { class: "soft" }, feature.note) : "",
  ];
}
