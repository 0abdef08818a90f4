/* Keys, wheel and fingers. In a frame the page around scrolls: there the map moves only when that is plainly meant. */
const isFramed = window.self !== window.top;
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Whether the map leaves wheel and one finger to the page around it. */
const yields = () => isFramed && !document.fullscreenElement;

function prepareGestures(map) {
  prepareKeys(map);
  if (!isFramed) return;
  const box = map.getContainer();
  box.classList.add("framed");
  const hint = make("p", { class: "hint-over", "aria-hidden": "true" });
  box.append(hint);
  let waiting = 0;
  const tell = (words) => {
    hint.textContent = words;
    hint.classList.add("on");
    clearTimeout(waiting);
    waiting = setTimeout(() => hint.classList.remove("on"), 1400);
  };
  box.addEventListener(
    "wheel",
    (event) => {
      if (!yields() || event.ctrlKey || event.metaKey) {
        hint.classList.remove("on");
        return;
      }
      event.stopImmediatePropagation(); // before Leaflet hears of it; the page scrolls
      tell(t("frame.wheel", { key: isMac ? "⌘" : t("frame.control") }));
    },
    { capture: true, passive: true },
  );
  box.addEventListener(
    "pointerdown",
    (event) => {
      map.dragging[yields() && event.pointerType === "touch" ? "disable" : "enable"]();
    },
    { capture: true },
  );
  box.addEventListener(
    "touchmove",
    (event) => {
      if (event.touches.length > 1) hint.classList.remove("on");
      else if (yields()) tell(t("frame.touch"));
    },
    { capture: true, passive: true },
  );
  document.addEventListener("fullscreenchange", () => box.classList.toggle("framed", yields()));
}

/** Enter and Space open what has the focus: a place, a line, a button of the map. Escape closes. */
function prepareKeys(map) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      shutCard();
      clear();
    }
    if (event.key !== "Enter" && event.key !== " ") return;
    const held = event.target.closest?.("#map [data-key], #map a[role='button']");
    if (!held) return;
    const feature = features.get(held.getAttribute("data-key"));
    if (!feature && event.key === "Enter") return; // a link of Leaflet's hears Enter itself
    event.preventDefault();
    if (feature) choose(feature);
    else held.click();
  });
}
