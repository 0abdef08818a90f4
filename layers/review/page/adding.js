/* Adding what was not found: select its words, or type them. */
function beginAdding(target, [start, end]) {
  const key = target + ":" + start + ":" + end;
  if (state.features.some((feature) => feature.key === key)) {
    choose(key);
    say(t("adding.known"));
    return;
  }
  const words = slice(start, end);
  const sentence = state.article.sentences.filter(([from]) => from <= start).pop() || [start, end];
  draft = {
    key,
    target,
    spans: [[start, end]],
    sentence: [sentence[0], Math.max(sentence[1], end)],
    name: words,
    verdict: "unchecked",
    said: null,
    stamp: null,
    reason: "",
    note: "",
    role: "literal",
    kind: "",
    record: null,
    point: null,
    confidence: null,
    alternatives: [],
    mode: "rail",
    status: "",
    basis: "",
    waypoints: [],
    lines: [],
    colors: ["#0b57a4", "#8cc0f5"],
    length_km: null,
  };
  choose(key);
  if (target === "place") lookUpDraft(words);
  say(t("adding." + target, { name: words }));
}

async function lookUpDraft(words) {
  const found = await ask("candidates?name=" + encodeURIComponent(words));
  if (!draft) return;
  draft.alternatives = found.slice(0, 9).map((record) => ({ ...record, score: record.share }));
  refresh();
  goTo(draft);
}

function offerSelection() {
  const span = selectedSpan();
  const box = byId("choice");
  box.hidden = !span;
  if (!span) return;
  const rect = getSelection().getRangeAt(0).getBoundingClientRect();
  box.style.left = Math.max(8, Math.min(innerWidth - 240, rect.left)) + "px";
  box.style.top = Math.max(8, Math.min(innerHeight - 50, rect.bottom + 6)) + "px";
}

function prepareAdding() {
  document.addEventListener("selectionchange", offerSelection);
  for (const target of ["place", "corridor"]) {
    byId("choice-" + target).addEventListener("mousedown", (event) => event.preventDefault());
    byId("choice-" + target).addEventListener("click", () => {
      const span = selectedSpan();
      if (span) {
        beginAdding(target, span);
        getSelection().removeAllRanges();
      }
    });
  }
  const words = byId("adding-words"),
    which = byId("adding-which");
  words.addEventListener("input", async () => {
    const typed = words.value;
    const found = typed.trim() ? await ask("occurrences?words=" + encodeURIComponent(typed)) : [];
    if (typed !== words.value) return;
    byId("adding-found").textContent = typed.trim()
      ? found.length
        ? t("adding.found", { n: found.length })
        : t("adding.none")
      : "";
    which.replaceChildren(
      ...found.map(([start, end], index) =>
        make(
          "option",
          { value: start + ":" + end },
          index +
            1 +
            ": … " +
            slice(Math.max(0, start - 25), Math.min(units.length - 1, end + 25)).replace(/\s+/g, " ") +
            " …",
        ),
      ),
    );
  });
  byId("add").addEventListener("click", openAdding);
  byId("adding").addEventListener("close", () => {
    const target = byId("adding").returnValue;
    if (target && which.value) beginAdding(target, which.value.split(":").map(Number));
  });
  byId("head").addEventListener("click", () => {
    byId("heading-words").value = state.article.title;
    byId("heading-focus").value = state.article.focus.join(", ");
    byId("heading").returnValue = "";
    byId("heading").showModal();
  });
  byId("heading").addEventListener("close", async () => {
    if (byId("heading").returnValue !== "save") return;
    const focus = byId("heading-focus")
      .value.split(/[,;\s]+/)
      .filter(Boolean);
    const told = await ask("head", { title: byId("heading-words").value.trim(), focus });
    if (told.error) complain(told.error);
    else {
      take(told);
      say(t("heading.saved"));
    }
  });
}

function openAdding() {
  byId("adding-words").value = "";
  byId("adding-found").textContent = "";
  byId("adding-which").replaceChildren();
  byId("adding").returnValue = "";
  byId("adding").showModal();
}
