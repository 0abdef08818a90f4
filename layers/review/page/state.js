/* The state, which is the server's, and the changes that are sent to it one after another. */
const TOKEN = document.querySelector("meta[name=corridors-token]").content;
let state = null; // as GET /state gives it
let chosen = null; // key of the feature being checked
let draft = null; // a feature being added, not yet written: {key, target, spans, waypoints}
const undone = []; // what to write to take the last changes back: {key, values, chosen}
const listeners = [];
/** @type {Promise<any>} */
let line = Promise.resolve(); // changes wait for each other

const featureOf = (key) => (draft && draft.key === key ? draft : state.features.find((feature) => feature.key === key));
/** Whether a feature is being added; one mention taken apart from its place is a draft too, but none that is new. */
const isNew = (feature) => feature === draft && !feature.here;
const current = () => (chosen === null ? null : featureOf(chosen) || null);

async function ask(path, body) {
  const headers = { "X-Corridors-Token": TOKEN };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Error(t("gone"));
  }
  const text = await response.text();
  let told;
  try {
    told = JSON.parse(text);
  } catch {
    throw new Error(text || t("empty"));
  }
  return told;
}

/** Take a new state and show it. */
function take(told) {
  if (!told.features) return;
  state = told;
  for (const listener of listeners) listener();
}

/** Write one correction, or with null take it back; gives whether it was written. */
function save(key, values, { remember = true } = {}) {
  const work = line.then(async () => {
    const before = state.features.find((feature) => feature.key === key);
    try {
      const told = await ask("correct", { key, values, seen: before ? before.stamp : null });
      if (told.error || told.reason) {
        take(told);
        complain(told.conflict ? t("conflict") : t("unchanged", { reason: told.error || told.reason }));
        return false;
      }
      if (remember) undone.push({ key, values: before ? before.said : null, chosen });
      if (draft && draft.key === key) draft = null;
      complain("");
      take(told);
      return true;
    } catch (error) {
      complain(error.message);
      return false;
    }
  });
  line = work.catch(() => false);
  return work;
}

/** Change some keys of a feature's correction and leave the others. */
function change(feature, values) {
  const said = { ...(feature.said || {}) };
  delete said.verdict;
  if (feature.verdict === "added" || isNew(feature)) said.verdict = "add";
  delete said.by;
  for (const [key, value] of Object.entries(values)) {
    if (value === null) delete said[key];
    else said[key] = value;
  }
  if (values.point) delete said.record;
  if (values.record) delete said.point;
  return save(feature.key, said);
}

async function undo() {
  await line;
  const last = undone.pop();
  if (!last) {
    say(t("undo.none"));
    return;
  }
  const values = last.values && { ...last.values };
  if (await save(last.key, values, { remember: false })) {
    if (featureOf(last.key)) choose(last.key);
    else {
      chosen = null;
      choose(last.chosen && featureOf(last.chosen) ? last.chosen : firstOpen());
    }
    say(t("undo.done"));
  } else undone.push(last);
}

/** Look whether somebody else wrote to the file: another window, or an editor. */
async function look() {
  try {
    const told = await ask("state?version=" + encodeURIComponent(state.version));
    if (told.error) complain(told.error);
    else take(told);
  } catch (error) {
    complain(error.message);
  }
}
