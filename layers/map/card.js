/* The card of a feature: everything we know about it and how we know it. */
const sentenceAt = new Map(atlas.sentences.map((sentence) => [sentence.at, sentence]));
const QUOTES_AT_FIRST = 3;

/** A quote with the words that matter marked; nothing where the page holds no article text. */
function quote([at, from, to]) {
  const { text } = sentenceAt.get(at);
  if (text === null) return "";
  return make(
    "blockquote",
    { dir: "auto" },
    text.slice(0, from),
    make("mark", null, text.slice(from, to)),
    text.slice(to),
  );
}

function citations(at) {
  const list = sentenceAt.get(at).citations;
  if (corpus) return make("p", { class: "cited" }, ...sourcesOf(sentenceAt.get(at)));
  return list.length ? make("p", { class: "cited" }, t("card.cited", { list: list.map(cited).join("; ") })) : "";
}

function facts(rows) {
  const list = make("dl", { class: "facts" });
  for (const [term, words, attributes] of rows) {
    if (words) list.append(make("dt", null, t(term)), make("dd", { dir: "auto", ...attributes }, ...[words].flat()));
  }
  return list;
}

/* What geo/ says in a sentence of its own is English in every language of the page. */
const ENGLISH = language.code === "en" ? {} : { lang: "en" };

/** A record by the name of its source; GeoNames has a page for each. */
function record(id) {
  const [source, key] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  if (source === "geonames" && /^\d+$/.test(key)) {
    return [
      "GeoNames ",
      make("a", { href: "https://www.geonames.org/" + key, rel: "noopener noreferrer", target: "_blank" }, key),
    ];
  }
  return [id];
}

function placeFacts(data) {
  const others = data.alternatives.map((other) =>
    make(
      "li",
      null,
      [other.name, other.region, countryName(other.country)].filter(Boolean).join(", ") + " – ",
      ...record(other.record),
      ", " + percent(other.score),
    ),
  );
  return facts([
    ...(corpus ? weightFacts({ data }) : []),
    ["card.where", [data.region, countryName(data.country)].filter(Boolean).join(", ")],
    ["card.coordinates", coordinates({ lat: data.lat, lng: data.lon })],
    ["card.record", record(data.record)],
    ["card.precision", looks.labels.point[data.precision]],
    ["card.confidence", t("card.sure", { percent: percent(data.confidence) })],
    ["card.role", data.role === "associative" ? t("card.associative") : ""],
    ["card.considered", others.length ? [make("ul", { class: "others" }, ...others)] : ""],
    ["card.note", data.note || "", ENGLISH],
  ]);
}

function corridorFacts(data) {
  const lengths = [km(data.length_km)];
  if (Math.round(data.drawn_km) !== Math.round(data.length_km))
    lengths.push(t("card.drawn", { length: km(data.drawn_km) }));
  if (data.published_km) lengths.push(t("card.published", { length: km(data.published_km) }));
  const reasons = new Map(); // by stretch, each reason once
  for (const { start, end, reason } of data.legs) {
    const stretch = start + "–" + end;
    if (reason) reasons.set(stretch, (reasons.get(stretch) || new Set()).add(reason));
  }
  const doubts = [...reasons].map(([stretch, why]) => stretch + ": " + [...why].join(", "));
  const from = [...new Set(data.legs.map((leg) => leg.source))].filter(Boolean).join(", ");
  const traced =
    data.traced_share > 0 && data.traced_share < 1
      ? "; " + t("card.traced", { percent: percent(data.traced_share) })
      : "";
  return facts([
    ...(corpus ? weightFacts({ data }) : []),
    ["card.way", data.waypoints.join(data.directed ? " → " : " – ")],
    ["card.length", lengths.join("; ")],
    ["card.basis", looks.labels.basis[data.basis]],
    ["card.line", looks.labels.precision[data.precision] + traced],
    ["card.crosses", data.crosses || "", ENGLISH],
    ["card.untraced", doubts.join("; "), ENGLISH],
    ["card.source", from, ENGLISH],
    ["card.facts", data.source, ENGLISH],
    ["card.note", data.note, ENGLISH],
  ]);
}

function card(feature) {
  const { type, data, map } = feature;
  const kicker =
    type === "place"
      ? looks.kinds[data.look].label
      : looks.labels.mode[data.mode] + " · " + looks.labels.status[data.status];
  const box = make(
    "div",
    { class: "card", dir: document.documentElement.dir || null }, // the map around it runs from left to right
    make(
      "p",
      { class: "kicker" },
      kicker,
      type === "corridor" && data.basis === "inferred" ? make("span", { class: "tag" }, t("inferred")) : null,
    ),
    make("h2", { dir: "auto", tabindex: "-1" }, data.name),
    data.said && data.said !== data.name ? make("p", { class: "said-as" }, t("actor.as", { phrase: data.said })) : null,
  );
  const evidence = corpus ? ofMonthFirst(data.evidence) : data.evidence;
  const [first, rest] = [evidence.slice(0, QUOTES_AT_FIRST), evidence.slice(QUOTES_AT_FIRST)];
  const quoted = (reference) => [quote(reference), citations(reference[0])];
  box.append(...first.flatMap(quoted).filter(Boolean));
  if (rest.length && atlas.has_text) {
    box.append(
      make(
        "details",
        { class: "more" },
        make("summary", null, t(corpus ? "corpus.more" : "card.mentions", { n: rest.length })),
        ...rest.flatMap(quoted).filter(Boolean),
      ),
    );
  }
  box.append(
    type === "place" ? placeFacts(data) : corridorFacts(data),
    make(
      "div",
      { class: "deeds" },
      make("button", { type: "button", onclick: () => goTo(map, feature) }, t("card.zoom")),
      type === "place"
        ? make(
            "button",
            {
              type: "button",
              onclick: () => copy(coordinates({ lat: data.lat, lng: data.lon }, 5), t("said.coordinates")),
            },
            t("card.copy"),
          )
        : null,
      make("button", { type: "button", onclick: () => copy(citation(feature), t("said.citation")) }, t("card.cite")),
      make("button", { type: "button", onclick: () => copy(permalink(map, feature), t("said.link")) }, t("card.link")),
    ),
  );
  return box;
}
