/* Time: a slider by month, which plays by itself if the reader wants; at its left end stand all months together. */
const PACE = 900; // milliseconds that a month is shown for
const hasTime = corpus.months.length > 1;
document.documentElement.classList.toggle("with-time", hasTime);

/** A month by itself; some languages write it otherwise than in a date. */
function monthName(number) {
  const [year, month] = corpus.months[number].split("-").map(Number);
  return t("corpus.month.year", { month: language.words["corpus.month.names"][month - 1], year });
}

/** Bars side by side, by their height; told in words beside. */
function bars(numbers, width, height) {
  const [most, step] = [Math.max(1, ...numbers), width / numbers.length];
  const svg = draw("svg", {
    viewBox: "0 0 " + width + " " + height,
    width,
    height,
    preserveAspectRatio: "none",
    class: "bars",
    "aria-hidden": "true",
  });
  const d = numbers
    .map((number, i) =>
      number
        ? "M" +
          (i * step).toFixed(2) +
          " " +
          height +
          "v" +
          (-Math.max(1, (height * number) / most)).toFixed(2) +
          "h" +
          (step * 0.82).toFixed(2) +
          "V" +
          height +
          "z"
        : "",
    )
    .join("");
  svg.append(draw("path", { d }));
  return svg;
}

const periodName = () => (when === null ? t("corpus.all") : monthName(when));
const periodDocuments = () => (when === null ? corpus.documents : corpus.byMonth[when]);

/** Whether a sentence stands in a document of the month that is shown. */
const isOfMonth = ({ citations }) =>
  when === null || citations.some(({ date }) => date && date.startsWith(corpus.months[when]));

/** What documents of the month say, before what others do. */
const ofMonthFirst = (evidence) =>
  [true, false].flatMap((own) => evidence.filter(([at]) => isOfMonth(sentenceAt.get(at)) === own));

/** Show a month, or all of them for null. */
function showMonth(map, month) {
  when = month;
  tellMonth();
  if (chosen && !weightOf(chosen)) shutCard();
  weighCorridors();
  fillSizes();
  refilter(map);
  keepAddress(map);
}

function tellMonth() {
  if (!hasTime) return;
  const slider = byId("month");
  const words = periodName() + ": " + documents(periodDocuments());
  slider.value = when === null ? 0 : when + 1;
  slider.setAttribute("aria-valuetext", words);
  byId("month-said").replaceChildren(
    make("b", null, periodName()),
    " ",
    make("span", null, documents(periodDocuments())),
  );
  byId("all-months").hidden = when === null;
  byId("time").classList.toggle("one", when !== null);
  byId("time").style.setProperty("--at", when === null ? 0 : when);
}

let playing = 0;

function stopPlaying() {
  clearInterval(playing);
  playing = 0;
  const button = byId("play");
  button.replaceChildren("▶\ufe0e ", t("corpus.play"));
}

function play(map) {
  if (playing) return stopPlaying();
  const last = corpus.months.length - 1;
  const next = () => {
    if (when === last) return stopPlaying();
    showMonth(map, when === null ? 0 : when + 1);
  };
  if (when === last) when = null;
  byId("play").replaceChildren("❚❚ ", t("corpus.pause"));
  playing = setInterval(next, PACE);
  next();
}

/** Below the map: play, the slider under the documents of each month, and the month in words. */
function addTime(map) {
  if (!hasTime) return;
  const slider = make("input", {
    type: "range",
    id: "month",
    min: 0,
    max: corpus.months.length,
    step: 1,
    value: 0,
    "aria-label": t("corpus.month"),
  });
  slider.addEventListener("input", () => {
    if (playing) stopPlaying();
    showMonth(map, Number(slider.value) ? Number(slider.value) - 1 : null);
  });
  const box = make(
    "div",
    { id: "time", class: "time", role: "group", "aria-label": t("corpus.time") },
    make("button", { type: "button", id: "play", onclick: () => play(map) }),
    make(
      "div",
      { class: "track" },
      make(
        "div",
        { class: "histogram" },
        bars(corpus.byMonth, 600, 26),
        make("i", { class: "now", "aria-hidden": "true" }),
      ),
      slider,
    ),
    make(
      "div",
      { class: "said-month" },
      make("output", { id: "month-said", for: "month" }),
      make(
        "button",
        {
          type: "button",
          id: "all-months",
          class: "link",
          onclick: () => {
            if (playing) stopPlaying();
            showMonth(map, null);
            slider.focus();
          },
        },
        t("corpus.all"),
      ),
    ),
  );
  box.style.setProperty("--months", corpus.months.length);
  map.getContainer().after(box);
  stopPlaying();
  tellMonth();
}

/** What the page does not show, and what counts in no month. */
function addNotes() {
  const { leftOut, below, undated } = corpus;
  const notes = [];
  /** @type {[string, any][]} */
  const uncounted = [
    ["corpus.left", leftOut],
    ["corpus.below", below],
  ];
  for (const [words, { places, corridors }] of uncounted) {
    if (places || corridors) notes.push(t(words, { places: count(places), corridors: count(corridors) }));
  }
  if (undated && hasTime) notes.push(t("corpus.undated", { n: undated }));
  document.querySelector(".found").after(...notes.map((words) => make("p", { class: "hint note" }, words)));
}
