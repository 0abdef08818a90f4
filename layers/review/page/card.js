/* The card of what is being checked: its sentence, its candidates, everything that can be said of it. */
const KINDS = [
  "capital",
  "city",
  "town",
  "village",
  "port",
  "airport",
  "base",
  "training-centre",
  "crossing",
  "station",
  "terminal",
  "region",
  "country",
  "sea",
  "strait",
  "canal",
  "place",
];
const MODES = ["rail", "road", "sea", "air", "pipeline", "waterway", "cable", "multimodal"];
const STATUSES = ["operating", "under construction", "planned", "proposed", "closed", "unknown"];
const NEAR = 28; // characters shown on either side of a mention
let query = null; // what was looked up for the feature of a key: {key, found}

function drawCard() {
  const box = byId("card");
  const focused = box.contains(document.activeElement) ? document.activeElement.getAttribute("data-control") : null;
  const feature = current();
  if (!feature) {
    box.replaceChildren(make("h2", null, t("nothing")), make("p", null, t("nothing.hint")));
    return;
  }
  const parts = [heading(feature), quoted(feature)];
  if (feature.reason)
    parts.push(
      make(
        "p",
        { class: "unresolved", lang: feature.reason_language || null },
        t("not-drawn", { reason: feature.reason }),
      ),
    );
  if (!isNew(feature)) parts.push(verdicts(feature));
  if (feature.verdict !== "rejected")
    parts.push(...(feature.target === "corridor" ? corridorParts(feature) : placeParts(feature)), shared(feature));
  if (feature.target === "place" && feature.spans.length > 1 && feature !== draft) parts.push(mentioned(feature));
  box.replaceChildren(...parts);
  const again = focused && box.querySelector("[data-control=" + JSON.stringify(focused) + "]");
  if (again) again.focus({ preventScroll: true });
}

function heading(feature) {
  const what =
    feature.target === "corridor"
      ? [
          called("modes", feature.mode),
          called("statuses", feature.status),
          called("bases", feature.basis),
          feature.length_km ? t("what.km", { n: feature.length_km.toLocaleString(document.documentElement.lang) }) : "",
        ]
          .filter(Boolean)
          .join(" · ")
      : [
          feature.role === "associative" ? t("what.associative") : called("kinds", feature.kind),
          feature.record ? feature.record.record : "",
          feature.confidence === null ? "" : t("what.sure", { n: Math.round(feature.confidence * 100) }),
          feature.here ? t("what.here") : "",
        ]
          .filter(Boolean)
          .join(" · ");
  return make(
    "div",
    null,
    make("h2", { tabindex: "-1", dir: "auto", "data-control": "title" }, feature.name),
    make("p", { class: "soft" }, what),
    make("p", { class: "sign " + feature.verdict }, signOf(feature)),
  );
}

function quoted(feature) {
  const [start, end] = feature.sentence;
  const quote = make("blockquote", { dir: "auto" });
  let at = start;
  for (const [from, to] of feature.spans) {
    if (from < at || to > end) continue;
    quote.append(slice(at, from), make("mark", null, slice(from, to)));
    at = to;
  }
  quote.append(slice(at, end));
  return quote;
}

function verdicts(feature) {
  return make(
    "div",
    { class: "row" },
    button(
      t("accept"),
      () => accept(feature),
      {
        class: "primary yes",
        "data-control": "accept",
        "aria-pressed": String(feature.verdict === "accepted"),
        disabled: feature.verdict === "unresolved",
      },
      "A",
    ),
    button(
      t("reject"),
      () => reject(feature),
      { class: "primary nay", "data-control": "reject", "aria-pressed": String(feature.verdict === "rejected") },
      "R",
    ),
    feature.said ? button(t("back"), () => save(feature.key, null), { "data-control": "back" }) : null,
  );
}

