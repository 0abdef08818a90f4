/* The picture of what is in sight, drawn here and handed to the reader as SVG or PNG: ground, lines, marks, names, credits. */
const PRINTED = [
  "fill",
  "fill-opacity",
  "fill-rule",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "opacity",
];
const FOOT = 46; // pixels below the map for title and credits
const SHARPNESS = 2; // pixels of the PNG to one of the page

/** The view as one SVG that needs nothing else. */
function pictureOf(map) {
  const box = map.getContainer().getBoundingClientRect();
  const [width, height] = [Math.round(box.width), Math.round(box.height)];
  const page = getComputedStyle(document.documentElement);
  const color = (name) => page.getPropertyValue(name).trim();
  const svg = draw("svg", {
    xmlns: SVG,
    width,
    height: height + FOOT,
    viewBox: "0 0 " + width + " " + (height + FOOT),
  });
  svg.append(
    draw("title", null, atlas.document.title),
    draw("defs", null, draw("clipPath", { id: "frame" }, draw("rect", { width, height }))),
    draw("rect", { width, height: height + FOOT, fill: color("--paper") }),
  );
  const ground = draw("g", { "clip-path": "url(#frame)" }, draw("rect", { width, height, fill: color("--water") }));
  for (const pane of ["base", "relief", "lettering", "ways", "dots", "names"]) {
    const element = map.getPane(pane);
    if (element) ground.append(...paneParts(element, box));
  }
  const scale = map.getContainer().querySelector(".leaflet-control-scale-line");
  if (scale) ground.append(scaleBar(scale, box));
  svg.append(ground, ...footLines(width, height, color));
  return svg;
}

/** Everything that shows in a pane, in its order: paths of renderers, drawings of marks, words, leaders, canvases. */
function paneParts(pane, box) {
  const parts = [];
  for (const element of pane.querySelectorAll(
    "path, circle, rect, canvas, img.leaflet-image-layer, .name.placed, .leader, .foot",
  )) {
    const style = getComputedStyle(element);
    if (style.visibility === "hidden" || style.display === "none") continue;
    if (element.classList.contains("touch") || element.closest(".place.is-area, defs, clipPath")) continue;
    if (element instanceof SVGElement) parts.push(shapeOf(element, style, box));
    else if (element.localName === "img") parts.push(reliefOf(element, box));
    else if (element.localName === "canvas") parts.push(canvasOf(element, box));
    else if (element.classList.contains("name")) parts.push(...wordsOf(element, style, box));
    else parts.push(markOf(element, style, box));
  }
  return parts.filter(Boolean);
}

function shapeOf(element, style, box) {
  const own = element.ownerSVGElement.getBoundingClientRect();
  if (!own.width || !element.getScreenCTM) return null;
  const { a, b, c, d, e, f } = element.getScreenCTM();
  const copy = draw(element.localName, {
    transform:
      "matrix(" + [a, b, c, d, e - box.left, f - box.top].map((value) => Number(value.toFixed(3))).join(" ") + ")",
  });
  for (const name of ["d", "cx", "cy", "r", "x", "y", "width", "height"])
    if (element.hasAttribute(name)) copy.setAttribute(name, element.getAttribute(name));
  for (const name of PRINTED) {
    const value = style.getPropertyValue(name);
    if ((value && value !== "none") || name === "fill" || name === "stroke") copy.setAttribute(name, value);
  }
  const faded = element.closest(".place.associative");
  if (faded) copy.setAttribute("opacity", getComputedStyle(faded).opacity);
  return copy;
}

/** The relief in a form that every program reads, blended as on the page. */
function reliefOf(element, box) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const canvas = make("canvas", { width: element.naturalWidth, height: element.naturalHeight });
  canvas.getContext("2d").drawImage(element, 0, 0);
  const { mixBlendMode, opacity } = getComputedStyle(element.closest(".relief"));
  const image = draw("image", {
    x: left - box.left,
    y: top - box.top,
    width,
    height,
    preserveAspectRatio: "none",
    opacity,
    href: canvas.toDataURL("image/jpeg", 0.85),
  });
  image.style.mixBlendMode = mixBlendMode; // as an attribute the page's own policy would refuse it
  return image;
}

function canvasOf(element, box) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return draw("image", { x: left - box.left, y: top - box.top, width, height, href: element.toDataURL("image/png") });
}

