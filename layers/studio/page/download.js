/* What is taken home: files one by one, or all as a zip; the figure is shown as it will be. */
const FORMATS = ["html", "png", "svg", "pdf", "docx", "md", "geojson", "gpkg", "kml", "csv", "parquet", "gpx", "embed"];
const FIRST = new Set(["html", "png", "docx", "geojson"]);
let figureShown = "";
let isSketching = false;

async function showTake() {
  const box = byId("formats");
  if (box.children.length < 2) {
    box.append(
      ...FORMATS.map((key) =>
        make(
          "label",
          {},
          make("input", { type: "checkbox", value: key, checked: FIRST.has(key) }),
          " " + t("format." + key),
        ),
      ),
    );
  }
  listFiles((await ask(here("progress"))).files);
  await showFigure();
}

const finish = () => ({ size: byId("size").value, theme: byId("theme").value });

/** Draw the figure in the size and theme that are chosen; of several wishes the last counts. */
async function showFigure() {
  const wanted = JSON.stringify(finish());
  const told = await made(["png"], finish());
  if (!told || wanted !== JSON.stringify(finish())) return;
  const figure = byId("figure");
  figureShown = wanted + Date.now();
  figure.src = withToken(here("file/figure.png") + "?v=" + encodeURIComponent(figureShown));
  figure.hidden = false;
  listFiles(told.files);
}

/** Whether the map and the figure stand beside the form of words and looks. */
const isBeside = () => !byId("words").hidden && wide.matches;

/** Draw the figure beside the form of words and looks, where there is room for it. */
async function drawFigure() {
  if (!isBeside() || isSketching) return;
  isSketching = true;
  try {
    let told, before;
    do {
      // what was changed while it was drawn is drawn as well
      before = latest;
      told = await made(["png"], finish());
    } while (told && isBeside() && latest !== before);
    byId("sketch").hidden = !told;
    if (told) byId("sketch").querySelector("img").src = withToken(here("file/figure.png") + "?v=" + Date.now());
  } finally {
    isSketching = false;
  }
}

function listFiles(files) {
  byId("files").replaceChildren(
    ...files.map((name) =>
      make("li", {}, make("a", { href: withToken(here("file/" + name) + "?take"), download: name }, name)),
    ),
  );
  byId("zip").hidden = !files.length;
  byId("zip").href = withToken(here("zip"));
}

async function take() {
  const formats = [...byId("formats").querySelectorAll("input:checked")].map((input) => input.value);
  if (!formats.length) {
    complain(t("take.none"));
    return;
  }
  listFiles([]); // none is offered before it is as it should be
  const told = await made(formats, finish());
  if (!told) return;
  complain("");
  listFiles(told.files);
  if (formats.includes("png")) await showFigure();
  mention(t("take.ready"));
  byId("take").querySelector("ul").scrollIntoView({ block: "nearest" });
}

submitting(byId("taking"), take);
for (const id of ["size", "theme"]) byId(id).addEventListener("change", () => showFigure().catch(() => {}));
