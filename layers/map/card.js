/* The card of a feature: everything we know about it and how we know it. */
const sentenceAt = new Map(atlas.sentences.map((sentence) => [sentence.at, sentence]));

/** A quote with the words that matter marked. */
function quote([at, from, to]) {
  const { text } = sentenceAt.get(at);
  return make("blockquote", { dir: "auto" }, text.slice(0, from), make("mark", null, text.slice(from, to)), text.slice(to));
}

function citations(at) {
  const list = sentenceAt.get(at).citations;
  return list.length ? make("p", { class: "cited" }, "Cited there: " + list.map(cited).join("; ")) : null;
}

function facts(rows) {
  const list = make("dl", { class: "facts" });
  for (const [term, words] of rows) if (words) list.append(make("dt", null, term), make("dd", { dir: "auto" }, words));
  return list;
}

function placeFacts(data) {
  const others = data.alternatives.map((other) =>
    [other.name, other.region, countryName(other.country)].filter(Boolean).join(", ") + " (" + percent(other.score) + ")");
  return facts([
    ["Where", [data.region, countryName(data.country)].filter(Boolean).join(", ")],
    ["Record", data.record],
    ["Precision", looks.labels.point[data.precision]],
    ["Confidence", percent(data.confidence) + " that this is the place meant"],
    ["Read as", data.role === "associative" ? "people or a government acting under its name" : ""],
    ["Also considered", others.join("; ")],
  ]);
}

function corridorFacts(data) {
  const lengths = [km(data.length_km)];
  if (Math.round(data.drawn_km) !== Math.round(data.length_km)) lengths.push(km(data.drawn_km) + " as drawn");
  if (data.published_km) lengths.push(km(data.published_km) + " published");
  const reasons = new Map(); // by stretch, each reason once
  for (const { start, end, reason } of data.legs) {
    const stretch = start + "–" + end;
    if (reason) reasons.set(stretch, (reasons.get(stretch) || new Set()).add(reason));
  }
  const doubts = [...reasons].map(([stretch, why]) => stretch + ": " + [...why].join(", "));
  const from = [...new Set(data.legs.map((leg) => leg.source))].filter(Boolean).join(", ");
  return facts([
    ["By way of", data.waypoints.join(data.directed ? " → " : " – ")],
    ["Length", lengths.join("; ")],
    ["Basis", looks.labels.basis[data.basis]],
    ["Line", looks.labels.precision[data.precision] + (data.traced_share > 0 && data.traced_share < 1 ? "; " + percent(data.traced_share) + " of it traced" : "")],
    ["Not traced", doubts.join("; ")],
    ["Drawn from", from],
    ["Facts from", data.source],
    ["Note", data.note],
  ]);
}

function card(feature) {
  const { type, data } = feature;
  const kicker = type === "place" ? looks.kinds[data.look].label : looks.labels.mode[data.mode] + " · " + looks.labels.status[data.status];
  const box = make("div", { class: "card" },
    make("p", { class: "kicker" }, kicker, type === "corridor" && data.basis === "inferred" ? make("span", { class: "tag" }, "inferred") : null),
    make("h3", { dir: "auto", tabindex: "-1" }, data.name));
  for (const reference of data.evidence.slice(0, 3)) box.append(quote(reference), citations(reference[0]) || "");
  if (data.evidence.length > 3) box.append(make("p", { class: "cited" }, "and " + (data.evidence.length - 3) + " more mentions"));
  box.append(type === "place" ? placeFacts(data) : corridorFacts(data));
  return box;
}
