/* The holder of cards, one at a time: beside the map; from the lower edge of a small screen; over the map where that fills the screen. */
const holder = { onShut: null };

function prepareHolder(map) {
  const box = byId("card");
  const home = box.nextSibling;
  byId("card-close").addEventListener("click", shutCard);
  map.on("preclick", shutCard); // on the ground; a mark that is met opens its own
  document.addEventListener("fullscreenchange", () => {
    const stage = map.getContainer().parentElement;
    if (document.fullscreenElement === stage) stage.append(box);
    else home.parentNode.insertBefore(box, home);
  });
}

/** Show a card; `onShut` hears when it goes, by the reader or because another takes its place, and whether it held the focus. */
function openCard(content, label, onShut = null) {
  shutCard();
  const box = byId("card");
  byId("card-body").replaceChildren(content);
  box.setAttribute("aria-label", label);
  box.hidden = false;
  box.scrollTop = 0;
  holder.onShut = onShut;
  content.querySelector("h2").focus({ preventScroll: true });
}

function shutCard() {
  const [box, heard] = [byId("card"), holder.onShut];
  if (box.hidden) return;
  const hadFocus = box.contains(document.activeElement);
  holder.onShut = null;
  box.hidden = true;
  byId("card-body").replaceChildren();
  heard?.(hadFocus);
}

/** Pixels at the map's lower edge on which the card or the sentence of a story lies. */
function roomBelow(map) {
  const ground = map.getContainer().getBoundingClientRect();
  const boxes = [story.at !== null && byId("story"), isNarrow() && !byId("card").hidden && byId("card")].filter(
    Boolean,
  );
  return Math.max(0, ...boxes.map((box) => ground.bottom - box.getBoundingClientRect().top));
}

/** Move the map where its card would lie on the mark. */
function clearOfCard(map, latlng) {
  const [at, size] = [map.latLngToContainerPoint(latlng), map.getSize()];
  const lowest = size.y - roomBelow(map) - 44;
  if (at.y > lowest && at.y < size.y) map.panBy([0, at.y - lowest], { animate: !calm() });
}
