/* The first page: paste, drop, fetch, or open again. */
const ADDRESS = /^\s*https?:\/\/\S+\s*$/i;

let folder = ""; // the mark of the folder that is shown; "" for the one that is served
const inFolder = (path) => path + (folder ? (path.includes("?") ? "&" : "?") + "folder=" + folder : "");

async function showStart() {
  const told = await ask(inFolder("/shelf"));
  byId("folder").textContent = told.folder;
  showBefore(told);
  byId("recent").replaceChildren(
    ...told.articles.map((each) =>
      make(
        "li",
        {},
        make(
          "a",
          { href: "#" + each.id + "/map" },
          each.name,
          ...(each.made ? [" ", make("span", { class: "soft" }, t("folder.mapped"))] : []),
        ),
      ),
    ),
  );
  if (!told.articles.length) byId("recent").append(make("li", { class: "soft" }, t("folder.none")));
  byId("together").hidden = told.articles.length < 2;
  byId("together").href = "#together" + (told.mark ? "-" + told.mark : "") + "/map";
  byId("together").textContent = t("folder.together", { n: Math.min(told.articles.length, told.most) });
}

/** What was opened before, in whichever folder; where all of it lies in the folder that is shown, nothing is said twice. */
function showBefore({ lately, folders, folder: shown, mark }) {
  const others = lately.filter((each) => each.folder !== shown);
  byId("before").hidden = !others.length && !folders.length;
  byId("lately").replaceChildren(
    ...others.map((each) =>
      make(
        "li",
        {},
        make("a", { href: "#" + each.id + "/map" }, each.name, " ", make("span", { class: "soft" }, each.folder)),
      ),
    ),
  );
  byId("folders").replaceChildren(
    ...[...(mark ? [{ mark: "", folder: t("folder.own") }] : []), ...folders.filter((each) => each.mark !== mark)].map(
      (each) => make("li", {}, make("a", { href: each.mark ? "#in/" + each.mark : "#" }, each.folder)),
    ),
  );
}

async function open(told) {
  byId("paste-title").value = "";
  byId("paste-text").value = "";
  byId("fetching").hidden = true;
  location.hash = told.id + "/map";
}

async function drop(file) {
  say(t("step.receiving", { what: file.name }) + " …");
  try {
    await open(await ask(inFolder("/drop?name=" + encodeURIComponent(file.name)), { raw: file }));
  } catch {
    say("");
  }
}

async function fetchPage() {
  const url = byId("paste-text").value.trim();
  byId("fetch").disabled = true;
  say(t("step.receiving", { what: url }) + " …");
  try {
    await open(await ask(inFolder("/fetch"), { body: { url } }));
  } catch {
    say("");
  } finally {
    byId("fetch").disabled = false;
  }
}

submitting(byId("paste"), async () => {
  complain("");
  if (ADDRESS.test(byId("paste-text").value)) {
    byId("fetching").hidden = false;
    byId("fetch").focus();
    return;
  }
  await open(
    await ask(inFolder("/paste"), { body: { title: byId("paste-title").value, text: byId("paste-text").value } }),
  );
});
byId("fetch").addEventListener("click", fetchPage);
byId("paste-text").addEventListener("input", () => {
  byId("fetching").hidden = !ADDRESS.test(byId("paste-text").value);
});
byId("file").addEventListener("change", (event) => {
  if (event.target.files.length) drop(event.target.files[0]);
  event.target.value = "";
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) drop(event.dataTransfer.files[0]);
  });
}
