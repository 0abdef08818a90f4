/* Maps in the making, and how things stand now: what others change is seen within seconds. */
const LOOK_EVERY_MS = 2000;
const STEPS = {
  waiting: "waiting",
  reading: "reading",
  "finding places and corridors": "finding",
  drawing: "drawing",
  saving: "saving",
  "recognising the text": "recognising",
};
let shown = ""; // stamp of the map in the frame
let latest = ""; // what the map would be made from now
let drawing = null; // the map in the making
let following = null; // the one after it, where somebody asked meanwhile

function stepWords(step) {
  if (STEPS[step]) return t("step." + STEPS[step]);
  return step.startsWith("making ") ? t("step.making", { what: step.slice(7) }) : step;
}

/** Ask for formats until all of them are there and new; gives the progress, or null where there is no map. */
async function made(formats, wish = {}) {
  const id = article;
  if (!id) return null; // one has gone back to the list meanwhile
  /** @type {any} */
  const body = { formats, reader: byId("reader").value, model: byId("reader-model").value, ...wish };
  let told;
  do {
    told = await ask("/a/" + id + "/make", { body, quiet: true });
    delete body.recognise; // once is enough
    if (!told.step) break;
    while (told.step && id === article) {
      say(stepWords(told.step) + " …");
      await wait(200);
      told = await ask("/a/" + id + "/progress", { quiet: true }); // of this article, whichever is open by now
    }
  } while (id === article && !told.error);
  if (id !== article) return null;
  say("");
  byId("scan").hidden = !told.is_scan;
  byId("map-frame").hidden = Boolean(told.is_scan);
  if (told.error) {
    complain(told.error);
    return null;
  }
  return told;
}

/** Draw the map as the article, the corrections and the words are now; wishes that come while one is drawn are one more,
 * since what is being drawn may have been read before they came. */
function redraw(wish = {}) {
  if (!drawing) {
    drawing = draw(wish).finally(() => {
      drawing = null;
    });
    return drawing;
  }
  if (!following)
    following = drawing
      .catch(() => {})
      .then(() => {
        following = null;
        return redraw(wish);
      });
  return following;
}

async function draw(wish) {
  const told = await made(["html"], wish);
  if (told) drawFigure().catch(() => {});
  if (!told) return false;
  complain(told.notes.length ? told.notes.join(" ") : "");
  if (told.stamp !== shown) {
    shown = told.stamp;
    byId("map-frame").src = withToken(here("file/map.html") + "?v=" + shown);
  }
  return true;
}

const showMap = () => redraw();

/** The part of the Earth that the map shows, as west, south, east, north; null where it has no answer. */
function viewOfMap() {
  const frame = byId("map-frame").contentWindow;
  return new Promise((done) => {
    const hear = ({ data, source }) => {
      if (source === frame && data && Array.isArray(data["corridors:view"])) end(data["corridors:view"]);
    };
    const end = (view) => {
      window.removeEventListener("message", hear);
      done(view);
    };
    window.addEventListener("message", hear);
    frame.postMessage("corridors:view", "*"); // the frame is a page without an origin of its own
    setTimeout(() => end(null), 300);
  });
}

let view = null; // what the map showed when it was last in sight
const keepView = async () => {
  if (shown && !byId("map").hidden) view = (await viewOfMap()) || view;
};

function showCheck() {
  const frame = byId("check-frame");
  const address = withToken(here("check/"));
  if (!frame.src.endsWith(address)) frame.src = address;
}

function showSteps({ undo, redo }) {
  byId("undo").disabled = !undo;
  byId("redo").disabled = !redo;
}

/** Look how things stand; draws anew what is in sight and not as it is now. */
async function look() {
  if (!article || document.hidden || byId("start").hidden === false) return;
  const id = article;
  const reader = byId("reader").value;
  const told = await ask(
    here("now") +
      (reader
        ? "?reader=" + encodeURIComponent(reader) + "&model=" + encodeURIComponent(byId("reader-model").value)
        : ""),
    { quiet: true },
  );
  if (id !== article) return;
  if (told.error) {
    complain(told.error);
    return;
  }
  showSteps(told);
  const changed = latest && told.version !== latest;
  latest = told.version;
  if (!changed || drawing) return;
  if (!byId("map").hidden && shown && told.version !== shown) {
    mention(t("changed"));
    await redraw();
  }
  if (!byId("words").hidden) await refreshWords();
}

async function go(by) {
  byId("undo").disabled = byId("redo").disabled = true;
  await keepWords();
  showSteps(await ask(here("step"), { body: { by } }));
  latest = "";
  if (!byId("words").hidden) await refreshWords();
  if (!byId("map").hidden) await redraw();
}

byId("undo").addEventListener("click", () => go(-1).catch(() => {}));
byId("redo").addEventListener("click", () => go(1).catch(() => {}));
document.addEventListener("keydown", (event) => {
  if (
    !(event.ctrlKey || event.metaKey) ||
    event.altKey ||
    byId("steps").hidden ||
    event.target.closest("input:not([type=checkbox]), textarea")
  )
    return;
  const by = { z: event.shiftKey ? 1 : -1, y: 1 }[event.key.toLowerCase()];
  if (by === undefined) return;
  event.preventDefault();
  if (!byId(by < 0 ? "undo" : "redo").disabled) go(by).catch(() => {});
});
submitting(byId("scan"), () => redraw({ recognise: byId("ocr-languages").value.trim() || "eng" }));
(async () => {
  for (;;) {
    await wait(LOOK_EVERY_MS);
    try {
      await look();
    } catch {
      /* it was said */
    }
  }
})();
