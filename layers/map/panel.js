/* The panel: the same content as text, in step with the map. */
const numberOf = new Map(atlas.sentences.map((sentence, index) => [sentence.at, index + 1]));
const AT_ONCE = 200; // entries of a list that are made before the reader asks for more
const FIRST = corpus ? 25 : AT_ONCE; // of a corpus' lists, few read more than the beginning
const limits = { corridor: FIRST, place: FIRST, sentence: FIRST, undrawn: AT_ONCE };
const SECTIONS = ["ports", "crossings", "towns", "others", "areas"];
let isTable = false;

/** On paper: the numbers of the sentences that name it. */
function noted(data) {
  const numbers = [...new Set(data.evidence.map(([at]) => numberOf.get(at)))];
  return numbers.length
    ? make("span", { class: "noted" }, " · " + t("sentences", { n: numbers.length, numbers: numbers.join(", ") }))
    : null;
}

/** A feature in a few words, beside its name. */
function aboutFeature({ type, data }) {
  return (
    type === "place"
      ? [looks.kinds[data.look].label, countryName(data.country) !== data.name && countryName(data.country)]
      : [looks.labels.mode[data.mode], km(data.length_km), data.basis === "inferred" && t("inferred")]
  )
    .filter(Boolean)
    .join(" · ");
}

function entry(feature) {
  const { type, data } = feature;
  const symbol =
    type === "place"
      ? feature.isTinted
        ? tintSample()
        : icon(data.look, colorsOf(feature))
      : lineSample(looks.lines[data.legs[0].look]);
  feature.button = make(
    "button",
    {
      type: "button",
      class: "entry",
      "aria-pressed": String(feature === chosen),
      onclick: () => choose(feature, { fly: true }),
    },
    make("span", { class: "symbol " + type }, symbol),
    make(
      "span",
      { class: "words" },
      make("span", { class: "title", dir: "auto" }, data.name),
      make(
        "span",
        { class: "about" },
        aboutFeature(feature),
        corpus ? " · " + documents(weightOf(feature)) : null,
        noted(data),
      ),
    ),
  );
  return make("li", null, feature.button);
}

/** A sentence; each phrase in it leads to its feature, phrases within phrases too. */
function evidenceEntry(sentence) {
  const spans = spansOf(sentence);
  const here = [...new Set(spans.map((span) => span.feature))];
  const said = sentence.text === null ? namesIn(here) : phrases(sentence.text, spans);
  const item = make("li", { id: "s" + sentence.at }, make("p", { class: "quoted", dir: "auto" }, ...said));
  const sources = sourcesOf(sentence);
  const all =
    here.length > 1
      ? make(
          "button",
          { type: "button", class: "all", onclick: () => light(here, item) },
          t("show.sentence", { n: here.length }),
        )
      : null;
  if (sources.length || all)
    item.append(
      make(
        "p",
        { class: "cited" },
        ...sources,
        sources.length && all ? make("span", { class: "all-before" }, " · ") : null,
        all,
      ),
    );
  item.append(...[stopNote(sentence)].filter(Boolean));
  if (chosen && here.includes(chosen)) item.classList.add("lit");
  return item;
}

let spansBySentence = null;

function spansOf(sentence) {
  if (!spansBySentence) {
    spansBySentence = new Map(atlas.sentences.map(({ at }) => [at, []]));
    for (const feature of features.values())
      for (const [at, from, to] of feature.data.evidence) spansBySentence.get(at).push({ feature, from, to });
  }
  return spansBySentence.get(sentence.at);
}

/** Where the page holds no article text: what a sentence names. */
function namesIn(here) {
  return here.flatMap((feature, i) => [
    i ? ", " : "",
    phrase({ words: feature.data.name, own: { feature }, way: feature.type === "corridor" ? { feature } : null }, true),
  ]);
}

/** The text cut where phrases begin and end; a piece belongs to the shortest phrase around it. */
function phrases(text, spans) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  const pieces = cuts.slice(1).map((to, i) => {
    const around = spans
      .filter((span) => span.from <= cuts[i] && span.to >= to)
      .sort((a, b) => a.to - a.from - (b.to - b.from) || (a.feature.type === "place" ? -1 : 1));
    return {
      words: text.slice(cuts[i], to),
      own: around[0],
      way: around.find((span) => span.feature.type === "corridor"),
    };
  });
  const links = new Map(); // for each phrase its longest piece: there keys reach it
  for (const piece of pieces) {
    if (piece.own && !(links.get(piece.own)?.words.length >= piece.words.length)) links.set(piece.own, piece);
  }
  return pieces.map((piece) => (piece.own ? phrase(piece, links.get(piece.own) === piece) : piece.words));
}

function phrase({ words, own, way }, isLink) {
  const { type, data } = own.feature;
  const classes = "phrase" + (type === "place" ? " of-place" : "") + (way ? " of-corridor" : "");
  const select = (event) => {
    event.preventDefault();
    choose(own.feature, { fly: true });
  };
  const said = lower(words).includes(lower(data.name)) ? null : words.trim() + " (" + data.name + ")"; // what is seen, and what it means
  const element = isLink
    ? make(
        "a",
        {
          class: classes,
          href: "#" + type + "=" + encodeURIComponent(data.id),
          title: data.name,
          "aria-label": said,
          onclick: select,
        },
        words,
      )
    : make("span", { class: classes, title: data.name, onclick: select }, words);
  return way ? paint(element, ...colorsOf(way.feature)) : element;
}

