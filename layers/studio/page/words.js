/* Words and looks: each change is kept at once, by itself, so that two windows lose none of each other's. */
const KEEP_AFTER_MS = 400;
const LINES = ["title", "subtitle", "byline", "note", "source-line", "language", "detail", "legend", "extent"];
let wording = null; // as the server gave it last
const waiting = new Map(); // changes typed and not yet kept, by field
let timer = 0;
let keeping = Promise.resolve();

function field(key, value, choices) {
  const id = "line-" + key;
  const input = choices
    ? make(
        "select",
        { id, "data-key": key },
        make("option", { value: "" }, t("words.as-is")),
        ...choices.map((each) => make("option", { value: each }, each)),
      )
    : make("input", { id, "data-key": key, autocomplete: "off" });
  input.value = value || "";
  const label = make("label", { for: id }, t("line." + key));
  if (key !== "extent") return make("div", {}, label, input);
  const button = make("button", { type: "button", id: "use-view" }, t("words.view"));
  button.addEventListener("click", () => useView(input).catch(() => {}));
  return make("div", {}, label, make("div", { class: "with-button" }, input, button));
}

/** Let the map begin with what it shows now, or showed when it was last in sight. */
async function useView(input) {
  await keepView();
  if (!view) {
    complain(t("words.no-view"));
    return;
  }
  input.value = view.map((side) => Number(side.toFixed(2))).join(", ");
  complain("");
  note(input);
}

function choice(name, values, value, label) {
  const select = make(
    "select",
    { "data-key": name, "aria-label": label },
    ...values.map(([key, words]) => make("option", { value: key }, words)),
  );
  select.value = value || "";
  if (select.selectedIndex < 0) {
    select.append(make("option", { value }, value));
    select.value = value;
  }
  return select;
}

function row(each, number) {
  const { choices } = wording;
  const of = (what) => t("words.of", { what: t("words." + what), feature: each.feature });
  const cell = (what, ...inside) => make("td", { "data-label": t("words." + what) }, ...inside);
  const name = make("input", { "data-key": "name", "aria-label": of("name"), autocomplete: "off" });
  name.value = each.name;
  return make(
    "tr",
    { "data-number": String(number) },
    make("th", { scope: "row" }, each.feature, " ", make("span", { class: "soft" }, t(each.target))),
    cell("name", name),
    cell(
      "colour",
      choice(
        "colour",
        [["", t("words.of-kind")], ...choices.colour.map(([words, value]) => [value, words])],
        each.colour,
        of("colour"),
      ),
    ),
    cell(
      "dash",
      each.target === "corridor"
        ? choice(
            "dash",
            [["", t("words.of-status")], ...choices.dash.map((words) => [words, words])],
            each.dash,
            of("dash"),
          )
        : "–",
    ),
    cell(
      "label",
      choice(
        "label",
        choices.label[each.target].map((words) => [words, words]),
        each.label,
        of("label"),
      ),
    ),
    cell("hide", make("input", { type: "checkbox", "data-key": "hide", checked: each.hide, "aria-label": of("hide") })),
  );
}

async function showWords() {
  if (!(await redraw())) return;
  await refreshWords();
}

/** Show what is said now; a field with something not yet kept, or being typed in, stays as it is. */
async function refreshWords() {
  if (waiting.size || !article) return;
  const id = article;
  const told = await ask(here("words"));
  if (id === article && !waiting.size) fillWords(told);
}

function fillWords(told) {
  const same =
    wording &&
    JSON.stringify(wording.features.map((each) => [each.target, each.feature])) ===
      JSON.stringify(told.features.map((each) => [each.target, each.feature]));
  wording = told;
  if (!same) {
    const lines = byId("lines");
    lines.replaceChildren(
      lines.firstElementChild,
      ...LINES.map((key) => field(key, told.said[key], told.choices[key])),
    );
    byId("looks").replaceChildren(...told.features.map(row));
    filterWords();
    return;
  }
  for (const input of byId("wording").querySelectorAll("[data-key]")) {
    if (waiting.has(nameOf(input)) || (input === document.activeElement && input.matches("input:not([type=checkbox])")))
      continue;
    const value = thereIn(told, input);
    if (input.type === "checkbox") input.checked = value;
    else input.value = value;
  }
}

const rowOf = (input) => {
  const tr = input.closest("tr");
  return tr ? wording.features[Number(tr.dataset.number)] : null;
};
const thereIn = (told, input) => {
  const tr = input.closest("tr");
  return tr ? told.features[Number(tr.dataset.number)][input.dataset.key] : told.said[input.dataset.key];
};
const nameOf = (input) => {
  const each = rowOf(input);
  return (each ? each.target + " " + each.feature + " " : "") + input.dataset.key;
};

function note(input) {
  const each = rowOf(input);
  const now = input.type === "checkbox" ? input.checked : input.value;
  const before = waiting.get(nameOf(input));
  const change = { key: input.dataset.key, was: before ? before.was : thereIn(wording, input), now };
  if (each) Object.assign(change, { target: each.target, feature: each.feature });
  waiting.set(nameOf(input), change);
  clearTimeout(timer);
  timer = setTimeout(() => keepWords().catch(() => {}), KEEP_AFTER_MS);
}

/** Keep what was typed; what cannot be kept waits, and is sent again with the next change. */
function keepWords() {
  clearTimeout(timer);
  keeping = keeping.catch(() => {}).then(sendWords);
  return keeping;
}

async function sendWords() {
  if (!waiting.size || !article) return;
  const id = article;
  const sent = new Map(waiting);
  const told = await ask(here("words"), { body: { changes: [...sent.values()] }, quiet: true });
  if (told.error) {
    complain(told.error);
    throw new Error(told.error);
  }
  for (const [name, change] of sent) {
    const now = waiting.get(name);
    if (now === change) waiting.delete(name);
    else if (now) now.was = change.now; // typed on meanwhile
  }
  if (id !== article) return;
  fillWords(told);
  complain(
    told.clashes
      .map((each) =>
        t("words.clash", {
          what: (each.feature ? each.feature + ": " : "") + t(each.feature ? "words." + each.key : "line." + each.key),
          there: String(each.there),
          mine: String(each.now),
        }),
      )
      .join(" "),
  );
  if (!told.clashes.length) mention(t("words.saved"));
  const steps = await ask(here("now"), { quiet: true });
  if (!steps.error) {
    showSteps(steps);
    latest = steps.version;
  }
  if (!byId("map").hidden && !told.clashes.length) redraw().catch(() => {});
}

function filterWords() {
  const wanted = byId("find").value.toLocaleLowerCase();
  for (const each of byId("looks").children)
    each.hidden = !each.firstElementChild.textContent.toLocaleLowerCase().includes(wanted);
}

byId("wording").addEventListener("input", (event) => {
  if (event.target.dataset.key) note(event.target);
});
byId("wording").addEventListener("submit", (event) => {
  event.preventDefault();
  keepWords().catch(() => {});
});
byId("find").addEventListener("input", filterWords);
window.addEventListener("beforeunload", (event) => {
  if (waiting.size) {
    keepWords().catch(() => {});
    event.preventDefault();
  }
});