async function accept(feature) {
  if (feature.verdict === "unresolved" || isNew(feature)) {
    complain(t("accept.none"));
    return;
  }
  const values = feature.said && feature.verdict !== "rejected" ? { ...feature.said } : {};
  delete values.by;
  if (feature.verdict !== "added") values.verdict = "accept";
  if (
    feature.target === "place" &&
    feature.role === "literal" &&
    feature.record &&
    !values.point &&
    !feature.record.record.startsWith("review:")
  )
    values.record = feature.record.record;
  if (await save(feature.key, values)) {
    say(t("accept.done", { name: feature.name }));
    advance(feature.key);
  }
}

async function reject(feature) {
  if (isNew(feature)) {
    draft = null;
    chosen = null;
    choose(firstOpen());
    return;
  }
  if (feature.verdict === "added") {
    if (await save(feature.key, null)) choose(firstOpen());
    return;
  }
  if (await save(feature.key, { verdict: "reject", comment: feature.said && feature.said.comment })) {
    say(t("reject.done", { name: feature.name }));
    advance(feature.key);
  }
}

function placeParts(feature) {
  const choices = make(
    "ol",
    { class: "choices" },
    ...feature.alternatives.map((other, index) =>
      make(
        "li",
        null,
        button(
          index +
            1 +
            ". " +
            other.name +
            ", " +
            where(other) +
            (other.score ? " (" + Math.round(other.score * 100) + " %)" : ""),
          () => pick(feature, other),
          { "data-control": "candidate-" + index },
        ),
      ),
    ),
  );
  const search = make("input", {
    id: "look-up",
    autocomplete: "off",
    "data-control": "look-up",
    value: feature.name,
    onkeydown: (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        lookUp(feature, event.target.value);
      }
    },
  });
  const found =
    query && query.key === feature.key
      ? make(
          "ol",
          { class: "choices" },
          ...query.found.map((other, index) =>
            make(
              "li",
              null,
              button(other.name + ", " + where(other), () => pick(feature, other), {
                "data-control": "found-" + index,
              }),
            ),
          ),
        )
      : null;
  return [
    make(
      "fieldset",
      null,
      make("legend", null, t(feature.alternatives.length ? "candidates" : "candidates.none")),
      feature.alternatives.length ? choices : "",
      make(
        "div",
        { class: "row" },
        make("label", { for: "look-up" }, t("look-up")),
        search,
        button(t("look-up.do"), () => lookUp(feature, search.value), { "data-control": "find" }),
      ),
      found || "",
      query && query.key === feature.key && !query.found.length
        ? make("p", { class: "soft", role: "status" }, t("look-up.none"))
        : "",
    ),
    feature.note ? make("p", { class: "soft" }, feature.note) : "",
    make(
      "div",
      { class: "fields" },
      ...field(
        t("point"),
        "point",
        feature.point ? feature.point.join(", ") : "",
        (value) => movePlace(feature, value),
        t("point.hint"),
      ),
      ...choice(
        t("kind"),
        "kind",
        [...new Set([...KINDS, feature.kind].filter(Boolean))],
        feature.kind,
        (value) => change(feature, { kind: value }),
        TOLD.labels.kinds,
      ),
      ...choice(
        t("role"),
        "role",
        ["literal", "associative"],
        feature.role,
        (value) => change(feature, { role: value }),
        { literal: t("role.literal"), associative: t("role.associative") },
      ),
    ),
  ];
}

function shared(feature) {
  const others = state.features.filter(
    (other) =>
      other.key !== feature.key &&
      other.target === feature.target &&
      other.verdict !== "rejected" &&
      other.verdict !== "unresolved" &&
      other.role !== "associative",
  );
  const merge = make(
    "select",
    { id: "field-merge", "data-control": "merge", onchange: (event) => mergeInto(feature, event.target.value) },
    make("option", { value: "" }, "–"),
    ...others.map((other) => make("option", { value: other.key }, other.name)),
  );
  return make(
    "div",
    { class: "fields" },
    ...field(t("name"), "name", feature.name, (value) => change(feature, { name: value.trim() || null })),
    ...field(t("comment"), "comment", (feature.said && feature.said.comment) || "", (value) => comment(feature, value)),
    ...(isNew(feature) ? [] : [make("label", { for: "field-merge" }, t("same")), merge]),
  );
}