/** The lists or the tables, whichever the reader has chosen. */
function fillLists(map, listed) {
  for (const [type, name] of [
    ["corridor", "corridors"],
    ["place", "places"],
  ]) {
    const own = listed.filter((feature) => feature.type === type);
    const redraw = (focus) => {
      fillLists(map, listed);
      byId(focus)?.focus();
    };
    const entries = () =>
      type === "place" && !corpus
        ? inSections(own)
        : [make("ul", { class: "list" }, ...own.slice(0, limits[type]).map(entry))];
    byId(name).replaceChildren(
      ...(own.length ? (isTable ? [tableOf(map, type, own, redraw)] : entries()) : []),
      more(type, own.length, () => fillLists(map, listed)),
    );
    byId("n-" + name).textContent = count(own.length);
    byId(name).closest("section").hidden = own.length === 0;
  }
  fillEvidence();
}

/** Places in the order of what a reader of ways looks for: ports, crossings, towns, and countries last. */
function inSections(list) {
  const parts = SECTIONS.map((section) => [
    section,
    list.filter(({ data }) => looks.kinds[data.look].section === section),
  ]);
  let left = limits.place;
  return parts.flatMap(([section, part]) => {
    const shown = part.slice(0, Math.max(0, left));
    left -= shown.length;
    return shown.length
      ? [make("h3", null, t("section." + section)), make("ul", { class: "list" }, ...shown.map(entry))]
      : [];
  });
}

function fillEvidence() {
  const found = atlas.sentences.filter(
    (sentence) =>
      !wanted.words ||
      (sentence.text !== null && isFound(plainOf(sentence))) ||
      ((sentence.text === null || search.isLike) &&
        spansOf(sentence).some(({ feature }) => isFound(searchable(feature)))),
  );
  const own = found
    .filter((sentence) => !corpus || isOfMonth(sentence))
    .filter(
      (sentence) =>
        !isFiltered() || spansOf(sentence).some(({ feature }) => passes(feature)) || !spansOf(sentence).length,
    );
  const said = own.filter((sentence) => sentence.text !== null || spansOf(sentence).length); // without text, what names nothing says nothing
  byId("evidence").replaceChildren(...said.slice(0, limits.sentence).map(evidenceEntry));
  byId("more-evidence").replaceChildren(more("sentence", said.length, fillEvidence));
  byId("evidence").closest("section").hidden = said.length === 0;
}

/** A button for what is not yet in a list, nothing where all of it is. */
function more(type, length, redraw) {
  if (length <= limits[type]) return "";
  return make(
    "button",
    {
      type: "button",
      class: "more-button",
      onclick: () => {
        limits[type] += 5 * AT_ONCE;
        redraw();
      },
    },
    t("more", { n: length - limits[type] }),
  );
}

/** Make the list of sentences long enough to hold one. */
function needSentence(at) {
  if (byId("s" + at) || numberOf.get(at) <= limits.sentence) return;
  byId("evidence").append(evidenceEntry(sentenceAt.get(at)));
}

function fillPanel(map) {
  byId("actors").append(
    ...atlas.actors.map((actor) => make("li", { dir: "auto" }, make("strong", null, actor.name), said(actor))),
  );
  byId("s-actors").hidden = atlas.actors.length === 0;
  fillUndrawn();
  byId("sources").append(
    ...atlas.sources.map((source) =>
      make(
        "li",
        null,
        [
          source.name + (source.attribution && source.attribution !== source.name ? ": " + source.attribution : ""),
          source.licence,
        ]
          .filter(Boolean)
          .join(", "),
      ),
    ),
  );
  byId("download").addEventListener("click", () => {
    const listed = [...features.values()].filter(isListed);
    save("atlas.geojson", JSON.stringify(geojson(listed)), "application/geo+json");
    say(t("said.saved", { n: listed.length }));
  });
  byId("cite").addEventListener("click", () => copy(t("cite.map", { article: articleCitation() }), t("said.citation")));
  for (const type of ["png", "svg"]) byId("as-" + type).addEventListener("click", () => savePicture(map, type));
  byId("as-table").addEventListener("click", () => {
    isTable = !isTable;
    byId("as-table").setAttribute("aria-pressed", String(isTable));
    document.documentElement.classList.toggle("with-table", isTable);
    relist(map);
  });
}

/** All that was seen in the text and is not drawn: what it is, the reason, and its sentence. */
function fillUndrawn() {
  byId("unresolved").replaceChildren(...atlas.unresolved.slice(0, limits.undrawn).map(undrawn));
  byId("more-unresolved").replaceChildren(more("undrawn", atlas.unresolved.length, fillUndrawn));
  byId("n-unresolved").textContent = count(atlas.unresolved.length);
  byId("s-unresolved").hidden = atlas.unresolved.length === 0;
}

function undrawn(item) {
  const name = item.name === null || item.what === "movement" ? null : make("strong", { dir: "auto" }, item.name);
  return make(
    "li",
    { dir: "auto" },
    make("span", { class: "what" }, t("unresolved." + item.what)),
    " ",
    name,
    name ? " – " : null,
    make("span", ENGLISH, item.reason),
    noted(item),
    quote(item.evidence[0]),
  );
}

function said(actor) {
  const [at, from, to] = actor.evidence[0] || [];
  const text = at === undefined ? null : sentenceAt.get(at).text;
  return text === null ? "" : " – " + t("actor.as", { phrase: text.slice(from, to) });
}
