/* Where one is: the address is #ID/TAB, so that reload and back go where one was. */
const TABS = ["map", "check", "words", "take"];
const ALONE = new Set(["map", "take"]); // what the map of a whole folder has
const SHOW = { map: showMap, check: showCheck, words: showWords, take: showTake };
const wide = window.matchMedia("(min-width: 70rem)");

function close() {
  shown = latest = "";
  view = null;
  byId("sketch").hidden = true;
  wording = null;
  for (const id of ["map-frame", "check-frame"]) byId(id).removeAttribute("src");
  byId("figure").hidden = byId("scan").hidden = true;
  byId("map-frame").hidden = false;
  showSteps({ undo: 0, redo: 0 });
  say("");
}

/** Go where the address says. */
async function route() {
  const said = decodeURIComponent(location.hash.slice(1)).split("/");
  const within = said[0] === "in"; // the list of another folder
  const [id, tab] = within ? [] : said;
  if (!id) folder = within && said[1] ? said[1] : "";
  const all = /^together(-[0-9a-f]{8})?$/.test(id || "");
  const wanted = id ? (TABS.includes(tab) && !(all && !ALONE.has(tab)) ? tab : "map") : "start";
  try {
    await keepWords();
  } catch {
    if (waiting.size && !window.confirm(byId("fault").textContent)) {
      history.back();
      return;
    }
    waiting.clear();
  }
  await keepView();
  if ((id || null) !== article) {
    article = id || null;
    close();
  }
  complain("");
  for (const section of ["start", ...TABS]) byId(section).hidden = section !== wanted;
  if (isBeside()) byId("map").hidden = false; // the preview
  byId("main").classList.toggle("beside", isBeside());
  byId("tabs").hidden = !id;
  byId("steps").hidden = !id || all;
  byId("name").textContent = all
    ? t("folder.together.name")
    : id
      ? id.replace(/(-[0-9a-f]{8}){1,2}$/, "").replaceAll("-", " ")
      : "";
  document.title = id ? byId("name").textContent + " – Corridors" : "Corridors";
  for (const link of byId("tabs").children) {
    link.href = "#" + id + "/" + link.dataset.tab;
    link.hidden = all && !ALONE.has(link.dataset.tab);
    if (link.dataset.tab === wanted) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  byId("main").focus({ preventScroll: true });
  try {
    await (wanted === "start" ? showStart() : SHOW[wanted]());
    if (id && wanted !== "start") await look();
  } catch (error) {
    complain(error.message);
  }
}

const languages = byId("language");
languages.append(
  ...Object.entries(TOLD.languages).map(([code, name]) => make("option", { value: code, lang: code }, name)),
);
languages.value = document.documentElement.lang;
languages.addEventListener("change", async () => {
  try {
    await keepWords();
    await ask("/language", { body: { language: languages.value } });
  } catch {
    return;
  }
  location.reload(); // its address keeps the token, so that a reload is answered
});
window.addEventListener("hashchange", route);
route().then(() => document.documentElement.classList.add("ready"));