/** The mentions of a place; each can be corrected apart from the others. */
function mentioned(feature) {
  const items = feature.spans.map(([start, end], index) =>
    make(
      "li",
      null,
      make(
        "span",
        { dir: "auto" },
        "… " + slice(Math.max(0, start - NEAR), start),
        make("mark", null, slice(start, end)),
        slice(end, Math.min(units.length - 1, end + NEAR)) + " …",
      ),
      button(t("mentions.here"), () => takeApart(feature, [start, end]), {
        "data-control": "here-" + index,
        "aria-label": t("mentions.only", { n: index + 1, name: feature.name }),
      }),
    ),
  );
  return make(
    "details",
    { class: "mentions" },
    make("summary", null, t("mentions", { n: feature.spans.length })),
    make("ol", null, ...items),
  );
}

/** Take one mention apart from its place: what is said next holds for it alone. */
function takeApart(feature, [start, end]) {
  const key = "mention:" + start + ":" + end;
  const [from, to] = state.article.sentences.filter(([at]) => at <= start).pop() || [start, end];
  draft = {
    ...feature,
    key,
    here: true,
    spans: [[start, end]],
    sentence: [from, Math.max(to, end)],
    verdict: feature.verdict === "unresolved" ? "unresolved" : "unchecked",
    said: null,
    stamp: null,
  };
  choose(key);
  say(t("mentions.apart", { name: feature.name }));
}

function comment(feature, value) {
  const values = { comment: value.trim() || null };
  if (!feature.said) values.verdict = "accept";
  if (feature.said && feature.said.verdict) values.verdict = feature.said.verdict;
  return change(feature, values);
}

function field(words, name, value, done, hint) {
  const input = make("input", {
    id: "field-" + name,
    "data-control": name,
    value,
    autocomplete: "off",
    placeholder: hint,
    onchange: (event) => {
      if (event.target.value !== value) done(event.target.value);
    },
  });
  return [make("label", { for: "field-" + name }, words), input];
}

function choice(words, name, values, value, done, labels = {}) {
  const select = make(
    "select",
    { id: "field-" + name, "data-control": name, onchange: (event) => done(event.target.value) },
    ...values.map((each) =>
      make("option", { value: each, selected: each === value }, (labels && labels[each]) || each),
    ),
  );
  return [make("label", { for: "field-" + name }, words), select];
}

async function lookUp(feature, name) {
  query = { key: feature.key, found: await ask("candidates?name=" + encodeURIComponent(name.trim())) };
  say(t("look-up.done", { n: query.found.length, name }));
  drawCard();
}

async function pick(feature, other) {
  if (
    await change(feature, {
      record: other.record,
      verdict: feature.verdict === "unresolved" || isNew(feature) ? "add" : null,
    })
  )
    say(t("pick.done", { name: feature.name, other: other.name + ", " + where(other) }));
}

/** Move a place to [longitude, latitude], given as numbers or typed. */
async function movePlace(feature, given) {
  const point =
    typeof given === "string"
      ? given
          .split(/[,;\s]+/)
          .filter(Boolean)
          .map(Number)
      : given;
  if (
    point.length !== 2 ||
    point.some((number) => !Number.isFinite(number)) ||
    Math.abs(point[0]) > 180 ||
    Math.abs(point[1]) > 90
  ) {
    complain(t("point.wrong"));
    drawCard();
    return;
  }
  const values = { point, verdict: feature.verdict === "unresolved" || isNew(feature) ? "add" : null };
  if (isNew(feature) && !feature.kind) values.kind = "place";
  if (await change(feature, values)) say(t("point.done", { name: feature.name, point: point.join(", ") }));
  else drawFeatures();
}

async function mergeInto(feature, key) {
  const other = featureOf(key);
  if (!other) return;
  const [start, end] = other.spans[0];
  if (await save(feature.key, { "same-as": { quote: slice(start, end), at: start } }))
    say(t("same.done", { name: feature.name, other: other.name }));
}
