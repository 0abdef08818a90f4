"""Our map page against the same data through plain folium, in the same browser and the same run.

Run it with the project's Python: ``python tests/benchmarks/map_page.py [ROUNDS] [--many]``.
Prints ratios; never fails on time.

Plain folium's page asks the web for Leaflet, jQuery, Bootstrap and icon fonts. Here Leaflet is handed to it from the
cache and the others come back empty (jQuery with the one function that popups need), all at once: folium is spared the
network and most of its scripts, so that the ratios favour it. Its bytes are those of its file and of Leaflet
alone.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import folium
from conftest import TEXT, make_atlas
from playwright.sync_api import Page, Route, sync_playwright
from thousands import make_many

from geo import geoparse, read
from layers.frames import Frames, to_frames
from layers.map import draw
from layers.map.leaflet import leaflet

if TYPE_CHECKING:
    from collections.abc import Callable

WATCH = """(() => {
  window.drawn = new Promise((done) => {
    const look = () => (document.querySelector(%r) ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look));
    look();
  });
})()"""
AT_REST_MS = 700  # after a page says that it is loaded
FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
JQUERY = """window.$ = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return [template.content.firstChild];
};"""  # all that folium's popups want of it


@dataclass(frozen=True, slots=True)
class Times:
    """What one visit took, in milliseconds; bytes of the file; ``load`` in processor time of the page's main thread."""

    size: int
    paint: float
    drawn: float
    load: float
    pan: float


def plain(frames: Frames) -> str:
    """Return what folium makes of the tables by itself: markers with popups, lines with popups, a control of layers."""
    map_ = folium.Map()
    places, corridors = folium.FeatureGroup("Places"), folium.FeatureGroup("Corridors")
    for row in frames.corridors.itertuples(index=False):
        folium.GeoJson(row.geometry.__geo_interface__, popup=folium.Popup(said(row))).add_to(corridors)
    for row in frames.places.itertuples(index=False):
        folium.Marker([row.geometry.y, row.geometry.x], tooltip=row.name, popup=folium.Popup(said(row))).add_to(places)
    for group in (corridors, places):
        group.add_to(map_)
    folium.LayerControl().add_to(map_)
    west, south, east, north = frames.places.total_bounds
    map_.fit_bounds([[south, west], [north, east]])
    return map_.get_root().render()


def said(row: object) -> str:
    """Return name and sentences as a popup would show them."""
    return "<br>".join([f"<b>{row.name}</b>", *(item["quote"] for item in row.evidence)])  # type: ignore[attr-defined]


def answer(route: Route) -> None:
    """Give Leaflet from the cache, nothing for all else."""
    url = route.request.url
    if url.startswith("file:"):
        route.continue_()
    elif "leaflet.js" in url:
        route.fulfill(body=leaflet().script, content_type="text/javascript")
    elif "leaflet.css" in url:
        route.fulfill(body=leaflet().style, content_type="text/css")
    elif "jquery" in url:
        route.fulfill(body=JQUERY, content_type="text/javascript")
    else:
        route.fulfill(body="", content_type="text/javascript" if url.endswith(".js") else "text/css")


def visit(open_page: Callable[[], Page], path: Path, selector: str) -> Times:
    """Open a page and drag its map."""
    page = open_page()
    page.add_init_script(WATCH % selector)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri(), wait_until="load")
    drawn = page.evaluate("window.drawn")
    page.wait_for_timeout(AT_REST_MS)
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()")
    begin = time.perf_counter()
    page.mouse.move(500, 400)
    page.mouse.down()
    page.mouse.move(620, 430, steps=8)
    page.mouse.up()
    page.evaluate(FRAME)
    pan = (time.perf_counter() - begin) * 1000
    page.context.close()
    return Times(path.stat().st_size, paint, drawn, metrics["TaskDuration"] * 1000, pan)


def compare(name: str, frames: Frames, ours: str, theirs: str, rounds: int, browser: object) -> None:
    """Print both pages' figures, medians of the rounds, and their ratios."""

    def open_page() -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")  # type: ignore[attr-defined]
        context.route("**/*", answer)
        page: Page = context.new_page()
        page.set_default_timeout(300_000)
        return page

    with tempfile.TemporaryDirectory() as folder:
        own, other = Path(folder) / "own.html", Path(folder) / "plain.html"
        own.write_text(draw(frames).html, encoding="utf-8")
        other.write_text(plain(frames), encoding="utf-8")
        pairs = [(visit(open_page, own, ours), visit(open_page, other, theirs)) for _ in range(rounds)]
    library = len((leaflet().script or "").encode()) + len((leaflet().style or "").encode())
    print(f"{name}: {len(frames.places)} places, {len(frames.corridors)} corridors; medians of {rounds}")
    rows = {
        "bytes (with Leaflet)": [(a.size, b.size + library) for a, b in pairs],
        "first paint, ms": [(a.paint, b.paint) for a, b in pairs],
        "corridor drawn, ms": [(a.drawn, b.drawn) for a, b in pairs],
        "load, processor ms": [(a.load, b.load) for a, b in pairs],
        "a pan, ms": [(a.pan, b.pan) for a, b in pairs],
    }
    for what, values in rows.items():
        a, b = (statistics.median(side) for side in zip(*values, strict=True))
        ratios = sorted(x / y for x, y in values)
        spread = f"{a / b:5.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
        print(f"  {what:22} ours {a:12,.0f}   folium {b:12,.0f}   ratio {spread}")


def main() -> None:
    """Compare on the small article, the sample brief, 500 features and, if so wished, 5,500."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    sample = to_frames(geoparse(read(ROOT / "seeds" / "azerbaijan-nato-25.md")))
    with sync_playwright() as playwright:
        from shutil import which

        path = next(p for p in map(which, ("chromium", "chromium-browser", "google-chrome")) if p)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        way = "path.touch[aria-label^='Baku–Tbilisi–Kars railway']"
        compare("the small article", to_frames(make_atlas(TEXT)), way, "path.leaflet-interactive", rounds, browser)
        compare("the sample brief", sample, way, "path.leaflet-interactive", rounds, browser)
        hundreds = to_frames(make_many(460, 40))
        compare("hundreds", hundreds, "path.touch", "path.leaflet-interactive", rounds, browser)
        if "--many" in sys.argv:  # takes folium minutes
            many = to_frames(make_many(5000, 500))
            compare("thousands", many, "html.ready canvas.crowd", "path.leaflet-interactive", rounds, browser)
        browser.close()


if __name__ == "__main__":
    main()