/** A name, line by line, turned as it stands, with the pale rim that parts it from the ground. */
function wordsOf(element, style, box) {
  const matrix = new DOMMatrix(style.transform === "none" ? "" : style.transform);
  const pane = element.offsetParent ? element.parentElement.getBoundingClientRect() : box;
  const origin = { x: pane.left - box.left, y: pane.top - box.top };
  const [w, h] = [element.offsetWidth, element.offsetHeight];
  const lines = [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.textContent);
  const angle = (Math.atan2(matrix.b, matrix.a) * 180) / Math.PI;
  const [cx, cy] = [origin.x + matrix.e + w / 2, origin.y + matrix.f + h / 2];
  const upper = style.textTransform === "uppercase";
  return lines.map((words, i) =>
    draw(
      "text",
      {
        x: cx.toFixed(1),
        y: (cy + (i - (lines.length - 1) / 2) * (h / lines.length) + parseFloat(style.fontSize) * 0.35).toFixed(1),
        transform: angle ? "rotate(" + angle.toFixed(2) + " " + cx.toFixed(1) + " " + cy.toFixed(1) + ")" : "rotate(0)",
        "text-anchor": "middle",
        fill: style.color,
        "font-family": style.fontFamily,
        "font-size": style.fontSize,
        "font-weight": style.fontWeight,
        "font-style": style.fontStyle,
        "letter-spacing": style.letterSpacing === "normal" ? 0 : style.letterSpacing,
        stroke: resolved(element, "--halo"),
        "stroke-width": 3,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
      },
      upper ? words.toLocaleUpperCase(language.code) : words,
    ),
  );
}

/** A colour by its name, where that name stands for another. */
function resolved(element, name) {
  const probe = make("i");
  probe.style.color = "var(" + name + ")";
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function markOf(element, style, box) {
  const { left, top, width, height } = element.getBoundingClientRect();
  if (element.classList.contains("foot")) {
    return draw("circle", {
      cx: left - box.left + width / 2,
      cy: top - box.top + height / 2,
      r: 2.5,
      fill: style.backgroundColor,
      stroke: style.borderTopColor,
      "stroke-width": 1.5,
    });
  }
  const matrix = new DOMMatrix(style.transform);
  const pane = element.parentElement.getBoundingClientRect();
  const [x, y] = [pane.left - box.left + matrix.e, pane.top - box.top + matrix.f];
  return draw("path", {
    d:
      "M" +
      x.toFixed(1) +
      " " +
      y.toFixed(1) +
      "l" +
      (matrix.a * element.offsetWidth).toFixed(1) +
      " " +
      (matrix.b * element.offsetWidth).toFixed(1),
    stroke: style.borderTopColor,
    "stroke-width": 1,
    fill: "none",
  });
}

function scaleBar(element, box) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left - box.left, top - box.top];
  const { color, fontFamily } = getComputedStyle(element);
  return draw(
    "g",
    null,
    draw("path", {
      d: "M" + x + " " + (y + height - 6) + "v6h" + width + "v-6",
      fill: "none",
      stroke: color,
      "stroke-width": 1.5,
    }),
    draw(
      "text",
      { x: x + 5, y: y + height - 5, fill: color, "font-family": fontFamily, "font-size": 11 },
      element.textContent,
    ),
  );
}

/** What the map is of, and whose data it is. */
function footLines(width, height, color) {
  const text = (y, size, words, more = {}) =>
    draw(
      "text",
      { x: 12, y: height + y, fill: color("--ink"), "font-size": size, "font-family": color("--sans"), ...more },
      fitting(words, width - 24, size),
    );
  const credits = [...new Set(atlas.sources.map((source) => source.attribution || source.name))].join(", ");
  return [
    text(19, 13, articleCitation(), { "font-weight": 600 }),
    text(36, 10.5, credits + ". " + t("view"), { fill: color("--soft") }),
  ];
}

function fitting(words, width, size) {
  const most = Math.floor(width / (size * 0.54));
  return words.length > most ? words.slice(0, most - 1).trimEnd() + "…" : words;
}

async function savePicture(map, type) {
  shutCard();
  const svg = pictureOf(map);
  const text = new XMLSerializer().serializeToString(svg);
  const name = "map." + type;
  if (type === "svg") save(name, text, "image/svg+xml");
  else {
    const png = await painted(text, Number(svg.getAttribute("width")), Number(svg.getAttribute("height")));
    if (!png) {
      notice(t("picture.refused"));
      say(t("picture.refused"));
      return;
    }
    save(name, png, "image/png");
  }
  const words = t("said.picture", { name });
  notice(words);
  say(words);
}

/** An SVG as pixels; null where the browser refuses. */
async function painted(text, width, height) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  try {
    await image.decode();
  } catch {
    return null;
  }
  const canvas = make("canvas", { width: width * SHARPNESS, height: height * SHARPNESS });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => {
    try {
      canvas.toBlob(resolve, "image/png");
    } catch {
      resolve(null);
    }
  });
}
