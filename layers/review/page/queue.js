/* The queue, the keys, and the beginning. */
const LOOK_EVERY_MS = 2500;
const isOpen = (feature) => feature.said === null;

function inOrder() {
  const list = [...state.features];
  if (byId("order").value === "doubt") list.sort((a, b) => b.doubt - a.doubt || a.spans[0][0] - b.spans[0][0]);
  return byId("open-only").checked ? list.filter((feature) => isOpen(feature) || feature.key === chosen) : list;
}

function firstOpen() {
  const list = inOrder();
  const feature = list.find(isOpen) || list[0];
  return feature ? feature.key : null;
}

function drawQueue() {
  const focused = byId("queue").contains(document.activeElement) ? document.activeElement.dataset.key : null;
  byId("queue").replaceChildren(
    ...inOrder().map((feature) =>
      make(
        "li",
        null,
        make(
          "button",
          {
            type: "button",
            "data-key": feature.key,
            "aria-current": String(feature.key === chosen),
            onclick: () => choose(feature.key),
          },
          make("span", { dir: "auto" }, feature.name),
          make("span", { class: "sign " + feature.verdict }, signOf(feature)),
          make(
            "span",
            { class: "what" },
            feature.target === "corridor"
              ? [called("modes", feature.mode) || t("what.corridor"), called("bases", feature.basis)]
                  .filter(Boolean)
                  .join(", ")
              : feature.role === "associative"
                ? t("what.people")
                : [called("kinds", feature.kind), feature.record && feature.record.country]
                    .filter(Boolean)
                    .join(", ") || t("what.name"),
          ),
        ),
      ),
    ),
  );
  if (focused)
    byId("queue")
      .querySelector("[data-key=" + JSON.stringify(focused) + "]")
      ?.focus({ preventScroll: true });
  const all = state.features.length;
  byId("progress").max = Math.max(1, all);
  byId("progress").value = state.checked;
  byId("progress-words").textContent = t("checked", { n: state.checked, all });
  byId("title").textContent = state.article.title;
  document.title = t("title.of", { title: state.article.title });
  byId("file").textContent = t("saved", { file: state.file });
  byId("undo").disabled = undone.length === 0;
  byId("unfit").hidden = state.unfit.length === 0;
  byId("unfit")
    .querySelector("ul")
    .replaceChildren(
      ...state.unfit.map(({ what, reason }) => make("li", { dir: "auto" }, make("strong", null, what), ": " + reason)),
    );
}

function refresh() {
  if (chosen !== null && !featureOf(chosen)) chosen = firstOpen();
  drawQueue();
  drawArticle();
  drawCard();
  drawFeatures();
}

function choose(key, { quiet = false } = {}) {
  if (draft && draft.key !== key) draft = null;
  if (key !== chosen) query = null;
  chosen = key;
  refresh();
  const feature = current();
  if (!feature) return;
  showSentence(feature);
  goTo(feature);
  const entry = byId("queue").querySelector("[aria-current=true]");
  if (entry) reveal(entry.closest("nav"), entry, 0.3);
  if (!quiet) say(feature.name + ", " + signOf(feature));
}

/** Go on to what comes after a feature and is not yet checked. */
function advance(key) {
  const list = inOrder();
  const at = list.findIndex((feature) => feature.key === key);
  const next = [...list.slice(at + 1), ...list.slice(0, at)].find(isOpen);
  if (next) choose(next.key);
  else say(t("all"));
}

function step(by) {
  const list = inOrder();
  const at = list.findIndex((feature) => feature.key === chosen);
  const next = list[Math.max(0, Math.min(list.length - 1, at + by))];
  if (next) choose(next.key);
}

function candidateOf(number) {
  const feature = current();
  const other = feature && feature.alternatives && feature.alternatives[number - 1];
  if (other) pick(feature, other);
}

const KEYS = {
  a: () => current() && accept(current()),
  r: () => current() && reject(current()),
  u: undo,
  j: () => step(1),
  k: () => step(-1),
  n: () => chosen && advance(chosen),
  p: () => (byId("field-point") || byId("stop-name"))?.focus(),
  "+": openAdding,
  "?": () => byId("keys").showModal(),
};

function onKey(event) {
  const typing = event.target.closest && event.target.closest("input, select, textarea, dialog");
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing) {
      event.preventDefault();
      undo();
    }
    return;
  }
  if (typing || !byId("keys-on").checked) return;
  const work =
    KEYS[event.key.toLowerCase()] || (/^[1-9]$/.test(event.key) ? () => candidateOf(Number(event.key)) : null);
  if (work) {
    event.preventDefault();
    work();
  }
}

async function begin() {
  const first = await ask("state");
  if (first.error) {
    complain(first.error);
    return;
  }
  state = first;
  indexText(state.article.text);
  listeners.push(refresh);
  prepareAdding();
  byId("undo").addEventListener("click", undo);
  byId("help").addEventListener("click", () => byId("keys").showModal());
  byId("order").addEventListener("change", refresh);
  byId("open-only").addEventListener("change", refresh);
  document.addEventListener("keydown", onKey);
  await drawGround();
  choose(firstOpen(), { quiet: true });
  setInterval(() => {
    if (!document.hidden) look();
  }, LOOK_EVERY_MS);
  document.documentElement.classList.add("ready");
}

begin().catch((error) => complain(error.message));
